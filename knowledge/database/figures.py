"""What enquiries and feedback add up to in a period of Hong Kong days."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any, Literal, NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from knowledge.database.opening import Database
from knowledge.database.tables import ENQUIRY, FEEDBACK
from knowledge.hong_kong import begins
from language.script import fold

Outcome = Literal["answered", "offered", "declined", "help", "other"]
OUTCOMES: tuple[Outcome, ...] = ("answered", "offered", "declined", "help", "other")
"""What became of an enquiry: an answer, choices, "I don't know", help in distress; greetings and steps of a guide."""
_OUTCOME_OF: Mapping[str, Outcome] = {
    "answer": "answered",
    "choices": "offered",
    "fallback": "declined",
    "distress": "help",
}
_HOUR = datetime.timedelta(hours=1)
_AT_ONCE = 5000
"""Rows read at a time."""
_ENDS = " \t\n.,!?;:…。，！？；：、"

Outcomes = Counter[Outcome]


@dataclass(frozen=True)
class Period:
    """Whole Hong Kong days; the last one as far as it has come."""

    first: datetime.date
    last: datetime.date
    until: datetime.datetime
    """UTC, not in it: the end of the last day, or the present."""

    @classmethod
    def of(cls, first: datetime.date, last: datetime.date, now: datetime.datetime) -> "Period":
        """From the beginning of one day to the end of another, or to `now` (UTC) if that is sooner."""
        return cls(first, last, min(begins(last + datetime.timedelta(days=1)), now))

    @property
    def since(self) -> datetime.datetime:
        """UTC."""
        return begins(self.first)

    @property
    def length(self) -> int:
        """In days."""
        return (self.last - self.first).days + 1

    @property
    def days(self) -> list[datetime.date]:
        """All of them."""
        return [self.first + datetime.timedelta(days=n) for n in range(self.length)]

    def before(self) -> "Period":
        """As many days just before, to the same time of the last day: what it is fair to compare with."""
        shift = datetime.timedelta(days=self.length)
        return Period(self.first - shift, self.last - shift, self.until - shift)


class Judgements(NamedTuple):
    """How often people said of an answer that it helped, and that it did not."""

    helpful: int = 0
    unhelpful: int = 0

    @property
    def total(self) -> int:
        """Of both."""
        return self.helpful + self.unhelpful


class Question(NamedTuple):
    """One question in all its spellings."""

    text: str
    """As most people wrote it."""
    people: int
    """How many conversations it was asked in."""


@dataclass(frozen=True)
class Figures:
    """Of one period."""

    days: Mapping[datetime.date, Outcomes]
    """Days without an enquiry are not in it; nor are, below, topics and languages without one."""
    hours: Mapping[int, Outcomes]
    """0 to 23, in Hong Kong."""
    languages: Mapping[str, Outcomes]
    channels: Mapping[str, Outcomes]
    topics: Mapping[str | None, Outcomes]
    """By the topic of the first reply; None where it had none, as when it was declined."""
    askers: Mapping[str, int]
    """By topic, in how many conversations it came up."""
    conversations: int
    times: Mapping[datetime.date, NDArray[np.float64]]
    """Milliseconds from each message to the first reply."""
    judgements: Mapping[str | None, Judgements]
    """By topic of the answer. A judgement that was changed, or explained afterwards, counts once."""
    questions: Mapping[str, Question] = field(repr=False)
    """By their folded text. One that few people asked may tell who they are: do not show it."""

    @property
    def outcomes(self) -> Outcomes:
        """Of all enquiries."""
        return sum(self.days.values(), Outcomes())

    @property
    def helpful(self) -> Judgements:
        """Of all topics."""
        return Judgements(*(sum(column) for column in zip((0, 0), *self.judgements.values(), strict=True)))


class FiguresTable:
    """Adds up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, period: Period) -> Figures:
        """The figures of a period. Raises DatabaseError."""
        with self._database.reading() as connection:
            sums = _sums(connection, period)
            judgements = _judgements(connection, period)
        days = period.days
        return Figures(
            days=_by_outcome(sums.hours, lambda hour: days[hour // 24]),
            hours=_by_outcome(sums.hours, lambda hour: hour % 24),
            languages=_by_outcome(sums.languages),
            channels=_by_outcome(sums.channels),
            topics=_by_outcome(sums.topics),
            askers={topic: len(people) for topic, people in sums.askers.items() if topic is not None},
            conversations=len(sums.people),
            times=_times(sums.times, days),
            judgements=judgements,
            questions=_questions(sums.texts, sums.asked),
        )


@dataclass
class _Sums:
    """What one pass over the enquiries gathers."""

    hours: Counter[tuple[int, str]] = field(default_factory=Counter)
    """Counted from the beginning of the period, which is a midnight."""
    languages: Counter[tuple[str, str]] = field(default_factory=Counter)
    channels: Counter[tuple[str, str]] = field(default_factory=Counter)
    topics: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    people: dict[str, int] = field(default_factory=dict)
    """A number for each conversation: sets of them are small."""
    askers: dict[str | None, set[int]] = field(default_factory=lambda: defaultdict(set))
    texts: dict[str, int] = field(default_factory=dict)
    """A number for each text."""
    asked: list[tuple[Sequence[int], Sequence[int]]] = field(default_factory=list)
    """Numbers of texts, and who asked them: a set for each text would be a set for nearly each person."""
    times: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))


