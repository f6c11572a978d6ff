"""The questions of the regression suite that are nearest to an FAQ: those that publishing it could take away."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from weakref import WeakKeyDictionary

import numpy as np

from bot.regression import SAMPLE, Case, cases_of, question_cases
from knowledge.content import Faq
from knowledge.drafting import plain
from knowledge.encoder.loading import Encoder, Vectors

MOST = 40
"""So many are judged in about a second."""
NEAREST = 3
"""Of so many FAQs every wording is looked at, and of the others a sample."""
NEAR = 0.5
"""Cosine to the nearest wording or answer text of the FAQ, from which a question could be answered otherwise."""

_vectors: "WeakKeyDictionary[Encoder, dict[str, Vectors]]" = WeakKeyDictionary()
"""Of the suite's texts: encoding them takes a second, and most stay the same from one FAQ to the next."""


def neighbours_of(faq: Faq, published: Iterable[Faq], encoder: Encoder) -> list[Case]:
    """The nearest cases of other FAQs, and of the evaluation and distress sets, nearest first."""
    others = {one.id: one for one in published if one.id != faq.id}
    target = encoder.encode([*faq.wordings, faq.answer.en, faq.answer.zh])
    sample = [case for one in others.values() for case in cases_of(one, SAMPLE)]
    first = _nearest([*sample, *_questions()], target, encoder)
    ids = [id_ for id_, _ in Counter(case.answer_id for case in first if case.answer_id).most_common(NEAREST)]
    every = [case for id_ in ids for case in cases_of(others[id_])]
    return _nearest(list(dict.fromkeys([*first, *every])), target, encoder)


def claimed_by_both(faq: Faq, published: Iterable[Faq]) -> list[Case]:
    """Wordings of other FAQs that `faq` has too, and had not before: what answers them is up to chance."""
    others = list(published)
    before = {plain(text) for one in others if one.id == faq.id for text in one.wordings}
    claimed = {plain(text) for text in faq.wordings} - before
    return [case for one in others if one.id != faq.id for case in cases_of(one) if plain(case.text) in claimed]


def _nearest(cases: Sequence[Case], target: Vectors, encoder: Encoder) -> list[Case]:
    near = (_encoded(encoder, [case.text for case in cases]) @ target.T).max(axis=1)
    order = np.argsort(-near, kind="stable")[:MOST]
    return [cases[number] for number in order if near[number] >= NEAR]


@cache
def _questions() -> list[Case]:
    return question_cases()


def _encoded(encoder: Encoder, texts: list[str]) -> Vectors:
    known = _vectors.setdefault(encoder, {})
    missing = list(dict.fromkeys(text for text in texts if text not in known))
    if missing:
        known.update(zip(missing, encoder.encode(missing), strict=True))
    return np.array([known[text] for text in texts], dtype=np.float32).reshape(len(texts), encoder.dimension)
