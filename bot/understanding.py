"""Rasa in this process: load its agent, and parse texts with it."""

import asyncio
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain

from bot.action_endpoint import InProcessActions


def load_agent(model: Path, tracker_store: TrackerStore | None = None) -> Agent:
    """Rasa's agent with the actions in process; conversations are forgotten without a `tracker_store`."""
    return Agent.load(
        model,
        action_endpoint=InProcessActions(),
        tracker_store=tracker_store or InMemoryTrackerStore(Domain.empty()),
        lock_store=InMemoryLockStore(),
    )


def parse(agent: Agent, texts: list[str]) -> list[dict[str, Any]]:
    """Rasa's parse (intent, ranking, entities) of each text."""

    async def parse_all() -> list[dict[str, Any]]:
        return [await agent.parse_message(text) for text in texts]

    return asyncio.run(parse_all())
