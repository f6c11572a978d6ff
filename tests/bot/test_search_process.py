"""Encoder and index are trained beside Rasa: what goes wrong there is told here, and nothing is left running."""

import multiprocessing
from pathlib import Path

import pytest

from bot.search_process import SearchTrainingError, training_search
from bot.settings import Settings
from knowledge.errors import ContentError
from tests.content import CONTENT


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(models=tmp_path, content=CONTENT)


def untold(step: str, _share: float) -> None:
    raise AssertionError(step)


def test_an_error_there_is_raised_here(settings: Settings) -> None:
    with pytest.raises(ContentError, match="ambassador train"), training_search("0" * 16, settings, untold):
        pass
    assert not multiprocessing.active_children()


def test_an_end_without_a_word_is_an_error(settings: Settings) -> None:
    with pytest.raises(SearchTrainingError, match="memory"), training_search("0" * 16, settings, untold):
        multiprocessing.active_children()[0].kill()


def test_what_goes_wrong_meanwhile_ends_it(settings: Settings) -> None:
    with pytest.raises(KeyError), training_search("0" * 16, settings, untold):
        raise KeyError
    assert not multiprocessing.active_children()
