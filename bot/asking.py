"""`ambassador ask`: one answer to read, or JSON lines for programs."""

import asyncio
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console

from bot.assistant import Assistant
from bot.turn import ReplyJson, TurnFailedError, storable


class BadLineError(Exception):
    """A line of the input is not what `--jsonl` takes; the message says which and why."""


async def ask_one(assistant: Assistant, text: str, console: Console) -> None:
    """Print the replies to one question, readable."""
    for reply in await _turn(assistant, f"ask-{uuid.uuid4()}", text):
        console.print(reply["text"], highlight=False, markup=False)
        for number, button in enumerate(reply["buttons"], start=1):
            console.print(f"  {number}. {button['title']}", highlight=False, markup=False)
        if source := reply["source"]:
            parts = [source["title"], source.get("section"), source["as_of"], source.get("url")]
            console.print(" · ".join(part for part in parts if part), style="dim", highlight=False, markup=False)


def ask_lines(assistant: Assistant, lines: Iterable[str]) -> Iterator[str]:
    """Each line a conversation of its own, answered as it is read; a bad line ends with BadLineError."""
    with asyncio.Runner() as runner:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                id_, turns = _read(line, number)
                replies = runner.run(_conversation(assistant, turns))
                yield storable(json.dumps({"id": id_, "replies": replies}, ensure_ascii=False))


def _read(line: str, number: int) -> tuple[Any, list[str]]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"line {number} is not JSON: {error}") from error
    if not isinstance(record, dict) or "id" not in record:
        raise BadLineError(f'line {number} must be an object with "id" and "text" or "turns"')
    turns = record.get("turns", [record.get("text")])
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise BadLineError(f'line {number} needs "text", a string, or "turns", a list of strings')
    return record["id"], turns


async def _conversation(assistant: Assistant, turns: list[str]) -> list[list[ReplyJson]]:
    sender = f"ask-{uuid.uuid4()}"
    return [await _turn(assistant, sender, text) for text in turns]


async def _turn(assistant: Assistant, sender: str, text: str) -> list[ReplyJson]:
    if refusal := assistant.refuse(text):
        return [refusal]
    try:
        return await assistant.reply(sender, text)
    except TurnFailedError as failure:
        return [failure.reply]
