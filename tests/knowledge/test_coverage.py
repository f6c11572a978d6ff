"""How far an answer speaks of what is asked."""

import pytest

from knowledge.coverage import AnswerWords
from knowledge.encoder.loading import Encoder
from knowledge.index import Index, texts_of_faq
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


def test_rare_words_count_more(encoder: Encoder) -> None:
    words = AnswerWords.of({"pump": ["pump"], "tile": ["tile"]}, encoder)
    rarely, often = (
        words.covered("pump tile", "pump", {"pump": weight, "tile": 1.0}.__getitem__, encoder) for weight in (9.0, 1.0)
    )
    assert rarely > often
