"""Replies put into words, from the small base."""

import json
from typing import Any

import msgspec
import pytest

from knowledge.guides import Guide
from knowledge.reply import Reply
from knowledge.speaker import Speaker
from knowledge.store import FileStore
from language.detect import Lang
from language.script import to_simplified
from tests.knowledge.faqs import faq as small_faq

LANGS: list[Lang] = ["en", "zh-Hant", "zh-Hans"]


@pytest.fixture(scope="module")
def speaker(pool: FileStore) -> Speaker:
    return Speaker(pool)


def test_a_map_is_shown_in_the_language_and_one_that_is_gone_is_not(speaker: Speaker) -> None:
    reply = speaker.with_faq(msgspec.structs.replace(small_faq("floor"), map="headquarters/4")).answer(
        "floor", "zh-Hans"
    )
    assert reply
    assert reply.to_json()["image"] == "/places/headquarters/4.svg?lang=zh-Hans"
    gone = speaker.with_faq(msgspec.structs.replace(small_faq("floor"), map="headquarters/99")).answer("floor", "en")
    assert gone
    assert "image" not in gone.to_json()


def test_a_choice_that_is_gone_is_none(speaker: Speaker) -> None:
    assert speaker.answer("sauna", "en") is None


@pytest.mark.parametrize("lang", LANGS)
def test_small_talk_is_said_in_the_language(speaker: Speaker, pool: FileStore, lang: Lang) -> None:
    greeting = pool.fixed_replies()["greet"]
    reply = speaker.say("greet", lang, "smalltalk")
    texts = {"en": greeting.en, "zh-Hant": greeting.zh, "zh-Hans": to_simplified(greeting.zh)}
    assert (reply.text, reply.kind, reply.topic) == (texts[lang], "smalltalk", "smalltalk")


@pytest.mark.parametrize("lang", LANGS)
def test_a_long_message_is_told_the_limit(speaker: Speaker, lang: Lang) -> None:
    reply = speaker.say("too_long", lang, "fallback", limit=345)
    assert (reply.kind, reply.lang) == ("fallback", lang)
    assert "345" in reply.text


def test_every_sentence_of_its_own_can_be_said(speaker: Speaker, pool: FileStore) -> None:
    for name, text in pool.fixed_replies().items():
        if "{" not in text.en:
            for lang in LANGS:
                assert speaker.say(name, lang, "fallback").text


def test_public_numbers_are_those_people_are_shown(speaker: Speaker) -> None:
    assert speaker.public_numbers() == {"2345 6789", "2824 6111", "1868", "999"}


def both(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}


GUIDE_RECORD: dict[str, Any] = {
    "id": "swim",
    "topic": "lessons",
    "title": both("Find a lesson", "找游泳班"),
    "intro": both("One question:", "一條問題："),
    "questions": [
        {
            "slot": "swimmer",
            "ask": both("Who swims?", "誰會游水？"),
            "why": both("Lessons differ by age.", "課程按年齡而定。"),
            "options": [
                {"value": "child", "title": both("A child", "兒童")},
                {"value": "adult", "title": both("An adult", "成人")},
            ],
        }
    ],
    "outcomes": [
        {
            "when": {"swimmer": ["child"]},
            "topic": "pool_hours",
            "answer": both("On Saturday.", "星期六開課。"),
            "source": {"title": both("Time table", "時間表"), "as_of": "2021-05", "url": "https://pool.example/times"},
            "related": ["pool-hours-open", "sauna", "lessons-join"],
        },
        {"answer": both("Ask the staff.", "請向職員查詢。"), "source": {"title": "Pool", "as_of": "2021"}},
    ],
}
GUIDE = msgspec.convert(GUIDE_RECORD, Guide)
(QUESTION,) = GUIDE.questions


def in_all(en: str, zh: str) -> dict[Lang, str]:
    return {"en": en, "zh-Hant": zh, "zh-Hans": to_simplified(zh)}


@pytest.mark.parametrize("lang", LANGS)
def test_a_question_of_a_guide_offers_its_options(speaker: Speaker, lang: Lang) -> None:
    reply = speaker.ask(GUIDE, QUESTION, lang, begins=False)
    assert (reply.text, reply.kind, reply.topic) == (in_all("Who swims?", "誰會游水？")[lang], "flow", "lessons")
    titles = [in_all("A child", "兒童")[lang], in_all("An adult", "成人")[lang]]
    assert [button.title for button in reply.buttons] == titles
    assert {button.topic for button in reply.buttons} == {"lessons"}
    assert reply.speech.splitlines() == [reply.text, *titles]


@pytest.mark.parametrize("lang", LANGS)
def test_the_first_question_comes_after_a_word_about_what_follows(speaker: Speaker, lang: Lang) -> None:
    reply = speaker.ask(GUIDE, QUESTION, lang, begins=True)
    assert reply.text.splitlines() == [
        in_all("One question:", "一條問題：")[lang],
        in_all("Who swims?", "誰會游水？")[lang],
    ]
    assert reply.speech.startswith(reply.text)


