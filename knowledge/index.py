"""The retrieval index on Qdrant Edge: dense and lexical vectors of every wording, searched together."""

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import qdrant_edge as qdrant

from knowledge.encoder.loading import Encoder
from knowledge.errors import NotBuiltError
from knowledge.lexical import Lexicon, SparseVector
from knowledge.passages import clauses, cut
from knowledge.store import ContentStore
from knowledge.text_vectors import TextVectors

DENSE, LEXICAL = "dense", "lexical"
DENSE_WEIGHT = 0.75
"""Share of the dense score in the mixed score; chosen on evaluation/development.jsonl."""
CANDIDATES = 48
"""Points taken from each half; an answer has about twenty, so this sees several answers."""

UNSEEN = 0.8
"""Score of the second text of an answer of which the search saw one, as a share of the first's."""

Kind = Literal["faq", "report"]
TextLang = Literal["en", "zh"]
Role = Literal["question", "answer", "sentence", "clause"]
TEXT_LANGS: tuple[TextLang, ...] = ("en", "zh")


@dataclass(frozen=True)
class IndexedText:
    """One text that leads to an answer: a wording of a question, an answer, a sentence of a report or a part of it."""

    text: str
    answer_id: str
    topic: str | None
    lang: TextLang
    source: Kind
    role: Role


@dataclass(frozen=True)
class Hit:
    """An answer that a search found, with the scores of its texts, each 0 to 1."""

    answer_id: str
    topic: str | None
    source: Kind
    score: float
    """Mixed, of its two best texts."""
    dense: float
    """Of the best text, as is `lexical`."""
    lexical: float
    text: str
    """The text that scored best."""


@dataclass(frozen=True)
class Strangeness:
    """How much a text looks like what is asked elsewhere, each 0 to 1."""

    elsewhere: float
    """Cosine to the nearest text that has no answer here."""
    unknown: float
    """Share of its terms that no text of the base has."""


def indexed_texts(store: ContentStore) -> list[IndexedText]:
    """Everything searchable, from the store."""
    texts: list[IndexedText] = []
    for faq in store.faqs():
        for lang in TEXT_LANGS:
            wordings = [getattr(faq.question, lang), *getattr(faq.variants, lang)]
            texts += [IndexedText(text, faq.id, faq.topic, lang, "faq", "question") for text in wordings]
            texts.append(IndexedText(getattr(faq.answer, lang), faq.id, faq.topic, lang, "faq", "answer"))
    for report in store.reports():
        for passage in cut(report):
            for sentence in passage.sentences:
                for lang in TEXT_LANGS:
                    whole = getattr(sentence.text, lang)
                    found_by: list[tuple[str, Role]] = [(whole, "sentence")]
                    found_by += [(clause, "clause") for clause in clauses(whole, lang)]
                    texts += [
                        IndexedText(text, passage.id, sentence.topic, lang, "report", role) for text, role in found_by
                    ]
    return texts


