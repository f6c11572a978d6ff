"""What stands around a draft: near FAQs, and who would take whose questions."""

import msgspec

from knowledge.content import Bilingual, Faq, Wordings
from knowledge.drafting import Written
from knowledge.neighbours import ByWords, Text, around
from tests.knowledge.faqs import faq


def pool(id_: str, en: str, zh: str, *variants: str) -> Faq:
    return msgspec.structs.replace(
        faq(id_), question=Bilingual(en=en, zh=zh), variants=Wordings(en=list(variants), zh=[])
    )


LOCKER = pool("locker", "How much is a locker?", "儲物櫃幾多錢？", "price of a large locker", "do lockers cost money")
TOWEL = pool("towel", "May I borrow a towel?", "可以借毛巾嗎？")
FAQS = [LOCKER, TOWEL]
FINDER = ByWords.of(FAQS)


def test_near_ones_are_found_in_each_language() -> None:
    found = around(
        Written({"question.en": "May I borrow one towel?", "question.zh": "儲物柜要幾多錢"}), None, FAQS, FINDER
    )
    assert [one.faq.id for one in found.near["en"]] == ["towel"]
    assert [one.faq.id for one in found.near["zh"]] == ["locker"]
    assert 0.55 <= found.near["en"][0].likeness < 1


def test_another_matter_has_none() -> None:
    assert around(Written({"question.en": "When does the sauna open?"}), None, FAQS, FINDER).empty
    assert around(Written({}), None, FAQS, FINDER).empty


def test_a_change_is_no_neighbour_of_itself() -> None:
    draft = Written({"question.en": LOCKER.question.en, "question.zh": LOCKER.question.zh})
    found = around(draft, "locker", FAQS, FINDER)
    assert not any(found.near.values())
    assert not found.published


def test_a_draft_takes_a_wording_that_is_nearer_to_it() -> None:
    draft = Written({"question.en": "What is the price of a large locker", "variants.en": "price for a large locker"})
    found = around(draft, None, FAQS, FINDER)
    assert ("price of a large locker", "locker") in [(theft.wording, theft.faq.id) for theft in found.takes]


def test_a_wording_that_leads_elsewhere_is_named() -> None:
    draft = Written({"question.en": "When does the sauna open?", "variants.en": "may I borrow a big towel"})
    found = around(draft, None, FAQS, FINDER)
    assert [(theft.wording, theft.faq.id) for theft in found.loses] == [("may I borrow a big towel", "towel")]


def test_the_very_words_are_named_once() -> None:
    found = around(Written({"variants.en": "may i borrow a TOWEL"}), None, FAQS, FINDER)
    assert [(theft.wording, theft.faq.id) for theft in found.published] == [("may i borrow a TOWEL", "towel")]
    assert not found.loses


def test_more_than_anybody_asks_is_not_compared() -> None:
    huge = Written({"question.en": "locker " * 5_000, "variants.zh": "毛巾\n" * 5_000, "answer.zh": "毛巾" * 10_000})
    assert around(huge, None, FAQS, FINDER).near["en"] is not None


def test_trying_leaves_the_finder_as_it_was() -> None:
    before = FINDER.find("price of a large locker")
    FINDER.trying("locker", [])
    FINDER.trying("", [Text("", "en", "price of a large locker")])
    assert FINDER.find("price of a large locker") == before
    assert {found.answer_id for found in FINDER.trying("locker", []).find("price of a large locker")} == {"towel"}
