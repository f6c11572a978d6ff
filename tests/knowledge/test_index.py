"""The index: what is built is found, filtered, left out, and built anew."""

import hashlib
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.encoder.loading import Encoder
from knowledge.errors import NotBuiltError
from knowledge.index import Index, IndexedText, build, indexed_texts
from knowledge.passages import cut
from knowledge.store import FileStore
from tests.knowledge.conftest import FAQS, Listening

QUESTIONS = [
    (wording, record["id"])
    for record in FAQS
    for lang in ("en", "zh")
    for wording in (record["question"][lang], *record["variants"][lang])
]


def test_looking_ahead_changes_nothing_but_the_time(texts: list[IndexedText], encoder: Encoder, tmp_path: Path) -> None:
    listening = Listening(encoder)
    build(texts, encoder, tmp_path / "index")
    with closing(Index(tmp_path / "index", listening)) as one, closing(Index(tmp_path / "index", listening)) as other:
        wordings = [wording for wording, _ in QUESTIONS[:8]]
        one_by_one = [one.search(wording) for wording in wordings]
        listening.asked.clear()
        other.look_ahead(wordings)
        assert [other.search(wording) for wording in wordings] == one_by_one
        assert listening.asked == [wordings]


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_everything_is_searchable(pool: FileStore) -> None:
    texts = indexed_texts(pool)
    for record in FAQS:
        own = [text for text in texts if text.answer_id == record["id"]]
        wordings = [w for lang in ("en", "zh") for w in (record["question"][lang], *record["variants"][lang])]
        assert {t.text for t in own if t.role == "question"} == set(wordings)
        assert {t.text for t in own if t.role == "answer"} == set(record["answer"].values())
        assert {t.topic for t in own} == {record["topic"]}
    (report,) = pool.reports()
    sentences = {(t.text, t.answer_id, t.topic) for t in texts if t.role == "sentence"}
    assert sentences == {
        (getattr(sentence.text, lang), passage.id, sentence.topic)
        for passage in cut(report)
        for sentence in passage.sentences
        for lang in ("en", "zh")
    }


def test_every_text_says_its_language(texts: list[IndexedText]) -> None:
    for text in texts:
        assert (text.lang == "zh") == any("\u4e00" <= char <= "\u9fff" for char in text.text), text.text


@pytest.mark.parametrize(("wording", "answer_id"), QUESTIONS)
def test_a_wording_finds_its_answer(index: Index, wording: str, answer_id: str) -> None:
    first = index.search(wording)[0]
    assert (first.answer_id, first.text) == (answer_id, wording)
    assert first.dense == pytest.approx(1, abs=1e-4)
    assert first.lexical > 0.8


@pytest.mark.parametrize(
    ("question", "answer_id"),
    [
        ("泳池几点开门", "pool-hours-open"),  # Simplified
        ("lokcer sizes?", "lockers-size"),  # mistyped
        ("想報游泳lesson", "lessons-join"),  # mixed
        ("ADULT TICKET", "pool-fee-adult"),
    ],
)
def test_other_wordings_find_it_too(index: Index, question: str, answer_id: str) -> None:
    assert index.search(question)[0].answer_id == answer_id


def test_scores_are_shares_and_fall(index: Index) -> None:
    hits = index.search("how much does a locker cost for an adult")
    assert len(hits) > 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert [h for h in hits for s in (h.score, h.dense, h.lexical) if not 0 <= s <= 1.0001] == []


def test_an_answer_is_found_once(index: Index) -> None:
    ids = [hit.answer_id for hit in index.search("swim in the pool", limit=100)]
    assert len(ids) == len(set(ids))


def test_words_from_elsewhere_lower_the_score(index: Index) -> None:
    near, far = (index.search(text)[0].score for text in ("locker size", "locker size in the volcano of Iceland"))
    assert far < near


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_no_more_than_asked_for(index: Index, limit: int) -> None:
    assert len(index.search("pool", limit=limit)) == limit


def test_only_texts_of_one_language(index: Index, texts: list[IndexedText]) -> None:
    language = {text.text: text.lang for text in texts}
    for lang in ("en", "zh"):
        hits = index.search("泳池 pool 幾點 opening", lang=lang, limit=100)
        assert hits
        assert {language[hit.text] for hit in hits} == {lang}


