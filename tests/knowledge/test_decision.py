"""Answer, offer choices or decline."""

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import Topic
from knowledge.decision import FEATURES, OUT_OF_SCOPE, Act, Chance, Decision, features, rank
from knowledge.errors import NotBuiltError
from knowledge.index import Hit, Kind

TOPICS = {
    "fees": Topic("fees", "T01", "Fees", "收費", "money"),
    "hours": Topic("hours", "T02", "Hours", "時間", "visit"),
    "talk": Topic("talk", "", "Small talk", "閒談"),
}


def hit(answer_id: str, topic: str | None, score: float, source: Kind = "faq") -> Hit:
    return Hit(answer_id, topic, source, score, score, score, answer_id)


def named(values: list[float]) -> dict[str, float]:
    return dict(zip(FEATURES, values, strict=True))


def sure_of(first: float, among: float) -> Decision:
    """A decision whose chances are always these."""

    def always(chance: float) -> Chance:
        return Chance((0.0,) * len(FEATURES), math.log(chance / (1 - chance)))

    return Decision(always(first), always(among))


NOTHING = [0.0] * len(FEATURES)


def test_without_intents_the_search_decides() -> None:
    hits = [hit("a", "fees", 0.5), hit("b", "hours", 0.6), hit("c", None, 0.4)]
    assert [h.answer_id for h in rank(hits, {}, TOPICS)] == ["b", "a", "c"]


def test_a_likely_intent_lifts_its_topics() -> None:
    hits = [hit("a", "hours", 0.6), hit("b", "fees", 0.55)]
    assert [h.answer_id for h in rank(hits, {"money": 0.9}, TOPICS)] == ["b", "a"]
    assert [h.answer_id for h in rank(hits, {"money": 0.1}, TOPICS)] == ["a", "b"]


def test_the_report_intent_lifts_passages_of_any_topic() -> None:
    hits = [hit("faq", "fees", 0.6), hit("passage", None, 0.55, "report")]
    assert rank(hits, {"report": 0.9}, TOPICS)[0].answer_id == "passage"


def test_features_look_at_the_first_answer() -> None:
    hits = [hit("a", "fees", 0.9), hit("b", "fees", 0.8), hit("c", "hours", 0.3)]
    seen = named(features(hits, {"money": 0.75, OUT_OF_SCOPE: 0.25}, TOPICS))
    assert seen["score"] == seen["dense"] == seen["lexical"] == 0.9
    assert seen["margin"] == pytest.approx(0.6)  # another answer of the same topic is no rival
    assert (seen["intent"], seen["out_of_scope"], seen["is_report"]) == (0.75, 0.25, 0)
    assert seen["confusion"] == pytest.approx(-0.75 * math.log(0.75) - 0.25 * math.log(0.25))


def test_features_without_rival_or_intent() -> None:
    seen = named(features([hit("a", None, 0.4, "report")], {}, TOPICS))
    assert (seen["margin"], seen["intent"], seen["confusion"], seen["is_report"]) == (0.4, 0, 0, 1)


@pytest.mark.parametrize(
    ("first", "among", "act", "confidence"),
    [
        (0.95, 0.97, "answer", 0.95),
        (0.5, 0.9, "choices", 0.9),
        (0.02, 0.05, "decline", 0.95),
        (0.95, 0.5, "answer", 0.95),  # the first is among the first three
    ],
)
def test_the_cheapest_act_with_its_chance(first: float, among: float, act: Act, confidence: float) -> None:
    chosen, chance = sure_of(first, among).act(NOTHING)
    assert (chosen, round(chance, 6)) == (act, confidence)


@settings(deadline=None)
@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(0.001, 0.5))
def test_being_surer_never_turns_an_answer_away(first: float, among: float, more: float) -> None:
    order: list[Act] = ["decline", "choices", "answer"]
    act, confidence = sure_of(first, among).act(NOTHING)
    surer, _ = sure_of(min(0.995, first + more), max(among, min(0.995, first + more))).act(NOTHING)
    assert order.index(surer) >= order.index(act)
    assert 0 <= confidence <= 1


def test_a_fitted_chance_tells_right_from_wrong() -> None:
    rows = [[score, score / 2, score, score, 0.5, 0.1, 0.3, 0.0] for score in (0.1, 0.2, 0.3, 0.7, 0.8, 0.9)]
    chance = Chance.fit(rows, [False, False, False, True, True, True])
    judged = [chance(row) for row in rows]
    assert judged == sorted(judged)
    assert max(judged[:3]) < 0.5 < min(judged[3:])


def test_features_that_never_differ_do_not_break_fitting() -> None:
    chance = Chance.fit([NOTHING, [1.0, *NOTHING[1:]]], [False, True])
    assert all(math.isfinite(number) for number in (*chance.weights, chance.bias))


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    decision = Decision(Chance(tuple(float(n) for n in range(len(FEATURES))), -1.5), Chance((0.5,) * len(FEATURES), 2))
    decision.save(tmp_path / "decision.json")
    assert Decision.load(tmp_path / "decision.json") == decision


def test_no_decision_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError, match="ambassador train"):
        Decision.load(tmp_path / "decision.json")
