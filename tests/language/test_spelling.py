"""What people mistype is set right for matching, and what is right is left alone."""

from typing import Any

import pytest

from language.pipeline import _stem, pipeline
from language.script import fold
from language.spelling import _sound_of_character, correct_run, correct_word, dictionary_lines


def norms(text: str) -> list[str]:
    return [token.norm_ for token in pipeline()(text)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pasport", "passport"),
        ("apointment", "appointment"),
        ("immgration", "immigration"),
        ("permanant", "permanent"),
        ("regestration", "registration"),
    ],
)
def test_a_misspelt_word_becomes_the_word_of_the_field(typed: str, meant: str) -> None:
    assert correct_word(typed) == meant


@pytest.mark.parametrize("word", ["passport", "parking", "polite", "sham", "visa", "osaka", "cat", "qwertyuiop"])
def test_a_word_that_is_known_short_or_far_from_any_is_left_alone(word: str) -> None:
    assert correct_word(word) == word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("入竟處電話", "入境處電話"),  # sounds alike in Cantonese
        ("死亡証付本", "死亡證副本"),
        ("舉暴黑工", "舉報黑工"),
        ("簽正過期", "簽證過期"),  # in both
        ("高财通要求", "高才通要求"),
    ],
)
def test_characters_that_sound_like_a_word_become_it(typed: str, meant: str) -> None:
    assert norms(typed) == norms(meant)


@pytest.mark.parametrize(
    "text",
    [
        "我想去入境處",
        "聲請人要做咩",
        "影相換身份證",
        "俾錢攞證",
        "佢喺醫院留醫",
        "去邊度搞",
        "排隊排咗好耐",
        "我細佬失咗蹤",
    ],
)
def test_everyday_words_do_not_become_others(text: str) -> None:
    assert "".join(norms(text)).replace("喺", "系") == fold(text).replace("喺", "系")


def test_the_length_of_a_run_stays() -> None:
    assert correct_run("入竟处", ["入", "竟", "处"]) == "入境处"
    assert correct_run("护照", ["护照"]) == "护照"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("唔見左本護照", "唔見咗本護照"),
        ("要帶咩野", "要帶咩嘢"),
        ("我既身份證", "我嘅身份證"),
        ("畀錢", "俾錢"),
        ("依家得唔得", "而家得唔得"),
        ("琴日", "尋日"),
        ("wat is dis pls", "what is dis please"),
        ("appt", "appointment"),
    ],
)
def test_spellings_of_one_word_match(one: str, other: str) -> None:
    assert norms(one) == norms(other)


def test_a_character_inside_a_word_is_no_spelling_of_another() -> None:
    assert norms("左邊") == ["左边"]
    assert norms("比較") == ["比较"]


def test_what_people_see_stays_as_they_wrote_it() -> None:
    text = "入竟處 pasport 左"
    assert pipeline()(text).text == text


@pytest.mark.parametrize("name", ["english", "everyday", "variants"])
def test_a_list_has_no_entry_twice(name: str) -> None:
    listed = dictionary_lines(name)
    assert [entry for entry in set(listed) if listed.count(entry) > 1] == []


def test_variants_are_pairs_that_lead_no_further() -> None:
    pairs = [line.split() for line in dictionary_lines("variants")]
    assert [pair for pair in pairs if len(pair) != 2 or pair[0] == pair[1]] == []
    typed = {fold(pair[0]) for pair in pairs}
    assert [pair for pair in pairs if fold(pair[1]) in typed] == []


def test_a_chinese_variant_is_as_long_as_what_it_stands_for() -> None:
    pairs = [line.split() for line in dictionary_lines("variants")]
    assert [pair for pair in pairs if not pair[0].isascii() and len(pair[0]) != len(pair[1])] == []


@pytest.mark.parametrize("remembered", [correct_word, _sound_of_character, _stem])
def test_what_visitors_write_does_not_fill_the_memory(remembered: Any) -> None:
    assert remembered.cache_info().maxsize is not None
