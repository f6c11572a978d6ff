"""Trained models: which one answers, which were kept, which is being trained, and who decided what."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from knowledge.database.audit import record, utc_now
from knowledge.database.opening import Database
from knowledge.database.state import LIVE
from knowledge.database.tables import MODEL
from knowledge.errors import ContentError

TRAINING, CANCELLED, FAILED, STOPPED, KEPT, REMOVED = (
    *("training", "cancelled", "failed", "stopped", "kept", "removed"),
)
HAS_FILES = (LIVE, KEPT, STOPPED)
"""States of models that can be put in force."""
KEEP = 5
"""Models whose files are kept, the live one among them: each takes about 100 MB."""
SILENCE = datetime.timedelta(seconds=90)
"""After which a training that gave no sign of life is over: it gives one every second, a busy database waits 60."""
DIED = "died"
"""Note of a training whose process is gone."""


@dataclass(frozen=True)
class Model:
    """One training, and the model that it made. Times are UTC."""

    id: int
    release: str
    state: str
    made_by: str
    made_at: datetime.datetime
    trained_at: datetime.datetime | None
    """When it was done; while it is going on, its last sign of life."""
    live_at: datetime.datetime | None
    """When it last began to answer."""
    step: str
    share: float
    scores: dict[str, Any] = field(default_factory=dict)
    broken: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    overruled_by: str | None = None

    @property
    def usable(self) -> bool:
        """It has files, and can be put in force."""
        return self.state in HAS_FILES

    @property
    def seconds(self) -> float | None:
        """What it took, or has taken so far."""
        return (self.trained_at - self.made_at).total_seconds() if self.trained_at else None


class ModelTable:
    """Every change is written to the audit log; every method raises DatabaseError where the database does not answer.

    At most one model is being trained, and at most one is live, whatever the number of processes.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Model]:
        """The newest first."""
        return self._read()

    def get(self, id_: int) -> Model | None:
        """One of them."""
        return next(iter(self._read(MODEL.c.id == id_)), None)

    def live(self) -> Model | None:
        """The one that answers; None where nobody ever put one in force."""
        return next(iter(self._read(MODEL.c.state == LIVE)), None)

    def training(self) -> Model | None:
        """The one that is being trained; none whose process is gone."""
        return next((model for model in self._read(MODEL.c.state == TRAINING) if not _silent(model)), None)

    def adopt(self, release: str, by: str, note: str = "") -> None:
        """Enter a model that was trained outside the table as the one that answers, unless it is that already."""
        with self._database.writing() as connection:
            if connection.execute(sa.select(MODEL.c.release).where(MODEL.c.state == LIVE)).scalar() != release:
                now = utc_now()
                connection.execute(MODEL.update().where(MODEL.c.state == LIVE).values(state=KEPT))
                id_ = _insert(connection, release, by, state=LIVE, trained_at=now, live_at=now, share=1.0, note=note)
                record(connection, by, "model.live", str(id_), release=release)

    def start(self, release: str, by: str) -> int | None:
        """Enter a training that begins; None where another one is going on."""
        with self._database.writing() as connection:
            _bury(connection)
            if connection.execute(sa.select(MODEL.c.id).where(MODEL.c.state == TRAINING)).first():
                return None
            id_ = _insert(connection, release, by, state=TRAINING, trained_at=utc_now())
            record(connection, by, "model.started", str(id_), release=release)
            return id_

    def retarget(self, id_: int, release: str) -> None:
        """The training makes this release: content may have changed since it was entered."""
        self._change(id_, [TRAINING], release=release)

    def progress(self, id_: int, step: str, share: float) -> bool:
        """Where the training is, and a sign of life; False where it is wanted no longer."""
        return self._change(id_, [TRAINING], step=step, share=share, trained_at=utc_now())

    def bury(self) -> None:
        """Mark a training as failed whose process is gone."""
        if not any(map(_silent, self._read(MODEL.c.state == TRAINING))):
            return
        with self._database.writing() as connection:
            _bury(connection)

    def cancel(self, id_: int, by: str) -> bool:
        """Want a training no longer; False where it is over. Its process sees it at its next sign of life."""
        return self._change(id_, [TRAINING], "model.cancelled", by, state=CANCELLED, trained_at=utc_now())

    def failed(self, id_: int, note: str) -> bool:
        """A training ended with an error; False where it was over already."""
        by = self._maker(id_)
        return self._change(id_, [TRAINING], "model.failed", by, state=FAILED, note=note, trained_at=utc_now())

    def stopped(self, id_: int, scores: Mapping[str, Any], broken: Mapping[str, Any]) -> bool:
        """The gate did not let it through."""
        results = {"scores": _write(scores), "broken": _write(broken), "trained_at": utc_now()}
        return self._change(id_, [TRAINING], "model.stopped", self._maker(id_), state=STOPPED, share=1.0, **results)

    def passed(self, id_: int, scores: Mapping[str, Any], broken: Mapping[str, Any]) -> bool:
        """The gate let it through: it is live, and the one before is kept. False where it was cancelled meanwhile."""
        results = {"scores": _write(scores), "broken": _write(broken), "trained_at": utc_now(), "share": 1.0}
        return self._put_in_force(id_, [TRAINING], "model.live", self._maker(id_), {}, **results)

    def overrule(self, id_: int, by: str, reason: str) -> bool:
        """Put in force what the gate stopped; False where it is not stopped (any more)."""
        return self._put_in_force(
            id_, [STOPPED], "model.overruled", by, {"reason": reason}, note=reason, overruled_by=by
        )

    def roll_back(self, id_: int, by: str, reason: str) -> bool:
        """Put in force a model that was kept; False where it is not kept (any more)."""
        return self._put_in_force(id_, [KEPT], "model.rolled_back", by, {"reason": reason}, note=reason)

    def outlived(self, keep: int = KEEP) -> list[Model]:
        """Models whose files may go: all but the live one and those that were in use or made last."""
        usable = [model for model in self._read(MODEL.c.state.in_(HAS_FILES)) if model.state != LIVE]
        usable.sort(key=lambda model: max(model.made_at, model.live_at or model.made_at), reverse=True)
        return usable[max(0, keep - 1) :]

    def removed(self, ids: Sequence[int]) -> None:
        """Their files are gone."""
        with self._database.writing() as connection:
            where = MODEL.c.id.in_(list(ids)), MODEL.c.state.in_((KEPT, STOPPED))
            connection.execute(MODEL.update().where(*where).values(state=REMOVED))

    def _read(self, *where: object) -> list[Model]:
        with self._database.reading() as connection:
            return [
                _model(row) for row in connection.execute(sa.select(MODEL).where(*where).order_by(MODEL.c.id.desc()))
            ]

    def _maker(self, id_: int) -> str:
        model = self.get(id_)
        if model is None:
            raise ContentError(f"there is no model {id_}")
        return model.made_by

    def _change(self, id_: int, states: Sequence[str], action: str = "", by: str = "", **values: object) -> bool:
        with self._database.writing() as connection:
            where = MODEL.c.id == id_, MODEL.c.state.in_(states)
            changed = bool(connection.execute(MODEL.update().where(*where).values(**values)).rowcount)
            if changed and action:
                record(connection, by, action, str(id_), **({"note": values["note"]} if "note" in values else {}))
            return changed

    def _put_in_force(
        self, id_: int, states: Sequence[str], action: str, by: str, detail: Mapping[str, str], **values: object
    ) -> bool:
        with self._database.writing() as connection:
            where = MODEL.c.id == id_, MODEL.c.state.in_(states)
            row = connection.execute(sa.select(MODEL.c.release).where(*where)).first()
            if row is None:
                return False
            connection.execute(MODEL.update().where(MODEL.c.state == LIVE).values(state=KEPT))
            connection.execute(MODEL.update().where(*where).values(state=LIVE, live_at=utc_now(), **values))
            record(connection, by, action, str(id_), release=row.release, **detail)
            return True


def _insert(connection: sa.engine.Connection, release: str, by: str, **values: object) -> int:
    empty = {"made_by": by, "made_at": utc_now(), "step": "", "share": 0.0, "note": ""}
    inserted = connection.execute(MODEL.insert().values(release=release, **{**empty, **values}))
    return int(inserted.inserted_primary_key[0])


def _bury(connection: sa.engine.Connection) -> None:
    for row in connection.execute(sa.select(MODEL).where(MODEL.c.state == TRAINING)).all():
        if _silent(_model(row)):
            connection.execute(MODEL.update().where(MODEL.c.id == row.id).values(state=FAILED, note=DIED))
            record(connection, row.made_by, "model.failed", str(row.id), note=DIED)


def _silent(model: Model) -> bool:
    return utc_now() - (model.trained_at or model.made_at) > SILENCE


def _model(row: sa.engine.Row) -> Model:
    values = dict(row._mapping)
    for name in ("scores", "broken"):
        values[name] = json.loads(values[name]) if values[name] else {}
    return Model(**values)


def _write(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
