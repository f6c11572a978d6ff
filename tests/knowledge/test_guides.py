"""Guided help: what an answer means, which question comes next, and where the real guides lead."""

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec
import pytest

from knowledge import understood
from knowledge.content import Bilingual
from knowledge.guides import Guide, GuideQuestion, Option, Outcome
from knowledge.store import FileStore
from language.script import to_simplified
from tests.knowledge.chinese import simplified_in
from tests.knowledge.facts import Section, all_facts, details, facts_for, not_in, plain_address, spelled_numbers

TODAY = datetime.date(2026, 11, 23)
STORE = FileStore()
FAQS = {faq.id for faq in STORE.faqs()}


def both(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}


SOURCE = {"title": "Pool website", "as_of": "2021"}
SWIM: dict[str, Any] = {
    "id": "swim",
    "topic": "lessons",
    "title": both("Find a lesson", "找游泳班"),
    "intro": both("Two questions:", "兩條問題："),
    "questions": [
        {
            "slot": "swimmer",
            "ask": both("Who swims?", "誰游水？"),
            "why": both("Lessons differ by age.", "課程按年齡而定。"),
            "options": [
                {
                    "value": "child",
                    "title": both("A child", "小朋友"),
                    "words": {"en": ["child", "kid*", "my young son"], "zh": ["細路", "未成年"]},
                    "ages": [0, 17],
                },
                {
                    "value": "adult",
                    "title": both("An adult", "大人"),
                    "words": {"en": ["adult", "grown-up", "son"], "zh": ["成人", "成年"]},
                    "ages": [18, 99],
                },
                {
                    "value": "skip",
                    "title": both("Skip", "略過"),
                    "words": {"en": ["skip"], "zh": ["唔講"]},
                    "skips": True,
                },
            ],
        },
        {
            "slot": "start",
            "when": {"swimmer": ["adult"]},
            "ask": both("When?", "幾時開始？"),
            "why": both("Lessons fill up.", "名額有限。"),
            "first_wins": True,
            "options": [
                {"value": "soon", "title": both("Soon", "快"), "words": {"en": ["soon", "now"]}, "days": [0, 30]},
                {
                    "value": "later",
                    "title": both("Later", "遲啲"),
                    "words": {"en": ["later, not now"]},
                    "days": [31, 400],
                },
                {"value": "abroad", "title": both("Abroad", "外地"), "lists": ["country"]},
            ],
        },
    ],
    "outcomes": [
        {"when": {"swimmer": ["adult"], "start": ["soon"]}, "answer": both("Tonight.", "今晚。"), "source": SOURCE},
        {"when": {"swimmer": ["adult"]}, "answer": both("In spring.", "春天。"), "source": SOURCE},
        {"answer": both("On Saturday.", "星期六。"), "source": SOURCE, "topic": "pool_hours"},
    ],
}
GUIDE = msgspec.convert(SWIM, Guide)
SWIMMER, START = GUIDE.questions


@pytest.mark.parametrize(
    ("texts", "value"),
    [
        (
            [
                "1",
                "the first one",
                "第一個",
                "A child",
                "小朋友",
                "小朋友。",
                "child",
                "two kids",
                "細路仔",
                "细路",
                "ＣＨＩＬＤ",
            ],
            "child",
        ),
        (["number 2", "second", "adult", "for an adult please", "成人班", "成年"], "adult"),
        (["skip", "略過", "唔講", "last"], "skip"),
        (["16", "I am 16", "佢十六歲", "aged 5"], "child"),
        (["18", "她三十歲", "65 years old"], "adult"),
        (["my young son"], "child"),  # the longest words
        (["my son"], "adult"),
        (["未成年"], "child"),  # not the 成年 in it
        (["childish", "Madison", "hello", "", "第四個", "120", "bus 16"], None),
    ],
)
def test_an_answer_is_understood_by_title_word_number_or_age(texts: list[str], value: str | None) -> None:
    assert {text: SWIMMER.understand(text, TODAY) for text in texts} == dict.fromkeys(texts, value)


@pytest.mark.parametrize(
    ("texts", "value"),
    [
        (["soon", "3", "in Japan", "tomorrow", "2026-12-05", "12月5日", "下星期"], None),
        (["1 January", "2027-06-01", "三月一號"], "later"),
    ],
)
def test_a_date_means_the_option_of_its_days(texts: list[str], value: str | None) -> None:
    soon = {"soon": "soon", "3": "abroad", "in Japan": "abroad"}
    expected = {text: value or soon.get(text, "soon") for text in texts}
    assert {text: START.understand(text, TODAY) for text in texts} == expected


