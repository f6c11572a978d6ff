"""`ambassador ask` behind the command line: one answer to read, JSON lines for programs."""

import io
import json
from typing import Any

import pytest
from rich.console import Console

from bot.asking import BadLineError, ask_lines, ask_one
from bot.runtime import Runtime
from tests.bot.contract import check_reply


def answers(runtime: Runtime, *records: object) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ask_lines(runtime.assistant, [json.dumps(record) for record in records])]


async def test_one_answer_is_printed_with_its_source(runtime: Runtime) -> None:
    console = Console(file=io.StringIO(), width=400)
    await ask_one(runtime.assistant, "怎樣換領護照？", console)
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert "護照" in printed.splitlines()[0]
    assert " · " in printed.splitlines()[-1]


async def test_what_is_printed_is_not_markup(runtime: Runtime) -> None:
    console = Console(file=io.StringIO(), width=400)
    await ask_one(runtime.assistant, "[bold red]" * 300, console)
    assert "too long" in console.file.getvalue()  # type: ignore[attr-defined]


def test_each_line_is_answered_under_its_id(runtime: Runtime) -> None:
    first, second = answers(
        runtime, {"id": 1, "text": "How do I renew my passport?"}, {"id": ["any", None], "text": "你好", "note": "x"}
    )
    assert (first["id"], second["id"]) == (1, ["any", None])
    [[answer]], [[greeting]] = first["replies"], second["replies"]
    check_reply(answer)
    check_reply(greeting)
    assert (answer["kind"], greeting["kind"]) == ("answer", "smalltalk")


def test_turns_of_a_line_are_one_conversation_and_lines_are_not(runtime: Runtime) -> None:
    first, second = answers(runtime, {"id": 1, "turns": ["谢谢", "???"]}, {"id": 2, "turns": ["???"]})
    assert [replies[0]["lang"] for replies in first["replies"]] == ["zh-Hans", "zh-Hans"]
    assert [replies[0]["lang"] for replies in second["replies"]] == ["en"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 5000], ids=["empty", "blank", "long"])
def test_a_text_that_is_refused_is_answered_in_words(runtime: Runtime, text: str) -> None:
    [[[reply]]] = [answer["replies"] for answer in answers(runtime, {"id": 1, "text": text})]
    check_reply(reply)
    assert reply["kind"] == "fallback"


@pytest.mark.parametrize("record", [{"id": "\ud800", "text": "hello"}, {"id": 1, "text": "hello \udfff"}], ids=ascii)
def test_half_a_surrogate_pair_does_no_harm(runtime: Runtime, record: dict[str, Any]) -> None:
    [line] = ask_lines(runtime.assistant, [json.dumps(record)])
    assert line.encode()


def test_blank_lines_are_passed_over(runtime: Runtime) -> None:
    assert list(ask_lines(runtime.assistant, ["\n", "  \n", ""])) == []


@pytest.mark.parametrize(
    "bad",
    [
        "nonsense",
        "{",
        "[]",
        "5",
        "null",
        "[" * 30_000,
        '{"text": "no id"}',
        '{"id": 1}',
        '{"id": 1, "text": null}',
        '{"id": 1, "text": ["hello"]}',
        '{"id": 1, "turns": []}',
        '{"id": 1, "turns": "hello"}',
        '{"id": 1, "turns": ["hello", 5]}',
    ],
    ids=lambda line: line[:30],
)
def test_a_bad_line_is_named_after_the_lines_before_it_are_answered(runtime: Runtime, bad: str) -> None:
    lines = ask_lines(runtime.assistant, ['{"id": 1, "text": "hello"}', "", bad, '{"id": 2, "text": "hello"}'])
    assert json.loads(next(lines))["id"] == 1
    with pytest.raises(BadLineError, match="line 3 "):
        next(lines)
