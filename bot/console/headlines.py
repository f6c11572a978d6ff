"""The figures that matter most, each with what became of it, and the sentences that say them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from bot.console.chance import Share, counts_differ, percentile, percentiles_differ
from bot.console.report import Report, questions, share
from knowledge.database.figures import Figures

_MANY = 100
"""Questions; of fewer, `of 100` would be more than is known."""


@dataclass(frozen=True)
class Card:
    """One figure."""

    name: str
    value: str
    note: str
    change: str
    clear: bool = False
    """Whether the change is more than chance."""
    tone: str = ""
    """good, bad, or empty where a change is neither."""


def cards(report: Report) -> list[Card]:
    """In the order of reading."""
    say, number = report.wording.say, report.wording.number
    outcomes = report.now.outcomes
    counted = say("figures.of_questions", n=number(questions(outcomes)))
    helpful = Share(report.now.helpful.helpful, report.now.helpful.total)
    low, high = (f"{bound:.0%}" for bound in helpful.interval)
    judged = say("figures.interval", low=low, high=high, n=number(helpful.whole)) if helpful.whole else ""
    return [
        _count(report, "enquiries", lambda f: f.outcomes.total(),
               say("figures.other_note", questions=number(questions(outcomes)), other=number(outcomes["other"]))),
        _count(report, "conversations", lambda f: f.conversations, say("figures.conversations_note")),
        _count(report, "help", lambda f: f.outcomes["help"], say("figures.help_note")),
        _share(report, "answered", lambda f: share(f.outcomes, "answered"), counted, good=1),
        _share(report, "offered", lambda f: share(f.outcomes, "offered"), say("figures.offered_note"), good=0),
        _share(report, "declined", lambda f: share(f.outcomes, "declined"), say("figures.declined_note"), good=-1),
        _share(report, "helpful", lambda f: Share(f.helpful.helpful, f.helpful.total),
               judged or say("figures.no_judgements"), good=1),
        _time(report, "median", 0.5),
        _time(report, "slow", 0.95),
    ]  # fmt: skip


def summary(report: Report) -> list[str]:
    """Plain sentences for somebody who reads nothing else."""
    say, count = report.wording.say, report.wording.count
    outcomes = report.now.outcomes
    asked = questions(outcomes)
    sentences = [
        say(
            "figures.summary_enquiries",
            enquiries=count("figures.n_enquiries", outcomes.total()),
            conversations=count("figures.n_conversations", report.now.conversations),
            change=_in_words(report),
        )
    ]
    if asked:
        whole = min(asked, _MANY)
        parts = {
            name: report.wording.number(round(share(outcomes, name).part / asked * whole))
            for name in ("answered", "offered", "declined")
        }
        name = "figures.summary_of_100" if asked >= _MANY else "figures.summary_of_few"
        sentences.append(say(name, n=report.wording.number(whole), **parts))
    helpful = Share(report.now.helpful.helpful, report.now.helpful.total)
    if helpful.whole:
        low, high = (f"{bound:.0%}" for bound in helpful.interval)
        judged = count("figures.n_judgements", helpful.whole)
        value = report.wording.percent(helpful.value)
        sentences.append(say("figures.summary_helpful", value=value, low=low, high=high, judged=judged))
    if outcomes["help"]:
        sentences.append(count("figures.summary_help", outcomes["help"]))
    return sentences


def _in_words(report: Report) -> str:
    say, days = report.wording.say, report.wording.count("figures.n_days", report.period.length)
    now, before = report.now.outcomes.total(), report.before.outcomes.total()
    if not before:
        return say("figures.summary_first", days=days)
    if not counts_differ(now, before):
        return say("figures.summary_same", days=days)
    percent = report.wording.number(round(abs(now - before) / before * 100))
    return say("figures.summary_more" if now > before else "figures.summary_fewer", percent=percent, days=days)


def _count(report: Report, name: str, of: Callable[[Figures], int], note: str) -> Card:
    say, number = report.wording.say, report.wording.number
    now, before = of(report.now), of(report.before)
    card = partial(Card, say(f"figures.card_{name}"), number(now), note)
    if not report.before.conversations:
        return card(say("figures.no_before"))
    if not counts_differ(now, before):
        return card(say("figures.within_chance", before=number(before)))
    if not before:
        return card(say("figures.more_than_none"), clear=True)
    percent = number(round(abs(now - before) / before * 100))
    said = "figures.more" if now > before else "figures.fewer"
    return card(say(said, percent=percent, before=number(before)), clear=True)


def _share(report: Report, name: str, of: Callable[[Figures], Share], note: str, *, good: int) -> Card:
    say, percent = report.wording.say, report.wording.percent
    now, before = of(report.now), of(report.before)
    card = partial(Card, say(f"figures.card_{name}"), percent(now.value), note)
    if now.value is None or before.value is None:
        return card(say("figures.no_before"))
    if not now.differs(before):
        return card(say("figures.within_chance", before=percent(before.value)))
    change = now.value - before.value
    points = report.wording.number(round(abs(change) * 100, 1))
    said = "figures.up" if change > 0 else "figures.down"
    return card(say(said, points=points, before=percent(before.value)), clear=True, tone=_tone(change * good))


def _time(report: Report, name: str, part: float) -> Card:
    say, duration = report.wording.say, report.wording.duration
    now, before = _times(report.now), _times(report.before)
    value, earlier = percentile(now, part), percentile(before, part)
    card = partial(Card, say(f"figures.card_{name}"), duration(value), say(f"figures.{name}_note"))
    if value is None or earlier is None:
        return card(say("figures.no_before"))
    if not percentiles_differ(now, before, part):
        return card(say("figures.within_chance", before=duration(earlier)))
    said = "figures.slower" if value > earlier else "figures.faster"
    return card(say(said, before=duration(earlier)), clear=True, tone=_tone(earlier - value))


def _times(figures: Figures) -> NDArray[np.float64]:
    return np.concatenate([np.empty(0), *figures.times.values()])


def _tone(better: float) -> str:
    if not better:
        return ""
    return "good" if better > 0 else "bad"
