"""Ranked search: what the index finds, re-ordered by what the message was understood to ask."""

from collections.abc import Sequence

from knowledge.decision import features, rank
from knowledge.index import Hit, Index
from knowledge.understood import REPORT, Understood
from language import gazetteer

REPORT_SURE = 0.5
"""From this confidence a question about the report is answered from the report alone."""
CANDIDATES = 20
"""Answers that are re-ordered."""
NEAR_TOPIC = 0.55
"""Share of the best score, once ranked, from which another topic is worth offering beside it; chosen by looking at
what thirty bare words are offered."""


def search(index: Index, text: str) -> list[Hit]:
    """What the index finds, whatever was understood."""
    return index.search(text, limit=CANDIDATES)


def one_a_topic(hits: list[Hit]) -> list[Hit]:
    """The best of each topic that is near enough first, then the others; `hits` ranked."""
    best = {hit.topic: hit for hit in reversed(hits)}
    return sorted(hits, key=lambda hit: best[hit.topic] is not hit or hit.score < NEAR_TOPIC * hits[0].score)


def find(index: Index, text: str, understood: Understood, found: list[Hit] | None = None) -> list[Hit]:
    """Search and rank; a question about the report is looked for in the report, without the report's name.

    `found`: what `search` gave, where that is there already.
    """
    if understood.about(REPORT) < REPORT_SURE:
        return rank(search(index, text) if found is None else found, understood)
    about_what = gazetteer.without(text, REPORT)
    return rank(index.search(about_what, source=REPORT), understood.within_report())


def evidence(index: Index, text: str, hits: Sequence[Hit], understood: Understood) -> list[float]:
    """What the decision depends on, in the order of its FEATURES; `hits` ranked and not empty."""
    asked = gazetteer.without(text, REPORT) if hits[0].source == REPORT else text  # as it was looked for
    coverage = index.coverage(asked, hits[0].answer_id)
    return features(hits, understood, index.strangeness(text), coverage)