def test_a_date_out_of_all_options_is_none() -> None:
    assert START.understand("2025-01-01", TODAY) is None
    assert START.understand("yesterday", TODAY) is None


def test_where_the_first_wins_longer_words_do_not() -> None:
    assert START.by_words("later, not now") == "soon"
    longest = msgspec.structs.replace(START, first_wins=False)
    assert longest.by_words("later, not now") == "later"


@pytest.mark.parametrize("text", ["in Thailand", "喺日本", "去英国", "in the UK"])
def test_any_name_of_a_list_means_its_option(text: str) -> None:
    assert START.by_words(text) == "abroad"


def test_a_number_is_an_age_before_it_is_a_place_on_the_list() -> None:
    assert SWIMMER.understand("2", TODAY) == "child"


def test_a_message_may_answer_several_questions() -> None:
    assert GUIDE.understand("an adult who starts soon") == {"swimmer": "adult", "start": "soon"}
    assert GUIDE.understand("lessons for kids") == {"swimmer": "child"}
    assert GUIDE.understand("a child who starts soon") == {"swimmer": "child"}  # a child is not asked when
    assert GUIDE.understand("soon") == {}  # asked of adults only
    assert GUIDE.understand("soon", {"swimmer": "adult"}) == {"start": "soon"}
    assert GUIDE.understand("skip") == {}  # only to the question itself
    assert GUIDE.understand("which lessons are there") == {}


def test_answers_whose_question_is_not_asked_are_dropped() -> None:
    assert GUIDE.relevant({"swimmer": "child", "start": "soon"}) == {"swimmer": "child"}
    assert GUIDE.relevant({"start": "soon"}) == {}
    assert GUIDE.relevant({"swimmer": "adult", "start": "soon"}) == {"swimmer": "adult", "start": "soon"}


def test_questions_come_in_order_where_they_hold() -> None:
    assert GUIDE.next_question({}) == SWIMMER
    assert GUIDE.next_question({"swimmer": "adult"}) == START
    assert GUIDE.next_question({"swimmer": "child"}) is None
    assert GUIDE.next_question({"swimmer": "adult", "start": "soon"}) is None


def test_the_last_answer_is_the_one_to_go_back_to() -> None:
    assert GUIDE.last_answered({}) is None
    assert GUIDE.last_answered({"swimmer": "adult"}) == SWIMMER
    assert GUIDE.last_answered({"swimmer": "adult", "start": "later"}) == START


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"swimmer": "adult", "start": "soon"}, "Tonight."),
        ({"swimmer": "adult", "start": "abroad"}, "In spring."),
        ({"swimmer": "child"}, "On Saturday."),
        ({}, "On Saturday."),
    ],
)
def test_the_first_outcome_that_holds_is_told(known: dict[str, str], told: str) -> None:
    assert GUIDE.outcome(known).answer.en == told


def test_names_for_rasa() -> None:
    assert GUIDE.form == "swim_form"
    assert GUIDE.slots == ["swim_swimmer", "swim_start"]
    assert [GUIDE.question(slot) for slot in GUIDE.slots] == GUIDE.questions
    assert GUIDE.takes("swimmer", "adult")
    for slot, value in (("swimmer", "soon"), ("swimmer", None), ("pet", "adult"), ("swim_swimmer", "adult")):
        assert not GUIDE.takes(slot, value)


# the real guides

GUIDES = STORE.guides()
WITH_OUTCOMES = [guide for guide in GUIDES if guide.outcomes]
QUESTIONS = [(guide, question) for guide in GUIDES for question in guide.questions]
OPTIONS = [(guide, question, option) for guide, question in QUESTIONS for option in question.options]
OUTCOMES = [(guide, number, outcome) for guide in GUIDES for number, outcome in enumerate(guide.outcomes)]
each_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.id)
each_question = pytest.mark.parametrize(
    ("guide", "question"), QUESTIONS, ids=[f"{guide.id}-{question.slot}" for guide, question in QUESTIONS]
)
each_option = pytest.mark.parametrize(
    ("guide", "question", "option"), OPTIONS, ids=[f"{g.id}-{q.slot}-{o.value}" for g, q, o in OPTIONS]
)
each_outcome = pytest.mark.parametrize(
    ("guide", "outcome"), [(g, o) for g, _, o in OUTCOMES], ids=[f"{g.id}-{number}" for g, number, _ in OUTCOMES]
)


