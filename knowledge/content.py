"""The shapes of content: topics, FAQs, sources, reports."""

from typing import Literal

from pydantic import BaseModel, Extra, Field, validator

PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


class Content(BaseModel):
    """Base of everything read from content files: unknown keys are mistakes, not extensions."""

    class Config:
        """Pydantic settings."""

        extra = Extra.forbid
        allow_mutation = False


class Bilingual(Content):
    """One sentence or text in both languages; Simplified is made from `zh` by conversion."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)


class Wordings(Content):
    """More ways people put one question."""

    en: list[str] = []
    zh: list[str] = []


class Source(Content):
    """Where an answer comes from."""

    title: Bilingual
    url: str | None = Field(None, regex=r"^https?://")
    as_of: str = Field(regex=PARTIAL_DATE)
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`: as exact as the source is."""

    @validator("title", pre=True)
    def one_title_for_both(cls, value: object) -> object:  # noqa: N805 (pydantic's own convention)
        """A plain string is the title in both languages."""
        return {"en": value, "zh": value} if isinstance(value, str) else value


class Topic(Content):
    """A section of docs/facts.md; topic ids tie content, training data, answers and tests together."""

    id: str
    facts: str
    en: str
    zh: str
    intent: str | None = None
    """The Rasa intent whose questions this topic answers."""


class Faq(Content):
    """One question, its wordings and its answer: one record in both languages."""

    id: str = Field(regex=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    topic: str
    question: Bilingual
    variants: Wordings = Wordings()
    answer: Bilingual
    source: Source
    owner: str
    review_by: str | None = Field(None, regex=PARTIAL_DATE)
    effective_from: str | None = Field(None, regex=PARTIAL_DATE)
    expires_on: str | None = Field(None, regex=PARTIAL_DATE)


class TopicPhrase(Content):
    """A phrase of a report and the topic that a sentence holding it is about."""

    phrase: str
    topic: str


class Report(Content):
    """A report whose passages are quoted as they stand."""

    id: str
    title: Bilingual
    url: str
    as_of: str = Field(regex=PARTIAL_DATE)
    unofficial: Literal["zh"] = "zh"
    """The language that is the project's own rendering."""
    text: Bilingual
    topics: list[TopicPhrase]


class FixedReply(Content):
    """A sentence the assistant says that is no answer from the knowledge: greetings, prompts, fallbacks."""

    en: str
    zh: str
