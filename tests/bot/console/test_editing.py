"""Writing an FAQ: what is typed is kept, what is wrong is said, and nothing anybody wrote becomes markup."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.console import texts as console_texts
from bot.console.drafting import drafts
from bot.console.editing import ROUTES, change, draft, edit, make_change, make_new, neighbours, new, preview
from bot.console.visit import Json, Page, Redirect, RefusedError, Result, Visit
from knowledge.database.users import Role
from knowledge.drafting import Written, written
from tests.bot.conftest import Client
from tests.bot.console.conftest import SMALL, MakeVisit, sign_in
from tests.knowledge.faqs import answering, faq

TOWEL = written(faq("towel")).texts
HOSTILE = "<script>alert('x')</script> {{ 7*7 }} {% raw %} </textarea>' onload=alert(1)"


def page(result: Result) -> Page:
    assert isinstance(result, Page)
    return result


def redirect(result: Result) -> Redirect:
    assert isinstance(result, Redirect)
    return result


def json(result: Result) -> Any:
    assert isinstance(result, Json)
    return result.value


def number(result: Result) -> str:
    return redirect(result).to.rpartition("/")[2]


@pytest.fixture
def begun(visit: MakeVisit) -> str:
    """The number of a draft that changes the adult's fee, in English alone."""
    texts = {**written(SMALL[0]).texts, "answer.en": "HK$20"}
    return number(make_change(visit(form={**texts, "base": "1"}, path={"id": "adult"})))


def at(visit: MakeVisit, id_: str, who: str = "editor", **what: Any) -> Visit:
    return visit(who, path={"number": id_}, **what)


def saved(visit: MakeVisit, id_: str) -> Written:
    found = drafts(visit()).get(int(id_))
    assert found
    return found.written


def test_a_new_one_begins_with_the_question_that_was_asked(visit: MakeVisit) -> None:
    assert page(new(visit(query={"question": "毛巾幾錢？"}))).context["texts"]["question.zh"] == "毛巾幾錢？"
    assert (
        page(new(visit(query={"question": "How much is a towel?"}))).context["texts"]["question.en"].startswith("How")
    )


def test_an_unfinished_one_is_kept_with_an_id(visit: MakeVisit) -> None:
    id_ = number(make_new(visit(form={"question.en": " How much is\n a towel? ", "answer.zh": "\r\n十元\r\n"})))
    assert saved(visit, id_).texts == {"question.en": "How much is a towel?", "answer.zh": "十元", "id": "towel"}


def test_an_id_follows_the_question_until_somebody_chooses_one(visit: MakeVisit) -> None:
    id_ = number(make_new(visit(form={"question.en": "How much is a tow"})))
    change(at(visit, id_, form={"question.en": "How much is a towel?", "id": "tow", "version": "1"}))
    assert saved(visit, id_).texts["id"] == "towel"
    change(at(visit, id_, form={"question.en": "Cost of a towel?", "id": "my-towel", "version": "2"}))
    change(at(visit, id_, form={"question.en": "Price of a towel?", "id": "my-towel", "version": "3"}))
    assert saved(visit, id_).texts["id"] == "my-towel"


def test_the_id_of_a_published_one_stays(visit: MakeVisit, begun: str) -> None:
    change(at(visit, begun, form={**TOWEL, "version": "1"}))
    assert saved(visit, begun).texts["id"] == "adult"


def test_a_published_one_is_changed_in_one_draft(visit: MakeVisit, begun: str) -> None:
    assert redirect(edit(visit("approver", path={"id": "adult"}))).to == f"/console/drafts/{begun}"
    late = make_change(visit("approver", form={**TOWEL, "base": "1"}, path={"id": "adult"}))
    assert page(late).status == 409
    assert page(late).context["texts"]["answer.en"] == TOWEL["answer.en"]
    assert saved(visit, begun).texts["answer.en"] == "HK$20"


def test_a_wording_comes_with_the_address_and_is_not_saved_yet(visit: MakeVisit, begun: str) -> None:
    assert redirect(edit(visit(path={"id": "adult"}, query={"variant": "幾多錢"}))).to.startswith(
        f"/console/drafts/{begun}?variant="
    )
    shown = page(draft(at(visit, begun, query={"variant": "幾多錢"})))
    assert shown.context["texts"]["variants.zh"] == "幾多錢"
    assert "variants.zh" not in saved(visit, begun).texts


def test_what_there_is_not_is_not_found(visit: MakeVisit) -> None:
    calls: list[Callable[[], object]] = [
        lambda: edit(visit(path={"id": "nothing"})),
        lambda: draft(at(visit, "99")),
        lambda: draft(at(visit, "9" * 30)),
        lambda: draft(at(visit, "one")),
    ]
    for call in calls:
        with pytest.raises(RefusedError) as error:
            call()
        assert error.value.status == 404


