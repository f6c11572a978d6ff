"""Scripted conversations in Rasa's own test format, and what a conversation with the assistant was like.

`tests/stories/*.yml` are stories (what Rasa does) and NLU examples (how it understands each message); what
people write and what they must be told stands in the stories' metadata. `python -m tests.conversations` holds them
anew and writes down what Rasa did: read the difference before you commit it.
"""

import asyncio
import json
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from bot import logs
from bot.runtime import Runtime
from bot.settings import Settings

FOLDER = Path(__file__).with_name("stories")
NOT_TOLD = ("action_listen", "action_session_start", "action_extract_slots")
FALLBACK = "nlu_fallback"
TOLD_SLOTS = ("requested_slot", "distress_told")
"""Slots that decide what Rasa does next."""


@dataclass(frozen=True)
class Held:
    """One conversation as it was."""

    replies: list[list[dict[str, Any]]]
    steps: list[dict[str, Any]]
    """In the form of a story."""
    intents: list[tuple[str, str]]
    """What was written, and how it was understood; presses are left out."""


def stories() -> list[dict[str, Any]]:
    """All stories of the folder."""
    return [
        story for file in sorted(FOLDER.glob("*.yml")) for story in yaml.safe_load(file.read_text("utf-8"))["stories"]
    ]


async def hold(runtime: Runtime, story: dict[str, Any]) -> Held:
    """Say what the story's turns say; `press: n` presses the nth button of the last reply that had some."""
    sender = f"story-{story['story']}"
    replies: list[list[dict[str, Any]]] = []
    buttons: list[dict[str, Any]] = []
    for turn in story["metadata"]["turns"]:
        pressed = buttons[turn["press"] - 1] if "press" in turn else None
        text, title = (pressed["payload"], pressed["title"]) if pressed else (turn["user"], "")
        replies.append(await runtime.assistant.reply(sender, text, title=title))
        buttons = next((reply["buttons"] for reply in reversed(replies[-1]) if reply["buttons"]), buttons)
    tracker = await runtime.conversations.retrieve(sender)
    steps, intents = [], []
    for event in tracker.current_state(tracker_verbosity())["events"]:
        if event["event"] == "user":
            intent = event["parse_data"]["intent"]["name"]
            steps.append({"intent": intent})
            if not event["text"].startswith("/") and intent != FALLBACK:  # no intent that could be tested
                intents.append((event["text"], intent))
        elif event["event"] == "action" and event["name"] not in NOT_TOLD:
            steps.append({"action": event["name"]})
        elif event["event"] == "active_loop":
            steps.append({"active_loop": event["name"]})
        elif event["event"] == "slot" and event["name"] in TOLD_SLOTS:
            steps.append({"slot_was_set": [{event["name"]: event["value"]}]})
    return Held(replies, steps, intents)


def tracker_verbosity() -> Any:
    """All events, with those before the session began."""
    from rasa.shared.core.trackers import EventVerbosity

    return EventVerbosity.AFTER_RESTART


def faults(turn: dict[str, Any], replies: list[dict[str, Any]]) -> list[str]:
    """What of a turn's expectations its replies do not meet."""
    said = "\n".join(reply["text"] for reply in replies)
    wrong = [
        f"{key} is {replies[0][key]}, not {turn[key]}"
        for key in ("kind", "topic", "lang")
        if key in turn and replies[0][key] != turn[key]
    ]
    return wrong + [f"does not say {words!r}" for words in turn.get("says", []) if words not in said]


def write(file: Path, scripted: list[dict[str, Any]], held: list[Held]) -> None:
    """Stories and examples of one file."""
    examples: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for conversation in held:
        for text, intent in conversation.intents:
            examples[intent][text.replace("\n", " ")] = None
    content = {
        "version": "3.1",
        "stories": [
            {"story": s["story"], "metadata": s["metadata"], "steps": h.steps}
            for s, h in zip(scripted, held, strict=True)
        ],
        "nlu": [
            {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
            for intent, texts in sorted(examples.items())
        ],
    }
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")


async def record() -> int:
    """Hold every conversation and write its story anew; the number of turns that are not as expected."""
    logs.configure("ERROR")
    database = Path(tempfile.mkdtemp()) / "conversations.db"
    runtime = Runtime(replace(Settings.load(), conversations=f"sqlite:///{database}"))
    runtime.load_now()
    wrong = 0
    for file in sorted(FOLDER.glob("*.yml")):
        scripted = yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]
        held = [await hold(runtime, story) for story in scripted]
        for story, conversation in zip(scripted, held, strict=True):
            for turn, replies in zip(story["metadata"]["turns"], conversation.replies, strict=True):
                if found := faults(turn, replies):
                    wrong += 1
                    print(story["story"], json.dumps(turn, ensure_ascii=False), *found, sep="\n  ")  # noqa: T201
        write(file, scripted, held)
    return wrong


if __name__ == "__main__":
    sys.exit(bool(asyncio.run(record())))
