"""One comparison: start both sides, warm them up, send them the same turns, stop them."""

import contextlib
import random
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.load import Measured, Workload, measure
from bench.results import Result
from bench.sides import BenchError, ambassador, stock_rasa
from bot.questions import FOLDER, read_questions
from bot.release import Release

WORKLOADS = (
    Workload("fresh", "one sender, each turn a new conversation", length=1),
    Workload("conversation", "one sender, 10-turn conversations", length=10),
    Workload("concurrent", "8 senders at once, 10-turn conversations", length=10, senders=8),
)
WARM_UP = Workload("warm-up", "warming up", length=10)
WARM_UP_TURNS = 20
SEED = 1961


def compare(release: Release, turns: int, starts: int, say: Callable[[str], None]) -> tuple[list[Result], int]:
    """The results, Ambassador's first, and how many answers to one sender were the same on both sides.

    Each side is started `starts` times, one after the other; `say` is told what goes on.
    """
    texts = _texts(turns)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)))
        seconds: list[list[float]] = [[], []]
        for number in range(1, starts + 1):
            running = stack.enter_context(contextlib.ExitStack())
            sides = [
                ambassador(folder / f"ambassador-{number}"),
                stock_rasa(folder / f"stock-{number}", release.rasa_model.resolve()),
            ]
            for side, measured in zip(sides, seconds, strict=True):
                say(f"start {number} of {starts}: {side.name}")
                _check(release)
                running.enter_context(side)
                measured.append(side.seconds_to_first_answer(texts[0]))
                if number < starts:  # the last ones stay for the turns
                    running.close()
        say(WARM_UP.name)
        measure(sides, WARM_UP, _texts(WARM_UP_TURNS))
        results = [
            Result(side.name, statistics.median(s), s, side.memory()) for side, s in zip(sides, seconds, strict=True)
        ]
        same = 0
        for workload in WORKLOADS:
            say(f"{turns} turns a side: {workload.name}")
            ours, stock = measure(sides, workload, texts)
            results[0].workloads[workload.key], results[1].workloads[workload.key] = ours, stock
            same += _same(ours, stock) if workload.senders == 1 else 0
        _check(release)
    return results, same


def _texts(turns: int) -> list[str]:
    """Questions of the evaluation set in a fixed shuffled order, from the beginning again when they run out."""
    texts = [question.text for question in read_questions(FOLDER / "questions.jsonl")]
    random.Random(SEED).shuffle(texts)  # noqa: S311 - an order, no secret
    return [texts[number % len(texts)] for number in range(turns)]


def _check(release: Release) -> None:
    """Both sides look up the model of the present content: there must be one, and it must stay."""
    if Release.current(release.settings) != release:
        raise BenchError("content or code changed during the measurement, and with it the model: run it again")
    if not release.complete:
        raise BenchError("there is no trained model for the present content: run `ambassador train`")


def _same(ours: Measured, stock: Measured) -> int:
    return sum(ours.answers[number] == stock.answers[number] for number in ours.answers)
