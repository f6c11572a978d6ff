"""The retrieval index on Qdrant Edge: dense and lexical vectors of every wording, searched together."""

import copy
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Self, cast

import numpy as np
import qdrant_edge as qdrant

from knowledge.content import TEXT_LANGS, Faq, TextLang
from knowledge.coverage import AnswerWords, Coverage
from knowledge.encoder.loading import Encoder, Vectors
from knowledge.errors import NotBuiltError
from knowledge.lexical import Lexicon, SparseVector, term_id
from knowledge.passages import clauses, cut
from knowledge.store import ContentStore
from knowledge.text_vectors import TextVectors
from language.answer_types import AnswerType, answer_types, likeness

DENSE, LEXICAL = "dense", "lexical"
DENSE_WEIGHT = 0.75
"""Share of the dense score in the mixed score; chosen on evaluation/development.jsonl."""
CANDIDATES = 48
"""Points taken from each half; an answer has about twenty, so this sees several answers."""

POINTS = 1_000
"""Written at a time."""

UNSEEN = 0.8
"""Score of the second text of an answer of which the search saw one, as a share of the first's."""

Kind = Literal["faq", "report"]
Role = Literal["question", "answer", "sentence", "clause"]


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
    texts = [text for faq in store.faqs() for text in texts_of_faq(faq)]
    for report in store.reports():
        for passage in cut(report):
            for sentence in passage.sentences:
                for lang in sentence.langs:
                    whole = getattr(sentence.text, lang)
                    found_by: list[tuple[str, Role]] = [(whole, "sentence")]
                    found_by += [(clause, "clause") for clause in clauses(whole, lang)]
                    texts += [
                        IndexedText(text, passage.id, sentence.topic, lang, "report", role) for text, role in found_by
                    ]
    return texts


def texts_of_faq(faq: Faq) -> list[IndexedText]:
    """The wordings of its question, and its answer, in both languages."""
    texts: list[IndexedText] = []
    for lang in TEXT_LANGS:
        wordings = [getattr(faq.question, lang), *getattr(faq.variants, lang)]
        texts += [IndexedText(text, faq.id, faq.topic, lang, "faq", "question") for text in wordings]
        texts.append(IndexedText(getattr(faq.answer, lang), faq.id, faq.topic, lang, "faq", "answer"))
    return texts


