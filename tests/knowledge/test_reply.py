"""A reply and its wire form, as in docs/protocol.md."""

import pytest

from knowledge.reply import Button, Reply, ReplySource, in_language
from language.detect import Lang

KEYS = {"text", "kind", "topic", "answer_id", "lang", "confidence", "source", "buttons", "speech"}


def test_a_bare_reply_has_every_key() -> None:
    wire = Reply("Hello", "smalltalk", "en").to_json()
    assert wire.keys() == KEYS
    assert (wire["topic"], wire["answer_id"], wire["source"], wire["buttons"]) == (None, None, None, [])


def test_a_source_holds_only_what_it_has() -> None:
    bare = Reply("A", "answer", "en", source=ReplySource("GovHK", "2024")).to_json()
    whole = Reply("A", "answer", "en", source=ReplySource("GovHK", "2024", "https://www.gov.hk", "Fees")).to_json()
    assert bare["source"] == {"title": "GovHK", "as_of": "2024"}
    assert whole["source"] == {"title": "GovHK", "as_of": "2024", "url": "https://www.gov.hk", "section": "Fees"}


def test_a_button_holds_only_what_it_has() -> None:
    wire = Reply("A", "choices", "en", buttons=[Button("One", "/one"), Button("Two", "/two", "fees")]).to_json()
    assert wire["buttons"] == [
        {"title": "One", "payload": "/one"},
        {"title": "Two", "payload": "/two", "topic": "fees"},
    ]


def test_the_text_is_spoken_where_nothing_else_is() -> None:
    assert Reply("Hello", "smalltalk", "en").to_json()["speech"] == "Hello"
    assert Reply("Hello", "smalltalk", "en", speech="Hi").to_json()["speech"] == "Hi"


def test_confidence_is_rounded() -> None:
    assert Reply("A", "answer", "en", confidence=0.123456).to_json()["confidence"] == 0.1235


@pytest.mark.parametrize(("lang", "text"), [("en", "Passport"), ("zh-Hant", "護照"), ("zh-Hans", "护照")])
def test_the_text_for_a_reader(lang: Lang, text: str) -> None:
    assert in_language(lang, "Passport", "護照") == text
