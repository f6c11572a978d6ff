"""`python -m bench.training`: what a training takes, step by step, with as many FAQs as wanted."""

import os
import shutil
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from bot.settings import Settings

STARTED = time.monotonic()
"""Before the libraries are imported: a training is a process of its own."""
BAR = 60.0
"""Seconds from the wish to train until the new model answers, with 1,000 FAQs: training, judging and swapping."""

out = Console()
err = Console(stderr=True)


def main(
    faqs: Annotated[int, typer.Option(help="The starter content, and made-up FAQs up to so many.")] = 1000,
) -> None:
    """Train once in a folder that is removed; the vectors of the universal encoder are there, as after a training."""
    from bot import logs
    from bot.settings import Settings
    from knowledge.encoder.vector_cache import FOLDER

    logs.configure("WARNING")
    load, cpus = os.getloadavg()[0], os.cpu_count() or 1
    if load > cpus / 2:
        err.print(f"The machine is busy (load {load:.1f} on {cpus} cores): the times are too long.", highlight=False)
    kept = Settings.load().models / FOLDER
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        if kept.exists():
            shutil.copytree(kept, folder / "models" / FOLDER)
        os.environ["AMBASSADOR_MODELS"] = str(folder / "models")
        os.environ["AMBASSADOR_CONTENT"] = f"sqlite:///{folder / 'content.db'}"
        taken, preparing = _measure(Settings.load(), faqs)
    _print(taken, faqs, preparing)


Taken = dict[str, float]
"""Seconds until each step's end, from the end of the one before; Rasa trains from the encoder's beginning."""


def _measure(settings: "Settings", faqs: int) -> tuple[Taken, float]:
    """What each step took, and the seconds of preparing that do not count."""
    from bench.many_faqs import many_faqs
    from bot.release import Release
    from bot.training import train
    from bot.training_steps import STEPS
    from knowledge.database.store import open_table
    from knowledge.encoder import universal
    from knowledge.encoder.vector_cache import FOLDER
    from knowledge.store import FileStore

    imported = _clock()
    table = open_table(settings.content, FileStore())
    topics = [topic.id for topic in FileStore().topics().values() if topic.facts]
    table.save_all(many_faqs(max(0, faqs - len(table.all())), topics), "bench")
    with err.status("encoding the made-up wordings, which counts for nothing"):
        universal.encode([text for faq in table.all() for text in faq.wordings], settings.models / FOLDER)
    prepared = last = _clock()
    taken: Taken = {"start of the program": imported}

    def progress(step: str, share: float) -> None:
        nonlocal last
        status.update(f"{STEPS[step]} …")
        if share == 1:
            now = _clock()
            taken[STEPS[step]] = taken.get(STEPS[step], 0.0) + now - last  # it may say more than once that it is done
            last = now

    with err.status("") as status:
        train(Release.current(settings), progress)
    return taken, prepared - imported


def _clock() -> float:
    return time.monotonic() - STARTED


def _print(taken: Taken, faqs: int, preparing: float) -> None:
    total = sum(taken.values())
    table = Table("step", "seconds", "share", box=None, pad_edge=False)
    for step, seconds in taken.items():
        table.add_row(step, f"{seconds:.1f}", f"{100 * seconds / total:.0f} %")
    table.add_row("all", f"{total:.1f}", "100 %", style="bold")
    out.print(table)
    here, beside = (getrusage(who).ru_maxrss / 1024 for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    out.print(
        f"{faqs:,} FAQs; peak memory {here:,.0f} MiB, of the process for encoder and index {beside:,.0f} MiB; "
        f"preparing, not counted, {preparing:.0f} s.\n"
        f"The bar is {BAR:.0f} s for training, judging and swapping at 1,000 FAQs on two idle cores; "
        f"this is training alone.",
        highlight=False,
    )


if __name__ == "__main__":
    typer.run(main)
