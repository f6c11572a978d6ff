"""Copies turns from the conversations into the content database, for staff: turns pay nothing, and none is lost.

Conversations are written by Rasa, a whole turn in one transaction; here, every few seconds, the turns that
are new become rows of the table `enquiry`. Whatever was killed, and however many processes do this at once:
a row has the number of its message, and is written once.
"""

import asyncio
import datetime
import logging
import re
import time
import traceback
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from aiohttp import web

from bot.channels.websocket import WEB
from bot.runtime import RUNTIME, Runtime
from bot.stored_events import Line, Message, StoredEvents
from knowledge.database.enquiries import CHUNK, Enquiry, EnquiryTable
from knowledge.database.feedback import FeedbackStore
from knowledge.database.opening import open_database
from knowledge.errors import DatabaseError
from language.detect import reply_language
from language.placeholders import without_placeholders
from language.script import HAN

EVERY = 3.0
"""Seconds between two looks."""
LATE = 60.0
"""Seconds for which lower numbers may still turn up: on PostgreSQL, transactions end in any order."""
OVERLAP = 10_000
"""Numbers that a new process looks at again, for the same reason; events of several hundred turns."""
AT_ONCE = 20_000
"""Messages whose places are read together."""
EVALUATION = "evaluate-"
CALM = ("insult", "manipulation")
"""Intents that are declined and ask nothing."""
WORDS_OF_A_NO, WORDS_WITH_DATA = 3, 5
"""With more words, a "no" or a number of somebody's is part of a question."""

