"""Files of every kind, read into headings and paragraphs; what is wrong with one is said, and nothing hangs."""

import contextlib
import io
import socket
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from knowledge.documents import from_docx, from_pdf, reading
from knowledge.documents.document import MAX_CHARS, Document
from knowledge.documents.faults import DocumentError, faults
from knowledge.documents.marking import mark
from knowledge.documents.reading import MAX_BYTES, SUFFIXES, read_document
from tests.knowledge.documents.samples import PAGE, PAGE_ZH, docx_of, pdf, report_pdf, saved, with_part
from tests.knowledge.test_replies import braces

LANTERNS = "In 2019 the Department of Samples lit 4,210 purple lanterns"


def shape(document: Document) -> list[tuple[int, str]]:
    return [(block.heading, block.text) for block in document.blocks]


def headings(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.heading]


def refused(name: str, data: bytes) -> DocumentError:
    with pytest.raises(DocumentError) as error:
        read_document(name, data)
    return error.value


def read_or_none(name: str, data: bytes) -> Document | None:
    """None where it is refused; whatever else is raised is a mistake."""
    try:
        return read_document(name, data)
    except DocumentError:
        return None


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a file never opens a connection."""

    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", fail)


# Web pages


def test_a_web_page_without_its_menus() -> None:
    document = read_document("report.html", PAGE)
    assert document.title == "Sample Report 2019"
    assert shape(document) == [
        (1, "Sample Report 2019"),
        (2, "Purple lanterns"),
        (0, f"{LANTERNS} along the river. Each lantern was checked by hand on Mondays."),
        (0, "Photo: a lantern at dusk."),
        (0, "Photo: a lantern at dusk."),
        (3, "Repairs"),
        (0, "The following were repaired:\n• the lantern at Quay 7\n• the lantern at Quay 9"),
        (0, "Quay | Lanterns\nQuay 7 | 12"),
        (2, "Visitors"),
        (0, "Visitors from afar borrowed 310 umbrellas. All of them came back dry."),
    ]
    assert {"Home About us", "Home > Publications", "Copyright 2019. Privacy"} <= set(document.left_out)
    assert not any("spy" in text or "alert" in text or "color" in text for text in (document.text, *document.left_out))


def test_a_chinese_page_has_no_spaces_where_its_lines_end() -> None:
    document = read_document("report.html", PAGE_ZH)
    assert headings(document) == ["2019年樣本報告", "紫色燈籠", "維修", "訪客"]
    assert "紫色燈籠。每個燈籠" in document.text


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        *(("utf-8", "utf-8"), ("utf-8", ""), ("utf-8-sig", ""), ("utf-16", "")),
        *(("big5hkscs", "big5"), ("big5hkscs", ""), ("gb18030", "gb2312")),
    ],
)
def test_the_encoding_is_found(encoding: str, declared: str) -> None:
    text = "二零一九年，樣本部在河邊點亮了燈籠。" if encoding != "gb18030" else "二零一九年，样本部在河边点亮了灯笼。"
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    page = f"<html><head>{head}</head><body><p>{text}</p></body></html>"
    assert read_document("a.html", page.encode(encoding)).text == text
    assert declared or read_document("a.txt", text.encode(encoding)).text == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display: none'>Secret.</div>",
        "<div hidden>Secret.</div>",
        "<p aria-hidden='true'>Secret.</p>",
        "<noscript>Secret.</noscript>",
        "<form><label>Secret.</label></form>",
        "<template>Secret.</template>",
        "<!-- Secret. -->",
        "<svg><text>Secret.</text></svg>",
        "<iframe src='https://evil.example/'>Secret.</iframe>",
        "<object data='https://evil.example/'>Secret.</object>",
        "<div role='dialog'>Secret.</div>",
        "<div class='site-footer footer'>Secret.</div>",
        "<img src='https://evil.example/pixel.gif' alt='Secret.'>",
    ],
)
def test_what_is_no_content_is_not_read(hidden: str) -> None:
    assert read_document("a.html", f"<body>{hidden}<p>Plain words.</p></body>".encode()).text == "Plain words."


def test_text_in_a_box_of_an_odd_name_is_kept_where_it_is_much() -> None:
    said = "This is said at some length and not linked to anything at all. " * 30
    document = read_document("a.html", f"<body><div id='navigation'><p>{said}</p></div></body>".encode())
    assert said.strip() in document.text


def test_external_entities_are_not_read() -> None:
    page = (
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><body><p>Words &x; here.</p></body></html>'
    )
    with open("/etc/hostname") as file:
        assert file.read().strip() not in read_document("a.xhtml", b"<?xml version='1.0'?>" + page).text


def test_a_page_of_old_days_divides_paragraphs_by_two_breaks() -> None:
    document = read_document("a.htm", b"<body>The first one.<br><br>The second<br>one.</body>")
    assert [block.text for block in document.blocks] == ["The first one.", "The second one."]


def test_a_table_that_places_things_is_no_table_of_data() -> None:
    page = b"<table><tr><td><ul><li><a href='/'>Home</a></li></ul></td><td><h1>Lanterns</h1><p>Green.</p></td></tr></table>"
    assert shape(read_document("a.html", page)) == [(1, "Lanterns"), (0, "Green.")]


@pytest.mark.parametrize("depth", [300, 5000, 200_000])
def test_very_deep_pages_do_no_harm(depth: int) -> None:
    page = b"<div>" * depth + b"Deep words." + b"</div>" * depth
    document = read_or_none("a.html", page)
    assert document is None or "Deep words." in document.text


# Word


def test_a_word_document() -> None:
    document = read_document("report.docx", docx_of())
    assert shape(document) == [
        (1, "Sample Report 2019"),
        (2, "Purple lanterns"),
        (0, f"{LANTERNS}. They were checked on Mondays."),
        (0, "The following were repaired:\n• the lantern at Quay 7\n• the lantern at Quay 9"),
        (0, "Quay | Lanterns\nQuay 7 | 12"),
    ]


def test_headings_of_a_word_document_without_styles_are_guessed() -> None:
    assert headings(read_document("report.docx", docx_of(heading_style=False))) == [
        "Sample Report 2019",
        "Purple lanterns",
    ]


def test_changes_under_review_are_read_as_they_will_be() -> None:
    document = docx.Document()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    runs = (
        f'<w:p {space}><w:r><w:t xml:space="preserve">They were </w:t></w:r>'
        '<w:del w:id="1" w:author="a"><w:r><w:delText>purple</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>green</w:t></w:r></w:ins></w:p>'
    )
    document.element.body.insert(0, parse_xml(runs))
    assert read_document("a.docx", saved(document)).text == "They were green"


def test_the_table_of_contents_is_left_out() -> None:
    document = docx.Document()
    style = document.styles.add_style("toc 1", 1)
    document.add_paragraph("Lanterns ........ 7", style=style)
    document.add_paragraph("They were all green.")
    read = read_document("a.docx", saved(document))
    assert (read.text, read.left_out) == ("They were all green.", ("Lanterns ........ 7",))


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = with_part(docx_of(), "word/document.xml", b" " * (from_docx.MAX_TEXT + 1))
    assert len(bomb) < 200_000
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    assert refused("a.docx", bomb).fault == "bomb"


def test_very_many_parts_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(from_docx.MAX_PARTS + 1):
            archive.writestr(f"{number}", b"")
    assert refused("a.docx", file.getvalue()).fault == "bomb"


def test_entities_that_multiply_are_not_followed() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]><w>&l11;</w>'.encode()
    assert refused("a.docx", with_part(docx_of(), "word/document.xml", xml)).fault in ("not_docx", "nothing")


def test_an_external_entity_of_a_word_document_is_not_read() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    xml = (
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<w:document {space}><w:body><w:p><w:r><w:t>Words &x; here.</w:t></w:r></w:p></w:body></w:document>"
    )
    document = read_or_none("a.docx", with_part(docx_of(), "word/document.xml", xml.encode()))
    assert document is None or "root" not in document.text


# PDF


def test_a_pdf_without_its_headers_and_page_numbers() -> None:
    document = read_document("report.pdf", report_pdf())
    assert shape(document) == [
        (1, "Sample Report 2019"),
        (2, "Purple lanterns"),
        (0, f"{LANTERNS} along the river. Each lantern was checked by hand on Mondays."),
        (0, "The second paragraph begins on this page and it goes on over to the next one without a stop."),
        (2, "Visitors"),
        (0, "Visitors from afar borrowed 310 umbrellas."),
        (0, "• red umbrellas\n• blue umbrellas"),
        (0, "The last page has one sentence."),
    ]
    assert document.left_out == ("Department of Samples",)


@pytest.mark.parametrize(("password", "refuses"), [("secret", True), ("", False)])
def test_a_password_is_asked_for_only_where_there_is_one(password: str, refuses: bool) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(report_pdf())))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    if refuses:
        assert refused("a.pdf", file.getvalue()).fault == "encrypted"
    else:
        assert LANTERNS in read_document("a.pdf", file.getvalue()).text


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_pdf, "MAX_PAGES", 2)
    error = refused("a.pdf", report_pdf())
    assert error.fault == "too_many_pages"
    assert "3 pages" in str(error)


def test_what_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_pdf, "MAX_SECONDS", -1.0)
    assert refused("a.pdf", report_pdf()).fault == "too_slow"


# Text


def test_a_text() -> None:
    text = "Sample Report 2019\n\nIn 2019 nobody\nlit a lantern.\n\n- red ones\n- green\n  ones\n\nVisitors\n\nNobody came.\n"
    assert shape(read_document("a.txt", text.encode())) == [
        (2, "Sample Report 2019"),
        (0, "In 2019 nobody lit a lantern."),
        (0, "• red ones\n• green ones"),
        (2, "Visitors"),
        (0, "Nobody came."),
    ]


def test_a_text_with_a_paragraph_on_every_line() -> None:
    assert shape(read_document("a.txt", "燈籠\n河邊的燈籠是綠色的。\n沒有人點亮。".encode())) == [
        (2, "燈籠"),
        (0, "河邊的燈籠是綠色的。"),
        (0, "沒有人點亮。"),
    ]


def test_markdown() -> None:
    text = "# Lanterns #\nThey are **green**, see [the list](https://samples.example).\n\nA short line\n\nAll\n===\n"
    assert shape(read_document("a.md", text.encode())) == [
        (1, "Lanterns"),
        (0, "They are green, see the list."),
        (0, "A short line"),  # what marks its headings has no others
        (1, "All"),
    ]


# Every kind

SCANNED = pdf([[], []], picture=True)
REFUSED = {
    "kind": ("report.exe", b"MZ words"),
    "kind without a suffix": ("report", b"words"),
    "too_large": ("a.txt", b"words " * (MAX_BYTES // 6 + 1)),
    "nothing": ("a.txt", b" \n \n"),
    "nothing in a page": ("a.html", b"<html><body><script>x()</script></body></html>"),
    "nothing in a document": ("a.docx", saved(docx.Document())),
    "nothing but numbers": ("a.txt", b"1 2 3"),
    "only_pictures": ("a.pdf", SCANNED),
    "nothing, no pages": ("a.pdf", pdf([])),
    "not_pdf": ("a.pdf", PAGE),
    "broken_pdf": ("a.pdf", report_pdf()[:300]),
    "not_docx": ("a.docx", PAGE),
    "not_docx but a zip": ("a.docx", with_part(docx_of(), "[Content_Types].xml", b"<x/>")),
    "not_docx, cut off": ("a.docx", docx_of()[:-200]),
    "old_word": ("a.doc", b"words"),
    "old_word by its bytes": ("a.docx", bytes.fromhex("D0CF11E0A1B11AE1") + b"words"),
    "not_text": ("a.txt", bytes(range(256)) * 40),
    "not_text, a picture": ("a.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200)),
    "too_long": ("a.txt", b"words " * (MAX_CHARS // 5)),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_is_refused_with_the_reason(case: str) -> None:
    name, data = REFUSED[case]
    error = refused(name, data)
    assert error.fault == case.replace(",", "").split(" ")[0] or (error.fault, case) == ("encoding", "not_text")
    assert error.fault in ("encoding", "not_text") or name in str(error)
    assert error.said.en == str(error)
    assert error.said.zh != error.said.en


LONG = 100_000
HOSTILE = {
    "one long line": "words " * (LONG // 7),
    "spaces": "字" + "\u3000" * (LONG // 2) + "。",
    "plain spaces": "# a" + " " * (LONG // 2) + "b",
    "empty lines": "字" + "\n" * (LONG // 2) + "a",
    "headings": "# a\n" * (LONG // 5) + "Words.",
    "stars": "**a " * (LONG // 5),
    "brackets": "[" * (LONG // 2) + "a",
    "initials": "A. " * (LONG // 4),
    "quotes": "." + "'" * (LONG // 2) + "a",
    "bullets": "- a\n" * (LONG // 5),
    "hashes": "#" * (LONG // 2) + " a",
}


@pytest.mark.parametrize("suffix", [".txt", ".html"])
@pytest.mark.parametrize("case", HOSTILE)
def test_no_text_makes_it_hang(case: str, suffix: str) -> None:
    """Each of these takes minutes, and at the limit hours, where a pattern goes over the text once for every character of it."""
    document = read_or_none(f"a{suffix}", HOSTILE[case].encode())
    if document:
        with contextlib.suppress(DocumentError):
            mark([document])


def test_a_path_is_not_shown() -> None:
    assert "secret" not in str(refused("C:\\secret\\report.exe", b"words"))
    assert "secret" not in str(refused("/secret/report.exe", b"words"))


def test_reasons_fill_in_the_same_in_both_languages() -> None:
    assert {name for name, text in faults().items() if braces(text.en) != braces(text.zh)} == set()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(SUFFIXES), st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>"])
)
def test_whatever_comes_is_read_or_refused(suffix: str, data: bytes, start: bytes) -> None:
    document = read_or_none(f"a{suffix}", start + data)
    assert document is None or document.blocks


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([(".pdf", report_pdf()), (".docx", docx_of()), (".html", PAGE)]), st.data())
def test_a_file_that_was_damaged_is_read_or_refused(whole: tuple[str, bytes], draw: st.DataObject) -> None:
    suffix, data = whole
    at = draw.draw(st.integers(0, len(data) - 1))
    damaged = data[:at] + draw.draw(st.binary(max_size=20)) + data[at + draw.draw(st.integers(0, 40)) :]
    document = read_or_none(f"a{suffix}", damaged)
    assert document is None or document.blocks


def test_the_limit_of_the_form_is_above_the_files() -> None:
    from bot.console.forms import MAX_FORM_BYTES

    assert reading.MAX_BYTES < MAX_FORM_BYTES
