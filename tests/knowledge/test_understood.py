"""What Rasa's parse tells of an enquiry."""

import pytest

from knowledge.understood import MOVES, Understood


def ranking(**chances: float) -> list[dict[str, object]]:
    return [{"name": name, "confidence": chance} for name, chance in chances.items()]


def test_both_rankings_are_read() -> None:
    parsed = {"intent_ranking": ranking(fees=0.7, hours=0.3), "answer_ranking": ranking(price=0.9)}
    understood = Understood.of(parsed)
    assert (understood.about("fees"), understood.about("visas"), understood.about(None)) == (0.7, 0, 0)
    assert (understood.asks("price"), understood.asks("other")) == (0.9, 0)


def test_a_message_that_was_not_parsed_is_about_nothing() -> None:
    assert Understood.of({"text": "hi"}) == Understood()


@pytest.mark.parametrize("move", MOVES)
def test_how_it_is_asked_says_nothing_of_what_about(move: str) -> None:
    understood = Understood.of({"intent_ranking": ranking(**{move: 0.5, "fees": 0.4, "hours": 0.1})})
    assert understood.intents == pytest.approx({"fees": 0.8, "hours": 0.2})


def test_a_mere_move_is_about_nothing() -> None:
    assert Understood.of({"intent_ranking": ranking(follow_up=1.0)}) == Understood()


def test_naming_the_report_settles_that_it_is_about_it() -> None:
    named = {"intent_ranking": ranking(fees=0.9), "entities": [{"entity": "report", "value": "annual report"}]}
    understood = Understood.of(named)
    assert understood.about("report") == 1
    assert understood.within_report().intents == {"fees": 1.0}


def test_what_has_no_answer_is_one_chance() -> None:
    assert Understood({"out_of_scope": 0.25, "insult": 0.25, "fees": 0.5}).declined == 0.5


def test_an_answer_of_which_the_classifier_cannot_know_takes_its_share() -> None:
    before = Understood({"out_of_scope": 0.8, "fees": 0.2}, {"adult": 1.0})
    after = before.asking("sauna", "pool_hours", 0.75)
    assert after.about("pool_hours") == pytest.approx(0.75)
    assert after.declined == pytest.approx(0.2)
    assert (after.asks("sauna"), after.asks("adult")) == pytest.approx((0.75, 0.25))
    assert sum(after.intents.values()) == pytest.approx(1)
    assert before.about("pool_hours") == 0
