"""The scorecard's arithmetic."""

from typing import Any

import pytest

from bot.questions import Expect, Question
from bot.scorecard import Measure, Verdict, by_variety, measures, to_json
from bot.turn import ReplyJson
from knowledge.reply import Button, Reply, ReplyKind, ReplySource
from language.detect import Lang


def question(expect: Expect = "answer", topics: tuple[str, ...] = ("fees",), **more: Any) -> Question:
    values: dict[str, Any] = {"id": "q", "text": "How much?", "variety": "en", "lang": "en", **more}
    return Question(expect=expect, topics=topics if expect == "answer" else (), **values)


def reply(
    kind: ReplyKind,
    topic: str | None = None,
    lang: Lang = "en",
    offered: tuple[str, ...] = (),
    section: str | None = None,
) -> ReplyJson:
    source = ReplySource("Title", "2021", section=section) if kind == "answer" else None
    buttons = [Button(name, "/choose", name) for name in offered]
    return Reply("…", kind, lang, topic, confidence=0.5, source=source, buttons=buttons).to_json()


def shares(verdicts: list[Verdict]) -> dict[str, tuple[int, int]]:
    return {measure.name: (measure.hits, measure.of) for measure in measures(verdicts)}


@pytest.mark.parametrize(
    ("expect", "kind", "topic", "right"),
    [
        ("answer", "answer", "fees", True),
        ("answer", "answer", "hours", False),
        ("answer", "choices", "fees", False),
        ("answer", "fallback", None, False),
        ("decline", "fallback", None, True),
        ("decline", "answer", "fees", False),
        ("decline", "choices", "fees", False),
        ("distress", "distress", "distress_abroad", True),
        ("distress", "answer", "distress_abroad", False),
        ("smalltalk", "smalltalk", "smalltalk", True),
        ("smalltalk", "fallback", None, False),
    ],
)
def test_right(expect: Expect, kind: ReplyKind, topic: str | None, right: bool) -> None:
    assert Verdict(question(expect), reply(kind, topic)).right is right


def test_any_of_several_topics_is_right() -> None:
    either = question(topics=("fees", "passport"))
    assert Verdict(either, reply("answer", "passport")).right
    assert not Verdict(either, reply("answer", "hours")).right


def test_a_question_about_the_report_wants_its_words() -> None:
    about = question(source="report")
    assert Verdict(about, reply("answer", "fees", section="Conclusion")).right
    beside = Verdict(about, reply("answer", "fees"))
    assert not beside.right
    assert not beside.wrong  # true, and not what was asked for


@pytest.mark.parametrize(
    ("says", "topic", "text", "tells"),
    [
        (("HK$1,000", "一千"), "fees", "It costs HK$ 1000.", True),
        (("Admiralty",), "fees", "At ADMIRALTY, 1/F.", True),
        (("將軍澳",), "fees", "在将军澳。", True),
        (("370",), "fees", "It takes five days.", False),
        (("370",), "hours", "It costs HK$370.", False),
        ((), "fees", "It costs HK$370.", False),  # nothing to hold it to: not measured
    ],
)
def test_what_was_asked_is_told(says: tuple[str, ...], topic: str, text: str, tells: bool) -> None:
    verdict = Verdict(question(says=says), {**reply("answer", topic), "text": text})
    assert verdict.tells is tells
    assert dict(shares([verdict]))["tells what was asked"] == (int(tells), int(bool(says)))


@pytest.mark.parametrize(
    ("expect", "kind", "offered", "counts"),
    [
        ("answer", "choices", ("hours", "fees"), True),
        ("answer", "choices", ("hours", "passport"), False),
        ("answer", "answer", (), True),
        ("decline", "choices", ("fees",), False),
        ("decline", "fallback", (), True),
    ],
)
def test_offered(expect: Expect, kind: ReplyKind, offered: tuple[str, ...], counts: bool) -> None:
    assert Verdict(question(expect), reply(kind, "fees", offered=offered)).offered is counts