def paths(guide: Guide, known: dict[str, str]) -> Iterator[dict[str, str]]:
    """Every way to answer all questions that are asked."""
    question = guide.next_question(known)
    if question is None:
        yield known
        return
    for option in question.options:
        yield from paths(guide, known | {question.slot: option.value})


def said(option: Option) -> list[str]:
    words = [*option.words.en, *option.words.zh]
    return [option.title.en, option.title.zh, *(word.removesuffix("*") for word in words)]


def shown(guide: Guide) -> Iterator[Bilingual]:
    """Every text of a guide that people see."""
    yield from (guide.title, guide.intro)
    for question in guide.questions:
        yield from (question.ask, question.why, *(option.title for option in question.options))
    for outcome in guide.outcomes:
        yield from (outcome.answer, outcome.source.titles)


def test_the_guides() -> None:
    assert [guide.id for guide in GUIDES] == ["distress", "document", "e_channel", "visa"]
    assert [guide.id for guide in GUIDES if guide.intent is None] == ["distress"]


def test_the_intents_that_begin_guides_are_known_as_such() -> None:
    assert {guide.intent for guide in GUIDES if guide.intent} == set(understood.GUIDES)


@each_guide
def test_every_option_is_on_some_path(guide: Guide) -> None:
    walked = {step for path in paths(guide, {}) for step in path.items()}
    assert walked == {(question.slot, option.value) for question in guide.questions for option in question.options}


@pytest.mark.parametrize("guide", WITH_OUTCOMES, ids=lambda guide: guide.id)
def test_every_path_leads_to_an_outcome_and_every_outcome_is_led_to(guide: Guide) -> None:
    *special, default = guide.outcomes
    assert default.when == {}  # whatever is said
    assert all(outcome.when for outcome in special)
    told = [guide.outcome(path) for path in paths(guide, {})]
    assert [outcome.when for outcome in special if outcome not in told] == []


@pytest.mark.parametrize("guide", WITH_OUTCOMES, ids=lambda guide: guide.id)
def test_few_paths_end_without_an_answer(guide: Guide) -> None:
    ends = [guide.outcome(path) is guide.outcomes[-1] for path in paths(guide, {})]
    assert sum(ends) <= len(ends) / 3


@each_guide
def test_a_path_keeps_all_its_answers(guide: Guide) -> None:
    for path in paths(guide, {}):
        assert guide.relevant(path) == path
        assert all(guide.takes(slot, value) for slot, value in path.items())


@each_guide
def test_conditions_name_answers_that_there_are(guide: Guide) -> None:
    conditions = [question.when for question in guide.questions] + [outcome.when for outcome in guide.outcomes]
    named = [(slot, value) for when in conditions for slot, values in when.items() for value in values]
    assert [pair for pair in named if not guide.takes(*pair)] == []
    slots = [question.slot for question in guide.questions]
    for number, question in enumerate(guide.questions):
        assert set(question.when) <= set(slots[:number])  # asked before


@each_question
def test_options_differ(guide: Guide, question: GuideQuestion) -> None:
    for values in ([o.value for o in question.options], [o.title.en for o in question.options]):
        assert len(set(values)) == len(values) >= 2
    assert len({option.title.zh for option in question.options}) == len(question.options)


@each_option
def test_titles_and_words_are_understood_as_their_option(guide: Guide, question: GuideQuestion, option: Option) -> None:
    understood = {text: question.understand(text, TODAY) for text in said(option)}
    assert {text: value for text, value in understood.items() if value != option.value} == {}


@each_option
def test_typed_in_capitals_full_width_or_simplified_a_title_is_the_same(
    guide: Guide, question: GuideQuestion, option: Option
) -> None:
    for text in (
        option.title.en.upper(),
        f"{option.title.en}.",
        to_simplified(option.title.zh),
        f"{option.title.zh}。",
    ):
        assert question.understand(text, TODAY) == option.value


@each_option
def test_the_number_of_an_option_means_it(guide: Guide, question: GuideQuestion, option: Option) -> None:
    number = question.options.index(option) + 1
    assert question.understand(f"第{number}個", TODAY) == option.value
    assert question.understand(f"option {number}", TODAY) == option.value


