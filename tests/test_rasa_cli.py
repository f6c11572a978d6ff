"""Rasa's own command line on this project: train, run with an action server, shell."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.release import Release
from tests.processes import PROJECT, SECONDS, free_port, running

RASA = str(Path(sys.executable).parent / "rasa")
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
QUESTION = "How do I renew my passport?"
IN_THE_ANSWER = "www.gov.hk/passport"


async def rasa(*arguments: str, stdin: str = "") -> str:
    """Run a command of Rasa to its end; what it printed."""
    process = await asyncio.create_subprocess_exec(
        RASA,
        *arguments,
        cwd=PROJECT,
        env={**os.environ, **QUIET},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        printed, _ = await asyncio.wait_for(process.communicate(stdin.encode()), SECONDS)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, printed.decode()
    return printed.decode()


@pytest.fixture(scope="module")
async def endpoints(release: Release, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Path]:
    """An action server, and the file that tells Rasa where it is."""
    port = free_port()
    file = tmp_path_factory.mktemp("endpoints") / "endpoints.yml"
    file.write_text(f"action_endpoint:\n  url: http://localhost:{port}/webhook\n", encoding="utf-8")
    command = RASA, "run", "actions", "--port", str(port)
    async with running(*command, ready="Action endpoint is up and running", environment=QUIET):
        yield file


@pytest.fixture(scope="module")
async def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What plain `rasa train` makes of the project's files."""
    folder = tmp_path_factory.mktemp("models")
    files = "--config", "config.yml", "--domain", "domain.yml", "--data", "nlu_data"
    await rasa("train", *files, "--out", str(folder), "--fixed-model-name", "plain")
    return folder / "plain.tar.gz"


async def test_rasa_run_answers_a_question_on_its_rest_channel(model: Path, endpoints: Path) -> None:
    port = free_port()
    files = "--model", str(model), "--endpoints", str(endpoints), "--credentials", "credentials.yml"
    command = RASA, "run", "--port", str(port), "--interface", "127.0.0.1", *files
    async with running(*command, ready="Rasa server is up and running", environment=QUIET), ClientSession() as client:
        address = f"http://127.0.0.1:{port}/webhooks/rest/webhook"
        response = await client.post(address, json={"sender": "me", "message": QUESTION})
        messages = await response.json()
    assert {message["recipient_id"] for message in messages} == {"me"}
    assert any(IN_THE_ANSWER in message.get("text", "") for message in messages)
    [custom] = [message["custom"] for message in messages if "custom" in message]
    assert (custom["kind"], custom["topic"], custom["lang"]) == ("answer", "passport_application", "en")


async def test_rasa_shell_answers_a_question_on_its_standard_input(model: Path, endpoints: Path) -> None:
    files = "--model", str(model), "--endpoints", str(endpoints)
    printed = await rasa("shell", "--port", str(free_port()), *files, stdin=f"{QUESTION}\n/stop\n")
    assert IN_THE_ANSWER in printed
    assert '"topic": "passport_application"' in printed
