"""An FAQ that is being written: its texts by column, perhaps unfinished, and what is still wrong with it."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

from msgspec import Struct
from spacy.lang.en.stop_words import STOP_WORDS

from knowledge.content import MAX_ID_CHARS, TEXT_LANGS, Faq, TextLang
from knowledge.exchange.records import BY_NAME, COLUMNS, MAX_CELL_CHARS, Cell, Record, faqs_of, texts_of
from knowledge.reply import Reply, ReplySource, in_language
from knowledge.speaker import map_of
from language.detect import Lang
from language.script import fold

FIELDS = tuple(column.name for column in COLUMNS if column.name != "source.title")
"""What is filled in: a source's title in each language, also where it is the same in both."""
TOLD = ("question", "answer")
"""What the two languages of an FAQ must say alike."""
RESERVED = frozenset({"new"})
"""Ids that would be addresses of the console."""
_MAX_PROPOSED_CHARS = 60
FaultKind = Literal[
    "missing",
    "too_long",
    "no_topic",
    "no_map",
    "bad_id",
    "bad_url",
    "bad_date",
    "id_taken",
    "dates",
    "stale",
    "published",
]
_FORM: Mapping[str, FaultKind] = {"id": "bad_id", "source.url": "bad_url", "map": "no_map"}
"""What it means that a text lacks the form of its column; all others with a form are dates."""


class Written(Struct, frozen=True):
    """What a draft says so far."""

    texts: dict[str, str] = {}
    """By column of knowledge/exchange/records.py; empty ones are left out."""
    still_right: dict[TextLang, str] = {}
    """Languages that somebody found still right, each with the mark of what the other one said then."""


@dataclass(frozen=True)
class Fault:
    """Why a draft cannot be submitted."""

    field: str
    """A column."""
    kind: FaultKind
    about: str = ""
    """The id of the FAQ that stands in the way, or the other column."""


def written(faq: Faq) -> Written:
    """An FAQ as it stands, to be changed."""
    texts = texts_of(faq, 1)
    if title := texts.pop("source.title", None):
        texts |= {"source.title.en": title, "source.title.zh": title}
    return Written(texts)


def finished(draft: Written, topics: Collection[str]) -> Faq:
    """The FAQ that a draft without faults is. Raises ExchangeError for one with faults."""
    texts = dict(draft.texts)
    if texts.get("source.title.en") == texts.get("source.title.zh"):
        texts["source.title"] = texts.pop("source.title.en", "")
        texts.pop("source.title.zh", None)
    record = Record(1, {name: Cell(1, text) for name, text in texts.items()})
    return faqs_of([record], topics)[0]


def faults(draft: Written, base: Faq | None, topics: Collection[str], live: Iterable[Faq]) -> list[Fault]:
    """Everything that must be put right before a draft is submitted; `base` is what it began from."""
    found = [fault for name in FIELDS for fault in _faults(name, draft.texts.get(name, ""), topics)]
    found += _order_of_dates(draft.texts)
    found += [Fault(f"answer.{lang}", "stale") for lang in stale(draft, base)]
    others = [faq for faq in live if base is None or faq.id != base.id]
    id_ = draft.texts.get("id", "").strip()
    if base is None and (id_ in RESERVED or any(faq.id == id_ for faq in others)):
        found.append(Fault("id", "id_taken", id_))
    found += [Fault(name, "published", of) for name, _, of in published_elsewhere(draft, others)]
    return found


def too_long(draft: Written) -> list[Fault]:
    """What is longer than even a draft may be."""
    return [Fault(name, "too_long") for name, text in draft.texts.items() if len(text) > MAX_CELL_CHARS]


def published_elsewhere(draft: Written, others: Iterable[Faq]) -> list[tuple[str, str, str]]:
    """Wordings of the draft that another FAQ has already: column, wording, id of that FAQ."""
    owner = {plain(wording): faq.id for faq in others for wording in faq.wordings}
    return [
        (name, wording, owner[plain(wording)])
        for lang in TEXT_LANGS
        for name, wording in _wordings(draft, lang)
        if plain(wording) in owner
    ]


@dataclass(frozen=True)
class Claim:
    """A wording that two FAQs have."""

    wording: str
    id: str
    other: str


