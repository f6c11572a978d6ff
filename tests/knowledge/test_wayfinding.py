"""Ways through a building: every facility can be reached, also without steps, and the words lead there."""

import math
from itertools import product
from pathlib import Path

import pytest
import yaml

from knowledge.buildings import ON_ONE_FLOOR, facility_kinds
from knowledge.directions import directions, floor_directory, steps
from knowledge.errors import ContentError
from knowledge.place_sentences import ROOT
from knowledge.wayfinding import Building, NoRouteError, buildings
from language.detect import LANGS, Lang
from tests.knowledge.facts import all_facts, details

ALL = buildings()
REAL = [building for building in ALL if not building.sample]
SAMPLE = Building.load("sample")
ENTRANCES = [node.id for node in SAMPLE.of_kind("entrance")]
STAND = "kiosk-stand"
PLACES = [node.id for node in SAMPLE.plan.nodes if node.kind not in ("junction", "stairs", "escalator")]
NAMES = yaml.safe_load((ROOT.parents[1] / "language" / "entities.yml").read_text(encoding="utf-8"))
each_lang = pytest.mark.parametrize("lang", LANGS)


def test_the_buildings() -> None:
    assert [building.id for building in ALL] == ["headquarters", "immigration_tower", "sample"]
    assert all(building.plan.source for building in REAL)


@pytest.mark.parametrize("building", REAL, ids=lambda building: building.id)
def test_real_buildings_have_floors_and_sources_and_no_invented_plan(building: Building) -> None:
    assert not building.has_plan
    facts = all_facts()
    for section in building.plan.sections:
        assert section.source.as_of
        assert section.id in NAMES["section"] or section.id.startswith(("kiosks_", "marriage_hall"))
        for text in (section.name.en, section.name.zh):
            assert all(facts.has_number(number) for number in details(text).numbers)


def test_floors_agree_with_the_facts() -> None:
    """The floor directories of docs/facts.md, row by row."""
    for building in REAL:
        for section in building.plan.sections:
            if section.floor and not section.id.startswith("kiosks_"):
                floor = building.floors[section.floor].name.en
                core = section.name.en.split(" – ")[0].split(",")[0].removeprefix("Tseung Kwan O ")
                core = core.replace("Receipt and Despatch Unit", "Receipt and Despatch")
                rows = [line for line in all_facts().text.splitlines() if core in line and line.startswith("|")]
                assert any(f"| {floor}" in row for row in rows), (building.id, section.id)


def test_the_sample_says_that_it_is_one() -> None:
    assert SAMPLE.sample
    assert SAMPLE.plan.name.en == "Sample building"
    assert SAMPLE.plan.name.zh == "示範大樓"
    assert len(SAMPLE.floors) >= 3
    assert {node.kind for node in SAMPLE.plan.nodes} == set(facility_kinds())


@pytest.mark.parametrize(("start", "step_free"), product([*ENTRANCES, STAND], [False, True]))
def test_every_place_is_reached_from_every_entrance_and_from_the_kiosk(start: str, step_free: bool) -> None:
    for goal in PLACES:
        route = SAMPLE.route(start, goal, step_free=step_free)
        assert route.nodes[0].id == start
        assert route.nodes[-1].id == goal
        assert route.step_free or not step_free
        assert all(leg.kind not in ("stairs", "escalator") for leg in route.legs) or not step_free


@pytest.mark.parametrize("kind", [kind for kind in facility_kinds() if kind not in ("junction", "stairs", "escalator")])
@pytest.mark.parametrize("step_free", [False, True])
def test_the_nearest_of_every_kind(kind: str, step_free: bool) -> None:
    found = SAMPLE.nearest(STAND, kind, step_free=step_free)  # type: ignore[arg-type]
    assert found.goal.kind == kind
    others = [SAMPLE.route(STAND, node.id, step_free=step_free) for node in SAMPLE.plan.nodes if node.kind == kind]
    assert found.seconds == min(route.seconds for route in others)


def test_a_way_back_takes_as_long() -> None:
    there, back = SAMPLE.route(STAND, "interview-2"), SAMPLE.route("interview-2", STAND)
    assert there.seconds == pytest.approx(back.seconds)


def test_lengths_are_those_of_the_drawing() -> None:
    for edge in SAMPLE.plan.edges:
        if edge.kind in ON_ONE_FLOOR:
            a, b = (SAMPLE.nodes[end] for end in edge.between)
            assert edge.length == pytest.approx(math.dist((a.x, a.y), (b.x, b.y)), abs=0.05)


def test_rooms_do_not_overlap_and_doors_are_at_their_walls() -> None:
    for floor in SAMPLE.floors:
        rooms = [(node, node.room) for node in SAMPLE.nodes_on(floor) if node.room]
        for node, (left, top, width, height) in rooms:
            assert left <= node.x <= left + width
            assert top <= node.y <= top + height
            for other, (left2, top2, width2, height2) in rooms:
                apart = left + width <= left2 or left2 + width2 <= left or top + height <= top2 or top2 + height2 <= top
                assert apart or other is node, (node.id, other.id)


def test_directions_upstairs() -> None:
    route = SAMPLE.route(STAND, "baby-care-1")
    assert directions(route, "en") == [
        "This is a sample building, not a real one.",
        "From the enquiry kiosk to the baby-care room: about 28 m, 1 min.",
        "Turn round and walk 4 m to the hall by the side entrance.",
        "Turn left and walk 10 m to the hall by the escalators.",
        "Turn right and walk 4 m to the escalators.",
        "Take the escalator up to 1/F.",
        "Walk straight on for 10 m to the baby-care room.",
        "You have arrived at the baby-care room.",
    ]
    assert directions(route, "zh-Hant")[-3:] == ["乘扶手電梯上1樓。", "直行10米到育嬰間。", "你已到達育嬰間。"]
    assert directions(route, "zh-Hans")[-1] == "你已到达育婴间。"


