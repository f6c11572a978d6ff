"""Documents as marked texts: a sentence a line, repetitions left out, both languages side by side where they go together."""

import pytest

from knowledge.content import Text, TextLang
from knowledge.documents.document import Block, Document
from knowledge.documents.faults import DocumentError
from knowledge.documents.marking import language_of, mark, sentences
from knowledge.documents.preparing import MOST_ID_CHARS, report_id, report_of
from knowledge.documents.reading import read_document
from knowledge.errors import ContentError
from knowledge.marked_text import PASSAGE_CHARS, pair, read_marked
from knowledge.passages import Passage, cut
from knowledge.store import ROOT, FileStore
from tests.knowledge.documents.samples import PAGE, PAGE_ZH


def document(*blocks: Block | str, title: str = "") -> Document:
    return Document(title, tuple(Block(block) if isinstance(block, str) else block for block in blocks))


def passages(text: Text) -> list[Passage]:
    title = {"en": "Sample Report 2019", "zh": "2019年樣本報告"}
    return cut(
        report_of({"id": "sample", "title": title, "url": "https://samples.example", "as_of": "2019", "text": text})
    )


@pytest.mark.parametrize(
    ("paragraph", "lang", "parts"),
    [
        ("One. Two! Three?", "en", ["One.", "Two!", "Three?"]),
        ("Mr. Chan and Dr. Lee came. No. 7 was lit.", "en", ["Mr. Chan and Dr. Lee came.", "No. 7 was lit."]),
        ("It was plan B. Everybody knew.", "en", ["It was plan B. Everybody knew."]),  # better joined than cut
        ("一。二！三？", "zh", ["一。", "二！", "三？"]),
        ("他說：「好。」然後走了；再見。", "zh", ["他說：「好。」", "然後走了；", "再見。"]),
        ("他問：「好嗎？」（好。）", "zh", ["他問：「好嗎？」", "（好。）"]),
        ("沒有句號", "zh", ["沒有句號"]),
    ],
)
def test_sentences(paragraph: str, lang: TextLang, parts: list[str]) -> None:
    assert sentences(paragraph, lang) == parts


def test_a_marked_text_has_a_sentence_a_line() -> None:
    marked = mark(
        [document(Block("Lanterns", 1), "They are green. All of them:\n• one\n• two", Block("End", 3), "# No.")]
    )
    assert marked.text.en == "# Lanterns\n\nThey are green.\nAll of them:\n• one\n• two\n\n### End\n\nNo."
    assert marked.text.zh == ""
    assert [(part.heading, part.lines) for part in read_marked(marked.text.en)] == [
        (True, ("Lanterns",)),
        (False, ("They are green.", "All of them:", "• one", "• two")),
        (True, ("End",)),
        (False, ("No.",)),
    ]


def test_what_was_said_before_is_left_out_and_told() -> None:
    marked = mark(
        [document("A caption.", "A caption.", "• Others\n• Others", "相片", "Words. A caption.", Block("Menu", 2))]
    )
    assert marked.text.en == "A caption.\n\n• Others\n• Others\n\nWords."
    assert marked.left_out == ("A caption.", "相片", "Menu")


def test_simplified_is_kept_as_traditional() -> None:
    marked = mark([document("河边的灯笼是绿色的。")])
    assert (marked.text.zh, marked.converted) == ("河邊的燈籠是綠色的。", True)


@pytest.mark.parametrize(("lang", "kept"), [(None, "en"), ("en", "en"), ("zh", "zh")])
def test_the_language_is_told_by_the_letters_unless_it_is_given(lang: TextLang | None, kept: str) -> None:
    marked = mark([document("Words and words. 字。")], lang)
    assert bool(marked.text.en) is (kept == "en")
    assert bool(marked.text.zh) is (kept == "zh")


def test_two_of_one_language_are_refused() -> None:
    with pytest.raises(DocumentError) as error:
        mark([document("One."), document("Two.")])
    assert error.value.fault == "one_language"


def test_headings_alone_are_refused() -> None:
    with pytest.raises(DocumentError) as error:
        mark([document(Block("Only a heading", 1))])
    assert error.value.fault == "no_sentence"


def test_both_languages_go_together_in_any_order() -> None:
    en, zh = read_document("a.html", PAGE), read_document("b.html", PAGE_ZH)
    assert mark([en, zh]).text == mark([zh, en]).text
    cuts = passages(mark([en, zh]).text)
    assert all(passage.sentences[0].langs == ("en", "zh") for passage in cuts)
    assert (cuts[0].section.en, cuts[0].section.zh) == ("Purple lanterns", "紫色燈籠")
    assert (cuts[-1].quote("en"), cuts[-1].quote("zh")) == (
        "Visitors from afar borrowed 310 umbrellas. All of them came back dry.",
        "遠方的訪客借用了310把雨傘。所有雨傘歸還時都是乾的。",
    )
    assert cuts[2].quote("en") == "The following were repaired:\n• the lantern at Quay 7\n• the lantern at Quay 9"
    assert cuts[2].quote("zh") == "以下燈籠已經維修：\n• 七號碼頭的燈籠\n• 九號碼頭的燈籠"


