"""Fit the decision: on questions that neither the index nor Rasa has seen, how likely the first answer is right."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bot.dialogues import FOLLOW_UPS, read_dialogues
from bot.questions import Question
from knowledge.context import SURE_ALONE, Context, Lean, context_features, in_context
from knowledge.decision import CHOICES, FEATURES, Chance, Decision
from knowledge.index import Hit, Index
from knowledge.passages import cut
from knowledge.search import evidence, find, search
from knowledge.store import ContentStore
from knowledge.understood import Understood
from language.correcting import without_denied

if TYPE_CHECKING:
    from rasa.core.agent import Agent

Parsed = dict[str, Any]
"""Rasa's parse of a text."""

EVERY = 3
"""Of the development questions so many are enough to fit on with a context."""


def fit(
    agent: "Agent",
    index: Index,
    store: ContentStore,
    questions: Iterable[Question],
    *,
    use_intents: bool = True,
    without: Collection[str] = (),
) -> Decision:
    """Fit the decision on questions that neither index nor classifier has seen.

    `without` names FEATURES that count for nothing; with `use_intents` off, so do the intents.
    """
    questions = [q for q in questions if q.expect in ("answer", "decline")]
    passages = {passage.id: passage for report in store.reports() for passage in cut(report)}

    def is_right(hit: Hit, question: Question) -> bool:
        passage = passages.get(hit.answer_id)
        beside = passage and question.quote and question.quote not in passage.quote("en")
        return hit.topic in question.topics and not beside

    index.look_ahead([question.text for question in questions])
    rows, first_right, among = [], [], []
    rows_by_search, right_by_search = [], []
    parsed = _parse_each(agent, [question.text for question in questions])
    for question in questions:
        understood = Understood.of(parsed[question.text]) if use_intents else Understood()
        found = search(index, question.text)
        hits = find(index, question.text, understood, found)
        values = evidence(index, question.text, hits, understood)
        rows.append([0.0 if name in without else value for name, value in zip(FEATURES, values, strict=True)])
        first_right.append(is_right(hits[0], question))
        among.append(any(is_right(hit, question) for hit in hits[:CHOICES]))
        rows_by_search.append(evidence(index, question.text, found, Understood()))
        right_by_search.append(is_right(found[0], question))
    first = Chance.fit(rows, first_right)
    return Decision(
        first,
        Chance.fit(rows, among),
        Chance.fit(rows_by_search, right_by_search),
        fit_context(agent, index, first, questions, parsed),
    )


def _parse_each(agent: "Agent", texts: Iterable[str]) -> dict[str, Parsed]:
    from bot.understanding import parse_together

    different = list(dict.fromkeys(texts))
    return dict(zip(different, parse_together(agent, different), strict=True))


def fit_context(
    agent: "Agent",
    index: Index,
    first_right: Chance,
    unrelated: Sequence[Question],
    parsed: Mapping[str, Parsed],
) -> Chance:
    """Fit on follow-ups and corrections, and on questions that come after one they have nothing to do with.

    `parsed` holds the parses that are there already.
    """
    turns = [(d.turns[-2].text, d.turns[-1].text, set(d.turns[-1].topics)) for d in read_dialogues(FOLLOW_UPS)]
    one_in_three = unrelated[::EVERY]
    turns += [
        (before.text, question.text, set(question.topics))
        for before, question in pairwise(one_in_three)
        if set(before.topics).isdisjoint(question.topics)
    ]
    said_in = {text for before, text, _ in turns for text in (before, text)}
    parsed = {**parsed, **_parse_each(agent, sorted(said_in - parsed.keys()))}
    rows, right = [], []
    for before, text, topics in turns:
        answered = find(index, before, Understood.of(parsed[before]))[0]
        lean = Lean.of(parsed[text], Context(answered.answer_id, before, answered.topic))
        said = without_denied(text) if lean.corrects else text
        understood = Understood.of(parsed[text])
        by_itself = find(index, said, understood)
        alone = first_right(evidence(index, said, by_itself, understood))
        if alone >= SURE_ALONE and not lean.refers and not lean.corrects:
            continue
        assert lean.context  # noqa: S101 (given above)
        hits = in_context(index, said, lean.context, stay=not lean.corrects)
        rows.append(context_features(said, hits, lean, understood, alone))
        right.append(hits[0].topic in topics)
    return Chance.fit(rows, right)
