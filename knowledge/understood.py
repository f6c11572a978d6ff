"""What Rasa made of a message, as far as an enquiry needs it: what it is about, and which answer it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

REPORT: Final = "report"
DECLINED = ("out_of_scope", "insult", "manipulation")
"""Intents of messages that have no answer here."""
GUIDES = ("guide_e_channel", "guide_visa", "guide_document")
"""Intents that ask to be led to an answer step by step."""
MOVES = ("follow_up", "correction", "nearest_office", "find_facility", "open_now", *GUIDES)
"""Intents that tell how something is asked and not what about."""


@dataclass(frozen=True)
class Understood:
    """Chances, each 0 to 1; without Rasa, nothing is known."""

    intents: Mapping[str, float] = field(default_factory=dict)
    """Given that the message is no mere move of the conversation."""
    answers: Mapping[str, float] = field(default_factory=dict)
    """Of FAQs, given that it asks for one of those that the model was trained on."""

    @classmethod
    def of(cls, parsed: Mapping[str, Any]) -> Self:
        """Out of Rasa's parse of a message. Naming the report settles that it is about it."""
        ranking = _chances(parsed, "intent_ranking")
        left = 1.0 - sum(ranking.get(name, 0.0) for name in MOVES)
        intents = {name: chance / left for name, chance in ranking.items() if name not in MOVES} if left > 0 else {}
        if any(entity.get("entity") == REPORT for entity in parsed.get("entities", ())):
            intents[REPORT] = 1.0
        return cls(intents, _chances(parsed, "answer_ranking"))

    def about(self, topic: str | None) -> float:
        """Chance that it is about a topic."""
        return self.intents.get(topic or "", 0.0)

    def asks(self, answer_id: str) -> float:
        """Chance that it asks for an answer."""
        return self.answers.get(answer_id, 0.0)

    @property
    def declined(self) -> float:
        """Chance that it has no answer here."""
        return sum(self.about(intent) for intent in DECLINED)

    def asking(self, answer_id: str, topic: str | None, chance: float) -> Self:
        """The same, where with `chance` it asks for an answer of which the classifier cannot know."""
        intents = {name: (1 - chance) * other for name, other in self.intents.items()}
        answers = {id_: (1 - chance) * other for id_, other in self.answers.items()}
        if topic:
            intents[topic] = intents.get(topic, 0.0) + chance
        answers[answer_id] = answers.get(answer_id, 0.0) + chance
        return type(self)(intents, answers)

    def within_report(self) -> Self:
        """The same, given that it is about the report: what of it?"""
        others = {name: chance for name, chance in self.intents.items() if name != REPORT}
        whole = sum(others.values()) or 1.0
        return type(self)({name: chance / whole for name, chance in others.items()})


def _chances(parsed: Mapping[str, Any], ranking: str) -> dict[str, float]:
    return {entry["name"]: float(entry["confidence"]) for entry in parsed.get(ranking, ())}
