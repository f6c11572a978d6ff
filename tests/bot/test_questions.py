"""Question files: read, and the shipped ones are whole."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.questions import DEVELOPMENT, DISTRESS, EVALUATION, Expect, Question, QuestionsError, read_questions
from bot.scorecard import VARIETIES
from knowledge.store import FileStore
from language.detect import LANGS

SHIPPED = (*EVALUATION, DISTRESS, DEVELOPMENT)
LINE: dict[str, Any] = {"id": "q1", "text": "護照幾錢", "variety": "yue", "lang": "zh-Hant", "expect": "answer"}


def file_of(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_line_is_a_question(tmp_path: Path) -> None:
    path = file_of(tmp_path, json.dumps({**LINE, "topics": ["fees", "passport"]}), "", json.dumps({**LINE, "id": "q2"}))
    first, second = read_questions(path)
    assert first == Question("q1", "護照幾錢", "yue", "zh-Hant", "answer", ("fees", "passport"))
    assert (second.id, second.topics, second.near_miss, second.source) == ("q2", (), False, None)


def test_notes_to_readers_are_passed_over(tmp_path: Path) -> None:
    (question,) = read_questions(file_of(tmp_path, json.dumps({**LINE, "section": "Conclusion"})))
    assert question.id == "q1"


@pytest.mark.parametrize(
    "bad", ["{", "[]", '"text"', json.dumps({"id": "q2"}), json.dumps({**LINE, "topics": 3}), "null"]
)
def test_a_bad_line_is_named(tmp_path: Path, bad: str) -> None:
    path = file_of(tmp_path, json.dumps(LINE), bad)
    with pytest.raises(QuestionsError, match=r"questions\.jsonl, line 2"):
        read_questions(path)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_questions_are_whole(path: Path) -> None:
    topics = FileStore().topics()
    questions = read_questions(path)
    assert len({question.id for question in questions}) == len(questions) > 0
    for question in questions:
        assert question.text.strip(), question.id
        assert question.variety in VARIETIES, question.id
        assert question.lang in LANGS, question.id
        assert question.expect in get_args(Expect), question.id
        assert set(question.topics) <= topics.keys(), question.id
        assert bool(question.topics) >= (question.expect == "answer"), question.id


def test_every_variety_and_expectation_is_measured() -> None:
    questions = [question for path in EVALUATION for question in read_questions(path)]
    assert {question.variety for question in questions} == set(VARIETIES)
    assert {question.expect for question in questions} == set(get_args(Expect))


def test_near_misses_of_distress_are_measured_in_every_variety() -> None:
    near_misses = [question for question in read_questions(DISTRESS) if question.near_miss]
    assert {question.variety for question in near_misses} == set(VARIETIES)
    assert "distress" not in {question.expect for question in near_misses}


def test_questions_about_the_report_quote_it_word_for_word() -> None:
    (report,) = FileStore().reports()
    questions = [q for path in SHIPPED for q in read_questions(path) if q.source == "report"]
    assert questions
    assert [q.id for q in questions if q.quote and q.quote not in report.text.en] == []
    assert sum(bool(question.quote) for question in questions) >= 40
