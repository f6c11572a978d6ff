"""Questions with the answer that is right for them: the evaluation set, and the development set."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from language.detect import Lang

FOLDER = Path(__file__).parent.parent / "evaluation"
EVALUATION = (FOLDER / "questions.jsonl", FOLDER / "report_questions.jsonl")
"""The project's own evaluation set; never trained on."""
DEVELOPMENT = FOLDER / "development.jsonl"
"""What the decision is fitted on and choices are tried on."""
DISTRESS = FOLDER / "distress.jsonl"
"""People in trouble and near misses, written apart from the training data."""
KNOWN_FAILURES = FOLDER / "known_failures.jsonl"
"""What goes wrong and is known to: of the development set, so that a change that mends it is seen."""

LineT = TypeVar("LineT")

Expect = Literal["answer", "decline", "distress", "smalltalk"]


class QuestionsError(Exception):
    """A line of a question file is wrong; the message names file and line."""


@dataclass(frozen=True)
class Question:
    """One line of a question file."""

    id: str
    text: str
    variety: str
    """en, zh-Hant, yue, zh-Hans, mixed or noisy."""
    lang: Lang
    """The language the reply must be in."""
    expect: Expect
    topics: tuple[str, ...] = ()
    """Topics of which any is right."""
    near_miss: bool = False
    """Sounds like distress and is not."""
    source: str | None = None
    """`report`: the right answer is a passage of the report."""
    quote: str | None = None
    """English words that stand in the right passage."""
    says: tuple[str, ...] = ()
    """Figures, names or words of which a right answer says one; any answer of the topics will do where empty."""


def read_questions(path: Path) -> list[Question]:
    """Read a file of one JSON object a line; keys that are notes to readers are passed over."""
    return read_lines(path, Question)


def read_lines(path: Path, kind: type[LineT]) -> list[LineT]:
    """One value of `kind` a line of JSON; raises QuestionsError with file and line."""
    read = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            read.append(msgspec.json.decode(line.encode("utf-8", "replace"), type=kind))
        except (msgspec.DecodeError, RecursionError) as error:
            raise QuestionsError(f"{path}, line {number}: {error}") from error
    return read
