"""Answers about places: nearest office, the way inside the sample building, open or closed."""

import datetime
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from knowledge.directory import Directory
from knowledge.opening_hours import HONG_KONG, OpeningHours
from knowledge.places import Places
from knowledge.wayfinding import NoRouteError
from language.detect import LANGS, Lang
from language.script import to_simplified

DIRECTORY = Directory.load()
HOURS = OpeningHours.load()
PLACES = Places(DIRECTORY, HOURS)
STAND = "sample:kiosk-stand"
MONDAY_MORNING = datetime.datetime(2026, 11, 23, 10, 0, tzinfo=HONG_KONG)
SUNDAY = datetime.datetime(2026, 11, 22, 10, 0, tzinfo=HONG_KONG)
each_lang = pytest.mark.parametrize("lang", LANGS)


def goal(image: str | None) -> str:
    """Where the map leads to."""
    assert image is not None
    return parse_qs(urlsplit(image).query)["to"][0]


@each_lang
def test_the_nearest_office_is_told_in_full_and_others_by_name(lang: Lang) -> None:
    offices = DIRECTORY.nearest("yau-tsim-mong", "passport")
    reply = PLACES.nearest("yau-tsim-mong", offices, lang)
    assert (reply.kind, reply.lang, reply.topic) == ("answer", lang, offices[0].topic)
    first, others, caution = reply.text.splitlines()
    assert DIRECTORY.about(offices[0], lang) in first
    for office in offices[1:]:
        name = {"en": office.name.en, "zh-Hant": office.name.zh, "zh-Hans": to_simplified(office.name.zh)}[lang]
        assert name in others
    assert caution == DIRECTORY.caution(lang)
    assert "{" not in reply.text
    assert reply.source is not None
    assert reply.source.as_of == offices[0].source.as_of


def test_the_district_is_named() -> None:
    offices = DIRECTORY.nearest("sha-tin", "id_card")
    assert PLACES.nearest("sha-tin", offices, "en").text.startswith("Nearest to Sha Tin District: ")
    assert PLACES.nearest("sha-tin", offices, "zh-Hant").text.startswith("最接近沙田區的是：")
    assert PLACES.nearest("sha-tin", offices, "zh-Hans").text.startswith("最接近沙田区的是：")


def test_simplified_is_the_traditional_converted() -> None:
    offices = DIRECTORY.nearest("islands", "clearance")
    traditional = PLACES.nearest("islands", offices, "zh-Hant").text
    assert to_simplified(traditional) == PLACES.nearest("islands", offices, "zh-Hans").text != traditional


def test_one_office_has_no_others() -> None:
    (office,) = DIRECTORY.nearest("yau-tsim-mong", "passport", limit=1)
    text = PLACES.nearest("yau-tsim-mong", [office], "en").text
    assert "Next nearest" not in text
    assert len(text.splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("where is the toilet", "toilets-g"),
        ("洗手間喺邊", "toilets-g"),
        ("厕所在哪里", "toilets-g"),
        ("wheelchair toilet please", "accessible-toilet-g"),
        ("傷殘廁所", "accessible-toilet-g"),
        ("counter 9", "counters-9-12"),
        ("10號櫃位點去", "counters-9-12"),
        ("where can I take a passport photo", "photo-booth-g"),
        ("哺乳室", "baby-care-1"),
        ("面談室", "interview-2"),
        ("how do I get out, the main door", "main-entrance"),
        ("where do I pay", "cashier-1"),
        ("斟水", "water-g"),
    ],
)
def test_the_way_leads_to_what_was_asked_for(text: str, to: str) -> None:
    assert goal(PLACES.way(STAND, text, "en").image) == to


@each_lang
def test_the_way_is_told_spoken_and_drawn(lang: Lang) -> None:
    reply = PLACES.way(STAND, "where is the toilet", lang)
    assert (reply.kind, reply.lang, reply.topic) == ("answer", lang, "on_site_facilities")
    lines = reply.text.splitlines()
    assert (
        lines[0]
        == {
            "en": "This is a sample building, not a real one.",
            "zh-Hant": "這是示範大樓，並非真實地點。",
            "zh-Hans": "这是示范大楼，并非真实地点。",
        }[lang]
    )
    assert len(lines) > 3
    assert reply.speech == reply.text
    assert reply.image is not None
    assert urlsplit(reply.image).path == "/places/sample/G.svg"
    query = parse_qs(urlsplit(reply.image).query)
    assert (query["from"], query["to"], query["lang"]) == (["kiosk-stand"], ["toilets-g"], [lang])


