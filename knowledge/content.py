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
TextLang = Literal["en", "zh"]
"""The languages in which content is written."""
TEXT_LANGS: tuple[TextLang, ...] = ("en", "zh")
ID = r"\A[a-z0-9]+(-[a-z0-9]+)*\Z"
MAX_ID_CHARS = 100
REPORT_ID = r"\A[a-z0-9]+([-_][a-z0-9]+)*\Z"
URL = r"\Ahttps?://\S+\Z"
MAP = r"\A[\w-]+/[\w-]+\Z"


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


class Text(Content, frozen=True):
    """A text in both languages or in one; empty where it is missing."""

    en: str = ""
    zh: str = ""

    def best(self, lang: TextLang) -> TextLang:
        """The language to show to a reader of `lang`: that one, or the other where it is missing."""
        other: TextLang = "zh" if lang == "en" else "en"
        return lang if getattr(self, lang) or not getattr(self, other) else other

    def shown(self, lang: TextLang) -> str:
        """The text in `best(lang)`."""
        return str(getattr(self, self.best(lang)))


class Bilingual(Text, frozen=True):
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
    map: Annotated[str, Meta(pattern=MAP)] | None = None
    """The floor that is shown with the answer, of those in knowledge/places: `building/floor`."""

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

    id: Annotated[str, Meta(pattern=REPORT_ID, max_length=MAX_ID_CHARS)]
    title: Bilingual
    url: Annotated[str, Meta(pattern=URL)]
    as_of: PartialDate
    text: Text
    topics: list[TopicPhrase] = []
    unofficial: Literal["zh"] | None = "zh"
    """The language that is the project's own rendering."""
    marked: bool = False
    """The text is a marked one (knowledge/marked_text.py): in one language, or in two, paired as far as they go."""

    def __post_init__(self) -> None:
        _check_calendar(as_of=self.as_of)
        missing = [lang for lang in TEXT_LANGS if not getattr(self.text, lang).strip()]
        if len(missing) > self.marked:
            raise ValueError(f"text.{missing[0]}: there is no text")

    @property
    def key(self) -> str:
        """What the ids of its passages begin with."""
        return self.id.replace("_", "-")