def test_pressing_an_option_informs_the_slot(speaker: Speaker) -> None:
    for option, button in zip(QUESTION.options, speaker.ask(GUIDE, QUESTION, "en", begins=False).buttons, strict=True):
        assert button.payload.startswith("/inform{")
        informed = json.loads(button.payload.removeprefix("/inform"))
        assert informed == {"slot": "swim_swimmer", "value": option.value}


def test_options_of_a_guide_are_no_answers_to_pick(speaker: Speaker) -> None:
    assert speaker.ask(GUIDE, QUESTION, "en", begins=True).offered == []


@pytest.mark.parametrize("lang", LANGS)
def test_why_a_question_is_asked(speaker: Speaker, lang: Lang) -> None:
    reply = speaker.why(GUIDE, QUESTION, lang)
    assert reply == Reply(in_all("Lessons differ by age.", "課程按年齡而定。")[lang], "flow", lang, topic="lessons")


@pytest.mark.parametrize("lang", LANGS)
def test_an_outcome_has_its_source_and_the_answers_that_say_more(speaker: Speaker, lang: Lang) -> None:
    reply = speaker.outcome(GUIDE, GUIDE.outcomes[0], lang)
    assert (reply.text, reply.kind) == (in_all("On Saturday.", "星期六開課。")[lang], "answer")
    assert (reply.topic, reply.answer_id) == ("pool_hours", None)
    assert reply.source is not None
    assert reply.source.title == in_all("Time table", "時間表")[lang]
    assert (reply.source.as_of, reply.source.url) == ("2021-05", "https://pool.example/times")
    titles = [
        in_all("When does the pool open?", "泳池幾點開門？")[lang],
        in_all("How do I join a swimming lesson?", "如何報名參加游泳班？")[lang],
    ]
    assert [button.title for button in reply.buttons] == titles  # "sauna" is no longer there


def test_an_outcome_without_a_topic_has_the_guides(speaker: Speaker) -> None:
    reply = speaker.outcome(GUIDE, GUIDE.outcomes[1], "en")
    assert (reply.topic, reply.buttons) == ("lessons", [])
    assert reply.source is not None
    assert reply.source.title == "Pool"


@pytest.mark.parametrize("lang", LANGS)
def test_simply_is_the_first_sentences_a_line_each(speaker: Speaker, pool: FileStore, lang: Lang) -> None:
    intro = pool.fixed_replies()["simpler_intro"]
    first = in_all("The pool opens at 7 am.", "泳池上午7時開門。")[lang]
    second = in_all("Call 2345 6789 on a stormy day.", "打風時請致電2345 6789。")[lang]
    reply = speaker.simply("pool-hours-open", lang)
    assert reply is not None
    assert reply.text.splitlines() == [in_all(intro.en, intro.zh)[lang], first, second]
    assert reply.speech == reply.text
    whole = speaker.answer("pool-hours-open", lang)
    assert whole is not None
    assert (reply.kind, reply.answer_id, reply.topic) == ("answer", "pool-hours-open", "pool_hours")
    assert reply.source == whole.source


@pytest.mark.parametrize("lang", LANGS)
def test_simply_adds_nothing_to_an_answer(lang: Lang) -> None:
    store = FileStore()
    speaker = Speaker(store)
    for faq in store.faqs():
        reply, whole = speaker.simply(faq.id, lang), speaker.answer(faq.id, lang)
        assert reply is not None
        assert whole is not None
        _, *sentences = reply.text.splitlines()
        told = "".join(sentences).replace(" ", "")
        assert told
        assert whole.text.replace(" ", "").replace("\n", "").startswith(told), faq.id


def test_an_answer_that_is_gone_cannot_be_said_simply(speaker: Speaker) -> None:
    assert speaker.simply("sauna", "en") is None


@pytest.mark.parametrize("lang", LANGS)
def test_offered_are_the_answers_on_the_buttons(speaker: Speaker, lang: Lang) -> None:
    ids = ["lockers-size", "pool-fee-adult"]
    related = speaker.answer("pool-hours-open", lang, related=ids)
    assert related is not None
    for reply in (speaker.choices(ids, lang, 0.5), speaker.decline(lang, 0.5, ids), related):
        assert reply.offered == [{"title": speaker.title(id_, lang), "answer_id": id_} for id_ in ids]
        assert [json.loads(button.payload.removeprefix("/choose")) for button in reply.buttons] == [
            {"answer_id": id_} for id_ in ids
        ]
        assert all("answer_id" not in button for button in reply.to_json()["buttons"])


def test_nothing_is_offered_without_buttons(speaker: Speaker) -> None:
    assert speaker.decline("en", 0.5).offered == []
    assert speaker.say("greet", "en", "smalltalk").offered == []
