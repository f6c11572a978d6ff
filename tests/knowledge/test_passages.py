"""A report cut into passages, both languages side by side."""

import re
from collections import Counter
from typing import Literal

import pytest

from knowledge.content import Bilingual, Report, TopicPhrase
from knowledge.errors import ContentError
from knowledge.marked_text import PASSAGE_CHARS
from knowledge.passages import Passage, aligned_paragraphs, clauses, cut, fold_repeats, split_sentences
from knowledge.store import FileStore


@pytest.fixture(scope="module")
def real_report() -> Report:
    (report,) = FileStore().reports()
    return report


@pytest.fixture(scope="module")
def real_passages(real_report: Report) -> list[Passage]:
    return cut(real_report)


def report_of(en: str, zh: str, topics: list[TopicPhrase] | None = None) -> Report:
    title = Bilingual(en="A report", zh="報告")
    return Report("a_report", title, "https://example.org", "2020", Bilingual(en=en, zh=zh), topics or [])


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("It cost 3.5 million. 'So much,' he said.", ["It cost 3.5 million.", "'So much,' he said."]),
        ("At 5 p.m. in winter it is dark.", ["At 5 p.m. in winter it is dark."]),
        ("A line\nand the next.", ["A line\nand the next."]),
    ],
)
def test_sentences_end_before_a_capital(paragraph: str, sentences: list[str]) -> None:
    assert split_sentences(paragraph) == sentences


def test_what_was_said_before_is_left_out() -> None:
    text = "A caption.\n\nA caption.\n\nA new one. A caption. A last one.\n\n相片\n\nA last one. A last one."
    assert fold_repeats(text) == [["A caption."], ["A new one.", "A last one."]]


def test_a_sentence_said_twice_in_a_row_stands_once() -> None:
    assert fold_repeats("A caption. A caption.") == [["A caption."]]


def test_sentences_stand_beside_their_rendering() -> None:
    pairs = aligned_paragraphs(report_of("One. Two.\n\nThree.", "一。\n二。\n\n三。"))
    assert [[(p.en, p.zh) for p in paragraph] for paragraph in pairs] == [
        [("One.", "一。"), ("Two.", "二。")],
        [("Three.", "三。")],
    ]


@pytest.mark.parametrize(
    ("en", "zh", "named"),
    [
        ("One. Two.\n\nThree. Four.", "一。\n二。\n\n三。", ["paragraph 2", "Three.", "2 English", "1 Chinese"]),
        ("One.", "一。\n二。", ["paragraph 1", "1 English", "2 Chinese"]),
        ("One.\n\nTwo.", "一。", ["2 English paragraphs", "1 Chinese"]),
        ("One.", "一。\n\n二。", ["1 English paragraphs", "2 Chinese"]),
    ],
)
def test_a_rendering_that_does_not_match_is_named(en: str, zh: str, named: list[str]) -> None:
    with pytest.raises(ContentError) as error:
        cut(report_of(en, zh))
    assert [part for part in ["a_report", *named] if part not in str(error.value)] == []


def test_a_heading_names_the_section_of_what_follows() -> None:
    passages = cut(report_of("Before any heading.\n\nHeading\n\nUnder it.", "前言。\n\n標題\n\n內文。"))
    assert [(p.section.en, p.section.zh, p.quote("en")) for p in passages] == [
        ("A report", "報告", "Before any heading."),
        ("Heading", "標題", "Under it."),
    ]


def test_neighbours_of_one_topic_stay_together_and_of_two_are_parted() -> None:
    topics = [TopicPhrase("cat", "cats"), TopicPhrase("dog", "dogs")]
    passages = cut(report_of("A cat. Another cat. A dog. Rain.", "貓。\n又一隻貓。\n狗。\n雨。", topics))
    assert [(p.topic, p.quote("en"), p.quote("zh")) for p in passages] == [
        ("cats", "A cat. Another cat.", "貓。又一隻貓。"),
        ("dogs", "A dog.", "狗。"),
        (None, "Rain.", "雨。"),
    ]


