"""Tokens with their folded form and stem, and the terms of the lexical search."""

import pytest

from language.pipeline import LATELY, analyse, is_word, lexical_terms, pipeline, remembering


@pytest.mark.parametrize("written", ["e-Visa", "E visa", "evisa", "ＥＶＩＳＡ"])
def test_one_norm_for_every_spelling_of_a_name(written: str) -> None:
    assert [token.norm_ for token in pipeline()(written)] == ["evisa"]


def test_telephone_numbers_have_one_norm() -> None:
    norms = {tuple(token.norm_ for token in pipeline()(written)) for written in ("2824 6111", "2824-6111", "28246111")}
    assert norms == {("28246111",)}


def test_both_scripts_have_one_norm() -> None:
    assert [t.norm_ for t in pipeline()("換領護照")] == [t.norm_ for t in pipeline()("换领护照")]


def test_forms_of_an_english_word_have_one_lemma() -> None:
    assert len({token.lemma_ for token in pipeline()("apply applied applying applies") if not token.is_space}) == 1


def test_short_words_and_numbers_keep_their_form() -> None:
    assert [token.lemma_ for token in pipeline()("is 2021 ids")] == ["is", "2021", "ids"]


@pytest.mark.parametrize(
    ("text", "word"), [("visa", True), ("7", True), ("護", True), ("？", False), ("-", False), ("😀", False)]
)
def test_a_word_has_a_letter_a_digit_or_a_chinese_character(text: str, word: bool) -> None:
    assert is_word(pipeline()(text)[0]) is word


def test_chinese_terms_are_characters_pairs_and_longer_words() -> None:
    assert set(lexical_terms("非觸式")) == {"非", "触", "式", "非触", "触式", "非触式"}


def test_pairs_reach_across_words_and_not_across_a_stop() -> None:
    assert "换护" in lexical_terms("換護照")
    assert "换护" not in lexical_terms("換，護照")
    assert "换护" not in lexical_terms("換 passport 護照")


def test_english_terms_are_the_stem_and_trigrams_of_longer_words() -> None:
    assert lexical_terms("visa") == ["visa", "_vi~", "vis~", "isa~", "sa_~"]
    assert lexical_terms("ID") == ["id"]


def test_a_typing_error_keeps_most_trigrams() -> None:
    right, wrong = ({t for t in lexical_terms(text) if t.endswith("~")} for text in ("passport", "pasport"))
    assert len(right & wrong) >= len(right) - 3


@pytest.mark.parametrize("text", ["", "  ", "？！", "😀"])
def test_a_text_without_words_has_no_terms(text: str) -> None:
    assert lexical_terms(text) == []


def texts() -> list[str]:
    return [f"text number {number}" for number in range(2 * LATELY)]


def test_only_the_last_texts_are_remembered() -> None:
    first, *_ = seen = [analyse(text) for text in texts()]
    assert analyse(texts()[-1]) is seen[-1]
    assert analyse(texts()[0]) is not first


def test_training_remembers_more_for_a_while() -> None:
    with remembering(100):
        seen = [analyse(text) for text in texts()]
        assert all(analyse(text) is doc for text, doc in zip(texts(), seen, strict=True))
    assert analyse(texts()[-1]) is not seen[-1]