@pytest.mark.parametrize(
    "text", ["baby care room, I cannot climb stairs", "我用輪椅，育嬰間點去", "育嬰間，推住BB車", "育婴室，不走楼梯"]
)
def test_who_cannot_use_steps_is_led_without(text: str) -> None:
    others, step_free = PLACES.way(STAND, "baby care room", "en"), PLACES.way(STAND, text, "en")
    assert goal(others.image) == goal(step_free.image) == "baby-care-1"
    assert "Take the escalator up to 1/F." in others.text
    assert "Take the lift to 1/F." in step_free.text
    assert not re.search("Take the (escalator|stairs)", step_free.text)
    assert ("step_free=1" in str(others.image), "step_free=1" in str(step_free.image)) == (False, True)


@pytest.mark.parametrize(
    "text", ["I use a wheelchair, where is the toilet", "我坐輪椅，廁所喺邊", "坐轮椅，洗手间在哪里"]
)
def test_who_cannot_use_steps_is_led_to_the_toilet_without_any(text: str) -> None:
    assert goal(PLACES.way(STAND, text, "en").image) == "accessible-toilet-g"
    assert goal(PLACES.way(STAND, "where is the toilet", "en").image) == "toilets-g"


def test_from_another_place_than_the_kiosk() -> None:
    reply = PLACES.way("sample:counters-9-12", "where's the exit", "en")
    assert reply.image is not None
    assert urlsplit(reply.image).path == "/places/sample/2.svg"
    assert "From Counters 9 to 12 to the main entrance" in reply.text


@pytest.mark.parametrize("here", ["sample", "sample:", "sample:nowhere", "sample:kiosk-stand"])
def test_without_a_known_place_the_way_begins_at_the_kiosk(here: str) -> None:
    reply = PLACES.way(here, "toilet", "en")
    assert "From the enquiry kiosk to the toilets" in reply.text


@pytest.mark.parametrize(
    "text", ["where is the toilet in the sample building", "示範大樓嘅洗手間喺邊", "示范大楼的洗手间"]
)
def test_a_building_may_be_named_instead(text: str) -> None:
    for here in ("", "atlantis", "atlantis:door"):
        assert goal(PLACES.way(here, text, "en").image) == "toilets-g"


def test_who_is_there_already_is_told_so() -> None:
    assert "You are already at the toilets." in PLACES.way("sample:toilets-g", "toilet", "en").text
    assert "你已在查詢服務機。" in PLACES.way(STAND, "我喺邊", "zh-Hant").text


@pytest.mark.parametrize(
    ("here", "text"),
    [
        ("", "where is the toilet"),  # in which building?
        ("atlantis", "where is the toilet"),
        ("headquarters", "where is the toilet"),  # known by floor only
        ("immigration_tower:lobby", "洗手間喺邊"),
        (STAND, "where is the swimming pool"),
        (STAND, "居留權組"),
        (STAND, ""),
        (STAND, "hello"),
    ],
)
def test_where_no_way_is_known_it_says_so(here: str, text: str) -> None:
    with pytest.raises(NoRouteError):
        PLACES.way(here, text, "en")


@each_lang
def test_open_or_closed(lang: Lang) -> None:
    reply = PLACES.open_now(["enquiry_hotline"], MONDAY_MORNING, lang)
    place = HOURS.places["enquiry_hotline"]
    assert (reply.kind, reply.lang, reply.topic) == ("answer", lang, place.topic)
    assert reply.text == HOURS.say("enquiry_hotline", lang, MONDAY_MORNING)
    assert reply.text != PLACES.open_now(["enquiry_hotline"], SUNDAY, lang).text
    assert reply.source is not None
    titles = place.source.titles
    assert reply.source.title == {"en": titles.en, "zh-Hant": titles.zh, "zh-Hans": to_simplified(titles.zh)}[lang]


def test_open_in_words() -> None:
    assert re.search("open now, until 5:15 pm today", PLACES.open_now(["enquiry_hotline"], MONDAY_MORNING, "en").text)
    assert "closed" in PLACES.open_now(["enquiry_hotline"], SUNDAY, "en").text


def test_several_places_have_a_line_each() -> None:
    places = ["enquiry_hotline", "assistance_hotline", "airport"]
    reply = PLACES.open_now(places, MONDAY_MORNING, "en")
    assert reply.text.splitlines() == [HOURS.say(place, "en", MONDAY_MORNING) for place in places]
    assert reply.topic == HOURS.places["enquiry_hotline"].topic