def test_directions_without_steps_take_the_lift() -> None:
    told = directions(SAMPLE.route("side-entrance", "counters-13-16", step_free=True), "en")
    assert "Take the ramp for 4 m to the hall by the side entrance." in told
    assert "Take the lift to 2/F." in told
    assert not any("stairs" in sentence and "Take" in sentence for sentence in told)


def test_directions_down_the_stairs() -> None:
    route = SAMPLE.route("stairs-1", "stairs-g")
    assert directions(route, "en")[2:-1] == ["Take the stairs down to G/F."]
    assert "行樓梯落地下。" in directions(route, "zh-Hant")


def test_turns_follow_the_plan() -> None:
    """Coming out of the toilets one looks to the right of the plan: down the plan is a right turn."""
    manners = [step.manner for step in steps(SAMPLE.route("toilets-g", "main-entrance"))]
    assert manners == ["straight", "right"]
    manners = [step.manner for step in steps(SAMPLE.route("main-entrance", "photocopier-g"))]
    assert manners == ["straight", "right"]


@each_lang
def test_every_route_is_told_in_every_language(lang: Lang) -> None:
    for goal in SAMPLE.nodes:
        told = directions(SAMPLE.route(STAND, goal), lang)
        assert len(told) > 1
        assert not any("{" in sentence for sentence in told)


def test_being_there_already() -> None:
    assert directions(SAMPLE.route(STAND, STAND), "zh-Hant")[-1] == "你已在查詢服務機。"


def test_no_route_where_there_is_no_plan() -> None:
    with pytest.raises(NoRouteError, match="by floor only"):
        Building.load("headquarters").route("extension", "ahu")
    with pytest.raises(NoRouteError, match="no place 'roof'"):
        SAMPLE.route(STAND, "roof")


def test_no_route_without_steps_where_only_stairs_lead(tmp_path: Path) -> None:
    plan = yaml.safe_load((ROOT / "buildings" / "sample.yml").read_text(encoding="utf-8"))
    plan["edges"] = [edge for edge in plan["edges"] if edge["kind"] != "lift"]
    write(tmp_path, plan)
    building = Building.load("other", tmp_path)
    assert building.route(STAND, "toilets-1")
    with pytest.raises(NoRouteError, match="without steps"):
        building.route(STAND, "toilets-1", step_free=True)
    with pytest.raises(NoRouteError, match="no cashier"):
        building.nearest(STAND, "cashier", step_free=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Where are the toilets?", "toilet"),
        ("廁所喺邊", "toilet"),
        ("the lifts", "lift"),
        ("洗手间在哪里", "toilet"),
        ("暢通易達洗手間", "accessible_toilet"),
        ("wheelchair toilet please", "accessible_toilet"),
        ("有冇傷殘廁所", "accessible_toilet"),
        ("育嬰室", "baby_care_room"),
        ("where can I breastfeed", "baby_care_room"),
        ("影相機喺邊度", "photo_booth"),
        ("我想飲水", "water_dispenser"),
        ("搭𨋢去邊", "lift"),
        ("电梯", "lift"),
        ("扶手電梯", "escalator"),
        ("Counter 3", "counters-1-4"),
        ("12號櫃位", "counters-9-12"),
        ("where do I pay", "cashier"),
        ("側門", "side-entrance"),
        ("what is the fee for a passport", None),
    ],
)
def test_facility_of(text: str, found: str | None) -> None:
    assert SAMPLE.facility_of(text) == found


def test_sections_of_a_real_building_are_found_by_name() -> None:
    assert Building.load("headquarters").facility_of("外籍家庭傭工組") == "foreign_domestic_helpers"
    assert Building.load("headquarters").sections["foreign_domestic_helpers"].floor == "4"


@each_lang
def test_the_floor_directory_says_what_is_unknown(lang: Lang) -> None:
    told = "\n".join(floor_directory(Building.load("headquarters"), lang))
    assert "2824 6111" in told
    assert {"en": "Floor not known", "zh-Hant": "未有確實", "zh-Hans": "未有确实"}[lang] in told
    assert "2021" in "\n".join(floor_directory(Building.load("immigration_tower"), lang))


def write(root: Path, plan: object) -> None:
    (root / "buildings").mkdir()
    (root / "buildings" / "other.yml").write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"sample": False}, "needs a source"),
        ({"edges": [{"between": ["kiosk-stand", "moon"], "kind": "walk", "length": 1}]}, "no place 'moon'"),
        ({"edges": [{"between": ["lifts-g", "lifts-1"], "kind": "walk", "length": 1}]}, "walk cannot join"),
        ({"sections": [{"id": "a"}]}, "name"),
        ({"map": "x"}, "map"),
        ({"floors": []}, "no floor 'G'"),
    ],
)
def test_mistakes_in_a_plan_are_named(tmp_path: Path, change: dict[str, object], told: str) -> None:
    plan = yaml.safe_load((ROOT / "buildings" / "sample.yml").read_text(encoding="utf-8"))
    write(tmp_path, plan | change)
    with pytest.raises(ContentError, match=told):
        Building.load("other", tmp_path)


def test_an_unknown_building_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="buildings are headquarters"):
        Building.load("palace")
