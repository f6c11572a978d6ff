"""Which of the offered answers is picked."""

import pytest

from knowledge.choices import picked, without_pointing

TITLES = ["How do I renew my passport?", "How much is a passport for a child?", "Where do I collect my passport?"]
CHINESE = ["怎樣換領護照？", "兒童護照收費多少？", "在哪裏領取護照？"]


@pytest.mark.parametrize(
    ("texts", "index"),
    [
        (["1", "the first one", "第一個", "renew", "Renewing", "RENEW"], 0),
        (["2", "number two", "child", "child passport", "for a child", "how much"], 1),
        (["3", "last", "最後一個", "collect", "where", "colect"], 2),
        (["4", "the fourth", "第四個"], None),
    ],
)
def test_by_number_or_by_a_word_of_one_title(texts: list[str], index: int | None) -> None:
    assert {text: picked(text, TITLES) for text in texts} == dict.fromkeys(texts, index)


@pytest.mark.parametrize(
    ("texts", "index"),
    [
        (["換領", "换领", "怎樣", "揀第一個"], 0),
        (["收費", "兒童", "儿童收费", "收費多少"], 1),
        (["領取", "哪裏", "最後"], 2),
    ],
)
def test_chinese_titles(texts: list[str], index: int) -> None:
    assert {text: picked(text, CHINESE) for text in texts} == dict.fromkeys(texts, index)


@pytest.mark.parametrize(
    ("texts", "titles", "index"),
    [
        (["the fee one", "幾錢", "收費那一項", "幾多錢嗰個"], TITLES, 1),
        (["the address", "喺邊", "邊度"], TITLES, 2),
        (["幾錢", "how much", "the price"], CHINESE, 1),
        (["the fee", "幾錢"], [*TITLES, "How much is a new passport?"], None),
    ],
)
def test_by_the_kind_of_answer_that_one_title_alone_promises(
    texts: list[str], titles: list[str], index: int | None
) -> None:
    assert {text: picked(text, titles) for text in texts} == dict.fromkeys(texts, index)


@pytest.mark.parametrize(
    "text",
    ["passport", "my passport", "護照", "renew and collect", "visa", "hello", "yes", "none of these", "", "？", "😀"],
)
def test_what_all_titles_have_or_none_picks_none(text: str) -> None:
    assert picked(text, TITLES) is None
    assert picked(text, CHINESE) is None


@pytest.mark.parametrize(
    "text",
    [
        "how do I renew the passport of my wife in Japan",
        "怎樣換領我太太的護照呀",
        "is it cheaper if I collect it myself",
    ],
)
def test_a_longer_message_asks_something_of_its_own(text: str) -> None:
    assert picked(text, TITLES) is None
    assert picked(text, CHINESE) is None


def test_one_title_is_picked_by_its_words_alone() -> None:
    assert picked("passport", TITLES[:1]) == 0
    assert picked("visa", TITLES[:1]) is None


@pytest.mark.parametrize("text", ["1", "last", "renew", "第一個"])
def test_of_nothing_nothing_is_picked(text: str) -> None:
    assert picked(text, []) is None


@pytest.mark.parametrize("index", range(3))
def test_a_title_picks_itself_where_it_is_short(index: int) -> None:
    titles = ["Lost or stolen", "Damaged", "Expired or expiring"]
    assert picked(titles[index], titles) == index


@pytest.mark.parametrize(
    ("text", "index"),
    [("passport嗰個", 0), ("the 護照 one", 0), ("身份證", 1), ("id card嗰張", 1), ("回鄉證", None), ("visa", None)],
)
def test_what_it_is_about_picks_it_in_either_language(text: str, index: int | None) -> None:
    assert picked(text, ["怎樣換領特區護照？", "身份證遺失了怎辦？", "兒童要帶什麼？"]) == index


@pytest.mark.parametrize(
    ("text", "pointed"),
    [
        ("the work one", "work"),
        ("工作嗰個", "工作"),
        ("學生那個", "学生"),
        ("how much is it", "how much is it"),
        ("the one", "the one"),
        ("I want to know which one of these I can do at the weekend", None),
    ],
)
def test_what_is_pointed_at(text: str, pointed: str | None) -> None:
    assert without_pointing(text) == (pointed or text)
