"""What enquiries add up to, against sums made by hand."""

import datetime

import numpy as np
import pytest

from knowledge.database.figures import Figures, FiguresTable, Judgements, Outcomes, Period, Question
from knowledge.database.opening import Database, open_database
from tests.made_up_enquiries import enquiry, insert, made_up

DAY = datetime.date(2026, 11, 3)
NEXT = datetime.date(2026, 11, 4)
MIDNIGHT = datetime.datetime(2026, 11, 2, 16)
"""Of DAY in Hong Kong, in UTC."""
LATER = datetime.datetime(2026, 12, 1)
SECOND = datetime.timedelta(seconds=1)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def database(url: str) -> Database:
    return open_database(url)


def figures(database: Database, first: datetime.date = DAY, last: datetime.date = NEXT) -> Figures:
    return FiguresTable(database).of(Period.of(first, last, LATER))


def test_a_day_begins_at_midnight_in_hong_kong(database: Database) -> None:
    insert(
        database,
        [
            enquiry(1, MIDNIGHT - SECOND / 1000),
            enquiry(2, MIDNIGHT),
            enquiry(3, MIDNIGHT + 24 * HOUR - SECOND / 1000, kind="fallback", topic=None),
            enquiry(4, MIDNIGHT + 24 * HOUR),
            enquiry(5, MIDNIGHT + 48 * HOUR),
        ],
    )
    assert figures(database).days == {DAY: Outcomes(answered=1, declined=1), NEXT: Outcomes(answered=1)}
    assert figures(database).hours == {0: Outcomes(answered=2), 23: Outcomes(declined=1)}
    assert figures(database, DAY, DAY).outcomes == Outcomes(answered=1, declined=1)


def test_what_is_counted_by_outcome_language_channel_and_topic(database: Database) -> None:
    at = MIDNIGHT + 9 * HOUR
    insert(
        database,
        [
            enquiry(1, at, conversation="a", milliseconds=10),
            enquiry(2, at, conversation="a", kind="choices", lang="zh-Hant", topic="e_visa", milliseconds=20),
            enquiry(3, at, conversation="b", kind="fallback", channel="kiosk", topic=None, milliseconds=90),
            enquiry(4, at, conversation="b", kind="distress", channel="kiosk", topic="distress_abroad"),
            enquiry(5, at, conversation="c", kind="flow", topic="e_visa"),
            enquiry(6, at + 24 * HOUR, conversation="c", kind="smalltalk", topic="smalltalk", milliseconds=40),
        ],
    )
    found = figures(database)
    assert found.outcomes == Outcomes(answered=1, offered=1, declined=1, help=1, other=2)
    assert found.conversations == 3
    assert found.languages == {
        "en": Outcomes(answered=1, declined=1, help=1, other=2),
        "zh-Hant": Outcomes(offered=1),
    }
    assert found.channels["kiosk"] == Outcomes(declined=1, help=1)
    assert found.topics == {
        "e_channel": Outcomes(answered=1),
        "e_visa": Outcomes(offered=1, other=1),
        None: Outcomes(declined=1),
        "distress_abroad": Outcomes(help=1),
        "smalltalk": Outcomes(other=1),
    }
    assert found.askers == {"e_channel": 1, "e_visa": 1, "distress_abroad": 1}
    assert sorted(found.times[DAY]) == [10, 20, 20, 20, 90]
    assert np.array_equal(found.times[NEXT], [40])


def test_a_judgement_that_was_changed_or_explained_counts_once(database: Database) -> None:
    at = MIDNIGHT + HOUR

    def judged(conversation: str, kind: str, answer: str | None, reason: str | None = None) -> dict[str, object]:
        return {"at": at, "conversation": conversation, "kind": kind, "answer_id": answer, "reason": reason}

    insert(
        database,
        # given before the period, judged in it
        [enquiry(1, at - 2 * HOUR, answer_id="one", topic="e_visa"), enquiry(2, at, answer_id="two", topic="fees")],
        [
            judged("a", "unhelpful", "one"),
            judged("a", "unhelpful", "one", "made-up reason"),
            judged("b", "unhelpful", "one"),
            judged("b", "helpful", "one"),
            judged("b", "helpful", "two"),
            judged("c", "person", None),
            judged("c", "helpful", "another"),
        ],
    )
    found = figures(database)
    assert found.judgements == {"e_visa": Judgements(1, 1), "fees": Judgements(1, 0), None: Judgements(1, 0)}
    assert found.helpful == Judgements(3, 1)


def test_spellings_of_one_question_are_one_and_a_person_counts_once(database: Database) -> None:
    at = MIDNIGHT + HOUR
    asked = [("a", "Made UP question?"), ("a", "made up question"), ("b", "made up  question"), ("c", "Made UP question?"),
             ("d", "虛構問題？"), ("e", "虚构问题")]  # fmt: skip
    insert(database, [enquiry(n, at, conversation=who, text=text) for n, (who, text) in enumerate(asked)])
    insert(database, [enquiry(10, at, text="made up question", kind="smalltalk")])
    found = figures(database).questions
    assert found["made up question"] == Question("Made UP question?", 3)
    assert [question.people for question in found.values()] == [3, 2]


def test_an_empty_period_has_nothing(database: Database) -> None:
    found = figures(database)
    assert (found.outcomes.total(), found.conversations, found.helpful.total) == (0, 0, 0)


def test_a_day_that_is_not_over_is_compared_with_as_much_of_the_day_before() -> None:
    noon = MIDNIGHT + 12 * HOUR
    period = Period.of(DAY, DAY, noon)
    assert (period.since, period.until) == (MIDNIGHT, noon)
    before = period.before()
    assert (before.first, before.since, before.until) == (
        datetime.date(2026, 11, 2),
        MIDNIGHT - 24 * HOUR,
        noon - 24 * HOUR,
    )


def test_months_of_made_up_enquiries_are_all_counted(database: Database) -> None:
    enquiries, feedback = made_up(20, 50, now=MIDNIGHT + 12 * HOUR)
    insert(database, enquiries, feedback)
    found = figures(database, DAY - datetime.timedelta(days=19), DAY)
    assert found.outcomes.total() == sum(found.hours.values(), Outcomes()).total() == len(enquiries) > 500
    assert sum(map(len, found.times.values())) == len(enquiries)
    assert found.conversations == len({row["conversation"] for row in enquiries})
    assert found.helpful.total == len({(row["conversation"], row["answer_id"]) for row in feedback}) > 20
