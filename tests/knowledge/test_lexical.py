"""BM25 as sparse vectors."""

from pathlib import Path

import pytest

from knowledge.lexical import Lexicon, dot, term_id

TEXTS = [
    "how do I renew my passport",
    "how do I renew my visa",
    "如何換領護照",
    "護照收費多少",
    "where is the office",
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(TEXTS)


def test_rarer_terms_weigh_more(lexicon: Lexicon) -> None:
    everywhere, once, never = (lexicon.idf(term_id(term)) for term in ("how", "visa", "volcano"))
    assert 0 < everywhere < once < never


def test_query_weights_share_out_the_whole(lexicon: Lexicon) -> None:
    for text in (*TEXTS, "volcano", "renew passport volcano"):
        assert sum(lexicon.query_vector(text).values()) == pytest.approx(1)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_covers_itself_best(lexicon: Lexicon, text: str) -> None:
    query = lexicon.query_vector(text)
    scores = {other: dot(query, lexicon.document_vector(other)) for other in TEXTS}
    assert max(scores, key=scores.__getitem__) == text
    assert 0.8 < scores[text] < 1.3


def test_terms_that_no_text_holds_lower_the_score(lexicon: Lexicon) -> None:
    document = lexicon.document_vector("how do I renew my passport")
    sure = dot(lexicon.query_vector("renew passport"), document)
    unsure = dot(lexicon.query_vector("renew passport volcano eruption"), document)
    assert 0 < unsure < sure


def test_nothing_in_common_scores_nothing(lexicon: Lexicon) -> None:
    assert dot(lexicon.query_vector("volcano"), lexicon.document_vector("護照收費多少")) == 0


def test_simplified_meets_traditional(lexicon: Lexicon) -> None:
    assert lexicon.query_vector("换领护照") == lexicon.query_vector("換領護照")


def test_repeating_a_term_helps_less_and_less(lexicon: Lexicon) -> None:
    passport = term_id("passport")
    filler = "where is the office office office"
    once, twice, thrice = (
        lexicon.document_vector(" ".join(["passport"] * n + filler.split()[: 6 - n]))[passport] for n in (1, 2, 3)
    )
    assert 0 < thrice - twice < twice - once


def test_text_without_words_is_an_empty_vector(lexicon: Lexicon) -> None:
    assert lexicon.query_vector("？！") == {}
    assert lexicon.document_vector("") == {}


def test_an_empty_base_has_a_lexicon() -> None:
    assert Lexicon.of([]).query_vector("passport") != {}


def test_what_is_saved_is_loaded(lexicon: Lexicon, tmp_path: Path) -> None:
    lexicon.save(tmp_path / "lexicon.json")
    assert Lexicon.load(tmp_path / "lexicon.json") == lexicon


def test_term_numbers_are_the_same_in_every_process() -> None:
    assert (term_id("passport"), term_id("护照")) == (3047321096, 3932939069)
