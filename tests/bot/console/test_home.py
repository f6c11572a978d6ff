"""Where staff arrive: counts that lead somewhere, a picture of the last days, what is due."""

import datetime
import re
from typing import Any

import msgspec
import pytest

from bot.console import home
from bot.console.visit import Page, Parts
from knowledge.database.audit import utc_now
from knowledge.database.overview import Day
from knowledge.hong_kong import today
from knowledge.validity import DAY
from tests.bot.conftest import Client
from tests.bot.console.conftest import MakeVisit, sign_in
from tests.knowledge.database.test_library import add_draft
from tests.knowledge.database.test_overview import add_enquiry, add_model
from tests.knowledge.faqs import faq


def save(parts: Parts, id_: str, **fields: Any) -> None:
    parts.faqs.save(msgspec.structs.replace(faq(id_), **fields), "ann")


def counts(page: Page) -> dict[str, int]:
    return {card.name.removeprefix("home."): card.count for card in page.context["cards"] if card.count}


def test_what_waits_is_counted_for_the_person(visit: MakeVisit, parts: Parts) -> None:
    add_draft(parts.database, faq="adult", author="editor")
    add_draft(parts.database, faq="child", author="editor", decided_by="approver")
    add_draft(parts.database, faq="lost", author="editor", state="submitted", submitted_by="editor")
    add_enquiry(parts.database, utc_now(), "fallback")
    save(parts, "adult", review_by="2020")
    save(parts, "child", expires_on="2020")
    everybody = {"due": 2, "expired": 1, "unanswered": 1}
    assert counts(home.home(visit("editor"))) == {"drafts": 2, "returned": 1, "submitted": 1, **everybody}
    assert counts(home.home(visit("approver"))) == {"to_approve": 1, **everybody}


async def test_a_count_of_the_list_is_the_length_of_the_list(console: Client, parts: Parts) -> None:
    for number, state in enumerate(("draft", "draft", "submitted")):
        add_draft(parts.database, faq=("adult", "new", "child")[number], author="editor", state=state)
    add_draft(parts.database, faq="lost", author="editor", decided_by="approver")
    save(parts, "adult", review_by="2020")
    save(parts, "child", expires_on="2020")
    await sign_in(console, "editor")
    page = await (await console.get("/console")).text()
    cards = re.findall(r'href="(/console/faqs\?[^"]+)"><strong>(\d+)</strong>', page)
    assert len(cards) == 4
    for address, count in cards:
        listed = await (await console.get(address.replace("&amp;", "&"))).text()
        assert f"1–{count} of {count}<" in listed


@pytest.mark.parametrize(("lang", "text"), [("en", "Nobody has asked anything"), ("zh-Hant", "這段期間沒有查詢")])
async def test_an_empty_house_says_so(console: Client, lang: str, text: str) -> None:
    await sign_in(console, "editor")
    page = await (await console.get(f"/console?lang={lang}")).text()
    assert text in page
    assert "<svg" not in page


async def test_the_last_days_are_drawn_and_told(console: Client, parts: Parts) -> None:
    now = utc_now()
    for kind in ("answer", "answer", "choices", "fallback"):
        add_enquiry(parts.database, now, kind)
    add_enquiry(parts.database, now - datetime.timedelta(days=20), "answer")
    await sign_in(console, "editor")
    page = await (await console.get("/console")).text()
    assert "4 enquiries in 14 days, of which 2 answered, 1 offered a choice and 1 declined" in page
    assert page.count("<rect") == 3 + 3  # of the one day, and of the legend
    assert "style=" not in page


def test_bars_are_as_high_as_their_days() -> None:
    date = datetime.date(2026, 6, 11)
    full, half, none = home.bars([Day(date, 2, 1, 1), Day(date, 2, 0, 0), Day(date, 0, 0, 0)])
    assert [(piece.kind, piece.y, piece.height) for piece in full.pieces] == [
        ("answered", home.HEIGHT / 2, home.HEIGHT / 2),
        ("offered", home.HEIGHT / 4, home.HEIGHT / 4),
        ("declined", 0, home.HEIGHT / 4),
    ]
    assert [(piece.y, piece.height) for piece in half.pieces] == [(home.HEIGHT / 2, home.HEIGHT / 2)]
    assert none.pieces == []
    assert home.bars([]) == []


async def test_what_is_due_stands_there_the_earliest_first(console: Client, parts: Parts) -> None:
    save(parts, "adult", review_by=str(today() + DAY))
    save(parts, "child", expires_on="2020-05", owner="Leisure")
    save(parts, "lost", effective_from=str(today() + 60 * DAY))
    await sign_in(console, "editor")
    page = await (await console.get("/console")).text()
    places = [page.index(text) for text in ("No longer told since 2020-06-01", f"Review by {today() + DAY}")]
    assert places == sorted(places)
    assert "Leisure" in page
    assert f"Told from {today() + 60 * DAY}" in page


@pytest.mark.parametrize("state", ["training", "cancelled", "failed", "stopped", "live", "kept", "removed"])
async def test_every_state_of_a_model_has_a_word(console: Client, parts: Parts, state: str) -> None:
    add_model(parts.database, state, utc_now())
    await sign_in(console, "editor")
    page = await (await console.get("/console")).text()
    assert "Last one:" in page
    assert ("in progress: 50 %" in page) == (state == "training")
