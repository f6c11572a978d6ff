"""Nothing is lost on the way through a file, and no spreadsheet runs what it says."""

import csv
import datetime
import io
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from openpyxl import load_workbook

from knowledge.content import Bilingual, Faq, Source, Wordings
from knowledge.exchange.faults import ExchangeError
from knowledge.exchange.files import FORMATS, Format, format_of
from knowledge.exchange.records import COLUMNS, MAX_CELL_CHARS
from knowledge.exchange.table import guarded, unguarded
from knowledge.store import FileStore
from tests.knowledge.faqs import TOPICS, answering, faq, several_faqs, texts
from tests.processes import SECONDS

NAMES = ("faq.yml", "faq.csv", "faq.xlsx")
STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
RICH = Faq(
    id="rich",
    topic="water",
    question=Bilingual(en='=HYPERLINK("http://evil.example")', zh="點解係「=1+1」？"),
    answer=Bilingual(en="One, “two”;\nthree\n", zh='一、"二"；\n😀'),
    source=Source(title=Bilingual(en="@pool", zh="-泳池"), as_of="2021"),
    owner="+852 content",
    variants=Wordings(en=["-5 degrees", "'=quoted"], zh=["=水", "水溫？"]),
    review_by="2027-06-01",
    effective_from="2026-06",
    expires_on="2030",
    map="headquarters/4",
)


@pytest.fixture(params=NAMES)
def kind(request: pytest.FixtureRequest) -> Format:
    """Each kind of file."""
    return format_of(request.param)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=100, deadline=None)
@given(several_faqs)
def test_whatever_faqs_say_comes_back_unchanged(name: str, faqs: list[Faq]) -> None:
    kind = format_of(name)
    written = kind.write(faqs)
    assert kind.read(written, TOPICS) == faqs
    if not name.endswith(".xlsx"):  # a workbook holds the time at which it was written
        assert kind.write(kind.read(written, TOPICS)) == written


def test_every_field_comes_back(kind: Format) -> None:
    assert kind.read(kind.write([RICH, faq("adult")]), TOPICS) == [RICH, faq("adult")]


def test_the_real_faqs_come_back(kind: Format) -> None:
    store = FileStore()
    assert kind.read(kind.write(store.faqs()), store.topics()) == store.faqs()


def test_a_file_is_read_by_its_path(kind: Format, tmp_path: Path) -> None:
    file = tmp_path / "faq"
    file.write_bytes(kind.write([RICH]))
    assert kind.read(file, TOPICS) == [RICH]


def test_exported_yaml_is_a_starter_file(content: Path) -> None:
    (content / "faq" / "lockers.yml").write_bytes(format_of("faq.yml").write([faq("locker", "lockers")]))
    assert faq("locker", "lockers") in FileStore(content).faqs()


@pytest.mark.parametrize("name", ["a.YML", "b/a.yaml", "a.CSV", "a.b.xlsx"])
def test_the_end_of_the_name_says_the_kind(name: str) -> None:
    assert name.lower().endswith(format_of(name).suffixes)


@pytest.mark.parametrize("name", ["faq", "faq.xls", "faq.json", "yml", ""])
def test_another_name_is_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(ExchangeError) as error:
        format_of(name)
    assert all(suffix in str(error.value) for kind in FORMATS for suffix in kind.suffixes)


@given(texts)
def test_a_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[0] not in STARTS


