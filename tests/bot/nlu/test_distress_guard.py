"""The guard: a likely enough distress intent wins, alone and in the loaded model."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.distress_guard import DistressGuard
from bot.questions import EVALUATION, read_questions

DISTRESS = "distress_assistance"
CONFIG = Path(__file__).parents[3] / "config.yml"


def guarded(distress: float | None, threshold: float = 0.35, entities: Sequence[str] = ()) -> Any:
    """The intent after the guard, of a message that is rather about passports."""
    ranking = [{"name": "passport", "confidence": 0.6}, {"name": "report", "confidence": 0.01}]
    if distress is not None:
        ranking.append({"name": DISTRESS, "confidence": distress})
    found = [{"entity": entity, "value": ""} for entity in entities]
    message = Message({INTENT: ranking[0], "intent_ranking": ranking, ENTITIES: found})
    config = {**DistressGuard.get_default_config(), "threshold": threshold, "threshold_abroad": 0.1}
    DistressGuard(config).process([message])
    return message.get(INTENT)


@pytest.mark.parametrize("distress", [0.35, 0.36, 0.5, 1.0])
def test_distress_from_the_threshold_on_wins(distress: float) -> None:
    assert guarded(distress) == {"name": DISTRESS, "confidence": distress}


@pytest.mark.parametrize("distress", [0.0, 0.34, None])
def test_distress_below_the_threshold_does_not(distress: float | None) -> None:
    assert guarded(distress) == {"name": "passport", "confidence": 0.6}


@pytest.mark.parametrize(
    ("entities", "helped"),
    [
        (["place_abroad", "trouble", "document"], True),
        (["place_abroad"], False),
        (["trouble"], False),
        (["place_abroad", "trouble", "not_now"], False),
    ],
)
def test_trouble_at_a_named_place_abroad_needs_less(entities: list[str], helped: bool) -> None:
    assert (guarded(0.1, entities=entities)["name"] == DISTRESS) is helped
    assert guarded(0.09, entities=entities)["name"] == "passport"


def test_the_threshold_is_the_configurations() -> None:
    assert guarded(0.5, threshold=0.9)["name"] == "passport"


def test_a_message_without_a_ranking_stays_as_it_is() -> None:
    message = Message({INTENT: {"name": "choose", "confidence": 1.0}})
    assert DistressGuard(DistressGuard.get_default_config()).process([message]) == [message]
    assert message.get(INTENT) == {"name": "choose", "confidence": 1.0}


async def test_the_loaded_model_obeys_the_threshold_of_its_configuration(agent: Agent) -> None:
    pipeline = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["pipeline"]
    [config] = [step for step in pipeline if "DistressGuard" in step["name"]]
    guard = DistressGuard({**DistressGuard.get_default_config(), **config})
    guarded = {True: 0, False: 0}
    for question in read_questions(EVALUATION[0]):
        parsed = await agent.parse_message(question.text)
        confidences = {intent["name"]: intent["confidence"] for intent in parsed["intent_ranking"]}
        likely = confidences.get(DISTRESS, 0.0) >= guard.threshold(Message(parsed))
        assert (parsed["intent"]["name"] == DISTRESS) == likely, question.id
        guarded[likely] += 1
    assert min(guarded.values()) > 10


@pytest.mark.parametrize(
    "text", ["I have been arrested in Tokyo, help", "我喺曼谷唔見咗護照，好驚", "我在首尔出了车祸，很害怕"]
)
async def test_a_person_in_trouble_is_recognised(agent: Agent, text: str) -> None:
    assert (await agent.parse_message(text))["intent"]["name"] == DISTRESS
