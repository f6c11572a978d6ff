"""Which one of a list is meant, and messages that mean none."""

import pytest

from language.ordinals import ordinal


@pytest.mark.parametrize(
    ("texts", "index"),
    [
        (["1", "1.", "the first", "first choice", "one", "I want the first one", "number one please"], 0),
        (["2", "2nd", "the second one", "Number 2", "option two", "um the second", "no. 2", "THE SECOND ONE."], 1),
        (["third", "the 3rd one", "give me the third", "number 3, please", "choice three", "third one please"], 2),
    ],
)
def test_english(texts: list[str], index: int) -> None:
    assert {text: ordinal(text, 3) for text in texts} == dict.fromkeys(texts, index)


@pytest.mark.parametrize(
    ("texts", "index"),
    [
        (["第一", "第一個", "第一個問題", "選第一項", "請選第一個", "我想要第一個", "一"], 0),
        (["第二个", "第2個", "二", "兩", "第兩個", "第二個，謝謝", "第 二 個", "2號"], 1),
        (["三", "第三項", "第三條", "我選第三"], 2),
    ],
)
def test_written_chinese(texts: list[str], index: int) -> None:
    assert {text: ordinal(text, 3) for text in texts} == dict.fromkeys(texts, index)


@pytest.mark.parametrize(
    ("texts", "index"),
    [
        (["第一個啦", "揀第一個", "即係第一個", "睇第一條"], 0),
        (["唔該第二個", "第二個唔該", "我揀第二", "第二樣吖", "問第二條呀"], 1),
        (["揀第三個", "應該係第三個", "第三句吧"], 2),
    ],
)
def test_cantonese(texts: list[str], index: int) -> None:
    assert {text: ordinal(text, 3) for text in texts} == dict.fromkeys(texts, index)


@pytest.mark.parametrize(
    ("text", "index"), [("２", 1), ("第３個", 2), ("ｔｈｅ　ｓｅｃｏｎｄ", 1), ("１。", 0), ("第二個？", 1)]
)
def test_full_width(text: str, index: int) -> None:
    assert ordinal(text, 3) == index


@pytest.mark.parametrize(
    "text",
    ["last", "the last one", "last option", "last one please", "最後", "最後一個", "最尾嗰個", "尾嗰個", "最后一项"],
)
@pytest.mark.parametrize("count", [1, 3, 7])
def test_the_last_of_however_many(text: str, count: int) -> None:
    assert ordinal(text, count) == count - 1


@pytest.mark.parametrize(
    ("text", "index"), [("10", 9), ("tenth", 9), ("the 9th", 8), ("第十個", 9), ("九", 8), ("nine", 8)]
)
def test_up_to_ten(text: str, index: int) -> None:
    assert ordinal(text, 10) == index


@pytest.mark.parametrize("text", ["4", "the fourth", "four", "第四個", "四", "99", "第十個", "tenth", "0"])
def test_beyond_the_list_is_none(text: str) -> None:
    assert ordinal(text, 3) is None


@pytest.mark.parametrize("text", ["1", "the first one", "last", "第一個", "最後一個"])
def test_an_empty_list_has_none(text: str) -> None:
    assert ordinal(text, 0) is None


@pytest.mark.parametrize(
    "text",
    [
        "How do I renew my passport?",
        "second passport",
        "first registration of an identity card",
        "the second one costs how much",
        "I have two children",
        "2 weeks",
        "2/F",
        "2824 6111",
        "last week",
        "one-way permit",
        "which one is the first?",
        "我想換第二本護照",
        "第一次申請身份證",
        "第二代簽證",
        "最後一日係幾時",
        "兩個星期",
        "三粒星",
        "一樓",
        "十一歲",
        "呢個",
        "",
        "？！",
    ],
)
def test_what_says_more_or_something_else_is_none(text: str) -> None:
    assert ordinal(text, 10) is None
