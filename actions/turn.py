"""What every action does: know the turn it is in, send replies in Rasa's form, keep what the next turn needs."""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, cast

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.release import Release
from bot.settings import Settings
from knowledge.database.feedback import FeedbackStore
from knowledge.database.opening import open_database
from knowledge.desk import Desk
from knowledge.opening_hours import HONG_KONG
from knowledge.reply import Reply
from language.detect import LANGS, Lang, reply_language

Events = list[dict[str, Any]]
"""What an action's `run` returns."""

REQUESTED_SLOT = "requested_slot"


_settings: list[Settings] = []


def use(settings: Settings) -> None:
    """Settings of this process, where they are not those of the environment."""
    _settings[:] = [settings]
    feedback.cache_clear()


_answering: ContextVar[Desk | None] = ContextVar("_answering", default=None)


@contextmanager
def answering(desk: Desk) -> Iterator[None]:
    """What actions ask in this block: a turn ends at the desk where it began, whatever is published meanwhile."""
    before = _answering.set(desk)
    try:
        yield
    finally:
        _answering.reset(before)


def desk() -> Desk:
    """The enquiry desk of this turn; in an action server of its own, that of the release in force."""
    return _answering.get() or _opened()


@cache
def _opened() -> Desk:
    return Release.in_force(_present()).open_desk()


@cache
def feedback() -> FeedbackStore:
    """What staff will read; opened once a process."""
    return FeedbackStore(open_database(_present().content))


class Turn:
    """The last message, the conversation it stands in, and what the action leaves behind."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        self._dispatcher = dispatcher
        self.tracker = tracker
        self.message: dict[str, Any] = tracker.latest_message
        self.text: str = self.message.get("text") or ""
        self.intent: str = (self.message.get("intent") or {}).get("name") or ""
        self._slots: dict[str, Any] = {}
        self.lang = self._language()

    def _language(self) -> Lang:
        """The person's wish decides, then the message, then the conversation, then the page."""
        text = "" if self.text.startswith("/") else self.text  # a pressed button has no language of its own
        previous = self.slot("lang")
        lang = reply_language(text, previous, _known((self.message.get("metadata") or {}).get("lang")))
        wish: Lang | None = self.slot("wished_lang")
        if wish and (wish == "en" or lang == "en"):
            return wish
        return lang

    def slot(self, name: str) -> Any:
        """What the conversation keeps under a name; with what this action has set."""
        return self._slots.get(name, self.tracker.get_slot(name))

    def set(self, **slots: Any) -> None:
        """Keep values for the next turns."""
        self._slots.update(slots)

    def entity(self, kind: str) -> str | None:
        """The first value of an entity of the message."""
        value = next(self.tracker.get_latest_entity_values(kind), None)
        return None if value is None else str(value)

    @property
    def loop(self) -> str | None:
        """The form that is going on."""
        return (self.tracker.active_loop or {}).get("name")

    def send(self, reply: Reply) -> None:
        """Utter `reply`."""
        custom = reply.to_json()
        text = custom.pop("text")
        buttons = [{"title": b["title"], "payload": b["payload"]} for b in custom["buttons"]]
        self._dispatcher.utter_message(text=text, buttons=buttons, json_message=custom)
        self.set(lang=reply.lang)

    def last_replies(self) -> list[dict[str, Any]]:
        """What was said to the message before this one, as Rasa stored it."""
        events = self.tracker.events
        asked = [number for number, event in enumerate(events) if event["event"] == "user"]
        before = events[asked[-2] : asked[-1]] if len(asked) > 1 else []
        return [event for event in before if event["event"] == "bot"]

    def send_again(self, said: dict[str, Any]) -> None:
        """Utter what `last_replies` gave."""
        data = said["data"]
        self._dispatcher.utter_message(
            text=said["text"],
            buttons=data.get("buttons") or [],
            image=data.get("image"),
            json_message=data.get("custom"),
        )

    def kept(self) -> Events:
        """The slots that were set."""
        return [SlotSet(name, value) for name, value in self._slots.items()]

    def events(self) -> Events:
        """The slots that were set. A form that was interrupted goes on: Rasa runs it next, and it asks again."""
        return [*self.kept(), ActiveLoop(self.loop)] if self.loop else self.kept()

    def leave_form(self, slots: list[str]) -> Events:
        """Ends the form that is going on and forgets its answers."""
        forgotten = [SlotSet(name, None) for name in (*slots, REQUESTED_SLOT)]
        return [*self.kept(), *forgotten, ActiveLoop(None)]


class TurnAction(Action, ABC):
    """An action that takes a turn; a message without a word is asked for some, whatever its intent seems to be."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """As Rasa calls it."""
        turn = Turn(dispatcher, tracker)
        if any(char.isalnum() for char in turn.text):
            return self.take(turn)
        turn.send(desk().speaker.say("empty", turn.lang, "fallback"))
        return turn.events()

    @abstractmethod
    def take(self, turn: Turn) -> Events:
        """What this action says, and the events that follow."""


def now() -> datetime.datetime:
    """The time in Hong Kong."""
    return datetime.datetime.now(HONG_KONG)


def _present() -> Settings:
    return _settings[0] if _settings else Settings.load()


def _known(lang: Any) -> Lang | None:
    return cast(Lang, lang) if lang in LANGS else None
