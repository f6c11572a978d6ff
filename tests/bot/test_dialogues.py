"""Dialogue files and the judging of their turns."""

from pathlib import Path
from typing import Any

import pytest

from bot.dialogues import DIALOGUES, FOLLOW_UPS, Dialogue, Said, TurnVerdict, judge_dialogues, read_dialogues
from bot.questions import QuestionsError
from bot.runtime import Runtime
from knowledge.store import FileStore


def reply(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "topic": None, "answer_id": None, "lang": "en", "buttons": [], **more}


@pytest.mark.parametrize(
    ("said", "replied", "right"),
    [
        (Said("x", ("answer",)), reply("answer"), True),
        (Said("x", ("answer",)), reply("fallback"), False),
        (Said("x", ("answer", "flow")), reply("flow"), True),
        (Said("x", ("answer",), ("fees",)), reply("answer", topic="fees"), True),
        (Said("x", ("answer",), ("fees",)), reply("answer", topic="visiting"), False),
        (Said("x", ("answer",), (), ("a",)), reply("answer", answer_id="b"), False),
        (Said("x", ("choices",), ("fees",)), reply("choices", buttons=[{"topic": "fees"}]), True),
        (Said("x", ("choices",), ("fees",)), reply("choices", buttons=[{"topic": "visiting"}]), False),
        (Said("x", ("answer",), lang="zh-Hant"), reply("answer"), False),
    ],
)
def test_a_turn_is_right_in_kind_topic_and_language(said: Said, replied: dict[str, Any], right: bool) -> None:
    assert TurnVerdict(Dialogue("d", "en", "way", (said,)), said, [replied]).right is right


@pytest.mark.parametrize("file", [DIALOGUES, FOLLOW_UPS], ids=lambda file: file.stem)
def test_the_files_are_whole(file: Path) -> None:
    dialogues = read_dialogues(file)
    assert len({dialogue.id for dialogue in dialogues}) == len(dialogues)
    topics = FileStore().topics().keys() | {"report", "smalltalk"}
    assert {topic for d in dialogues for turn in d.turns for topic in turn.topics} <= topics


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(QuestionsError, match="line 1"):
        read_dialogues(tmp_path / "bad.jsonl")


async def test_a_dialogue_is_one_conversation(runtime: Runtime) -> None:
    turns = (Said("How do I renew my passport?", ("answer",)), Said("how much is it?", ("answer",)))
    verdicts = await judge_dialogues(runtime.assistant, [Dialogue("one", "en", "follow_up", turns)])
    assert [verdict.right for verdict in verdicts] == [True, True]
    assert verdicts[1].replies[0]["topic"] in ("passport_application", "fees")
