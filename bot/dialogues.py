"""Conversations with what each reply must be: written apart from the training data, judged turn by turn."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from rich.console import Console
from rich.table import Table

from bot.questions import FOLDER, read_lines
from bot.turn import ReplyJson
from knowledge.reply import ReplyKind
from language.detect import Lang

if TYPE_CHECKING:
    from bot.assistant import Assistant

DIALOGUES = FOLDER / "dialogues.jsonl"
"""Written from docs/facts.md alone: they judge."""
FOLLOW_UPS = FOLDER / "follow_ups.jsonl"
"""What the reading of follow-ups and corrections was chosen on."""

KeyT = TypeVar("KeyT")


class Said(msgspec.Struct, frozen=True):
    """One turn of a person."""

    text: str
    expect: tuple[ReplyKind, ...] = ()
    """Kinds of the first reply that are right; any where empty."""
    topics: tuple[str, ...] = ()
    """Topics of which an answer must have one, and choices must offer one; any where empty."""
    answer_ids: tuple[str, ...] = ()
    """Answers of which it must be one; any where empty."""
    lang: Lang | None = None


class Dialogue(msgspec.Struct, frozen=True):
    """One line of a dialogue file."""

    id: str
    variety: str
    about: str
    """What it tries: follow_up, correction, ask_back, guided, distress, way and so on."""
    turns: tuple[Said, ...]


@dataclass(frozen=True)
class TurnVerdict:
    """The replies to one turn, and whether the first was right."""

    dialogue: Dialogue
    said: Said
    replies: list[ReplyJson]

    @property
    def judged(self) -> bool:
        """Whether anything is expected of it."""
        return bool(self.said.expect)

    @property
    def right(self) -> bool:
        """Kind, topic and language are as expected."""
        said, first = self.said, self.replies[0]
        if first["kind"] not in said.expect or (said.lang and first["lang"] != said.lang):
            return False
        if first["kind"] == "answer":
            return _among(first["topic"], said.topics) and _among(first["answer_id"], said.answer_ids)
        if first["kind"] == "choices" and said.topics:
            return not {button.get("topic") for button in first["buttons"]}.isdisjoint(said.topics)
        return True


def _among(value: KeyT, allowed: Sequence[KeyT]) -> bool:
    return not allowed or value in allowed


def read_dialogues(path: Path) -> list[Dialogue]:
    """Read a file of one JSON object a line; raises QuestionsError with file and line."""
    return read_lines(path, Dialogue)


async def judge_dialogues(assistant: "Assistant", dialogues: Iterable[Dialogue]) -> list[TurnVerdict]:
    """Hold each conversation from its beginning to its end."""
    verdicts = []
    for dialogue in dialogues:
        for said in dialogue.turns:
            replies = await assistant.reply(f"dialogue-{dialogue.id}", said.text)
            verdicts.append(TurnVerdict(dialogue, said, replies))
    return verdicts


def print_dialogues(verdicts: Sequence[TurnVerdict], console: Console, *, failures: bool) -> None:
    """Turns and whole dialogues that are right, in percent, by what they try and by variety."""
    judged = [verdict for verdict in verdicts if verdict.judged]
    table = Table("", "turns right", "turns", "dialogues right", "dialogues", box=None, pad_edge=False)
    for name, group in _groups(judged):
        by_dialogue: dict[str, bool] = {}
        for verdict in group:
            by_dialogue[verdict.dialogue.id] = by_dialogue.get(verdict.dialogue.id, True) and verdict.right
        right, whole = sum(v.right for v in group), sum(by_dialogue.values())
        table.add_row(
            name,
            f"{100 * right / len(group):.1f}",
            str(len(group)),
            f"{100 * whole / len(by_dialogue):.1f}",
            str(len(by_dialogue)),
        )
    console.print(table)
    for verdict in judged if failures else ():
        if not verdict.right:
            first = verdict.replies[0]
            got = f"{first['kind']} {first['answer_id'] or first['topic'] or ''} {first['lang']}"
            expected = f"{'/'.join(verdict.said.expect)} {', '.join(verdict.said.topics)} {verdict.said.lang or ''}"
            console.print(f"{verdict.dialogue.id} {verdict.said.text!r}: expected {expected}, got {got}", markup=False)


def _groups(judged: Sequence[TurnVerdict]) -> Iterator[tuple[str, list[TurnVerdict]]]:
    for name in dict.fromkeys(v.dialogue.about for v in judged):
        yield name, [v for v in judged if v.dialogue.about == name]
    for name in dict.fromkeys(v.dialogue.variety for v in judged):
        yield name, [v for v in judged if v.dialogue.variety == name]
    yield "all", list(judged)
