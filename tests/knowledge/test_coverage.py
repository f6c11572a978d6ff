"""How far an answer speaks of what is asked."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.coverage import AnswerWords
from knowledge.encoder.loading import Encoder, Vectors
from knowledge.index import Index, IndexedText, texts_of_faq
from tests.knowledge.conftest import Listening
from tests.knowledge.test_changed_index import SAUNA


def test_words_of_all_texts_of_an_answer_count_together(index: Index) -> None:
    asked = "How big are the lockers?"
    assert index.coverage(asked, "lockers-size").words == pytest.approx(1)
    assert index.coverage("How big are the elephants?", "lockers-size").words < 0.9


def test_another_answer_covers_less(index: Index) -> None:
    asked = "How big are the lockers?"
    others = {hit.answer_id for hit in index.search(asked)} - {"lockers-size"}
    assert others
    assert all(index.coverage(asked, id_).words < 1 for id_ in others)


def test_the_kind_of_answer_is_that_of_one_of_its_questions(index: Index) -> None:
    assert index.coverage("How big are the lockers?", "lockers-size").answer_type == 1
    assert index.coverage("Who made the lockers?", "lockers-size").answer_type == 0


def test_what_says_nothing_and_what_is_unknown_is_not_covered(index: Index) -> None:
    assert index.coverage("?!", "lockers-size").words == 0
    assert index.coverage("How big are the lockers?", "no-such-answer").words == 0


def test_a_new_answer_has_words_and_loses_them_when_taken_back(index: Index) -> None:
    (wording, *_) = SAUNA.wordings
    with_sauna = index.changed({SAUNA.id: texts_of_faq(SAUNA)})
    assert with_sauna.coverage(wording, SAUNA.id).words == pytest.approx(1)
    assert with_sauna.coverage(wording, SAUNA.id).answer_type == 1
    assert with_sauna.changed({SAUNA.id: []}).coverage(wording, SAUNA.id).words == 0
    assert index.coverage(wording, SAUNA.id).words == 0


def test_what_changed_back_is_as_it_was(index: Index, texts: list[IndexedText]) -> None:
    """Content is brought up to date again and again."""
    asked = "How big are the lockers?"
    without = index.up_to([text for text in texts if text.answer_id != "lockers-size"])
    assert without.coverage(asked, "lockers-size").words == 0
    assert without.up_to(texts).coverage(asked, "lockers-size") == index.coverage(asked, "lockers-size")


def test_a_passage_of_a_report_wants_no_kind_of_answer(index: Index, texts: list[IndexedText]) -> None:
    passage = next(text.answer_id for text in texts if text.source == "report")
    assert index.coverage("two new pumps", passage).answer_type == 1
    assert index.coverage("How much are two new pumps?", passage).answer_type == 0


def test_a_word_is_matched_by_its_stem_and_encoded_as_it_is_written(encoder: Encoder) -> None:
    listening = Listening(encoder)
    words = AnswerWords.of({"apply": ["applying early"]}, listening)
    assert words.covered("apply", "apply", lambda _: 1.0, listening) == 1
    assert words.covered("many", "apply", lambda _: 1.0, listening) < 1
    assert {text for texts in listening.asked for text in texts} == {"applying", "early", "many"}


def test_words_that_the_encoder_does_not_know_are_covered_by_themselves_alone(encoder: Encoder) -> None:
    class Knowing(Encoder):
        dimension = 2

        def __init__(self) -> None: ...

        def encode(self, texts: list[str]) -> Vectors:
            return np.array([[1.0, 0.0] if text == "pool" else [0.0, 0.0] for text in texts], np.float32)

    words = AnswerWords.of({"a": ["pool zzz"]}, Knowing())
    assert [words.covered(text, "a", lambda _: 1.0, Knowing()) for text in ("zzz", "yyy", "pool yyy")] == [1, 0, 0.5]


def test_what_is_saved_is_loaded(encoder: Encoder, tmp_path: Path) -> None:
    words = AnswerWords.of({"pump": ["two new pumps", "兩部新水泵"], "none": []}, encoder)
    words.save(tmp_path)
    loaded = AnswerWords.load(tmp_path)
    for text in ("新水泵幾錢", "a pump"):
        assert loaded.covered(text, "pump", len, encoder) == pytest.approx(words.covered(text, "pump", len, encoder))
        assert 0 < loaded.covered(text, "pump", len, encoder) <= 1
    assert loaded.covered("pump", "none", len, encoder) == 0


def test_rare_words_count_more(encoder: Encoder) -> None:
    words = AnswerWords.of({"pump": ["pump"], "tile": ["tile"]}, encoder)
    rarely, often = (
        words.covered("pump tile", "pump", {"pump": weight, "tile": 1.0}.__getitem__, encoder) for weight in (9.0, 1.0)
    )
    assert rarely > often