@each_option
def test_an_option_that_is_said_alone_is_that_option(guide: Guide, question: GuideQuestion, option: Option) -> None:
    """Also where it looks like a question: see actions/guides.py."""
    whole = [option.title.en, option.title.zh] if question.first_wins else said(option)
    assert [text for text in whole if question.exactly(text) != option.value] == []


@pytest.mark.parametrize(
    ("guide_id", "slot", "told"),
    [
        (
            "e_channel",
            "age",
            {"5": "under_7", "7歲": "child", "十歲": "child", "11": "teen", "17": "teen", "she is 18": "adult"},
        ),
        (
            "e_channel",
            "person",
            {
                "I'm a permanent resident": "permanent",
                "我係內地人": "mainland",
                "from Macau": "macao",
                "我係遊客": "visitor",
            },
        ),
        (
            "e_channel",
            "child_ready",
            {"yes": "yes", "係呀": "yes", "no": "no", "唔係": "no", "未有": "no", "not sure": "no"},
        ),
        (
            "e_channel",
            "visitor_document",
            {"Korean passport": "mutual", "泰国护照": "mutual", "APEC card": "frequent", "都唔係": "other"},
        ),
        (
            "document",
            "document",
            {
                "my passport": "passport",
                "張身份證": "id_card",
                "回鄉卡": "home_return",
                "签证身份书": "travel_paper",
                "e-visa": "e_visa",
            },
        ),
        (
            "document",
            "problem",
            {
                "it was stolen": "lost",
                "唔見咗": "lost",
                "整爛咗": "damaged",
                "it will expire soon": "expiring",
                "過咗期": "expiring",
            },
        ),
        ("e_channel", "person", {"唔係永久居民": "non_permanent", "不是永久性居民": "non_permanent"}),
        ("document", "place", {"in Vietnam": "elsewhere", "喺加拿大": "elsewhere"}),
        (
            "document",
            "place",
            {
                "I'm in Hong Kong": "hong_kong",
                "喺深圳": "mainland",
                "Macau": "macao",
                "喺日本": "elsewhere",
                "not in Hong Kong": "elsewhere",
            },
        ),
        ("document", "age", {"15": "under_16", "16歲": "teen", "十七歲": "teen", "70": "adult", "未滿18歲": "teen"}),
        (
            "visa",
            "purpose",
            {
                "I want to work there": "work",
                "讀大學": "study",
                "join my wife": "family",
                "請外傭": "helper",
                "extend my work visa": "extend",
                "去旅行": "visit",
            },
        ),
        (
            "visa",
            "nationality",
            {"印度人": "india", "I don't need a visa": "visa_free", "唔使簽證": "visa_free", "需要簽證": "needs_visa"},
        ),
        (
            "visa",
            "days_left",
            {
                "2026-12-25": "over_28",
                "12月15號": "d15_28",
                "tomorrow": "d0_3",
                "30 November": "d4_14",
                "yesterday": "passed",
                "下個月": "over_28",
                "2026-11-20": "passed",
            },
        ),
        (
            "visa",
            "status",
            {"我係訪客": "visitor", "on a work visa": "visa", "持學生簽證": "visa", "旅遊簽證": "visitor"},
        ),
        (
            "distress",
            "place",
            {
                "skip": "unknown",
                "唔知": "unknown",
                "Bangkok": "elsewhere",
                "喺廣州": "mainland",
                "澳門": "macao",
                "人喺香港": "hong_kong",
            },
        ),
        (
            "distress",
            "kind",
            {"skip": "general", "其他": "general", "he was arrested": "arrest", "跌斷腳": "health", "3": "death"},
        ),
    ],
)
def test_what_people_answer(guide_id: str, slot: str, told: dict[str, str]) -> None:
    (question,) = [q for g, q in QUESTIONS if (g.id, q.slot) == (guide_id, slot)]
    assert {text: question.understand(text, TODAY) for text in told} == told


