"""Differences between two texts: nothing lost, words and characters whole."""

from hypothesis import given
from hypothesis import strategies as st

from bot.console.differences import Part, differences

texts = st.text(st.sampled_from("ab 護照費。\n\u0301😀"), max_size=40)


@given(texts, texts)
def test_both_texts_are_in_it(before: str, after: str) -> None:
    parts = differences(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after


def test_english_differs_in_words_and_chinese_in_characters() -> None:
    assert differences("The fee is HK$17.", "The charge is HK$17.") == [
        Part("same", "The "), Part("removed", "fee"), Part("added", "charge"), Part("same", " is HK$17.")
    ]  # fmt: skip
    assert differences("收費17元", "收費用17元") == [Part("same", "收費"), Part("added", "用"), Part("same", "17元")]


def test_long_texts_are_compared_by_lines_or_not_at_all() -> None:
    old, new = ("".join(f"{word} {number}\n" for number in range(400)) for word in ("fee", "charge"))
    same = "the same line\n"
    assert differences(f"x{old}{same}{old}x", f"y{new}{same}{new}y").count(Part("same", same)) == 1
    words = ["".join(f"{letter}{number} " for number in range(2_000)) for letter in "xy"]
    assert [part.kind for part in differences(*words)] == ["removed", "added", "same"]