def test_a_second_editor_sees_both_texts_and_loses_none(visit: MakeVisit, begun: str) -> None:
    change(at(visit, begun, "approver", form={**TOWEL, "answer.en": "HK$30", "version": "1"}))
    late = page(change(at(visit, begun, form={**TOWEL, "answer.en": "HK$40", "version": "1"})))
    assert late.status == 409
    assert late.context["texts"]["answer.en"] == "HK$40"
    assert [(row.before, row.after) for row in late.context["conflict"] if row.name == "answer.en"] == [
        ("HK$30", "HK$40")
    ]
    assert saved(visit, begun).texts["answer.en"] == "HK$30"
    again = change(at(visit, begun, form={**TOWEL, "answer.en": "HK$40", "version": str(late.context["version"])}))
    assert redirect(again).said == "editing.saved"
    assert saved(visit, begun).texts["answer.en"] == "HK$40"


def test_what_saves_itself_tells_the_script(visit: MakeVisit, begun: str) -> None:
    answer = json(change(at(visit, begun, form={**TOWEL, "version": "1", "auto": "yes"})))
    assert (answer["version"], answer["address"]) == (2, f"/console/drafts/{begun}")
    late = change(at(visit, begun, "approver", form={**TOWEL, "version": "1", "auto": "yes"}))
    assert isinstance(late, Json)
    assert late.status == 409


def test_the_language_that_did_not_change_must_be_found_right(visit: MakeVisit, begun: str) -> None:
    form = {**written(SMALL[0]).texts, "answer.en": "HK$20", "version": "1", "do": "submit"}
    blocked = page(change(at(visit, begun, form=form)))
    assert blocked.status == 422
    assert [fault["field"] for fault in blocked.context["faults"]] == ["answer.zh"]
    tick = blocked.context["stale"]["zh"]["mark"]
    done = change(at(visit, begun, form={**form, "version": "2", "still_right.zh": tick}))
    assert redirect(done).said == "editing.submitted"


def test_a_tick_for_other_words_does_not_count(visit: MakeVisit, begun: str) -> None:
    shown = page(draft(at(visit, begun)))
    form = {**written(SMALL[0]).texts, "answer.en": "HK$99", "version": "1", "do": "submit"}
    blocked = change(at(visit, begun, form={**form, "still_right.zh": shown.context["stale"]["zh"]["mark"]}))
    assert page(blocked).status == 422
    assert saved(visit, begun).texts["answer.en"] == "HK$99"


def test_a_wording_that_is_published_blocks(visit: MakeVisit) -> None:
    form = {**TOWEL, "variants.en": "WHAT about child", "do": "submit"}
    blocked = page(make_new(visit(form=form)))
    assert [(fault["field"], "child" in fault["text"]) for fault in blocked.context["faults"]] == [
        ("variants.en", True)
    ]
    assert blocked.context["notices"][0].tone == "fault"


def test_every_fault_has_its_sentence_and_its_field(visit: MakeVisit) -> None:
    form = {
        "question.en": "?",
        "id": "No Id",
        "source.url": "here",
        "source.as_of": "soon",
        "topic": "none",
        "do": "submit",
    }
    faults = page(make_new(visit(form=form))).context["faults"]
    assert {fault["field"] for fault in faults} >= {
        "question.zh",
        "answer.en",
        "answer.zh",
        "id",
        "source.url",
        "source.as_of",
        "topic",
        "source.title.en",
    }
    for kind in (
        "missing",
        "too_long",
        "no_topic",
        "bad_id",
        "bad_url",
        "bad_date",
        "id_taken",
        "dates",
        "stale",
        "published",
    ):
        assert console_texts.knows(f"drafting.fault_{kind}")
    for reason in ("missing", "old_version", "state", "another", "incomplete", "own", "live_changed"):
        assert console_texts.knows(f"drafting.refused_{reason}")


def test_a_huge_text_is_given_back_and_not_saved(visit: MakeVisit, begun: str) -> None:
    huge = "長" * 40_000
    kept = page(change(at(visit, begun, form={**TOWEL, "answer.zh": huge, "version": "1"})))
    assert kept.status == 422
    assert kept.context["texts"]["answer.zh"] == huge
    assert saved(visit, begun).texts["answer.zh"] != huge
    assert page(make_new(visit(form={"answer.zh": huge}))).context["texts"]["answer.zh"] == huge


def test_what_is_live_changed_meanwhile(visit: MakeVisit, begun: str) -> None:
    visit().parts.faqs.save(answering(SMALL[0], "HK$18"), "zoe")
    form = {**written(SMALL[0]).texts, "answer.en": "HK$20", "answer.zh": "20港元", "version": "1"}
    blocked = page(change(at(visit, begun, form={**form, "do": "submit"})))
    assert blocked.status == 422
    assert [(row.before, row.after) for row in blocked.context["moved"]] == [("HK$17", "HK$18")]
    redirect(change(at(visit, begun, form={**form, "version": "2", "do": "rebase"})))
    assert redirect(change(at(visit, begun, form={**form, "version": "4", "do": "submit"}))).said == "editing.submitted"


