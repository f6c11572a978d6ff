"""Dates as exact as they are given: when an FAQ is told, and when it is due."""

import datetime
from typing import Any

import msgspec
import pytest

from knowledge.content import Faq
from knowledge.hong_kong import today
from knowledge.opening_hours import HONG_KONG
from knowledge.validity import Due, due, ends, first_day, in_force, last_day, starts
from tests.knowledge.faqs import faq


def dated(**dates: Any) -> Faq:
    return msgspec.structs.replace(faq("adult"), **dates)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2026-06-11", "2026-06-11", "2026-06-11"),
        ("2026-06", "2026-06-01", "2026-06-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
    ],
)
def test_a_date_has_a_first_and_a_last_day(date: str, first: str, last: str) -> None:
    assert (first_day(date), last_day(date)) == (day(first), day(last))


@pytest.mark.parametrize(
    ("dates", "told", "not_told"),
    [
        ({}, ["0001-01-01", "9999-12-31"], []),
        ({"effective_from": "2026-06-11"}, ["2026-06-11"], ["2026-06-10"]),
        ({"effective_from": "2026-06"}, ["2026-06-01"], ["2026-05-31"]),
        ({"effective_from": "2026"}, ["2026-01-01"], ["2025-12-31"]),
        ({"expires_on": "2026-06-11"}, ["2026-06-10"], ["2026-06-11"]),
        ({"expires_on": "2026-06"}, ["2026-06-30"], ["2026-07-01"]),
        ({"expires_on": "2026"}, ["2026-12-31"], ["2027-01-01"]),
        ({"effective_from": "2026-06", "expires_on": "2026-06"}, ["2026-06-01", "2026-06-30"], ["2026-05-31"]),
        ({"effective_from": "2026-06-11", "expires_on": "2026-06-11"}, [], ["2026-06-10", "2026-06-11"]),
    ],
)
def test_an_faq_is_told_from_its_first_day_until_it_is_over(
    dates: dict[str, str], told: list[str], not_told: list[str]
) -> None:
    one = dated(**dates)
    assert [text for text in told if not in_force(one, day(text))] == []
    assert [text for text in not_told if in_force(one, day(text))] == []


def test_its_ends_are_named() -> None:
    assert (starts(dated()), ends(dated())) == (None, None)
    assert (starts(dated(effective_from="2026-06")), ends(dated(expires_on="2026"))) == (
        day("2026-06-01"),
        day("2027-01-01"),
    )
    assert ends(dated(expires_on="9999")) == datetime.date.max


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({}, None),
        ({"review_by": "2026-07-12"}, None),
        ({"review_by": "2026-07-11"}, Due("review", day("2026-07-11"), over=False)),
        ({"review_by": "2026-06-11"}, Due("review", day("2026-06-11"), over=False)),
        ({"review_by": "2026-06-10"}, Due("review", day("2026-06-10"), over=True)),
        ({"review_by": "2026-06"}, Due("review", day("2026-06-30"), over=False)),
        ({"review_by": "2026"}, None),
        ({"review_by": "2025"}, Due("review", day("2025-12-31"), over=True)),
        ({"expires_on": "2026-07-12"}, None),
        ({"expires_on": "2026-06"}, Due("expiry", day("2026-07-01"), over=False)),
        ({"expires_on": "2026-06-11"}, Due("expiry", day("2026-06-11"), over=True)),
        ({"expires_on": "2026-05"}, Due("expiry", day("2026-06-01"), over=True)),
        ({"expires_on": "2026-06-20", "review_by": "2026-06-15"}, Due("review", day("2026-06-15"), over=False)),
        ({"expires_on": "2026-06-20", "review_by": "2027"}, Due("expiry", day("2026-06-20"), over=False)),
        ({"effective_from": "2027"}, None),
    ],
)
def test_what_is_due_on_11_june(dates: dict[str, str], expected: Due | None) -> None:
    assert due(dated(**dates), day("2026-06-11")) == expected


def test_today_is_hong_kongs() -> None:
    before = datetime.datetime.now(HONG_KONG).date()
    assert before <= today() <= datetime.datetime.now(HONG_KONG).date()
