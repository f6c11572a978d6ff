"""What every command shares: where it prints, the settings, and how it fails."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape

from bot.settings import Settings, SettingsError

out = Console(width=None if sys.stdout.isatty() else 200)  # a pipe has no width of its own
err = Console(stderr=True)


def present_settings() -> Settings:
    """The settings in force; ends the program where one cannot be."""
    try:
        return Settings.load()
    except SettingsError as error:
        raise failed(str(error)) from error


def failed(message: str) -> typer.Exit:
    """Print why; to be raised."""
    err.print(f"[bold red]Error:[/] {escape(message)}", highlight=False, soft_wrap=True)
    return typer.Exit(1)


@contextmanager
def explained() -> Iterator[None]:
    """Ends the program with the reason where content, databases or accounts refuse what the block asks of them."""
    from knowledge.errors import KnowledgeError

    try:
        yield
    except KnowledgeError as error:
        raise failed(str(error)) from error