def _sums(connection: sa.engine.Connection, period: Period) -> _Sums:
    # one pass in Python: each GROUP BY would be a pass of its own, and days of another zone differ between databases
    e = ENQUIRY.c
    columns = (e.at, e.kind, e.lang, e.channel, e.topic, e.conversation, e.milliseconds, e.text)
    query = sa.select(*columns).where(_within(ENQUIRY, period))
    sums, since = _Sums(), period.since
    rows = connection.execution_options(stream_results=True, yield_per=_AT_ONCE).execute(query)
    for part in rows.partitions():
        ats, kinds, langs, channels, topics, conversations, milliseconds, texts = zip(*part, strict=True)
        hours = [(at - since) // _HOUR for at in ats]
        people = [sums.people.setdefault(conversation, len(sums.people)) for conversation in conversations]
        sums.hours.update(zip(hours, kinds, strict=True))
        sums.languages.update(zip(langs, kinds, strict=True))
        sums.channels.update(zip(channels, kinds, strict=True))
        sums.topics.update(zip(topics, kinds, strict=True))
        for hour, time in zip(hours, milliseconds, strict=True):
            sums.times[hour].append(time)
        asked = [kind in _OUTCOME_OF for kind in kinds]
        codes = [sums.texts.setdefault(text, len(sums.texts)) for text in compress(texts, asked)]
        sums.asked.append((codes, list(compress(people, asked))))
        for topic, person in compress(zip(topics, people, strict=True), asked):
            sums.askers[topic].add(person)
    return sums


def _within(table: sa.Table, period: Period) -> Any:
    return sa.and_(table.c.at >= period.since, table.c.at < period.until)


def _by_outcome(
    counts: Mapping[tuple[Any, str], int], key: Callable[[Any], Any] = lambda key: key
) -> dict[Any, Outcomes]:
    added: dict[Any, Outcomes] = defaultdict(Outcomes)
    for (value, kind), count in counts.items():
        added[key(value)][_OUTCOME_OF.get(kind, "other")] += count
    return dict(added)


def _times(
    hours: Mapping[int, Sequence[float]], days: Sequence[datetime.date]
) -> dict[datetime.date, NDArray[np.float64]]:
    times: dict[datetime.date, list[float]] = defaultdict(list)
    for hour, values in hours.items():
        times[days[hour // 24]].extend(values)
    return {day: np.array(values) for day, values in times.items()}


def _judgements(connection: sa.engine.Connection, period: Period) -> dict[str | None, Judgements]:
    answer = sa.func.coalesce(FEEDBACK.c.answer_id, "")
    judged = sa.and_(_within(FEEDBACK, period), FEEDBACK.c.kind.in_(("helpful", "unhelpful")))
    last = sa.select(sa.func.max(FEEDBACK.c.id)).where(judged).group_by(FEEDBACK.c.conversation, answer)
    # an answer is of the topic that it was given under; it may have been given before the period
    topics = sa.select(ENQUIRY.c.answer_id, sa.func.max(ENQUIRY.c.topic).label("topic"))
    given = sa.and_(ENQUIRY.c.at >= period.before().since, ENQUIRY.c.at < period.until)
    of = topics.where(given, ENQUIRY.c.answer_id.is_not(None)).group_by(ENQUIRY.c.answer_id).subquery()
    query = (
        sa.select(of.c.topic, FEEDBACK.c.kind, sa.func.count())
        .select_from(FEEDBACK.outerjoin(of, of.c.answer_id == FEEDBACK.c.answer_id))
        .where(FEEDBACK.c.id.in_(last))
        .group_by(of.c.topic, FEEDBACK.c.kind)
    )
    counts: dict[str | None, Counter[str]] = defaultdict(Counter)
    for topic, kind, count in connection.execute(query):
        counts[topic][kind] = count
    return {topic: Judgements(count["helpful"], count["unhelpful"]) for topic, count in counts.items()}


def _questions(texts: Mapping[str, int], asked: Sequence[tuple[Sequence[int], Sequence[int]]]) -> dict[str, Question]:
    if not texts:
        return {}
    codes, people = (np.concatenate(column).astype(np.int64) for column in zip(*asked, strict=True))
    numbers: dict[str, int] = {}
    question_of = np.array([numbers.setdefault(_folded(text), len(numbers)) for text in texts])
    of_text, of_question = _people(codes, people), _people(question_of[codes], people)
    usual: dict[int, tuple[int, str]] = {}
    for question, count, text in zip(question_of.tolist(), of_text.tolist(), texts, strict=True):
        usual[question] = max(usual.get(question, (0, "")), (count, text))
    return {
        folded: Question(" ".join(usual[number][1].split()), count)
        for (folded, number), count in zip(numbers.items(), of_question.tolist(), strict=True)
        if folded
    }


def _people(keys: NDArray[np.int64], people: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many different people each key has."""
    many = people.max() + 1
    return np.bincount(np.unique(keys * many + people) // many, minlength=keys.max() + 1)


def _folded(text: str) -> str:
    return " ".join(fold(text).split()).strip(_ENDS)
