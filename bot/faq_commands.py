"""`ambassador faq list | export | import`: FAQs of the content database on the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot.terminal import err, explained, failed, out, present_settings

if TYPE_CHECKING:
    from knowledge.database.faqs import FaqTable
    from knowledge.exchange.faults import Fault

FAULTS_SHOWN = 20

app = typer.Typer(no_args_is_help=True, help="Questions and answers: list them, write them to a file, read one.")


@app.command("list")
def list_(topic: Annotated[str | None, typer.Option(help="Only those of this topic.")] = None) -> None:
    """Print id, topic and question of every FAQ."""
    with explained():
        faqs = _table().all()
        if topic is not None and topic not in _topics():
            raise failed(f"there is no topic {topic!r}; knowledge/topics.yml has them all")
    printed = Table("id", "topic", "question", box=None, pad_edge=False)
    for faq in faqs:
        if topic in (None, faq.topic):
            printed.add_row(*map(Text, (faq.id, faq.topic, f"{faq.question.en}\n{faq.question.zh}")))
    out.print(printed)


@app.command()
def export(file: Annotated[Path, typer.Argument(help="File to write: .yml, .csv or .xlsx.")]) -> None:
    """Write every FAQ to a file, whole: editing and importing it loses nothing."""
    from knowledge.exchange.files import format_of

    with explained():
        kind = format_of(file)
        faqs = _table().all()
        data = kind.write(faqs)
    try:
        _replace(file, data)
    except OSError as error:
        raise failed(f"{file} cannot be written: {error.strerror}") from error
    err.print(f"{len(faqs)} FAQs are in {file}.", highlight=False, markup=False)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="File to read: .yml, .csv or .xlsx.")],
    author: Annotated[str, typer.Option(help="Who answers for the changes.")] = "command line",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
) -> None:
    """Add and change FAQs from a file; all of it, or nothing where anything is wrong."""
    from knowledge.exchange.faults import ExchangeError
    from knowledge.exchange.files import format_of

    with explained():
        table = _table()
        try:
            faqs = format_of(file).read(file, _topics())
        except ExchangeError as error:
            raise failed(_refusal(file, error.faults)) from error
        changes = table.compare(faqs) if dry_run else table.save_all(faqs, author, f"from {file.name}")
    counts = f"{len(changes.new)} new, {len(changes.changed)} changed, {len(changes.same)} the same"
    err.print(counts + ("; nothing was saved." if dry_run else "."), highlight=False)
    if not dry_run and (changes.new or changes.changed):
        err.print("A server that runs answers from them within a second.", highlight=False)


def _table() -> "FaqTable":
    from knowledge.database.store import open_table

    return open_table(present_settings().content)


def _topics() -> set[str]:
    from knowledge.store import FileStore

    return set(FileStore().topics())


def _refusal(file: Path, faults: "list[Fault]") -> str:
    shown = map(str, faults[:FAULTS_SHOWN])
    more = [f"… and {len(faults) - FAULTS_SHOWN} more"] if len(faults) > FAULTS_SHOWN else []
    return "\n  ".join([f"{file} is refused, and nothing is changed:", *shown, *more])


def _replace(file: Path, data: bytes) -> None:
    """Write it whole or not at all: the file that was there stays until then."""
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(data)
    beside.replace(file)
