"""The shapes of content: topics, FAQs, sources, reports."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

NonEmpty = Annotated[str, Meta(min_length=1)]
PartialDate = Annotated[str, Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""`YYYY`, `YYYY-MM` or `YYYY-MM-DD`: as exact as the source is."""


class Content(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of everything read from content files: unknown keys are mistakes, not extensions."""


class Bilingual(Content, frozen=True):
    """One sentence or text in both languages; Simplified is made from `zh` by conversion."""

    en: NonEmpty
    zh: NonEmpty


class Wordings(Content, frozen=True):
    """More ways people put one question."""

    en: list[str] = []
    zh: list[str] = []


class Source(Content, frozen=True):
    """Where an answer comes from."""

    title: Bilingual | str
    """A plain string is the title in both languages."""
    as_of: PartialDate
    url: Annotated[str, Meta(pattern="^https?://")] | None = None

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

    id: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    topic: str
    question: Bilingual
    answer: Bilingual
    source: Source
    owner: str
    """Who keeps it true."""
    variants: Wordings = Wordings()
    review_by: PartialDate | None = None
    effective_from: PartialDate | None = None
    expires_on: PartialDate | None = None

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
