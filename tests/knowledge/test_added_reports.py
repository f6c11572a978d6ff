"""A report as it comes from the web, added to the database: questions find its passages, and they are quoted with section and date."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge.answer import Answerer
from knowledge.content import Text
from knowledge.database.faqs import FaqTable
from knowledge.database.opening import open_database
from knowledge.database.reports import ReportTable
from knowledge.database.store import DatabaseStore
from knowledge.documents.marking import mark
from knowledge.documents.preparing import report_of
from knowledge.documents.reading import read_document
from knowledge.encoder.loading import load_encoder
from knowledge.encoder.training import BASE
from knowledge.index import Index, build, indexed_texts
from knowledge.speaker import Speaker
from knowledge.store import FileStore
from knowledge.understood import Understood
from language.detect import LANGS, Lang
from language.script import to_simplified
from tests.knowledge.documents.samples import PAGE, PAGE_ZH
from tests.knowledge.test_answer import by_score

FIELDS = {
    "title": {"en": "Sample Report 2019", "zh": "2019年樣本報告"},
    "url": "https://samples.example",
    "as_of": "2019-12",
}
ASKED = {
    "en": [
        ("how many purple lanterns were lit along the river", "Purple lanterns", "4,210"),
        ("were the umbrellas of the visitors dry", "Visitors", "310 umbrellas"),
    ],
    "zh": [("河邊點亮了幾多個紫色燈籠", "紫色燈籠", "4,210"), ("訪客借了多少把雨傘", "訪客", "310把")],
}


@dataclass(frozen=True)
class Added:
    """Answers over the base with reports added."""

    index: Index
    speaker: Speaker
    store: DatabaseStore

    def found(self, question: str) -> str:
        """The answer that is found first."""
        return self.index.search(question)[0].answer_id


@pytest.fixture(scope="module")
def added(pool: FileStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Added]:
    """Three reports: one in both languages, one in each alone, the last with other words."""
    folder = tmp_path_factory.mktemp("added")
    database = open_database(f"sqlite:///{folder}/content.db")
    reports = ReportTable(database)
    both = mark([read_document("en.html", PAGE), read_document("zh.html", PAGE_ZH)])
    texts = {
        "sample-2019": both.text,
        "sample-english": Text(en="# Kites\n\nForty kites were flown from Quay 9 in the spring."),
        "sample-chinese": Text(zh="# 紙船\n\n夏天有七隻紙船沿河漂流到海港。"),
    }
    for id_, text in texts.items():
        reports.save(report_of({**FIELDS, "id": id_, "text": text, "unofficial": None}), "ann")
    table = FaqTable(database)
    table.fill_if_empty(pool.faqs())
    store = DatabaseStore(table, pool)
    encoder = load_encoder(str(BASE))
    build(indexed_texts(store), encoder, folder / "index")
    index = Index(folder / "index", encoder)
    yield Added(index, Speaker(store), store)
    index.close()


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_a_question_finds_the_passage_with_its_section_and_date(added: Added, lang: Lang) -> None:
    answerer = Answerer(added.speaker, added.index, by_score(0.3, 0.1))
    for question, section, said in ASKED["en" if lang == "en" else "zh"]:
        asked = to_simplified(question) if lang == "zh-Hans" else question
        reply = answerer.answer(asked, lang, Understood()).reply
        assert (reply.kind, reply.lang, reply.topic) == ("answer", lang, None)
        assert (reply.answer_id or "").startswith("sample-2019-")
        assert said in reply.text
        assert reply.source is not None
        assert reply.source.as_of == "2019-12"
        assert reply.source.section == (to_simplified(section) if lang == "zh-Hans" else section)
        title = {"en": "Sample Report 2019", "zh-Hant": "2019年樣本報告", "zh-Hans": "2019年样本报告"}[lang]
        assert reply.source.title == title  # the publisher's own words, in both languages
        assert "非官方" not in reply.text


def test_the_base_is_found_as_before(added: Added) -> None:
    assert added.found("When does the pool open?") == "pool-hours-open"
    assert added.found("泳池幾點開門？") == "pool-hours-open"


@pytest.mark.parametrize(
    ("answer_id", "langs", "quote"),
    [
        ("sample-english-01", ("zh-Hant", "zh-Hans"), "Forty kites were flown from Quay 9 in the spring."),
        ("sample-chinese-01", ("en",), "夏天有七隻紙船沿河漂流到海港。"),
    ],
)
def test_what_is_in_the_other_language_is_quoted_in_it_and_said_so(
    added: Added, answer_id: str, langs: tuple[Lang, ...], quote: str
) -> None:
    for lang in langs:
        reply = added.speaker.answer(answer_id, lang)
        assert reply is not None
        said, quoted = reply.text.split("\n")
        assert said == added.speaker.sentence("report_other_language", lang)
        assert (quoted, reply.speech, reply.lang) == (quote, said, lang)
        assert reply.source is not None
        assert reply.source.section in ("Kites", "紙船")


@pytest.mark.parametrize(
    ("question", "answer_id"),
    [("kites flown from Quay 9", "sample-english-01"), ("夏天紙船漂流", "sample-chinese-01")],
)
def test_each_is_found_in_its_own_language(added: Added, question: str, answer_id: str) -> None:
    assert added.found(question) == answer_id


def test_its_own_language_is_quoted_as_it_stands(added: Added) -> None:
    english = added.speaker.answer("sample-english-01", "en")
    assert english is not None
    assert english.text == "The report says: “Forty kites were flown from Quay 9 in the spring.”"
    chinese = added.speaker.answer("sample-chinese-01", "zh-Hans")
    assert chinese is not None
    assert chinese.text == "报告原文：「夏天有七只纸船沿河漂流到海港。」"


def test_a_rendering_of_our_own_is_marked_unofficial(added: Added, pool: FileStore, tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/content.db")
    text = Text(en="Forty kites were flown.", zh="放了四十隻風箏。")
    ReportTable(database).save(report_of({**FIELDS, "id": "own", "text": text, "unofficial": "zh"}), "ann")
    speaker = Speaker(DatabaseStore(FaqTable(database), pool))
    chinese, english = (speaker.answer("own-01", lang) for lang in ("zh-Hant", "en"))
    assert chinese is not None
    assert english is not None
    assert chinese.source is not None
    assert english.source is not None
    assert "非官方" in chinese.text
    assert "非官方" in chinese.source.title
    assert english.source.title == "Sample Report 2019"


@pytest.mark.parametrize("lang", LANGS)
def test_passages_of_one_section_have_titles_of_their_own(added: Added, lang: Lang) -> None:
    ids = [text.answer_id for text in indexed_texts(added.store) if text.answer_id.startswith("sample-2019-")]
    titles = [added.speaker.title(id_, lang) for id_ in dict.fromkeys(ids)]
    assert len(set(titles)) == len(titles) > 3


def test_a_list_is_spoken_without_its_bullets(added: Added) -> None:
    replies = [added.speaker.answer(f"sample-2019-{number:02}", "en") for number in range(1, 6)]
    (listed,) = [reply for reply in replies if reply and "• the lantern at Quay 7" in reply.text]
    assert "•" not in listed.speech
    assert "the lantern at Quay 7" in listed.speech
