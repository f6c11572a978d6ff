"""From a question to a reply, over the small base with a real index."""

import math
import re

import pytest

from knowledge.answer import Answered, Answerer
from knowledge.context import Context, Lean
from knowledge.decision import CHOICES, CONTEXT_FEATURES, FEATURES, Chance, Decision
from knowledge.index import Index, texts_of_faq
from knowledge.reply import Reply
from knowledge.speaker import Speaker
from knowledge.store import FileStore
from knowledge.understood import Understood
from language.detect import Lang
from language.script import to_simplified
from tests.knowledge.test_changed_index import SAUNA

LANGS: list[Lang] = ["en", "zh-Hant", "zh-Hans"]
NOTHING = Understood()


def constant(chance: float, names: tuple[str, ...] = FEATURES) -> Chance:
    return Chance((0.0,) * len(names), math.log(chance / (1 - chance)))


def by_score(first: float, among: float, in_context: float = 0.01) -> Decision:
    """Surely right from one score on, surely among the choices from another; in context right with this chance."""

    def from_score(threshold: float) -> Chance:
        return Chance((100.0, *[0.0] * (len(FEATURES) - 1)), -100 * threshold)

    return Decision(from_score(first), from_score(among), from_score(first), constant(in_context, CONTEXT_FEATURES))


NEVER, ALWAYS = 5.0, -5.0


@pytest.fixture(scope="module")
def answerer(pool: FileStore, index: Index) -> Answerer:
    """Answers what it finds almost word for word, offers choices for what is near, declines the rest."""
    return Answerer(Speaker(pool), index, by_score(0.7, 0.3))


@pytest.fixture(scope="module")
def undecided(pool: FileStore, index: Index) -> Answerer:
    """Offers choices whatever it finds."""
    return Answerer(Speaker(pool), index, by_score(NEVER, ALWAYS))


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
    reply = answerer.answer(question, lang, NOTHING).reply
    assert (reply.kind, reply.text, reply.lang) == ("answer", text, lang)
    assert (reply.topic, reply.answer_id) == ("pool_hours", "pool-hours-open")
    assert reply.source is not None
    assert (reply.source.title, reply.source.as_of) == (title, "2021-05")
    assert reply.source.url == "https://pool.example/pool_hours"
    assert 0.5 < reply.confidence <= 1


def test_what_is_not_known_is_declined(answerer: Answerer) -> None:
    reply = answerer.answer("who will win the football final", "en", NOTHING).reply
    assert reply.kind == "fallback"
    assert "2824 6111" in reply.text
    assert (reply.topic, reply.answer_id, reply.source, reply.buttons) == (None, None, None, [])


@pytest.mark.parametrize("text", ["", "   ", "？！", "...", "😀"])
@pytest.mark.parametrize("lang", LANGS)
def test_a_text_without_a_word_is_asked_for_one(answerer: Answerer, text: str, lang: Lang) -> None:
    reply = answerer.answer(text, lang, NOTHING).reply
    assert reply == answerer.speaker.say("empty", lang, "fallback")
    assert reply != answerer.speaker.say("fallback", lang, "fallback")


@pytest.mark.parametrize("lang", LANGS)
def test_choices_are_different_answers_and_open(undecided: Answerer, lang: Lang) -> None:
    reply = undecided.answer("locker for an adult, how much, when", lang, NOTHING).reply
    assert reply.kind == "choices"
    assert len(reply.buttons) == CHOICES
    assert reply.topic == reply.buttons[0].topic
    opened: list[str | None] = []
    for button in reply.buttons:
        payload = re.fullmatch(r'/choose\{"answer_id": "([a-z0-9-]+)"\}', button.payload)
        assert payload
        chosen = undecided.speaker.answer(payload[1], lang)
        assert chosen is not None
        assert (chosen.kind, chosen.topic, chosen.confidence) == ("answer", button.topic, 1)
        opened.append(chosen.answer_id)
    assert len(set(opened)) == CHOICES


def test_choices_are_titled_in_the_language_of_the_question(undecided: Answerer) -> None:
    titles = {lang: [b.title for b in undecided.answer("locker size", lang, NOTHING).reply.buttons] for lang in LANGS}
    assert titles["en"][0] == "How big are the lockers?"
    assert titles["zh-Hant"][0] == "儲物櫃有多大？"
    assert titles["zh-Hans"] == [to_simplified(title) for title in titles["zh-Hant"]]


def test_choices_are_read_out(undecided: Answerer) -> None:
    reply = undecided.answer("locker size", "en", NOTHING).reply
    assert reply.speech.split("\n") == [reply.text, *(button.title for button in reply.buttons)]


