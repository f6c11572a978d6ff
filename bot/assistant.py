"""The turn: text in, replies out. Every channel calls this."""

import asyncio
import logging
import re
from collections.abc import Iterable, Sequence
from typing import Any, cast

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore

from actions.turn import answering, use
from bot.privacy import Masker
from bot.release import Release
from bot.settings import Settings
from bot.turn import ReplyJson, TurnFailedError, reply_of, storable
from bot.understanding import load_agent, parse_together
from knowledge.desk import Desk
from language.detect import Lang, reply_language

MAX_HERE_CHARS = 100
WARM_UP = "e-Channel 登記"
"""A message of both languages; nobody is answered."""

log = logging.getLogger(__name__)

_PAYLOAD = re.compile(r"/(\w+)(\{.*\})?", re.DOTALL)


class ReplyCollector(OutputChannel):
    """Rasa's way out: keeps each response whole, text, buttons and custom part together."""

    def __init__(self) -> None:
        self.replies: list[ReplyJson] = []

    @classmethod
    def name(cls) -> str:
        """Stored with each message."""
        return "ambassador"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """One response of an action."""
        self.replies.append(reply_of(message.get("text") or "", message))


class Assistant:
    """Rasa's agent with the knowledge behind it."""

    def __init__(self, agent: Agent, desk: Desk, settings: Settings) -> None:
        self.desk = desk
        self._agent = agent
        self._speaker = desk.speaker
        self._masker = Masker(desk.speaker.public_numbers())
        self._settings = settings

    @classmethod
    def load(
        cls, settings: Settings, tracker_store: TrackerStore | None = None, release: Release | None = None
    ) -> "Assistant":
        """Load a release, the one in force if none is given; takes some seconds. Raises NotBuiltError before training.

        Answers come from the content as it is now, which may be newer than the release.
        """
        use(settings)
        release = release or Release.in_force(settings)
        assistant = cls(load_agent(release.rasa_model, tracker_store), release.open_desk(), settings)
        assistant.understand([WARM_UP])  # what is only made at the first message, no visitor waits for
        return assistant

    def at(self, desk: Desk) -> "Assistant":
        """The same agent with another desk behind it."""
        return Assistant(self._agent, desk, self._settings)

    def understand(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Rasa's parse of each text, outside every conversation."""
        return parse_together(self._agent, texts)

    def mask(self, text: str) -> str:
        """`text` without personal data."""
        return self._masker.mask(text)

    def refuse(self, text: str, lang: Lang | None = None) -> ReplyJson | None:
        """Why a text cannot be taken, in words for the person: empty, or longer than the limit."""
        said = reply_language(text, hint=lang)
        if len(text) > self._settings.max_message_chars:
            limit = self._settings.max_message_chars
            return self._speaker.say("too_long", said, "fallback", limit=limit).to_json()
        if not text.strip():
            return self._speaker.say("empty", said, "fallback").to_json()
        return None

    async def reply(
        self,
        sender: str,
        text: str,
        *,
        lang: Lang | None = None,
        here: str = "",
        message_id: str | None = None,
        title: str = "",
    ) -> list[ReplyJson]:
        """One turn of the conversation `sender`; saved when this returns.

        `lang` is the page's language, for texts that do not tell theirs; `here` is where a kiosk stands,
        `building:place`; `title` is what the person saw on
        the button whose payload is `text`. Raises TurnFailedError, never anything else.
        """
        collector = ReplyCollector()
        message = UserMessage(
            self._without_commands(self.mask(storable(text))),
            collector,
            sender,
            input_channel="ambassador",
            message_id=message_id,
            metadata={"lang": lang, "here": storable(here)[:MAX_HERE_CHARS], "title": self.mask(storable(title))},
        )
        try:
            with answering(self.desk):
                await self._agent.handle_message(message)
        except asyncio.CancelledError:
            raise
        except Exception:  # whatever went wrong inside, the person gets help and the operator the traceback
            log.exception("a turn failed")
        if not collector.replies:
            raise TurnFailedError(self._speaker.say("error", reply_language(text, hint=lang), "fallback").to_json())
        return collector.replies

    def _without_commands(self, text: str) -> str:
        """A payload may name an intent of the domain, as buttons do; Rasa's own commands are mere text."""
        stripped = text.strip()
        if not stripped.startswith("/"):
            return text
        payload = _PAYLOAD.fullmatch(stripped)
        if payload and self._agent.domain and payload.group(1) in _own_intents(self._agent.domain.intents):
            return stripped
        return stripped.replace("/", " ").strip() or "?"


def _own_intents(intents: Iterable[str]) -> set[str]:
    from rasa.shared.core.constants import DEFAULT_INTENTS

    return set(intents) - set(cast(list[str], DEFAULT_INTENTS))