_WORD = re.compile(rf"[{HAN}]{{1,2}}|[^\W{HAN}]+")
"""Roughly; the tokenizer is too heavy for this."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pair:
    """A message and its first reply, by number."""

    asked: int
    replied: int
    sender: str


class Projection:
    """What was copied so far, and the next step."""

    def __init__(
        self, events: StoredEvents, enquiries: EnquiryTable, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._events = events
        self._enquiries = enquiries
        self._clock = clock
        self._after: int | None = None
        """Up to here nothing new can turn up."""
        self._seen: deque[tuple[float, int]] = deque()
        """When the events were read up to which number."""

    def run(self) -> int:
        """Copy every turn that is new and has its reply; how many. Raises DatabaseError, sqlalchemy.exc.DBAPIError."""
        if not self._events.there():
            return 0
        if self._after is None:
            self._after = self._begin()
        now, known = self._clock(), self._enquiries.known(self._after)
        highest, written = self._after, 0
        asked: dict[str, int] = {}
        while lines := self._events.lines(highest, AT_ONCE):
            highest = lines[-1].number
            new = [pair for pair in _pairs(lines, asked) if pair.asked not in known]
            for start in range(0, len(new), CHUNK):
                written += self._copy(new[start : start + CHUNK])
        self._move_on(now, highest)
        return written

    def _begin(self) -> int:
        last = self._enquiries.last()
        if self._events.go_on_after(last):
            log.warning("these conversations are others than before: their numbers go on after %d", last)
            return 0
        return max(0, last - OVERLAP)

    def _move_on(self, now: float, highest: int) -> None:
        self._seen.append((now, highest))
        while self._seen[0][0] <= now - LATE:
            _, self._after = self._seen.popleft()

    def _copy(self, pairs: list[Pair]) -> int:
        messages = self._events.messages(number for pair in pairs for number in (pair.asked, pair.replied))
        return self._enquiries.add(
            [
                enquiry_of(pair.sender, asked, messages[pair.replied], self._shown(pair.sender, asked))
                for pair in pairs
                if (asked := messages.get(pair.asked)) and pair.replied in messages
            ]
        )

    def _shown(self, sender: str, asked: Message) -> str:
        text = shown_text(asked)
        if not text.startswith("/"):
            return text
        # a client of the REST channel sends no title; the button was on one of the replies before
        return title_of(text, self._events.of(sender, before=asked.number, limit=5)) or text


def _pairs(lines: list[Line], asked: dict[str, int]) -> Iterator[Pair]:
    """Messages with their first replies; `asked` keeps, of each conversation, the one that waits for its reply."""
    for line in lines:
        if line.type == "user":
            asked[line.sender] = line.number
        elif line.sender in asked and not line.sender.startswith(EVALUATION):
            yield Pair(asked.pop(line.sender), line.number, line.sender)


def enquiry_of(sender: str, asked: Message, replied: Message, text: str) -> Enquiry:
    """The row of a turn."""
    custom = custom_of(replied)
    return Enquiry(
        event=asked.number,
        at=utc(asked),
        conversation=sender,
        channel=_channel(sender, _metadata(asked)),
        text=text,
        lang=custom.get("lang") or reply_language(text),
        kind=_kind(text, intent_of(asked)[0], custom.get("kind") or "fallback"),
        topic=custom.get("topic"),
        answer_id=custom.get("answer_id"),
        confidence=float(custom.get("confidence") or 0.0),
        milliseconds=max(0.0, 1000 * (replied.timestamp - asked.timestamp)),
    )


def utc(message: Message) -> datetime.datetime:
    """When it was sent, as the tables keep it."""
    return datetime.datetime.fromtimestamp(message.timestamp, datetime.UTC).replace(tzinfo=None)


def custom_of(replied: Message) -> Mapping[str, Any]:
    """What a reply says of itself: kind, topic, confidence."""
    return (replied.data.get("data") or {}).get("custom") or {}


def intent_of(asked: Message) -> tuple[str, float]:
    """The intent that was understood, and how surely."""
    intent = (asked.data.get("parse_data") or {}).get("intent") or {}
    return intent.get("name") or "", float(intent.get("confidence") or 0.0)


def shown_text(asked: Message) -> str:
    """What the person wrote, or read on the button."""
    return _metadata(asked).get("title") or asked.data.get("text") or ""


def title_of(payload: str, messages: list[Message]) -> str | None:
    """What was on the button with this payload, the last time that there was one."""
    buttons = [b for message in messages for b in (message.data.get("data") or {}).get("buttons") or []]
    return next((b["title"] for b in reversed(buttons) if b.get("payload") == payload), None)


def _metadata(asked: Message) -> Mapping[str, Any]:
    return asked.data.get("metadata") or {}


def _channel(sender: str, metadata: Mapping[str, Any]) -> str:
    if metadata.get("here"):
        return "kiosk"
    return "web" if sender.startswith(WEB) else "rest"


def _kind(text: str, intent: str, kind: str) -> str:
    """A fallback that declines no question is small talk: to abuse, to a "no", to "???", to a number alone."""
    if kind != "fallback":
        return kind
    rest = without_placeholders(text)
    words = len(_WORD.findall(rest))
    says_no = intent == "deny" and words <= WORDS_OF_A_NO
    personal_data = rest != text and words <= WORDS_WITH_DATA
    return "smalltalk" if intent in CALM or says_no or personal_data or not words else kind


async def keep_up(app: web.Application) -> AsyncIterator[None]:
    """Copy while the application runs."""
    task = asyncio.create_task(_keep_up(app[RUNTIME]))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _keep_up(runtime: Runtime) -> None:
    step = _Step(runtime)
    while True:
        await asyncio.to_thread(step.take)
        await asyncio.sleep(EVERY)


class _Step:
    """One look, whatever happens: a database that is away is asked again later."""

    def __init__(self, runtime: Runtime) -> None:
        self._settings = runtime.settings
        self._projection: Projection | None = None
        self._said = ""

    def take(self) -> None:
        """Open what is needed, the first time, and copy."""
        try:
            if self._projection is None:
                self._projection = self._open()
            self._projection.run()
            self._said = ""
        except (DatabaseError, sa.exc.DBAPIError) as error:
            # the error of a driver quotes the statement, and with it what people wrote
            self._say(str(error) if isinstance(error, DatabaseError) else f"{type(error).__name__}")
        except Exception as error:
            self._say(f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}")

    def _open(self) -> Projection:
        database = open_database(self._settings.content)
        FeedbackStore(database).carry_over(self._settings.conversations)
        return Projection(StoredEvents(self._settings.conversations), EnquiryTable(database))

    def _say(self, why: str) -> None:
        if why != self._said:
            log.warning("turns cannot be copied for staff at present: %s", why)
        self._said = why
