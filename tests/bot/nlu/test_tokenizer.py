"""The tokenizer as a component of Rasa's pipeline."""

from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.tokenizer import AmbassadorTokenizer

TEXTS = {
    "English": ("How do I renew my passport?", ["How", "do", "I", "renew", "my", "passport"]),
    "Chinese": ("怎樣換領護照？", ["怎樣", "換領", "護照"]),
    "mixed": ("我想renew護照", ["我", "想", "renew", "護照"]),
    "name": ("e-道 e-Visa", ["e-道", "e-Visa"]),
    "number": ("Call 2824 6111!", ["Call", "2824 6111"]),
    "emoji between": ("passport 😀 護照", ["passport", "護照"]),
    "full width": ("Ｐａｓｓｐｏｒｔ 費用", ["Ｐａｓｓｐｏｒｔ", "費用"]),
}


def tokens_of(text: str) -> list[Any]:
    component = AmbassadorTokenizer(AmbassadorTokenizer.get_default_config())
    return list(component.tokenize(Message({TEXT: text}), TEXT))


@pytest.mark.parametrize(("text", "words"), TEXTS.values(), ids=TEXTS)
async def test_the_loaded_model_cuts_a_text_into_its_words(agent: Agent, text: str, words: list[str]) -> None:
    parsed = await agent.parse_message(text)
    assert [text[start:end] for start, end in parsed["text_tokens"]] == words


@pytest.mark.parametrize(("text", "words"), TEXTS.values(), ids=TEXTS)
def test_every_token_lies_where_it_says(text: str, words: list[str]) -> None:
    tokens = tokens_of(text)
    assert [token.text for token in tokens] == words
    assert [text[token.start : token.end] for token in tokens] == words


@pytest.mark.parametrize(
    "same",
    [
        ("e-Visa", "E visa", "evisa"),
        ("applying", "applied", "Apply"),
        ("護照", "护照"),
        ("e-道", "E道"),
    ],
    ids=str,
)
def test_spellings_of_one_word_share_a_lemma(same: tuple[str, ...]) -> None:
    lemmas = [[token.lemma for token in tokens_of(text)] for text in same]
    assert [len(lemma) for lemma in lemmas] == [1] * len(same)
    assert len({lemma[0] for lemma in lemmas}) == 1


@pytest.mark.parametrize("text", ["???", "😀", " ", "…"])
def test_a_text_without_a_word_is_one_token(text: str) -> None:
    assert [token.text for token in tokens_of(text)] == [text]


@pytest.mark.parametrize(
    "text", ["???", "😀", "\u200b", "\x00", "x" * 2000, "護" * 2000], ids=lambda text: ascii(text)[:20]
)
async def test_any_text_is_parsed(agent: Agent, text: str) -> None:
    parsed = await agent.parse_message(text)
    assert parsed["intent"]["name"]
