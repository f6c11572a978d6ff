"""First replies without a conversation: what the rules say of each intent, and the desk of the rest."""

from typing import Any

import pytest

from bot.first_reply import CALM, DISTRESS, PERSON, SMALLTALK, first_reply
from bot.release import PROJECT
from knowledge.desk import Desk
from knowledge.understood import Understood


def parsed(intent: str) -> dict[str, Any]:
    return {"intent": {"name": intent, "confidence": 1.0}, "intent_ranking": [{"name": intent, "confidence": 1.0}]}


def test_the_intents_named_here_have_rules() -> None:
    rules = (PROJECT / "nlu_data" / "rules.yml").read_text(encoding="utf-8")
    for intent in (DISTRESS, PERSON, *CALM, *SMALLTALK):
        assert f"- intent: {intent}\n" in rules


@pytest.mark.parametrize(
    ("intent", "kind"),
    [
        (DISTRESS, "distress"),
        (PERSON, "smalltalk"),
        *((intent, "fallback") for intent in CALM),
        *((i, "smalltalk") for i in SMALLTALK),
    ],
)
def test_what_is_no_enquiry_is_not_looked_up(pool_desk: Desk, intent: str, kind: str) -> None:
    assert first_reply(pool_desk, "When does the pool open?", parsed(intent)).kind == kind


def test_an_enquiry_is_answered_in_its_language(pool_desk: Desk) -> None:
    reply = first_reply(pool_desk, "泳池幾點開門？", parsed("pool_hours"))
    assert (reply.kind, reply.answer_id, reply.lang) == ("answer", "pool-hours-open", "zh-Hant")


def test_what_was_understood_can_be_withheld(pool_desk: Desk) -> None:
    text = "When does the pool open?"
    told = first_reply(pool_desk, text, parsed("lockers"), Understood())
    assert told == first_reply(pool_desk, text, parsed("pool_hours"), Understood())
