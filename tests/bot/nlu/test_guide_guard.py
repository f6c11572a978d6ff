"""The guard: a bare word begins no guided help, a sentence that asks for it does."""

from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.guide_guard import GuideGuard
from knowledge.understood import GUIDES

GUIDE = {"name": "guide_visa", "confidence": 0.7}
OTHER_GUIDE = {"name": "guide_document", "confidence": 0.2}
TOPIC = {"name": "e_visa", "confidence": 0.1}


def guarded(text: str, *ranking: dict[str, Any]) -> Any:
    """The intent after the guard."""
    message = Message({TEXT: text, INTENT: ranking[0], "intent_ranking": list(ranking)})
    GuideGuard({}).process([message])
    return message.get(INTENT)


@pytest.mark.parametrize("text", ["visa", "Visa?", "簽證", "签证", "護照！", "identity card"])
def test_a_bare_word_is_about_the_likeliest_topic(text: str) -> None:
    assert guarded(text, GUIDE, OTHER_GUIDE, TOPIC) == TOPIC


@pytest.mark.parametrize("text", ["which visa do I need", "我應該申請哪種簽證"])
def test_a_sentence_begins_the_guide(text: str) -> None:
    assert guarded(text, GUIDE, OTHER_GUIDE, TOPIC) == GUIDE


def test_a_bare_word_that_is_no_guide_stays_what_it_is() -> None:
    assert guarded("visa", TOPIC, GUIDE) == TOPIC


def test_where_nothing_else_is_known_the_guide_stays() -> None:
    assert guarded("visa", GUIDE) == GUIDE


def test_a_message_that_was_not_understood_stays_so() -> None:
    message = Message({TEXT: "visa"})
    GuideGuard({}).process([message])
    assert message.get(INTENT) is None


@pytest.mark.parametrize("text", ["visa", "Visa", "簽證", "签证", "e-Channel", "e-道", "passport", "護照", "visas"])
async def test_in_the_trained_model_no_bare_word_begins_a_guide(agent: Agent, text: str) -> None:
    assert (await agent.parse_message(text))[INTENT]["name"] not in GUIDES
