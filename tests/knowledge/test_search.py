"""Ranked search over the small base."""

from knowledge.index import Hit, Index
from knowledge.search import find, one_a_topic
from knowledge.understood import Understood


def test_a_question_about_the_report_is_answered_from_it_alone(index: Index) -> None:
    assert {hit.source for hit in find(index, "how big are the lockers", Understood({"report": 0.9}))} == {"report"}
    assert {hit.source for hit in find(index, "how big are the lockers", Understood({"report": 0.1}))} == {
        "report",
        "faq",
    }


def test_the_intent_decides_between_near_answers(index: Index) -> None:
    question = "the pool: an adult"
    money = find(index, question, Understood({"pool_fee": 1.0}))
    lessons = find(index, question, Understood({"lessons": 1.0}))
    assert money[0].topic == "pool_fee"
    without, with_intent = (next(h.score for h in hits if h.topic == "lessons") for hits in (money, lessons))
    assert with_intent > without


def test_the_best_of_each_topic_comes_first_then_the_others() -> None:
    ranked = [("a", "x"), ("b", "x"), ("c", "y"), ("d", "x"), ("e", "z"), ("f", "y")]
    hits = [Hit(id_, topic, "faq", 1.0, 1.0, 1.0, "") for id_, topic in ranked]
    assert [hit.answer_id for hit in one_a_topic(hits)] == ["a", "c", "e", "b", "d", "f"]
    assert one_a_topic([]) == []


def test_a_topic_that_is_far_off_does_not_come_before_another_answer_of_the_first() -> None:
    ranked = [("a", "x", 1.0), ("b", "x", 0.8), ("c", "y", 0.7), ("d", "z", 0.3)]
    hits = [Hit(id_, topic, "faq", score, 1.0, 1.0, "") for id_, topic, score in ranked]
    assert [hit.answer_id for hit in one_a_topic(hits)] == ["a", "c", "b", "d"]
