"""Open or closed, at given moments of Hong Kong time; and the shipped hours, held to docs/facts.md."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.errors import ContentError
from knowledge.opening_hours import FILE, HONG_KONG, OpeningHours, Place
from language.detect import LANGS, Lang
from tests.knowledge.facts import all_facts, details, facts_for, plain_address

HOURS = OpeningHours.load()
HOTLINE = "enquiry_hotline"
ROUND_THE_CLOCK = "assistance_hotline"
each_place = pytest.mark.parametrize("place", HOURS.places.values(), ids=list(HOURS.places))


def hk(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=HONG_KONG)


@pytest.mark.parametrize(
    ("at", "until", "next_opening"),
    [
        pytest.param("2026-11-23 08:44:59", None, "2026-11-23 08:45", id="the second before it opens"),
        pytest.param("2026-11-23 08:45", "2026-11-23 17:15", None, id="as it opens"),
        pytest.param("2026-11-23 17:14:59", "2026-11-23 17:15", None, id="the second before it closes"),
        pytest.param("2026-11-23 17:15", None, "2026-11-24 08:45", id="as it closes"),
        pytest.param("2026-11-21 11:59", "2026-11-21 12:00", None, id="Saturday before noon"),
        pytest.param("2026-11-21 12:00", None, "2026-11-23 08:45", id="Saturday noon"),
        pytest.param("2026-11-22 10:00", None, "2026-11-23 08:45", id="Sunday"),
        pytest.param("2026-10-01 10:00", None, "2026-10-02 08:45", id="National Day, a Thursday"),
        pytest.param("2026-09-26 10:00", None, "2026-09-28 08:45", id="a Saturday holiday, then Sunday"),
        pytest.param("2026-10-17 12:00", None, "2026-10-20 08:45", id="Sunday, then the day for a Sunday festival"),
        pytest.param("2026-02-16 17:15", None, "2026-02-20 08:45", id="Lunar New Year"),
        pytest.param("2027-02-05 17:15", None, "2027-02-10 08:45", id="Lunar New Year with its fourth day"),
        pytest.param("2026-04-02 17:15", None, "2026-04-08 08:45", id="Easter and Ching Ming, five days closed"),
        pytest.param("2026-12-31 17:15", None, "2027-01-02 09:00", id="New Year"),
    ],
)
def test_when_the_hotline_is_answered(at: str, until: str | None, next_opening: str | None) -> None:
    state = HOURS.state(HOTLINE, hk(at))
    assert state.open is (until is not None)
    assert state.until == (hk(until) if until else None)
    assert state.next_opening == (hk(next_opening) if next_opening else None)


@pytest.mark.parametrize("at", ["2026-11-22 23:59:59", "2026-11-23 00:00", "2026-02-17 03:00"])
def test_what_never_closes(at: str) -> None:
    state = HOURS.state(ROUND_THE_CLOCK, hk(at))
    assert (state.open, state.until, state.next_opening) == (True, None, None)


def test_closing_at_midnight() -> None:
    assert HOURS.state("lo_wu", hk("2026-11-23 23:59")).until == hk("2026-11-24 00:00")
    assert HOURS.state("lo_wu", hk("2026-11-24 00:00")).next_opening == hk("2026-11-24 06:30")


def test_a_lunch_break() -> None:
    assert HOURS.state("kowloon_joint_office", hk("2026-11-23 13:00")).next_opening == hk("2026-11-23 14:00")


def test_hours_of_their_own_on_sundays_and_holidays() -> None:
    for day in ("2026-11-22", "2026-10-01"):
        state = HOURS.state("general_register_office", hk(f"{day} 10:00"))
        assert state.until == hk(f"{day} 12:30")


def test_a_moment_of_any_time_zone() -> None:
    at = datetime(2026, 11, 23, 0, 45, tzinfo=UTC)
    assert HOURS.state(HOTLINE, at).open
    assert not HOURS.state(HOTLINE, at - timedelta(seconds=1)).open
    assert "5:15 pm today" in HOURS.say(HOTLINE, "en", at)
    sunday_there = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert HOURS.state(HOTLINE, sunday_there).next_opening == hk("2026-11-23 08:45")
    assert "8:45 am today" in HOURS.say(HOTLINE, "en", sunday_there)
    with pytest.raises(ValueError, match="time zone"):
        HOURS.state(HOTLINE, datetime(2026, 11, 23, 10))


@pytest.mark.parametrize(
    ("place", "at", "lang", "said"),
    [
        (HOTLINE, "2026-11-23 10:00", "en", "The enquiry hotline 2824 6111 is open now, until 5:15 pm today."),
        (HOTLINE, "2026-11-23 10:00", "zh-Hant", "查詢熱線2824 6111現正開放，至今天下午5時15分為止。"),
        (HOTLINE, "2026-11-23 10:00", "zh-Hans", "查询热线2824 6111现正开放，至今天下午5时15分为止。"),
        (HOTLINE, "2026-11-21 10:00", "en", "The enquiry hotline 2824 6111 is open now, until 12 noon today."),
        (HOTLINE, "2026-11-21 10:00", "zh-Hant", "查詢熱線2824 6111現正開放，至今天正午12時為止。"),
        (
            HOTLINE,
            "2026-11-21 12:00",
            "en",
            "The enquiry hotline 2824 6111 is closed now and opens again at 8:45 am on Monday 23 November.",
        ),
        (
            HOTLINE,
            "2026-11-21 12:00",
            "zh-Hant",
            "查詢熱線2824 6111現時未開放，將於11月23日星期一上午8時45分再度開放。",
        ),
        (
            HOTLINE,
            "2026-11-20 20:00",
            "en",
            "The enquiry hotline 2824 6111 is closed now and opens again at 9 am tomorrow, Saturday 21 November.",
        ),
        (
            HOTLINE,
            "2026-11-20 20:00",
            "zh-Hant",
            "查詢熱線2824 6111現時未開放，將於明天（11月21日星期六）上午9時再度開放。",
        ),
        (
            HOTLINE,
            "2026-02-17 10:00",
            "en",
            "The enquiry hotline 2824 6111 is closed now and opens again at 8:45 am on Friday 20 February. "
            "Today is a public holiday (Lunar New Year's Day).",
        ),
        (
            HOTLINE,
            "2026-02-17 10:00",
            "zh-Hant",
            "查詢熱線2824 6111現時未開放，將於2月20日星期五上午8時45分再度開放。今天是公眾假期（農曆年初一）。",
        ),
        (
            HOTLINE,
            "2026-02-17 10:00",
            "zh-Hans",
            "查询热线2824 6111现时未开放，将于2月20日星期五上午8时45分再度开放。今天是公众假期（农历年初一）。",
        ),
        (
            ROUND_THE_CLOCK,
            "2026-02-17 10:00",
            "en",
            "The hotline for Hong Kong residents in trouble outside Hong Kong (852) 1868 is open now, 24 hours a day.",
        ),
        (ROUND_THE_CLOCK, "2026-02-17 10:00", "zh-Hant", "在外香港居民求助熱線(852) 1868現正開放，每日24小時服務。"),
        ("man_kam_to", "2026-11-23 21:00", "en", "Man Kam To Control Point is open now, until 10 pm today."),
        ("man_kam_to", "2026-11-23 21:00", "zh-Hant", "文錦渡管制站現正開放，至今天下午10時為止。"),
    ],
)
def test_what_is_said(place: str, at: str, lang: Lang, said: str) -> None:
    assert HOURS.say(place, lang, hk(at)) == said


def test_midnight_belongs_to_the_day_it_ends() -> None:
    assert "until midnight today." in HOURS.say("lo_wu", "en", hk("2026-11-23 23:30"))
    assert "至今天午夜12時為止。" in HOURS.say("lo_wu", "zh-Hant", hk("2026-11-23 23:30"))


@each_place
def test_offices_speak_of_bad_weather_last(place: Place) -> None:
    for lang, cue in zip(LANGS, ("stay closed.", "不再開放。", "不再开放。"), strict=True):
        said = HOURS.say(place.id, lang, hk("2026-11-23 10:00"))
        assert said.endswith(cue) is (place.kind == "office")
        assert "{" not in said


GENERAL_HOLIDAYS = {
    2026: "01-01 02-17 02-18 02-19 04-03 04-04 04-06 04-07 05-01 05-25 06-19 07-01 09-26 10-01 10-19 12-25 12-26",
    2027: "01-01 02-06 02-08 02-09 03-26 03-27 03-29 04-05 05-01 05-13 06-09 07-01 09-16 10-01 10-08 12-25 12-27",
}
"""As gazetted; Sundays apart."""


@pytest.mark.parametrize("year", GENERAL_HOLIDAYS)
def test_the_general_holidays(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    holidays = [f"{day:%m-%d}" for day in days if HOURS.public_holiday(day)]
    assert holidays == GENERAL_HOLIDAYS[year].split()


def test_a_holiday_has_its_name_in_both_languages() -> None:
    holiday = HOURS.public_holiday(date(2026, 4, 7))
    assert holiday
    assert (holiday.en, holiday.zh) == ("day following Easter Monday", "復活節星期一翌日")


def test_no_other_country_is_loaded() -> None:
    program = (
        "import sys; from knowledge.opening_hours import OpeningHours; OpeningHours.load();"
        "print([name for name in sys.modules if name.startswith('holidays.countries')])"
    )
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert loaded.stdout.strip() == "[]"


@each_place
def test_hours_and_numbers_stand_in_the_facts(place: Place) -> None:
    facts = facts_for(place.topic)
    clocks = {clock for spans in place.hours.values() for span in spans for clock in span.split("-")}
    if clocks == {"00:00", "24:00"}:
        assert facts.has_number(24)
    else:
        assert [clock for clock in clocks if not facts.has_time(clock.removeprefix("0"))] == []
    en, zh = (details(HOURS.say(place.id, lang, hk("2026-11-23 10:00"))) for lang in LANGS[:2])
    assert (en.telephones, en.times, en.years) == (zh.telephones, zh.times, zh.years)
    assert [telephone for telephone in en.telephones if not facts.has_telephone(telephone)] == []
    assert [time for time in en.times if not facts.has_time(time)] == []
    assert place.telephone is None or details(place.telephone).telephones <= en.telephones


@each_place
def test_a_source_is_an_official_page_of_the_facts(place: Place) -> None:
    if place.source.url:
        address = plain_address(place.source.url)
        assert re.match(r"([a-z0-9-]+\.)*gov\.hk(/|$)", address)
        assert all_facts().has_address(address)


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ('"08:45-17:15"', '"8:45-17:15"', "regex"),
        ('"08:45-17:15"', '"17:15-08:45"', "in order"),
        ('"08:45-17:15"', '"08:45-13:00", "12:00-17:15"', "in order"),
        ("{mon-fri: [", "{fri-mon: [", "runs backwards"),
        ("{mon-fri: [", "{weekdays: [", "regex"),
        ('{mon-fri: ["08:45-17:15"], sat: ["09:00-12:00"]}', "{}", "at least one day"),
        ("id: lo_wu", "id: airport", "twice"),
        ("places:", "plaices:", "plaices"),
        ("places:", "places: [", "opening_hours.yml"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, good: str, bad: str, message: str) -> None:
    path = tmp_path / FILE.name
    path.write_text(FILE.read_text(encoding="utf-8").replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=message):
        OpeningHours.load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="nowhere"):
        OpeningHours.load(tmp_path / "nowhere.yml")
