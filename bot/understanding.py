"""Rasa in this process: load its agent, and parse texts with it."""

import asyncio
import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.core.domain import Domain

from bot.action_endpoint import InProcessActions

BATCH = 128


def load_agent(model: Path, tracker_store: TrackerStore | None = None) -> Agent:
    """Rasa's agent with the actions in process; conversations are forgotten without a `tracker_store`."""
    return Agent.load(
        model,
        action_endpoint=InProcessActions(),
        # each agent sets the domain of its store, and is without one while it loads: another may answer meanwhile
        tracker_store=copy.copy(tracker_store) if tracker_store else InMemoryTrackerStore(Domain.empty()),
        lock_store=InMemoryLockStore(),
    )


def parse_together(agent: Agent, texts: Sequence[str]) -> list[dict[str, Any]]:
    """Rasa's parse (intent, rankings, entities) of each text, many at a time: several times as fast as `parse`."""
    processor = agent.processor
    assert processor is not None  # noqa: S101 (the agent has a model)
    target = processor.model_metadata.nlu_target
    parsed: list[dict[str, Any]] = []
    for start in range(0, len(texts), BATCH):
        messages = [UserMessage(text) for text in texts[start : start + BATCH]]
        found = processor.graph_runner.run(
            inputs={PLACEHOLDER_MESSAGE: messages, PLACEHOLDER_TRACKER: None}, targets=[target]
        )
        parsed += [message.as_dict(only_output_properties=True) for message in found[target]]
    return parsed


def parse(agent: Agent, texts: list[str]) -> list[dict[str, Any]]:
    """The same one by one, as visitors' messages come."""

    async def parse_all() -> list[dict[str, Any]]:
        return [await agent.parse_message(text) for text in texts]

    return asyncio.run(parse_all())
