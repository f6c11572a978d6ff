"""A small made-up base: a swimming pool, with its own encoder and index, so that nothing depends on real content."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.encoder.loading import Encoder, Vectors, load_encoder
from knowledge.encoder.training import same_meaning, train_encoder
from knowledge.index import Index, IndexedText, build, indexed_texts
from knowledge.store import ROOT, FileStore

Record = dict[str, Any]

TOPICS: list[Record] = [
    {"id": "pool_hours", "facts": "T01", "en": "Opening hours", "zh": "開放時間"},
    {"id": "pool_fee", "facts": "T02", "en": "Fees", "zh": "收費"},
    {"id": "lockers", "facts": "T03", "en": "Lockers", "zh": "儲物櫃"},
    {"id": "lessons", "facts": "T04", "en": "Swimming lessons", "zh": "游泳班"},
    {"id": "water", "facts": "T05", "en": "Water quality", "zh": "水質"},
]

REPORT_EN = """Message from the Manager

In 2020 the pool was closed for four months. The staff cleaned every tile.

Clean water

Two new pumps were put in.

Two new pumps were put in.

The water is tested every morning. A laboratory in Sha Tin tests it again once a week. Two new pumps were put in.

相片
"""

REPORT_ZH = """經理的話

2020年泳池關閉了四個月。
員工清潔了每一塊瓷磚。

清潔的池水

我們安裝了兩部新水泵。

池水每天早上都會化驗。
沙田一間化驗所每星期再化驗一次。
"""

REPORT: Record = {
    "title": {"en": "Pool Report 2020", "zh": "泳池2020年報告"},
    "url": "https://pool.example/report",
    "as_of": "2020",
}
PHRASES: list[Record] = [{"phrase": "pumps", "topic": "water"}, {"phrase": "tested every morning", "topic": "water"}]


def faq(
    id_: str, topic: str, question: tuple[str, str], answer: tuple[str, str], en: list[str], zh: list[str]
) -> Record:
    return {
        "id": id_,
        "topic": topic,
        "question": {"en": question[0], "zh": question[1]},
        "variants": {"en": en, "zh": zh},
        "answer": {"en": answer[0], "zh": answer[1]},
        "source": {
            "title": {"en": "Pool website", "zh": "泳池網站"},
            "url": f"https://pool.example/{topic}",
            "as_of": "2021-05",
        },
        "owner": "content",
    }


FAQS: list[Record] = [
    faq(
        "pool-hours-open",
        "pool_hours",
        ("When does the pool open?", "泳池幾點開門？"),
        ("The pool opens at 7 am. Call 2345 6789 on a stormy day.", "泳池上午7時開門。打風時請致電2345 6789。"),
        ["pool opening time", "how early can I swim", "is the pool open on Sunday morning"],
        ["泳池的開放時間", "幾點開始可以游水", "星期日朝早開唔開"],
    ),
    faq(
        "pool-fee-adult",
        "pool_fee",
        ("How much is a ticket for an adult?", "成人門票多少錢？"),
        ("An adult pays HK$17.", "成人收費17港元。"),
        ["adult admission price", "what does it cost to get in", "ticket price grown-ups"],
        ["成人入場費", "入場要付多少", "大人幾錢飛"],
    ),
    faq(
        "lockers-size",
        "lockers",
        ("How big are the lockers?", "儲物櫃有多大？"),
        ("A locker holds one rucksack.", "每個儲物櫃可放一個背囊。"),
        ["locker size", "will my suitcase fit into a locker", "where do I leave my bag"],
        ["儲物櫃尺寸", "行李箱放得進儲物櫃嗎", "個袋可以擺喺邊"],
    ),
    faq(
        "lessons-join",
        "lessons",
        ("How do I join a swimming lesson?", "如何報名參加游泳班？"),
        ("Join at the counter with a photo.", "帶備相片到櫃位報名。"),
        ["sign up for lessons", "learn to swim course", "my son wants to be taught swimming"],
        ["報讀游泳課程", "學游水點報名", "個仔想學游水"],
    ),
]


def write_yaml(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")


def write_content(root: Path) -> Path:
    """The whole base as content files; the assistant's own sentences are the real ones."""
    write_yaml(root / "topics.yml", TOPICS)
    for topic in {record["topic"] for record in FAQS}:
        write_yaml(root / "faq" / f"{topic}.yml", [record for record in FAQS if record["topic"] == topic])
    write_yaml(root / "reports" / "pool_2020.yml", REPORT)
    write_yaml(root / "reports" / "pool_2020.topics.yml", PHRASES)
    (root / "reports" / "pool_2020.en.txt").write_text(REPORT_EN, encoding="utf-8")
    (root / "reports" / "pool_2020.zh.txt").write_text(REPORT_ZH, encoding="utf-8")
    shutil.copy(ROOT / "replies.yml", root / "replies.yml")
    return root


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Content files of one test's own, to break."""
    return write_content(tmp_path / "content")


@pytest.fixture(scope="session")
def pool(tmp_path_factory: pytest.TempPathFactory) -> FileStore:
    """The base, unbroken."""
    return FileStore(write_content(tmp_path_factory.mktemp("pool")))


@pytest.fixture(scope="session")
def encoder_folder(pool: FileStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encoder trained on the base's wordings."""
    folder = tmp_path_factory.mktemp("encoder")
    train_encoder(same_meaning([(text.answer_id, text.text) for text in indexed_texts(pool)]), folder)
    return folder


@pytest.fixture(scope="session")
def encoder(encoder_folder: Path) -> Encoder:
    """That encoder, loaded."""
    return load_encoder(str(encoder_folder))


@pytest.fixture(scope="session")
def texts(pool: FileStore) -> list[IndexedText]:
    """Everything searchable in the base."""
    return indexed_texts(pool)


class Listening(Encoder):
    """Another encoder, and what it was asked for."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.dimension = encoder.dimension
        self.asked: list[list[str]] = []

    def encode(self, texts: list[str]) -> Vectors:
        """As the other one does."""
        self.asked.append(texts)
        return self._encoder.encode(texts)


@pytest.fixture(scope="session")
def index_folder(texts: list[IndexedText], encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built index of the base."""
    folder = tmp_path_factory.mktemp("built") / "index"
    build(texts, encoder, folder)
    return folder


@pytest.fixture(scope="session")
def index(index_folder: Path, encoder: Encoder) -> Iterator[Index]:
    """That index, open."""
    opened = Index(index_folder, encoder)
    yield opened
    opened.close()
