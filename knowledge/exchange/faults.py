"""What is wrong with a file of FAQs, where, and what to do, in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from knowledge.content import Bilingual, Content
from knowledge.errors import ContentError
from knowledge.yaml_files import mapping, parse

FILE = Path(__file__).parent / "faults.yml"
QUOTED_CHARS = 60
"""So much of a text is shown in a sentence."""


class Problem(Content, frozen=True):
    """What is wrong with one text, and what to do."""

    reason: Bilingual
    mend: Bilingual

    @classmethod
    def of(cls, name: str, /, **values: object) -> Self:
        """By its name in faults.yml, with its {…} filled in."""
        problem = problems()[name]
        return cls(_filled(problem.reason, values), _filled(problem.mend, values))


@cache
def problems() -> dict[str, Problem]:
    """By name, with their {…}."""
    return {name: parse(FILE, name, Problem, problem) for name, problem in mapping(FILE).items()}


@dataclass(frozen=True)
class Fault:
    """A problem, and where it is."""

    problem: Problem
    row: int | None = None
    """Row of a table or line of a text, from 1; None where the whole file is meant."""
    column: str | None = None
    """Name of the column, or path of the field, as in `answer.zh`."""

    def __str__(self) -> str:
        """In English."""
        said = f"{self.problem.reason.en}; {self.problem.mend.en}"
        place = ", ".join(part for part in (self.row and f"row {self.row}", self.column) if part)
        return f"{place}: {said}" if place else said


class ExchangeError(ContentError):
    """A file of FAQs is refused whole; the message has a line for each fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = list(faults)

    @classmethod
    def of(cls, name: str, /, row: int | None = None, column: str | None = None, **values: object) -> Self:
        """For one problem, by its name in faults.yml."""
        return cls([Fault(Problem.of(name, **values), row, column)])


def quoted(text: str) -> str:
    """A text as sentences quote it: not too long, and what cannot be seen written as an escape."""
    short = text if len(text) <= QUOTED_CHARS else text[:QUOTED_CHARS] + "…"
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in short)


def _filled(text: Bilingual, values: dict[str, object]) -> Bilingual:
    return Bilingual(en=text.en.format(**values), zh=text.zh.format(**values))