def test_a_stranger_to_a_draft_does_not_discard_it(visit: MakeVisit) -> None:
    id_ = number(make_new(visit("administrator", form=TOWEL)))
    with pytest.raises(RefusedError) as error:
        change(at(visit, id_, form={"do": "discard", "version": "1"}))
    assert error.value.status == 403
    assert (
        redirect(change(at(visit, id_, "approver", form={"do": "discard", "version": "1"}))).said == "editing.discarded"
    )


def test_a_map_is_chosen_shown_and_told(visit: MakeVisit) -> None:
    offered = page(new(visit())).context["maps"]
    assert offered["headquarters/4"].en.endswith("4/F")
    shown = json(preview(visit(form={"answer.en": "On 4/F", "map": "headquarters/4"})))
    assert [one["reply"]["image"] for one in shown["previews"]] == [
        f"/places/headquarters/4.svg?lang={lang}" for lang in ("en", "zh-Hant", "zh-Hans")
    ]
    made = number(make_new(visit(form={**TOWEL, "id": "towel-floor", "map": "headquarters/4"})))
    assert saved(visit, made).texts["map"] == "headquarters/4"
    wrong = make_new(visit(form={**TOWEL, "id": "towel-none", "map": "headquarters/99"}))
    refused = page(
        change(at(visit, number(wrong), form={**TOWEL, "map": "headquarters/99", "do": "submit", "version": "1"}))
    )
    assert "map" in refused.context["faulty"]


def test_the_preview_shows_three_languages(visit: MakeVisit) -> None:
    shown = json(preview(visit(form={"answer.en": "Ten dollars", "answer.zh": "護照"})))
    assert [one["reply"]["text"] for one in shown["previews"]] == ["Ten dollars", "護照", "护照"]
    assert shown["simplified"]["answer"] == "护照"


def test_neighbours_are_told_while_the_assistant_loads(visit: MakeVisit) -> None:
    told = json(neighbours(visit(form={"question.en": "What about the adult?"})))
    assert any("adult" in line["href"] for notice in told["notices"] for line in notice["lines"])
    own = json(neighbours(visit(form={"question.en": "What about the adult?", "own": "adult"})))
    assert not any(line["href"].endswith("/adult") for notice in own["notices"] for line in notice["lines"])


def test_everything_needs_a_role() -> None:
    assert all(route.role == Role.EDITOR for route in ROUTES)


async def test_hostile_text_is_shown_as_text(console: Client) -> None:
    await sign_in(console, "editor")
    csrf = re.search(r'name="csrf" content="([^"]+)"', await (await console.get("/console/faqs/new")).text())
    assert csrf
    form = dict.fromkeys(TOWEL, HOSTILE) | {"csrf": csrf.group(1), "note": HOSTILE}
    for form["do"] in ("save", "submit"):
        response = await console.post("/console/faqs/new", data=form)
        html = await response.text()
        assert response.status in (200, 422)
        assert "<script>alert" not in html
        assert "49" not in re.findall(r"script&gt; (\w+)", html)
        assert "' onload" not in re.sub(r"&#39;|\\u0027", "", html)


async def test_a_draft_goes_through_the_pages(console: Client) -> None:
    await sign_in(console, "editor")
    html = await (await console.get("/console/faqs/new?lang=zh-Hant")).text()
    assert "新增問答" in html
    csrf = re.search(r'name="csrf" content="([^"]+)"', html)
    assert csrf
    response = await console.post("/console/faqs/new", data={**TOWEL, "csrf": csrf.group(1), "do": "submit"})
    assert response.status == 200
    assert response.url.path.startswith("/console/approvals/")
    html = await response.text()
    assert "須由另一位人員審批" in html
    assert "批准並發布" not in html
    assert "須由他人審批" in await (await console.get("/console/approvals")).text()


def test_an_old_revision_comes_back_as_a_draft(visit: MakeVisit) -> None:
    asked = visit("editor", path={"id": "adult"}, form={"revision": "1"})
    before = asked.parts.faqs.get("adult")
    assert before
    asked.parts.faqs.save(answering(before, "HK$18"), "ann")
    redirect(make_change(asked))
    (saved,) = drafts(asked).having("draft")
    assert (saved.faq, saved.base, saved.written.texts["answer.en"]) == ("adult", 2, before.answer.en)
    with pytest.raises(RefusedError):
        make_change(visit("editor", path={"id": "adult"}, form={"revision": "7"}))
