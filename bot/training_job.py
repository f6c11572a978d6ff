"""One training from beginning to end in a process of its own: train, judge, go live or be stopped by the gate.

`python -m bot.training_job ID`, with the settings in the environment. The table of models holds what becomes of it:
whoever serves reads it there, and may be restarted meanwhile. A training that is cancelled there ends within seconds.
"""

import os
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType
from typing import Any, Protocol

from bot import gate
from bot.content import holding, open_store
from bot.release import Release
from bot.settings import Settings
from bot.training_log import TrainingLog
from bot.training_steps import TEXTS, Progress
from knowledge.database.models import DIED, TRAINING, ModelTable
from knowledge.database.opening import open_database
from knowledge.errors import KnowledgeError
from knowledge.store import ContentStore

BEAT = 1.0
"""Seconds between two signs of life; as often it is noticed that the training is wanted no longer."""
GRACE = 15.0
"""Seconds to end in good order after it was cancelled."""
NICE = 10
"""Visitors come first."""
SHARE_OF_TIME = {"content": 0.01, "encoder": 0.35, "index": 0.1, "rasa": 0.12, "decision": 0.16, "judging": 0.26}
"""Steps in their order, with their share of the whole as it was measured."""

Train = Callable[[Release, Progress], None]
Outcome = tuple[dict[str, Any], gate.Ruling]
"""Scores, and the gate's ruling."""


class Judge(Protocol):
    """Compares a trained release with the one that answers."""

    def __call__(self, release: Release, live: Release | None, store: ContentStore, progress: Progress) -> Outcome:
        """Scores of `release`, and whether it may go live."""


class Unwanted(BaseException):
    """The training was cancelled; no error, and not to be caught as one."""


def main(id_: int) -> None:
    """Run the training that the table has under an id."""
    from bot.judging import judge
    from bot.training import train

    run(id_, Settings.load(), train, judge)


def run(id_: int, settings: Settings, train: Train, judge: Judge) -> None:
    """`carry_out` as a process's only work: politely, and to be ended at any moment."""
    os.nice(NICE)
    signal.signal(signal.SIGTERM, _unwanted)
    carry_out(id_, settings, train, judge, _end_process)


def carry_out(
    id_: int, settings: Settings, train: Train, judge: Judge, end: Callable[[threading.Event], None] = lambda _: None
) -> None:
    """Train with `train`, judge with `judge`, and write down what came of it.

    `end` is called from another thread once it is wanted no longer, with what is set when the work has been left.
    """
    models = ModelTable(open_database(settings.content))
    log = TrainingLog.of(settings, id_)
    store = open_store(settings)
    try:
        with holding(store), _remembering():
            _run(_Job(id_, models, log, end), settings, store, train, judge)
    except Unwanted:
        ended = models.failed(id_, DIED)  # unless somebody cancelled it
        log.write("failed" if ended else "cancelled")
    except Exception as error:
        traceback.print_exc()
        reason = str(error) if isinstance(error, KnowledgeError) else f"{type(error).__name__}: {error}"
        models.failed(id_, reason)
        log.write("failed")
    tidy(settings, models)


def _run(job: "_Job", settings: Settings, store: ContentStore, train: Train, judge: Judge) -> None:
    with job.beating():
        release = Release.current(settings)
        job.models.retarget(job.id, release.fingerprint)
        job.log.write("reading", faqs=len(store.faqs()), wordings=sum(len(faq.wordings) for faq in store.faqs()))
        live = job.models.live()
        if release.complete:
            job.log.write("trained_already")
        else:
            train(release, job.progress)
        before = Release(live.release, settings) if live and live.release != release.fingerprint else None
        scores, ruling = judge(release, before, store, job.progress)
    result = {**scores, "seconds": job.seconds()}, asdict(ruling)
    if not (job.models.passed if ruling.passed else job.models.stopped)(job.id, *result):
        raise Unwanted
    job.log.write("live" if ruling.passed else "stopped")


class _Job:
    """Tells the table how far it is, and hears from it whether it is still wanted."""

    def __init__(self, id_: int, models: ModelTable, log: TrainingLog, end: Callable[[threading.Event], None]) -> None:
        self._end = end
        self.id = id_
        self.models = models
        self.log = log
        self._step, self._share = next(iter(SHARE_OF_TIME)), 0.0
        self._began: dict[str, float] = {}

    def progress(self, step: str, share: float) -> None:
        """A step and the share of it that is done; written at the next beat, however often this is called."""
        if step not in self._began:
            self._began[step] = time.monotonic()
            self.log.write(step)
        steps = list(SHARE_OF_TIME)
        before = sum(SHARE_OF_TIME[earlier] for earlier in steps[: steps.index(step)])
        self._step, self._share = step, before + share * SHARE_OF_TIME[step]

    def seconds(self) -> dict[str, float]:
        """What each step took."""
        ends = [*list(self._began.values())[1:], time.monotonic()]
        return {step: round(end - began, 1) for (step, began), end in zip(self._began.items(), ends, strict=True)}

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Give signs of life meanwhile; where they meet no wish to go on, the block is left by Unwanted."""
        over = threading.Event()
        beats = threading.Thread(target=self._beat, args=(over,), daemon=True)
        beats.start()
        try:
            yield
        finally:
            over.set()

    def _beat(self, over: threading.Event) -> None:
        while not over.wait(BEAT):
            try:
                wanted = self.models.progress(self.id, self._step, self._share)
            except KnowledgeError:  # the database is away for a moment: nothing has to be lost
                continue
            if not wanted and not over.is_set():
                self._end(over)
                return


def _end_process(over: threading.Event) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    if not over.wait(GRACE):
        os._exit(1)  # some library does not let go


def _unwanted(_signal: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough
    raise Unwanted


@contextmanager
def _remembering() -> Iterator[None]:
    from language.pipeline import remembering

    with remembering(TEXTS):
        yield


def tidy(settings: Settings, models: ModelTable) -> None:
    """Remove the files of models that nobody can go back to: the oldest, and what ended trainings left."""
    outlived = models.outlived()
    models.removed([model.id for model in outlived])
    everything = models.all()
    needed = {model.release for model in everything if model.usable or model.state == TRAINING}
    answering = Release.in_force(settings)
    if answering.complete:
        needed.add(answering.fingerprint)
    for model in everything:
        if model.release in needed:
            continue
        release = Release(model.release, settings)
        shutil.rmtree(release.folder, ignore_errors=True)
        release.rasa_model.unlink(missing_ok=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
