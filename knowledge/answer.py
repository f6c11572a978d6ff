"""From a question to a reply: search, judge, and have it put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from knowledge.context import SURE_ALONE, Context, Lean, context_features, in_context
from knowledge.decision import (
    CHOICES,
    WRONG_ANSWER_COST,
    WRONG_QUOTE_COST,
    Act,
    Decision,
)
from knowledge.index import Hit, Index
from knowledge.reply import Reply
from knowledge.search import evidence, find, one_a_topic, search
from knowledge.speaker import Speaker
from knowledge.understood import REPORT, Understood
from language.correcting import without_denied
from language.detect import Lang
from language.entities import is_bare_name
from language.foreign import is_foreign
from language.pipeline import count_words
from language.placeholders import without_placeholders

FEW_WORDS = 5
"""A message of personal data with at most as many other words (`my HKID is`) asks nothing."""
ALSO_NEAR = 0.03
"""An answer whose score is at most so much below the first's is shown beside it."""

# Chosen on evaluation/follow_ups.jsonl.
ANSWER_IN_CONTEXT, ASK_IN_CONTEXT = 0.5, 0.2
"""From these chances what was found together with the last question is answered, or offered."""


@dataclass(frozen=True)
class Answered:
    """A reply, and the question it answers."""

    reply: Reply
    question: str
    """As it was said; empty where it only makes sense after the one before."""
    failed: bool = False
    """It could not be answered."""


@dataclass(frozen=True)
class Judged:
    """What was found for a text, and what to do about it."""

    text: str
    """Empty where it only makes sense after what went before."""
    hits: list[Hit]
    act: Act
    confidence: float
    first: float
    """Chance that the first answer is right."""
    also: bool
    """What else was found should be shown too."""
    among: float = 0.0
    """Chance that the right answer is among the first three."""
    costs: Mapping[Act, float] = field(default_factory=dict)
    """What each act is expected to cost."""


class Answerer:
    """Answers from one index and one fitted decision, in the words of one speaker."""

    def __init__(self, speaker: Speaker, index: Index, decision: Decision) -> None:
        self.speaker = speaker
        self._index = index
        self._decision = decision

    def answer(self, text: str, lang: Lang, understood: Understood, lean: Lean | None = None) -> Answered:
        """The reply to an enquiry: an answer, up to three choices, or an honest "I don't know".

        Beside an answer or an "I don't know", what else may have been meant. A message that leans on
        the last answer is understood so.
        """
        if name := _no_question(text):
            return Answered(self.speaker.say(name, lang, "fallback"), text)
        judged = self.judge(without_denied(text) if lean and lean.corrects else text, understood)
        if lean and lean.context:
            judged = self._with_context(judged, understood, lean, lean.context)
        elif lean and lean.refers and judged.act == "decline":
            judged = replace(judged, act="choices")  # about what? asked rather than declined
        return Answered(self._reply(judged, lang), judged.text, failed=judged.act == "decline")

    def _knowing_new(self, text: str, understood: Understood, found: list[Hit]) -> Understood:
        """With what the search says of answers that are newer than the classifier."""
        if not found or found[0].answer_id not in self._index.new:
            return understood
        first = found[0]
        chance = self._decision.by_search(evidence(self._index, text, found, Understood()))
        return understood.asking(first.answer_id, first.topic, chance)

    def judge(self, text: str, understood: Understood) -> Judged:
        """What is found for a text by itself, and what to do about it."""
        found = search(self._index, text)
        understood = self._knowing_new(text, understood, found)
        hits = find(self._index, text, understood, found)
        if not hits:
            return Judged(text, [], "decline", 1.0, 0.0, also=False)
        values = evidence(self._index, text, hits, understood)
        wrong_cost = WRONG_QUOTE_COST if hits[0].source == REPORT else WRONG_ANSWER_COST
        act, confidence = self._decision.act(values, wrong_cost)
        if is_bare_name(text) and (act == "answer" or not self._index.strangeness(text).unknown):
            # a known word alone names a subject and asks nothing: what it may be about is offered, not one answer's kin
            confidence = 1 - confidence if act == "decline" else confidence
            act, hits = "choices", one_a_topic(hits)
        return Judged(
            text,
            hits,
            act,
            confidence,
            self._decision.first_right(values),
            self._decision.misses(values, act),
            self._decision.among_choices(values),
            self._decision.costs(values, wrong_cost),
        )

    def _with_context(self, alone: Judged, understood: Understood, lean: Lean, context: Context) -> Judged:
        """The same text after the last answer: unchanged where it stands by itself."""
        sure = alone.act == "answer" and alone.confidence >= SURE_ALONE
        names_subject = alone.act == "choices" and count_words(alone.text) == 1
        if (sure or names_subject) and not lean.refers and not lean.corrects:
            return alone
        hits = in_context(self._index, alone.text, context, stay=not lean.corrects)
        chance = self._decision.in_context(context_features(alone.text, hits, lean, understood, alone.first))
        if not lean.corrects and (chance < ASK_IN_CONTEXT or (chance < ANSWER_IN_CONTEXT and alone.act == "answer")):
            return alone
        likely = chance >= (ASK_IN_CONTEXT if lean.corrects else ANSWER_IN_CONTEXT)
        act: Act = "answer" if likely else "choices"
        return Judged("", hits, act, chance, chance, also=True)

    def _reply(self, judged: Judged, lang: Lang) -> Reply:
        if not judged.hits:
            return self.speaker.decline(lang, judged.confidence)
        first, *others = judged.hits[:CHOICES]
        if judged.act == "answer":
            related = [hit.answer_id for hit in others if judged.also or hit.score >= first.score - ALSO_NEAR]
            answer = self.speaker.answer(first.answer_id, lang, judged.confidence, related)
            return answer or self.speaker.decline(lang, 1.0)
        ids = [hit.answer_id for hit in (first, *others)]
        if judged.act == "choices":
            return self.speaker.choices(ids, lang, judged.confidence)
        return self.speaker.decline(lang, judged.confidence, ids if judged.also else [])


def _no_question(text: str) -> str | None:
    """The sentence for a message that asks nothing that could be looked up."""
    if not any(char.isalnum() for char in text):
        return "empty"
    if is_foreign(text):
        return "other_language"
    return "personal_data" if holds_little_but_personal_data(text) else None


def holds_little_but_personal_data(text: str) -> bool:
    """A number or an address, and hardly a word of a question beside it."""
    rest = without_placeholders(text)
    return rest != text and count_words(rest) <= FEW_WORDS
