"""Which charts a report has, and what each says to somebody who does not see it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.console import figure_tables
from bot.console.chance import Share, percentile
from bot.console.charts import Columns, Layers, Lines, Rows, Spreads, columns, lines, rows, spreads
from bot.console.figure_tables import Table, ranked
from bot.console.report import Report, questions, share
from knowledge.database.figures import OUTCOMES, Outcomes

MOST_TOPICS = 15
MOST_JUDGED = 15
LEAST_JUDGED = 5
"""Of fewer, the interval is nearly all there is."""
LOW = 100
"""Height of a chart of rare things, in pixels."""
LONG = 100
"""Days; of a longer period, charts show weeks."""
_WEEK = 7


@dataclass(frozen=True)
class Chart:
    """A drawing with its words and its table."""

    id: str
    title: str
    description: str
    note: str
    drawing: Columns | Lines | Rows | Spreads | None
    """None where there is nothing to draw."""
    table: Table
    csv: str
    """The file's name among the tables."""
    legend: Sequence[tuple[str, str]] = ()
    """(look, name)."""
    place: Literal["first", "among"] = "among"
    """Over the whole width before the rest, or in one of two columns."""


def charts(report: Report) -> list[Chart]:
    """In the order of reading; those of what rose are not among them."""
    return [
        _days(report),
        _topics(report),
        _helpful(report),
        _hours(report),
        _times(report),
        _bars(report, "languages", ranked(report.now.languages, report.language)),
        _bars(report, "channels", ranked(report.now.channels, report.channel)),
        _distress(report),
    ]


def _counted(report: Report) -> list[tuple[str, str]]:
    outcomes = report.now.outcomes
    return [
        (name, report.wording.say("figures.legend", name=report.wording.say(f"figures.outcome_{name}"),
                                  n=report.wording.number(outcomes[name])))
        for name in OUTCOMES
    ]  # fmt: skip


def _named(report: Report) -> list[tuple[str, str]]:
    return [(name, report.wording.say(f"figures.outcome_{name}")) for name in OUTCOMES]


def _days(report: Report) -> Chart:
    bars = [(label, _hint(report, name, _added(report, span)), _layers(_added(report, span)))
            for label, name, span in _spans(report)]  # fmt: skip
    peak = max(_spans(report), key=lambda span: _added(report, span[2]).total())
    description = report.wording.say(
        "figures.peak", label=peak[1], n=report.wording.number(_added(report, peak[2]).total())
    )
    return _chart(report, "days", description, columns(bars), note=_by(report), legend=_counted(report), place="first")


def _hours(report: Report) -> Chart:
    counts = {hour: report.now.hours.get(hour, Outcomes()).total() for hour in range(24)}
    bars: list[tuple[str, str, Layers]] = []
    for hour, count in counts.items():
        hint = report.wording.say("figures.hour_hint", hour=f"{hour:02}:00", to=f"{hour + 1:02}:00",
                                  n=report.wording.count("figures.n_enquiries", count))  # fmt: skip
        bars.append((f"{hour:02}", hint, {"plain": count}))
    peak = max(counts, key=lambda hour: counts[hour])
    description = report.wording.say("figures.peak", label=f"{peak:02}:00", n=report.wording.number(counts[peak]))
    return _chart(report, "hours", description, columns(bars))


def _bars(report: Report, name: str, counts: Sequence[tuple[str, Outcomes]], note: str = "") -> Chart:
    total = report.now.outcomes.total()
    bars = []
    for label, outcomes in counts:
        part, declined = Share(outcomes.total(), total), share(outcomes, "declined")
        value = report.wording.say(
            "figures.bar_declined" if declined.part else "figures.bar",
            n=report.wording.number(part.part),
            share=report.wording.percent(part.value),
            declined=report.wording.percent(declined.value),
        )
        bars.append((label, value, _layers(outcomes)))
    described = "; ".join(f"{label}: {value}" for label, value, _ in bars[:5])
    return _chart(report, name, described, rows(bars), note=note, legend=_named(report))


def _topics(report: Report) -> Chart:
    named = {topic: counts for topic, counts in report.now.topics.items() if topic is not None and questions(counts)}
    top = ranked(named, report.topic)[:MOST_TOPICS]
    if None in report.now.topics:
        top.append((report.topic(None), report.now.topics[None]))
    return _bars(report, "topics", top, note=report.wording.say("figures.topics_note", n=MOST_TOPICS))


