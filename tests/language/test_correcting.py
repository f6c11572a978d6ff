"""What is left of a correction: what was meant, without what was not."""

import pytest

from language.correcting import without_denied


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no, I meant the ID card", "the ID card"),
        ("Sorry, I mean the visa", "the visa"),
        ("sry i ment passport", "passport"),
        ("no no, the opening hours", "the opening hours"),
        ("wait, I meant Sunday", "Sunday"),
        ("I was asking about children", "children"),
        ("I'm asking about the e-Visa", "the e-Visa"),
        ("actually, the marriage registry", "the marriage registry"),
        ("not the passport, the id card", "the id card"),
        ("not my passport but my visa", "my visa"),
        ("Not the passport", "the passport"),
        ("唔係，我講緊身份證", "身份證"),
        ("講錯咗，身份證", "身份證"),
        ("我講嘅係澳門", "澳門"),
        ("應該係簽證", "簽證"),
        ("更正：身份證", "身份證"),
        ("不是這個，我問的是費用", "費用"),
        ("說错了，签证", "签证"),
        ("唔係呀，回港證", "回港證"),
        ("ＮＯ，ｐａｓｓｐｏｒｔ", "ｐａｓｓｐｏｒｔ"),
    ],
)
def test_what_was_meant_is_left(text: str, meant: str) -> None:
    assert without_denied(text) == meant


@pytest.mark.parametrize(
    ("text", "denied", "meant"),
    [
        ("唔係護照，係身份證", "護照", "身份證"),
        ("5係護照，係回鄉證", "護照", "回鄉證"),
        ("不是護照，是身份證", "護照", "身份證"),
        ("我唔係問護照，我問身份證", "護照", "身份證"),
        ("并非護照，我想問簽證", "護照", "簽證"),
        ("no, not the airport, the bridge", "airport", "bridge"),
    ],
)
def test_what_was_denied_is_gone(text: str, denied: str, meant: str) -> None:
    left = without_denied(text)
    assert denied not in left
    assert meant in left


@pytest.mark.parametrize(
    "text",
    [
        "How do I renew my passport?",
        "north point office",
        "nobody answers the phone",
        "now the visa",
        "護照幾錢",
        "怎样换领护照？",
        "",
    ],
)
def test_what_corrects_nothing_stays(text: str) -> None:
    assert without_denied(text) == text


@pytest.mark.parametrize("text", ["no", "sorry", "actually", "I mean", "唔係", "不是", "對不起"])
def test_a_text_of_which_nothing_is_left_stays_whole(text: str) -> None:
    assert without_denied(text) == text