def claimed_twice(faqs: Iterable[Faq], of: Collection[str]) -> list[Claim]:
    """Wordings of the FAQs with the ids `of` that another of all `faqs` has as well."""
    owners: dict[str, list[tuple[str, str]]] = {}
    for faq in faqs:
        for wording in faq.wordings:
            owners.setdefault(plain(wording), []).append((faq.id, wording))
    return [
        Claim(wording, id_, other)
        for owned in owners.values()
        for (id_, wording), (other, _) in permutations(owned, 2)
        if id_ in of and id_ != other and (other not in of or id_ < other)
    ]


def wordings(draft: Written, lang: TextLang) -> list[str]:
    """How the question is put in one language: the question itself, then its wordings."""
    return [wording for _, wording in _wordings(draft, lang)]


def stale(draft: Written, base: Faq | None) -> list[TextLang]:
    """Languages that still say what the live FAQ says, while the other one says something new."""
    if base is None:
        return []
    before = written(base)
    changed = [lang for lang in TEXT_LANGS if _told(draft, lang) != _told(before, lang)]
    if len(changed) != 1:
        return []
    (other,) = (lang for lang in TEXT_LANGS if lang not in changed)
    return [] if draft.still_right.get(other) == mark(draft, other) else [other]


def confirmed(draft: Written, base: Faq | None) -> list[TextLang]:
    """Languages that somebody found still right though the other one changed."""
    unconfirmed = stale(Written(draft.texts), base)
    return [lang for lang in unconfirmed if lang not in stale(draft, base)]


def mark(draft: Written, lang: TextLang) -> str:
    """Stands for what the other language says: who finds `lang` still right has seen just that."""
    other: TextLang = "zh" if lang == "en" else "en"
    return hashlib.sha256("\0".join(_told(draft, other)).encode()).hexdigest()[:16]


def shown(draft: Written, lang: Lang) -> Reply:
    """The reply that people will get, as far as it is written."""

    def text(stem: str) -> str:
        return in_language(lang, draft.texts.get(f"{stem}.en", ""), draft.texts.get(f"{stem}.zh", ""))

    texts = draft.texts
    source = ReplySource(text("source.title"), texts.get("source.as_of", ""), texts.get("source.url") or None)
    return Reply(
        text("answer"),
        "answer",
        lang,
        topic=texts.get("topic"),
        answer_id=texts.get("id"),
        source=source,
        image=map_of(texts.get("map"), lang),
    )


def proposed_id(question: str, taken: Callable[[str], bool]) -> str:
    """An id made of the words of an English question; empty where it has none."""
    words = re.findall(r"[a-z0-9]+", fold(question).replace("'", ""))
    telling = [word for word in words if word not in STOP_WORDS] or words
    stem = ""
    for word in telling:
        longer = f"{stem}-{word}" if stem else word[:_MAX_PROPOSED_CHARS]
        if len(longer) > _MAX_PROPOSED_CHARS:
            break
        stem = longer
    if not stem:
        return ""
    candidates = (stem if number == 1 else f"{stem}-{number}" for number in range(1, MAX_ID_CHARS))
    return next((id_ for id_ in candidates if id_ not in RESERVED and not taken(id_)), "")


def plain(text: str) -> str:
    """Letters, digits and characters alone, in one script: what makes two wordings the same."""
    return "".join(filter(str.isalnum, fold(text)))


def _told(draft: Written, lang: TextLang) -> list[str]:
    return [draft.texts.get(f"{stem}.{lang}", "").strip() for stem in TOLD]


def _wordings(draft: Written, lang: TextLang) -> Iterator[tuple[str, str]]:
    for name in (f"question.{lang}", f"variants.{lang}"):
        for line in draft.texts.get(name, "").split("\n"):
            if plain(line):
                yield name, line.strip()


def _faults(name: str, text: str, topics: Collection[str]) -> Iterator[Fault]:
    column = BY_NAME[name]
    if not text.strip():
        if column.needed or name.startswith("source.title"):
            yield Fault(name, "missing")
    elif len(text) > MAX_CELL_CHARS:
        yield Fault(name, "too_long")
    elif name == "topic" and text not in topics:
        yield Fault(name, "no_topic")
    elif column.check and column.check(text.strip()):
        yield Fault(name, _FORM.get(name, "bad_date"))


def _order_of_dates(texts: Mapping[str, str]) -> Iterator[Fault]:
    begins, ends = (texts.get(name, "").strip() for name in ("effective_from", "expires_on"))
    exact = min(len(begins), len(ends))  # a month has not ended before a day of it
    if exact and ends[:exact] < begins[:exact]:
        yield Fault("expires_on", "dates", "effective_from")
