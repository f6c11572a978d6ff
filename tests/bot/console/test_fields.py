"""Whatever of an FAQ changes is shown, and has a name."""

from typing import Any

import msgspec
import pytest

from bot.console import texts
from bot.console.differences import Part
from bot.console.fields import changes, fields_of
from knowledge.content import Bilingual, Source, Wordings
from tests.knowledge.faqs import faq

ONE = faq("adult")


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({"topic": "water"}, ["topic"]),
        ({"question": Bilingual(en="Why?", zh="點解？")}, ["question_en", "question_zh"]),
        ({"answer": Bilingual(en="HK$18", zh="17港元")}, ["answer_en"]),
        ({"variants": Wordings(en=["about adult"], zh=["大人"])}, ["variants_zh"]),
        ({"source": Source(title="Pool", as_of="2022")}, ["source_url", "source_as_of"]),
        ({"source": Source(title=Bilingual(en="Pool", zh="泳池"), as_of="2021-05", url="https://pool.example/")},
         ["source_title_zh"]),
        ({"owner": "Leisure"}, ["owner"]),
        ({"review_by": "2027", "effective_from": "2026", "expires_on": "2028"},
         ["review_by", "effective_from", "expires_on"]),
        ({"map": "headquarters/4"}, ["map"]),
        ({}, []),
    ],
)  # fmt: skip
def test_what_changed_is_named(fields: dict[str, Any], changed: list[str]) -> None:
    assert [change.field for change in changes(ONE, msgspec.structs.replace(ONE, **fields))] == changed


def test_nothing_of_an_faq_is_left_out() -> None:
    shown = {name.removesuffix("_en").removesuffix("_zh") for name in fields_of(ONE)}
    inside = {"source_title", "source_url", "source_as_of"}
    assert shown - inside == {name for name in msgspec.structs.asdict(ONE) if name not in ("id", "source")}
    assert inside == {f"source_{name}" for name in msgspec.structs.asdict(ONE.source)}
    assert all(texts.knows(f"faqs.field_{name}") for name in fields_of(ONE))


def test_of_wordings_only_the_lines_that_changed_are_shown() -> None:
    before, after = (
        msgspec.structs.replace(ONE, variants=Wordings(en=lines, zh=[]))
        for lines in (["one", "fee now", "three", "four"], ["one", "fee then", "three", "new"])
    )
    (change,) = changes(before, after)
    assert change.parts == [
        Part("same", "fee "),
        Part("removed", "now"),
        Part("added", "then"),
        Part("same", "\n"),
        Part("removed", "four"),
        Part("added", "new"),
    ]


def test_wordings_in_another_order_are_a_change() -> None:
    one, other = (
        msgspec.structs.replace(ONE, variants=Wordings(en=lines, zh=[])) for lines in (["a", "b"], ["b", "a"])
    )
    (change,) = changes(one, other)
    assert [part for part in change.parts if part.kind != "same"] == [Part("added", "b"), Part("removed", "b")]


def test_a_change_knows_its_language_and_what_was_there() -> None:
    (change,) = changes(ONE, msgspec.structs.replace(ONE, answer=Bilingual(en="HK$17", zh="18港元")))
    assert (change.written, change.parts) == (
        "zh",
        [Part("removed", "17"), Part("added", "18"), Part("same", "港元")],
    )
