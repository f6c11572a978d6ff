"""What a conversation is about: the last answer, and the question it answered."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from knowledge.index import Hit, Index
from knowledge.understood import Understood
from language.pipeline import count_words

SAME_TOPIC = 0.1
"""What an answer of the last answer's topic gains: people stay with their subject."""
SAID_ALREADY = 0.1
"""What the last answer itself loses to others of its topic: it has been read, and something of it is still asked."""
CANDIDATES = 40

SURE_ALONE = 0.7
"""An answer that is more likely right by itself needs no context; chosen on evaluation/dialogues_development.jsonl."""

# Chosen on evaluation/follow_ups.jsonl.
REFERS = 0.2
CORRECTS = 0.3


@dataclass(frozen=True)
class Context:
    """What "it" is in the next message."""

    answer_id: str
    question: str
    """In the person's words, or the answer's title where it was chosen."""
    topic: str | None

    @classmethod
    def of(cls, kept: Mapping[str, Any] | None) -> "Context | None":
        """Out of the conversation's slot."""
        return cls(**kept) if kept else None

    def to_slot(self) -> dict[str, str | None]:
        """For the conversation's slot."""
        return asdict(self)


@dataclass(frozen=True)
class Lean:
    """How much a message leans on what went before, by its wording."""

    context: Context | None = None
    follow_up: float = 0.0
    """Chance that it is about the last answer."""
    correction: float = 0.0
    """Chance that it changes the last question."""

    @classmethod
    def of(cls, parsed: Mapping[str, Any], context: Context | None) -> "Lean":
        """Out of Rasa's parse of a message."""
        chances = {intent["name"]: float(intent["confidence"]) for intent in parsed.get("intent_ranking", ())}
        return cls(context, chances.get("follow_up", 0.0), chances.get("correction", 0.0))

    @property
    def refers(self) -> bool:
        """Likely enough about the last answer."""
        return self.follow_up >= REFERS

    @property
    def corrects(self) -> bool:
        """Likely enough a change of the last question."""
        return self.correction >= CORRECTS


def in_context(index: Index, text: str, context: Context, *, stay: bool) -> list[Hit]:
    """Answers to `text` by itself and to the last question together with it, best first.

    `stay`: more likely of the same topic; not so for a correction.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    found: dict[str, Hit] = {}
    for asked in (text, f"{context.question} {text}"):
        for hit in index.search(asked, limit=CANDIDATES):
            found.setdefault(hit.answer_id, hit)
            scores[hit.answer_id] += hit.score / 2
    for answer_id, hit in found.items():
        if stay and hit.topic == context.topic:
            scores[answer_id] += SAME_TOPIC
    near = [scores[id_] for id_, hit in found.items() if hit.topic == context.topic and id_ != context.answer_id]
    if not stay or max(near, default=0.0) >= scores[context.answer_id] - SAID_ALREADY:  # else a stranger would gain
        scores[context.answer_id] -= SAID_ALREADY
    return sorted((replace(hit, score=min(1.0, scores[id_])) for id_, hit in found.items()), key=lambda hit: -hit.score)


def context_features(text: str, hits: Sequence[Hit], lean: Lean, understood: Understood, alone: float) -> list[float]:
    """What the chance that `in_context` found the right answer depends on; `alone` is that of the text by itself."""
    first = hits[0]
    others = [hit.score for hit in hits[1:] if hit.topic != first.topic]
    return [
        first.score,
        first.score - max(others, default=0.0),
        float(lean.context is not None and first.topic == lean.context.topic),
        lean.follow_up,
        lean.correction,
        understood.declined,
        math.log1p(count_words(text)),
        alone,
    ]