def _helpful(report: Report) -> Chart:
    enough = ((topic, judged) for topic, judged in report.now.judgements.items() if judged.total >= LEAST_JUDGED)
    judged = sorted(enough, key=lambda item: (-item[1].total, item[0] or ""))[:MOST_JUDGED]
    values = []
    for topic, judgements in judged:
        rate = Share(judgements.helpful, judgements.total)
        low, high = map(report.wording.percent, rate.interval)
        value = report.wording.percent(rate.value)
        said = report.wording.say("figures.spread_value", value=value, low=low, high=high,
                                  n=report.wording.number(rate.whole))  # fmt: skip
        values.append((report.topic(topic), said, rate.value or 0.0, rate.interval))
    described = "; ".join(f"{label}: {value}" for label, value, _, _ in values[:5])
    drawing = spreads(values) if values else None
    return _chart(
        report, "helpful", described, drawing, note=report.wording.say("figures.helpful_note", n=LEAST_JUDGED)
    )


def _times(report: Report) -> Chart:
    spans = _spans(report)
    values: dict[str, list[float | None]] = {"median": [], "slow": []}
    hints = []
    for _, name, span in spans:
        of_span = [report.now.times[day] for day in span if day in report.now.times]
        together = np.concatenate([np.empty(0), *of_span])
        median, slow = (percentile(together, part) for part in (0.5, 0.95))
        values["median"].append(median)
        values["slow"].append(slow)
        duration = report.wording.duration
        hints.append(report.wording.say("figures.times_hint", label=name, median=duration(median), slow=duration(slow)))
    look = [(name, report.wording.say(f"figures.line_{name}")) for name in values]
    drawing = lines([label for label, _, _ in spans], hints, values)
    note = report.wording.say("figures.times_note")
    return _chart(report, "times", "; ".join(hints[-3:]), drawing, note=note, legend=look)


def _distress(report: Report) -> Chart:
    bars: list[tuple[str, str, Layers]] = []
    for label, name, span in _spans(report):
        cases = _added(report, span)["help"]
        hint = report.wording.say("figures.distress_hint", label=name, n=report.wording.number(cases))
        bars.append((label, hint, {"help": cases}))
    cases = report.now.outcomes["help"]
    say = report.wording.say
    table = Table(
        [say("figures.column_day"), say("figures.outcome_help")],
        [[day.isoformat(), report.now.days[day]["help"]] for day in report.period.days
         if day in report.now.days and report.now.days[day]["help"]],
    )  # fmt: skip
    description = report.wording.count("figures.summary_help", cases) if cases else say("figures.no_distress")
    return Chart("distress", say("figures.chart_distress"), description, say("figures.distress_note"),
                 columns(bars, LOW) if cases else None, table, "days")  # fmt: skip


def _chart(
    report: Report,
    name: str,
    description: str,
    drawing: Columns | Lines | Rows | Spreads | None,
    *,
    note: str = "",
    legend: Sequence[tuple[str, str]] = (),
    place: Literal["first", "among"] = "among",
) -> Chart:
    title = report.wording.say(f"figures.chart_{name}")
    return Chart(name, title, description, note, drawing, figure_tables.TABLES[name](report), name, legend, place)


def _spans(report: Report) -> list[tuple[str, str, Sequence[datetime.date]]]:
    """(short label, whole label, days): each day, or each week of a long period."""
    days, day = report.period.days, report.wording.day
    if len(days) <= LONG:
        return [(day(one), day(one), [one]) for one in days]
    weeks = [days[start : start + _WEEK] for start in range(0, len(days), _WEEK)]
    return [(day(week[0]), f"{day(week[0])} – {day(week[-1])}", week) for week in weeks]


def _by(report: Report) -> str:
    return report.wording.say("figures.by_week") if report.period.length > LONG else ""


def _added(report: Report, span: Sequence[datetime.date]) -> Outcomes:
    return sum((report.now.days.get(day, Outcomes()) for day in span), Outcomes())


def _layers(outcomes: Outcomes) -> Layers:
    return {outcome: outcomes[outcome] for outcome in OUTCOMES}


def _hint(report: Report, label: str, outcomes: Outcomes) -> str:
    parts = [
        f"{report.wording.say(f'figures.outcome_{name}')} {report.wording.number(outcomes[name])}"
        for name in OUTCOMES
        if outcomes[name]
    ]
    said = report.wording.count("figures.n_enquiries", outcomes.total())
    return f"{label}: {said}" + (f" ({', '.join(parts)})" if parts else "")
