"""The reliability diagram."""

from pathlib import Path

import pytest

from bot.questions import Question
from bot.reliability import bins, calibration_error, draw
from bot.scorecard import Verdict
from knowledge.reply import Button, Reply, ReplyKind


def verdict(kind: ReplyKind, topic: str, confidence: float, expects: str = "fees") -> Verdict:
    question = Question("q", "How much?", "en", "en", "answer", (expects,))
    buttons = [Button(topic, "/choose", topic)] if kind == "choices" else []
    return Verdict(question, Reply("…", kind, "en", topic, confidence=confidence, buttons=buttons).to_json())


VERDICTS = [
    *(verdict("answer", "fees", 0.95) for _ in range(9)),
    verdict("answer", "hours", 0.95),
    *(verdict("answer", "fees", 0.72) for _ in range(2)),
    verdict("choices", "fees", 0.72),
    verdict("choices", "hours", 0.72),
    verdict("fallback", "fees", 0.6),
]


def test_replies_of_one_confidence_are_counted_together() -> None:
    sure, surer = bins(VERDICTS, "answer")
    assert (sure.replies, sure.right, surer.replies, surer.right) == (2, 1.0, 10, 0.9)
    [offered] = bins(VERDICTS, "choices")
    assert (offered.replies, offered.right) == (2, 0.5)


def test_the_error_is_the_weighted_gap() -> None:
    assert calibration_error(bins(VERDICTS, "answer")) == pytest.approx((10 * 0.05 + 2 * 0.28) / 12)
    assert calibration_error([]) == 0


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_it_is_drawn_into_a_file(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"reliability.{suffix}"
    draw(VERDICTS, file)
    assert file.stat().st_size > 5000
