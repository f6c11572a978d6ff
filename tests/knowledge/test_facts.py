"""The reading of facts and answers that the checks of the content rest on."""

import pytest

from tests.knowledge.facts import Date, Section, details, facts_for, shown, spelled_numbers


@pytest.mark.parametrize(
    ("text", "telephones"),
    [
        ("Call 2824 6111, or +852 2824 6111.", {"2824 6111"}),
        ("請致電2598 0888預約。", {"2598 0888"}),
        ("call (852) 1868, 24 hours", {"1868"}),
        ("撥打「1868」熱線", {"1868"}),
        ("報警請撥110，救護車120", {"110", "120"}),
        ("at 2829 4141 or 2829 4142", {"2829 4141", "2829 4142"}),
        ("HK$110 and 1,120 people, 12,345 6789", set()),
    ],
)
def test_telephones(text: str, telephones: set[str]) -> None:
    assert details(text).telephones == telephones


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("HK$1,300 and HK$70.", {1300, 70}),
        ("181天或以上為1,300港元", {1300}),
        ("HK$2.5 million", {2_500_000}),
        ("過去一年收入達250萬港元", {2_500_000}),
        ("about HK$45,715 to 83,840 a month", {45715, 83840}),
        ("約45,715至83,840港元", {45715, 83840}),
        ("32頁護照收費430港元，48頁520港元", {430, 520}),
    ],
)
def test_amounts(text: str, amounts: set[int]) -> None:
    assert details(text).amounts == amounts


@pytest.mark.parametrize(
    ("text", "dates", "years"),
    [
        ("since 8 September 2025", {(2025, 9, 8)}, {2025}),
        ("自2025年9月8日起", {(2025, 9, 8)}, {2025}),
        ("8 Sep 2025 and Sept 2025", {(2025, 9, 8), (2025, 9)}, {2025}),
        ("in July 2023", {(2023, 7)}, {2023}),
        ("2023年7月", {(2023, 7)}, {2023}),
        ("between 2015 and 2019, 2022–23", set(), {2015, 2019, 2022}),
        ("call 2024 2025, HK$2,000, HK$2000, 2000港元", set(), set()),
        ("www.immd.gov.hk/2021/report", set(), set()),
    ],
)
def test_dates_and_years(text: str, dates: set[Date], years: set[int]) -> None:
    assert details(text).dates == dates
    assert details(text).years == years


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("8:45 am to 5:15 pm, Saturday 9:00 am to 12 noon", {"8:45", "17:15", "9:00", "12:00"}),
        ("上午8時45分至下午5時15分、星期六上午9時至正午12時", {"8:45", "17:15", "9:00", "12:00"}),
        ("Mon–Fri 8:45–17:15, Sat 9:00–12:00", {"8:45", "17:15", "9:00", "12:00"}),
        ("6:30 am to midnight", {"6:30", "24:00"}),
        ("早上6時30分至午夜12時", {"6:30", "24:00"}),
        ("7 am to 10 pm", {"7:00", "22:00"}),
        ("早上7時至晚上10時", {"7:00", "22:00"}),
        ("9:00 to 11:30 am", {"9:00", "11:30"}),
        ("上午9時至11時30分", {"9:00", "11:30"}),
        ("下午2時至4時30分", {"14:00", "16:30"}),
        ("凌晨2時", {"2:00"}),
        ("24小時服務，3 payment points, 5 working days", set()),
    ],
)
def test_times(text: str, times: set[str]) -> None:
    assert details(text).times == times


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("4/F, 213 Queen's Road East, 1–17 Sceneway Road", {4, 213, 1, 17}),
        ("aged 7 to 10, at least 1.1 metres, 99.9% in 2024", {7, 10, 1.1, 99.9}),
        ("每年限額1萬個，約45,000名", {10_000, 45_000}),
        ("2025年9月8日上午9時，5至6月，330港元，2824 6111", set()),
        ("8 September 2025, 9:00 am, HK$330, 2824 6111, www.gov.hk/2", set()),
    ],
)
def test_other_numbers(text: str, numbers: set[float]) -> None:
    assert details(text).numbers == numbers


def test_numbers_in_words() -> None:
    assert spelled_numbers("Two weeks, or seven days, someone said") == {2, 7}
    assert spelled_numbers("兩星期或七天") == {2, 7}


def test_addresses() -> None:
    text = "See https://www.immd.gov.hk/eng/forms/. 或電郵至enquiry@immd.gov.hk，或www.gov.hk/icbooking。"
    assert details(text).addresses == {"immd.gov.hk/eng/forms", "enquiry@immd.gov.hk", "gov.hk/icbooking"}


def test_what_is_only_guessed_is_not_shown() -> None:
    assert "1,935" not in shown("- Fees: HK$305 `[N]`. Outside office hours HK$1,935 `[G]`. Verify.")
    assert "140" not in shown("- Free; certified copy has a fee (HK$140 `[G]`).")
    assert "2020" not in shown("- Begun 2019 `[O]`; ended 2020. `[G]`")
    assert "22:30" not in shown("| Lo Wu | 羅湖 | until 22:30 `[G]` |")
    kept = shown("- Fees: HK$305 `[N]`. Outside office hours HK$1,935 `[G]`. By 2.5 million. `[O]`")
    assert "HK$305" in kept
    assert "2.5 million" in kept


SECTION = Section("- Call **2824 6111**. | 430 | 8 Sep 2025 | 1–6 Dec 2024, 8:45–17:15, www.immd.gov.hk/fdh, /cec")


def test_what_stands_in_the_facts() -> None:
    assert SECTION.has_telephone("2824 6111")
    assert SECTION.has_amount(430)
    assert SECTION.has_date((2025, 9, 8))
    assert SECTION.has_date((2024, 12))
    assert SECTION.has_year(2025)
    assert SECTION.has_time("17:15")
    assert SECTION.has_number(430)
    assert SECTION.has_address("immd.gov.hk/cec")


def test_what_does_not_stand_in_the_facts() -> None:
    assert not SECTION.has_telephone("2824 6112")
    assert not SECTION.has_telephone("282")
    assert not SECTION.has_amount(43)
    assert not SECTION.has_date((2025, 9, 9))
    assert not SECTION.has_year(2023)
    assert not SECTION.has_time("17:45")
    assert not SECTION.has_number(30)
    assert not SECTION.has_address("immd.gov.hk/ce")


def test_a_topic_has_its_own_section_and_those_it_refers_to() -> None:
    facts = facts_for("self_service_kiosks")
    assert facts.has_date((2024, 12, 13))
    assert not facts.has_amount(15_000)  # what a helper's employer must earn
