"""What answers: loaded in the background, while the server already says that it is alive."""

import asyncio
import datetime
import logging
import threading
import time
import weakref
from typing import TYPE_CHECKING

from aiohttp import web

from bot.content import open_store
from bot.errors import ApiError
from bot.memory import give_back, settle
from bot.settings import Settings
from knowledge.database.opening import open_database
from knowledge.database.state import State, state_of
from knowledge.hong_kong import today

if TYPE_CHECKING:  # Rasa takes ten seconds to import: not before it is needed
    from bot.assistant import Assistant
    from bot.conversations import Conversations
    from bot.release import Release
    from knowledge.desk import Desk

log = logging.getLogger(__name__)


class Runtime:
    """The assistant and its conversations, once they are there."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.failure: Exception | None = None
        self._loaded: tuple[Assistant, Conversations] | None = None
        self.release: Release | None = None
        """What answers."""
        self._state: State = ()
        self._day = datetime.date.min
        self._refreshing = threading.Lock()
        self._replaced: weakref.ref[Assistant] | None = None
        """Answered before another model did, and is kept by turns that have not ended."""

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
        return self.assistant.desk

    def refresh(self) -> None:
        """Answer from the content, and with the model, that are in force now; turns that have begun end as they began.

        Done when this returns; takes some seconds where another model is loaded. Does nothing before the first load.
        """
        with self._refreshing:
            if self._loaded is None:
                return
            from bot.assistant import Assistant

            assistant, conversations = self._loaded
            state = state_of(self._database)
            release = self._in_force(str(state[-1]))
            if release == self.release:
                assistant = assistant.at(assistant.desk.up_to(open_store(self.settings)))
            else:
                replaced = weakref.ref(assistant)
                assistant = Assistant.load(self.settings, conversations, release)
                self._replaced = replaced
            self._loaded = assistant, conversations
            self.release, self._state = release, state
        del assistant
        self._tidy()

    def keep_up(self) -> None:
        """`refresh` where something changed, whichever process changed it. Raises DatabaseError."""
        day = today()
        if self._loaded and (state_of(self._database), day) != (self._state, self._day):
            self.refresh()
            self._day = day
        self._tidy()

    def _tidy(self) -> None:
        if self._replaced and not self._replaced():
            give_back()
            self._replaced = None

    def _in_force(self, name: str) -> "Release | None":
        """The release of that name, where it can be used; else the one that answers now."""
        from bot.release import Release

        named = Release(name, self.settings)
        return named if named != self.release and named.complete and named.fits(self._files) else self.release

    async def load(self) -> None:
        """`load_now` in a thread, so that the server goes on answering."""
        await asyncio.to_thread(self.load_now)

    def load_now(self) -> None:
        """Import Rasa and load the current release; a failure is kept in `failure` and raised."""
        started = time.monotonic()
        try:
            from bot.assistant import Assistant
            from bot.conversations import Conversations
            from bot.release import Release, files_fingerprint, put_in_force

            settle()
            with self._refreshing:
                self._database = open_database(self.settings.content)
                self._files = files_fingerprint()
                self.release = Release.in_force(self.settings)
                if self.release.complete:
                    put_in_force(self.release)  # so that it can be gone back to
                self._state, self._day = state_of(self._database), today()
                conversations = Conversations(self.settings.conversations)
                self._loaded = Assistant.load(self.settings, conversations, self.release), conversations
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
