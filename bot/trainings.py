"""Trainings as the serving process sees them: start one in a process of its own, and know how long it will take."""

import os
import statistics
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import fields

from bot.settings import PREFIX, Settings
from bot.training_log import TrainingLog
from knowledge.database.audit import utc_now
from knowledge.database.models import DIED, HAS_FILES, REMOVED, Model, ModelTable

COMMAND = (sys.executable, "-m", "bot.training_job")
LAST = 5
"""Trainings from which it is told how long one takes."""
LEAST_SHARE = 0.05
"""Before so much is done, how fast it goes says nothing."""


class Trainings:
    """Starts trainings; what becomes of them is in the table."""

    def __init__(self, settings: Settings, models: ModelTable, command: Sequence[str] = COMMAND) -> None:
        """`command` is given the training's id."""
        self._settings = settings
        self._models = models
        self._command = command

    def start(self, by: str) -> int | None:
        """Train from the content as it is now; the training's id, or None where another one is going on."""
        from bot.release import Release  # numbers and vectors: not before they are needed

        answering = Release.in_force(self._settings)
        if answering.complete:  # else it could not be gone back to
            self._models.adopt(answering.fingerprint, by)
        id_ = self._models.start(Release.current(self._settings).fingerprint, by)
        if id_ is not None:
            self._begin(id_)
        return id_

    def _begin(self, id_: int) -> None:
        log = TrainingLog.of(self._settings, id_)
        log.write("started")
        with log.printed.open("w", encoding="utf-8") as printed:
            process = subprocess.Popen(  # noqa: S603 (our own program)
                [*self._command, str(id_)],
                env={**os.environ, **_environment(self._settings)},
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # it goes on when the server is stopped
            )
        threading.Thread(target=self._wait_for, args=(process, id_), daemon=True).start()

    def _wait_for(self, process: "subprocess.Popen[bytes]", id_: int) -> None:
        """A process that ended without a word has failed, at once and not after a silence."""
        process.wait()
        self._models.failed(id_, DIED)

    def seconds_left(self, model: Model) -> float | None:
        """Until a training is done, from the last ones; from its own speed where there are none; None if unknown."""
        took = [m.seconds for m in self._models.all() if m.state in (*HAS_FILES, REMOVED) and m.scores]
        spent = (utc_now() - model.made_at).total_seconds()
        known = [seconds for seconds in took if seconds][:LAST]
        if known:
            whole = statistics.median(known)
        elif model.share >= LEAST_SHARE:
            whole = spent / model.share
        else:
            return None
        return max(0.0, whole * (1 - model.share))


def _environment(settings: Settings) -> dict[str, str]:
    """The settings as the training reads them, wherever they come from here."""
    return {PREFIX + f.name.upper(): str(getattr(settings, f.name)) for f in fields(Settings)}
