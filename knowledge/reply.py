"""A reply: what every channel shows and says. The contract is in docs/protocol.md."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from knowledge.content import Source
from language.detect import Lang
from language.script import to_simplified

ReplyKind = Literal["answer", "choices", "fallback", "distress", "flow", "smalltalk"]


@dataclass(frozen=True)
class ReplySource:
    """Where an answer comes from, in the language of the reply."""

    title: str
    as_of: str
    url: str | None = None
    section: str | None = None

    @classmethod
    def of(cls, source: Source, lang: Lang) -> "ReplySource":
        """What readers of `lang` see of a source."""
        return cls(in_language(lang, source.titles.en, source.titles.zh), source.as_of, source.url)


@dataclass(frozen=True)
class Button:
    """A choice: `payload` is what pressing it sends."""

    title: str
    payload: str
    topic: str | None = None
    answer_id: str | None = None
    """The answer it opens, if that is what it does; not sent."""


@dataclass(frozen=True)
class Reply:
    """One message of the assistant."""

    text: str
    kind: ReplyKind
    lang: Lang
    topic: str | None = None
    answer_id: str | None = None
    confidence: float = 1.0
    source: ReplySource | None = None
    buttons: list[Button] = field(default_factory=list)
    image: str | None = None
    """Address of a picture that belongs to it."""
    speech: str = ""
    """What a voice says; the text itself where nothing else is given."""

    @property
    def offered(self) -> list[dict[str, str]]:
        """The answers on the buttons, for picking one by number or word."""
        return [{"title": b.title, "answer_id": b.answer_id} for b in self.buttons if b.answer_id]

    def to_json(self) -> dict[str, Any]:
        """The wire form; keys without a meaning for this reply are left out of `source` and buttons only."""
        wire = asdict(self)
        wire["speech"] = self.speech or self.text
        wire["confidence"] = round(self.confidence, 4)
        if self.source:
            wire["source"] = {key: value for key, value in wire["source"].items() if value is not None}
        sent = ("title", "payload", "topic")
        wire["buttons"] = [{k: v for k, v in b.items() if k in sent and v is not None} for b in wire["buttons"]]
        if self.image is None:
            del wire["image"]
        return wire


def in_language(lang: Lang, en: str, zh: str) -> str:
    """The text for a reader of `lang`; Simplified is converted from the Traditional."""
    if lang == "en":
        return en
    return zh if lang == "zh-Hant" else to_simplified(zh)
