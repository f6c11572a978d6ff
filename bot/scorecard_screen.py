"""The scorecard as people see it."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Column, Table

from bot.scorecard import Measure, Verdict, by_variety


def print_scorecard(verdicts: Sequence[Verdict], console: Console) -> None:
    """Measures down, varieties across, in percent; the last column is the bar."""
    columns = by_variety(verdicts)
    table = Table(Column("measure", no_wrap=True), *columns, "questions", "bar", box=None, pad_edge=False)
    for row, measure in enumerate(columns["all"]):
        cells = [_percent(column[row]) for column in columns.values()]
        table.add_row(measure.name, *cells, str(measure.of), _bar(measure))
    console.print(table)


def _percent(measure: Measure) -> str:
    if measure.share is None:
        return "[dim]–[/]"
    style = {True: "green", False: "red", None: "default"}[measure.met]
    return f"[{style}]{100 * measure.share:.1f}[/]"


def _bar(measure: Measure) -> str:
    if measure.bar is None:
        return ""
    return f"{'≥' if measure.at_least else '≤'} {100 * measure.bar:.0f}"


def print_failures(verdicts: Sequence[Verdict], console: Console) -> None:
    """Every question that went wrong, and what was said instead."""
    table = Table("id", "question", "expected", "got", box=None, pad_edge=False)
    for verdict in verdicts:
        if verdict.right and verdict.right_language:
            continue
        question, reply = verdict.question, verdict.reply
        offered = ", ".join(b.get("topic") or "?" for b in reply["buttons"])
        expected = ", ".join(question.topics) or question.expect
        got = f"{reply['kind']} {offered or reply['topic'] or ''} ({reply['lang']}, {reply['confidence']:.2f})"
        table.add_row(question.id, question.text, expected, got)
    console.print(table)