class Index:
    """An open index. Folders are never changed after `build`; `changed` gives a view in which answers differ."""

    def __init__(self, folder: Path, encoder: Encoder, dense_weight: float = DENSE_WEIGHT) -> None:
        """Open what `build` wrote; raises NotBuiltError where there is nothing."""
        self.new: frozenset[str] = frozenset()
        """Answers that are asked for in other words than when it was built, or were not there."""
        self._changed: dict[str, list[IndexedText]] = {}
        self._fresh: tuple[list[IndexedText], TextVectors] | None = None
        self._hidden = 0
        """So many more points are taken, since they may be of answers that changed."""
        if not (folder / "lexicon.json").exists():
            raise NotBuiltError(f"no index in {folder}: run `ambassador train`")
        self.encoder = encoder
        self._ahead: dict[str, Vectors] = {}
        self._vector = lru_cache(maxsize=4)(lambda text: encoder.encode([text])[0])
        """Of the last texts: a question is searched and compared with what is asked elsewhere."""
        self._dense_weight = dense_weight
        self._lexicon = self._built_lexicon = Lexicon.load(folder / "lexicon.json")
        texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
        self._texts = [IndexedText(**text) for text in texts]
        self._built = _by_answer(self._texts)
        self._vectors = TextVectors.load(folder)
        self._words = self._built_words = AnswerWords.load(folder)
        self._answer_types: dict[str, set[frozenset[AnswerType]]] = {}
        self._elsewhere = np.load(folder / "elsewhere.npy")
        self._shard = qdrant.EdgeShard.load(str(folder / "shard"))

    def close(self) -> None:
        """Release the files."""
        self._shard.close()

    def changed(self, answers: Mapping[str, Sequence[IndexedText]]) -> Self:
        """The same index with the texts of some answers replaced, for good or to try; those without texts are gone.

        What was changed before stays so. Both go on working, over the same files.
        """
        view = copy.copy(self)
        view._changed = {**self._changed, **{id_: list(texts) for id_, texts in answers.items()}}
        fresh = [text for texts in view._changed.values() for text in texts]
        words = [text.text for text in fresh]
        view._lexicon = self._built_lexicon.with_texts(words)
        view._words = self._words.changed(_texts_of(answers), self.encoder)
        vectors = self.encoder.encode(words).reshape(len(words), self.encoder.dimension)
        view._answer_types = {}
        view._fresh = (fresh, TextVectors.of(vectors, [view._lexicon.document_vector(text) for text in words]))
        view._hidden = min(CANDIDATES, sum(len(self._built.get(id_, ())) for id_ in view._changed))
        view.new = frozenset(
            id_ for id_, texts in view._changed.items() if _questions(texts) - _questions(self._built.get(id_, []))
        )
        return view

    def up_to(self, texts: Sequence[IndexedText]) -> Self:
        """The same index as if it had been built from `texts`; only what differs is encoded."""
        now = _by_answer(texts)
        ids = now.keys() | self._built.keys()
        differing = {id_: now.get(id_, []) for id_ in ids if now.get(id_) != self._built.get(id_)}
        view = copy.copy(self)
        view._changed, view._words = {}, self._built_words
        return view.changed(differing)

    def look_ahead(self, texts: list[str]) -> None:
        """These are searched for next, in this index or a view of it: encoding them together is ten times as fast."""
        self._ahead.clear()
        self._ahead.update(zip(texts, self.encoder.encode(texts), strict=True))

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
        dense_query = self._query(text)
        lexical_query = self._lexicon.query_vector(text)
        where = _filter(lang, source)
        numbers: dict[int, None] = {}
        for query, using in ((dense_query.tolist(), DENSE), (_sparse(lexical_query), LEXICAL)):
            request = qdrant.QueryRequest(
                limit=CANDIDATES + self._hidden,
                query=qdrant.Query.Nearest(query, using=using),
                filter=where,
                with_vector=False,  # handing them over takes longer than finding them
                with_payload=False,
            )
            numbers |= dict.fromkeys(cast(int, point.id) for point in self._shard.query(request))
        built = [number for number in numbers if self._texts[number].answer_id not in self._changed]
        candidates = [(self._texts, built, self._vectors)]
        if self._fresh:
            texts, vectors = self._fresh
            found = [n for n, t in enumerate(texts) if lang in (None, t.lang) and source in (None, t.source)]
            candidates.append((texts, found, vectors))
        scored: defaultdict[str, list[Hit]] = defaultdict(list)
        for texts, rows, vectors in candidates:
            dense_scores, lexical_scores = vectors.scores(rows, dense_query, lexical_query)
            for row, dense, lexical in zip(rows, dense_scores.tolist(), lexical_scores.tolist(), strict=True):
                hit = texts[row]
                if leave_out(hit):
                    continue
                dense, lexical = max(0.0, dense), min(1.0, lexical)
                score = self._dense_weight * dense + (1 - self._dense_weight) * lexical
                scored[hit.answer_id].append(Hit(hit.answer_id, hit.topic, hit.source, score, dense, lexical, hit.text))
        return sorted(map(_best_two, scored.values()), key=lambda hit: -hit.score)[:limit]

    def strangeness(self, text: str) -> Strangeness:
        """How far a text is from what the base is about."""
        near = self._elsewhere @ self._query(text)
        return Strangeness(max(0.0, float(near.max(initial=0.0))), self._lexicon.unknown_share(text))

    def coverage(self, text: str, answer_id: str) -> Coverage:
        """How far the texts of an answer speak of what `text` speaks of."""
        words = self._words.covered(text, answer_id, lambda word: self._lexicon.idf(term_id(word)), self.encoder)
        wanted = answer_types(text)
        return Coverage(words, max((likeness(wanted, own) for own in self._wanted(answer_id)), default=0.0))

    def _wanted(self, answer_id: str) -> set[frozenset[AnswerType]]:
        """The kinds of answer that the questions of an answer want."""
        if answer_id not in self._answer_types:
            texts = self._changed.get(answer_id, self._built.get(answer_id, ()))
            wanted = {answer_types(text.text) for text in texts if text.role == "question"}
            self._answer_types[answer_id] = wanted or {frozenset()}
        return self._answer_types[answer_id]

    def _query(self, text: str) -> Vectors:
        ahead = self._ahead.get(text)
        return self._vector(text) if ahead is None else ahead


def _by_answer(texts: Sequence[IndexedText]) -> dict[str, list[IndexedText]]:
    grouped: defaultdict[str, list[IndexedText]] = defaultdict(list)
    for text in texts:
        grouped[text.answer_id].append(text)
    return dict(grouped)


def _texts_of(answers: Mapping[str, Sequence[IndexedText]]) -> dict[str, list[str]]:
    return {id_: [text.text for text in texts] for id_, texts in answers.items()}


def _questions(texts: Sequence[IndexedText]) -> set[str]:
    return {text.text for text in texts if text.role != "answer"}


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
    AnswerWords.of(_texts_of(_by_answer(texts)), encoder).save(unfinished)
    for start in range(0, len(texts), POINTS):  # as lists of numbers they take ten times their size
        some = range(start, min(start + POINTS, len(texts)))
        points = [
            qdrant.Point(
                number,
                {DENSE: vectors[number].tolist(), LEXICAL: _sparse(lexical[number])},
                {"lang": texts[number].lang, "source": texts[number].source},
            )
            for number in some
        ]
        shard.update(qdrant.UpdateOperation.upsert_points(points))
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
