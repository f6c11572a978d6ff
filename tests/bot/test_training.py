"""Training begins with the content of its release, or not at all."""

from pathlib import Path

import pytest

from bot.release import Release
from bot.settings import Settings
from bot.training import train
from knowledge.errors import ContentError
from tests.content import CONTENT


def test_a_release_of_other_content_is_not_trained(tmp_path: Path) -> None:
    stale = Release("0123456789abcdef", Settings(models=tmp_path, content=CONTENT))

    def begun(step: str, _share: float) -> None:
        raise AssertionError(step)

    with pytest.raises(ContentError, match="ambassador train"):
        train(stale, begun)
    assert list(tmp_path.iterdir()) == []
