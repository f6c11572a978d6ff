"""The report as a page and as files."""

import csv
import datetime
import io
import re
from collections.abc import Mapping
from typing import Any

import pytest

from bot.console import figures, texts
from bot.console.figure_tables import TABLES, Table, to_csv
from bot.console.periods import CHOICES
from bot.console.visit import Download, Page, Parts, RefusedError
from bot.console.wording import Wording
from knowledge.database.audit import utc_now
from knowledge.database.users import Role
from language.detect import LANGS
from tests.bot.conftest import Client
from tests.bot.console.conftest import MakeVisit, sign_in
from tests.made_up_enquiries import enquiry, insert, made_up

AT = datetime.datetime(2025, 11, 3, 4)
"""Noon in Hong Kong."""
DAY = {"period": "dates", "from": "2025-11-03", "to": "2025-11-03"}
DATES = "period=dates&from=2025-11-03&to=2025-11-03"
HOSTILE = '=HYPERLINK("http://a.example")<script>alert(1)</script>'
ADDRESS = "/console/figures"


def rows_of(visit: MakeVisit, table: str, **query: str) -> list[list[str]]:
    file = figures.csv(visit(query={**DAY, "table": table, **query}))
    assert isinstance(file, Download)
    return list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline="")))


def shown(visit: MakeVisit, query: Mapping[str, str] = DAY) -> Any:
    page = figures.page(visit(query=query))
    assert isinstance(page, Page)
    return page.context


def a_hundred(parts: Parts) -> None:
    """At one noon: 80 answered, 12 offered, 6 declined, 2 in distress, and 20 greetings, in 60 conversations."""
    kinds = ["answer"] * 80 + ["choices"] * 12 + ["fallback"] * 6 + ["distress"] * 2 + ["smalltalk"] * 20
    insert(
        parts.database,
        [
            enquiry(n, AT, kind=kind, conversation=f"made-up-{n % 60}", topic=None if kind == "fallback" else "fees",
                    milliseconds=n + 1.0)
            for n, kind in enumerate(kinds)
        ],
        [
            {"at": AT, "conversation": str(n), "kind": "unhelpful" if n < 2 else "helpful", "answer_id": None}
            for n in range(20)
        ],
    )  # fmt: skip


def test_the_figures_that_matter_most(parts: Parts, visit: MakeVisit) -> None:
    a_hundred(parts)
    context = shown(visit)
    values = {card.name: (card.value, card.note) for card in context["cards"]}
    assert values["Enquiries"] == ("120", "100 questions; 20 greetings, thanks and steps of guided help")
    assert values["Conversations"][0] == "60"
    assert [values[name][0] for name in ("Answered", "Offered a choice", "Declined", "Distress")] == [
        "80%", "12%", "6%", "2",
    ]  # fmt: skip
    assert values["Found helpful"] == ("90%", "95% interval 70% to 97%, n = 20")  # 18 of 20
    assert values["Usual response time"][0] == "60 ms"  # 1 to 120: 60.5, to even
    assert values["Slowest 5% begin at"][0] == "114 ms"
    assert {card.change for card in context["cards"]} == {"Nothing before to compare with"}
    assert context["summary"] == [
        "120 enquiries in 60 conversations, and none in the day before to compare with.",
        "Of every 100 questions, 80 got an answer, 12 got a choice of answers, and 6 could not be answered.",
        "People found 90% of the answers they judged helpful (95% interval 70% to 97%, from 20 judgements).",
        "2 messages spoke of distress, and the way to help was shown first.",
    ]


def test_one_of_each_is_said_in_the_singular(parts: Parts, visit: MakeVisit) -> None:
    insert(parts.database, [enquiry(1, AT, kind="distress")],
           [{"at": AT, "conversation": "a", "kind": "helpful", "answer_id": None}])  # fmt: skip
    said = " ".join(shown(visit)["summary"])
    assert said.startswith("1 enquiry in 1 conversation,")
    assert "from 1 judgement)" in said
    assert "1 message spoke of distress" in said


def test_greetings_alone_are_no_questions(parts: Parts, visit: MakeVisit) -> None:
    insert(parts.database, [enquiry(1, AT, kind="smalltalk", topic="smalltalk")])
    context = shown(visit)
    assert {card.name: card.value for card in context["cards"]}["Answered"] == "–"
    assert len(context["summary"]) == 1


