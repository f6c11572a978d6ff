"""Every sentence of the assistant's own: the same places to fill in, Traditional Chinese, numbers of the facts.

Other details of knowledge/replies.yml: see test_content_facts.py.
"""

import re

import pytest

from knowledge.content import Bilingual
from knowledge.place_sentences import sentences
from knowledge.store import FileStore
from language.detect import detect
from language.script import fold, to_simplified
from tests.knowledge.chinese import simplified_in
from tests.knowledge.facts import all_facts, details

ALL = {f"replies-{name}": text for name, text in FileStore().fixed_replies().items()}
ALL |= {f"places-{name}": text for name, text in sentences().items()}
ONE_FOR_ALL = {"replies-other_language"}
"""Said in both languages at once."""
each_sentence = pytest.mark.parametrize(("name", "text"), ALL.items(), ids=ALL)
each_translation = pytest.mark.parametrize(
    ("name", "text"),
    [item for item in ALL.items() if item[0] not in ONE_FOR_ALL],
    ids=[n for n in ALL if n not in ONE_FOR_ALL],
)
HAN = re.compile("[\u4e00-\u9fff]")


def braces(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}", text))


def test_both_files_are_read() -> None:
    assert {name.partition("-")[0] for name in ALL} == {"replies", "places"}
    assert len(ALL) > 100
    assert any(braces(text.en) for text in ALL.values())


@each_sentence
def test_both_languages_have_the_same_places_to_fill_in(name: str, text: Bilingual) -> None:
    assert braces(text.en) == braces(text.zh)
    for written in (text.en, text.zh):
        values = {brace.strip("{}"): "7" for brace in braces(written)}
        assert not re.search("[{}]", written.format(**values))


@each_translation
def test_each_language_is_written_in_its_own_script(name: str, text: Bilingual) -> None:
    assert not HAN.search(text.en)
    without_braces = re.sub(r"\{\w+\}", "", text.zh)
    assert HAN.search(text.zh) or not any(char.isalpha() for char in without_braces)


@each_sentence
def test_the_chinese_is_traditional(name: str, text: Bilingual) -> None:
    assert simplified_in(text.zh) == []
    assert detect(text.zh).lang != "zh-Hans"
    assert fold(to_simplified(text.zh)) == fold(text.zh)


@pytest.mark.parametrize("text", ["请致电", "说明", "身份证", "后面", "这里", "几个"])
def test_simplified_would_be_noticed(text: str) -> None:
    assert simplified_in(text)


@each_sentence
def test_telephones_stand_in_the_facts(name: str, text: Bilingual) -> None:
    telephones = details(text.en).telephones
    assert telephones == details(text.zh).telephones
    assert [number for number in telephones if not all_facts().has_telephone(number)] == []


def test_telephones_are_really_checked() -> None:
    assert {"2824 6111", "1868", "999"} <= {number for text in ALL.values() for number in details(text.en).telephones}


@each_sentence
def test_chinese_sentences_have_chinese_stops(name: str, text: Bilingual) -> None:
    assert not re.search(r"[\u4e00-\u9fff][,;!?]", text.zh)
    assert not re.search("[，；！？。、「」]", text.en) or name in ONE_FOR_ALL
