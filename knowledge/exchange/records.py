"""FAQs as named texts, the same names in every kind of file; every fault is found before any file is refused."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from knowledge.buildings import maps
from knowledge.content import DATE, ID, MAX_ID_CHARS, TEXT_LANGS, URL, Faq, in_calendar
from knowledge.exchange.faults import ExchangeError, Fault, Problem, quoted

MAX_FAQS = 20_000
MAX_CELL_CHARS = 32_767
"""What a cell of a spreadsheet holds."""


class Cell(NamedTuple):
    """One text of a record, and where it stands."""

    row: int
    text: str
    problem: Problem | None = None
    """Why it could not even be read."""


@dataclass
class Record:
    """One FAQ as it was read."""

    row: int
    cells: dict[str, Cell] = field(default_factory=dict)
    """By column; empty ones may be left out."""
    faults: list[Fault] = field(default_factory=list)
    """What is wrong besides the cells."""


class Column(NamedTuple):
    """A text that an FAQ has; the name is the path of the field."""

    name: str
    needed: bool = True
    check: Callable[[str], Problem | None] | None = None
    """Of a text that has a form; spaces around such a one are none of it."""
    several: bool = False
    """A wording on each line."""

    @property
    def path(self) -> list[str]:
        """The names of the fields from the outside to the inside."""
        return self.name.split(".")


def _id(text: str) -> Problem | None:
    if re.search(ID, text) and len(text) <= MAX_ID_CHARS:
        return None
    return Problem.of("bad_id", text=quoted(text), most=MAX_ID_CHARS)


def _date(text: str) -> Problem | None:
    if re.search(DATE, text) and in_calendar(text):
        return None
    return Problem.of("bad_date", text=quoted(text))


def _url(text: str) -> Problem | None:
    if re.search(URL, text):
        return None
    return Problem.of("bad_url", text=quoted(text))


def _map(text: str) -> Problem | None:
    if text in maps():
        return None
    return Problem.of("bad_map", text=quoted(text), known=", ".join(maps()))


COLUMNS = (
    Column("id", check=_id),
    Column("topic"),
    Column("question.en"),
    Column("question.zh"),
    Column("variants.en", needed=False, several=True),
    Column("variants.zh", needed=False, several=True),
    Column("answer.en"),
    Column("answer.zh"),
    Column("source.title", needed=False),
    Column("source.title.en", needed=False),
    Column("source.title.zh", needed=False),
    Column("source.url", needed=False, check=_url),
    Column("source.as_of", check=_date),
    Column("owner"),
    Column("review_by", needed=False, check=_date),
    Column("effective_from", needed=False, check=_date),
    Column("expires_on", needed=False, check=_date),
    Column("map", needed=False, check=_map),
)
"""A source's title is either one for both languages, or one for each."""
BY_NAME = {column.name: column for column in COLUMNS}


def texts_of(faq: Faq, row: int) -> dict[str, str]:
    """The texts of an FAQ by column, empty ones left out. Raises ExchangeError for one that fits in no cell."""
    texts: dict[str, str] = {}
    fields = msgspec.to_builtins(faq)
    for column in COLUMNS:
        value: Any = fields
        for name in column.path:
            value = value.get(name) if isinstance(value, dict) else None
        if isinstance(value, list):
            value = "\n".join(value)
        if value and isinstance(value, str):
            texts[column.name] = value
    too_long = [name for name, text in texts.items() if len(text) > MAX_CELL_CHARS]
    if too_long:
        raise ExchangeError([Fault(_too_long(texts[name]), row, name) for name in too_long])
    return texts


def faqs_of(records: Sequence[Record], topics: Collection[str]) -> list[Faq]:
    """The FAQs, in their order; `topics` are the ids that there are. Raises ExchangeError with every fault."""
    if not records:
        raise ExchangeError.of("no_faq")
    if len(records) > MAX_FAQS:
        raise ExchangeError.of("too_many_faqs", most=MAX_FAQS)
    faults: list[Fault] = []
    row_of: dict[str, int] = {}
    for record in records:
        faults += record.faults
        faults += _faults(record, topics)
        id_ = record.cells.get("id")
        if id_ and (name := id_.text.strip()):
            if name in row_of:
                faults.append(Fault(Problem.of("id_taken", id=name, row=row_of[name]), id_.row, "id"))
            row_of.setdefault(name, id_.row)
    if faults:
        raise ExchangeError(faults)
    return [_faq(record) for record in records]


def _faults(record: Record, topics: Collection[str]) -> Iterator[Fault]:
    for column in COLUMNS:
        cell = record.cells.get(column.name, Cell(record.row, ""))
        problem = cell.problem or _problem(column, cell.text, topics)
        if problem:
            yield Fault(problem, cell.row, column.name)
    yield from _title_faults(record)


def _problem(column: Column, text: str, topics: Collection[str]) -> Problem | None:
    stripped = text.strip()
    if not stripped:
        return _missing(column.name) if column.needed else None
    if len(text) > MAX_CELL_CHARS:
        return _too_long(text)
    if column.name == "topic":
        return None if text in topics else Problem.of("no_topic", text=quoted(text))
    return column.check(stripped) if column.check else None


def _title_faults(record: Record) -> Iterator[Fault]:
    both, en, zh = (
        record.cells.get(f"source.title{end}", Cell(record.row, "")) for end in ("", ".en", ".zh")
    )  # fmt: skip
    if both.problem or en.problem or zh.problem:
        return
    if both.text.strip():
        if en.text.strip() or zh.text.strip():
            yield Fault(Problem.of("title_twice"), both.row, "source.title")
    elif not en.text.strip() and not zh.text.strip():
        yield Fault(Problem.of("title_missing"), record.row, "source.title")
    else:
        for name, cell in (("source.title.en", en), ("source.title.zh", zh)):
            if not cell.text.strip():
                yield Fault(_missing(name), cell.row, name)


def _missing(name: str) -> Problem:
    language = name.rpartition(".")[2]
    return Problem.of(f"missing_{language}" if language in TEXT_LANGS else "missing")


def _too_long(text: str) -> Problem:
    return Problem.of("too_long", count=len(text), most=MAX_CELL_CHARS)


def _faq(record: Record) -> Faq:
    fields: dict[str, Any] = {}
    for column in COLUMNS:
        text = record.cells.get(column.name, Cell(record.row, "")).text
        if not text.strip():
            continue
        *outside, last = column.path
        inside = fields
        for name in outside:
            inside = inside.setdefault(name, {})
        if column.several:
            inside[last] = [line.strip() for line in text.split("\n") if line.strip()]
        else:
            inside[last] = text.strip() if column.check else text
    return msgspec.convert(fields, Faq)
