"""What a message leans on: the slot of the conversation, Rasa's parse, and the search with the last question."""

import json
import math
from typing import Any

import pytest

from knowledge.context import (
    CORRECTS,
    REFERS,
    SAID_ALREADY,
    SAME_TOPIC,
    Context,
    Lean,
    context_features,
    in_context,
)
from knowledge.decision import CONTEXT_FEATURES
from knowledge.index import Hit, Index
from knowledge.understood import Understood

HOURS = Context("pool-hours-open", "When does the pool open?", "pool_hours")
FEE = Context("pool-fee-adult", "How much is a ticket for an adult?", "pool_fee")
LESSONS = Context("lessons-join", "個仔想學游水", "lessons")


@pytest.mark.parametrize("context", [HOURS, LESSONS, Context("pool-2020-01", "", None)])
def test_a_slot_keeps_it(context: Context) -> None:
    kept = json.loads(json.dumps(context.to_slot()))
    assert Context.of(kept) == context


@pytest.mark.parametrize("kept", [None, {}])
def test_an_empty_slot_is_no_context(kept: dict[str, Any] | None) -> None:
    assert Context.of(kept) is None


def parse(**chances: float) -> dict[str, Any]:
    return {"intent_ranking": [{"name": name, "confidence": chance} for name, chance in chances.items()]}


@pytest.mark.parametrize(
    ("parsed", "refers", "corrects"),
    [
        ({}, False, False),
        ({"intent_ranking": []}, False, False),
        (parse(e_visa=0.9, follow_up=REFERS - 0.01, correction=CORRECTS - 0.01), False, False),
        (parse(e_visa=0.6, follow_up=REFERS), True, False),
        (parse(e_visa=0.6, correction=CORRECTS), False, True),
        (parse(follow_up=0.5, correction=0.5), True, True),
    ],
)
@pytest.mark.parametrize("context", [HOURS, None])
def test_how_a_message_leans(parsed: dict[str, Any], refers: bool, corrects: bool, context: Context | None) -> None:
    lean = Lean.of(parsed, context)
    assert (lean.context, lean.refers, lean.corrects) == (context, refers, corrects)


def test_its_chances_are_those_of_the_parse() -> None:
    lean = Lean.of(parse(follow_up=0.7, correction=0.1), FEE)
    assert (lean.follow_up, lean.correction) == (0.7, 0.1)
    assert (Lean().context, Lean().follow_up, Lean().correction) == (None, 0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "context", "answer_id"),
    [
        ("for a child", FEE, "pool-fee-adult"),
        ("for a child", HOURS, "pool-hours-open"),
        ("what about the weekend", HOURS, "pool-hours-open"),
        ("細路呢", FEE, "pool-fee-adult"),
        ("多少錢", HOURS, "pool-fee-adult"),  # says enough to leave the subject
        ("how big are the lockers", LESSONS, "lockers-size"),
    ],
)
def test_a_short_message_is_understood_with_the_last_question(
    index: Index, text: str, context: Context, answer_id: str
) -> None:
    assert in_context(index, text, context, stay=True)[0].answer_id == answer_id


@pytest.mark.parametrize("text", ["the locker size", "no, the lockers", "儲物櫃"])
@pytest.mark.parametrize("context", [HOURS, FEE, LESSONS])
def test_a_correction_leaves_the_subject(index: Index, text: str, context: Context) -> None:
    assert in_context(index, text, context, stay=False)[0].answer_id == "lockers-size"


def scores(index: Index, text: str, context: Context, *, stay: bool) -> dict[str, float]:
    return {hit.answer_id: hit.score for hit in in_context(index, text, context, stay=stay)}


def test_a_score_is_the_mean_with_and_without_the_last_question(index: Index) -> None:
    text = "for a child"
    alone = {hit.answer_id: hit.score for hit in index.search(text, limit=40)}
    together = {hit.answer_id: hit.score for hit in index.search(f"{HOURS.question} {text}", limit=40)}
    unsaid = Context("another", HOURS.question, None)
    for answer_id, score in scores(index, text, unsaid, stay=False).items():
        assert score == pytest.approx((alone.get(answer_id, 0) + together.get(answer_id, 0)) / 2)


