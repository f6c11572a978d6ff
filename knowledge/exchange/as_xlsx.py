"""XLSX: the first sheet of a workbook, every cell as text."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from knowledge.content import Faq
from knowledge.exchange.faults import ExchangeError, Problem
from knowledge.exchange.records import COLUMNS, MAX_CELL_CHARS, Cell, Record
from knowledge.exchange.table import HEADER_ROW, records_of, rows_of

MAX_UNPACKED = 50_000_000
"""Bytes of all parts of a workbook together."""
MAX_COLUMNS = 100
TEXT = "@"
"""The number format of cells that a spreadsheet leaves as they are typed."""
WIDTHS = {"question": 40, "variants": 50, "answer": 60}

# What XML cannot hold, or changes, is written as `_xHHHH_`, as Excel does it.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4})")
_ESCAPE = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


def read(data: bytes) -> list[Record]:
    """The records of the first sheet. Raises ExchangeError where it is no workbook, or one that is too large."""
    _check_archive(data)
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # a file may say less than it has
        return records_of(_rows(sheet))
    except ExchangeError:
        raise
    except Exception as error:  # a broken workbook makes openpyxl raise whatever its parts happen to raise
        raise ExchangeError.of("not_xlsx") from error


def write(faqs: Sequence[Faq]) -> bytes:
    """A workbook of them. Raises ExchangeError for a text that fits in no cell."""
    rows = [
        [_safe(number, column.name, text) for column, text in zip(COLUMNS, texts, strict=True)]
        for number, texts in enumerate(rows_of(faqs), HEADER_ROW)
    ]
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("faq")
    sheet.freeze_panes = "B2"
    for number, column in enumerate(COLUMNS):
        dimension = sheet.column_dimensions[chr(ord("A") + number)]
        dimension.width = WIDTHS.get(column.path[0], 20)
        dimension.number_format = TEXT
    for number, texts in enumerate(rows, HEADER_ROW):
        sheet.append([_cell(sheet, text, bold=number == HEADER_ROW) for text in texts])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _safe(row: int, column: str, text: str) -> str:
    safe = _UNSAFE.sub(lambda found: f"_x{ord(found.group()):04X}_", text)
    if len(safe) > MAX_CELL_CHARS:
        raise ExchangeError.of("no_cell_holds", row, column, count=len(safe))
    return safe


def _cell(sheet: Any, text: str, *, bold: bool) -> Any:
    cell = WriteOnlyCell(sheet, text or None)
    if text:
        cell.data_type = "s"  # whatever it looks like
    cell.number_format = TEXT
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=bold)
    return cell


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ExchangeError.of("not_xlsx") from error
    if size > MAX_UNPACKED:
        raise ExchangeError.of("unpacked", size=size, most=MAX_UNPACKED)


def _rows(sheet: Any) -> Iterator[list[Cell]]:
    for row, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), HEADER_ROW):
        yield [_read(row, cell) for cell in cells]


def _read(row: int, cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell(row, "")
    if cell.data_type == "f":
        return Cell(row, "", Problem.of("formula"))
    if cell.data_type == "e":
        return Cell(row, "", Problem.of("error_value", value=value))
    if isinstance(value, datetime.datetime):
        # a spreadsheet makes a date of 2026-06, and shows it without a day
        return Cell(row, f"{value:%Y-%m-%d}" if "d" in cell.number_format.lower() else f"{value:%Y-%m}")
    if isinstance(value, float) and value.is_integer():
        return Cell(row, str(int(value)))
    return Cell(row, _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), str(value)))
