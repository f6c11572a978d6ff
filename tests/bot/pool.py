"""The made-up swimming pool of tests/knowledge as a desk: fixtures that conftest.py offers."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from knowledge.answer import Answerer
from knowledge.desk import Desk
from knowledge.directory import Directory
from knowledge.distress import GUIDE, DistressHelp
from knowledge.encoder.loading import Encoder, load_encoder
from knowledge.encoder.training import same_meaning, train_encoder
from knowledge.index import Index, build, indexed_texts
from knowledge.opening_hours import OpeningHours
from knowledge.places import Places
from knowledge.speaker import Speaker
from knowledge.store import FileStore
from tests.knowledge.conftest import write_content
from tests.knowledge.test_answer import by_score


def understand(texts: Sequence[str]) -> list[dict[str, Any]]:
    """Of each text: nothing."""
    return [{"intent": {"name": "nlu_fallback", "confidence": 0.0}, "intent_ranking": []} for _ in texts]


@pytest.fixture(scope="session")
def pool_store(tmp_path_factory: pytest.TempPathFactory) -> FileStore:
    """Its content."""
    return FileStore(write_content(tmp_path_factory.mktemp("pool")))


@pytest.fixture(scope="session")
def pool_desk(pool_store: FileStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Answers what it finds almost word for word, offers choices for what is near, declines the rest."""
    folder = tmp_path_factory.mktemp("built")
    texts = indexed_texts(pool_store)
    train_encoder(same_meaning([(text.answer_id, text.text) for text in texts]), folder / "encoder")
    encoder: Encoder = load_encoder(str(folder / "encoder"))
    build(texts, encoder, folder / "index")
    index = Index(folder / "index", encoder)
    speaker, decision, hours = Speaker(pool_store), by_score(0.7, 0.3), OpeningHours.load()
    guide = next(guide for guide in FileStore().guides() if guide.id == GUIDE)
    yield Desk(
        speaker,
        Answerer(speaker, index, decision),
        index,
        decision,
        [],
        DistressHelp(guide, speaker),
        hours,
        Places(Directory.load(), hours),
    )
    index.close()
