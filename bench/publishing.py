"""How fast what staff publish is answered, how long a training keeps them waiting, and whether visitors notice.

`python -m bench.publishing` over a copy of the starter FAQs and of the trained model: FAQs are saved by another
process than the one that answers; a training runs from beginning to end while visitors chat; two models are swapped
again and again. `--faqs 1000` fills up with made-up FAQs first, for which a model is trained before anything is
measured.
"""

import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import msgspec
import typer
from rich.table import Table

from bench.many_faqs import many_faqs
from bench.sides import BenchError, Side, free_port
from bot import logs
from bot.content import open_store
from bot.judging import judge
from bot.release import Release
from bot.settings import Settings
from bot.terminal import err, out
from bot.trainings import Trainings
from knowledge.content import Bilingual
from knowledge.database.models import ModelTable
from knowledge.database.opening import open_database
from knowledge.database.store import open_table
from knowledge.encoder.vector_cache import FOLDER as VECTORS
from knowledge.store import FileStore

SAVED = 10
SWAPS = 10
PAUSE = 0.05
"""Seconds between two looks whether something is answered."""
OFTEN, NOW_AND_THEN = 0.1, 1.0
"""Seconds between two turns of the visitor who chats meanwhile: during swaps, during a training."""
SETTLED = 1.5
"""Seconds after a swap until turns that the old model began are over and its memory is back with the system."""
SLOW = 1.0
"""Seconds after which a turn was delayed."""
QUESTION = "How do I renew my passport?"
ANSWER_ID = "passport-application-how"
MIB = 1024 * 1024


class Visitor:
    """Asks the same thing over and over in a thread of its own."""

    def __init__(self, side: Side, between_turns: float) -> None:
        self._side = side
        self._between_turns = between_turns
        self.seconds: list[float] = []
        self.failed = 0
        self._stop = threading.Event()

    @contextmanager
    def chatting(self) -> Iterator[None]:
        """For as long as the block takes."""
        thread = threading.Thread(target=self._chat)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _chat(self) -> None:
        for number in count():
            if self._stop.wait(self._between_turns):
                return
            started = time.perf_counter()
            try:
                self.failed += not self._side.ask(QUESTION, f"visitor-{id(self)}-{number}")
            except (OSError, HTTPException):
                self.failed += 1
            self.seconds.append(time.perf_counter() - started)

    @property
    def line(self) -> str:
        """In words."""
        slow = sum(seconds > SLOW for seconds in self.seconds)
        longest = max(self.seconds, default=0.0)
        return f"{len(self.seconds)} turns, {self.failed} failed, {slow} over {SLOW:.0f} s, longest {longest:.2f} s"


def main(
    faqs: Annotated[int, typer.Option(help="So many FAQs; made-up ones fill up the starter ones.")] = 0,
    train: Annotated[bool, typer.Option(help="Measure a training too; takes minutes.")] = True,
) -> None:
    """Print the figures."""
    logs.configure("WARNING")
    with TemporaryDirectory(prefix="ambassador-publishing-") as name:
        settings = _prepared(Path(name), faqs)
        port = free_port()
        environment = {
            "AMBASSADOR_PORT": str(port),
            "AMBASSADOR_MODELS": str(settings.models),
            "AMBASSADOR_CONTENT": settings.content,
            "AMBASSADOR_CONVERSATIONS": settings.conversations,
        }
        with Side("Ambassador", port, Side.SERVE, environment, Path(name)) as side:
            with err.status("starting"):
                side.seconds_to_first_answer(QUESTION)
            table = Table("measure", "figure", "bar", box=None, pad_edge=False)
            saved = [_saved_to_answered(side, settings, number) for number in range(SAVED)]
            figure = f"median {statistics.median(saved):.2f} s, longest {max(saved):.2f} s of {SAVED}"
            table.add_row("FAQ saved → answered", figure, "≤ 1 s")
            if train:
                with err.status("training while a visitor chats"):
                    seconds, steps, visitor = _trained(side, settings)
                number = len(open_table(settings.content).all())
                table.add_row(f"retrain, judge, swap at {number:,} FAQs", f"{seconds:.0f} s", "≤ 60 s")
                table.add_row("of that", ", ".join(f"{step} {taken:.0f}" for step, taken in steps.items()), "")
                table.add_row("a visitor meanwhile", visitor.line, "0 failed, 0 over 1 s")
            with err.status("swapping"):
                before, after, visitor = _swapped(side, settings)
            growth = f"{before / MIB:,.0f} to {after / MIB:,.0f} MiB, {100 * (after / before - 1):+.1f} %"
            table.add_row(f"memory over {SWAPS} swaps, after a first one", growth, "≤ 5 %")
            table.add_row("a visitor meanwhile", visitor.line, "0 failed, 0 over 1 s")
    out.print(table)


