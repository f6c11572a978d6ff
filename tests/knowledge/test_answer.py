"""From a question to a reply, over the small base with a real index."""

import re

import pytest

from knowledge.answer import Answerer, intents_of
from knowledge.decision import CHOICES, FEATURES, Chance, Decision
from knowledge.index import Index
from knowledge.reply import Reply
from knowledge.store import FileStore
from language.detect import Lang
from language.script import to_simplified

LANGS: list[Lang] = ["en", "zh-Hant", "zh-Hans"]


def by_score(first: float, among: float) -> Decision:
    """Surely right from one score on, surely among the choices from another."""

    def from_score(threshold: float) -> Chance:
        return Chance((100.0, *[0.0] * (len(FEATURES) - 1)), -100 * threshold)

    return Decision(from_score(first), from_score(among))


NEVER, ALWAYS = 5.0, -5.0


@pytest.fixture(scope="module")
def answerer(pool: FileStore, index: Index) -> Answerer:
    """Answers what it finds almost word for word, offers choices for what is near, declines the rest."""
    return Answerer(pool, index, by_score(0.7, 0.3))


@pytest.fixture(scope="module")
def undecided(pool: FileStore, index: Index) -> Answerer:
    """Offers choices whatever it finds."""
    return Answerer(pool, index, by_score(NEVER, ALWAYS))


@pytest.mark.parametrize(
    ("question", "lang", "text", "title"),
    [
        ("When does the pool open?", "en", "The pool opens at 7 am. Call 2345 6789 on a stormy day.", "Pool website"),
        ("泳池幾點開門？", "zh-Hant", "泳池上午7時開門。打風時請致電2345 6789。", "泳池網站"),
        ("泳池几点开门？", "zh-Hans", "泳池上午7时开门。打风时请致电2345 6789。", "泳池网站"),
    ],
)
def test_a_question_is_answered_in_its_language(
    answerer: Answerer, question: str, lang: Lang, text: str, title: str
) -> None:
    reply = answerer.answer(question, lang, {})
    assert (reply.kind, reply.text, reply.lang) == ("answer", text, lang)
    assert (reply.topic, reply.answer_id) == ("pool_hours", "pool-hours-open")
    assert reply.source is not None
    assert (reply.source.title, reply.source.as_of) == (title, "2021-05")
    assert reply.source.url == "https://pool.example/pool_hours"
    assert 0.5 < reply.confidence <= 1


def test_what_is_not_known_is_declined(answerer: Answerer) -> None:
    reply = answerer.answer("who will win the football final", "en", {})
    assert reply.kind == "fallback"
    assert "2824 6111" in reply.text
    assert (reply.topic, reply.answer_id, reply.source, reply.buttons) == (None, None, None, [])


@pytest.mark.parametrize("text", ["", "   ", "？！", "...", "😀"])
@pytest.mark.parametrize("lang", LANGS)
def test_a_text_without_a_word_is_asked_for_one(answerer: Answerer, text: str, lang: Lang) -> None:
    reply = answerer.answer(text, lang, {})
    assert reply == answerer.say("empty", lang, "fallback")
    assert reply != answerer.say("fallback", lang, "fallback")


@pytest.mark.parametrize("lang", LANGS)
def test_choices_are_different_answers_and_open(undecided: Answerer, lang: Lang) -> None:
    reply = undecided.answer("locker for an adult, how much, when", lang, {})
    assert reply.kind == "choices"
    assert len(reply.buttons) == CHOICES
    assert reply.topic == reply.buttons[0].topic
    opened: list[str | None] = []
    for button in reply.buttons:
        payload = re.fullmatch(r'/choose\{"answer_id": "([a-z0-9-]+)"\}', button.payload)
        assert payload
        chosen = undecided.answer_with(payload[1], lang)
        assert chosen is not None
        assert (chosen.kind, chosen.topic, chosen.confidence) == ("answer", button.topic, 1)
        opened.append(chosen.answer_id)
    assert len(set(opened)) == CHOICES


def test_choices_are_titled_in_the_language_of_the_question(undecided: Answerer) -> None:
    titles = {lang: [b.title for b in undecided.answer("locker size", lang, {}).buttons] for lang in LANGS}
    assert titles["en"][0] == "How big are the lockers?"
    assert titles["zh-Hant"][0] == "儲物櫃有多大？"
    assert titles["zh-Hans"] == [to_simplified(title) for title in titles["zh-Hant"]]


def test_choices_are_read_out(undecided: Answerer) -> None:
    reply = undecided.answer("locker size", "en", {})
    assert reply.speech.split("\n") == [reply.text, *(button.title for button in reply.buttons)]


def test_a_choice_from_the_report_says_so(undecided: Answerer) -> None:
    reply = undecided.answer("the water is tested every morning, is it", "en", {"report": 1.0})
    titles = [button.title for button in reply.buttons]
    assert titles[0] == "Pool Report 2020: Water quality"  # its topic
    assert "Pool Report 2020: Message from the Manager" in titles  # a passage without one: its section


def test_a_choice_that_is_gone_is_none(answerer: Answerer) -> None:
    assert answerer.answer_with("sauna", "en") is None


def quote(answerer: Answerer, lang: Lang) -> Reply:
    reply = answerer.answer("The water is tested every morning.", lang, {})
    assert reply.kind == "answer"
    assert reply.source is not None
    return reply


def test_the_report_is_quoted_word_for_word(answerer: Answerer) -> None:
    reply = quote(answerer, "en")
    assert reply.text == "The report says: “The water is tested every morning.”"
    assert reply.speech == "The water is tested every morning."
    assert reply.topic == "water"
    assert reply.source is not None
    assert (reply.source.title, reply.source.section) == ("Pool Report 2020", "Clean water")
    assert (reply.source.as_of, reply.source.url) == ("2020", "https://pool.example/report")


