"""The tables behind the charts: on the page, and as CSV to take away."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.console.chance import Share, percentile
from bot.console.report import Report, Rising, share
from knowledge.database.figures import OUTCOMES, Outcomes
from knowledge.exchange.table import guarded

Cell = str | int | float | None
KeyT = TypeVar("KeyT")


@dataclass(frozen=True)
class Table:
    """Names of columns, and rows."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def to_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows Chinese; no text in it is taken for a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([guarded(name) for name in table.columns])
    writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def days(report: Report) -> Table:
    """A row for every day of the period."""
    counts = ((day.isoformat(), report.now.days.get(day, Outcomes())) for day in report.period.days)
    return _outcomes(report, "figures.column_day", counts)


def hours(report: Report) -> Table:
    """A row for every hour of the day."""
    counts = ((f"{hour:02}:00", report.now.hours.get(hour, Outcomes())) for hour in range(24))
    return _outcomes(report, "figures.column_hour", counts)


def languages(report: Report) -> Table:
    """The most used first."""
    return _outcomes(report, "figures.column_language", ranked(report.now.languages, report.language))


def channels(report: Report) -> Table:
    """The most used first."""
    return _outcomes(report, "figures.column_channel", ranked(report.now.channels, report.channel))


def topics(report: Report) -> Table:
    """All of them, the most asked first."""
    return _outcomes(report, "figures.column_topic", ranked(report.now.topics, report.topic))


def times(report: Report) -> Table:
    """A row for every day of the period."""
    say = report.wording.say
    rows: list[list[Cell]] = []
    for day in report.period.days:
        values = report.now.times.get(day)
        if values is None:
            rows.append([day.isoformat(), 0, None, None])
        else:
            rows.append([day.isoformat(), len(values), *(_rounded(percentile(values, part)) for part in (0.5, 0.95))])
    names = ("column_day", "column_replies", "column_median", "column_slow")
    return Table([say(f"figures.{name}") for name in names], rows)


def helpful(report: Report) -> Table:
    """The most judged topics first."""
    say, rows = report.wording.say, []
    for topic, judged in sorted(report.now.judgements.items(), key=lambda item: (-item[1].total, item[0] or "")):
        rate = Share(judged.helpful, judged.total)
        rows.append([report.topic(topic), judged.total, judged.helpful, *map(_percent, (rate.value, *rate.interval))])
    names = ("column_topic", "column_judged", "column_helpful", "column_rate", "column_low", "column_high")
    return Table([say(f"figures.{name}") for name in names], rows)


def rising(report: Report) -> Table:
    """Topics, then questions; what rose most first."""
    say = report.wording.say
    kinds = (("figures.column_topic", report.rising_topics), ("figures.column_question", report.rising_questions))
    rows = [_risen(report, say(kind), one) for kind, ones in kinds for one in ones]
    names = ("column_kind", "column_name", "column_now", "column_before", "column_ratio", "column_clear")
    return Table([say(f"figures.{name}") for name in names], rows)


TABLES: Mapping[str, Callable[[Report], Table]] = {
    "days": days,
    "hours": hours,
    "languages": languages,
    "channels": channels,
    "topics": topics,
    "helpful": helpful,
    "times": times,
    "rising": rising,
}
"""As the address of a file names them."""


def ranked(counts: Mapping[KeyT, Outcomes], name: Callable[[KeyT], str]) -> list[tuple[str, Outcomes]]:
    """Named, the largest first."""
    named = ((name(key), outcomes) for key, outcomes in counts.items())
    return sorted(named, key=lambda item: (-item[1].total(), item[0]))


def _outcomes(report: Report, first: str, counts: Iterable[tuple[str, Outcomes]]) -> Table:
    say = report.wording.say
    columns = [say(first), say("figures.column_enquiries"), *(say(f"figures.outcome_{name}") for name in OUTCOMES)]
    rows = [
        [
            name,
            outcomes.total(),
            *(outcomes[outcome] for outcome in OUTCOMES),
            _percent(share(outcomes, "declined").value),
        ]
        for name, outcomes in counts
    ]
    return Table([*columns, say("figures.column_declined")], rows)


def _risen(report: Report, kind: str, one: Rising) -> list[Cell]:
    clear = report.wording.say("figures.clear" if one.clear else "figures.chance")
    return [kind, one.name, one.now, one.before, round(one.ratio, 2), clear]


def _percent(value: float | None) -> float | None:
    return None if value is None else round(value * 100, 1)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