def _prepared(folder: Path, faqs: int) -> Settings:
    """Databases and models of its own; a model for just this content is there, trained now if need be."""
    present = Settings.load()
    settings = Settings(
        models=folder / "models",
        content=f"sqlite:///{folder / 'content.db'}",
        conversations=f"sqlite:///{folder / 'conversations.db'}",
    )
    table = open_table(settings.content)
    missing = faqs - len(table.all())
    if missing > 0:
        table.save_all(many_faqs(missing, list(FileStore().topics())), "made up")
    if (present.models / VECTORS).exists():
        shutil.copytree(present.models / VECTORS, settings.models / VECTORS)
    release = Release.current(settings)
    trained = Release(release.fingerprint, present)
    if trained.complete:
        shutil.copytree(trained.folder, release.folder)
        shutil.copy(trained.rasa_model, release.rasa_model)
    else:
        from bot.training_screen import train_with_progress

        train_with_progress(release, err)
    with err.status("judging the present model"):  # as it was when it was trained here; not measured
        judge(release, None, open_store(settings), lambda _step, _share: None)
    return settings


def _saved_to_answered(side: Side, settings: Settings, number: int) -> float:
    """Seconds from when an answer was saved until somebody who asks is told it."""
    table = open_table(settings.content)
    faq = table.get(ANSWER_ID)
    assert faq  # noqa: S101 (a starter FAQ)
    marked = f"Sample answer {number}."
    table.save(msgspec.structs.replace(faq, answer=Bilingual(en=marked, zh=faq.answer.zh)), "bench")
    started = time.perf_counter()
    for tries in count():
        if marked in side.ask(QUESTION, f"saved-{number}-{tries}"):
            return time.perf_counter() - started
        time.sleep(PAUSE)
    raise BenchError("never")


def _trained(side: Side, settings: Settings) -> tuple[float, dict[str, float], Visitor]:
    """Seconds from the button to the new model's first answer, those of each step, and how a visitor fared."""
    models = ModelTable(open_database(settings.content))
    visitor = Visitor(side, NOW_AND_THEN)
    started = time.perf_counter()
    with visitor.chatting():
        number = Trainings(settings, models).start("bench")
        if number is None:
            raise BenchError("a training is going on already")
        while (model := models.get(number)) is not None and model.state == "training":
            side.check()
            time.sleep(PAUSE)
        if model is None or model.state != "live":
            raise BenchError(f"the training ended as {model and model.state}: {model and model.note}")
        _wait_for_swap(side, model.release)
    return time.perf_counter() - started, (model.scores or {}).get("seconds", {}), visitor


def _swapped(side: Side, settings: Settings) -> tuple[int, int, Visitor]:
    """Resident memory after a first swap, and after all the others; and how a visitor fared."""
    models = ModelTable(open_database(settings.content))
    one = Release.in_force(settings)
    other = Release("0" * len(one.fingerprint), settings)
    shutil.copytree(one.folder, other.folder)
    shutil.copy(one.rasa_model, other.rasa_model)
    visitor = Visitor(side, OFTEN)
    memory = []
    with visitor.chatting():
        for number in range(1 + SWAPS):
            release = (other, one)[number % 2].fingerprint
            models.adopt(release, "bench")
            _wait_for_swap(side, release)
            time.sleep(SETTLED)
            memory.append(side.memory() or 0)
    return memory[0], memory[-1], visitor


def _wait_for_swap(side: Side, release: str) -> None:
    while side.model() != release:
        side.check()
        time.sleep(PAUSE)


if __name__ == "__main__":
    typer.run(main)
