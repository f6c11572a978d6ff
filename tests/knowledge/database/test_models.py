"""One model is live and one is trained at most; every decision is written down, and nobody trains twice at once."""

import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from knowledge.database.audit import AuditLog, utc_now
from knowledge.database.models import DIED, SILENCE, Model, ModelTable
from knowledge.database.opening import Database, open_database
from knowledge.database.state import live_release
from knowledge.database.tables import MODEL

SCORES: dict[str, Any] = {"scorecard": {"all": []}}


@pytest.fixture
def database(url: str) -> Database:
    return open_database(url)


@pytest.fixture
def models(database: Database) -> ModelTable:
    return ModelTable(database)


def started(models: ModelTable, release: str = "a") -> int:
    id_ = models.start(release, "ann")
    assert id_ is not None
    return id_


def made(models: ModelTable, release: str) -> int:
    id_ = started(models, release)
    assert models.passed(id_, SCORES, {})
    return id_


def model(models: ModelTable, id_: int) -> Model:
    found = models.get(id_)
    assert found
    return found


def states(models: ModelTable) -> dict[int, str]:
    return {one.id: one.state for one in models.all()}


def actions(database: Database) -> list[tuple[str, str]]:
    return [(entry.who, entry.action) for _, entry in reversed(AuditLog(database).entries())]


def test_a_model_that_passed_is_live_and_the_one_before_is_kept(models: ModelTable, database: Database) -> None:
    first = made(models, "a")
    second = started(models, "b")
    assert models.progress(second, "rasa", 0.5)
    assert (model(models, second).step, model(models, second).share) == ("rasa", 0.5)
    assert live_release(database) == "a"
    assert models.passed(second, SCORES, {})
    assert states(models) == {second: "live", first: "kept"}
    assert live_release(database) == "b"
    assert model(models, second).scores == SCORES
    assert actions(database) == [("ann", f"model.{word}") for word in ("started", "live", "started", "live")]


def test_one_training_at_a_time(models: ModelTable) -> None:
    first = started(models)
    assert models.start("b", "bob") is None
    assert models.cancel(first, "bob")
    assert models.start("b", "bob") is not None


def test_a_cancelled_training_hears_of_it_and_cannot_go_live(models: ModelTable, database: Database) -> None:
    id_ = started(models)
    assert models.cancel(id_, "bob")
    assert not models.progress(id_, "rasa", 0.6)
    assert not models.passed(id_, SCORES, {})
    assert not models.failed(id_, "too late")
    assert not models.cancel(id_, "bob")
    assert states(models) == {id_: "cancelled"}
    assert models.live() is None
    assert actions(database) == [("ann", "model.started"), ("bob", "model.cancelled")]


def test_a_training_that_fell_silent_is_over(models: ModelTable, database: Database) -> None:
    id_ = started(models)
    assert models.training() is not None
    long_ago = utc_now() - SILENCE - datetime.timedelta(seconds=1)
    with database.writing() as connection:
        connection.execute(MODEL.update().values(trained_at=long_ago))
    assert models.training() is None
    second = models.start("b", "bob")
    assert second is not None
    assert states(models) == {second: "training", id_: "failed"}
    assert model(models, id_).note == DIED
    assert not models.progress(id_, "rasa", 0.7)


def test_what_the_gate_stopped_goes_live_with_a_reason(models: ModelTable, database: Database) -> None:
    first = made(models, "a")
    second = started(models, "b")
    assert models.stopped(second, SCORES, {"questions": ["x"]})
    assert live_release(database) == "a"
    assert not models.roll_back(second, "bob", "no")
    assert models.overrule(second, "bob", "the old answer was wrong")
    assert not models.overrule(second, "bob", "again")
    assert states(models) == {second: "live", first: "kept"}
    now = model(models, second)
    assert (now.overruled_by, now.note, now.broken) == ("bob", "the old answer was wrong", {"questions": ["x"]})
    entry = AuditLog(database).entries(action="model.overruled")[0][1]
    assert entry.detail == {"release": "b", "reason": "the old answer was wrong"}


def test_a_kept_one_comes_back(models: ModelTable, database: Database) -> None:
    first, second = made(models, "a"), made(models, "b")
    assert models.roll_back(first, "bob", "complaints")
    assert states(models) == {second: "kept", first: "live"}
    assert not models.roll_back(first, "bob", "twice")
    assert live_release(database) == "a"
    assert actions(database)[-1] == ("bob", "model.rolled_back")


def test_the_last_ones_are_kept_and_the_live_one_always(models: ModelTable) -> None:
    ids = [made(models, letter) for letter in "abcdefg"]
    assert models.roll_back(ids[0], "bob", "the first was best")
    outlived = [one.id for one in models.outlived()]
    assert outlived == [ids[2], ids[1]]
    models.removed([*outlived, ids[0]])
    assert states(models)[ids[0]] == "live"
    assert [states(models)[id_] for id_ in outlived] == ["removed", "removed"]
    assert models.outlived() == []
    assert not models.roll_back(ids[1], "bob", "gone")


def test_a_model_from_elsewhere_answers_and_is_entered_once(models: ModelTable) -> None:
    models.adopt("a", "ann")
    models.adopt("b", "ann")
    models.adopt("b", "ann")
    assert [(one.release, one.state) for one in models.all()] == [("b", "live"), ("a", "kept")]


def test_a_failure_keeps_its_reason(models: ModelTable, database: Database) -> None:
    id_ = started(models)
    assert models.failed(id_, "the disk is full")
    assert model(models, id_).note == "the disk is full"
    assert AuditLog(database).entries(action="model.failed")[0][1].detail == {"note": "the disk is full"}


def test_writers_at_once_leave_one_live(models: ModelTable, database: Database) -> None:
    from concurrent.futures import ThreadPoolExecutor

    ids = [made(models, letter) for letter in "abcd"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda id_: models.roll_back(id_, "bob", "race"), ids))
        assert len([id_ for id_ in pool.map(lambda _: models.start("x", "bob"), range(4)) if id_ is not None]) == 1
    with database.reading() as connection:
        live = connection.execute(sa.select(MODEL.c.id).where(MODEL.c.state == "live")).all()
    assert len(live) == 1
