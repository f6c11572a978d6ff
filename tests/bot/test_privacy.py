"""Personal data is masked, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.privacy import Masker, is_hkid
from bot.questions import DEVELOPMENT, EVALUATION, read_questions
from knowledge.passages import cut
from knowledge.speaker import CHOOSE
from knowledge.store import FileStore

MASKER = Masker({"2824 6111", "2598 0888", "1868", "999"})


@pytest.mark.parametrize(
    ("prefix", "digits", "check"),
    [("A", "123456", "3"), ("a", "123456", "3"), ("G", "123456", "A"), ("AB", "987654", "3"), ("C", "668668", "E")],
)
def test_check_digit_of_the_identity_card(prefix: str, digits: str, check: str) -> None:
    assert is_hkid(prefix, digits, check) is (check != "E")


@settings(deadline=None)
@given(st.from_regex(r"[A-Z]{1,2}", fullmatch=True), st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_exactly_one_check_digit_is_right(prefix: str, digits: str) -> None:
    assert sum(is_hkid(prefix, digits, check) for check in "0123456789A") == 1


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("write to tai.man+visa@example.com.hk, thanks", "write to [email], thanks"),
        ("電郵是tai@example.com，多謝", "電郵是[email]，多謝"),
        ("續領護照要幾耐，答覆請電郵至tai@example.com多謝", "續領護照要幾耐，答覆請電郵至[email]多謝"),
        ("HKID A123456(3)", "HKID [HKID]"),
        ("my id is a1234563", "my id is [HKID]"),
        ("我的身份證A123456(3)呀", "我的身份證[HKID]呀"),
        ("A 123456 (3)", "[HKID]"),
        ("Ａ１２３４５６（３）", "[HKID]"),
        ("G123456(A)", "[HKID]"),
        ("card 4111 1111 1111 1111.", "card [card]."),
        ("4111-1111-1111-1111", "[card]"),
        ("call me at 9123 4567", "call me at [phone]"),
        ("電話91234567", "電話[phone]"),
        ("電話９１２３４５６７", "電話[phone]"),
        ("(852) 9123-4567", "[phone]"),
        ("+86 138 0013 8000", "[phone]"),
        ("+44 20 7946 0958", "[phone]"),
        ("62345678,92345678", "[phone],[phone]"),
        ("passport K12345678", "passport [passport]"),
        ("護照號碼KJ0123456", "護照號碼[passport]"),
        ("C12345678 / H12345678", "[passport] / [passport]"),
        ("身份證A123456(3)電話91234567電郵a@b.co", "身份證[HKID]電話[phone]電郵[email]"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert MASKER.mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "How do I renew my passport?",
        "call 2824 6111 or +852 2824 6111 or 28246111 or 2824-6111",
        "致電2598 0888預約，或(852) 1868、999",
        "A123456(4)",  # no such identity card: wrong check digit
        "HK$1,300 on 8 September 2025, 11:30",
        "2025-09-08, 8/9/2025, 20250908, 2015–2019",
        "forms ROP 145, ID 1003A, ID 988B and MR1(S)",
        "4111 1111 1111 1112",  # no such card
        "12,345,678 people",
        "2025年9月8日上午8時45分",
    ],
)
def test_anything_else_stays(text: str) -> None:
    assert MASKER.mask(text) == text


def test_a_public_number_in_company_of_a_private_one() -> None:
    assert MASKER.mask("I called 2824 6111 from 9123 4567") == "I called 2824 6111 from [phone]"


def test_without_public_numbers_all_telephones_are_masked() -> None:
    assert Masker(set()).mask("2824 6111") == "[phone]"


@pytest.mark.parametrize(
    "text",
    ["A123456(3), 9123 4567, a@b.co, K12345678, 4111 1111 1111 1111", "身份證A123456(3)電話91234567", "no data"],
)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = MASKER.mask(text)
    assert MASKER.mask(once) == once


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_masked(text: str) -> None:
    assert isinstance(MASKER.mask(text), str)


def test_what_the_buttons_send_is_never_masked() -> None:
    store = FileStore()
    ids = [faq.id for faq in store.faqs()] + [passage.id for report in store.reports() for passage in cut(report)]
    payloads = [CHOOSE.format(id_) for id_ in ids]
    assert [payload for payload in payloads if MASKER.mask(payload) != payload] == []


def test_ordinary_questions_are_never_masked() -> None:
    texts = [question.text for path in (*EVALUATION, DEVELOPMENT) for question in read_questions(path)]
    assert [text for text in texts if MASKER.mask(text) != text] == []
