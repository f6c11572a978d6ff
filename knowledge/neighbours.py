"""Which FAQs are asked for in words like a draft's: what is near, and who would take whose questions."""

import copy
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from knowledge.content import TEXT_LANGS, Faq, TextLang
from knowledge.drafting import Written, plain, published_elsewhere, wordings
from language.script import HAN, fold

if TYPE_CHECKING:  # it takes seconds to import, and is not needed where only words are compared
    from knowledge.index import Index

NEAR = 0.55
"""From this likeness on an FAQ is worth a look."""
TAKEN = 0.6
"""From this likeness on somebody who asks so would be sure to be answered so."""
SHOWN = 3
"""Neighbours in each language."""
ASKED = 8
"""Wordings of one FAQ that are tried."""
MAX_CHARS = 400
"""So much of a text is compared: nobody asks at greater length."""
DRAFT_ID = ""
"""Stands for a draft that has no id yet."""


@dataclass(frozen=True)
class Text:
    """What may lead to an answer."""

    answer_id: str
    lang: TextLang
    text: str
    answers: bool = False
    """It is the answer, and no wording of the question."""


@dataclass(frozen=True)
class Found:
    """An answer that words lead to."""

    answer_id: str
    likeness: float
    """0 to 1."""


class Finder(Protocol):
    """Finds answers by words."""

    def find(self, text: str, lang: TextLang | None = None, leave_out: Iterable[tuple[str, str]] = ()) -> list[Found]:
        """The nearest, best first, in the texts of one language or of both; `leave_out`: answers' ids with a text."""

    def trying(self, id_: str, texts: Sequence[Text]) -> "Finder":
        """The same, if an answer had these texts."""


@dataclass(frozen=True)
class Neighbour:
    """A published FAQ that is asked for in like words."""

    faq: Faq
    likeness: float
    wording: str
    """Of the draft."""


@dataclass(frozen=True)
class Theft:
    """A wording that leads to another answer than its own."""

    wording: str
    faq: Faq
    """The published one: whose wording it is, or who takes it."""


@dataclass(frozen=True)
class Neighbourhood:
    """What stands around a draft."""

    near: dict[TextLang, list[Neighbour]]
    takes: list[Theft]
    """Wordings of others that would lead to the draft."""
    loses: list[Theft]
    """Wordings of the draft, not published before, that would lead to others."""
    published: list[Theft]
    """Wordings of the draft that others have, word for word."""

    @property
    def empty(self) -> bool:
        """Nothing is near."""
        return not (any(self.near.values()) or self.takes or self.loses or self.published)


def around(draft: Written, own: str | None, faqs: Sequence[Faq], finder: Finder) -> Neighbourhood:
    """What stands around a draft among the published `faqs`; `own`: the id of the one that it changes."""
    id_ = own or DRAFT_ID
    others = {faq.id: faq for faq in faqs if faq.id != own}
    published_so = {wording for faq in faqs if faq.id == own for wording in faq.wordings}
    mine = texts_of_draft(draft, id_)
    asked = [text for text in mine if not text.answers]
    trial = finder.trying(id_, mine)
    near = {
        lang: _near([text.text for text in asked if text.lang == lang], lang, others, finder) for lang in TEXT_LANGS
    }
    around_it = {neighbour.faq.id: neighbour.faq for found in near.values() for neighbour in found}
    published = [Theft(wording, others[of]) for _, wording, of in published_elsewhere(draft, others.values())]
    same = {plain(theft.wording) for theft in published}
    takes = [
        Theft(wording, faq)
        for faq in around_it.values()
        for wording in _some(faq)
        if plain(wording) not in same
        and _first(trial, wording, faq.id) == id_
        and _first(finder, wording, faq.id) != id_
    ]
    loses = [
        Theft(one.text, others[first])
        for one in asked
        if one.text not in published_so
        and plain(one.text) not in same
        and (first := _first(trial, one.text, id_)) in others
    ]
    return Neighbourhood(near, takes, loses, published)


def texts_of_draft(draft: Written, id_: str) -> list[Text]:
    """What would lead to a draft: its question, so many of its wordings, and its answer."""
    texts = []
    for lang in TEXT_LANGS:
        texts += [Text(id_, lang, wording[:MAX_CHARS]) for wording in wordings(draft, lang)[:ASKED]]
        if answer := draft.texts.get(f"answer.{lang}", "").strip():
            texts.append(Text(id_, lang, answer[: 4 * MAX_CHARS], answers=True))
    return texts


