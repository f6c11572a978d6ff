"""Answer, offer choices or decline."""

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.coverage import Coverage
from knowledge.decision import CONTEXT_FEATURES, FEATURES, Act, Chance, Decision, features, rank
from knowledge.errors import NotBuiltError
from knowledge.index import Hit, Kind, Strangeness
from knowledge.understood import Understood


def hit(answer_id: str, topic: str | None, score: float, source: Kind = "faq") -> Hit:
    return Hit(answer_id, topic, source, score, score, score, answer_id)


def named(values: list[float]) -> dict[str, float]:
    return dict(zip(FEATURES, values, strict=True))


def sure_of(first: float, among: float) -> Decision:
    """A decision whose chances are always these."""

    def always(chance: float, count: int = len(FEATURES)) -> Chance:
        return Chance((0.0,) * count, math.log(chance / (1 - chance)))

    return Decision(always(first), always(among), always(0.5), always(0.5, len(CONTEXT_FEATURES)))


NOTHING = [0.0] * len(FEATURES)


def test_without_intents_the_search_decides() -> None:
    hits = [hit("a", "fees", 0.5), hit("b", "hours", 0.6), hit("c", None, 0.4)]
    assert [h.answer_id for h in rank(hits, Understood())] == ["b", "a", "c"]


def test_a_likely_topic_lifts_its_answers() -> None:
    hits = [hit("a", "hours", 0.6), hit("b", "fees", 0.55)]
    assert [h.answer_id for h in rank(hits, Understood({"fees": 0.9}))] == ["b", "a"]
    assert [h.answer_id for h in rank(hits, Understood({"fees": 0.1}))] == ["a", "b"]


def test_a_likely_answer_comes_before_its_neighbours() -> None:
    hits = [hit("a", "fees", 0.6), hit("b", "fees", 0.55)]
    assert [h.answer_id for h in rank(hits, Understood({"fees": 0.9}, {"b": 0.7, "a": 0.1}))] == ["b", "a"]


def test_features_look_at_the_first_answer() -> None:
    hits = [hit("a", "fees", 0.9), hit("b", "fees", 0.8), hit("c", "hours", 0.3)]
    understood = Understood({"fees": 0.75, "out_of_scope": 0.15, "insult": 0.1}, {"a": 0.6, "b": 0.3})
    seen = named(features(hits, understood, Strangeness(0.4, 0.1), Coverage(0.7, 0.5)))
    assert seen["score"] == seen["dense"] == seen["lexical"] == 0.9
    assert seen["margin"] == pytest.approx(0.6)  # another answer of the same topic is no rival
    assert (seen["topic"], seen["answer"], seen["out_of_scope"], seen["is_report"]) == (0.75, 0.6, 0.25, 0)
    assert seen["topic_odds"] == pytest.approx(math.log(3))
    assert seen["other_intent"] == 0
    assert (seen["elsewhere"], seen["unknown"]) == (0.4, 0.1)
    assert (seen["covered"], seen["answer_type"]) == (0.7, 0.5)


def test_features_without_rival_or_intent() -> None:
    seen = named(features([hit("a", None, 0.4, "report")], Understood(), Strangeness(0, 0), Coverage(1, 1)))
    assert (seen["margin"], seen["topic"], seen["is_report"]) == (0.4, 0, 1)


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


def test_a_cheaper_mistake_is_dared_sooner() -> None:
    decision = sure_of(0.7, 0.9)
    assert decision.act(NOTHING)[0] == "choices"
    assert decision.act(NOTHING, wrong_answer_cost=1.5)[0] == "answer"


@settings(deadline=None)
@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(0.001, 0.5))
def test_being_surer_never_turns_an_answer_away(first: float, among: float, more: float) -> None:
    order: list[Act] = ["decline", "choices", "answer"]
    act, confidence = sure_of(first, among).act(NOTHING)
    surer, _ = sure_of(min(0.995, first + more), max(among, min(0.995, first + more))).act(NOTHING)
    assert order.index(surer) >= order.index(act)
    assert 0 <= confidence <= 1


def test_a_fitted_chance_tells_right_from_wrong() -> None:
    rows = [
        [score, score / 2, score, score, 0.5, 0.5, 0.1, 0.3, 0.2, 1.0, 0.0] for score in (0.1, 0.2, 0.3, 0.7, 0.8, 0.9)
    ]
    chance = Chance.fit(rows, [False, False, False, True, True, True])
    judged = [chance(row) for row in rows]
    assert judged == sorted(judged)
    assert max(judged[:3]) < 0.5 < min(judged[3:])


def test_features_that_never_differ_do_not_break_fitting() -> None:
    chance = Chance.fit([NOTHING, [1.0, *NOTHING[1:]]], [False, True])
    assert all(math.isfinite(number) for number in (*chance.weights, chance.bias))


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    rising = Chance(tuple(float(n) for n in range(len(FEATURES))), -1.5)
    among, context = Chance((0.5,) * len(FEATURES), 2), Chance((-0.25,) * len(CONTEXT_FEATURES), 1)
    decision = Decision(rising, among, rising, context)
    decision.save(tmp_path / "decision.json")
    assert Decision.load(tmp_path / "decision.json") == decision


def test_no_decision_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError, match="ambassador train"):
        Decision.load(tmp_path / "decision.json")
