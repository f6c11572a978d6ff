"""A made-up report of a department that there is not, as files of every kind."""

import io
import zipfile
from collections.abc import Sequence

import docx

PAGE = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sample Report 2019 | Department of Samples</title>
<script>var spy = "a tracking script";</script><style>p { color: red }</style></head>
<body>
<div class="cookie-banner" id="cookies">We use cookies. <button>Accept</button> Accept all cookies</div>
<header><ul class="menu"><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></header>
<div class="crumbs"><a href="/">Home</a> &gt; <a href="/p">Publications</a></div>
<div id="content">
<h1>Sample Report 2019</h1>
<h2>Purple lanterns</h2>
<p>In 2019 the Department of Samples lit 4,210 purple lanterns along the river.
Each lantern was checked by hand on Mondays.</p>
<div class="photo"><img src="https://samples.example/lantern.jpg" alt="not read"><p>Photo: a lantern at dusk.</p></div>
<div class="photo"><p>Photo: a lantern at dusk.</p></div>
<h3>Repairs</h3>
<p>The following were repaired:</p><ul><li>the lantern at Quay 7</li><li>the lantern at Quay 9</li></ul>
<table><tr><th>Quay</th><th>Lanterns</th></tr><tr><td>Quay 7</td><td>12</td></tr></table>
<h2>Visitors</h2>
<p>Visitors from afar borrowed 310 umbrellas. All of them came back dry.</p>
</div>
<footer><p>Copyright 2019. <a href="/privacy">Privacy</a></p></footer>
<script>alert(1)</script>
</body></html>"""

PAGE_ZH = """<!doctype html>
<html lang="zh-HK"><head><meta charset="utf-8"><title>2019年樣本報告</title></head>
<body>
<nav><a href="/">主頁</a> <a href="/about">關於我們</a></nav>
<div id="content">
<h1>2019年樣本報告</h1>
<h2>紫色燈籠</h2>
<p>2019年，樣本部在河邊點亮了4,210個紫色燈籠。
每個燈籠逢星期一都有人手檢查。</p>
<p>相片：黃昏的燈籠。</p>
<h3>維修</h3>
<p>以下燈籠已經維修：</p><ul><li>七號碼頭的燈籠</li><li>九號碼頭的燈籠</li></ul>
<table><tr><th>碼頭</th><th>燈籠</th></tr><tr><td>七號碼頭</td><td>12</td></tr></table>
<h2>訪客</h2>
<p>遠方的訪客借用了310把雨傘。所有雨傘歸還時都是乾的。</p>
</div>
<footer>版權所有</footer>
</body></html>""".encode()


def pdf(pages: Sequence[Sequence[tuple[float, float, str]]], *, picture: bool = False) -> bytes:
    """A PDF written by hand: each page is lines of (size, height on the page, Latin text)."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        drawn = "".join(
            f"BT /F1 {size} Tf 1 0 0 1 72 {y} Tm ({text.translate(_ESCAPED)}) Tj ET\n" for size, y, text in lines
        )
        drawn = "0 0 200 200 re f\n" if picture else drawn
        stream = drawn.encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    written = io.BytesIO()
    written.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(written.tell())
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = written.tell()
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    written.writelines(b"%010d 00000 n \n" % place for place in places)
    written.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return written.getvalue()


_ESCAPED = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\"})


def report_pdf() -> bytes:
    """Three pages with headers, footers, a word cut in two and a paragraph that goes over a page's end."""
    header, bodies = (9.0, 810.0, "Department of Samples"), [
        [
            (20, 760, "Sample Report 2019"),
            (14, 720, "Purple lanterns"),
            (10, 700, "In 2019 the Department of Samples lit 4,210 purple lan-"),
            (10, 688, "terns along the river. Each lantern was checked by hand on"),
            (10, 676, "Mondays."),
            (10, 650, "The second paragraph begins on this page and it goes on"),
        ],
        [
            (10, 760, "over to the next one without a stop."),
            (14, 720, "Visitors"),
            (10, 700, "Visitors from afar borrowed 310 umbrellas."),
            (10, 688, "\u2022 red umbrellas"),
            (10, 676, "\u2022 blue umbrellas"),
        ],
        [(10, 760, "The last page has one sentence.")],
    ]  # fmt: skip
    return pdf([[header, *body, (9.0, 30.0, f"Page {number} of 3")] for number, body in enumerate(bodies, 1)])


def docx_of(*, heading_style: bool = True) -> bytes:
    """A Word document with headings, a list and a table."""
    document = docx.Document()
    document.core_properties.title = ""
    for heading, level in (("Sample Report 2019", 1), ("Purple lanterns", 2)):
        if heading_style:
            document.add_heading(heading, level)
        else:
            document.add_paragraph(heading)
    document.add_paragraph("In 2019 the Department of Samples lit 4,210 purple lanterns. They were checked on Mondays.")
    document.add_paragraph("The following were repaired:")
    document.add_paragraph("the lantern at Quay 7", style="List Bullet")
    document.add_paragraph("the lantern at Quay 9", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("Quay", "Lanterns", "Quay 7", "12"), strict=True
    ):
        cell.text = text
    return saved(document)


def saved(document: object) -> bytes:
    """A Word document's bytes."""
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A Word document with one part replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return file.getvalue()
