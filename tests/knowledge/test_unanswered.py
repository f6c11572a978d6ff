"""Questions that ask the same come together, in either language; what matters most comes first."""

import datetime
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge import unanswered
from knowledge.database.enquiries import Unanswered
from knowledge.encoder.loading import Encoder, load_encoder
from knowledge.unanswered import HALF_LIFE, Encode, Group, folded, groups
from tests.knowledge.enquiries import AT, enquiry

MEANINGS = {"dog": 0, "狗": 0, "rain": 1, "雨": 1, "fine": 2}


def encode(texts: list[str]) -> NDArray[np.float32]:
    """One direction a meaning; none where no word is known."""
    vectors = np.zeros((len(texts), 3), np.float32)
    for row, text in zip(vectors, texts, strict=True):
        for word, meaning in MEANINGS.items():
            row[meaning] = max(row[meaning], float(word in text))
    return vectors


def asked(event: int, text: str, *, unhelpful: bool = False, **other: Any) -> Unanswered:
    conversation = other.pop("conversation", f"c{event}")
    return Unanswered(enquiry(event, text=text, conversation=conversation, **other), unhelpful)


def texts(found: list[Group]) -> list[set[str]]:
    return [{member.enquiry.text for member in group.members} for group in found]


def test_both_languages_of_one_question_are_one_group() -> None:
    found = groups([asked(1, "My dog?"), asked(2, "Will it rain?"), asked(3, "帶狗")], encode, AT)
    assert texts(found) == [{"My dog?", "帶狗"}, {"Will it rain?"}]


@pytest.mark.parametrize("by", [encode, None])
def test_spellings_of_one_wording_are_one(by: Encode | None) -> None:
    many = [asked(1, "隻 狗？"), asked(2, "只 狗"), asked(3, "ＭＹ  dog"), asked(4, "my dog?"), asked(5, "My dog!")]
    found = groups(many, by, AT)
    wordings = {wording.text: wording.events for group in found for wording in group.wordings}
    assert wordings == {"My dog!": (5, 4, 3), "只 狗": (2, 1)}
    assert len(found) == (1 if by else 2)


def test_without_an_encoder_only_the_same_words_come_together() -> None:
    found = groups([asked(1, "My dog?"), asked(2, "帶狗"), asked(3, "my dog")], None, AT)
    assert texts(found) == [{"My dog?", "my dog"}, {"帶狗"}]


def test_words_that_the_encoder_does_not_know_stay_alone() -> None:
    found = groups([asked(1, "xyzzy"), asked(2, "plugh"), asked(3, "dog"), asked(4, "狗")], encode, AT)
    assert texts(found) == [{"dog", "狗"}, {"plugh"}, {"xyzzy"}]


@pytest.mark.parametrize("many", [[], ["dog"], ["xyzzy"]])
def test_few_are_no_trouble(many: list[str]) -> None:
    assert texts(groups([asked(n, text) for n, text in enumerate(many)], encode, AT)) == [{text} for text in many]


def test_old_wordings_beyond_the_limit_are_still_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unanswered, "MOST_WORDINGS", 2)
    found = groups([asked(1, "狗"), asked(2, "a dog"), asked(3, "dog")], encode, AT)
    assert texts(found) == [{"dog", "a dog"}, {"狗"}]


def test_many_people_come_before_one_who_asks_often() -> None:
    one = [asked(n, "rain", conversation="me") for n in range(10, 20)]
    assert texts(groups([*one, asked(1, "dog"), asked(2, "狗")], encode, AT)) == [{"dog", "狗"}, {"rain"}]


def test_recent_questions_come_before_old_ones() -> None:
    long_ago = AT - 2 * HALF_LIFE
    old = [asked(n, "rain", at=long_ago) for n in (1, 2, 3)]
    assert texts(groups([*old, asked(9, "dog", at=AT)], encode, AT)) == [{"dog"}, {"rain"}]
    assert texts(groups([*old, asked(4, "dog", at=long_ago)], encode, AT))[0] == {"rain"}


def test_what_did_not_help_weighs_more() -> None:
    plain, unhelpful = asked(9, "dog"), asked(1, "rain", kind="answer", unhelpful=True)
    assert texts(groups([plain, unhelpful], encode, AT)) == [{"rain"}, {"dog"}]


def test_a_group_says_what_happened() -> None:
    later = AT + datetime.timedelta(days=3)
    told: dict[str, Any] = {"kind": "answer", "answer_id": "lost"}
    many = [
        asked(1, "dog"),
        asked(2, "dog", conversation="c1", **told),
        asked(3, "狗", at=later, lang="zh-Hant", **told),
    ]
    [group] = groups([*many, asked(4, "dog", kind="choices", conversation="c3", unhelpful=True)], encode, AT)
    assert (group.people, group.events, group.first, group.last) == (2, [4, 3, 2, 1], AT, later)
    assert (group.kinds, group.unhelpful, group.answers) == ({"fallback": 1, "answer": 2, "choices": 1}, 1, ["lost"])
    assert [(wording.text, wording.lang) for wording in group.wordings] == [("dog", "en"), ("狗", "zh-Hant")]


@pytest.fixture(scope="module")
def base() -> Encoder:
    return load_encoder("knowledge/encoder/base")


def test_the_real_encoder_brings_both_languages_together(base: Encoder) -> None:
    dogs = ["Can I bring my dog to Hong Kong?", "可以帶狗入境香港嗎？", "我想帶隻狗嚟香港得唔得", "可以带狗来香港吗"]
    rain = [
        "Is it going to rain on Lantau this weekend?",
        "明天會否下雨？我打算到西貢露營。",
        "今天會下雨嗎？需要帶傘嗎？",
    ]
    fines = ["亂拋垃圾罰幾多錢？", "How much is the fine for littering?"]
    many = [asked(number, text) for number, text in enumerate([*dogs, *rain, *fines])]
    assert texts(groups(many, base.encode, AT)) == [set(dogs), set(rain), set(fines)]


def test_folding_keeps_what_was_asked() -> None:
    assert folded("  What  IS it？ ") == "what is it"
    assert folded("???") == ""
