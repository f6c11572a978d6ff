"""`python -m bench.training`: what a training takes, step by step, with as many FAQs as wanted."""

import os
import resource
import shutil
import time
from pathlib import Path
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


Taken = dict[str, tuple[float, float]]
"""Of each step, seconds and seconds of all processors."""


def _measure(settings: "Settings", faqs: int) -> tuple[Taken, float]:
    """What each step took, and the seconds of preparing that do not count."""
    from bench.many_faqs import many_faqs
    from bot.release import Release
    from bot.training import STEPS, train
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
    taken: Taken = {"start of the program": (imported[0], imported[1])}

    def progress(step: str, share: float) -> None:
        nonlocal last
        status.update(f"{STEPS[step]} …")
        if share == 1:
            now = _clock()
            before = taken.get(STEPS[step], (0.0, 0.0))  # a step may say more than once that it is done
            taken[STEPS[step]] = before[0] + now[0] - last[0], before[1] + now[1] - last[1]
            last = now

    with err.status("") as status:
        train(Release.current(settings), progress)
    return taken, prepared[0] - imported[0]


def _clock() -> tuple[float, float]:
    return time.monotonic() - STARTED, time.process_time()


def _print(taken: Taken, faqs: int, preparing: float) -> None:
    total, processors = (sum(column) for column in zip(*taken.values(), strict=True))
    table = Table("step", "seconds", "share", "of processors", box=None, pad_edge=False)
    for step, (seconds, busy) in taken.items():
        table.add_row(step, f"{seconds:.1f}", f"{100 * seconds / total:.0f} %", f"{busy:.1f}")
    table.add_row("all", f"{total:.1f}", "100 %", f"{processors:.1f}", style="bold")
    out.print(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out.print(
        f"{faqs:,} FAQs; peak memory {peak:,.0f} MiB; preparing, not counted, {preparing:.0f} s.\n"
        f"The bar is {BAR:.0f} s for training, judging and swapping at 1,000 FAQs on two idle cores; "
        f"this is training alone.",
        highlight=False,
    )


if __name__ == "__main__":
    typer.run(main)
