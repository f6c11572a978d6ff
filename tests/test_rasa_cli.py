"""Rasa's own command line on this project: train, run with an action server, shell."""

import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml
from aiohttp import ClientSession

from bot.nlu.examples import read_examples
from bot.release import NLU_DATA, Release
from knowledge.database.faqs import FaqTable
from knowledge.database.opening import open_database
from knowledge.store import FileStore
from tests.processes import free_port, listening, running

RASA = str(Path(sys.executable).parent / "rasa")
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "RASA_SHELL_STREAM_READING_TIMEOUT_IN_SECONDS": "60",
}
QUESTION = "How do I renew my passport?"
IN_THE_ANSWER = "www.gov.hk/passport"


EVERY = 10
"""Of the examples so many are enough here; plain `rasa train` takes minutes for all of them."""
TOPIC = "passport_application"


def some_of_the_data(folder: Path) -> None:
    """The project's rules, and some of its examples of each intent."""
    for file in NLU_DATA.glob("*.yml"):
        examples = list(read_examples(file))
        if not examples:
            shutil.copy(file, folder)
            continue
        blocks = [{"intent": intent, "examples": f"- {text}"} for text, intent in examples[::EVERY]]
        (folder / file.name).write_text(yaml.safe_dump({"version": "3.1", "nlu": blocks}), encoding="utf-8")


@pytest.fixture(scope="module")
async def trained(release: Release, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[str, ...]]:
    """What plain `rasa train` makes of the project's files, and an action server: as options of the other commands."""
    folder, data, port = tmp_path_factory.mktemp("plain"), tmp_path_factory.mktemp("data"), free_port()
    some_of_the_data(data)
    content = f"sqlite:///{folder}/content.db"
    FaqTable(open_database(content)).fill_if_empty([faq for faq in FileStore().faqs() if faq.topic == TOPIC])
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(f"action_endpoint:\n  url: http://localhost:{port}/webhook\n", encoding="utf-8")
    files = "--config", "config.yml", "--domain", "domain.yml", "--data", str(data)
    train = RASA, "train", *files, "--out", str(folder), "--fixed-model-name", "plain"
    async with (
        running(RASA, "run", "actions", "--port", str(port), environment=QUIET) as actions,
        running(*train, environment={**QUIET, "AMBASSADOR_CONTENT": content}) as training,
    ):
        assert await training.ends() == 0, training.output
        await actions.prints("Action endpoint is up and running")
        yield "--model", str(folder / "plain.tar.gz"), "--endpoints", str(endpoints)


async def test_rasa_run_answers_a_question_on_its_rest_channel(trained: tuple[str, ...]) -> None:
    port = free_port()
    options = "--port", str(port), "--interface", "127.0.0.1", "--credentials", "credentials.yml"
    async with running(RASA, "run", *options, *trained, environment=QUIET), ClientSession() as client:
        await listening(port)
        address = f"http://127.0.0.1:{port}/webhooks/rest/webhook"
        response = await client.post(address, json={"sender": "me", "message": QUESTION})
        messages = await response.json()
    assert {message["recipient_id"] for message in messages} == {"me"}
    assert any(IN_THE_ANSWER in message.get("text", "") for message in messages)
    [custom] = [message["custom"] for message in messages if "custom" in message]
    assert (custom["kind"], custom["topic"], custom["lang"]) == ("answer", TOPIC, "en")


async def test_rasa_shell_answers_a_question_on_its_standard_input(trained: tuple[str, ...]) -> None:
    async with running(RASA, "shell", "--port", str(free_port()), *trained, environment=QUIET) as shell:
        await shell.prints("Bot loaded")
        await shell.type(QUESTION)
        await shell.prints('"topic": "passport_application"')
        await shell.type("/stop")
        assert await shell.ends() == 0
        assert IN_THE_ANSWER in shell.output
