"""The log in plain words, filtered, page by page, and as a file."""

import csv
import datetime
import io
from pathlib import Path

import pytest
import yaml

from bot.console import audit, texts
from bot.console.times import stamp
from bot.console.visit import Page, Parts
from knowledge.database.audit import record
from knowledge.database.tables import AUDIT
from knowledge.hong_kong import begins
from tests.bot.conftest import Client
from tests.bot.console.conftest import MakeVisit, sign_in

ACTIONS = [
    "draft.made",
    "draft.saved",
    "draft.submitted",
    "draft.returned",
    "draft.approved",
    "draft.discarded",
    "faq.approved",
    "faq.withdrawn",
    "faq.imported",
    "report.added",
    "report.replaced",
    "report.withdrawn",
    "model.started",
    "model.cancelled",
    "model.stopped",
    "model.overruled",
    "model.live",
    "model.rolled_back",
    "enquiry.settled",
    "user.added",
    "user.renamed",
    "user.role",
    "user.activated",
    "user.deactivated",
    "user.locked",
    "user.signed_in",
    "user.password_reset",
    "user.password_changed",
]


def write(parts: Parts, *entries: tuple[str, str, str, str], **detail: object) -> None:
    """Entries: day, who, action, subject; instead of what the fixtures did."""
    with parts.database.writing() as connection:
        connection.execute(AUDIT.delete())
        for number, (day, who, action, subject) in enumerate(entries, 1):
            record(connection, who, action, subject, **detail)
            at = datetime.datetime.fromisoformat(day)
            connection.execute(AUDIT.update().where(AUDIT.c.subject == subject, AUDIT.c.action == action).values(at=at))
            assert number


@pytest.fixture
def some(parts: Parts) -> Parts:
    """Four days of work."""
    write(
        parts,
        ("2026-03-01T15:59", "editor", "draft.made", "passport-fee"),
        ("2026-03-01T16:00", "editor", "draft.submitted", "passport-fee"),
        ("2026-03-02T03:00", "approver", "faq.approved", "passport-fee"),
        ("2026-03-03T03:00", "approver", "model.started", "7"),
        ("2026-03-03T04:00", "administrator", "user.role", "editor"),
        ("2026-03-04T04:00", "command line", "something.new", "100%_Sure"),
    )
    return parts


def read(visit: MakeVisit, **query: str) -> list[str]:
    """The sentences of a page."""
    page = audit.log(visit("administrator", query=query))
    assert isinstance(page, Page)
    return ["".join(words for _, words in line.parts) for line in page.context["lines"]]


def test_the_log_is_plain_words_the_newest_first(visit: MakeVisit, some: Parts) -> None:
    assert read(visit) == [
        "The command line: something.new (100%_Sure)",
        "Wong Ka Yan changed the role of Chan Tai Man",
        "Lee Siu Ming started training (model 7)",
        "Lee Siu Ming approved passport-fee",
        "Chan Tai Man submitted passport-fee for approval",
        "Chan Tai Man began a draft of passport-fee",
    ]


def test_in_chinese_too(visit: MakeVisit, some: Parts) -> None:
    page = audit.log(visit("administrator", lang="zh-Hant"))
    assert ["".join(words for _, words in line.parts) for line in page.context["lines"]][:3] == [
        "指令行：something.new（100%_Sure）",
        "Wong Ka Yan更改Chan Tai Man的職能",
        "Lee Siu Ming開始訓練（模型 7）",
    ]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"who": "editor"}, 2),
        ({"who": "nobody"}, 0),
        ({"action": "draft."}, 2),
        ({"action": "draft.made"}, 1),
        ({"action": "_raft"}, 0),
        ({"about": "PASSPORT"}, 3),
        ({"about": "100%_s"}, 1),
        ({"about": "%"}, 1),
        ({"about": "\0"}, 6),
        ({"since": "2026-03-02"}, 5),  # in Hong Kong: 16:00 the day before in UTC
        ({"until": "2026-03-01"}, 1),
        ({"since": "2026-03-02", "until": "2026-03-02"}, 2),
        ({"who": "approver", "action": "model."}, 1),
        ({"since": "9999-12-31"}, 0),
    ],
    ids=str,
)
def test_filters(visit: MakeVisit, some: Parts, query: dict[str, str], count: int) -> None:
    assert len(read(visit, **query)) == count


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "<b>"])
def test_what_is_no_day_is_said_and_stays(visit: MakeVisit, some: Parts, day: str) -> None:
    page = audit.log(visit("administrator", query={"since": day}))
    assert (page.status, page.context["wrong"], page.context["asked"]["since"]) == (422, ["since"], day)


def test_the_last_day_that_there_is(visit: MakeVisit, some: Parts) -> None:
    page = audit.log(visit("administrator", query={"until": "9999-12-31"}))
    assert page.context["wrong"] == ["until"]