@pytest.mark.parametrize(
    ("before", "now", "said", "clear"),
    [
        (100, 150, "50% more than before (100)", True),
        (150, 100, "33% fewer than before (150)", True),
        (100, 105, "No clear change: 100 before, the difference may be chance", False),
    ],
)
def test_a_change_is_told_as_one_only_beyond_chance(
    parts: Parts, visit: MakeVisit, before: int, now: int, said: str, clear: bool
) -> None:
    yesterday = AT - datetime.timedelta(days=1)
    insert(parts.database, [enquiry(n, yesterday if n < before else AT) for n in range(before + now)])
    card = shown(visit)["cards"][0]
    assert (card.change, card.clear) == (said, clear)


def test_better_and_worse_are_marked(parts: Parts, visit: MakeVisit) -> None:
    yesterday = AT - datetime.timedelta(days=1)
    old = [enquiry(n, yesterday, kind="answer" if n % 2 else "fallback", milliseconds=500 + n) for n in range(200)]
    new = [enquiry(200 + n, AT, kind="answer" if n % 10 else "fallback", milliseconds=1500 + n) for n in range(200)]
    insert(parts.database, old + new)
    cards = {card.name: (card.change, card.tone) for card in shown(visit)["cards"]}
    assert cards["Answered"] == ("Up 40 points from 50%", "good")
    assert cards["Declined"] == ("Down 40 points from 50%", "good")
    assert cards["Usual response time"] == ("Slower than before (600 ms)", "bad")


def test_a_question_of_two_people_is_shown_to_nobody(parts: Parts, visit: MakeVisit) -> None:
    asked = [("Made-up and common?", n) for n in range(3)] + [("Made-up and rare?", n) for n in range(2)]
    asked += [("Made-up and insistent?", 1)] * 5
    insert(parts.database, [enquiry(n, AT, text=text, conversation=str(who)) for n, (text, who) in enumerate(asked)])
    assert [one.name for one in shown(visit)["report"].rising_questions] == ["Made-up and common?"]
    assert "rare" not in str(rows_of(visit, "rising"))


def test_the_tables_hold_the_figures(parts: Parts, visit: MakeVisit) -> None:
    a_hundred(parts)
    assert rows_of(visit, "days") == [
        [
            "Day",
            "Enquiries",
            "Answered",
            "Offered a choice",
            "Declined",
            "Distress",
            "Other",
            "Declined, % of questions",
        ],
        ["2025-11-03", "120", "80", "12", "6", "2", "20", "6.0"],
    ]
    assert rows_of(visit, "hours")[13] == ["12:00", "120", "80", "12", "6", "2", "20", "6.0"]
    assert rows_of(visit, "topics")[1:] == [
        ["Fees", "114", "80", "12", "0", "2", "20", "0.0"],
        ["No topic", "6", "0", "0", "6", "0", "0", "100.0"],
    ]
    assert rows_of(visit, "languages")[1][:2] == ["English", "120"]
    assert rows_of(visit, "channels")[1][:2] == ["Website", "120"]
    assert rows_of(visit, "times")[1] == ["2025-11-03", "120", "60.5", "114.0"]
    assert rows_of(visit, "helpful")[1] == ["No topic", "20", "18", "90.0", "69.9", "97.2"]
    assert rows_of(visit, "rising")[1][:4] == ["Topic", "Fees", "60", "0"]


def test_files_open_in_a_spreadsheet_without_harm() -> None:
    file = to_csv(Table(["虛構"], [[HOSTILE], [-3], [1.5], [None]]))
    assert file.startswith("\ufeff虛構".encode())
    assert file.decode("utf-8-sig").splitlines()[1:] == ["\"'" + HOSTILE.replace('"', '""') + '"', "-3", "1.5", '""']


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("query", ["", "?period=7", "?period=90", "?period=last_month", "?period=this_month"])
async def test_an_empty_system_says_so_kindly(console: Client, lang: str, query: str) -> None:
    await sign_in(console, "editor")
    response = await console.get(f"{ADDRESS}{query or '?'}&lang={lang}")
    assert response.status == 200
    page = await response.text()
    assert {"en": "No enquiries in this period", "zh-Hant": "這段期間沒有查詢", "zh-Hans": "这段期间没有查询"}[
        lang
    ] in page
    assert "<svg" not in page


