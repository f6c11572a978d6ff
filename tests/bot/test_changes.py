"""What a model does not know yet: content that is newer than it."""

import json
from dataclasses import asdict
from pathlib import Path

import msgspec

from bot.changes import changes_since
from bot.release import Release
from bot.settings import Settings
from knowledge.content import Faq
from knowledge.index import indexed_texts
from knowledge.store import FileStore
from tests.knowledge.faqs import answering, faq


class Store(FileStore):
    """The pool with other FAQs."""

    def __init__(self, root: Path, faqs: list[Faq]) -> None:
        super().__init__(root)
        self._faqs_now = faqs

    def faqs(self) -> list[Faq]:
        return self._faqs_now


def release_of(store: FileStore, tmp_path: Path) -> Release:
    release = Release("a" * 16, Settings(models=tmp_path))
    (release.folder / "index").mkdir(parents=True)
    texts = [asdict(text) for text in indexed_texts(store)]
    (release.folder / "index" / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    return release


def test_new_changed_and_withdrawn_faqs_are_told_apart(pool_store: FileStore, tmp_path: Path) -> None:
    root = pool_store.root
    release = release_of(Store(root, [faq("a"), faq("b"), faq("c")]), tmp_path)
    changes = changes_since(release, Store(root, [faq("d"), answering(faq("b"), "HK$18"), faq("a")]))
    assert (changes.new, changes.changed, changes.withdrawn, changes.passages) == (["d"], ["b"], ["c"], 0)
    assert changes.ids == {"b", "c", "d"}


def test_what_is_not_asked_for_is_no_change(pool_store: FileStore, tmp_path: Path) -> None:
    release = release_of(Store(pool_store.root, [faq("a")]), tmp_path)
    same = msgspec.structs.replace(faq("a"), owner="somebody else")
    assert not changes_since(release, Store(pool_store.root, [same]))


def test_passages_of_reports_are_counted(pool_store: FileStore, tmp_path: Path) -> None:
    class WithoutReports(Store):
        def reports(self):  # type: ignore[no-untyped-def]
            return []

    release = release_of(WithoutReports(pool_store.root, [faq("a")]), tmp_path)
    changes = changes_since(release, Store(pool_store.root, [faq("a")]))
    assert changes
    assert changes.passages > 0
    assert not changes.ids


def test_nothing_is_known_of_files_that_are_gone(pool_store: FileStore, tmp_path: Path) -> None:
    assert not changes_since(Release("b" * 16, Settings(models=tmp_path)), pool_store)