def test_one_language_is_quoted_in_it() -> None:
    (only,) = passages(Text(zh="# 燈籠\n\n燈籠是綠色的。\n沒有人點亮。"))
    assert only.quote("en") == only.quote("zh") == "燈籠是綠色的。沒有人點亮。"
    assert (only.best("en"), only.best("zh"), only.section) == ("zh", "zh", Text(zh="燈籠"))


def test_a_paragraph_that_is_one_passage_is_paired_whole() -> None:
    ((block,),) = [pair(Text(en="One.\nTwo.", zh="一和二。"))]
    assert list(block.sentences) == [Text(en="One. Two.", zh="一和二。")]


def test_a_long_paragraph_whose_sentences_differ_in_number_stays_apart() -> None:
    long = "L" + "o" * PASSAGE_CHARS + "ng."
    cuts = passages(Text(en=f"{long}\nShort.", zh="長。"))
    assert [p.sentences[0].langs for p in cuts] == [("en",), ("en",), ("zh",)]


def test_a_section_whose_paragraphs_differ_in_number_stays_apart_and_others_do_not() -> None:
    en, zh = "# A\n\nOne.\n\nTwo.\n\n# B\n\nThree.", "# 甲\n\n一。\n\n# 乙\n\n三。"
    assert [(p.section.en, p.section.zh, p.sentences[0].langs) for p in passages(Text(en=en, zh=zh))] == [
        ("A", "甲", ("en",)),
        ("A", "甲", ("en",)),
        ("A", "甲", ("zh",)),
        ("B", "乙", ("en", "zh")),
    ]


def test_texts_of_different_sections_stay_apart() -> None:
    cuts = passages(Text(en="# A\n\nOne.\n\n# B\n\nTwo.", zh="一。\n\n二。"))
    assert [(p.section.en, p.section.zh, p.sentences[0].langs) for p in cuts] == [
        ("A", "", ("en",)),
        ("B", "", ("en",)),
        ("Sample Report 2019", "2019年樣本報告", ("zh",)),
        ("Sample Report 2019", "2019年樣本報告", ("zh",)),
    ]


def test_a_chinese_passage_is_as_long_as_an_english_one() -> None:
    sentence = "燈" * 60 + "。"
    assert [len(p.sentences) for p in passages(Text(zh="\n".join([sentence] * 5)))] == [2, 2, 1]


def test_the_real_report_read_as_a_web_page_has_the_same_sections_and_words() -> None:
    """A page made of the report's text, with a menu around it."""
    (real,) = FileStore().reports()
    names = {section.en for section in (passage.section for passage in cut(real))}
    text = (ROOT / "reports" / "directors_message_2021.en.txt").read_text(encoding="utf-8")
    made = [
        f"<h2>{block}</h2>" if block.strip() in names else f"<p>{block}</p>" for block in text.strip().split("\n\n")
    ]
    page = f"<nav><a href='/'>Home</a></nav><div class='body'>{''.join(made)}</div><footer>Contact us</footer>"
    marked = mark([read_document("report.html", page.encode())])
    cuts = passages(marked.text)
    assert list(dict.fromkeys(p.section.en for p in cuts)) == list(dict.fromkeys(p.section.en for p in cut(real)))
    said = [sentence.text.en for passage in cuts for sentence in passage.sentences]
    assert said == [sentence.text.en for passage in cut(real) for sentence in passage.sentences]


def test_the_real_report_read_from_its_two_texts_is_paired_everywhere() -> None:
    files = [ROOT / "reports" / f"directors_message_2021.{lang}.txt" for lang in ("en", "zh")]
    cuts = passages(mark([read_document(file.name, file.read_bytes()) for file in files]).text)
    (real,) = FileStore().reports()
    assert [(s.text.en, s.text.zh) for p in cuts for s in p.sentences] == [
        (s.text.en, s.text.zh) for p in cut(real) for s in p.sentences
    ]


def test_language_of_a_text() -> None:
    assert language_of("樣本部 Department of 年報") == "zh"
    assert language_of("The department 樣本 of samples") == "en"


@pytest.mark.parametrize(
    ("title", "id_"),
    [("Sample Report 2019", "sample-report-2019"), ("  A/B -- C's  ", "a-b-c-s"), ("報告", ""), ("word " * 60, None)],
)
def test_an_id_is_made_of_the_title(title: str, id_: str | None) -> None:
    made = report_id(title)
    assert made == id_ if id_ is not None else len(made) <= MOST_ID_CHARS


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("id", "A b"), ("id", "x" * 96), ("title", {"en": "A", "zh": " "}), ("url", "javascript:x"), ("url", "")),
        *(("as_of", "2019-13"), ("as_of", "May"), ("text", Text()), ("text", Text(en=" \n"))),
    ],
)
def test_a_report_that_cannot_be_is_refused_by_its_field(field: str, value: object) -> None:
    fields: dict[str, object] = {
        "id": "a",
        "title": {"en": "A", "zh": "甲"},
        "url": "https://a.example",
        "as_of": "2019",
    }
    assert report_of({**fields, "text": Text(en="One.")})
    with pytest.raises(ContentError, match=field):
        report_of({**fields, "text": Text(en="One."), field: value})
