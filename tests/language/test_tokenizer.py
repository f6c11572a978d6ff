"""One tokenizer for English, Chinese and both together."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.vocab import Vocab

from language.script import fold
from language.spelling import dictionary_lines
from language.tokenizer import MixedTokenizer, pieces

ANY_TEXT = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("e-道護照Visa 12:/.，@咗")))


def words(text: str) -> list[str]:
    return [text[piece.start : piece.end] for piece in pieces(text) if piece.kind != "space"]


def kinds(text: str) -> list[str]:
    return [piece.kind for piece in pieces(text) if piece.kind != "space"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我唔見咗本護照", ["我", "唔見咗", "本", "護照"]),
        ("我唔见咗本护照", ["我", "唔见咗", "本", "护照"]),
        ("入境事務處喺邊度", ["入境事務處", "喺", "邊度"]),
        ("我要申請e-Visa呀", ["我", "要", "申請", "e-Visa", "呀"]),
        ("非觸式e道", ["非觸式", "e道"]),
        ("don't renew", ["don't", "renew"]),
        ("HK$1,300 at 8:45", ["HK", "$", "1,300", "at", "8:45"]),
        ("call 2824 6111 or 2824-6111", ["call", "2824 6111", "or", "2824-6111"]),
        ("2824 61112", ["2824", "61112"]),
        ("www.gov.hk/icbooking，謝謝", ["www.gov.hk/icbooking", "，", "謝謝"]),
        ("write to enquiry@immd.gov.hk now", ["write", "to", "enquiry@immd.gov.hk", "now"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "name",
    ["e-道", "e道", "E道", "e-Visa", "evisa", "e visas", "E-Channel", "e channels", "ePassport", "i-Bonnie", "iBonnie"],
)
def test_a_service_name_is_one_word_however_it_is_joined(name: str) -> None:
    assert words(f"the {name} 呢") == ["the", name, "呢"]


@pytest.mark.parametrize("text", ["the visa", "apple visa", "hi bonnie", "one channel"])
def test_a_letter_of_another_word_starts_no_service_name(text: str) -> None:
    assert kinds(text) == ["latin", "latin"]


@settings(deadline=None)
@given(ANY_TEXT)
def test_pieces_cover_the_text_without_a_gap(text: str) -> None:
    position = 0
    for _, start, end, _ in pieces(text):
        assert start == position
        assert end > start
        position = end
    assert position == len(text)


@settings(deadline=None)
@given(ANY_TEXT)
def test_the_document_is_the_text_character_for_character(text: str) -> None:
    doc = MixedTokenizer(Vocab())(text)
    assert doc.text == text
    assert [text[token.idx : token.idx + len(token)] for token in doc] == [token.text for token in doc]


@pytest.mark.parametrize("name", ["official_terms", "cantonese"])
def test_a_dictionary_is_one_word_a_line_without_repeats(name: str) -> None:
    listed = dictionary_lines(name)
    assert listed
    assert [word for word in listed if word != word.strip()] == []
    assert [word for word in set(listed) if listed.count(word) > 1] == []


@pytest.mark.parametrize("name", ["official_terms", "cantonese"])
def test_every_chinese_dictionary_word_stays_whole(name: str) -> None:
    chinese = [word for word in dictionary_lines(name) if all("\u4e00" <= char <= "\u9fff" for char in word)]
    assert len(chinese) > 100
    assert [word for word in chinese if words(word) != [word]] == []
    assert [word for word in chinese if len(words(fold(word))) != 1] == []


def test_spacy_finds_the_tokenizer_under_its_name() -> None:
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": "ambassador.mixed_tokenizer.v1"}}})
    assert [token.text for token in nlp("換e-Visa")] == ["換", "e-Visa"]
