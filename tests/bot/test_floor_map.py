"""Floor plans: well-formed, harmless, told to screen readers, nothing over anything else."""

from xml.etree.ElementTree import Element, fromstring

import msgspec
import pytest

from bot.floor_map import WIDTH, draw, text_width, wrapped
from bot.floor_symbols import SYMBOLS
from knowledge.buildings import facility_kinds
from knowledge.content import Bilingual
from knowledge.wayfinding import Building, NoRouteError, buildings
from language.detect import LANGS, Lang

SAMPLE = Building.load("sample")
SVG = "{http://www.w3.org/2000/svg}"
FLOORS = [(building.id, floor) for building in buildings() for floor in building.floors]
each_lang = pytest.mark.parametrize("lang", LANGS)


def parsed(svg: str) -> Element:
    return fromstring(svg)  # noqa: S314  our own drawing


def words(svg: str) -> str:
    return " ".join(parsed(svg).itertext())


@each_lang
@pytest.mark.parametrize(("building", "floor"), FLOORS)
def test_every_floor_is_drawn_and_described(building: str, floor: str, lang: Lang) -> None:
    root = parsed(draw(Building.load(building), floor, lang))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert title.text
    assert description.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert root.get("lang", "").startswith(lang[:2])
    assert root.get("viewBox", "").startswith(f"0 0 {WIDTH:g} ")


def test_a_sample_says_so_in_both_languages() -> None:
    for lang in LANGS:
        assert "SAMPLE 示範" in words(draw(SAMPLE, "G", lang))
    assert "SAMPLE" not in words(draw(Building.load("headquarters"), "G", "en"))


def test_a_building_known_by_floor_only_shows_no_positions() -> None:
    svg = draw(Building.load("headquarters"), "4", "en")
    assert "Foreign Domestic Helpers Section" in words(svg)
    assert "Exact positions not known" in words(svg)
    assert "polyline" not in svg


@each_lang
def test_a_building_as_it_was_says_of_which_year(lang: Lang) -> None:
    said = words(draw(Building.load("immigration_tower"), "3", lang))
    assert "2021" in said
    assert "Please ask the staff on this floor" not in said


def test_the_route_lies_on_its_floors_only() -> None:
    route = SAMPLE.route("kiosk-stand", "baby-care-1")
    ground, first, second = (parsed(draw(SAMPLE, floor, "en", route, "kiosk-stand")) for floor in "G12")
    assert ground.findall(f"{SVG}polyline")
    assert first.findall(f"{SVG}polyline")
    assert not second.findall(f"{SVG}polyline")
    assert "Then go to 1/F" in " ".join(ground.itertext())
    assert "You are here" in " ".join(ground.itertext())
    assert "You are here" not in " ".join(first.itertext())


def test_the_route_is_told_to_those_who_do_not_see_it() -> None:
    svg = draw(SAMPLE, "G", "zh-Hant", SAMPLE.route("kiosk-stand", "toilets-g"), "kiosk-stand")
    assert "圖中標示由查詢服務機前往洗手間的路線。" in words(svg)


def test_chinese_follows_the_reader_script() -> None:
    assert "洗手間" in words(draw(SAMPLE, "1", "zh-Hant"))
    assert "洗手间" in words(draw(SAMPLE, "1", "zh-Hans"))


def test_hostile_names_stay_text() -> None:
    evil = Bilingual(en='</text><script>alert("1")</script>\x00&', zh="<image href='x' onerror='y'/>\x0b名")
    node = msgspec.structs.replace(SAMPLE.nodes["toilets-g"], name=evil)
    nodes = (node, *(other for other in SAMPLE.plan.nodes if other.id != node.id))
    plan = msgspec.structs.replace(SAMPLE.plan, name=evil, nodes=nodes)
    for lang in LANGS:
        building = Building("evil", plan)
        svg = draw(building, "G", lang, building.route("kiosk-stand", "toilets-g"), "kiosk-stand")
        tags = {element.tag.removeprefix(SVG) for element in parsed(svg).iter()}
        assert tags <= {"svg", "title", "desc", "rect", "text", "g", "path", "circle", "polyline"}


@each_lang
@pytest.mark.parametrize(("building", "floor"), FLOORS)
def test_no_script_no_style_rules_nothing_from_elsewhere(building: str, floor: str, lang: Lang) -> None:
    for element in parsed(draw(Building.load(building), floor, lang)).iter():
        assert element.tag not in (f"{SVG}script", f"{SVG}style", f"{SVG}image", f"{SVG}foreignObject")
        assert not {name for name in element.attrib if name.startswith("on") or name in ("style", "href")}


@each_lang
@pytest.mark.parametrize("floor", SAMPLE.floors)
def test_labels_do_not_overlap(floor: str, lang: Lang) -> None:
    boxes = []
    route = SAMPLE.route("kiosk-stand", "counters-13-16")
    for text in parsed(draw(SAMPLE, floor, lang, route, "kiosk-stand")).iter(f"{SVG}text"):
        if text.get("aria-hidden"):
            continue
        size, x, y = (float(text.get(name, "0")) for name in ("font-size", "x", "y"))
        width = text_width(text.text or "", size)
        left = x - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
        boxes.append((left, y - 0.8 * size, left + width, y + 0.2 * size, text.text))
        assert left >= 0
        assert left + width <= WIDTH
    for n, (left, top, right, bottom, label) in enumerate(boxes):
        for left2, top2, right2, bottom2, other in boxes[n + 1 :]:
            apart = right <= left2 or right2 <= left or bottom <= top2 + 0.5 or bottom2 <= top + 0.5
            assert apart, (label, other)


def test_every_facility_has_a_sign() -> None:
    assert set(SYMBOLS) == set(facility_kinds()) - {"junction"}


def test_labels_are_wrapped_by_words_in_english_and_by_characters_in_chinese() -> None:
    assert wrapped("Accessible toilet", 70) == ["Accessible", "toilet"]
    assert wrapped("暢通易達洗手間", 50) == ["暢通易達", "洗手間"]
    assert wrapped("Lifts", 70) == ["Lifts"]
    assert wrapped("one two three four five six", 30, most=2)[-1].endswith("…")
    assert all(text_width(line) <= 60 for line in wrapped("Donaudampfschifffahrtsgesellschaft", 60))


def test_an_unknown_floor_is_named() -> None:
    with pytest.raises(NoRouteError, match="no floor '9'"):
        draw(SAMPLE, "9", "en")
