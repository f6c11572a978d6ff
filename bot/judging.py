"""Judge a trained release against the one that answers, on the regression suite."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from bot import gate
from bot.changes import changes_since
from bot.regression import compare, judge_of, read_outcomes, suite, write_outcomes
from bot.release import Release, files_fingerprint
from knowledge.store import ContentStore


def judge(
    release: Release, live: Release | None, store: ContentStore, progress: Callable[[str, float], None]
) -> tuple[dict[str, Any], gate.Ruling]:
    """Scores of `release`, and whether it may take the place of `live`; without one, nothing can break.

    A live release that other code made cannot be asked any more: its replies of when it was judged are all there is.
    """
    progress("judging", 0)
    changed = changes_since(live, store).ids if live else frozenset()
    cases = suite(store.faqs(), changed)
    with ExitStack() as stack:
        candidate = stack.enter_context(judge_of(release, store))
        present = None
        if live and live.complete and live.fits(files_fingerprint()):
            present = stack.enter_context(judge_of(live, store))
        known = read_outcomes(live) if live else {}
        comparison = compare(cases, candidate, present, known, lambda share: progress("judging", share))
        write_outcomes(release, comparison.now)
        if live and live.folder.exists():
            write_outcomes(live, {**known, **comparison.before})
        ruling = gate.rule(comparison, candidate.desk.speaker)
    scores = {**comparison.scores(), "asked": len(comparison.now)}
    return scores, ruling
