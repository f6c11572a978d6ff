"""Trainings in processes of their own: they end well or badly, are cancelled, die; and the table says which."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.gate import Ruling
from bot.release import Release
from bot.settings import Settings
from bot.training_job import carry_out, tidy
from bot.training_log import TrainingLog
from bot.training_steps import Progress
from bot.trainings import Trainings
from knowledge.database.models import DIED, Model, ModelTable
from knowledge.database.opening import open_database
from knowledge.database.store import open_table
from knowledge.store import ContentStore, FileStore
from tests.bot.fake_training import COMMAND, complete, judge, train
from tests.knowledge.faqs import answering, faq
from tests.processes import SECONDS


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(FileStore, "faqs", lambda _: [faq("adult"), faq("child")])
    return Settings(
        models=tmp_path / "models",
        conversations=f"sqlite:///{tmp_path}/conversations.db",
        content=f"sqlite:///{tmp_path}/content.db",
    )


@pytest.fixture
def models(settings: Settings) -> ModelTable:
    open_table(settings.content)
    return ModelTable(open_database(settings.content))


@pytest.fixture
def trainings(settings: Settings, models: ModelTable) -> Trainings:
    return Trainings(settings, models, COMMAND)


def wait(models: ModelTable, id_: int, until: Callable[[Model], bool]) -> Model:
    """The model once it is as wanted."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        model = models.get(id_)
        if model and until(model):
            return model
        time.sleep(0.05)
    raise AssertionError(models.get(id_))


def over(model: Model) -> bool:
    return model.state != "training"


def begin(trainings: Trainings) -> int:
    id_ = trainings.start("ann")
    assert id_ is not None
    return id_


def change(settings: Settings, answer: str) -> None:
    table = open_table(settings.content)
    table.save(answering(table.all()[0], answer), "ann")


def log_of(settings: Settings, id_: int) -> list[str]:
    return [line.name for line in TrainingLog.of(settings, id_).lines()]


def carried_out(settings: Settings, models: ModelTable) -> Model:
    """One training in this process."""
    id_ = models.start("to be told", "ann")
    assert id_
    carry_out(id_, settings, train, judge)
    model = models.get(id_)
    assert model
    return model


def test_one_that_passes_goes_live_and_the_one_before_is_kept(settings: Settings, models: ModelTable) -> None:
    complete(before := Release.current(settings))
    change(settings, "HK$18 (made up)")
    models.adopt(before.fingerprint, "ann")
    model = carried_out(settings, models)
    assert (model.state, model.note, model.share) == ("live", "", 1.0)
    assert model.release == Release.current(settings).fingerprint != before.fingerprint
    assert model.scores["live"] == before.fingerprint
    assert set(model.scores["seconds"]) == {"content", "encoder", "judging"}
    assert [one.state for one in models.all()] == ["live", "kept"]
    assert log_of(settings, model.id) == ["reading", "content", "encoder", "judging", "live"]


def test_content_that_is_trained_already_is_only_judged(settings: Settings, models: ModelTable) -> None:
    complete(Release.current(settings))
    model = carried_out(settings, models)
    assert model.state == "live"
    assert log_of(settings, model.id) == ["reading", "trained_already", "judging", "live"]


def test_one_that_breaks_questions_is_stopped(
    settings: Settings, models: ModelTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_TRAINING", "breaks")
    model = carried_out(settings, models)
    assert model.state == "stopped"
    assert model.broken["broken"][0]["now"] == "Child"
    assert models.live() is None
    assert Release(model.release, settings).complete


def test_one_that_fails_says_why(settings: Settings, models: ModelTable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_TRAINING", "fails")
    model = carried_out(settings, models)
    assert (model.state, model.note) == ("failed", "a wording is empty")
    assert log_of(settings, model.id)[-1] == "failed"


def test_one_that_is_cancelled_at_the_last_moment_does_not_go_live(settings: Settings, models: ModelTable) -> None:
    id_ = models.start("to be told", "ann")
    assert id_

    def cancelled(
        release: Release, live: Release | None, store: ContentStore, progress: Progress
    ) -> tuple[dict[str, Any], Ruling]:
        assert models.cancel(id_, "bob")
        return {}, Ruling()

    carry_out(id_, settings, train, cancelled)
    assert [model.state for model in models.all()] == ["cancelled"]
    assert log_of(settings, id_)[-1] == "cancelled"


def wait_for_log(settings: Settings, id_: int, name: str) -> None:
    end = time.monotonic() + SECONDS
    while name not in log_of(settings, id_):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_process_of_its_own_does_the_same(settings: Settings, models: ModelTable, trainings: Trainings) -> None:
    complete(before := Release.current(settings))
    wait(models, begin(trainings), over)
    assert [(m.release, m.state) for m in models.all()] == [(before.fingerprint, s) for s in ("live", "kept")]


def test_one_that_dies_has_failed_at_once(
    models: ModelTable, trainings: Trainings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_TRAINING", "dies")
    model = wait(models, begin(trainings), over)
    assert (model.state, model.note) == ("failed", DIED)
    assert trainings.start("bob") is not None


def test_a_cancelled_one_ends_and_leaves_nothing(
    settings: Settings, models: ModelTable, trainings: Trainings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_TRAINING", "hangs")
    id_ = begin(trainings)
    model = wait(models, id_, lambda model: model.step == "encoder")
    assert 0 < model.share < 1
    assert trainings.start("bob") is None
    release = Release(model.release, settings)
    assert release.folder.exists()
    assert models.cancel(id_, "bob")
    wait_for_log(settings, id_, "cancelled")
    end = time.monotonic() + SECONDS
    while release.folder.exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    final = models.get(id_)
    assert final
    assert final.state == "cancelled"


def test_files_of_the_oldest_go_and_what_answers_stays(settings: Settings, models: ModelTable) -> None:
    for letter in "abcdefg":
        complete(Release(letter * 16, settings))
        id_ = models.start(letter * 16, "ann")
        assert id_
        assert models.passed(id_, {}, {})
    tidy(settings, models)
    assert [letter for letter in "abcdefg" if Release(letter * 16, settings).complete] == list("cdefg")
    assert [m.state for m in models.all()] == ["live", *["kept"] * 4, *["removed"] * 2]


def test_files_that_another_training_uses_stay(settings: Settings, models: ModelTable) -> None:
    complete(release := Release("a" * 16, settings))
    for outcome in (models.cancel, lambda id_, _: models.passed(id_, {}, {})):
        id_ = models.start(release.fingerprint, "ann")
        assert id_
        assert outcome(id_, "ann")
    tidy(settings, models)
    assert release.complete


def test_how_long_it_will_take_is_told_from_the_last_ones(models: ModelTable, trainings: Trainings) -> None:
    first = models.start("a", "ann")
    assert first
    model = models.get(first)
    assert model
    assert trainings.seconds_left(model) is None
    assert models.passed(first, {"seconds": {}}, {})
    second = models.start("b", "ann")
    assert second
    assert models.progress(second, "rasa", 0.5)
    model = models.get(second)
    assert model
    left = trainings.seconds_left(model)
    assert left is not None
    assert left >= 0
