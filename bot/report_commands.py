"""`ambassador report add | list | withdraw`: reports whose passages are quoted, on the command line."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot.terminal import err, explained, failed, out, present_settings

if TYPE_CHECKING:
    from knowledge.database.reports import ReportTable
    from knowledge.documents.document import Document
    from knowledge.documents.marking import Marked
    from knowledge.passages import Passage

FIRST_CHARS = 90
"""Of a passage, as it is listed."""
LEFT_OUT_SHOWN = 10

app = typer.Typer(no_args_is_help=True, help="Reports whose passages are quoted: add, replace, list or withdraw one.")


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="PDF, Word document (.docx), web page (.html) or text.")],
    other: Annotated[Path | None, typer.Argument(help="The same report in the other language.")] = None,
    title: Annotated[str, typer.Option(help="Title in English.")] = "",
    title_zh: Annotated[str, typer.Option(help="Title in Chinese.")] = "",
    as_of: Annotated[str, typer.Option(help="Date of the report: 2022, 2022-12 or 2022-12-31.")] = "",
    url: Annotated[str, typer.Option(help="Where people find it on the web.")] = "",
    id_: Annotated[str, typer.Option("--id", help="Its name here; made of the title if none.")] = "",
    lang: Annotated[str, typer.Option(help="Language of FILE, en or zh; told by its letters if none.")] = "",
    unofficial: Annotated[bool, typer.Option(help="The Chinese is our own rendering, not the publisher's.")] = False,
    author: Annotated[str, typer.Option(help="Who answers for it.")] = "command line",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the passages, and save nothing.")] = False,
) -> None:
    """Add a report, or a new version of one: the same id again takes the old one's place."""
    from knowledge.documents.marking import mark
    from knowledge.documents.preparing import report_id, report_of
    from knowledge.passages import cut

    if lang not in ("", "en", "zh"):
        raise failed(f"--lang is en or zh, and not {lang}")
    with explained():
        documents = [_read(path) for path in (file, other) if path]
        marked = mark(documents, "en" if lang == "en" else "zh" if lang == "zh" else None)
        title = title or _ask("--title", "Title in English", _title(documents, "en"))
        title_zh = title_zh or _ask("--title-zh", "Title in Chinese", _title(documents, "zh"))
        report = report_of(
            {
                "id": id_ or report_id(title),
                "title": {"en": title, "zh": title_zh},
                "as_of": as_of or _ask("--as-of", "Date of the report (2022, 2022-12 or 2022-12-31)"),
                "url": url or _ask("--url", "Where people find it on the web"),
                "text": marked.text,
                "unofficial": "zh" if unofficial else None,
            }
        )
        _show(cut(report), marked)
        table = _table()
        note = ", ".join(path.name for path in (file, other) if path)
        saved = table.would(report) if dry_run else table.save(report, author, note)
    said = {
        "added": f"{report.key} is new",
        "replaced": f"{report.key} takes the place of its last version",
        "same": f"{report.key} is there already, and says the same",
    }[saved]
    err.print(said + ("; nothing was saved." if dry_run else "."), highlight=False, markup=False)


@app.command("list")
def list_() -> None:
    """Print every report: id, date, languages, passages, version, title."""
    from knowledge.passages import cut
    from knowledge.store import FileStore

    printed = Table("id", "as of", "languages", "passages", "version", "title", box=None, pad_edge=False)
    with explained():
        latest = _table().latest()
        live = {one.report.key for one in latest if one.live}
        rows = [(report, "of the program") for report in FileStore().reports() if report.key not in live]
        rows += [(one.report, f"{one.version}{'' if one.live else ' withdrawn'}") for one in latest]
        for report, version in rows:
            passages = cut(report)
            languages = " ".join(lang for lang in ("en", "zh") if getattr(report.text, lang))
            title = f"{report.title.en}\n{report.title.zh}"
            printed.add_row(*map(Text, (report.key, report.as_of, languages, str(len(passages)), version, title)))
    out.print(printed)


@app.command()
def withdraw(
    id_: Annotated[str, typer.Argument(metavar="ID", help="As `ambassador report list` prints it.")],
    reason: Annotated[str, typer.Option(help="Why, for the log.")] = "",
    author: Annotated[str, typer.Option(help="Who answers for it.")] = "command line",
) -> None:
    """Quote a report no more; its versions are kept."""
    with explained():
        version = _table().withdraw(id_, author, reason)
    err.print(f"{id_} is withdrawn; it was version {version}.", highlight=False, markup=False)


def _table() -> "ReportTable":
    from knowledge.database.opening import open_database
    from knowledge.database.reports import ReportTable

    return ReportTable(open_database(present_settings().content))


def _read(path: Path) -> "Document":
    from knowledge.documents.reading import MAX_BYTES, read_document

    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise failed(f"{path} cannot be read: {error.strerror}") from error
    return read_document(path.name, data)


def _ask(option: str, question: str, default: str = "") -> str:
    """What was not said on the command line, where somebody sits before it."""
    if not sys.stdin.isatty():
        raise failed(f"{option} is missing; `ambassador report add --help` says what it means")
    return str(typer.prompt(question, default=default or None, err=True))


def _title(documents: "Sequence[Document]", lang: str) -> str:
    """What the document of a language calls itself."""
    from knowledge.documents.marking import language_of

    return next((one.title for one in documents if one.title and language_of(one.title) == lang), "")


def _show(passages: "Sequence[Passage]", marked: "Marked") -> None:
    """Every passage with its first words, and what was left out."""
    printed = Table("passage", "section", "en", "zh", "begins", box=None, pad_edge=False)
    for passage in passages:
        langs = passage.sentences[0].langs
        first = passage.quote("en").split("\n")[0]
        begins = first if len(first) <= FIRST_CHARS else first[: FIRST_CHARS - 1] + "…"
        ticks = ("✓" if lang in langs else "" for lang in ("en", "zh"))
        printed.add_row(*map(Text, (passage.id, passage.section.shown("en"), *ticks, begins)))
    out.print(printed)
    both = sum(len(passage.sentences[0].langs) > 1 for passage in passages)
    sections = len({passage.section for passage in passages})
    err.print(f"{len(passages)} passages in {sections} sections, {both} of them in both languages.", highlight=False)
    if marked.converted:
        err.print("The Chinese was Simplified; it is kept in Traditional.", highlight=False)
    if marked.left_out:
        err.print(f"Left out ({len(marked.left_out)}): menus, page headers, repetitions.", highlight=False)
        for text in marked.left_out[:LEFT_OUT_SHOWN]:
            err.print(f"  {text[:FIRST_CHARS]}", highlight=False, markup=False)
