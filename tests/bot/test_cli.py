"""The command line: what it prints, and how it ends."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.release import Release
from bot.settings import PREFIX, Settings
from tests.bot.contract import check_reply
from tests.processes import PROJECT, SECONDS

COMMANDS = ("serve", "train", "ask", "evaluate", "doctor", "settings")


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, logging_restored: None) -> CliRunner:
    """Runs a command in this process; lines are not broken."""
    monkeypatch.setenv("COLUMNS", "400")
    return CliRunner()


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield int(listening.getsockname()[1])


def test_help_names_every_command(cli: CliRunner) -> None:
    result = cli.invoke(app, ["--help"])
    assert result.exit_code == 0
    assert all(command in result.stdout for command in COMMANDS)


@pytest.mark.parametrize("arguments", [["nonsense"], ["ask", "--nonsense"], ["ask", "one", "two"]], ids=str)
def test_a_command_line_that_makes_no_sense_ends_with_2(cli: CliRunner, arguments: list[str]) -> None:
    assert cli.invoke(app, arguments).exit_code == 2


def test_settings_prints_every_setting_with_the_value_in_force(cli: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMBASSADOR_PORT", "8091")
    result = cli.invoke(app, ["settings"])
    assert result.exit_code == 0
    rows = {line.split()[0]: line for line in result.stdout.splitlines() if line.startswith(PREFIX)}
    assert rows.keys() == {PREFIX + f.name.upper() for f in fields(Settings)}
    assert "8091" in rows["AMBASSADOR_PORT"]
    assert all(f.metadata["help"] in rows[PREFIX + f.name.upper()] for f in fields(Settings))


@pytest.mark.parametrize("command", ["settings", "doctor", "serve", "train"])
def test_a_setting_that_cannot_be_is_named(cli: CliRunner, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("AMBASSADOR_PORT", "eighty")
    result = cli.invoke(app, [command])
    assert result.exit_code == 1
    assert "AMBASSADOR_PORT" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(("name", "value"), [("PORT", "99999"), ("PORT", "-1"), ("LOG_LEVEL", "LOUD"), ("HOST", "1.2")])
def test_a_server_that_cannot_be_set_up_so_says_why(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    result = cli.invoke(app, ["serve"])
    assert result.exit_code == 1
    assert "Error:" in result.stderr
    assert value in result.stderr


def test_serve_on_a_taken_port_says_so_and_ends_with_1(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch, taken_port: int
) -> None:
    monkeypatch.setenv("AMBASSADOR_PORT", str(taken_port))
    result = cli.invoke(app, ["serve"])
    assert result.exit_code == 1
    assert f"port {taken_port} is taken" in result.stderr
    assert "AMBASSADOR_PORT" in result.stderr


def test_doctor_finds_a_complete_installation(cli: CliRunner, release: Release) -> None:
    result = cli.invoke(app, ["doctor"])
    assert result.exit_code == 0
    assert str(release.rasa_model) in result.stdout
    assert "rasa" in result.stdout


def test_doctor_without_a_model_says_what_to_do(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AMBASSADOR_MODELS", str(tmp_path))
    result = cli.invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "ambassador train" in result.stdout


def test_train_with_a_model_there_trains_nothing(cli: CliRunner, release: Release) -> None:
    before = release.decision.stat().st_mtime_ns
    result = cli.invoke(app, ["train"])
    assert result.exit_code == 0
    assert "Nothing to train" in result.stderr
    assert release.decision.stat().st_mtime_ns == before


@pytest.mark.parametrize("command", [["ask", "hello"], ["ask", "--jsonl"], ["evaluate"]], ids=str)
def test_without_a_model_a_command_says_what_to_do(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    monkeypatch.setenv("AMBASSADOR_MODELS", str(tmp_path))
    result = cli.invoke(app, command)
    assert result.exit_code == 1
    assert "ambassador train" in result.stderr


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "--jsonl", "hello"]], ids=str)
def test_ask_takes_either_a_question_or_lines(cli: CliRunner, arguments: list[str]) -> None:
    result = cli.invoke(app, arguments)
    assert result.exit_code == 1
    assert "--jsonl" in result.stderr


def test_ask_prints_the_answer(cli: CliRunner, release: Release) -> None:
    result = cli.invoke(app, ["ask", "怎样换领护照？"])
    assert result.exit_code == 0
    assert "护照" in result.stdout


def test_lines_are_answered_and_nothing_else_is_printed(release: Release) -> None:
    lines = [
        '{"id": "a", "text": "How do I renew my passport?"}',
        "",
        '{"id": "b", "turns": ["你好", "???"]}',
        "nonsense",
        '{"id": "c", "text": "hello"}',
    ]
    # in a process of its own: what the libraries print when they are first imported counts too
    result = subprocess.run(
        [sys.executable, "-m", "bot.cli", "ask", "--jsonl"],
        input="\n".join(lines),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    answered: list[dict[str, Any]] = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["id"] for record in answered] == ["a", "b"]
    assert [len(record["replies"]) for record in answered] == [1, 2]
    for record in answered:
        for replies in record["replies"]:
            for reply in replies:
                check_reply(reply)
    assert result.returncode == 1
    assert "line 4 is not JSON" in result.stderr
    assert "Traceback" not in result.stderr


def test_lines_that_are_not_utf8_end_with_an_error(cli: CliRunner, release: Release) -> None:
    result = cli.invoke(app, ["ask", "--jsonl"], input=b'{"id": 1, "text": "\xff"}\n')
    assert result.exit_code == 1
    assert "Error:" in result.stderr


QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "1",
        "text": "How do I renew my passport?",
        "lang": "en",
        "expect": "answer",
        "topics": ["passport_application"],
    },
    {"id": "2", "text": "What is the capital of France?", "lang": "en", "expect": "decline"},
    {"id": "3", "text": "Thank you!", "lang": "en", "expect": "smalltalk"},
    {"id": "4", "text": "I was arrested in Tokyo, please help", "lang": "en", "expect": "distress"},
    {"id": "5", "text": "Hello!", "lang": "en", "expect": "decline"},
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A question file; the last expectation is wrong on purpose."""
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps({"variety": "en", **question}) for question in QUESTIONS), encoding="utf-8")
    return file


