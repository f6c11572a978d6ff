"""Training as people see it: a progress bar; what the libraries print goes into a log file."""

import contextlib
import os
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.release import Release
from bot.training import train
from bot.training_steps import STEPS

LOG = Path("var/train.log")
SHARE_OF_TIME = {"content": 0.01, "encoder": 0.48, "index": 0.14, "rasa": 0.18, "decision": 0.19}


def train_with_progress(release: Release, console: Console) -> None:
    """Train `release`, showing the step and how much of the whole is done."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %")
    # The console keeps the real terminal; the file takes what Rasa and TensorFlow print meanwhile.
    terminal = Console(file=os.fdopen(os.dup(console.file.fileno()), "w"), force_terminal=console.is_terminal or None)
    with (
        LOG.open("w", encoding="utf-8") as log,
        contextlib.redirect_stdout(log),
        contextlib.redirect_stderr(log),
        Progress(*columns, TimeElapsedColumn(), console=terminal, redirect_stdout=False, redirect_stderr=False) as bar,
    ):
        whole = bar.add_task("training", total=1.0)
        steps = list(STEPS)

        def show(step: str, share: float) -> None:
            before = sum(SHARE_OF_TIME[earlier] for earlier in steps[: steps.index(step)])
            bar.update(whole, description=STEPS[step], completed=before + share * SHARE_OF_TIME[step])
            if not terminal.is_terminal and share == 0:
                terminal.print(f"{STEPS[step]} …", highlight=False)

        train(release, show)
