"""An FAQ that is being written: its faults, its stale side, its preview, its id."""

import msgspec
import pytest
from hypothesis import given

from knowledge.content import Bilingual, Faq, Wordings
from knowledge.drafting import (
    Claim,
    Written,
    claimed_twice,
    faults,
    finished,
    mark,
    proposed_id,
    published_elsewhere,
    shown,
    stale,
    written,
)
from knowledge.speaker import Speaker
from language.detect import LANGS
from tests.knowledge.faqs import TOPICS, faq, faqs


def change(draft: Written, texts: dict[str, str]) -> Written:
    return Written({**draft.texts, **texts}, draft.still_right)


@given(faqs)
def test_what_is_written_and_finished_says_the_same(one: Faq) -> None:
    again = finished(written(one), TOPICS)
    assert again.source.titles == one.source.titles
    assert (again.id, again.question, again.answer, again.variants) == (one.id, one.question, one.answer, one.variants)
    assert not [fault for fault in faults(written(one), one, TOPICS, [one]) if fault.kind != "dates"]


class OneFaq:
    """Content of one FAQ."""

    def __init__(self, one: Faq) -> None:
        self.one = one

    def faqs(self) -> list[Faq]:
        return [self.one]

    def topics(self) -> dict[str, object]:
        return {}

    def reports(self) -> list[object]:
        return []

    def fixed_replies(self) -> dict[str, Bilingual]:
        return {}


@given(faqs)
def test_the_preview_is_what_the_assistant_will_say(one: Faq) -> None:
    speaker = Speaker(OneFaq(one))  # type: ignore[arg-type]
    for lang in LANGS:
        assert shown(written(one), lang) == speaker.answer(one.id, lang)


def test_the_preview_of_nothing_is_nothing() -> None:
    assert shown(Written(), "zh-Hans").text == ""


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({}, []), ({"answer.en": "HK$20"}, ["zh"]), ({"question.zh": "幾錢？"}, ["en"]),
        ({"answer.en": "HK$20", "answer.zh": "20港元"}, []), ({"variants.en": "how much"}, []),
    ],
)  # fmt: skip
def test_the_language_that_did_not_change_may_be_out_of_date(texts: dict[str, str], expected: list[str]) -> None:
    assert stale(change(written(faq("adult")), texts), faq("adult")) == expected
    assert stale(change(written(faq("adult")), texts), None) == []


def test_found_right_holds_for_what_was_read_beside_it() -> None:
    one = change(written(faq("adult")), {"answer.en": "HK$20"})
    found_right = Written(one.texts, {"zh": mark(one, "zh")})
    assert stale(found_right, faq("adult")) == []
    assert stale(change(found_right, {"answer.en": "HK$21"}), faq("adult")) == ["zh"]
    assert stale(change(found_right, {"variants.en": "price"}), faq("adult")) == []


def test_the_same_words_are_found_whatever_their_script_and_marks() -> None:
    other = replace_question(faq("adult"), "How much is it?", "護照幾多錢？")
    draft = Written({"question.zh": "护照几多钱", "variants.en": "something else\nhow much is IT"})
    assert published_elsewhere(draft, [other]) == [
        ("variants.en", "how much is IT", "adult"), ("question.zh", "护照几多钱", "adult")
    ]  # fmt: skip


def replace_question(one: Faq, en: str, zh: str) -> Faq:
    return msgspec.structs.replace(one, question=Bilingual(en=en, zh=zh))


@pytest.mark.parametrize(
    ("question", "taken", "expected"),
    [
        ("How do I apply for a passport?", set(), "apply-passport"),
        ("How do I apply for a passport?", {"apply-passport"}, "apply-passport-2"),
        ("New?", {}, "new-2"),
        ("How to do it", set(), "how-to-do-it"),
        ("護照", set(), ""),
        ("x" * 500, set(), "x" * 60),
    ],
)
def test_an_id_is_made_of_the_telling_words(question: str, taken: set[str], expected: str) -> None:
    assert proposed_id(question, taken.__contains__) == expected


def test_a_wording_of_two_faqs_is_claimed_once() -> None:
    copy = msgspec.structs.replace(faq("copy"), question=Bilingual(en="what about ADULT", zh="copy點呀？"))
    everything = [faq("adult"), faq("child"), copy]
    assert claimed_twice(everything, {"copy"}) == [Claim("what about ADULT", "copy", "adult")]
    assert claimed_twice(everything, {"adult", "copy"}) == [Claim("What about adult?", "adult", "copy")]
    assert claimed_twice(everything, {"child"}) == []
    twice = msgspec.structs.replace(faq("child"), variants=Wordings(en=["What about child"], zh=[]))
    assert claimed_twice([twice], {"child"}) == []