def test_a_choice_from_the_report_says_so(undecided: Answerer) -> None:
    reply = undecided.answer("the water is tested every morning, is it", "en", Understood({"report": 1.0})).reply
    titles = [button.title for button in reply.buttons]
    assert titles[0] == "Pool Report 2020: Water quality"  # its topic
    assert "Pool Report 2020: Message from the Manager" in titles  # a passage without one: its section


def quote(answerer: Answerer, lang: Lang) -> Reply:
    reply = answerer.answer("The water is tested every morning.", lang, NOTHING).reply
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


@pytest.mark.parametrize("word", ["lockers", "泳池", "ticket"])
def test_a_known_word_alone_offers_choices(pool: FileStore, index: Index, word: str) -> None:
    declining, sure = (Answerer(Speaker(pool), index, by_score(chance, chance)) for chance in (NEVER, ALWAYS))
    unsure = declining.answer(word, "en", NOTHING).reply
    assert unsure.kind == "choices"
    assert unsure.confidence < 0.5
    assert sure.answer(word, "en", NOTHING).reply.kind == "choices"


def test_an_unknown_word_alone_is_declined(pool: FileStore, index: Index) -> None:
    assert (
        Answerer(Speaker(pool), index, by_score(NEVER, NEVER)).answer("volcano", "en", NOTHING).reply.kind == "fallback"
    )


@pytest.fixture(scope="module")
def doubtful(pool: FileStore, index: Index) -> Answerer:
    """Answers everything, and thinks each time that another answer is as likely."""
    return Answerer(
        Speaker(pool),
        index,
        Decision(constant(0.88), constant(0.9999), constant(0.5), constant(0.01, CONTEXT_FEATURES)),
    )


def test_what_may_have_been_meant_stands_beside_a_doubtful_answer(doubtful: Answerer) -> None:
    reply = doubtful.answer("how big are the lockers", "en", NOTHING).reply
    assert (reply.kind, reply.answer_id) == ("answer", "lockers-size")
    assert len(reply.buttons) == CHOICES - 1
    assert "lockers-size" not in " ".join(button.payload for button in reply.buttons)


def test_a_sure_answer_stands_alone(pool: FileStore, index: Index) -> None:
    sure = Answerer(Speaker(pool), index, by_score(ALWAYS, ALWAYS))
    assert sure.answer("how big are the lockers", "en", NOTHING).reply.buttons == []


def test_what_is_perhaps_meant_stands_beside_an_honest_no(pool: FileStore, index: Index) -> None:
    unsure = Decision(constant(0.0001), constant(0.12), constant(0.5), constant(0.01, CONTEXT_FEATURES))
    reply = Answerer(Speaker(pool), index, unsure).answer("are the lockers blue", "en", NOTHING).reply
    assert reply.kind == "fallback"
    assert "2824 6111" in reply.text
    assert len(reply.buttons) == CHOICES


FEE = Context("pool-fee-adult", "How much is a ticket for an adult?", "pool_fee")
FOLLOWS, CORRECTS = Lean(FEE, follow_up=0.9), Lean(FEE, correction=0.9)


@pytest.fixture(scope="module")
def in_context(pool: FileStore, index: Index) -> dict[str, Answerer]:
    """Answerers that are sure, doubtful or hopeless about what they find together with the last question."""
    chances = {"sure": 0.9, "doubtful": 0.3, "hopeless": 0.05}
    return {name: Answerer(Speaker(pool), index, by_score(0.7, 0.5, chance)) for name, chance in chances.items()}


def shown(answered: Answered) -> tuple[str, str | None, str]:
    return answered.reply.kind, answered.reply.answer_id, answered.question


@pytest.mark.parametrize(
    "text", ["When does the pool open?", "儲物櫃有多大？", "who will win the football final", "？！"]
)
def test_the_question_of_an_answer_is_what_was_said(answerer: Answerer, text: str) -> None:
    assert answerer.answer(text, "en", NOTHING).question == text


@pytest.mark.parametrize("text", ["for a child", "what about children", "細路呢"])
def test_what_leans_is_understood_with_the_last_question(in_context: dict[str, Answerer], text: str) -> None:
    answered = in_context["sure"].answer(text, "en", NOTHING, FOLLOWS)
    assert shown(answered) == ("answer", "pool-fee-adult", "")
    assert answered.reply.confidence == pytest.approx(0.9)
    assert len(answered.reply.buttons) == CHOICES - 1  # what else may have been meant