def test_only_one_source(index: Index) -> None:
    assert {hit.source for hit in index.search("water of the pool", source="report", limit=100)} == {"report"}
    assert {hit.source for hit in index.search("water of the pool", source="faq", limit=100)} == {"faq"}
    assert {hit.source for hit in index.search("water of the pool", limit=100)} == {"report", "faq"}


def test_both_filters_together(index: Index) -> None:
    hits = index.search("池水化驗", lang="zh", source="report")
    assert "化驗" in hits[0].text
    assert {hit.source for hit in hits} == {"report"}


def test_a_text_left_out_is_not_found(index: Index) -> None:
    wording = "sign up for lessons"
    found = index.search(wording, leave_out=lambda text: text.text == wording)
    assert wording not in {hit.text for hit in found}
    assert found[0].score < index.search(wording)[0].score


def test_an_answer_left_out_is_not_found(index: Index) -> None:
    found = index.search("sign up for lessons", leave_out=lambda text: text.answer_id == "lessons-join", limit=100)
    assert found
    assert "lessons-join" not in {hit.answer_id for hit in found}


@pytest.mark.parametrize("text", ["xyzzy", "№", "99"])
def test_unknown_words_find_nothing_sure(index: Index, text: str) -> None:
    assert [hit for hit in index.search(text) if hit.score > 0.5] == []


def test_searching_changes_no_file(texts: list[IndexedText], encoder: Encoder, tmp_path: Path) -> None:
    build(texts, encoder, tmp_path / "index")
    before = contents(tmp_path)
    opened = Index(tmp_path / "index", encoder)
    opened.search("when does the pool open")
    opened.close()
    assert contents(tmp_path) == before


def test_two_can_read_at_once(index: Index, index_folder: Path, encoder: Encoder) -> None:
    second = Index(index_folder, encoder)
    assert second.search("locker size") == index.search("locker size")
    second.close()
    assert index.search("locker size")[0].answer_id == "lockers-size"


def test_building_again_replaces_the_old(texts: list[IndexedText], encoder: Encoder, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build(texts, encoder, folder)
    new = IndexedText("Is there a sauna?", "sauna", None, "en", "faq", "question")
    build([new], encoder, folder)
    rebuilt = Index(folder, encoder)
    assert [hit.answer_id for hit in rebuilt.search("when does the pool open", limit=100)] == ["sauna"]
    rebuilt.close()


def test_what_an_interrupted_build_left_is_no_hindrance(
    texts: list[IndexedText], encoder: Encoder, tmp_path: Path
) -> None:
    (tmp_path / "index.unfinished" / "shard").mkdir(parents=True)
    (tmp_path / "index.unfinished" / "shard" / "half").write_text("a part", encoding="utf-8")
    build(texts, encoder, tmp_path / "index")
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_the_same_texts_are_found_alike_after_building_again(
    index: Index, texts: list[IndexedText], encoder: Encoder, tmp_path: Path
) -> None:
    build(texts, encoder, tmp_path / "index")
    again = Index(tmp_path / "index", encoder)
    assert again.search("when can I swim") == index.search("when can I swim")
    again.close()


@pytest.mark.parametrize("name", ["absent", "empty"])
def test_no_index_says_what_to_do(encoder: Encoder, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotBuiltError, match="ambassador train"):
        Index(tmp_path / name, encoder)


def test_what_is_asked_elsewhere_is_strange(texts: list[IndexedText], encoder: Encoder, tmp_path: Path) -> None:
    build(texts, encoder, tmp_path / "index", ["recipe for apple pie", "蘋果批點整"])
    opened = Index(tmp_path / "index", encoder)
    at_home, away = opened.strangeness("locker size"), opened.strangeness("apple pie recipe")
    assert at_home.unknown == 0
    assert away.unknown > 0.3
    assert away.elsewhere > at_home.elsewhere
    opened.close()


def test_without_examples_nothing_is_known_from_elsewhere(index: Index) -> None:
    assert index.strangeness("locker size").elsewhere == 0