def _near(asked: Sequence[str], lang: TextLang, others: dict[str, Faq], finder: Finder) -> list[Neighbour]:
    best: dict[str, Neighbour] = {}
    for wording in asked:
        for found in finder.find(wording, lang):
            faq, before = others.get(found.answer_id), best.get(found.answer_id)
            if faq and found.likeness >= NEAR and (before is None or before.likeness < found.likeness):
                best[faq.id] = Neighbour(faq, found.likeness, wording)
    return sorted(best.values(), key=lambda neighbour: -neighbour.likeness)[:SHOWN]


def _some(faq: Faq) -> list[str]:
    """Wordings of an FAQ: its questions, and some of the others in each language."""
    return [w for lang in TEXT_LANGS for w in [getattr(faq.question, lang), *getattr(faq.variants, lang)][: ASKED // 2]]


def _first(finder: Finder, wording: str, own: str) -> str | None:
    """Where somebody arrives who asks almost as a wording of `own` has it; None where nowhere for sure."""
    first = next(iter(finder.find(wording, leave_out=[(own, wording)])), None)
    return first.answer_id if first and first.likeness >= TAKEN else None


class ByIndex:
    """Finds as the assistant itself does."""

    def __init__(self, index: "Index") -> None:
        self._index = index

    def find(self, text: str, lang: TextLang | None = None, leave_out: Iterable[tuple[str, str]] = ()) -> list[Found]:
        """By meaning and by words."""
        hidden = set(leave_out)
        hits = self._index.search(
            text, lang=lang, source="faq", leave_out=lambda found: (found.answer_id, found.text) in hidden
        )
        return [Found(hit.answer_id, hit.score) for hit in hits]

    def trying(self, id_: str, texts: Sequence[Text]) -> "ByIndex":
        """A view of the index; the index itself stays."""
        from knowledge.index import IndexedText

        as_indexed = [
            IndexedText(text.text, id_, None, text.lang, "faq", "answer" if text.answers else "question")
            for text in texts
        ]
        return ByIndex(self._index.changed({id_: as_indexed}))


class ByWords:
    """Finds by common words and pairs of characters alone, for as long as nothing better is loaded."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = list(texts)
        self._gone: set[int] = set()
        """Texts that a view has no more."""
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for term in _terms(text.text):
                self._holding[term].append(number)
        self._weights = [self._weight(_terms(text.text)) for text in texts]

    @classmethod
    def of(cls, faqs: Iterable[Faq]) -> "ByWords":
        """Of the wordings of FAQs."""
        return cls(
            [
                Text(faq.id, lang, wording)
                for faq in faqs
                for lang in TEXT_LANGS
                for wording in [getattr(faq.question, lang), *getattr(faq.variants, lang)]
            ]
        )

    def find(self, text: str, lang: TextLang | None = None, leave_out: Iterable[tuple[str, str]] = ()) -> list[Found]:
        """By the share of words that two texts have in common, rare ones weighing more."""
        hidden = set(leave_out)
        asked = _terms(text[:MAX_CHARS])
        common: defaultdict[int, float] = defaultdict(float)
        for term in asked:
            for number in self._holding.get(term, ()):
                common[number] += self._rarity(term)
        whole, best = self._weight(asked), dict[str, float]()
        for number, shared in common.items():
            found = self._texts[number]
            if (lang and found.lang != lang) or (found.answer_id, found.text) in hidden or number in self._gone:
                continue
            likeness = min(1.0, 2 * shared / (whole + self._weights[number]))
            best[found.answer_id] = max(best.get(found.answer_id, 0.0), likeness)
        return sorted((Found(*pair) for pair in best.items()), key=lambda found: -found.likeness)[:8]

    def trying(self, id_: str, texts: Sequence[Text]) -> "ByWords":
        """Without answers: their words are many."""
        view = copy.copy(self)
        view._gone = {number for number, text in enumerate(self._texts) if text.answer_id == id_}
        new = [text for text in texts if not text.answers]
        view._texts = [*self._texts, *new]
        view._holding = self._holding.copy()
        for number, text in enumerate(new, len(self._texts)):
            for term in _terms(text.text):
                view._holding[term] = [*view._holding[term], number]  # what is shared stays as it is
        view._weights = [*self._weights, *(view._weight(_terms(text.text)) for text in new)]
        return view

    def _weight(self, terms: Iterable[str]) -> float:
        return sum(map(self._rarity, terms))

    def _rarity(self, term: str) -> float:
        return math.log1p(len(self._texts) / (1 + len(self._holding.get(term, ()))))


_WORD = re.compile(f"[{HAN}]+|[a-z0-9]+")


@lru_cache(50_000)
def _terms(text: str) -> frozenset[str]:
    """Words, and pairs of Chinese characters."""
    terms = set()
    for word in _WORD.findall(fold(text)):
        if word.isascii() or len(word) == 1:
            terms.add(word)
        else:
            terms.update(word[at : at + 2] for at in range(len(word) - 1))
    return frozenset(terms)
