"""The reliability diagram: how often the assistant is right where it says it is 70, 80 or 90 per cent sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl

from bot.scorecard import Verdict

mpl.use("Agg")  # draws into files; needs no screen
from matplotlib import pyplot as plt

BINS = 10
ACTS = {"answer": "answers: the answer is right", "choices": "choices: the right one is among them"}


@dataclass(frozen=True)
class Bin:
    """Replies of about the same confidence."""

    confidence: float
    """Mean, 0 to 1."""
    right: float
    """Share that was right, 0 to 1."""
    replies: int


def bins(verdicts: Sequence[Verdict], act: str) -> list[Bin]:
    """The replies of one kind in steps of a tenth of confidence, empty steps left out."""
    made = [
        (float(v.reply["confidence"]), v.offered)
        for v in verdicts
        if v.kind == act and v.question.expect in ("answer", "decline")
    ]
    steps = ([reply for reply in made if min(int(reply[0] * BINS), BINS - 1) == step] for step in range(BINS))
    return [
        Bin(sum(c for c, _ in step) / len(step), sum(right for _, right in step) / len(step), len(step))
        for step in steps
        if step
    ]


def calibration_error(found: Sequence[Bin]) -> float:
    """Expected calibration error: the gap between confidence and share right, weighted by replies."""
    replies = sum(b.replies for b in found)
    return sum(abs(b.confidence - b.right) * b.replies for b in found) / replies if replies else 0.0


def draw(verdicts: Sequence[Verdict], file: Path) -> None:
    """Write the diagram; the suffix of `file` decides the format (.svg, .png, .pdf)."""
    figure, axes = plt.subplots(1, len(ACTS), figsize=(9, 4.4), layout="constrained", sharey=True)
    for axis, (act, title) in zip(axes, ACTS.items(), strict=True):
        found = bins(verdicts, act)
        axis.plot([0, 1], [0, 1], color="#888888", linewidth=1, linestyle="--", label="perfectly calibrated")
        axis.bar([b.confidence for b in found], [b.right for b in found], width=0.06, color="#1f6f8b", alpha=0.85)
        for b in found:
            axis.annotate(str(b.replies), (b.confidence, b.right), ha="center", va="bottom", fontsize=8)
        error = calibration_error(found)
        axis.set(title=f"{title}\ncalibration error {100 * error:.1f} points", xlabel="confidence")
        axis.set(xlim=(0, 1.05), ylim=(0, 1.12))
        axis.legend(loc="upper left", fontsize=8, frameon=False)
    axes[0].set_ylabel("share right (number of replies above the bar)")
    figure.savefig(file)
    plt.close(figure)