class Index:
    """An open index. Folders are never changed after `build`: new content makes a new one."""

    def __init__(self, folder: Path, encoder: Encoder, dense_weight: float = DENSE_WEIGHT) -> None:
        """Open what `build` wrote; raises NotBuiltError where there is nothing."""
        if not (folder / "lexicon.json").exists():
            raise NotBuiltError(f"no index in {folder}: run `ambassador train`")
        self._vector = lru_cache(maxsize=4)(lambda text: encoder.encode([text])[0])
        """Of the last texts: a question is searched and compared with what is asked elsewhere."""
        self._dense_weight = dense_weight
        self._lexicon = Lexicon.load(folder / "lexicon.json")
        texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
        self._texts = [IndexedText(**text) for text in texts]
        self._vectors = TextVectors.load(folder)
        self._elsewhere = np.load(folder / "elsewhere.npy")
        self._shard = qdrant.EdgeShard.load(str(folder / "shard"))

    def close(self) -> None:
        """Release the files."""
        self._shard.close()

    def search(
        self,
        text: str,
        *,
        lang: TextLang | None = None,
        source: Kind | None = None,
        limit: int = 8,
        leave_out: Callable[[IndexedText], bool] = lambda _: False,
    ) -> list[Hit]:
        """Answers nearest to `text`, best first; filtered by language of the texts and by source.

        `leave_out` hides single texts, so that a wording can be judged without finding itself.
        """
        dense_query = self._vector(text)
        lexical_query = self._lexicon.query_vector(text)
        where = _filter(lang, source)
        numbers: dict[int, None] = {}
        for query, using in ((dense_query.tolist(), DENSE), (_sparse(lexical_query), LEXICAL)):
            request = qdrant.QueryRequest(
                limit=CANDIDATES,
                query=qdrant.Query.Nearest(query, using=using),
                filter=where,
                with_vector=False,  # handing them over takes longer than finding them
                with_payload=False,
            )
            numbers |= dict.fromkeys(cast(int, point.id) for point in self._shard.query(request))
        scored: defaultdict[str, list[Hit]] = defaultdict(list)
        scores = self._vectors.scores(list(numbers), dense_query, lexical_query)
        for number, dense, lexical in zip(numbers, *(score.tolist() for score in scores), strict=True):
            found = self._texts[number]
            if leave_out(found):
                continue
            dense, lexical = max(0.0, dense), min(1.0, lexical)
            score = self._dense_weight * dense + (1 - self._dense_weight) * lexical
            scored[found.answer_id].append(
                Hit(found.answer_id, found.topic, found.source, score, dense, lexical, found.text)
            )
        return sorted(map(_best_two, scored.values()), key=lambda hit: -hit.score)[:limit]

    def strangeness(self, text: str) -> Strangeness:
        """How far a text is from what the base is about."""
        near = self._elsewhere @ self._vector(text)
        return Strangeness(max(0.0, float(near.max(initial=0.0))), self._lexicon.unknown_share(text))


def _best_two(hits: list[Hit]) -> Hit:
    """The best text's hit, scored by the mean of the best two: one chance likeness does not make an answer."""
    best, *others = sorted(hits, key=lambda hit: -hit.score)
    second = others[0].score if others else UNSEEN * best.score
    return replace(best, score=(best.score + second) / 2)


def build(texts: list[IndexedText], encoder: Encoder, folder: Path, elsewhere: Sequence[str] = ()) -> None:
    """Write a new index into `folder`; it appears there whole or not at all.

    `elsewhere`: examples of what is asked and has no answer here.
    """
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "shard").mkdir(parents=True)
    lexicon = Lexicon.of(text.text for text in texts)
    lexicon.save(unfinished / "lexicon.json")
    (unfinished / "texts.json").write_text(json.dumps([asdict(t) for t in texts], ensure_ascii=False), encoding="utf-8")
    np.save(unfinished / "elsewhere.npy", encoder.encode(list(elsewhere)).reshape(len(elsewhere), encoder.dimension))
    config = qdrant.EdgeConfig(
        vectors={DENSE: qdrant.EdgeVectorParams(size=encoder.dimension, distance=qdrant.Distance.Dot)},
        sparse_vectors={LEXICAL: qdrant.EdgeSparseVectorParams()},
        wal_enabled=False,  # written once; a log would lock it to one process
    )
    shard = qdrant.EdgeShard.create(str(unfinished / "shard"), config)
    vectors = encoder.encode([text.text for text in texts])
    lexical = [lexicon.document_vector(text.text) for text in texts]
    TextVectors.of(vectors, lexical).save(unfinished)
    shard.update(
        qdrant.UpdateOperation.upsert_points(
            [
                qdrant.Point(
                    number,
                    {DENSE: vector.tolist(), LEXICAL: _sparse(lexical[number])},
                    {"lang": text.lang, "source": text.source},
                )
                for number, (text, vector) in enumerate(zip(texts, vectors, strict=True))
            ]
        )
    )
    for field in ("lang", "source"):
        shard.update(qdrant.UpdateOperation.create_field_index(field, qdrant.PayloadSchemaType.Keyword))
    shard.optimize()
    shard.flush()
    shard.close()
    qdrant.EdgeShard.load(str(unfinished / "shard")).close()  # the first opening settles its files
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)


def _sparse(vector: SparseVector) -> qdrant.SparseVector:
    return qdrant.SparseVector(list(vector), list(vector.values()))


def _filter(lang: str | None, source: str | None) -> qdrant.Filter | None:
    wanted = {"lang": lang, "source": source}
    conditions: list[Any] = [
        qdrant.FieldCondition(field, match=qdrant.MatchValue(value)) for field, value in wanted.items() if value
    ]
    return qdrant.Filter(must=conditions) if conditions else None
