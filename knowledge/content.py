"""The shapes of content: topics, FAQs, sources, reports."""

import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

NonEmpty = Annotated[str, Meta(min_length=1, pattern=r"\S")]
Wording = Annotated[str, Meta(pattern=r"\A\S(.*\S)?\Z")]
"""One line, with no space around it."""
DATE = r"\A[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z"
PartialDate = Annotated[str, Meta(pattern=DATE)]
"""`YYYY`, `YYYY-MM` or `YYYY-MM-DD`: as exact as the source is, and in the calendar."""
ID = r"\A[a-z0-9]+(-[a-z0-9]+)*\Z"
MAX_ID_CHARS = 100
URL = r"\Ahttps?://\S+\Z"


def in_calendar(date: str) -> bool:
    """Whether a text of the form of a PartialDate is a date."""
    try:
        datetime.date.fromisoformat(f"{date}-01-01"[:10])
    except ValueError:
        return False
    return True


def _check_calendar(**dates: str | None) -> None:
    for name, date in dates.items():
        if date is not None and not in_calendar(date):
            raise ValueError(f"{name}: {date} is not in the calendar")


class Content(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of everything read from content files: unknown keys are mistakes, not extensions."""


class Bilingual(Content, frozen=True):
    """One sentence or text in both languages; Simplified is made from `zh` by conversion."""

    en: NonEmpty
    zh: NonEmpty


class Wordings(Content, frozen=True):
    """More ways people put one question."""

    en: list[Wording] = []
    zh: list[Wording] = []


class Source(Content, frozen=True):
    """Where an answer comes from."""

    title: Bilingual | NonEmpty
    """A plain string is the title in both languages."""
    as_of: PartialDate
    url: Annotated[str, Meta(pattern=URL)] | None = None

    def __post_init__(self) -> None:
        _check_calendar(as_of=self.as_of)

    @property
    def titles(self) -> Bilingual:
        """The title in both languages."""
        return Bilingual(en=self.title, zh=self.title) if isinstance(self.title, str) else self.title


class Topic(Content, frozen=True):
    """A section of docs/facts.md, and the Rasa intent of its questions: one id for both."""

    id: str
    facts: str
    en: str
    zh: str


class Faq(Content, frozen=True):
    """One question, its wordings and its answer: one record in both languages."""

    id: Annotated[str, Meta(pattern=ID, max_length=MAX_ID_CHARS)]
    topic: NonEmpty
    question: Bilingual
    answer: Bilingual
    source: Source
    owner: NonEmpty
    """Who keeps it true."""
    variants: Wordings = Wordings()
    review_by: PartialDate | None = None
    effective_from: PartialDate | None = None
    expires_on: PartialDate | None = None

    def __post_init__(self) -> None:
        _check_calendar(review_by=self.review_by, effective_from=self.effective_from, expires_on=self.expires_on)

    @property
    def wordings(self) -> list[str]:
        """The question and its variants, both languages."""
        return [self.question.en, *self.variants.en, self.question.zh, *self.variants.zh]


class TopicPhrase(Content, frozen=True):
    """A phrase of a report and the topic that a sentence holding it is about."""

    phrase: NonEmpty
    topic: str


class Report(Content, frozen=True):
    """A report whose passages are quoted as they stand."""

    id: str
    title: Bilingual
    url: str
    as_of: PartialDate
    text: Bilingual
    topics: list[TopicPhrase]
    unofficial: Literal["zh"] = "zh"
    """The language that is the project's own rendering."""
