"""A file that is not wholly right is wholly refused: every fault with its place, and what is hostile at once."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from knowledge.exchange import as_xlsx, files, records
from knowledge.exchange.faults import FILE, ExchangeError, Fault, problems, quoted
from knowledge.exchange.files import format_of
from knowledge.exchange.records import COLUMNS
from tests.knowledge.faqs import TOPICS, faq
from tests.knowledge.test_replies import braces

NAMES = ("faq.yml", "faq.csv", "faq.xlsx")
GOOD = {name: format_of(name).write([faq("adult"), faq("child")]) for name in NAMES}
HEADER = [column.name for column in COLUMNS]
NEEDED = [column.name for column in COLUMNS if column.needed]


def faults(name: str, data: bytes) -> list[Fault]:
    with pytest.raises(ExchangeError) as error:
        format_of(name).read(data, TOPICS)
    assert all(fault.problem.reason.en and fault.problem.mend.zh for fault in error.value.faults)
    assert [str(fault) for fault in error.value.faults] == str(error.value).split("\n")
    return error.value.faults


def places(name: str, data: bytes) -> list[tuple[int | None, str | None]]:
    return [(fault.row, fault.column) for fault in faults(name, data)]


def replaced(name: str, old: str, new: str) -> bytes:
    good = GOOD[name]
    assert old.encode() in good
    return good.replace(old.encode(), new.encode(), 1)


def table(*rows: dict[str, str]) -> dict[str, bytes]:
    """The same rows as CSV and as XLSX, each a good FAQ but for what is given."""
    good = dict(zip(HEADER, rows_written()[0], strict=True))
    sheet = Workbook()
    assert sheet.active is not None
    lines = [HEADER, *([{**good, **row}[name] for name in HEADER] for row in rows)]
    for line in lines:
        sheet.active.append(line)
    file = io.BytesIO()
    sheet.save(file)
    quoted = [",".join('"{}"'.format(cell.replace('"', '""')) for cell in line) for line in lines]
    return {"faq.csv": "\r\n".join(quoted).encode(), "faq.xlsx": file.getvalue()}


def rows_written() -> list[list[str]]:
    sheet = load_workbook(io.BytesIO(GOOD["faq.xlsx"])).worksheets[0]
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows(min_row=2)]


WRONG_CELLS = {
    "id": ["Adult", "adult fee", "adult--fee", "-adult", "成人", "", " ", "a" * 101],
    "topic": ["sauna", "", "Fees"],
    "question.en": ["", "  "],
    "answer.zh": [""],
    "source.url": ["www.pool.example", "javascript:alert(1)", "https://a b"],
    "source.as_of": ["", "May 2021", "2021-13", "2021-02-30", "21-05", "2021-5", "2021/05/01"],
    "owner": [""],
    "review_by": ["tomorrow"],
    "map": ["headquarters", "headquarters/99", "../secret"],
}


@pytest.mark.parametrize("name", ["faq.csv", "faq.xlsx"])
@pytest.mark.parametrize(
    ("column", "text"), [(column, text) for column, texts in WRONG_CELLS.items() for text in texts]
)
def test_a_cell_that_cannot_be_is_named(name: str, column: str, text: str) -> None:
    assert places(name, table({"id": "adult"}, {"id": "child", column: text})[name]) == [(3, column)]


@pytest.mark.parametrize("name", ["faq.csv", "faq.xlsx"])
def test_every_fault_is_told_at_once(name: str) -> None:
    rows = table({"topic": "sauna", "answer.zh": ""}, {"id": "Child"}, {"id": "good"}, {"source.as_of": "soon"})
    told = faults(name, rows[name])
    assert [(fault.row, fault.column) for fault in told] == [
        (2, "topic"), (2, "answer.zh"), (3, "id"), (5, "source.as_of"), (5, "id"),
    ]  # fmt: skip
    assert "sauna" in told[0].problem.reason.en
    assert "Chinese" in told[1].problem.reason.en
    assert "row 2" in told[4].problem.reason.en


@pytest.mark.parametrize("name", ["faq.csv", "faq.xlsx"])
@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"source.title": ""}, "source.title"),
        ({"source.title": "", "source.title.en": "Pool"}, "source.title.zh"),
        ({"source.title.zh": "泳池"}, "source.title"),
    ],
)
def test_a_source_has_one_title_or_one_in_each_language(name: str, cells: dict[str, str], column: str) -> None:
    assert places(name, table(cells)[name]) == [(2, column)]


CSV_HEADERS: dict[str, tuple[Callable[[str], str], list[tuple[int | None, str | None]]]] = {
    "unknown": (lambda text: text.replace("owner", "ownr", 1), [(1, "ownr"), (1, "owner")]),
    "twice": (lambda text: text.replace("review_by", "owner", 1), [(1, "owner")]),
    "no name": (lambda text: text.replace("review_by", "", 1), [(1, None)]),
    "none": (lambda text: text.partition("\r\n")[2], [(1, cell) for cell in rows_written()[0][:5]]),
    "semicolons": (lambda text: text.replace(",", ";"), [(1, None)]),
    "nothing": (lambda _: "", [(None, None)]),
    "no rows": (lambda text: text.partition("\r\n")[0], [(None, None)]),
    "blank rows": (lambda text: text.partition("\r\n")[0] + "\r\n,,,\r\n\r\n", [(None, None)]),
    "a cell too many": (lambda text: text.rstrip() + ",more\r\n", [(3, None)]),
    "open quote": (lambda text: text.rstrip() + '"', [(3, None)]),
    "quote inside": (lambda text: text.replace(",HK$17", ',"HK"$17', 1), [(2, None)]),
    "cut": (lambda text: text[: text.rindex("https")], [(3, "source.as_of"), (3, "owner")]),
}


@pytest.mark.parametrize(("change", "expected"), CSV_HEADERS.values(), ids=CSV_HEADERS.keys())
def test_csv_that_is_no_table_of_faqs_is_refused(
    change: Callable[[str], str], expected: list[tuple[int | None, str | None]]
) -> None:
    found = places("faq.csv", change(GOOD["faq.csv"].decode("utf-8-sig")).encode())
    assert found[: len(expected)] == expected


@pytest.mark.parametrize("name", ["faq.csv", "faq.yml"])
@pytest.mark.parametrize("encoding", ["utf-16", "big5", "gb18030"])
def test_text_in_another_encoding_is_named(name: str, encoding: str) -> None:
    (fault,) = faults(name, GOOD[name].decode("utf-8-sig").encode(encoding))
    assert "UTF-8" in fault.problem.reason.en
    assert fault.row is not None


def test_a_missing_column_is_named() -> None:
    lines = GOOD["faq.csv"].decode("utf-8-sig")
    assert places("faq.csv", lines.replace("owner", "review_by2", 1).encode())[-1] == (1, "owner")
    assert [column for _, column in places("faq.csv", b"topic\r\nfees")] == [n for n in NEEDED if n != "topic"]


YAML = {
    "not YAML": ("- {id: [", [(2, None)]),
    "a mapping": ("id: adult", [(1, None)]),
    "a text": ("hello", [(1, None)]),
    "nothing": ("# nothing\n", [(None, None)]),
    "an empty list": ("[]", [(None, None)]),
    "two documents": ("- a\n---\n- b", [(2, None)]),
    "control characters": ("- id: \x01", [(None, None)]),
}


@pytest.mark.parametrize(("text", "expected"), YAML.values(), ids=YAML.keys())
def test_yaml_that_is_no_list_of_faqs_is_refused(text: str, expected: list[tuple[int | None, str | None]]) -> None:
    assert places("faq.yml", text.encode()) == expected


YAML_FIELDS = {
    "unknown field": ("owner:", "ownr:", [(16, "ownr"), (1, "owner")]),
    "unknown language": ("    zh: 17港元", "    fr: 17", [(11, "answer.fr"), (1, "answer.zh")]),
    "field twice": ("owner: content", "owner: content\n  owner: others", [(17, "owner")]),
    "no languages": ("answer:\n    en: HK$17\n    zh: 17港元", "answer: HK$17",
                     [(9, "answer"), (1, "answer.en"), (1, "answer.zh")]),
    "not a text": ("owner: content", "owner: [a, b]", [(16, "owner")]),
    "not a list": ("    - about adult", "    - [about adult]", [(8, "variants.en")]),
    "a wording of two lines": ("- about adult", "- \"about\\nadult\"", [(8, "variants.en")]),
    "a tag": ("owner: content", "owner: !!python/object:os.system x", [(16, "owner")]),
    "another tag": ("owner: content", "owner: !secret x", [(16, "owner")]),
    "a key that is no text": ("owner: content", "owner: content\n  ? [a, b]\n  : c", [(17, "?")]),
    "a bad date": ("2021-05", "2021-05-32", [(15, "source.as_of")]),
    "one title": ("title: Pool", "title: {en: Pool}", [(1, "source.title.zh")]),
    "no record": ("- id: child", "- hello\n- id: child", [(17, None)]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), YAML_FIELDS.values(), ids=YAML_FIELDS.keys())
def test_a_field_that_cannot_be_is_named_with_its_line(
    old: str, new: str, expected: list[tuple[int, str | None]]
) -> None:
    assert places("faq.yml", replaced("faq.yml", old, new))[: len(expected)] == expected


def test_an_id_that_is_there_twice_names_both_lines() -> None:
    (fault,) = faults("faq.yml", replaced("faq.yml", "- id: child", "- id: adult"))
    assert (fault.row, fault.column) == (17, "id")
    assert "row 1" in fault.problem.reason.en


def test_yaml_that_refers_to_itself_is_refused_before_anything_is_made_of_it() -> None:
    bomb = ["- &a0 [x]"] + [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    (fault,) = faults("faq.yml", "\n".join(bomb).encode())
    assert (fault.row, "*a0" in fault.problem.reason.en) == (2, True)
    (fault,) = faults("faq.yml", b"- &a\n  owner: *a\n")
    assert fault.row == 2


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_without_end_is_refused(opening: str) -> None:
    faults("faq.yml", opening.encode() * 100_000)


def test_python_objects_are_never_made_of_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr("os.system", made.append)
    faults("faq.yml", b"- !!python/object/apply:os.system [touch]\n")
    assert made == []


def archive(parts: dict[str, bytes], *, without: str = "") -> bytes:
    """A good workbook with some parts put in place of its own."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD["faq.xlsx"])) as good, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in good.namelist():
            if name not in parts and name != without:
                new.writestr(name, good.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def sheet(rows: str, before: str = "") -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def cells(texts: list[str], row: int) -> str:
    inside = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{row}">{inside}</row>'


def test_a_workbook_that_would_unpack_to_too_much_is_refused_unopened() -> None:
    bomb = archive({"xl/media/bomb": b"\0" * (as_xlsx.MAX_UNPACKED + 1)})
    assert len(bomb) < files.MAX_BYTES
    tracemalloc.start()
    (fault,) = faults("faq.xlsx", bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "unpacked" in fault.problem.reason.en
    assert peak < as_xlsx.MAX_UNPACKED / 10


def test_an_archive_that_lies_about_its_size_unpacks_to_no_more_than_it_says() -> None:
    honest = archive({SHEET: sheet(cells(HEADER, 1) + " " * 1_000_000)})
    size = len(sheet(cells(HEADER, 1) + " " * 1_000_000)).to_bytes(4, "little")
    assert size in honest
    faults("faq.xlsx", honest.replace(size, (2000).to_bytes(4, "little")))


def test_entities_that_grow_without_end_are_refused() -> None:
    entities = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    faults("faq.xlsx", archive({SHEET: sheet(cells(["&a11;"], 1), f"<!DOCTYPE x [{entities}]>")}))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://127.0.0.1:1/"])
def test_nothing_outside_the_workbook_is_read(target: str) -> None:
    outside = f'<!DOCTYPE x [<!ENTITY out SYSTEM "{target}">]>'
    found = faults("faq.xlsx", archive({SHEET: sheet(cells(["&out;"], 1), outside)}))
    assert "root" not in str(found)


def test_a_row_far_below_is_refused_without_making_those_between() -> None:
    far = sheet(cells(HEADER, 1) + cells(["x"], 1_048_576))
    (fault,) = faults("faq.xlsx", archive({SHEET: far}))
    assert str(records.MAX_FAQS) in fault.problem.reason.en


def test_cells_far_to_the_right_are_not_made() -> None:
    right = "".join(f'<row r="{n}"><c r="XFD{n}" t="inlineStr"><is><t>x</t></is></c></row>' for n in range(2, 2000))
    (fault,) = faults("faq.xlsx", archive({SHEET: sheet(cells(HEADER, 1) + right)}))
    assert "no FAQ" in fault.problem.reason.en


@pytest.mark.parametrize("formula", ["1+1", 'HYPERLINK("http://evil.example")'])
def test_a_formula_in_a_workbook_is_named(formula: str) -> None:
    workbook = load_workbook(io.BytesIO(GOOD["faq.xlsx"]))
    workbook.worksheets[0].cell(3, HEADER.index("answer.en") + 1).value = f"={formula}"
    file = io.BytesIO()
    workbook.save(file)
    (fault,) = faults("faq.xlsx", file.getvalue())
    assert (fault.row, fault.column) == (3, "answer.en")
    assert "formula" in fault.problem.reason.en


def test_an_error_in_a_workbook_is_named() -> None:
    workbook = load_workbook(io.BytesIO(GOOD["faq.xlsx"]))
    workbook.worksheets[0].cell(2, HEADER.index("owner") + 1).value = "#REF!"
    file = io.BytesIO()
    workbook.save(file)
    (fault,) = faults("faq.xlsx", file.getvalue())
    assert (fault.row, fault.column, "#REF!" in fault.problem.reason.en) == (2, "owner", True)


NO_WORKBOOKS = {
    "nothing": b"",
    "text": b"id,topic",
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
    "half of one": GOOD["faq.xlsx"][: len(GOOD["faq.xlsx"]) // 2],
    "its end cut off": GOOD["faq.xlsx"][:-10],
    "without its sheet": archive({}, without=SHEET),
    "without its index": archive({}, without="xl/workbook.xml"),
    "with half a sheet": archive({SHEET: sheet(cells(HEADER, 1))[:-30]}),
    "another archive": archive({}, without="[Content_Types].xml"),
}


@pytest.mark.parametrize("data", NO_WORKBOOKS.values(), ids=NO_WORKBOOKS.keys())
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    (fault,) = faults("faq.xlsx", data)
    assert "workbook" in fault.problem.reason.en


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_too_large_is_refused_unread(name: str) -> None:
    (fault,) = faults(name, b"#" * (files.MAX_BYTES + 1))
    assert str(files.MAX_BYTES) in fault.problem.reason.en


@pytest.mark.parametrize("name", NAMES)
def test_too_many_faqs_are_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.exchange.records.MAX_FAQS", 1)
    monkeypatch.setattr("knowledge.exchange.table.MAX_FAQS", 1)
    (fault,) = faults(name, GOOD[name])
    assert "more than 1 " in fault.problem.reason.en


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_not_there_is_named(name: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ExchangeError, match="cannot be read"):
        format_of(name).read(tmp_path / name, TOPICS)


def harmless(name: str, data: bytes) -> None:
    """Read, or refused with faults; nothing else happens."""
    try:
        format_of(name).read(data, TOPICS)
    except ExchangeError as error:
        assert error.faults  # noqa: PT017 - either way is right


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_harmless(name: str, data: bytes) -> None:
    harmless(name, data)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_good_file_with_something_wrong_in_it_is_harmless(name: str, data: st.DataObject) -> None:
    good = GOOD[name]
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 40)))
    harmless(name, good[:start] + data.draw(st.binary(max_size=20)) + good[end:])


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=10),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.sampled_from([*HEADER, "en", "zh", "title", "question", "source"]), inside, max_size=5)
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(_VALUES)
def test_any_yaml_is_harmless(value: object) -> None:
    harmless("faq.yml", yaml.safe_dump([value]).encode())


def test_problems_are_filled_in_alike_in_both_languages() -> None:
    sentences = [text for problem in problems().values() for text in (problem.reason, problem.mend)]
    assert len(sentences) > 70
    assert [text for text in sentences if braces(text.en) != braces(text.zh)] == []


def test_what_cannot_be_seen_is_quoted_as_an_escape_and_what_is_long_in_part() -> None:
    assert quoted("沙拿\u202e\n") == "沙拿\\u202e\\n"
    assert quoted("x" * 100) == "x" * 60 + "…"


def test_every_problem_that_is_worded_can_be_met() -> None:
    named = "".join(path.read_text(encoding="utf-8") for path in FILE.parent.glob("*.py"))
    worded = {name for name in problems() if not name.startswith("missing_")}  # those are put together
    assert {name for name in worded if f'"{name}"' not in named} == set()