@pytest.mark.parametrize("lang", ["zh-Hant", "zh-Hans"])
def test_a_rendering_of_the_report_is_marked_unofficial(answerer: Answerer, lang: Lang) -> None:
    reply = quote(answerer, lang)
    assert "非官方" in reply.text
    assert ("池水每天早上都會化驗。" if lang == "zh-Hant" else "池水每天早上都会化验。") == reply.speech
    assert reply.source is not None
    assert reply.source.section == ("清潔的池水" if lang == "zh-Hant" else "清洁的池水")


def test_a_question_about_the_report_is_answered_from_it_alone(answerer: Answerer) -> None:
    assert {hit.source for hit in answerer.find("how big are the lockers", {"report": 0.9})} == {"report"}
    assert {hit.source for hit in answerer.find("how big are the lockers", {"report": 0.1})} == {"report", "faq"}


def test_the_intent_decides_between_near_answers(answerer: Answerer) -> None:
    question = "the pool: an adult"
    money = answerer.find(question, {"pool_fee": 1.0})
    lessons = answerer.find(question, {"lessons": 1.0})
    assert money[0].topic == "pool_fee"
    without, with_intent = (next(h.score for h in hits if h.topic == "lessons") for hits in (money, lessons))
    assert with_intent > without


@pytest.mark.parametrize("lang", LANGS)
def test_small_talk_is_said_in_the_language(answerer: Answerer, pool: FileStore, lang: Lang) -> None:
    greeting = pool.fixed_replies()["greet"]
    reply = answerer.say("greet", lang, "smalltalk")
    texts = {"en": greeting.en, "zh-Hant": greeting.zh, "zh-Hans": to_simplified(greeting.zh)}
    assert (reply.text, reply.kind, reply.topic) == (texts[lang], "smalltalk", "smalltalk")


@pytest.mark.parametrize("lang", LANGS)
def test_a_long_message_is_told_the_limit(answerer: Answerer, lang: Lang) -> None:
    reply = answerer.too_long(lang, 345)
    assert (reply.kind, reply.lang) == ("fallback", lang)
    assert "345" in reply.text


def test_every_sentence_of_its_own_can_be_said(answerer: Answerer, pool: FileStore) -> None:
    for name, text in pool.fixed_replies().items():
        if "{" not in text.en:
            for lang in LANGS:
                assert answerer.say(name, lang, "fallback").text


def test_public_numbers_are_those_people_are_shown(answerer: Answerer) -> None:
    assert answerer.public_numbers() == {"2345 6789", "2824 6111", "1868", "999"}


ADVICE = {
    "lost_document": ["my passport was stolen in Rome", "喺東京唔見咗本護照", "在东京遗失了护照"],
    "arrest": ["my son was arrested in Bangkok", "我老公喺泰國俾人拉咗", "弟弟被扣留"],
    "health": ["we had an accident in Osaka", "阿媽喺台北入咗醫院", "he is ill"],
    "general": ["help me, I am in Paris", "救命，我喺外地", "where is the embassy"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in ADVICE.items() for text in texts])
def test_the_first_advice_fits_the_trouble(answerer: Answerer, pool: FileStore, kind: str, text: str) -> None:
    assert pool.fixed_replies()[f"distress_advice_{kind}"].en in answerer.distress(text, "en").text


@pytest.mark.parametrize(
    ("kind", "text"),
    [("arrest", "佢喺曼谷被arrest咗"), ("lost_document", "我passport俾人拎走咗"), ("health", "佢喺Tokyo入hospital")],
)
def test_an_english_cue_counts_right_after_a_chinese_word(
    answerer: Answerer, pool: FileStore, kind: str, text: str
) -> None:
    assert pool.fixed_replies()[f"distress_advice_{kind}"].zh in answerer.distress(text, "zh-Hant").text


def test_a_cue_inside_another_word_does_not_count(answerer: Answerer, pool: FileStore) -> None:
    general = pool.fixed_replies()["distress_advice_general"].en
    assert general in answerer.distress("we are at the handbag outlet", "en").text


@pytest.mark.parametrize("lang", LANGS)
def test_help_comes_first_and_the_local_emergency_number_too(answerer: Answerer, lang: Lang) -> None:
    reply = answerer.distress("my passport was stolen", lang, 0.8)
    assert (reply.kind, reply.topic, reply.lang, reply.confidence) == ("distress", "distress_abroad", lang, 0.8)
    assert "1868" in reply.text.splitlines()[0]
    assert "999" in reply.text
    assert "{" not in reply.text
    assert reply.source is not None
    assert reply.source.as_of == "2023-04-03"


def test_intents_are_read_from_the_parse() -> None:
    parsed = {
        "text": "hi",
        "intent_ranking": [{"name": "greet", "confidence": 0.7}, {"name": "thank", "confidence": 0}],
    }
    assert intents_of(parsed) == {"greet": 0.7, "thank": 0.0}
    assert intents_of({"text": "hi"}) == {}


@pytest.mark.parametrize("word", ["lockers", "泳池", "ticket"])
def test_a_known_word_alone_offers_choices(pool: FileStore, index: Index, word: str) -> None:
    declining, sure = (Answerer(pool, index, by_score(chance, chance)) for chance in (NEVER, ALWAYS))
    unsure = declining.answer(word, "en", {})
    assert unsure.kind == "choices"
    assert unsure.confidence < 0.5
    assert sure.answer(word, "en", {}).kind == "choices"


def test_an_unknown_word_alone_is_declined(pool: FileStore, index: Index) -> None:
    assert Answerer(pool, index, by_score(NEVER, NEVER)).answer("volcano", "en", {}).kind == "fallback"
