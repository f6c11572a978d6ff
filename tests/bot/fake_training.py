"""A training in a process of its own that learns nothing: `python -m tests.bot.fake_training ID`.

FAKE_TRAINING says how it goes: passes, breaks (the gate stops it), fails, hangs, or dies without a word. All but the
last two can be had without a process: `carry_out(id, settings, train, judge)`.
"""

import os
import sys
import time
from typing import Any

from bot import training_job
from bot.gate import Broken, Ruling
from bot.release import Release
from bot.settings import Settings
from bot.training_steps import Progress
from knowledge.errors import ContentError
from knowledge.store import ContentStore

SCORES: dict[str, Any] = {"scorecard": {}, "groups": {}, "asked": 3}
BROKEN = Ruling([{"name": "main", "number": 1, "allowed": 0}], [Broken("What about adult?", "Adult", "Child", "main")])
COMMAND = (sys.executable, "-m", "tests.bot.fake_training")


def how() -> str:
    return os.environ.get("FAKE_TRAINING", "passes")


def complete(release: Release) -> None:
    """Files as a training leaves them."""
    release.begin()
    release.decision.write_text("{}", encoding="utf-8")
    release.rasa_model.write_bytes(b"")


def train(release: Release, progress: Progress) -> None:
    progress("content", 1)
    progress("encoder", 0.5)
    if how() == "fails":
        raise ContentError("a wording is empty")
    if how() == "dies":
        os._exit(7)
    if how() == "hangs":
        release.begin()
        while True:
            time.sleep(0.05)
    complete(release)


def judge(release: Release, live: Release | None, store: ContentStore, progress: Progress) -> training_job.Outcome:
    progress("judging", 0.5)
    scores = {**SCORES, "live": live.fingerprint if live else None, "faqs": len(store.faqs())}
    return scores, BROKEN if how() == "breaks" else Ruling()


if __name__ == "__main__":
    training_job.run(int(sys.argv[1]), Settings.load(), train, judge)
