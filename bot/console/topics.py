"""Names of topics; they are files', and do not change while the console runs."""

from functools import cache

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


def topic_names(lang: Lang) -> list[tuple[str, str]]:
    """Ids and names, in the order of the file."""
    return [(id_, topic_name(lang, id_)) for id_ in topics()]
