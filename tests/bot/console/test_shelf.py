"""The list: states, search in any script, filters, sorting, pages."""

import datetime
from typing import Any

import msgspec
import pytest

from bot.console import texts
from bot.console.shelf import PAGE, SORTS, STATES, Item, Wish, items_of, sheet
from knowledge.content import Bilingual, Source, Wordings
from knowledge.database.library import Entry, OpenDraft, Shelf
from tests.knowledge.faqs import faq

DAY = datetime.date(2026, 6, 11)
AT = datetime.datetime(2026, 6, 1)


def entry(id_: str, live: int | None = 1, drafts: list[OpenDraft] | None = None, **fields: Any) -> Entry:
    return Entry(msgspec.structs.replace(faq(id_), **fields), live, AT, "ann", drafts or [])


def draft(id_: str, number: int = 1, author: str = "ann", state: str = "draft") -> OpenDraft:
    return OpenDraft(number, id_, state == "submitted", state == "returned", author, AT, ("Seniors?", ""), "fees")


def items(*entries: Entry, new: list[OpenDraft] | None = None) -> list[Item]:
    return items_of(Shelf(list(entries), new or []), DAY)


def found(among: list[Item], who: str = "ann", lang: Any = "en", **query: str) -> list[str]:
    return [item.id for item in sheet(among, Wish.of(query), lang, who).items]


@pytest.mark.parametrize(
    ("one", "tags"),
    [
        (entry("adult"), ("live",)),
        (entry("adult", live=None), ("withdrawn",)),
        (entry("adult", live=None, review_by="2020"), ("withdrawn",)),
        (entry("adult", effective_from="2027"), ("not_yet",)),
        (entry("adult", expires_on="2026-06-11"), ("expired",)),
        (entry("adult", expires_on="2026-06"), ("live", "due")),
        (entry("adult", review_by="2026-06"), ("live", "due")),
        (entry("adult", review_by="2027"), ("live",)),
        (entry("adult", drafts=[draft("adult")]), ("live", "draft")),
        (entry("adult", drafts=[draft("adult", state="submitted"), draft("adult")]), ("live", "submitted", "draft")),
        (entry("adult", drafts=[draft("adult", state="returned")]), ("live", "returned")),
    ],
)
def test_tags_say_in_which_states_an_faq_is(one: Entry, tags: tuple[str, ...]) -> None:
    assert items(one)[0].tags == tags


def test_every_state_has_a_name() -> None:
    assert all(texts.knows(f"faqs.state_{state}") for state in STATES)


def test_the_order_is_by_topic_and_then_as_they_were_made_and_new_ones_last() -> None:
    there = items(entry("z", topic="visiting"), entry("y", topic="fees"), entry("x", topic="fees"), new=[draft("new")])
    assert found(there) == ["y", "x", "z", "new"]
    assert [item.address for item in there[2:]] == ["/console/faqs/z", "/console/drafts/1"]


POOL = entry(
    "pool-depth",
    question=Bilingual(en="How deep is the pool?", zh="泳池的水有多深？"),
    variants=Wordings(en=["depth of the water"], zh=["個泳池有幾深㗎"]),
    answer=Bilingual(en="The pool is 2 m deep.", zh="泳池水深兩米，圖書館旁邊。"),
    owner="Leisure",
)


@pytest.mark.parametrize(
    "q",
    ["POOL", "deep pool", "pool 深", "泳池", "水有多深", "图书馆", "圖書館", "ｐｏｏｌ", "幾深㗎", "几深", "depth water", "leisure",
     "pool-depth", "  pool  ", "Pool is 2 m", "pool.example", "收费"],
)  # fmt: skip
def test_search_finds_what_is_said_in_any_script(q: str) -> None:
    assert found(items(POOL, entry("other", topic="visiting", source=Source(title="-", as_of="2021"))), q=q) == [
        "pool-depth"
    ]


@pytest.mark.parametrize("q", ["ocean", "pool ocean", "泳池 海", "%", "poool"])
def test_search_finds_nothing_else(q: str) -> None:
    assert found(items(POOL), q=q) == []


