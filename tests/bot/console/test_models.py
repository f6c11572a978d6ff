"""The pages about training: begin, follow, read what would break, overrule, compare, go back."""

import json
import re
from typing import Any

import pytest

from bot.console import models, texts
from bot.console.visit import Download, Json, Page, Parts, Redirect, RefusedError
from bot.gate import GROUPS
from bot.release import Release
from bot.scorecard import VARIETIES, Verdict, measures
from bot.training_job import SHARE_OF_TIME, carry_out
from bot.training_log import TrainingLog
from bot.trainings import Trainings
from knowledge.database.models import Model
from tests.bot.conftest import Client
from tests.bot.console.conftest import MakeVisit, sign_in
from tests.bot.fake_training import BROKEN, complete, judge, train
from tests.knowledge.faqs import answering


def scores(right: float, wrong: float = 0.02) -> dict[str, Any]:
    shares = {"right answer first": right, "confidently wrong": wrong}
    row = [
        {
            "name": measure.name,
            "hits": 1,
            "of": 100,
            "share": shares.get(measure.name, 1.0 if measure.at_least else 0.0),
            "bar": measure.bar,
            "met": True,
            "at_least": measure.at_least,
        }
        for measure in measures(list[Verdict]())
    ]
    return {"scorecard": {"zh-Hant": row, "all": row}, "asked": 9, "seconds": {"rasa": 100.0}}


BREAKS = {
    "reasons": [
        {"name": "main", "number": 1, "allowed": 0},
        {"name": "measure", "measure": "right answer first", "before": 95.0, "now": 90.0},
    ],
    "broken": [{"question": "What about adult?", "before": "Adult", "now": "Child", "group": "main"}],
}


@pytest.fixture
def versions(parts: Parts) -> tuple[int, int, int]:
    """A kept one, the live one, and one that the gate stopped; each with its files."""
    ids = []
    for number, (letter, right) in enumerate((("a", 0.93), ("b", 0.95), ("c", 0.90))):
        complete(Release(letter * 16, parts.settings))
        id_ = parts.models.start(letter * 16, "approver")
        assert id_
        done = parts.models.stopped if number == 2 else parts.models.passed
        assert done(id_, scores(right), BREAKS if number == 2 else {"reasons": [], "broken": []})
        ids.append(id_)
    return ids[0], ids[1], ids[2]


def state(parts: Parts, id_: int) -> str:
    model = parts.models.get(id_)
    assert model
    return model.state


async def html(console: Client, address: str, who: str = "approver", lang: str = "en") -> str:
    console.session.cookie_jar.clear()
    await sign_in(console, who)
    response = await console.get(f"{address}?lang={lang}")
    assert response.status == 200
    return re.sub(r"\s+", " ", await response.text())


async def test_before_the_first_training_the_page_says_so(console: Client) -> None:
    page = await html(console, "/console/models")
    assert "No model has been trained yet." in page
    assert "Train and publish" in page
    assert "Train and publish" not in await html(console, "/console/models", "editor")


async def test_the_page_tells_what_answers_and_what_changed_since(console: Client, parts: Parts) -> None:
    release = Release("a" * 16, parts.settings)
    complete(release)
    (release.folder / "index").mkdir()
    gone = {"text": "?", "answer_id": "gone", "topic": None, "lang": "en", "source": "faq", "role": "question"}
    (release.folder / "index" / "texts.json").write_text(json.dumps([gone]))
    parts.models.adopt(release.fingerprint, "approver")
    page = await html(console, "/console/models")
    assert "1 withdrawn" in page
    assert 'href="/console/faqs/adult"' in page


async def test_what_was_stopped_is_told_in_plain_words(console: Client, versions: tuple[int, int, int]) -> None:
    page = await html(console, "/console/models")
    assert f"Version {versions[2]} did not go live" in page
    assert "Published questions that would no longer get their answers: 1. Allowed: 0." in page
    assert "“Right answer first” would go from 95.0 % to 90.0 %." in page
    assert "What about adult?" in page
    chinese = await html(console, "/console/models", lang="zh-Hant")
    assert "未獲啟用" in chinese


async def test_a_version_is_shown_beside_the_live_one(console: Client, versions: tuple[int, int, int]) -> None:
    page = await html(console, f"/console/models/{versions[2]}")
    assert "▼ worse by 5.0" in page
    assert f"Version {versions[2]} beside version {versions[1]}" in page
    assert "Let this version go live all the same" in page
    assert "Let this version" not in await html(console, f"/console/models/{versions[2]}", "editor")


def test_lower_is_better_where_it_is_bad() -> None:
    now = {"share": 0.02, "bar": 0.03, "met": True, "at_least": False}
    assert models._cell(now, {"share": 0.05}).change == 3.0
    assert models._cell({**now, "at_least": True}, {"share": 0.05}).change == -3.0
    assert models._cell(now, None).change == 0.0


def test_two_can_be_compared(visit: MakeVisit, versions: tuple[int, int, int]) -> None:
    page = models.one(visit(path={"id": str(versions[1])}, query={"with": str(versions[0])}))
    assert page.context["beside"].id == versions[0]
    assert page.context["rows"][-1].cells[0].change == 2.0