@pytest.mark.parametrize("text", ["for a child", "細路呢"])
def test_what_may_lean_is_offered(in_context: dict[str, Answerer], text: str) -> None:
    answered = in_context["doubtful"].answer(text, "en", NOTHING, FOLLOWS)
    assert shown(answered) == ("choices", None, "")
    assert "pool-fee-adult" in [button.answer_id for button in answered.reply.buttons]


@pytest.mark.parametrize("lean", [None, Lean(), Lean(FEE), FOLLOWS])
def test_what_leans_on_nothing_stays_declined(in_context: dict[str, Answerer], lean: Lean | None) -> None:
    text = "who will win the football final"
    assert shown(in_context["hopeless"].answer(text, "en", NOTHING, lean)) == ("fallback", None, text)


def test_what_stands_by_itself_needs_no_context(in_context: dict[str, Answerer]) -> None:
    for answerer in in_context.values():
        answered = answerer.answer("When does the pool open?", "en", NOTHING, Lean(FEE))
        assert shown(answered) == ("answer", "pool-hours-open", "When does the pool open?")


def test_an_answer_by_itself_gives_way_to_a_sure_one_in_context_alone(in_context: dict[str, Answerer]) -> None:
    said = "When does the pool open?"
    assert in_context["sure"].answer(said, "en", NOTHING, FOLLOWS).question == ""
    for name in ("doubtful", "hopeless"):
        assert shown(in_context[name].answer(said, "en", NOTHING, FOLLOWS)) == ("answer", "pool-hours-open", said)


@pytest.mark.parametrize(
    "text",
    ["no, I meant the lockers", "not the adult ticket, the locker size", "唔係門票，係儲物櫃尺寸", "sorry, lockers"],
)
def test_a_correction_is_answered_without_what_was_not_meant(in_context: dict[str, Answerer], text: str) -> None:
    assert shown(in_context["sure"].answer(text, "en", NOTHING, CORRECTS)) == ("answer", "lockers-size", "")


@pytest.mark.parametrize("name", ["sure", "doubtful"])
def test_a_likely_correction_is_answered(in_context: dict[str, Answerer], name: str) -> None:
    answered = in_context[name].answer("no, I meant locker size", "en", NOTHING, CORRECTS)
    assert shown(answered) == ("answer", "lockers-size", "")


def test_a_correction_that_leads_nowhere_is_asked_about(in_context: dict[str, Answerer]) -> None:
    assert in_context["hopeless"].answer("no, I meant locker size", "en", NOTHING, CORRECTS).reply.kind == "choices"


def test_a_correction_of_nothing_is_answered_by_itself(in_context: dict[str, Answerer]) -> None:
    answered = in_context["sure"].answer("no, I meant locker size", "en", NOTHING, Lean(None, correction=0.9))
    assert shown(answered) == ("answer", "lockers-size", "locker size")


def test_what_refers_to_nothing_is_asked_rather_than_declined(in_context: dict[str, Answerer]) -> None:
    answered = in_context["hopeless"].answer("is it far from here", "en", NOTHING, Lean(None, follow_up=0.9))
    assert answered.reply.kind == "choices"
    assert in_context["hopeless"].answer("is it far from here", "en", NOTHING, Lean(None)).reply.kind == "fallback"


@pytest.mark.parametrize("text", ["my HKID is [HKID]", "[phone]", "ลืมพาสปอร์ต", "..."])
@pytest.mark.parametrize("lean", [FOLLOWS, CORRECTS])
def test_what_asks_nothing_is_not_looked_up_in_context(in_context: dict[str, Answerer], text: str, lean: Lean) -> None:
    answered = in_context["sure"].answer(text, "en", NOTHING, lean)
    assert answered == in_context["sure"].answer(text, "en", NOTHING)
    assert answered.reply.kind == "fallback"


def test_an_answer_newer_than_the_classifier_is_given_though_that_would_decline(pool: FileStore, index: Index) -> None:
    """The search stands in for it, for what it cannot know and for nothing else."""
    declined = Chance(tuple(-20.0 if name == "out_of_scope" else 0.0 for name in FEATURES), 8)
    decision = Decision(declined, declined, by_score(0.7, 0.3).by_search, constant(0.01, CONTEXT_FEATURES))
    unheard_of = Understood({"out_of_scope": 1.0})
    for view, kind in ((index, "fallback"), (index.changed({SAUNA.id: texts_of_faq(SAUNA)}), "answer")):
        answerer = Answerer(Speaker(pool).with_faq(SAUNA), view, decision)
        assert answerer.answer("Is there a sauna?", "en", unheard_of).reply.kind == kind
        assert answerer.answer("How big are the lockers?", "en", unheard_of).reply.kind == "fallback"
