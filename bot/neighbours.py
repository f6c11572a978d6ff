"""The questions of the regression suite that are nearest to an FAQ: those that publishing it could take away."""

from collections.abc import Iterable
from functools import cache
from weakref import WeakKeyDictionary

import numpy as np

from bot.regression import Case, cases_of, question_cases
from knowledge.content import Faq
from knowledge.desk import Desk
from knowledge.encoder.loading import Encoder, Vectors

MOST = 64
"""So many are judged in about a second."""
NEAR = 0.5
"""Cosine to the nearest wording or answer text of the FAQ, from which a question could be answered otherwise."""

_vectors: "WeakKeyDictionary[Encoder, dict[str, Vectors]]" = WeakKeyDictionary()
"""Of the suite's texts: encoding all of them takes seconds, and most stay the same from one FAQ to the next."""


def neighbours_of(desk: Desk, faqs: Iterable[Faq], faq: Faq) -> list[Case]:
    """The nearest cases of other FAQs, and of the evaluation and distress sets, nearest first."""
    others = [case for one in faqs if one.id != faq.id for case in cases_of(one)]
    cases = [*others, *_questions()]
    encoder = desk.index._encoder
    texts = [*faq.wordings, faq.answer.en, faq.answer.zh]
    near = (_encoded(encoder, [case.text for case in cases]) @ encoder.encode(texts).T).max(axis=1)
    order = np.argsort(-near, kind="stable")[:MOST]
    return [cases[number] for number in order if near[number] >= NEAR]


@cache
def _questions() -> list[Case]:
    return question_cases()


def _encoded(encoder: Encoder, texts: list[str]) -> Vectors:
    known = _vectors.setdefault(encoder, {})
    missing = list(dict.fromkeys(text for text in texts if text not in known))
    known |= dict(zip(missing, encoder.encode(missing), strict=True)) if missing else {}
    return np.stack([known[text] for text in texts])