def test_filters_narrow_the_list_together() -> None:
    there = items(
        entry("a", topic="fees", owner="ann"),
        entry("b", topic="visiting", owner="ann", review_by="2020"),
        entry("c", topic="visiting", owner="ben", expires_on="2020"),
        entry("d", live=None, topic="visiting", owner="ann", review_by="2020"),
    )
    assert found(there, topic="visiting") == ["b", "c", "d"]
    assert found(there, topic="visiting", owner="ann") == ["b", "d"]
    assert found(there, topic="visiting", owner="ann", state="withdrawn") == ["d"]
    assert found(there, state="due") == ["b", "c"]
    assert found(there, state="expired") == ["c"]
    assert found(there, state="live") == ["a", "b"]
    assert found(there, owner="nobody") == []


def test_ones_own_drafts_are_found() -> None:
    there = items(
        entry("a", drafts=[draft("a", author="ann")]),
        entry("b", drafts=[draft("b", author="ann", state="submitted")]),
        entry("c", drafts=[draft("c", author="ann", state="returned")]),
        entry("d", drafts=[draft("d", author="ben", state="returned")]),
        new=[draft("e", author="ann"), draft("f", author="ben")],
    )
    assert found(there, state="mine") == ["a", "c", "e"]
    assert found(there, state="returned") == ["c"]
    assert found(there, who="ben", state="mine") == ["d", "f"]
    assert found(there, state="submitted") == ["b"]
    assert found(there, state="draft") == ["a", "e", "f"]


def test_columns_sort_both_ways_and_what_is_empty_is_last() -> None:
    there = items(
        entry("a", review_by="2027", owner="ben"),
        entry("b", owner="ann"),
        entry("c", expires_on="2026-07", owner="Cat"),
    )
    assert found(there, sort="next") == ["c", "a", "b"]
    assert found(there, sort="-next") == ["a", "c", "b"]
    assert found(there, sort="owner") == ["b", "a", "c"]
    for sort in SORTS:
        assert sorted(found(there, sort=sort)) == ["a", "b", "c"]


def test_the_question_is_sorted_in_the_language_of_the_page() -> None:
    one = entry("a", question=Bilingual(en="B?", zh="一？"))
    two = entry("b", question=Bilingual(en="a?", zh="丁？"))
    assert found(items(one, two), sort="question") == ["b", "a"]
    assert found(items(one, two), lang="zh-Hant", sort="question") == ["a", "b"]


def test_pages_hold_fifty() -> None:
    there = items(*(entry(f"a{number}") for number in range(PAGE * 2 + 1)))
    first, last = (sheet(there, Wish.of({"page": page}), "en", "ann") for page in ("1", "3"))
    assert ([item.id for item in first.items], first.pages, first.first) == ([f"a{n}" for n in range(PAGE)], 3, 1)
    assert ([item.id for item in last.items], last.count, last.first) == ([f"a{PAGE * 2}"], PAGE * 2 + 1, PAGE * 2 + 1)
    assert sheet(there, Wish.of({"page": "99"}), "en", "ann") == last
    assert sheet([], Wish.of({"page": "2"}), "en", "ann").first == 0


def test_what_cannot_be_is_not_asked() -> None:
    query = {"topic": "sauna", "state": "odd", "sort": "-odd", "page": "-1", "q": " "}
    assert Wish.of(query) == Wish()
    assert Wish.of({"page": "²"}) == Wish.of({"page": "0"}) == Wish.of({"page": "9" * 5000}) == Wish()


def test_addresses_keep_what_is_asked() -> None:
    wish = Wish.of({"q": "a&b", "state": "due", "page": "2"})
    assert wish.address(page=3) == "/console/faqs?q=a%26b&state=due&page=3"
    assert wish.turned("next") == "/console/faqs?q=a%26b&state=due&sort=next"
    assert Wish(sort="next").turned("next") == "/console/faqs?sort=-next"
    assert Wish(sort="-next").turned("next") == "/console/faqs?sort=next"