@pytest.mark.parametrize(
    ("guide_id", "text", "told"),
    [
        ("document", "I lost my passport in Japan", {"document": "passport", "problem": "lost", "place": "elsewhere"}),
        (
            "document",
            "my Hong Kong passport was stolen in Paris",
            {"document": "passport", "problem": "lost", "place": "elsewhere"},
        ),
        ("document", "香港身份證喺日本唔見咗", {"document": "id_card", "problem": "lost", "place": "elsewhere"}),
        ("visa", "do I need a visa to visit, I am Indian", {"purpose": "visit", "nationality": "india"}),
        ("document", "張身份證唔見咗", {"document": "id_card", "problem": "lost"}),
        ("document", "我的护照快到期了", {"document": "passport", "problem": "expiring"}),
        ("visa", "which visa do I need to study", {"purpose": "study"}),
        ("visa", "我想延期", {"purpose": "extend"}),
        (
            "e_channel",
            "can a permanent resident of 18 or above use my phone",
            {"person": "permanent", "age": "adult"},
        ),
        ("e_channel", "我係內地人，用邊條e道", {"person": "mainland"}),
        ("visa", "guide me to the right visa", {}),
        ("document", "please help me step by step", {}),
        ("distress", "please help", {}),
    ],
)
def test_what_the_first_message_answers_already(guide_id: str, text: str, told: dict[str, str]) -> None:
    (guide,) = [guide for guide in GUIDES if guide.id == guide_id]
    assert guide.understand(text) == told


@each_guide
def test_ages_and_days_leave_no_gap(guide: Guide) -> None:
    for question in guide.questions:
        for spans in ([o.ages for o in question.options if o.ages], [o.days for o in question.options if o.days]):
            ordered = sorted(spans)
            assert all(first[1] + 1 == second[0] for first, second in pairwise(ordered))
        if spans := [o.ages for o in question.options if o.ages]:
            assert min(spans)[0] == 0


@each_guide
def test_topics_are_topics(guide: Guide) -> None:
    assert guide.topic in STORE.topics()
    assert [o.topic for o in guide.outcomes if o.topic is not None and o.topic not in STORE.topics()] == []


@each_outcome
def test_an_outcome_leads_on_to_answers(guide: Guide, outcome: Outcome) -> None:
    assert 1 <= len(outcome.related) <= 3
    assert len(set(outcome.related)) == len(outcome.related)
    assert [id_ for id_ in outcome.related if id_ not in FAQS] == []


@each_outcome
def test_what_people_would_act_on_stands_in_the_facts(guide: Guide, outcome: Outcome) -> None:
    """In those of its topic, or of the answers it leads on to."""
    topics = {outcome.topic or guide.topic} | {faq.topic for faq in STORE.faqs() if faq.id in outcome.related}
    facts = Section("\n".join(facts_for(topic).text for topic in sorted(topics)))
    assert not_in(facts, details(outcome.answer.en)) == []
    assert not_in(facts, details(outcome.answer.zh)) == []


@each_outcome
def test_the_two_languages_say_the_same(guide: Guide, outcome: Outcome) -> None:
    en, zh = details(outcome.answer.en), details(outcome.answer.zh)
    for kind in ("telephones", "addresses", "dates", "years", "times"):
        assert getattr(en, kind) == getattr(zh, kind), kind
    # 「600或1,300港元」 says the unit once
    assert en.numbers | en.amounts <= zh.numbers | zh.amounts | spelled_numbers(outcome.answer.zh)
    assert zh.numbers | zh.amounts <= en.numbers | en.amounts | spelled_numbers(outcome.answer.en)


@each_outcome
def test_a_source_is_an_official_page_of_the_facts(guide: Guide, outcome: Outcome) -> None:
    if outcome.source.url:
        assert re.match(r"([a-z0-9-]+\.)*gov\.hk(/|$)", plain_address(outcome.source.url))
        assert all_facts().has_address(plain_address(outcome.source.url))
    assert outcome.source.as_of <= "2026-11"


@each_guide
def test_both_languages_are_written_and_the_chinese_is_traditional(guide: Guide) -> None:
    for text in shown(guide):
        assert not re.search("[\u4e00-\u9fff]", text.en), text.en
        assert simplified_in(text.zh) == [], text.zh
    words = [word for question in guide.questions for option in question.options for word in option.words.zh]
    assert {word: simplified_in(word) for word in words if simplified_in(word)} == {}


def test_every_kind_of_detail_is_really_checked() -> None:
    stated = [details(outcome.answer.en) for _, _, outcome in OUTCOMES]
    for kind in ("telephones", "addresses", "amounts", "dates", "numbers"):
        assert sum(len(getattr(one, kind)) for one in stated) >= 5, kind
