"""Ranked search over the small base."""

from knowledge.index import Index
from knowledge.search import find, intents_of


def test_a_question_about_the_report_is_answered_from_it_alone(index: Index) -> None:
    assert {hit.source for hit in find(index, "how big are the lockers", {"report": 0.9})} == {"report"}
    assert {hit.source for hit in find(index, "how big are the lockers", {"report": 0.1})} == {"report", "faq"}


def test_the_intent_decides_between_near_answers(index: Index) -> None:
    question = "the pool: an adult"
    money = find(index, question, {"pool_fee": 1.0})
    lessons = find(index, question, {"lessons": 1.0})
    assert money[0].topic == "pool_fee"
    without, with_intent = (next(h.score for h in hits if h.topic == "lessons") for hits in (money, lessons))
    assert with_intent > without


def test_intents_are_read_from_the_parse() -> None:
    parsed = {
        "text": "hi",
        "intent_ranking": [{"name": "greet", "confidence": 0.7}, {"name": "thank", "confidence": 0}],
    }
    assert intents_of(parsed) == {"greet": 0.7, "thank": 0.0}
    assert intents_of({"text": "hi"}) == {}
