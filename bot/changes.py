"""What a model was trained from, and what of the content has changed since: that is answered through the index only."""

import json
from collections import defaultdict
from dataclasses import dataclass, field

from bot.release import Release
from knowledge.index import IndexedText, indexed_texts
from knowledge.store import ContentStore


@dataclass(frozen=True)
class ChangesSince:
    """Ids of FAQs (and of passages of reports), in order."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    @property
    def ids(self) -> frozenset[str]:
        """Of all that differ."""
        return frozenset([*self.new, *self.changed, *self.withdrawn])


def changes_since(release: Release, store: ContentStore) -> ChangesSince:
    """What `store` says otherwise than the texts that `release` was trained from; nothing where those are gone."""
    file = release.folder / "index" / "texts.json"
    if not file.exists():
        return ChangesSince()
    then = _by_answer([IndexedText(**text) for text in json.loads(file.read_text(encoding="utf-8"))])
    now = _by_answer(indexed_texts(store))
    return ChangesSince(
        sorted(now.keys() - then.keys()),
        sorted(id_ for id_ in now.keys() & then.keys() if now[id_] != then[id_]),
        sorted(then.keys() - now.keys()),
    )


def _by_answer(texts: list[IndexedText]) -> dict[str, list[IndexedText]]:
    grouped: defaultdict[str, list[IndexedText]] = defaultdict(list)
    for text in texts:
        grouped[text.answer_id].append(text)
    return dict(grouped)
