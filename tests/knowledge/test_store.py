"""Content files: read as they are, and every fault named with file and record."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import ContentError
from knowledge.passages import cut
from knowledge.store import FileStore
from tests.knowledge.conftest import FAQS, REPORT_EN

Change = Callable[[Path], object]


def read_all(root: Path) -> None:
    """Whatever a program that starts up would ask for."""
    store = FileStore(root)
    store.topics(), store.faqs(), store.fixed_replies(), store.guides()
    for report in store.reports():
        cut(report)


def replaced(name: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def written(name: str, content: str | bytes) -> Change:
    return lambda root: (root / name).write_bytes(content.encode() if isinstance(content, str) else content)


def removed(name: str) -> Change:
    return lambda root: (root / name).unlink()


def test_everything_is_read(pool: FileStore) -> None:
    assert list(pool.topics()) == ["pool_hours", "pool_fee", "lockers", "lessons", "water"]
    assert {faq.id for faq in pool.faqs()} == {record["id"] for record in FAQS}
    (report,) = pool.reports()
    assert (report.id, report.as_of, report.text.en) == ("pool_2020", "2020", REPORT_EN)
    assert [phrase.phrase for phrase in report.topics] == ["pumps", "tested every morning"]
    assert "{quote}" in pool.fixed_replies()["report_quote"].zh


def test_a_record_may_do_without_url_and_variants(content: Path) -> None:
    replaced("faq/lockers.yml", "    url: https://pool.example/lockers\n", "")(content)
    (faq,) = [faq for faq in FileStore(content).faqs() if faq.topic == "lockers"]
    assert faq.source.url is None


BROKEN = {
    "not YAML": (written("faq/pool_fee.yml", "- {id: ["), ["pool_fee.yml"]),
    "not UTF-8": (written("faq/pool_fee.yml", "- id: café".encode("latin-1")), ["pool_fee.yml"]),
    "empty": (written("faq/pool_fee.yml", ""), ["pool_fee.yml", "list"]),
    "no list": (written("faq/pool_fee.yml", "id: a"), ["pool_fee.yml", "list"]),
    "no record": (written("faq/pool_fee.yml", "- hello"), ["pool_fee.yml", "record 1"]),
    "unknown key": (replaced("faq/pool_fee.yml", "owner:", "ownr:"), ["pool_fee.yml", "pool-fee-adult", "ownr"]),
    "missing key": (replaced("faq/pool_fee.yml", "  owner: content\n", ""), ["pool-fee-adult", "owner"]),
    "one language": (replaced("faq/pool_fee.yml", "    zh: 成人收費17港元。\n", ""), ["pool-fee-adult", "zh"]),
    "empty language": (replaced("faq/pool_fee.yml", "zh: 成人收費17港元。", "zh: ''"), ["pool-fee-adult", "answer.zh"]),
    "unquoted date": (replaced("faq/pool_fee.yml", "as_of: 2021-05", "as_of: 2021-05-01"), ["pool-fee-adult", "as_of"]),
    "bad date": (replaced("faq/pool_fee.yml", "as_of: 2021-05", "as_of: May 2021"), ["pool-fee-adult", "as_of"]),
    "bad url": (replaced("faq/pool_fee.yml", "https://", ""), ["pool-fee-adult", "url"]),
    "unknown topic": (replaced("faq/pool_fee.yml", "topic: pool_fee", "topic: pool_fe"), ["pool-fee-adult", "pool_fe"]),
    "id twice": (
        replaced("faq/pool_fee.yml", "id: pool-fee-adult", "id: lockers-size"),
        ["pool_fee.yml", "lockers-size", "lockers.yml"],
    ),
    "topic twice": (replaced("topics.yml", "id: lockers", "id: lessons"), ["topics.yml", "lessons"]),
    "no topics": (removed("topics.yml"), ["topics.yml"]),
    "no replies": (removed("replies.yml"), ["replies.yml"]),
    "replies no mapping": (written("replies.yml", "- hello"), ["replies.yml"]),
    "reply in one language": (written("replies.yml", "greet: {en: Hello}"), ["replies.yml", "greet", "zh"]),
    "report no mapping": (written("reports/pool_2020.yml", "- hello"), ["pool_2020.yml"]),
    "report unknown key": (replaced("reports/pool_2020.yml", "url:", "link:"), ["pool_2020.yml", "link"]),
    "report in one language": (removed("reports/pool_2020.zh.txt"), ["pool_2020.zh.txt", "both languages"]),
    "report empty": (written("reports/pool_2020.en.txt", ""), ["pool_2020", "text.en"]),
    "report not UTF-8": (written("reports/pool_2020.en.txt", "café".encode("latin-1")), ["pool_2020.en.txt"]),
    "report without topics": (removed("reports/pool_2020.topics.yml"), ["pool_2020.topics.yml"]),
    "report of unknown topic": (
        replaced("reports/pool_2020.topics.yml", "topic: water", "topic: watr"),
        ["pool_2020", "watr"],
    ),
    "report sentence missing": (
        replaced("reports/pool_2020.zh.txt", "員工清潔了每一塊瓷磚。\n", ""),
        ["pool_2020", "paragraph 2", "In 2020", "2 English", "1 Chinese"],
    ),
    "report paragraph missing": (
        replaced("reports/pool_2020.zh.txt", "清潔的池水\n\n", ""),
        ["pool_2020", "5 English", "4 Chinese"],
    ),
}


@pytest.mark.parametrize(("change", "named"), BROKEN.values(), ids=BROKEN.keys())
def test_a_fault_is_named_with_its_place(content: Path, change: Change, named: list[str]) -> None:
    read_all(content)
    change(content)
    with pytest.raises(ContentError) as error:
        read_all(content)
    assert [name for name in named if name not in str(error.value)] == []


def test_fingerprint_stays_while_content_does(content: Path, tmp_path: Path) -> None:
    before = FileStore(content).fingerprint()
    copy = tmp_path / "copy"
    shutil.copytree(content, copy)
    (copy / "notes.md").write_text("no content", encoding="utf-8")
    assert FileStore(copy).fingerprint() == before


@pytest.mark.parametrize(
    "change",
    [
        replaced("faq/lockers.yml", "rucksack", "suitcase"),
        replaced("reports/pool_2020.en.txt", "four months", "five months"),
        replaced("replies.yml", "Hello", "Hi"),
        removed("faq/lockers.yml"),
        lambda root: (root / "faq" / "lockers.yml").rename(root / "faq" / "a.yml"),
    ],
)
def test_fingerprint_changes_with_content(content: Path, change: Change) -> None:
    before = FileStore(content).fingerprint()
    change(content)
    assert FileStore(content).fingerprint() != before