@pytest.mark.parametrize(
    ("expect", "kind", "topic", "wrong"),
    [
        ("answer", "answer", "hours", True),
        ("decline", "answer", "hours", True),
        ("answer", "answer", "fees", False),
        ("answer", "choices", "hours", False),
        ("decline", "fallback", None, False),
    ],
)
def test_confidently_wrong(expect: Expect, kind: ReplyKind, topic: str | None, wrong: bool) -> None:
    assert Verdict(question(expect), reply(kind, topic)).wrong is wrong


def test_false_alarm() -> None:
    assert Verdict(question("answer"), reply("distress", "distress_abroad")).false_alarm
    assert not Verdict(question("distress"), reply("distress", "distress_abroad")).false_alarm


def test_right_language() -> None:
    assert Verdict(question(), reply("answer", "fees")).right_language
    assert not Verdict(question(), reply("answer", "fees", "zh-Hans")).right_language


@pytest.mark.parametrize(
    ("hits", "of", "bar", "at_least", "share", "met"),
    [
        (9, 10, 0.9, True, 0.9, True),
        (8, 10, 0.9, True, 0.8, False),
        (3, 100, 0.03, False, 0.03, True),
        (4, 100, 0.03, False, 0.04, False),
        (5, 10, None, True, 0.5, None),
        (0, 0, 0.9, True, None, None),
    ],
)
def test_a_measure_and_its_bar(
    hits: int, of: int, bar: float | None, at_least: bool, share: float | None, met: bool | None
) -> None:
    measure = Measure("m", hits, of, bar, at_least)
    assert (measure.share, measure.met) == (share, met)


def test_each_measure_counts_over_its_own_questions() -> None:
    verdicts = [
        Verdict(question(), reply("answer", "fees")),
        Verdict(question(), reply("choices", "hours", offered=("hours", "fees"))),
        Verdict(question(), reply("answer", "hours")),
        Verdict(question("decline"), reply("fallback")),
        Verdict(question("decline"), reply("distress", "distress_abroad")),
        Verdict(question("distress"), reply("distress", "distress_abroad", "zh-Hant")),
        Verdict(question("smalltalk"), reply("smalltalk", "smalltalk")),
    ]
    assert shares(verdicts) == {
        "right answer first": (1, 3),
        "right answer or choice": (2, 3),
        "confidently wrong": (1, 5),
        "out of scope declined": (1, 2),
        "distress recognised": (1, 1),
        "false alarms": (1, 6),
        "tells what was asked": (0, 0),
        "small talk": (1, 1),
        "right language": (6, 7),
    }


def test_the_rows_are_the_same_over_nothing() -> None:
    assert list(shares([])) == list(shares([Verdict(question(), reply("fallback"))]))
    assert {measure.share for measure in measures([])} == {None}


def test_varieties_that_were_asked_and_all() -> None:
    verdicts = [
        Verdict(question(variety="yue", lang="zh-Hant"), reply("answer", "fees", "zh-Hant")),
        Verdict(question(variety="en"), reply("fallback")),
        Verdict(question(variety="en"), reply("answer", "fees")),
    ]
    table = by_variety(verdicts)
    assert list(table) == ["en", "yue", "all"]
    first = {variety: (row[0].hits, row[0].of) for variety, row in table.items()}
    assert first == {"en": (1, 2), "yue": (1, 1), "all": (2, 3)}


def test_the_json_holds_every_failure() -> None:
    verdicts = [
        Verdict(question(id="good"), reply("answer", "fees")),
        Verdict(question(id="bad"), reply("answer", "hours")),
        Verdict(question(id="foreign"), reply("answer", "fees", "zh-Hans")),
    ]
    card = to_json(verdicts)
    assert [failure["id"] for failure in card["failures"]] == ["bad", "foreign"]
    assert card["failures"][0] == {
        "id": "bad",
        "text": "How much?",
        "expect": "answer",
        "topics": ("fees",),
        "kind": "answer",
        "topic": "hours",
        "lang": "en",
        "confidence": 0.5,
    }
    assert card["scorecard"]["all"][0] == {
        "name": "right answer first",
        "hits": 2,
        "of": 3,
        "share": pytest.approx(2 / 3),
        "bar": 0.9,
        "met": False,
        "at_least": True,
    }
