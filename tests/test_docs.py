"""The documents say what is there: settings, commands, targets, and nothing of the machine they were written on."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot import faq_commands, user_commands
from bot.cli import app
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_the_readme_lists_every_setting_with_default_and_help(field: object) -> None:
    name, default, help_line = field.name, field.default, field.metadata["help"]  # type: ignore[attr-defined]
    shown = str(default).lower() if isinstance(default, bool) else str(default)
    cell = f"`{shown}`" if shown else ""
    assert re.sub(r" +", " ", f"| `{PREFIX}{name.upper()}` | {cell} | {help_line} |") in README


@pytest.mark.parametrize("target", re.findall(r"`make (\w+)`", README))
def test_every_make_target_of_the_readme_exists(target: str) -> None:
    assert re.search(rf"^{target}:.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"`?ambassador (serve|train|ask|evaluate|doctor|settings)\b", README)))
)
def test_every_command_of_the_readme_exists(command: str) -> None:
    assert command in {c.name or (c.callback.__name__ if c.callback else "") for c in app.registered_commands}


@pytest.mark.parametrize(("group", "command"), sorted(set(re.findall(r"ambassador (faq|user) (\w+)", README))), ids=str)
def test_every_command_of_a_group_exists(group: str, command: str) -> None:
    commands = {"faq": faq_commands.app, "user": user_commands.app}[group].registered_commands
    assert command in {c.name or (c.callback.__name__ if c.callback else "") for c in commands}


@pytest.mark.parametrize("link", re.findall(r"\]\((?!https?:)([^)#]+)\)", README))
def test_every_file_the_readme_shows_exists(link: str) -> None:
    assert (ROOT / link).exists()
