"""What answers: loaded in the background, while the server already says that it is alive."""

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import ApiError
from bot.settings import Settings

if TYPE_CHECKING:  # Rasa takes ten seconds to import: not before it is needed
    from bot.assistant import Assistant
    from bot.conversations import Conversations
    from knowledge.desk import Desk

log = logging.getLogger(__name__)


class Runtime:
    """The assistant and its conversations, once they are there."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.failure: Exception | None = None
        self._loaded: tuple[Assistant, Conversations] | None = None

    @property
    def ready(self) -> bool:
        """Model and index are loaded."""
        return self._loaded is not None

    @property
    def assistant(self) -> "Assistant":
        """Raises ApiError 503 until it is loaded."""
        return self._parts()[0]

    @property
    def conversations(self) -> "Conversations":
        """Raises ApiError 503 until they are open."""
        return self._parts()[1]

    @property
    def desk(self) -> "Desk":
        """What answers now: search, decision, words. Raises ApiError 503 until it is loaded."""
        self._parts()
        from actions.turn import desk

        return desk()

    def refresh(self) -> None:
        """Answer from the content as the database has it now; done when this returns."""

    async def load(self) -> None:
        """`load_now` in a thread, so that the server goes on answering."""
        await asyncio.to_thread(self.load_now)

    def load_now(self) -> None:
        """Import Rasa and load the current release; a failure is kept in `failure` and raised."""
        started = time.monotonic()
        try:
            from bot.assistant import Assistant
            from bot.conversations import Conversations

            conversations = Conversations(self.settings.conversations)
            self._loaded = Assistant.load(self.settings, conversations), conversations
        except Exception as error:
            self.failure = error
            log.exception("the assistant could not be loaded")
            raise
        log.info("ready after %.1f s", time.monotonic() - started)

    def _parts(self) -> "tuple[Assistant, Conversations]":
        if self._loaded is None:
            raise ApiError(503, "not_ready", "The assistant is still loading. Please try again in a few seconds.")
        return self._loaded


RUNTIME = web.AppKey("runtime", Runtime)
