"""The shipped content: true to docs/facts.md, the same in both languages, and apart from the evaluation questions."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.questions import DEVELOPMENT, DISTRESS, EVALUATION, FOLDER, Question, read_questions
from bot.release import PROJECT
from knowledge.content import Faq
from knowledge.store import ROOT, FileStore
from language.script import fold
from tests.knowledge.facts import (
    FACTS,
    SAME_IN_BOTH,
    all_facts,
    details,
    facts_for,
    not_in,
    plain_address,
    spelled_numbers,
)

STORE = FileStore()
FAQS = STORE.faqs()
EMERGENCY_NUMBERS = {"1868", "999", "110", "119", "120", "122"}
KINDS = (*SAME_IN_BOTH, "addresses", "numbers")
each_faq = pytest.mark.parametrize("faq", FAQS, ids=[faq.id for faq in FAQS])


def comparable(text: str) -> str:
    """Folded, without spaces and punctuation."""
    return "".join(char for char in fold(text) if char.isalnum())


def wordings(faq: Faq) -> list[str]:
    return [faq.question.en, faq.question.zh, *faq.variants.en, *faq.variants.zh]


def nlu_examples() -> Iterator[tuple[str, str]]:
    """(intent, example) of all training data."""
    for path in sorted((PROJECT / "nlu_data").glob("*.yml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", []):
            for line in group["examples"].splitlines():
                yield group["intent"], line.removeprefix("- ").strip()


@each_faq
def test_both_languages_are_written(faq: Faq) -> None:
    chinese = re.compile("[\u4e00-\u9fff]")
    for text in (faq.question.en, faq.answer.en, *faq.variants.en):
        assert not chinese.search(text), text
        assert text.strip()
    for text in (faq.question.zh, faq.answer.zh, *faq.variants.zh):
        assert chinese.search(text), text
    assert faq.variants.en
    assert faq.variants.zh
    assert not chinese.search(faq.source.titles.en)


@each_faq
def test_what_people_would_act_on_stands_in_the_facts(faq: Faq) -> None:
    facts = facts_for(faq.topic)
    assert not_in(facts, details(faq.answer.en)) == []
    assert not_in(facts, details(faq.answer.zh)) == []


@each_faq
def test_the_two_languages_say_the_same(faq: Faq) -> None:
    en, zh = details(faq.answer.en), details(faq.answer.zh)
    for kind in SAME_IN_BOTH:
        assert getattr(en, kind) == getattr(zh, kind), kind
    assert en.numbers - zh.numbers <= spelled_numbers(faq.answer.zh)
    assert zh.numbers - en.numbers <= spelled_numbers(faq.answer.en)


@pytest.mark.parametrize("name", STORE.fixed_replies())
def test_the_assistants_own_sentences_keep_to_the_facts(name: str) -> None:
    text = STORE.fixed_replies()[name]
    en, zh = details(text.en), details(text.zh)
    assert not_in(all_facts(), en) == []
    assert not_in(all_facts(), zh) == []
    for kind in SAME_IN_BOTH:
        assert getattr(en, kind) == getattr(zh, kind), kind


def test_every_kind_of_detail_is_really_checked() -> None:
    seen = [details(text) for faq in FAQS for text in (faq.answer.en, faq.answer.zh)]
    counts = {kind: sum(len(getattr(stated, kind)) for stated in seen) for kind in KINDS}
    assert [kind for kind, count in counts.items() if count < 20] == []


def test_emergency_numbers_rest_on_a_page() -> None:
    """No number to call in danger is shown that the facts only guess (`[G]`)."""
    texts = [text for faq in FAQS for text in (faq.answer.en, faq.answer.zh)]
    texts += [text for reply in STORE.fixed_replies().values() for text in (reply.en, reply.zh)]
    shown = {number for text in texts for number in details(text).telephones} & EMERGENCY_NUMBERS
    assert {"1868", "999"} <= shown
    assert [number for number in shown if not facts_for("distress_abroad").has_telephone(number)] == []


@pytest.mark.parametrize("faq", [f for f in FAQS if f.source.url], ids=[f.id for f in FAQS if f.source.url])
def test_a_source_is_an_official_page_of_the_facts(faq: Faq) -> None:
    address = plain_address(faq.source.url or "")
    assert re.match(r"([a-z0-9-]+\.)*gov\.hk(/|$)", address)
    assert all_facts().has_address(address)


@each_faq
def test_no_source_is_newer_than_the_facts(faq: Faq) -> None:
    compiled = re.search(r"Compiled (\d+ \w+ \d{4})", FACTS.read_text(encoding="utf-8"))
    assert compiled
    until = datetime.datetime.strptime(compiled[1], "%d %B %Y").date().isoformat()
    assert faq.source.as_of <= until
    datetime.date.fromisoformat(f"{faq.source.as_of}-01-01"[:10])  # a day that there is


def test_a_topic_is_a_file_and_a_section_of_the_facts() -> None:
    for path in (ROOT / "faq").glob("*.yml"):
        topics = {record["topic"] for record in yaml.safe_load(path.read_text(encoding="utf-8"))}
        assert topics == {path.stem}
    assert [topic.id for topic in STORE.topics().values() if topic.facts and not facts_for(topic.id).text] == []


def test_every_topic_has_answers() -> None:
    asked = {topic.id for topic in STORE.topics().values() if topic.facts}
    assert asked - {faq.topic for faq in FAQS} == set()


SPOKEN = re.compile(
    r"[係唔嘅咗喺嗰咩乜攞搞俾畀搵睇嚟啲㗎呀嘢佢冇邊返噉咁]|幾(多|耐|錢|點|高|大|時)|點(樣|解|算|做|登|申|先)|先得|[A-Za-z]{2}"
)
"""Words and characters that mark Cantonese as spoken, or mixed with English."""


@each_faq
def test_wordings_enough(faq: Faq) -> None:
    assert len(faq.variants.en) >= 6
    assert len(faq.variants.zh) >= 8
    assert sum(bool(SPOKEN.search(wording)) for wording in faq.variants.zh) >= 4


def test_a_file_of_examples_is_named_after_its_intent() -> None:
    for path in (PROJECT / "nlu_data").glob("*.yml"):
        groups = yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", [])
        assert {group["intent"] for group in groups} <= {path.stem}


def test_every_topic_can_be_answered() -> None:
    answered = {faq.topic for faq in FAQS}
    answered |= {phrase.topic for report in STORE.reports() for phrase in report.topics}
    questions = [question for path in (*EVALUATION, DISTRESS, DEVELOPMENT) for question in read_questions(path)]
    asked = [question for question in questions if question.expect == "answer"]
    assert asked
    assert [question.id for question in asked if answered.isdisjoint(question.topics)] == []


def test_no_wording_leads_to_two_answers() -> None:
    led: defaultdict[str, set[str]] = defaultdict(set)
    for faq in FAQS:
        for wording in wordings(faq):
            led[comparable(wording)].add(faq.id)
    assert {wording: ids for wording, ids in led.items() if len(ids) > 1} == {}


@each_faq
def test_no_wording_stands_twice(faq: Faq) -> None:
    folded = [comparable(wording) for wording in wordings(faq)]
    assert [wording for wording in folded if folded.count(wording) > 1] == []


def test_no_example_trains_two_intents() -> None:
    trained: defaultdict[str, set[str]] = defaultdict(set)
    for intent, example in nlu_examples():
        trained[comparable(example)].add(intent)
    assert {example: intents for example, intents in trained.items() if len(intents) > 1} == {}


JUDGES = (*EVALUATION, DISTRESS, FOLDER / "near_answers.jsonl", FOLDER / "plain.jsonl")


@pytest.mark.parametrize("path", [*JUDGES, DEVELOPMENT], ids=lambda path: path.stem)
def test_no_question_of_a_measurement_was_learnt(path: Path) -> None:
    learnt = {comparable(wording) for faq in FAQS for wording in wordings(faq)}
    learnt |= {comparable(example) for _, example in nlu_examples()}
    questions: list[Question] = read_questions(path)
    assert questions
    assert [f"{question.id}: {question.text}" for question in questions if comparable(question.text) in learnt] == []


def test_the_sets_of_questions_share_none() -> None:
    evaluated = {comparable(q.text): q.id for path in JUDGES for q in read_questions(path)}
    developed = {comparable(q.text): q.id for q in read_questions(DEVELOPMENT)}
    assert {evaluated[text]: developed[text] for text in evaluated.keys() & developed.keys()} == {}


def test_every_phrase_of_a_report_stands_in_it() -> None:
    for report in STORE.reports():
        assert [phrase.phrase for phrase in report.topics if phrase.phrase not in report.text.en] == []
        assert [phrase.topic for phrase in report.topics if phrase.topic not in STORE.topics()] == []
