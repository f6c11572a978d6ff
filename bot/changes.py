"""What a model was trained from, and what of the content has changed since: that is answered through the index only."""

import json
from collections import defaultdict
from dataclasses import dataclass, field

from bot.release import Release
from knowledge.index import IndexedText, Kind, indexed_texts
from knowledge.store import ContentStore


@dataclass(frozen=True)
class ChangesSince:
    """Ids of FAQs, in order."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    passages: int = 0
    """Of reports, that came, went or changed."""

    @property
    def ids(self) -> frozenset[str]:
        """Of all FAQs that differ."""
        return frozenset([*self.new, *self.changed, *self.withdrawn])

    def __bool__(self) -> bool:
        return bool(self.ids or self.passages)


def changes_since(release: Release, store: ContentStore) -> ChangesSince:
    """What `store` says otherwise than the texts that `release` was trained from; nothing where those are gone."""
    file = release.folder / "index" / "texts.json"
    if not file.exists():
        return ChangesSince()
    trained = [IndexedText(**text) for text in json.loads(file.read_text(encoding="utf-8"))]
    texts = indexed_texts(store)
    then, now = _by_answer(trained, "faq"), _by_answer(texts, "faq")
    passages_then, passages_now = _by_answer(trained, "report"), _by_answer(texts, "report")
    ids = passages_then.keys() | passages_now.keys()
    return ChangesSince(
        sorted(now.keys() - then.keys()),
        sorted(id_ for id_ in now.keys() & then.keys() if now[id_] != then[id_]),
        sorted(then.keys() - now.keys()),
        sum(passages_then.get(id_) != passages_now.get(id_) for id_ in ids),
    )


def _by_answer(texts: list[IndexedText], source: Kind) -> dict[str, list[IndexedText]]:
    grouped: defaultdict[str, list[IndexedText]] = defaultdict(list)
    for text in texts:
        if text.source == source:
            grouped[text.answer_id].append(text)
    return dict(grouped)
