"""Entities: the same value whatever language and spelling a question has."""

import pytest

from language.entities import age_in, find, is_bare_name, number_of
from language.pipeline import pipeline


def found(text: str) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for entity in find(pipeline()(text)):
        values.setdefault(entity.kind, []).append(entity.value)
    return values


@pytest.mark.parametrize(
    ("texts", "kind", "value"),
    [
        (["lost my HKID", "my ID card is broken", "身份證唔見咗", "身份证丢了", "ＩＤ卡"], "document", "identity_card"),
        (["renew my passprot", "換護照", "护照到期"], "document", "passport"),
        (["my e-Visa", "電子簽證", "E VISA fee"], "document", "e_visa"),
        (["the new headquarters", "將軍澳總部", "入境处总部在哪"], "place", "headquarters"),
        (["Shenzhen Bay hours", "深圳灣口岸", "深圳湾几点开"], "place", "shenzhen_bay"),
        (["where is the Right of Abode Section", "居留權組喺邊", "居留权组"], "section", "right_of_abode"),
        (["I am a permanent resident", "我係永久居民", "永久性居民"], "status", "permanent_resident"),
        (["my maid", "菲傭", "外籍家庭佣工"], "status", "domestic_helper"),
        (["do you speak Cantonese", "講廣東話得唔得", "可以说粤语吗"], "language", "cantonese"),
        (["in Japan", "喺日本", "在日本"], "country", "JP"),
        (["the UK", "Britain", "英國"], "country", "GB"),
        (["8/F", "8th floor", "八樓", "8楼", "level 8", "eighth floor", "8F"], "floor", "8"),
        (["G/F", "ground floor", "地下"], "floor", "G"),
        (["12/F", "十二樓"], "floor", "12"),
        (["16 years old", "aged 16", "16歲", "十六歲", "16-year-old", "16岁"], "age", "16"),
        (["65歲", "六十五歲"], "age", "65"),
    ],
)
def test_one_value_in_every_language(texts: list[str], kind: str, value: str) -> None:
    for text in texts:
        assert value in found(text).get(kind, []), text


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("on 3 March 2025", "3 march 2025"),
        ("March 3rd", "march 3rd"),
        ("2025-03-03 please", "2025-03-03"),
        ("二月三號去", "二月三号"),
        ("2025年3月3日", "2025年3月3日"),
        ("聽日去得唔得", "听日"),
        ("下星期一", "下星期一"),
        ("is it open next Monday", "next monday"),
    ],
)
def test_dates_as_written(text: str, date: str) -> None:
    assert found(text)["date"] == [date]


@pytest.mark.parametrize("text", ["Call 1868", "The basement 地下室", "地下鐵", "Form ROP 145", "may I ask", "hello"])
def test_what_is_none_of_them(text: str) -> None:
    assert not found(text)


def test_positions_are_those_of_the_text() -> None:
    text = "我個女16歲，passport 喺日本唔見咗"
    spans = {text[entity.start : entity.end] for entity in find(pipeline()(text))}
    assert {"16歲", "passport", "日本"} <= spans


@pytest.mark.parametrize(
    ("text", "number"), [("16", 16), ("十", 10), ("十六", 16), ("二十", 20), ("六十五", 65), ("两", 2)]
)
def test_numbers(text: str, number: int) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("texts", "age"),
    [
        (
            ["16", "１６", "16.", "age 16", "aged 16", "I am 16", "I'm 16 years old", "16-year-old", "16 y/o", "十六"],
            16,
        ),
        (["16歲", "16岁", "十六歲", "我十六歲", "我今年16", "我個女16歲，要換passport"], 16),
        (["my son is 9 now", "He is 9.", "佢今年九歲啦", "9 yrs old"], 9),
        (["65", "about 65", "大約65歲", "六十五歲", "65歲以上"], 65),
        (["0", "0歲", "零歲"], 0),
        (["兩歲", "二", "2 years"], 2),
        (["aged 100", "100歲"], 100),
    ],
)
def test_an_age_may_be_nothing_but_a_number(texts: list[str], age: int) -> None:
    assert {text: age_in(text) for text in texts} == dict.fromkeys(texts, age)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "16 or 17",
        "bus 16",
        "in 2016",
        "1000",
        "2824 6111",
        "8 months",
        "8個月",
        "2 kids",
        "幾歲",
        "三粒星",
    ],
)
def test_a_number_of_something_else_is_no_age(text: str) -> None:
    assert age_in(text) is None


@pytest.mark.parametrize(("text", "age"), [("廿五歲", 25), ("廿歲", 20), ("卅歲", 30)])
def test_a_contracted_number_is_read_whole_or_not_at_all(text: str, age: int) -> None:
    assert age_in(text) in (None, age)


@pytest.mark.parametrize("text", ["visa", "簽證", "e-道", "護照？", "identity card", "身份證"])
def test_a_word_or_a_documents_name_by_itself_is_bare(text: str) -> None:
    assert is_bare_name(text)


@pytest.mark.parametrize("text", ["", "lost passport", "護照幾錢", "which visa do I need"])
def test_what_says_more_is_not(text: str) -> None:
    assert not is_bare_name(text)
