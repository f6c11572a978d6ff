"""The gate: how much may break, in which words it is told, and what one FAQ would take from others."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest

from bot import gate, near_questions
from bot.gate import Broken, Ruling, broken_by, in_words, rule
from bot.regression import Case, Comparison
from bot.runtime import Runtime
from bot.settings import Settings
from bot.turn import ReplyJson
from knowledge.content import Bilingual, Faq, Wordings
from knowledge.desk import Desk
from knowledge.reply import Reply
from knowledge.store import FileStore
from tests.bot.pool import understand
from tests.bot.test_regression import answer, asked, other

TryOut = Callable[[Faq], list[Broken]]


class Titles:
    """A speaker that knows two answers."""

    def title(self, answer_id: str, lang: str) -> str:
        """KeyError for any other."""
        return {"a": "About a", "b": "About b"}[answer_id]


def ruling(cases: list[Case], before: dict[str, ReplyJson], now: dict[str, ReplyJson]) -> Ruling:
    return rule(Comparison(cases, before, {**before, **now}), cast(Any, Titles()))


def names(ruled: Ruling) -> list[str]:
    return [reason["name"] for reason in ruled.reasons]


def test_nothing_broken_passes() -> None:
    cases = [Case("a", "main", "a")]
    assert ruling(cases, {"a": answer("a")}, {}).passed


def test_no_call_for_help_may_be_missed() -> None:
    cases = [asked(f"help {n}", "distress") for n in range(1000)]
    before = {case.text: other("distress") for case in cases}
    ruled = ruling(cases, before, {"help 7": other("fallback")})
    assert names(ruled) == ["distress"]
    assert ruled.broken == [
        Broken(
            "help 7",
            "Treats it as a call for help, and gives 1868",
            "Says that it does not know, and gives the hotline",
            "distress",
        )
    ]


def test_no_published_question_may_lose_its_answer() -> None:
    cases = [Case("a", "main", "a"), Case("b", "main", "b")]
    ruled = ruling(cases, {"a": answer("a"), "b": answer("b")}, {"a": answer("b")})
    assert names(ruled) == ["main"]
    assert ruled.broken == [Broken("a", "About a", "About b", "main")]


@pytest.mark.parametrize(("lost", "passed"), [(1, True), (5, True), (6, False)])
def test_a_few_wordings_of_a_thousand_may_be_lost(lost: int, passed: bool) -> None:
    cases = [Case(f"w{n}", "wording", "a") for n in range(1000)]
    ruled = ruling(cases, {c.text: answer("a") for c in cases}, {f"w{n}": answer("b") for n in range(lost)})
    assert ruled.passed is passed
    assert len(ruled.broken) == lost


@pytest.mark.parametrize(("lost", "names_told"), [(30, []), (31, ["evaluation"])])
def test_of_the_test_questions_close_calls_may_change_places(lost: int, names_told: list[str]) -> None:
    cases = [asked(f"q{n}", "answer", "fees") for n in range(1040)]
    before = {case.text: answer("a") if n < 1000 else other("choices") for n, case in enumerate(cases)}
    mended = {f"q{n}": answer("a") for n in range(1000, 1040)}
    assert names(ruling(cases, before, {**mended, **{f"q{n}": other("choices") for n in range(lost)}})) == names_told


def test_a_measure_may_not_get_worse_by_more_than_a_point() -> None:
    cases = [asked(f"q{n}", "answer", "fees") for n in range(1000)]
    before = {case.text: answer("a") if n < 900 else other("fallback") for n, case in enumerate(cases)}
    # as many are mended as break: only the answers that are wrong instead count
    mended = {f"q{n}": answer("a") for n in range(900, 903)}
    wrong = {f"q{n}": answer("a", topic="water") for n in range(903, 920)}
    ruled = ruling(cases, before, {**mended, **wrong})
    assert ruled.reasons == [{"name": "measure", "measure": "confidently wrong", "before": 0.0, "now": 1.7}]


def test_one_question_of_a_few_is_no_worsening() -> None:
    cases = [asked(f"q{n}", "smalltalk") for n in range(10)]
    before = {case.text: other("smalltalk") for case in cases[:-1]} | {"q9": other("fallback")}
    ruled = ruling(cases, before, {"q9": other("smalltalk"), "q0": other("smalltalk")})
    assert "measure" not in names(ruled)


def test_an_answer_that_is_gone_is_told_by_its_text(pool_store: FileStore) -> None:
    assert (
        in_words(answer("gone", "A locker holds one rucksack."), cast(Any, Titles())) == "A locker holds one rucksack."
    )


def test_what_is_done_instead_of_answering_is_told_in_the_questions_language() -> None:
    reply = Reply("", "fallback", "zh-Hant").to_json()
    assert in_words(reply, cast(Any, Titles())) == "表示未能解答，並提供熱線"


@pytest.fixture
def try_out(pool_desk: Desk, pool_store: FileStore, monkeypatch: pytest.MonkeyPatch) -> TryOut:
    """What publishing an FAQ would break in the pool."""
    monkeypatch.setattr(gate, "open_store", lambda _: pool_store)
    monkeypatch.setattr(near_questions, "_questions", list)
    assistant = SimpleNamespace(desk=pool_desk, understand=understand)
    runtime = SimpleNamespace(assistant=assistant, settings=Settings())
    return lambda faq: broken_by(cast(Runtime, runtime), faq)


def changed(pool_store: FileStore, id_: str, **fields: Any) -> Faq:
    return msgspec.structs.replace(next(faq for faq in pool_store.faqs() if faq.id == id_), **fields)


WRONG = Bilingual(en="Made up: the pool is closed for ever.", zh="虛構：泳池永遠關閉。")


def test_a_copy_of_anothers_questions_is_stopped(try_out: TryOut, pool_store: FileStore) -> None:
    broken = try_out(changed(pool_store, "pool-hours-open", id="bad-copy", answer=WRONG))
    assert {one.question for one in broken} >= {"When does the pool open?", "泳池幾點開門？"}
    assert broken[0].group == "main"
    assert all(one.before for one in broken)
    assert "claims this very question too" in broken[0].now


def test_case_script_and_punctuation_make_no_other_question(try_out: TryOut, pool_store: FileStore) -> None:
    asks = Bilingual(en="WHEN does the pool open", zh="泳池几点开门")
    copy = changed(pool_store, "pool-hours-open", id="bad-copy", question=asks, variants=Wordings(), answer=WRONG)
    assert {one.question for one in try_out(copy)} >= {"When does the pool open?", "泳池幾點開門？"}


def test_another_subject_breaks_nothing(try_out: TryOut, pool_store: FileStore) -> None:
    asks = Bilingual(en="Is there a sauna?", zh="有沒有桑拿？")
    sauna = changed(pool_store, "lockers-size", id="sauna", question=asks, variants=Wordings(), answer=WRONG)
    assert try_out(sauna) == []


def test_a_better_answer_to_ones_own_question_breaks_nothing(try_out: TryOut, pool_store: FileStore) -> None:
    assert try_out(changed(pool_store, "pool-hours-open", answer=WRONG)) == []


def test_nothing_is_said_while_the_assistant_is_loading(pool_store: FileStore) -> None:
    assert broken_by(Runtime(Settings()), pool_store.faqs()[0]) == []
