"""The scorecard as people see it."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Column, Table

from bot.ablation import Outcome
from bot.scorecard import Measure, Verdict, by_variety, measures


def print_scorecard(verdicts: Sequence[Verdict], console: Console) -> None:
    """Measures down, varieties across, in percent; the last column is the bar."""
    columns = by_variety(verdicts)
    table = Table(Column("measure", no_wrap=True), *columns, "questions", "bar", box=None, pad_edge=False)
    for row, measure in enumerate(columns["all"]):
        cells = [_percent(column[row]) for column in columns.values()]
        table.add_row(measure.name, *cells, str(measure.of), _bar(measure))
    console.print(table)


def print_ablation(outcomes: Sequence[Outcome], console: Console) -> None:
    """Variants down, measures over all varieties across, in percent."""
    names = [measure.name for measure in measures(outcomes[0].verdicts)]
    table = Table(Column("variant", no_wrap=True), *names, "train s", "parse ms", box=None, pad_edge=False)
    for outcome in outcomes:
        cells = [_percent(measure) for measure in measures(outcome.verdicts)]
        train = "" if outcome.train_seconds is None else f"{outcome.train_seconds:.0f}"
        table.add_row(outcome.variant.name, *cells, train, f"{outcome.parse_milliseconds:.1f}")
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
