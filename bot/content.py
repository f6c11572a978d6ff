"""The content of the settings: what everything that trains, answers or compares reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from bot.settings import Settings
from knowledge.database.store import DatabaseStore, open_table
from knowledge.store import ContentStore, FileStore

_held: ContextVar[ContentStore | None] = ContextVar("_held", default=None)


def open_store(settings: Settings) -> ContentStore:
    """The content as it is now; inside `holding`, as it was then."""
    return _held.get() or DatabaseStore(open_table(settings.content, _files()), _files())


@cache
def _files() -> FileStore:
    """Files do not change under a running program; reading them takes longer than everything else."""
    return FileStore()


@contextmanager
def holding(store: ContentStore) -> Iterator[None]:
    """Every part of a training sees one state of the content, those included that Rasa opens by itself."""
    before = _held.set(store)
    try:
        yield
    finally:
        _held.reset(before)
