"""The content of the settings: what everything that trains, answers or compares reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.settings import Settings
from knowledge.database.store import DatabaseStore, open_table
from knowledge.store import ContentStore, FileStore

_held: ContextVar[ContentStore | None] = ContextVar("_held", default=None)


def open_store(settings: Settings) -> ContentStore:
    """The content as it is now; inside `holding`, as it was then."""
    files = FileStore()
    return _held.get() or DatabaseStore(open_table(settings.content, files), files)


@contextmanager
def holding(store: ContentStore) -> Iterator[None]:
    """Every part of a training sees one state of the content, those included that Rasa opens by itself."""
    before = _held.set(store)
    try:
        yield
    finally:
        _held.reset(before)
