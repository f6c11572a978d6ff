"""What the editor and the approver both see of a draft: its fields in words, its preview, what stands around it."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.console.differences import Part, differences
from bot.console.numbers import whole
from bot.console.rendering import TAGS
from bot.console.texts import say
from bot.console.topics import topics
from bot.console.visit import RefusedError, Visit
from knowledge.buildings import maps
from knowledge.content import Faq, TextLang
from knowledge.database.drafts import Draft, DraftTable
from knowledge.drafting import FIELDS, Fault, Written, shown
from knowledge.errors import DraftError
from knowledge.neighbours import ByIndex, ByWords, Finder, Neighbourhood, around
from knowledge.reply import in_language
from language.detect import LANGS, Lang

log = logging.getLogger(__name__)

_AS: dict[TextLang, Lang] = {"en": "en", "zh": "zh-Hant"}


@dataclass(frozen=True)
class Line:
    """One sentence of a notice."""

    text: str
    href: str = ""
    """Of what it is about."""


@dataclass(frozen=True)
class Notice:
    """Something to know about a draft, for the page and for its script."""

    tone: Literal["fault", "warning", "hint"]
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Row:
    """A field before and after."""

    name: str
    label: str
    lang: TextLang | None
    before: str
    after: str
    parts: list[Part]

    @property
    def changed(self) -> bool:
        """Whether it is another text now."""
        return self.before != self.after


def drafts(visit: Visit) -> DraftTable:
    """The drafts of the visit's database."""
    return DraftTable(visit.parts.database, topics())


def draft_of(visit: Visit) -> Draft:
    """The draft that the address names. Raises RefusedError."""
    return numbered(visit, visit.path["number"])


def numbered(visit: Visit, number: str) -> Draft:
    """The draft of a number that somebody sent. Raises RefusedError."""
    id_ = whole(number)
    draft = None if id_ is None else drafts(visit).get(id_)
    if draft is None:
        raise RefusedError(404, "drafting.refused_missing")
    return draft


def version_of(visit: Visit) -> int:
    """The version that the form was made of; none that there can be where it says none."""
    return whole(visit.text("version")) or 0


def refused(error: DraftError) -> RefusedError:
    """The same in the words of the console."""
    return RefusedError(404 if error.reason == "missing" else 409, f"drafting.refused_{error.reason}")


def moved(visit: Visit, draft: Draft) -> bool:
    """Whether another revision came after the one that a draft began from."""
    history = visit.parts.faqs.history(draft.faq) if draft.faq else []
    return (history[-1].number if history else None) != draft.base


def title_of(visit: Visit, draft: Draft) -> str:
    """What a draft is called: its question in the reader's language, or in the other one."""
    texts = draft.written.texts
    en, zh = (texts.get(f"question.{lang}", "") for lang in ("en", "zh"))
    return in_language(visit.lang, en or zh, zh or en) or say(visit.lang, "drafting.untitled", n=draft.id)


def previews(written: Written) -> list[dict[str, Any]]:
    """The reply in each language, on the wire's form."""
    return [{"tag": TAGS[lang], "reply": shown(written, lang).to_json()} for lang in LANGS]


def fault_lines(visit: Visit, faults: Iterable[Fault]) -> list[dict[str, str]]:
    """What is wrong, in words, with the field to go to."""
    return [
        {
            "field": fault.field,
            "text": say(
                visit.lang,
                f"drafting.fault_{fault.kind}",
                field=label(visit, fault.field),
                about=label(visit, fault.about) if fault.about in FIELDS else fault.about,
            ),
        }
        for fault in faults
    ]


def label(visit: Visit, field: str) -> str:
    """What a field is called."""
    return say(visit.lang, "field." + field.replace(".", "_"))


def rows(visit: Visit, before: Written | None, after: Written) -> list[Row]:
    """Every field that either has."""
    old = before.texts if before else {}
    return [
        Row(
            name,
            label(visit, name),
            "en" if name.endswith(".en") else "zh" if name.endswith(".zh") else None,
            *(was_is := (_said(visit, name, old.get(name, "")), _said(visit, name, after.texts.get(name, "")))),
            differences(*was_is) if before else [Part("same", was_is[1])],
        )
        for name in FIELDS
        if old.get(name) or after.texts.get(name)
    ]


def _said(visit: Visit, name: str, text: str) -> str:
    named = topics().get(text) if name == "topic" else maps().get(text) if name == "map" else None
    return f"{named.en} · {in_language(visit.lang, named.zh, named.zh)}" if named else text


def notices(visit: Visit, written: Written, own: str | None) -> list[Notice]:
    """What stands around a draft, in sentences; the assistant's own search where it is loaded, else words alone."""
    faqs = visit.parts.faqs.all()
    ready = visit.parts.runtime.ready
    found = around(written, own, faqs, _finder(visit, faqs))
    told = list(_notices(visit, found))
    if not ready and not found.empty:
        told.append(Notice("hint", say(visit.lang, "drafting.by_words"), []))
    return told


def as_json(told: Sequence[Notice]) -> list[dict[str, Any]]:
    """For the page's script."""
    return [asdict(notice) for notice in told]


def names(visit: Visit) -> Callable[[str | Iterable[str]], str]:
    """Says who somebody is, or some people are; who has no account goes by the name that was written down."""
    known = drafts(visit).names()

    def say_who(who: str | Iterable[str]) -> str:
        return ", ".join(known.get(name, name) for name in ([who] if isinstance(who, str) else who))

    return say_who


def bring_to_people(visit: Visit) -> str:
    """Answer what was approved, which stays approved whatever comes of that; the name of what to say then."""
    if not visit.parts.runtime.ready:
        return "approvals.approved_later"
    try:
        visit.parts.runtime.refresh()
    except Exception:
        log.exception("what was approved is not answered yet")
        return "approvals.approved_later"
    return "approvals.approved"


def _finder(visit: Visit, faqs: Sequence[Faq]) -> Finder:
    runtime = visit.parts.runtime
    return ByIndex(runtime.desk.index) if runtime.ready else ByWords.of(faqs)


def _notices(visit: Visit, found: Neighbourhood) -> Iterable[Notice]:
    def line(name: str, faq: Faq, **values: object) -> Line:
        question = in_language(visit.lang, faq.question.en, faq.question.zh)
        return Line(say(visit.lang, name, question=question, **values), f"/console/faqs/{faq.id}")

    if found.published:
        lines = [line("drafting.line_published", theft.faq, wording=theft.wording) for theft in found.published]
        yield Notice("fault", say(visit.lang, "drafting.published"), lines)
    if found.takes:
        lines = [line("drafting.line_takes", theft.faq, wording=theft.wording) for theft in found.takes]
        yield Notice("warning", say(visit.lang, "drafting.takes"), lines)
    if found.loses:
        lines = [line("drafting.line_loses", theft.faq, wording=theft.wording) for theft in found.loses]
        yield Notice("warning", say(visit.lang, "drafting.loses"), lines)
    for lang, near in found.near.items():
        if near:
            lines = [
                Line(
                    say(
                        visit.lang,
                        "drafting.line_near",
                        question=in_language(_AS[lang], one.faq.question.en, one.faq.question.zh),
                        percent=round(100 * one.likeness),
                    ),
                    f"/console/faqs/{one.faq.id}",
                )
                for one in near
            ]
            yield Notice("hint", say(visit.lang, f"drafting.near_{lang}"), lines)