def test_overruling_wants_a_reason(visit: MakeVisit, parts: Parts, versions: tuple[int, int, int]) -> None:
    path = {"id": str(versions[2])}
    page = models.overrule(visit("approver", path=path, form={"reason": " ok "}))
    assert isinstance(page, Page)
    assert page.status == 422
    assert page.context["refused"] == {"reason": "ok"}
    assert state(parts, versions[2]) == "stopped"
    result = models.overrule(visit("approver", path=path, form={"reason": "the old answer was wrong"}))
    assert isinstance(result, Redirect)
    assert [state(parts, id_) for id_ in versions] == ["kept", "kept", "live"]


def test_rolling_back_puts_the_old_one_in_force(visit: MakeVisit, parts: Parts, versions: tuple[int, int, int]) -> None:
    path = {"id": str(versions[0])}
    models.roll_back(visit("approver", path=path, form={"reason": "complaints since yesterday"}))
    assert [state(parts, id_) for id_ in versions] == ["live", "kept", "stopped"]
    entry = parts.audit.entries(action="model.rolled_back")[0][1]
    assert (entry.who, entry.detail["reason"]) == ("approver", "complaints since yesterday")
    with pytest.raises(RefusedError, match="state_changed"):
        models.roll_back(visit("approver", path=path, form={"reason": "complaints since yesterday"}))


def test_what_cannot_be_read_is_not_put_in_force(
    visit: MakeVisit, parts: Parts, versions: tuple[int, int, int]
) -> None:
    Release("a" * 16, parts.settings).rasa_model.unlink()
    with pytest.raises(RefusedError, match="does_not_fit"):
        models.roll_back(visit("approver", path={"id": str(versions[0])}, form={"reason": "complaints"}))
    assert state(parts, versions[1]) == "live"


@pytest.mark.parametrize("number", ["0", "x", "²", "-1", "9" * 30])
def test_a_version_that_there_is_not(visit: MakeVisit, number: str) -> None:
    with pytest.raises(RefusedError, match="unknown"):
        models.one(visit(path={"id": number}))


def test_scores_can_be_taken_away(visit: MakeVisit, versions: tuple[int, int, int]) -> None:
    file = models.scorecard(visit(path={"id": str(versions[2])}))
    assert isinstance(file, Download)
    value = json.loads(file.data)
    assert value["state"] == "stopped"
    assert value["gate"]["broken"][0]["now"] == "Child"
    assert value["scorecard"]["all"][0]["share"] == 0.90


def test_progress_is_told_in_words(visit: MakeVisit, parts: Parts) -> None:
    assert models.progress(visit()).value == {"going": False}
    id_ = parts.models.start("a" * 16, "approver")
    assert id_
    parts.models.progress(id_, "rasa", 0.4)
    TrainingLog.of(parts.settings, id_).write("reading", faqs=3, wordings=9)
    told = models.progress(visit(lang="zh-Hant"))
    assert isinstance(told, Json)
    assert (told.value["percent"], told.value["step"]) == (40, "學習理解問題")
    assert told.value["log"][0]["text"] == "讀取3項問答，共9種問法。"


async def test_a_training_can_be_followed_and_cancelled(console: Client, parts: Parts) -> None:
    id_ = parts.models.start("a" * 16, "approver")
    assert id_
    page = await html(console, "/console/models")
    assert f"/console/models/{id_}/cancel" in page
    assert "<progress" in page
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf
    response = await console.post(f"/console/models/{id_}/cancel", data={"csrf": csrf.group(1)})
    assert "The training was cancelled." in await response.text()
    assert state(parts, id_) == "cancelled"


def test_a_second_training_is_refused(visit: MakeVisit, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    monkeypatch.setattr(Trainings, "_begin", lambda _, id_: begun.append(id_))
    models.train(visit("approver"))
    with pytest.raises(RefusedError, match="busy"):
        models.train(visit("approver"))
    assert len(begun) == 1


async def test_an_editor_may_look_and_not_touch(console: Client, parts: Parts) -> None:
    page = await html(console, "/console/models", "editor")
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf
    response = await console.post("/console/models/train", data={"csrf": csrf.group(1)})
    assert response.status == 403
    assert parts.models.all() == []


def test_a_training_ends_on_the_page(visit: MakeVisit, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_TRAINING", "breaks")
    monkeypatch.setattr(Trainings, "_begin", lambda *_: None)
    models.train(visit("approver"))
    going = parts.models.training()
    assert going
    parts.faqs.save(answering(parts.faqs.all()[0], "HK$18"), "editor")
    carry_out(going.id, parts.settings, train, judge)
    stopped: Model = models.overview(visit()).context["stopped"]
    assert stopped.broken["broken"][0]["question"] == BROKEN.broken[0].question


def test_every_measure_variety_step_state_and_group_has_words() -> None:
    named = [f"measure_{measure.name.replace(' ', '_')}" for measure in measures(list[Verdict]())]
    named += [f"variety_{variety.lower().replace('-', '_')}" for variety in (*VARIETIES, "all")]
    named += [f"{kind}_{step}" for step in SHARE_OF_TIME for kind in ("step", "log")]
    named += [
        f"log_{name}" for name in ("started", "reading", "trained_already", "live", "stopped", "cancelled", "failed")
    ]
    named += [f"state_{name}" for name in ("training", "cancelled", "failed", "stopped", "live", "kept", "removed")]
    named += [f"group_{group}" for group in GROUPS]
    named += [f"did_{kind}" for kind in ("choices", "fallback", "distress", "smalltalk", "flow")]
    named += [f"stopped_{name}" for name in (*GROUPS, "measure")]
    assert [name for name in named if not texts.knows(f"models.{name}")] == []
