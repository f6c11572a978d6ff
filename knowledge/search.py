"""Ranked search: what the index finds, re-ordered by what the intent classifier thinks."""

from collections.abc import Mapping
from typing import Any

from knowledge.decision import REPORT, Intents, rank
from knowledge.index import Hit, Index
from language import gazetteer

REPORT_SURE = 0.5
"""From this confidence a question about the report is answered from the report alone."""


def find(index: Index, text: str, intents: Intents) -> list[Hit]:
    """Search and rank; a question about the report is looked for in the report, without the report's name."""
    if intents.get(REPORT, 0.0) < REPORT_SURE:
        return rank(index.search(text), intents)
    others = {name: chance for name, chance in intents.items() if name != REPORT}
    whole = sum(others.values()) or 1.0
    topics = {name: chance / whole for name, chance in others.items()}
    return rank(index.search(gazetteer.without(text, REPORT), source=REPORT), topics)


MOVES = (
    *("follow_up", "correction", "nearest_office", "find_facility", "open_now"),
    *("guide_e_channel", "guide_visa", "guide_document"),
)
"""Intents that tell how something is asked and not what about."""


def intents_of(parsed: Mapping[str, Any]) -> dict[str, float]:
    """Intent confidences out of Rasa's parse of a message, given that it is no mere move of the conversation.

    Naming the report settles that it is about it.
    """
    ranking = {intent["name"]: float(intent["confidence"]) for intent in parsed.get("intent_ranking", ())}
    left = 1.0 - sum(ranking.get(name, 0.0) for name in MOVES)
    intents = {name: chance / left for name, chance in ranking.items() if name not in MOVES} if left > 0 else {}
    if any(entity.get("entity") == REPORT for entity in parsed.get("entities", ())):
        intents[REPORT] = 1.0
    return intents
