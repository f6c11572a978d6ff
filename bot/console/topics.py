"""Names of topics and maps; they are files', and do not change while the console runs."""

from functools import cache

from knowledge.buildings import maps
from knowledge.content import Topic
from knowledge.reply import in_language
from knowledge.store import FileStore
from language.detect import Lang


@cache
def topics() -> dict[str, Topic]:
    """All of them by id."""
    return FileStore().topics()


def topic_name(lang: Lang, id_: str) -> str:
    """In a language; the id itself where there is no such topic."""
    topic = topics().get(id_)
    return in_language(lang, topic.en, topic.zh) if topic else id_


def map_name(lang: Lang, floor: str) -> str:
    """Of `building/floor` in a language; empty where there is no such map."""
    name = maps().get(floor)
    return in_language(lang, name.en, name.zh) if name else ""


def topic_names(lang: Lang) -> list[tuple[str, str]]:
    """Ids and names, in the order of the file."""
    return [(id_, topic_name(lang, id_)) for id_ in topics()]
