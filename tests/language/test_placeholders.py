"""Placeholders of personal data are no words of a question."""

from language.pipeline import count_words, lexical_terms
from language.placeholders import CARD, EMAIL, HKID, PASSPORT, PHONE, without_placeholders


def test_they_count_for_nothing() -> None:
    for placeholder in (CARD, EMAIL, HKID, PASSPORT, PHONE):
        assert count_words(f"my number is {placeholder}") == 3
        assert lexical_terms(f"visa {placeholder}") == lexical_terms("visa ")


def test_without_them() -> None:
    assert without_placeholders("我係[HKID]，電話[phone]").split() == ["我係", "，電話"]
    assert without_placeholders("[sic]") == "[sic]"
