"""Folding and Simplified Chinese."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.script import fold, to_simplified


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("e-Visa", "e-visa"),
        ("ＡＢＣ１２３，（３）", "abc123,(3)"),
        ("換領護照", "换领护照"),
        ("换领护照", "换领护照"),
        ("衞生", "卫生"),
        ("e－道", "e-道"),
    ],
)
def test_one_form_for_every_way_of_writing(written: str, folded: str) -> None:
    assert fold(written) == folded


@settings(deadline=None)
@given(st.text())
def test_folding_keeps_every_position(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert [fold(char) for char in text] == list(folded)


@pytest.mark.parametrize("char", ["㎡", "ﬁ", "İ"])
def test_a_character_that_would_grow_stays_one_character(char: str) -> None:
    assert len(fold(char)) == 1


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("入境事務處", "入境事务处"),
        ("流動應用程式", "流动应用程式"),  # Hong Kong wording stays
        ("裏面", "里面"),
        ("請致電2824 6111。", "请致电2824 6111。"),
        ("plain English", "plain English"),
    ],
)
def test_simplified_changes_characters_and_no_words(traditional: str, simplified: str) -> None:
    assert to_simplified(traditional) == simplified
