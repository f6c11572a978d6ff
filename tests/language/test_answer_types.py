"""The kind of answer a question wants, in either language."""

import pytest

from language.answer_types import AnswerType, answer_types, likeness


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("How much does a locker cost?", {"amount"}),
        ("儲物櫃幾錢呀", {"amount"}),
        ("储物柜要收费吗", {"amount"}),
        ("How many lanes does the pool have?", {"count"}),
        ("泳池有幾多條線", {"count"}),
        ("How many days is the ticket good for?", {"duration"}),
        ("張飛用得幾耐", {"duration"}),
        ("要等多少天", {"duration"}),
        ("How deep and how wide is it?", {"measure"}),
        ("個池有幾長", {"measure"}),
        ("When does the sauna open?", {"time"}),
        ("桑拿幾點開到", {"time"}),
        ("Who teaches the children?", {"person"}),
        ("邊個教游水", {"person"}),
        ("Where are the lockers?", {"place"}),
        ("更衣室喺邊度", {"place"}),
        ("Which number do I dial?", {"number"}),
        ("Why was it closed?", {"reason"}),
        ("點解閂咗", {"reason"}),
        ("How old must a child be?", {"age"}),
        ("幾多歲先可以自己入場", {"age"}),
        ("Will you open a second pool next year?", {"prospect", "time"}),
        ("出年會唔會起多個池", {"prospect"}),
        ("邊個月會清潔", set()),
        ("ｈｏｗ ｍｕｃｈ", {"amount"}),
        ("想問fee幾多", {"amount", "count"}),
        ("How many working days does a lesson need?", {"duration"}),
        ("要幾多個工作天", {"duration"}),
        ("多長時間換一次水", {"duration"}),
        ("要唔要畀錢", {"amount"}),
        ("入場幾多蚊", {"amount"}),
        ("教練係邊個", {"person"}),
        ("係邊個關口", {"place"}),
        ("更衣室在哪一層", {"place"}),
        ("最近有咩好睇", set()),
        ("My son is 7 years old", {"age"}),
        ("What is the phone number of the pool?", {"number"}),
        ("電話幾多號", {"number"}),
        ("儲物櫃喺幾多樓", {"place"}),
        ("泳池的辦公時間", {"time"}),
        ("哪一年啟用", {"time"}),
        ("Can I bring a ball?", set()),
        ("", set()),
    ],
)
def test_question_words_tell(text: str, wanted: set[AnswerType]) -> None:
    assert answer_types(text) == wanted


def test_likeness_is_the_share_that_both_want() -> None:
    assert likeness(frozenset({"amount", "time"}), frozenset({"time"})) == 0.5
    assert likeness(frozenset({"amount"}), frozenset({"time"})) == 0
    assert likeness(frozenset(), frozenset({"time"})) == 0
    assert likeness(frozenset(), frozenset()) == 1
