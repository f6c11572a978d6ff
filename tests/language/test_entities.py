"""Entities: the same value whatever language and spelling a question has."""

import pytest

from language.entities import find, number_of
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
