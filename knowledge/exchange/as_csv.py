"""CSV for spreadsheets: UTF-8 with a byte order mark, by which Excel knows Chinese."""

import csv
import io
from collections.abc import Iterator, Sequence

from knowledge.content import Faq
from knowledge.exchange.faults import ExchangeError
from knowledge.exchange.records import Cell, Record
from knowledge.exchange.table import records_of, rows_of
from knowledge.exchange.text import decoded


def read(data: bytes) -> list[Record]:
    """The records of a file. Raises ExchangeError where it is no CSV."""
    return records_of(_rows(decoded(data)))


def write(faqs: Sequence[Faq]) -> bytes:
    """A file of them."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows_of(faqs))
    return file.getvalue().encode("utf-8-sig")


def _rows(text: str) -> Iterator[list[Cell]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            yield [Cell(row, cell) for cell in cells]
    except csv.Error as error:
        raise ExchangeError.of("csv_row", row + 1, problem=error) from error