@pytest.mark.parametrize("lang", LANGS)
async def test_charts_are_pictures_with_words_and_no_style_of_their_own(
    console: Client, parts: Parts, lang: str
) -> None:
    insert(parts.database, *made_up(20, 60, now=AT))
    await sign_in(console, "editor")
    page = await (await console.get(f"{ADDRESS}?period=dates&from=2025-10-21&to=2025-11-03&lang={lang}")).text()
    charts = re.findall(r'<svg class="chart (?:axes|rows|spreads)".*?</svg>', page, re.DOTALL)
    assert len(charts) == 8
    for chart in charts:
        assert 'role="img"' in chart
        assert re.search(r"<title id=.*?>[^<]+</title>\s*<desc id=.*?>[^<]+</desc>", chart)
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"\{[a-z_]+\}", page)


async def test_what_people_asked_is_never_markup(console: Client, parts: Parts) -> None:
    insert(parts.database, [enquiry(n, AT, text=HOSTILE) for n in range(4)])
    await sign_in(console, "editor")
    page = await (await console.get(f"{ADDRESS}?{DATES}")).text()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>" not in page
    file = await (await console.get(f"{ADDRESS}.csv?{DATES}&table=rising")).text()
    assert "'=HYPERLINK" in file


async def test_a_file_is_named_after_its_table_and_days(console: Client, parts: Parts) -> None:
    insert(parts.database, [enquiry(1, AT)])
    await sign_in(console, "editor")
    for table in TABLES:
        response = await console.get(f"{ADDRESS}.csv?{DATES}&table={table}")
        assert response.headers["Content-Disposition"].endswith(f"ambassador-{table}-2025-11-03-2025-11-03.csv")
        assert (await response.read()).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("lang", LANGS)
async def test_dates_that_cannot_be_are_shown_again_with_the_reason(console: Client, lang: str) -> None:
    await sign_in(console, "editor")
    response = await console.get(f"{ADDRESS}?period=dates&from=2026-13-01&to=%22%3E%3Cb%3E&lang={lang}")
    assert response.status == 400
    page = await response.text()
    assert 'role="alert"' in page
    assert 'value="2026-13-01" aria-invalid="true"' in page
    assert "<b>" not in page


def test_a_table_that_there_is_not_is_refused(visit: MakeVisit) -> None:
    with pytest.raises(RefusedError) as refused:
        figures.csv(visit(query={**DAY, "table": "another"}))
    assert refused.value.status == 404
    with pytest.raises(RefusedError) as refused:
        figures.csv(visit(query={"period": "dates", "table": "days"}))
    assert refused.value.status == 400


def test_a_long_period_is_drawn_by_week(parts: Parts, visit: MakeVisit) -> None:
    insert(parts.database, *made_up(5, 10))
    today = utc_now().date()
    first = today - datetime.timedelta(days=300)
    context = shown(visit, {"period": "dates", "from": first.isoformat(), "to": today.isoformat()})
    assert len(context["charts"][0].drawing.columns) == 43
    assert len(context["charts"][0].table.rows) == 301


def test_only_staff_see_them() -> None:
    assert {route.role for route in figures.ROUTES} == {Role.EDITOR}


def test_every_sentence_that_is_put_together_is_there() -> None:
    built = [f"card_{name}" for name in ("enquiries", "conversations", "answered", "offered", "declined", "helpful",
                                         "help", "median", "slow")]  # fmt: skip
    built += [f"choice_{name}" for name in CHOICES]
    built += [f"chart_{name}" for name in (*TABLES, "distress")]
    assert all(texts.knows(f"figures.{name}") for name in built)


def test_shares_are_never_rounded_to_all_or_nothing() -> None:
    percent = Wording("en").percent
    assert [percent(share) for share in (None, 0, 0.004, 0.125, 0.996, 1)] == ["–", "0%", "<1%", "12%", ">99%", "100%"]