def test_evaluate_prints_figures_and_failures_as_json(cli: CliRunner, release: Release, questions: Path) -> None:
    result = cli.invoke(app, ["evaluate", str(questions), "--json"])
    assert result.exit_code == 0
    printed = json.loads(result.stdout)
    figures = {measure["name"]: (measure["hits"], measure["of"]) for measure in printed["scorecard"]["all"]}
    assert figures["right answer first"] == (1, 1)
    assert figures["out of scope declined"] == (1, 2)
    assert figures["distress recognised"] == (1, 1)
    assert figures["small talk"] == (1, 1)
    assert figures["right language"] == (5, 5)
    assert printed["scorecard"].keys() == {"en", "all"}
    [failure] = printed["failures"]
    assert (failure["id"], failure["kind"]) == ("5", "smalltalk")


def test_evaluate_prints_a_table_and_the_failures_to_read(cli: CliRunner, release: Release, questions: Path) -> None:
    result = cli.invoke(app, ["evaluate", str(questions), "--failures"])
    assert result.exit_code == 0
    assert "right answer first" in result.stdout
    assert "Hello!" in result.stdout
    assert "Thank you!" not in result.stdout


@pytest.mark.parametrize(
    "content",
    [
        b"nonsense",
        b"[]",
        b'{"id": "1"}',
        b'{"id": "1", "text": "\xff"}',
        b'{"id": "1", "text": "hello", "variety": "en", "lang": "en", "expect": "applause"}',
        b'{"id": "1", "text": 5, "variety": "en", "lang": "en", "expect": "answer"}',
    ],
    ids=ascii,
)
def test_evaluate_names_the_file_that_is_wrong(
    cli: CliRunner, release: Release, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "wrong.jsonl"
    file.write_bytes(content)
    result = cli.invoke(app, ["evaluate", str(file)])
    assert result.exit_code == 1
    assert "wrong.jsonl" in result.stderr


def test_evaluate_names_a_file_that_is_not_there(cli: CliRunner, tmp_path: Path) -> None:
    result = cli.invoke(app, ["evaluate", str(tmp_path / "gone.jsonl")])
    assert result.exit_code == 1
    assert "gone.jsonl" in result.stderr