def test_pages_follow_each_other_and_keep_the_filter(
    visit: MakeVisit, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PER_PAGE", 2)
    write(parts, *(("2026-03-01", "editor", "faq.withdrawn", f"faq-{number}") for number in range(5)))
    seen, query = [], {"action": "faq."}
    while True:
        page = audit.log(visit("administrator", query=query))
        seen += ["".join(words for _, words in line.parts) for line in page.context["lines"]]
        if not page.context["older"]:
            break
        query = dict(part.split("=") for part in page.context["older"].split("&"))
        assert query["action"] == "faq."
    assert seen == [f"Chan Tai Man withdrew faq-{number}" for number in (4, 3, 2, 1, 0)]
    assert page.context["newest"] == "action=faq."


@pytest.mark.parametrize("before", ["x", "-1", "٣", "9" * 30])
def test_a_number_that_is_none_breaks_nothing(visit: MakeVisit, some: Parts, before: str) -> None:
    assert read(visit, before=before)


def test_details_are_words_where_there_are_some(visit: MakeVisit, parts: Parts) -> None:
    write(parts, ("2026-03-01", "administrator", "user.role", "editor"), before="editor", after="approver", odd=None)
    page = audit.log(visit("administrator", lang="zh-Hant"))
    assert page.context["lines"][0].details == [("更改前", "編輯"), ("更改後", "審批者"), ("odd", "—")]


@pytest.mark.parametrize(
    ("action", "subject", "link"),
    [
        ("faq.approved", "passport-fee", "/console/faqs/passport-fee"),
        ("draft.saved", "passport-fee", "/console/drafts/3"),
        ("user.role", "editor", "/console/accounts/editor"),
        ("faq.approved", "../x?y", "/console/faqs/..%2Fx%3Fy"),
        ("something.new", "x", ""),
    ],
)
def test_a_subject_leads_to_where_it_is_seen(
    visit: MakeVisit, parts: Parts, action: str, subject: str, link: str
) -> None:
    write(parts, ("2026-03-01", "editor", action, subject), draft=3)
    assert audit.log(visit("administrator")).context["lines"][0].link == link
    if action.startswith("user."):
        assert audit.log(visit("approver")).context["lines"][0].link == ""


def test_the_file_has_every_entry_and_no_formula(
    visit: MakeVisit, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PER_BLOCK", 2)
    write(
        parts,
        *(("2026-03-01T15:59", "editor", "faq.withdrawn", f"faq-{number}") for number in range(4)),
        ("2026-03-02", '=HYPERLINK("http://evil.example")', "faq.imported", "+1"),
        note="@SUM(1)\n陳",
    )
    data = audit.file(visit("administrator", query={"action": "faq."})).data
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row[3] for row in rows] == ["Subject", "'+1", "faq-3", "faq-2", "faq-1", "faq-0"]
    assert rows[1][1] == '\'=HYPERLINK("http://evil.example")'
    assert rows[2][0] == "2026-03-01 23:59"
    assert rows[2][4] == "Chan Tai Man withdrew faq-3"
    assert not any(cell.startswith(("=", "+", "@", "-")) for row in rows for cell in row)
    assert (
        len(list(csv.reader(io.StringIO(audit.file(visit("administrator", query={"about": "faq-3"})).data.decode()))))
        == 2
    )


def test_two_people_of_one_name_are_told_apart(visit: MakeVisit, some: Parts) -> None:
    some.users.change("approver", "administrator", display="Chan Tai Man")
    assert "Chan Tai Man (approver) approved passport-fee" in read(visit, action="faq.")


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_has_a_sentence_and_a_kind(action: str) -> None:
    name = action.replace(".", "_")
    for lang in ("en", "zh-Hant"):
        assert texts.say(lang, f"audit.{name}", who="Ann", subject="x")
        assert texts.say(lang, f"audit.kind_{name}")
        assert texts.say(lang, f"audit.area_{action.partition('.')[0]}")


def test_every_sentence_stands_once() -> None:
    file = Path(texts.__file__).parent / "texts" / "audit.yml"
    root = yaml.compose(file.read_text(encoding="utf-8"))
    assert root
    keys = [key.value for key, _ in root.value]
    assert len(keys) == len(set(keys))


def test_times_are_hong_kongs() -> None:
    assert stamp(datetime.datetime(2026, 12, 31, 16)) == "2027-01-01 00:00"
    assert begins(datetime.date(2027, 1, 1)) == datetime.datetime(2026, 12, 31, 16)


async def test_the_page_as_it_is_served(console: Client, some: Parts) -> None:
    await sign_in(console, "approver")
    page = await (await console.get("/console/audit", params={"about": '"><script>'})).text()
    assert "No entries match" in page
    assert "<script>" not in page.replace('<script type="module"', "")
    response = await console.get("/console/audit.csv")
    assert response.content_type == "text/csv"
    assert "audit.csv" in response.headers["Content-Disposition"]
