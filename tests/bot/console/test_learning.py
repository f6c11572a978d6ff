"""What staff see of questions that were not answered, and what each act does."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.console import learning
from bot.console.learning import A_PAGE, Card, questions, reopen, settle, settled
from bot.console.visit import Page, Parts, Redirect, RefusedError, Result
from knowledge.database.audit import utc_now
from knowledge.database.enquiries import Enquiry, EnquiryTable
from knowledge.database.feedback import FeedbackStore
from tests.bot.conftest import Client
from tests.bot.console.conftest import MakeVisit, NeverLoaded, sign_in
from tests.knowledge.enquiries import enquiry

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7 * 7 }}"


class FakeIndex:
    """Knows dogs in both languages, and one FAQ."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    @property
    def encoder(self) -> "FakeIndex":
        """Of its texts."""
        return self

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Dogs one way, everything else another."""
        self.encoded += texts
        return np.array([[1, 0] if "dog" in text or "狗" in text else [0, 1] for text in texts], np.float32)

    def search(self, text: str, **_: Any) -> list[Any]:
        """One that is live, and one that was withdrawn."""
        found = [("gone", 0.9), ("child", 0.4 if text.isascii() else 0.615), ("adult", 0.2)]
        return [SimpleNamespace(answer_id=id_, score=score) for id_, score in found]


class FakeSpeaker:
    """Knows one passage."""

    def title(self, answer_id: str, _lang: str) -> str:
        """As the real one, KeyError included."""
        return {"report-3": "Of a report"}[answer_id]


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> FakeIndex:
    """The assistant is there."""
    index = FakeIndex()
    desk = SimpleNamespace(index=index, speaker=FakeSpeaker())
    monkeypatch.setattr(NeverLoaded, "desk", property(lambda _: desk))
    return index


@pytest.fixture
def add(parts: Parts) -> Callable[..., None]:
    def add_all(*enquiries: Enquiry) -> None:
        EnquiryTable(parts.database).add(enquiries)

    return add_all


def cards(page: Result) -> list[Card]:
    assert isinstance(page, Page)
    found: list[Card] = page.context["cards"]
    return found


def form(*events: int, **fields: str) -> dict[str, Any]:
    return {"form": [("events", ",".join(map(str, events))), *fields.items()]}


def leads_to(result: Result) -> tuple[str, dict[str, list[str]], str]:
    assert isinstance(result, Redirect)
    parts = urlsplit(result.to)
    return parts.path, parse_qs(parts.query), result.said


@pytest.mark.usefixtures("loaded")
def test_a_group_shows_both_languages_what_was_told_and_what_is_near(
    visit: MakeVisit, parts: Parts, add: Callable[..., None]
) -> None:
    told = {"kind": "answer", "confidence": 0.5}
    add(
        enquiry(1, text="My dog?", conversation="a"),
        enquiry(2, text="隻狗得唔得", lang="zh-Hant", conversation="b", answer_id="adult", **told),
        enquiry(3, text="可以帶狗嗎", lang="zh-Hant", conversation="b", answer_id="report-3", **told),
        enquiry(4, text="another", conversation="c", answer_id="withdrawn", **told),
    )
    FeedbackStore(parts.database).add("b", "unhelpful", "adult", "太長")
    first, second = cards(questions(visit()))
    assert ([w.text for w in first.english], [w.text for w in first.chinese]) == (
        ["My dog?"],
        ["可以帶狗嗎", "隻狗得唔得"],
    )
    assert [(told.id, told.title, told.is_faq) for told in first.told] == [
        ("report-3", "Of a report", False),
        ("adult", "What about adult?", True),
    ]
    assert [(near.id, near.title, near.likeness) for near in first.near] == [
        ("child", "What about child?", 62),
        ("adult", "What about adult?", 20),
    ]
    assert (first.group.reasons, first.period, first.group.people) == (["太長"], "1 Mar 2026", 2)
    assert [told.title for told in second.told] == ["withdrawn"]


def test_while_the_assistant_is_loading_the_same_words_come_together(
    visit: MakeVisit, add: Callable[..., None]
) -> None:
    add(enquiry(1, text="My dog?"), enquiry(2, text="my DOG"), enquiry(3, text="隻狗"))
    page = questions(visit())
    assert [len(card.group.members) for card in cards(page)] == [1, 2]
    assert (page.context["by_meaning"], cards(page)[0].near) == (False, [])


def test_what_was_encoded_for_one_page_is_remembered_for_the_next(
    visit: MakeVisit, add: Callable[..., None], loaded: FakeIndex
) -> None:
    add(enquiry(1, text="My dog?"), enquiry(2, text="another"))
    questions(visit())
    add(enquiry(3, text="a third"))
    assert len(cards(questions(visit()))) == 2
    assert sorted(loaded.encoded) == ["My dog?", "a third", "another"]


@pytest.mark.parametrize(
    ("query", "found", "count"),
    [
        ({}, A_PAGE, A_PAGE + 4),
        ({"page": "2"}, 4, A_PAGE + 4),
        ({"page": "99"}, 4, A_PAGE + 4),
        ({"page": "0x1"}, A_PAGE, A_PAGE + 4),
        ({"show": "uncertain"}, 2, 2),
        ({"show": "choices"}, 1, 1),
        ({"show": "unhelpful"}, 1, 1),
        ({"show": "<script>"}, A_PAGE, A_PAGE + 4),
    ],
)
def test_what_is_shown_can_be_chosen(
    visit: MakeVisit, parts: Parts, add: Callable[..., None], query: dict[str, str], found: int, count: int
) -> None:
    add(*(enquiry(n, text=f"number {n}") for n in range(1, A_PAGE + 1)))
    add(*(enquiry(100 + n, text=f"unsure {n}", kind="answer", confidence=0.5, answer_id="adult") for n in range(2)))
    add(enquiry(200, text="offered", kind="choices"), enquiry(300, text="sure", kind="answer", answer_id="child"))
    FeedbackStore(parts.database).add("me", "unhelpful", "child")
    page = questions(visit(query=query))
    assert (len(cards(page)), page.context["count"]) == (found, count)


def test_attaching_leads_to_the_answers_form_with_the_words(
    visit: MakeVisit, parts: Parts, add: Callable[..., None]
) -> None:
    add(enquiry(1, text="My dog & I?"), enquiry(2, text="隻狗", lang="zh-Hans"), enquiry(3))
    result = settle(visit(**form(1, 2, act="variant", faq="child", wording="2")))
    query = {"variant": ["隻狗"]}
    assert leads_to(result) == ("/console/faqs/child/edit", query, "learning.attached")
    assert [card.group.events for card in cards(questions(visit()))] == [[3]]
    [(_, entry)] = parts.audit.entries(action="enquiry.settled")
    detail = {"how": "variant", "events": [1, 2], "faq": "child", "text": "隻狗"}
    assert (entry.who, entry.detail) == ("editor", detail)


@pytest.mark.parametrize("chosen", ["other", ""])
def test_another_answer_may_be_typed(visit: MakeVisit, add: Callable[..., None], chosen: str) -> None:
    add(enquiry(1, text="My dog & I?"))
    result = settle(visit(**form(1, act="variant", faq=chosen, other=" adult ", wording="77")))
    query = {"variant": ["My dog & I?"]}
    assert leads_to(result) == ("/console/faqs/adult/edit", query, "learning.attached")


def test_a_new_answer_begins_with_the_question(visit: MakeVisit, add: Callable[..., None]) -> None:
    add(enquiry(1, text="隻狗", lang="zh-Hant"))
    path, query, said = leads_to(settle(visit(**form(1, act="faq"))))
    assert (path, query, said) == ("/console/faqs/new", {"question": ["隻狗"]}, "learning.begun")


def test_an_answer_that_was_given_can_be_made_better(visit: MakeVisit, add: Callable[..., None]) -> None:
    add(enquiry(1, kind="answer", confidence=0.5, answer_id="adult"))
    assert leads_to(settle(visit(**form(1, act="edit", told="adult")))) == (
        "/console/faqs/adult/edit",
        {},
        "learning.corrected",
    )


def test_dismissing_can_be_taken_back(visit: MakeVisit, add: Callable[..., None]) -> None:
    add(enquiry(1), enquiry(2, text="another"))
    result = settle(visit(**form(1, act="dismissed", reason=" not ours ", page="2", show="fallback")))
    assert leads_to(result) == ("/console/learning", {"page": ["2"], "show": ["fallback"]}, "learning.dismissed")
    [act] = settled(visit()).context["acts"]
    assert (act["how"], act["reason"], act["who"], act["question"].event, act["off"]) == (
        "dismissed",
        "not ours",
        "editor",
        1,
        True,
    )
    back = visit("approver", form={"number": str(act["number"])})
    assert leads_to(reopen(back))[2] == "learning.reopened"
    assert sorted(card.name for card in cards(questions(visit()))) == [1, 2]
    assert not settled(visit()).context["acts"][0]["off"]
    with pytest.raises(RefusedError, match="open_already"):
        reopen(back)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"act": "variant"}, "learning.choose_faq"),
        ({"act": "variant", "faq": "nonsense"}, "learning.no_such_faq"),
        ({"act": "variant", "faq": "other", "other": "../../etc"}, "learning.no_such_faq"),
        ({"act": "edit", "told": "nonsense"}, "learning.no_such_faq"),
        ({"act": "dismissed", "reason": "x" * 501}, "learning.reason_too_long"),
    ],
)
def test_a_form_that_is_not_whole_is_shown_again_with_what_was_typed(
    visit: MakeVisit, add: Callable[..., None], fields: dict[str, str], fault: str
) -> None:
    add(enquiry(1), enquiry(2, text="another"))
    page = settle(visit(**form(1, group="1", **fields)))
    assert isinstance(page, Page)
    typed = page.context["typed"]
    assert (page.status, typed.fault, typed.group, typed.events) == (422, fault, "1", {1})
    assert (typed.faq, typed.other, typed.reason) == tuple(fields.get(name, "") for name in ("faq", "other", "reason"))
    assert len(cards(page)) == 2


def test_nothing_ticked_is_said(visit: MakeVisit, add: Callable[..., None]) -> None:
    add(enquiry(1))
    page = settle(visit(form={"act": "dismissed", "group": "1"}))
    assert isinstance(page, Page)
    assert page.context["typed"].fault == "learning.choose_questions"


@pytest.mark.parametrize("events", ["x", "1,", "-1", "1.5", "²", "9" * 400, "2147483648", "1;2"])
def test_numbers_that_are_none_are_refused(visit: MakeVisit, add: Callable[..., None], events: str) -> None:
    add(enquiry(1))
    with pytest.raises(RefusedError, match="gone"):
        settle(visit(form={"act": "faq", "events": events}))
    assert len(cards(questions(visit()))) == 1


def test_numbers_that_are_not_there_are_refused(visit: MakeVisit) -> None:
    with pytest.raises(RefusedError, match="gone"):
        settle(visit(**form(5, act="faq")))
    with pytest.raises(RefusedError, match="settled_already"):
        settle(visit(**form(5, act="dismissed")))


@pytest.mark.parametrize("number", ["1", "9999", "", "x", "9" * 300])
def test_only_what_was_settled_can_be_put_back(visit: MakeVisit, number: str) -> None:
    with pytest.raises(RefusedError, match="gone"):
        reopen(visit(form={"number": number}))


def test_two_people_cannot_settle_the_same(visit: MakeVisit, add: Callable[..., None]) -> None:
    add(enquiry(1))
    settle(visit(**form(1, act="dismissed")))
    with pytest.raises(RefusedError, match="settled_already"):
        settle(visit("approver", **form(1, act="faq")))


def test_an_act_that_there_is_not_is_refused(visit: MakeVisit) -> None:
    with pytest.raises(RefusedError, match="no_such_act"):
        settle(visit(**form(1, act="delete")))


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
async def test_hostile_words_are_shown_as_words(
    console: Client, parts: Parts, add: Callable[..., None], lang: str
) -> None:
    add(
        enquiry(1, text=HOSTILE, at=utc_now()),
        enquiry(2, text="隻狗", lang="zh-Hant"),
        enquiry(3, text="my dog", kind="answer", answer_id="adult", conversation="other"),
        *(enquiry(10 + n, text=f"dog {n}", kind="choices") for n in range(8)),
    )
    FeedbackStore(parts.database).add("other", "unhelpful", "adult", HOSTILE)
    await sign_in(console, "editor")
    page = await (await console.get(f"/console/learning?lang={lang}")).text()
    assert_inert(page)
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf
    post = {"csrf": csrf.group(1), "group": "1", "events": "1", "act": "variant", "other": HOSTILE, "reason": HOSTILE}
    again = await console.post("/console/learning", data=post)
    assert again.status == 422
    assert_inert(await again.text())
    gone = {**post, "act": "dismissed"}
    shown = await (await console.post("/console/learning", data=gone)).text()
    assert "&lt;script&gt;" in shown  # in the reason of what did not help
    assert_inert(await (await console.get("/console/learning/settled")).text())


def assert_inert(page: str) -> None:
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "{{ 7 * 7 }}" in page


async def test_another_sites_form_settles_nothing(console: Client, add: Callable[..., None], visit: MakeVisit) -> None:
    add(enquiry(1))
    await sign_in(console, "editor")
    response = await console.post("/console/learning", data={"events": "1", "act": "dismissed", "csrf": "guessed"})
    assert response.status == 403
    assert len(cards(questions(visit()))) == 1


def test_pages_are_for_staff_only() -> None:
    assert all(route.role for route in learning.ROUTES)
