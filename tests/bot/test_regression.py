"""The suite: what is asked, what is right, and what counts as broken."""

from pathlib import Path

import msgspec
import pytest

from bot.questions import Question
from bot.regression import (
    Case,
    Comparison,
    Judge,
    cases_of,
    compare,
    question_cases,
    read_outcomes,
    suite,
    write_outcomes,
)
from bot.release import Release
from bot.settings import Settings
from bot.turn import ReplyJson
from knowledge.content import Wordings
from knowledge.desk import Desk
from knowledge.reply import Reply, ReplyKind
from knowledge.store import FileStore
from tests.bot.pool import understand
from tests.knowledge.faqs import faq

MANY = msgspec.structs.replace(
    faq("adult"), variants=Wordings(en=[f"about adult, {n}" for n in range(9)], zh=[f"大人，{n}" for n in range(9)])
)


def answer(id_: str, text: str = "", topic: str = "fees") -> ReplyJson:
    return Reply(text, "answer", "en", topic=topic, answer_id=id_).to_json()


def other(kind: ReplyKind) -> ReplyJson:
    return Reply("", kind, "en").to_json()


def asked(text: str, expect: str, *topics: str) -> Case:
    question = msgspec.json.decode(
        msgspec.json.encode(
            {"id": text, "text": text, "variety": "en", "lang": "en", "expect": expect, "topics": topics}
        ),
        type=Question,
    )
    return Case(text, "distress" if expect == "distress" else "evaluation", question=question)


def test_a_published_wording_must_get_its_own_answer() -> None:
    case = Case("about adult", "wording", "adult")
    assert case.right(answer("adult"))
    assert not case.right(answer("child")), "another answer of the same topic is another answer"
    assert not case.right(other("choices"))
    assert not case.right(other("fallback"))


def test_a_question_of_the_sets_is_right_as_the_scorecard_has_it() -> None:
    assert asked("fee?", "answer", "fees").right(answer("child"))
    assert asked("weather?", "decline").right(other("fallback"))
    assert not asked("help!", "distress").right(other("fallback"))


def test_of_what_did_not_change_a_sample_is_asked_always_the_same_one() -> None:
    sample = cases_of(MANY, 2)
    assert [case.group for case in sample].count("main") == 2
    assert len(sample) == 6
    shuffled = msgspec.structs.replace(MANY, variants=Wordings(en=MANY.variants.en[::-1], zh=MANY.variants.zh[::-1]))
    assert cases_of(shuffled, 2) == sample


def test_of_what_changed_every_wording_is_asked() -> None:
    cases = suite([MANY, faq("child")], {"adult"})
    assert sum(case.answer_id == "adult" for case in cases) == 20
    assert sum(case.group == "distress" for case in cases) > 100


@pytest.mark.parametrize(("faqs", "variants"), [(10, 40), (600, 1_200)])
def test_the_more_faqs_the_fewer_variants_of_each(faqs: int, variants: int) -> None:
    cases = suite([msgspec.structs.replace(MANY, id=f"adult-{number}") for number in range(faqs)], ())
    assert sum(case.group == "main" for case in cases) == 2 * faqs
    assert sum(case.group == "wording" for case in cases) == variants


def test_the_sets_are_read_whole() -> None:
    cases = question_cases()
    assert {case.group for case in cases} == {"evaluation", "distress"}
    assert all(case.question and (case.question.expect == "distress") == (case.group == "distress") for case in cases)


CASES = [Case("a", "main", "a"), Case("b", "wording", "b"), asked("help!", "distress")]
GOOD = {"a": answer("a"), "b": answer("b"), "help!": other("distress")}


def test_broken_is_what_was_right_and_is_not() -> None:
    now = {**GOOD, "a": answer("b"), "help!": other("fallback")}
    assert [case.text for case in Comparison(CASES, GOOD, now).broken] == ["a", "help!"]
    assert Comparison(CASES, now, now).broken == []
    assert Comparison(CASES, now, GOOD).broken == []
    assert Comparison(CASES, {}, now).broken == [], "nobody knows how it was"
    scores = Comparison(CASES, GOOD, now).scores()
    assert scores["groups"]["main"] == {"right": 0, "before": 1, "of": 1}
    assert scores["groups"]["wording"] == {"right": 1, "before": 1, "of": 1}


class Told(Judge):
    """Replies that are given beforehand; keeps what it was asked."""

    def __init__(self, replies: dict[str, ReplyJson]) -> None:
        self.known = replies
        self.asked: list[str] = []

    def replies(self, texts, share=lambda _: None):  # type: ignore[no-untyped-def]
        todo = list(texts)
        self.asked += todo
        return {text: self.known[text] for text in todo}


def test_the_live_model_is_asked_what_is_not_known_and_what_seems_broken() -> None:
    candidate = Told({**GOOD, "a": answer("b"), "b": answer("a")})
    live = Told({**GOOD, "a": answer("b")})  # an FAQ that was published since has taken it already
    known = {"a": answer("a"), "help!": other("distress")}
    comparison = compare(CASES, candidate, live, known, lambda _: None)
    assert live.asked == ["b", "a"]
    assert [case.text for case in comparison.broken] == ["b"]


def test_without_a_live_model_what_is_known_of_it_counts() -> None:
    comparison = compare(CASES, Told({**GOOD, "a": answer("b")}), None, {"a": answer("a")}, lambda _: None)
    assert [case.text for case in comparison.broken] == ["a"]


def test_many_are_judged_together(pool_desk: Desk, pool_store: FileStore) -> None:
    shares: list[float] = []
    cases = [case for one in pool_store.faqs() for case in cases_of(one)]
    replies = Judge(pool_desk, understand).replies((case.text for case in cases), shares.append)
    assert set(replies) == {case.text for case in cases}
    assert shares[-1] == 1
    assert sum(case.right(replies[case.text]) for case in cases) > 0.9 * len(cases)


def test_outcomes_are_kept_beside_the_release(tmp_path: Path) -> None:
    release = Release("a" * 16, Settings(models=tmp_path))
    assert read_outcomes(release) == {}
    release.folder.mkdir()
    write_outcomes(release, GOOD)
    kept = read_outcomes(release)
    assert all(case.right(kept[case.text]) for case in CASES)


@pytest.mark.parametrize("lost", ["a", "help!"])
def test_outcomes_that_are_kept_break_as_fresh_ones(tmp_path: Path, lost: str) -> None:
    release = Release("a" * 16, Settings(models=tmp_path))
    release.folder.mkdir()
    write_outcomes(release, GOOD)
    now = {**GOOD, lost: other("choices")}
    assert [case.text for case in Comparison(CASES, read_outcomes(release), now).broken] == [lost]