@pytest.mark.parametrize("start", STARTS)
def test_no_cell_of_csv_begins_like_a_formula(start: str) -> None:
    kind = format_of("faq.csv")
    evil = answering(faq("adult"), f"{start}1+cmd|' /C calc'!A0")
    written = kind.write([evil])
    cells = [cell for row in csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")) for cell in row]
    assert [cell for cell in cells if cell[:1] in STARTS] == []
    assert kind.read(written, TOPICS) == [evil]


def test_csv_begins_with_the_mark_by_which_excel_knows_utf_8() -> None:
    kind = format_of("faq.csv")
    written = kind.write([RICH])
    assert written.startswith(b"\xef\xbb\xbfid,topic,")
    assert kind.read(written.removeprefix(b"\xef\xbb\xbf"), TOPICS) == [RICH]


def test_csv_has_a_wording_on_each_line_of_a_cell() -> None:
    written = format_of("faq.csv").write([RICH]).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(written, newline=""))
    assert row["variants.zh"] == "'=水\n水溫？"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_spreadsheets_own_csv_is_read(ends: str) -> None:
    """Columns in another order, optional ones left out, blank rows and lines, spaces where no one sees them."""
    rows = [
        "topic,id,question.en,question.zh,answer.en,answer.zh,source.title,source.as_of,owner,variants.en,,",
        f'fees, adult ,"How much, please?",幾錢,HK$17,17港元,Pool, 2021-05 ,content,"one {ends}{ends}two{ends}",,',
        ",,,,,,,,,,,",
    ]
    (read,) = format_of("faq.csv").read(ends.join(rows).encode(), TOPICS)
    assert (read.id, read.question.en, read.source.as_of) == ("adult", "How much, please?", "2021-05")
    assert read.variants == Wordings(en=["one", "two"])


def test_every_cell_of_a_workbook_is_text() -> None:
    workbook = load_workbook(io.BytesIO(format_of("faq.xlsx").write([RICH, faq("adult")])))
    cells = [cell for row in workbook.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert len(cells) > len(COLUMNS)


def test_a_workbook_that_libreoffice_saved_is_read(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if not soffice:
        pytest.skip("no LibreOffice: `apt-get install libreoffice-calc`")
    kind = format_of("faq.xlsx")
    file = tmp_path / "faq.xlsx"
    file.write_bytes(kind.write([RICH, faq("adult")]))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    convert = [soffice, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(file)]
    subprocess.run(convert, check=True, capture_output=True, timeout=SECONDS)
    assert kind.read(tmp_path / "saved" / "faq.xlsx", TOPICS) == [RICH, faq("adult")]


def test_dates_and_numbers_of_a_spreadsheet_are_read_as_they_look() -> None:
    kind = format_of("faq.xlsx")
    workbook = load_workbook(io.BytesIO(kind.write([faq(id_) for id_ in ("a", "b", "c")])))
    sheet = workbook.worksheets[0]
    column = [cell.value for cell in sheet[1]].index("source.as_of") + 1
    day = datetime.datetime(2026, 6, 1)
    typed: list[tuple[datetime.datetime | int, str]] = [(day, "yyyy-mm-dd"), (day, "mmm-yy"), (2026, "General")]
    for row, (value, number_format) in enumerate(typed, 2):
        cell = sheet.cell(row, column)
        cell.value, cell.number_format = value, number_format
    file = io.BytesIO()
    workbook.save(file)
    assert [one.source.as_of for one in kind.read(file.getvalue(), TOPICS)] == ["2026-06-01", "2026-06", "2026"]


@pytest.mark.parametrize("value", ["null", "~", "''"])
def test_yaml_that_says_nothing_of_an_optional_field_leaves_it_out(value: str) -> None:
    kind = format_of("faq.yml")
    written = kind.write([msgspec.structs.replace(faq("adult"), variants=Wordings())])
    said = f"  review_by: {value}\n  variants: {{en: [{value}], zh: {value}}}\n".encode()
    assert kind.read(written + said, TOPICS) == kind.read(written, TOPICS)


@pytest.mark.parametrize("value", ["2021-05-01", "2021", "2021-05"])
def test_yaml_dates_and_numbers_need_no_quotes(value: str) -> None:
    kind = format_of("faq.yml")
    written = kind.write([faq("adult")]).replace(b"as_of: 2021-05", f"as_of: {value}".encode())
    assert kind.read(written, TOPICS)[0].source.as_of == value


def test_yaml_is_written_without_anchors() -> None:
    same = faq("adult")
    written = format_of("faq.yml").write([same, faq("child")])
    assert not any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(written))


def test_a_text_that_fits_in_no_cell_is_refused_when_it_is_written(kind: Format) -> None:
    with pytest.raises(ExchangeError) as error:
        kind.write([faq("adult"), answering(faq("child"), "x" * (MAX_CELL_CHARS + 1))])
    (fault,) = error.value.faults
    assert fault.column == "answer.en"
    assert str(MAX_CELL_CHARS + 1) in fault.problem.reason.en
