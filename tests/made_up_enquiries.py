"""Enquiries and feedback that nobody made, the same for the same seed, for tests and for looking at pages.

`python -m tests.made_up_enquiries sqlite:////tmp/content.db --days 60 --a-day 300` fills a database with them.
"""

import argparse
import datetime
import random
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.database.audit import utc_now
from knowledge.database.opening import Database, open_database
from knowledge.database.tables import ENQUIRY, FEEDBACK

Row = dict[str, Any]

TOPICS = (
    "smart_id_card", "passport_application", "contactless_e_channel", "work_visa", "extension_of_stay", "e_channel",
    "control_points", "id_card_lost", "domestic_helper", "study_dependant_visa", "hq_floors", "fees",
    "passport_lost", "visiting", "branch_offices", "e_visa", "marriage_registries", "face_easy", "contact",
)  # fmt: skip
LANGUAGES = {"zh-Hant": 58, "en": 27, "zh-Hans": 15}
CHANNELS = {"widget": 70, "kiosk": 24, "rest": 6}
KINDS = {"answer": 70, "choices": 9, "fallback": 7, "distress": 0.6, "flow": 6, "smalltalk": 8}
QUESTIONS = {
    "en": "Made-up question {n} about {topic}?",
    "zh-Hant": "虛構問題{n}：{topic}？",
    "zh-Hans": "虚构问题{n}：{topic}？",
}
RISING = ("Made-up question on queues during the holiday?", "虛構問題：假期期間要排隊嗎？")
BUSY = (1, 1, 0, 0, 0, 1, 2, 4, 8, 14, 16, 15, 11, 13, 15, 15, 13, 10, 7, 6, 6, 5, 3, 2)
"""How busy each hour is, in Hong Kong."""


def made_up(
    days: int, a_day: int, *, seed: int = 1, now: datetime.datetime | None = None
) -> tuple[list[Row], list[Row]]:
    """Rows of `enquiry` and of `feedback`, up to `now` (UTC), growing slowly, with quiet Sundays."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    now = now or utc_now()
    enquiries = sorted(_enquiries(chance, days, a_day, now), key=lambda row: row["at"])
    for event, row in enumerate(enquiries, 1):
        row["event"] = event
    return enquiries, list(_feedback(chance, enquiries))


def insert(database: Database, enquiries: Sequence[Row], feedback: Sequence[Row] = ()) -> None:
    """Put rows there."""
    with database.writing() as connection:
        if enquiries:
            connection.execute(ENQUIRY.insert(), list(enquiries))
        if feedback:
            connection.execute(FEEDBACK.insert(), list(feedback))


def enquiry(event: int, at: datetime.datetime, **given: Any) -> Row:
    """One row; what is not given is an English answer on the widget."""
    usual = {
        "conversation": f"made-up-{event}", "channel": "widget", "text": f"Made-up question {event}?", "lang": "en",
        "kind": "answer", "topic": "e_channel", "answer_id": None, "confidence": 0.9, "milliseconds": 20.0,
    }  # fmt: skip
    return {"event": event, "at": at, **usual, **given}


def _enquiries(chance: random.Random, days: int, a_day: int, now: datetime.datetime) -> Iterator[Row]:
    midnight = (now + datetime.timedelta(hours=8)).replace(hour=0, minute=0, second=0, microsecond=0)
    midnight -= datetime.timedelta(hours=8)
    for back in range(days):
        day = midnight - datetime.timedelta(days=back)
        recent = back < days / 2
        weekend = 0.45 if (day + datetime.timedelta(hours=8)).weekday() == 6 else 1.0
        left = round(a_day * (1.15 - 0.3 * back / days) * weekend * chance.uniform(0.85, 1.15))
        person = 0
        while left > 0:
            person += 1
            of_one = min(left, chance.choice((1, 1, 1, 2, 2, 3, 5)))
            left -= of_one
            begun = day + datetime.timedelta(hours=chance.choices(range(24), BUSY)[0], seconds=chance.uniform(0, 3600))
            who = {
                "conversation": f"made-up-{back}-{person}",
                "lang": chance.choices(*zip(*LANGUAGES.items(), strict=True))[0],
                "channel": chance.choices(*zip(*CHANNELS.items(), strict=True))[0],
            }
            for n in range(of_one):
                at = begun + datetime.timedelta(seconds=40 * n)
                if at < now:
                    yield _enquiry(chance, at, who, recent)


def _enquiry(chance: random.Random, at: datetime.datetime, who: Row, recent: bool) -> Row:
    kinds = {**KINDS, "fallback": KINDS["fallback"] - recent * 2.5}
    kind = chance.choices(*zip(*kinds.items(), strict=True))[0]
    weights = [1 / (place + 2) for place in range(len(TOPICS))]
    weights[TOPICS.index("e_visa")] *= 2.5 if recent else 1
    topic: str | None = chance.choices(TOPICS, weights)[0]
    text = QUESTIONS[who["lang"]].format(n=min(int(chance.expovariate(0.4)), 12) + 1, topic=topic)
    if recent and kind == "answer" and chance.random() < 0.04:
        text = RISING[who["lang"] != "en"]
    topic = None if kind == "fallback" else {"smalltalk": "smalltalk", "distress": "distress_abroad"}.get(kind, topic)
    given = {
        "text": text, "kind": kind, "topic": topic, "answer_id": f"{topic}-1" if kind == "answer" else None,
        "confidence": chance.betavariate(8, 2), "milliseconds": chance.lognormvariate(3.1, 0.55),
    }  # fmt: skip
    return {**enquiry(0, at), **who, **given}


def _feedback(chance: random.Random, enquiries: Sequence[Row]) -> Iterator[Row]:
    for row in enquiries:
        if row["kind"] == "answer" and chance.random() < 0.12:
            place = TOPICS.index(row["topic"])
            kind = "helpful" if chance.random() < 0.93 - 0.018 * place else "unhelpful"
            at = row["at"] + datetime.timedelta(seconds=25)
            yield {"at": at, "conversation": row["conversation"], "kind": kind, "answer_id": row["answer_id"]}


def main() -> None:
    """Fill a database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="a SQLAlchemy address, as in AMBASSADOR_CONTENT")
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--a-day", type=int, default=300)
    given = parser.parse_args()
    insert(open_database(given.url), *made_up(given.days, given.a_day))


if __name__ == "__main__":
    main()
