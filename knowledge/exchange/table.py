"""Rows and columns: what CSV and XLSX have in common."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.content import Faq
from knowledge.errors import ExchangeError, Fault
from knowledge.exchange.records import BY_NAME, COLUMNS, MAX_FAQS, Cell, Record, texts_of

HEADER_ROW = 1
EXPORT = "`ambassador faq export` writes a file that has them all"

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
            raise ExchangeError([Fault(f"there are more than {MAX_FAQS} rows in it", "cut it into several files")])
        if any(cell.text.strip() or cell.problem for cell in row):
            records.append(_record(number, header, row))
    return records


def _check(header: list[str]) -> None:
    if not header:
        raise ExchangeError([Fault("there is nothing in it", f"give it a header and rows; {EXPORT}")])
    if len(header) == 1 and re.search(r"id[;\t]|[;\t]id", header[0]):
        raise ExchangeError([Fault("the columns are not separated by commas", "save it with commas", HEADER_ROW)])
    known = ", ".join(BY_NAME)
    faults = [
        Fault(f"column {number} has no name" if not name else "there is no such column", f"there are {known}",
              HEADER_ROW, name or None)
        for number, name in enumerate(header, 1)
        if name not in BY_NAME
    ]  # fmt: skip
    faults += [
        Fault("the column is there twice", "keep one of the two", HEADER_ROW, name)
        for number, name in enumerate(header)
        if name in header[:number] and name in BY_NAME
    ]
    faults += [
        Fault("the column is missing", f"add it; {EXPORT}", HEADER_ROW, column.name)
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
            reason = f"cell {column} stands under no name of a column"
            record.faults.append(Fault(reason, "remove it, or see whether a comma is not in quotes", number))
    return record