def test_staying_raises_answers_of_the_topic_and_no_other(index: Index) -> None:
    unsaid = Context("another", FEE.question, FEE.topic)
    stay, leave = (scores(index, "what about children", unsaid, stay=stay) for stay in (True, False))
    assert stay.keys() == leave.keys()
    gained = {answer_id: stay[answer_id] - leave[answer_id] for answer_id in stay}
    assert gained.pop("pool-fee-adult") == pytest.approx(SAME_TOPIC)
    assert set(gained.values()) == {0.0}


class Found(Index):
    """An index that always finds the same."""

    def __init__(self, *hits: Hit) -> None:
        self._hits = list(hits)

    def search(self, *_: Any, **__: Any) -> list[Hit]:
        return self._hits


@pytest.mark.parametrize(
    ("scores", "first"),
    [
        ({"pool-fee-adult": 0.6, "pool-fee-child": 0.55, "pool-hours-open": 0.3}, "pool-fee-child"),  # was read already
        ({"pool-fee-adult": 0.6, "pool-fee-child": 0.45, "pool-hours-open": 0.3}, "pool-fee-adult"),
        ({"pool-fee-adult": 0.6, "pool-fee-child": 0.3, "pool-hours-open": 0.65}, "pool-fee-adult"),  # not a stranger's
        ({"pool-fee-adult": 0.6, "pool-hours-open": 0.75}, "pool-hours-open"),
    ],
)
def test_the_last_answer_makes_way_for_its_neighbours_alone(scores: dict[str, float], first: str) -> None:
    hits = [hit(id_, "pool_fee" if "fee" in id_ else "pool_hours", score) for id_, score in scores.items()]
    assert in_context(Found(*hits), "and that?", FEE, stay=True)[0].answer_id == first


def test_after_a_correction_the_last_answer_is_lowered_in_any_case(index: Index) -> None:
    fresh = scores(index, "what about children", Context("another", FEE.question, FEE.topic), stay=False)
    said = scores(index, "what about children", FEE, stay=False)
    assert fresh["pool-fee-adult"] - said["pool-fee-adult"] == pytest.approx(SAID_ALREADY)


@pytest.mark.parametrize("stay", [True, False])
@pytest.mark.parametrize("text", ["How much is a ticket for an adult?", "adults", "？"])
def test_the_best_comes_first_and_no_answer_twice(index: Index, text: str, stay: bool) -> None:
    hits = in_context(index, text, FEE, stay=stay)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.answer_id for hit in hits}) == len(hits) > 1
    assert all(hit.score <= 1 for hit in hits)


def hit(answer_id: str, topic: str | None, score: float) -> Hit:
    return Hit(answer_id, topic, "faq", score, score, score, answer_id)


def seen(hits: list[Hit], lean: Lean, intents: dict[str, float]) -> dict[str, float]:
    values = context_features("and for a child", hits, lean, Understood(intents), 0.35)
    return dict(zip(CONTEXT_FEATURES, values, strict=True))


def test_features_of_an_answer_in_context() -> None:
    hits = [hit("a", "pool_fee", 0.9), hit("b", "pool_fee", 0.8), hit("c", "lockers", 0.3)]
    values = seen(hits, Lean(FEE, 0.6, 0.2), {"out_of_scope": 0.15, "insult": 0.1, "pool_fee": 0.5})
    assert values["score"] == 0.9
    assert values["margin"] == pytest.approx(0.6)  # another answer of the same topic is no rival
    assert (values["same_topic"], values["follow_up"], values["correction"]) == (1, 0.6, 0.2)
    assert (values["out_of_scope"], values["alone"]) == (0.25, 0.35)
    assert values["length"] == pytest.approx(math.log(5))


def test_features_of_another_topic_and_without_rival() -> None:
    values = seen([hit("c", "lockers", 0.4)], Lean(FEE), {})
    assert (values["same_topic"], values["margin"], values["out_of_scope"]) == (0, 0.4, 0)
    assert seen([hit("c", "lockers", 0.4)], Lean(None), {})["same_topic"] == 0
