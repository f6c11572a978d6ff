"""The language of a turn."""

import pytest

from language.detect import Lang, detect, reply_language


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("How do I renew my passport?", "en"),
        ("IANG", "en"),
        ("怎樣換領護照？", "zh-Hant"),
        ("護照", "zh-Hant"),
        ("怎样换领护照？", "zh-Hans"),
        ("签证", "zh-Hans"),
        ("点样换护照呀", "zh-Hans"),
        ("唔見咗本passport點算", "zh-Hant"),
        ("護照 renew 要几多錢，點樣預約", "zh-Hant"),  # one stray Simplified character
    ],
)
def test_language_of_a_text(text: str, lang: Lang) -> None:
    assert detect(text).lang == lang


@pytest.mark.parametrize("text", ["", "   ", "2824 6111", "😀", "？！", "1.2.3"])
def test_no_language_where_there_are_no_words(text: str) -> None:
    assert detect(text).lang is None


@pytest.mark.parametrize(
    "text", ["Is 郭俊峯 the Director?", "I am in 東京 and lost my passport", "Who is 曾國衛 and what did he do"]
)
def test_a_chinese_name_leaves_an_english_sentence_english(text: str) -> None:
    assert detect(text).lang == "en"


def test_english_words_leave_a_chinese_sentence_chinese() -> None:
    seen = detect("我想 renew passport，how much 要幾多錢")
    assert seen.lang == "zh-Hant"
    assert seen.mixed


@pytest.mark.parametrize(
    ("text", "cantonese"),
    [
        ("喺邊度換護照", True),
        ("我而家想登記", True),
        ("唔該", True),
        ("在哪裏換領護照", False),
        ("where to renew", False),
    ],
)
def test_cantonese_is_told_from_written_chinese(text: str, cantonese: bool) -> None:
    assert detect(text).cantonese is cantonese


@pytest.mark.parametrize(
    ("text", "known"), [("e-道", False), ("我想extend visa", False), ("護照", True), ("护照", True)]
)
def test_the_language_is_uncertain_where_both_scripts_write_the_same(text: str, known: bool) -> None:
    assert detect(text).certain is known


@pytest.mark.parametrize(
    ("text", "previous", "hint", "lang"),
    [
        # the text decides where it can
        ("How much?", "zh-Hant", "zh-Hant", "en"),
        ("护照几钱", "zh-Hant", "zh-Hant", "zh-Hans"),
        ("護照幾錢", "zh-Hans", "en", "zh-Hant"),
        # then the conversation, then the page
        ("2824 6111", "zh-Hans", "en", "zh-Hans"),
        ("2824 6111", None, "zh-Hant", "zh-Hant"),
        ("2824 6111", None, None, "en"),
        # a lone English word is typed by people who write Chinese too
        ("visa", "zh-Hant", "en", "zh-Hant"),
        ("visa", None, "zh-Hans", "zh-Hans"),
        ("visa", None, None, "en"),
        # characters that both scripts share
        ("e-道", "zh-Hans", "zh-Hant", "zh-Hans"),
        ("e-道", "en", "zh-Hans", "zh-Hans"),
        ("e-道", "en", "en", "zh-Hant"),
        ("e-道", None, None, "zh-Hant"),
    ],
)
def test_reply_language(text: str, previous: Lang | None, hint: Lang | None, lang: Lang) -> None:
    assert reply_language(text, previous, hint) == lang
