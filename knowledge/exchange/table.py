"""Rows and columns: what CSV and XLSX have in common."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.content import Faq
from knowledge.exchange.faults import ExchangeError, Fault, Problem
from knowledge.exchange.records import BY_NAME, COLUMNS, MAX_FAQS, Cell, Record, texts_of

HEADER_ROW = 1

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(rf"'{_FORMULA.pattern}")


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before one that could be."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text


def rows_of(faqs: Sequence[Faq]) -> Iterator[list[str]]:
    """The header, and a row for each FAQ."""
    yield [column.name for column in COLUMNS]
    for row, faq in enumerate(faqs, HEADER_ROW + 1):
        texts = texts_of(faq, row)
        yield [guarded(texts.get(column.name, "")) for column in COLUMNS]


def records_of(rows: Iterable[Sequence[Cell]]) -> list[Record]:
    """A record for each row that is not empty. Raises ExchangeError for a header that cannot be, and too many rows."""
    lines = iter(rows)
    header = [cell.text.strip() for cell in next(lines, [])]
    while header and not header[-1]:
        header.pop()
    _check(header)
    records = []
    for number, row in enumerate(lines, HEADER_ROW + 1):
        if number > MAX_FAQS + HEADER_ROW:
            raise ExchangeError.of("too_many_rows", most=MAX_FAQS)
        if any(cell.text.strip() or cell.problem for cell in row):
            records.append(_record(number, header, row))
    return records


def _check(header: list[str]) -> None:
    if not header:
        raise ExchangeError.of("empty")
    if len(header) == 1 and re.search(r"id[;\t]|[;\t]id", header[0]):
        raise ExchangeError.of("no_commas", HEADER_ROW)
    known = ", ".join(BY_NAME)
    faults = [
        Fault(
            Problem.of("no_column" if name else "unnamed_column", number=number, known=known), HEADER_ROW, name or None
        )
        for number, name in enumerate(header, 1)
        if name not in BY_NAME
    ]
    faults += [
        Fault(Problem.of("column_twice"), HEADER_ROW, name)
        for number, name in enumerate(header)
        if name in header[:number] and name in BY_NAME
    ]
    faults += [
        Fault(Problem.of("column_missing"), HEADER_ROW, column.name)
        for column in COLUMNS
        if column.needed and column.name not in header
    ]
    if faults:
        raise ExchangeError(faults)


def _record(number: int, header: Sequence[str], row: Sequence[Cell]) -> Record:
    record = Record(number)
    for name, cell in zip(header, row, strict=False):  # a row may be shorter: the rest of it is empty
        record.cells[name] = cell._replace(text=unguarded(cell.text))
    for column, cell in enumerate(row[len(header) :], len(header) + 1):
        if cell.text.strip() or cell.problem:
            record.faults.append(Fault(Problem.of("stray_cell", number=column), number))
    return record