def test_a_passage_takes_whole_sentences_up_to_its_size() -> None:
    half = "S" + "o" * (PASSAGE_CHARS // 2 - 2) + "."
    passages = cut(report_of(f"{half} {half.replace('So', 'Sh')} The end.", "一。\n二。\n三。"))
    assert [len(p.sentences) for p in passages] == [2, 1]


def test_a_sentence_longer_than_a_passage_stands_alone() -> None:
    long = "L" + "o" * PASSAGE_CHARS + "ng."
    passages = cut(report_of(f"Short. {long} Short again.", "一。\n二。\n三。"))
    assert [p.quote("en") for p in passages] == ["Short.", long, "Short again."]


def test_ids_are_numbered_in_order() -> None:
    passages = cut(report_of("One.\n\nTwo.\n\nThree.", "一。\n\n二。\n\n三。"))
    assert [p.id for p in passages] == ["a-report-01", "a-report-02", "a-report-03"]


def test_captions_of_the_real_report_are_quoted_once(real_report: Report, real_passages: list[Passage]) -> None:
    blocks = [s for block in re.split(r"\n\s*\n", real_report.text.en) for s in split_sentences(block)]
    repeated = [sentence for sentence, count in Counter(blocks).items() if count > 1]
    assert len(repeated) >= 4
    quoted = Counter(sentence.text.en for passage in real_passages for sentence in passage.sentences)
    assert {sentence: quoted[sentence] for sentence in repeated} == dict.fromkeys(repeated, 1)


def test_the_real_report_is_quoted_word_for_word_and_whole(real_report: Report, real_passages: list[Passage]) -> None:
    quoted = [sentence.text.en for passage in real_passages for sentence in passage.sentences]
    assert len(set(quoted)) == len(quoted)
    assert [sentence for sentence in quoted if sentence not in real_report.text.en] == []
    sections = {passage.section.en for passage in real_passages}
    left = real_report.text.en
    for text in sorted({*quoted, *sections}, key=len, reverse=True):
        left = left.replace(text, "")
    assert left.split() == ["相片"]


def test_the_rendering_of_the_real_report_is_quoted_whole(real_report: Report, real_passages: list[Passage]) -> None:
    quoted = "".join(passage.quote("zh") for passage in real_passages)
    sections = {passage.section.zh for passage in real_passages}
    lines = [line.strip() for line in real_report.text.zh.splitlines() if line.strip()]
    assert [line for line in lines if line not in quoted and line not in sections] == []
    assert "相片" not in quoted


def test_passages_of_the_real_report_can_be_read_out(real_passages: list[Passage]) -> None:
    long = [p.id for p in real_passages if len(p.sentences) > 1 and len(p.quote("en")) > PASSAGE_CHARS + 20]
    assert long == []
    assert len({passage.id for passage in real_passages}) == len(real_passages)


def test_every_sentence_of_the_real_report_has_a_topic(real_passages: list[Passage]) -> None:
    topics = FileStore().topics()
    assert [(p.id, p.topic) for p in real_passages if p.topic not in topics] == []


@pytest.mark.parametrize(
    ("sentence", "lang", "parts"),
    [
        (
            "A base in San Po Kong was set up and the training programme of the group was enriched.",
            "en",
            ["A base in San Po Kong was set up", "and the training programme of the group was enriched."],
        ),
        ("The staff cleaned every tile.", "en", []),
        ("First, second, and third.", "en", []),
        (
            "我們在新蒲崗設立了訓練基地，並充實了整個隊伍的訓練內容；成效良好。",
            "zh",
            ["我們在新蒲崗設立了訓練基地", "並充實了整個隊伍的訓練內容；成效良好。"],
        ),
        ("員工清潔了每一塊瓷磚。", "zh", []),
    ],
)
def test_a_long_sentence_has_clauses(sentence: str, lang: Literal["en", "zh"], parts: list[str]) -> None:
    assert clauses(sentence, lang) == parts
