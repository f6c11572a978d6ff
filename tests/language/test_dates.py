"""A day out of what people write, seen from one day."""

import datetime

import pytest

from language.dates import date_in

TODAY = datetime.date(2026, 11, 23)
"""A Monday."""


def day(iso: str) -> datetime.date:
    return datetime.date.fromisoformat(iso)


@pytest.mark.parametrize(
    ("texts", "date"),
    [
        (["2027-12-05", "5 Dec 2027", "Dec 5, 2027", "December 5th 2027", "5th of December 2027"], "2027-12-05"),
        (["05/12/2026", "5.12.26", "5/12/26", "2026年12月5日", "2026年十二月五號"], "2026-12-05"),
        (["1.3.2025", "2025年3月1日", "1 March 2025"], "2025-03-01"),
        (["２０２７年３月１日", "２０２７-３-１"], "2027-03-01"),
        (["it was issued on 2 Feb 2019, I think", "喺2019年2月2號簽發"], "2019-02-02"),
    ],
)
def test_a_whole_date_stands_as_written(texts: list[str], date: str) -> None:
    assert {text: date_in(text, TODAY) for text in texts} == dict.fromkeys(texts, day(date))


@pytest.mark.parametrize(
    ("texts", "date"),
    [
        (["5 December", "my visa ends 5 dec", "Dec 5th", "the 5th of December", "12月5號", "十二月五日"], "2026-12-05"),
        (["1 March", "March 1st", "3月1日", "三月一號到期"], "2027-03-01"),
        (["23 November", "十一月二十三日"], "2026-11-23"),
        (["22 November", "11月22號"], "2027-11-22"),
        (["三月三十一日", "31 March"], "2027-03-31"),
    ],
)
def test_without_a_year_it_is_the_next_to_come(texts: list[str], date: str) -> None:
    assert {text: date_in(text, TODAY) for text in texts} == dict.fromkeys(texts, day(date))


@pytest.mark.parametrize(
    ("text", "date"),
    [("12月", "2026-12-01"), ("十二月到期", "2026-12-01"), ("3月", "2027-03-01"), ("2027年5月", "2027-05-01")],
)
def test_a_month_is_its_first_day(text: str, date: str) -> None:
    assert date_in(text, TODAY) == day(date)


@pytest.mark.parametrize(
    ("texts", "date"),
    [
        (["today", "it ends today", "今日", "今天到期"], "2026-11-23"),
        (["Tomorrow", "聽日", "明天", "明日"], "2026-11-24"),
        (["yesterday", "琴日", "尋日", "昨天"], "2026-11-22"),
        (["next week", "下星期", "下個禮拜", "下周", "下週"], "2026-11-30"),
        (["last week", "上星期", "上個禮拜", "上周"], "2026-11-16"),
        (["next month", "下個月", "下月"], "2026-12-23"),
        (["last month", "上個月", "上月"], "2026-10-23"),
    ],
)
def test_days_counted_from_today(texts: list[str], date: str) -> None:
    assert {text: date_in(text, TODAY) for text in texts} == dict.fromkeys(texts, day(date))


def test_a_month_from_a_long_one_ends_in_a_short_one() -> None:
    assert date_in("next month", day("2027-01-31")) == day("2027-02-28")
    assert date_in("5 February", day("2027-01-31")) == day("2027-02-05")


@pytest.mark.parametrize(
    "text", ["31 February", "2月31日", "2026-02-30", "13月5日", "0月5日", "31.4.2027", "29 February"]
)
def test_a_day_that_there_is_not_is_none(text: str) -> None:
    assert date_in(text, TODAY) is None


@pytest.mark.parametrize("text", ["29 February 2028", "2028-02-29", "2028年2月29日"])
def test_a_leap_day(text: str) -> None:
    assert date_in(text, TODAY) == day("2028-02-29")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "passport",
        "in three days",
        "16",
        "2824 6111",
        "HK$430",
        "1.1 metres",
        "2/F",
        "我16歲",
        "may I ask",
        "deck 5",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert date_in(text, TODAY) is None


def test_the_first_of_two_dates() -> None:
    assert date_in("from 5 December to 9 December", TODAY) == day("2026-12-05")
    assert date_in("由12月5日到12月9日", TODAY) == day("2026-12-05")


@pytest.mark.parametrize(("text", "date"), [("2026/12/05", "2026-12-05"), ("2027/3/1", "2027-03-01")])
def test_the_year_may_stand_before_a_slash(text: str, date: str) -> None:
    assert date_in(text, TODAY) == day(date)


@pytest.mark.parametrize("text", ["March 2027", "Mar 2027"])
def test_a_year_after_a_month_is_no_day(text: str) -> None:
    assert date_in(text, TODAY) in (None, day("2027-03-01"))
