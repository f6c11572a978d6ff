"""The sentences of the console: whole in both languages, and the ones that pages name are there."""

import re
import string
from pathlib import Path

import pytest

from bot.console import texts
from bot.console.menu import MENU

CONSOLE = Path(texts.__file__).parent
NAMED = re.compile(r"""(?:say\(|said=|RefusedError\(\d+, )["']([a-z_]+\.[a-z_0-9]*[a-z0-9])["']""")
FILES = [*CONSOLE.rglob("*.html"), *CONSOLE.rglob("*.py")]


def fields(text: str) -> set[str | None]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_both_languages_fill_in_the_same() -> None:
    for name, text in texts.all_texts().items():
        assert fields(text.en) == fields(text.zh), name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_sentence_that_is_named_is_there(file: Path) -> None:
    missing = {name for name in NAMED.findall(file.read_text(encoding="utf-8")) if not texts.knows(name)}
    assert not missing


def test_the_menu_has_names() -> None:
    assert all(texts.knows(name) for _, name, _ in MENU)
