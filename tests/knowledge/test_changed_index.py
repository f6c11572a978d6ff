"""An index that takes up changed answers finds them as if it had been built with them, and forgets what is gone."""

from pathlib import Path

import pytest

from knowledge.content import Bilingual, Faq, Source, Wordings
from knowledge.encoder.loading import Encoder
from knowledge.index import Index, IndexedText, build, texts_of_faq

SAUNA = Faq(
    id="sauna-hours",
    topic="pool_hours",
    question=Bilingual(en="Is there a sauna?", zh="有冇桑拿房？"),
    variants=Wordings(en=["where can I take a hot steam bath"], zh=["想焗桑拿"]),
    answer=Bilingual(en="The sauna opens at noon.", zh="桑拿房中午開放。"),
    source=Source(title="Sample", as_of="2021"),
    owner="content",
)
TEXTS = texts_of_faq(SAUNA)


@pytest.fixture
def with_sauna(index: Index) -> Index:
    return index.changed({SAUNA.id: TEXTS})


def test_a_new_answer_is_found_by_its_wordings(index: Index, with_sauna: Index) -> None:
    for wording in SAUNA.wordings:
        first = with_sauna.search(wording)[0]
        assert (first.answer_id, first.text) == (SAUNA.id, wording)
        assert first.dense == pytest.approx(1, abs=1e-4)
        assert first.lexical > 0.8
        assert SAUNA.id not in {hit.answer_id for hit in index.search(wording)}


def test_its_words_are_known_from_then_on(index: Index, with_sauna: Index) -> None:
    assert with_sauna.strangeness("sauna").unknown < index.strangeness("sauna").unknown == 1


def test_what_has_no_texts_is_gone(index: Index) -> None:
    without = index.changed({"lockers-size": []})
    assert index.search("How big are the lockers?")[0].answer_id == "lockers-size"
    found = without.search("How big are the lockers?")
    assert found
    assert "lockers-size" not in {hit.answer_id for hit in found}


def test_changes_add_up_and_can_be_taken_back(with_sauna: Index) -> None:
    both = with_sauna.changed({"lockers-size": []})
    assert both.search("Is there a sauna?")[0].answer_id == SAUNA.id
    without = both.changed({SAUNA.id: []})
    assert SAUNA.id not in {hit.answer_id for hit in without.search("Is there a sauna?")}


def test_filters_hold_for_what_is_new(with_sauna: Index) -> None:
    (first, *_) = with_sauna.search("sauna", lang="zh")
    assert not first.text.isascii()
    assert SAUNA.id not in {hit.answer_id for hit in with_sauna.search("Is there a sauna?", source="report")}
    found = with_sauna.search("Is there a sauna?", leave_out=lambda text: text.role == "question")
    assert "Is there a sauna?" not in {hit.text for hit in found}


def test_up_to_is_as_if_built_anew(index: Index, texts: list[IndexedText], encoder: Encoder, tmp_path: Path) -> None:
    """Same answers in the same order; scores differ a little, since the old texts keep the weights they were built with."""
    now = [*[text for text in texts if text.answer_id != "lockers-size"], *TEXTS]
    build(now, encoder, tmp_path / "index")
    anew = Index(tmp_path / "index", encoder)
    taken_up = index.up_to(now)
    for question in ("Is there a sauna?", "學游水", "How big are the lockers?", "ticket price"):
        built, view = anew.search(question), taken_up.search(question)
        assert [hit.answer_id for hit in view[:2]] == [hit.answer_id for hit in built[:2]]
        assert [hit.score for hit in view[:2]] == pytest.approx([hit.score for hit in built[:2]], abs=0.03)
    anew.close()


def test_up_to_the_same_is_the_same(index: Index, texts: list[IndexedText], with_sauna: Index) -> None:
    for view in (index.up_to(texts), with_sauna.up_to(texts)):
        assert view.search("Is there a sauna?") == index.search("Is there a sauna?")
        assert not view.new


def test_only_other_words_make_an_answer_new(index: Index, texts: list[IndexedText]) -> None:
    """A classifier knows the questions of an answer, whatever the answer says by now."""
    other_answer = [
        IndexedText("Two rucksacks.", t.answer_id, t.topic, t.lang, t.source, t.role)
        if t.role == "answer" and t.answer_id == "lockers-size"
        else t
        for t in texts
    ]
    assert index.up_to(other_answer).new == frozenset()
    asked_anew = IndexedText("room for a surfboard?", "lockers-size", "lockers", "en", "faq", "question")
    assert index.up_to([*texts, asked_anew]).new == {"lockers-size"}
    assert index.up_to([*texts, *TEXTS]).new == {SAUNA.id}


def test_every_text_of_an_answer_leads_to_it() -> None:
    assert {(text.text, text.role) for text in TEXTS} == {
        *((wording, "question") for wording in SAUNA.wordings),
        (SAUNA.answer.en, "answer"),
        (SAUNA.answer.zh, "answer"),
    }
