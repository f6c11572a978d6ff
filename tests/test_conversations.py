"""Every path of a conversation, from end to end; Rasa's own tests read the same files."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.release import Release
from bot.runtime import Runtime
from tests.bot.contract import check_reply
from tests.conversations import FOLDER, faults, hold, stories

RASA = str(Path(sys.executable).parent / "rasa")
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}


UNDERSTOOD = 0.95
"""Share of the messages whose intent must be the recorded one: another training may just fall back elsewhere."""


def _forms(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Which form was open and what it asked; another training may tell the same by another action."""
    asked = [step for step in steps if any("requested_slot" in slot for slot in step.get("slot_was_set", ()))]
    return [step for step in steps if "active_loop" in step or step in asked]


@pytest.mark.parametrize("story", stories(), ids=lambda story: story["story"])
async def test_a_conversation_goes_as_it_should(runtime: Runtime, story: dict[str, Any]) -> None:
    held = await hold(runtime, story)
    for turn, replies in zip(story["metadata"]["turns"], held.replies, strict=True):
        for reply in replies:
            check_reply(reply)
        assert (turn, faults(turn, replies)) == (turn, [])
    assert _forms(held.steps) == _forms(story["steps"])


def rasa_test(kind: str, *options: str) -> None:
    """`rasa test …`, to its end; what it printed if it failed."""
    command = [RASA, "test", kind, *options]
    done = subprocess.run(command, env={**os.environ, **QUIET}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rasa_tests_the_same_stories(release: Release, tmp_path: Path) -> None:
    options = "--model", str(release.rasa_model), "--stories", str(FOLDER), "--out", str(tmp_path)
    rasa_test("core", *options, "--fail-on-prediction-errors")
    report = json.loads((tmp_path / "story_report.json").read_text(encoding="utf-8"))
    assert report["conversation_accuracy"]["accuracy"] == 1


def test_rasa_understands_the_messages_of_the_stories(release: Release, tmp_path: Path) -> None:
    rasa_test("nlu", "--model", str(release.rasa_model), "--nlu", str(FOLDER), "--out", str(tmp_path), "--no-plot")
    report = json.loads((tmp_path / "intent_report.json").read_text(encoding="utf-8"))
    assert report["accuracy"] >= UNDERSTOOD
