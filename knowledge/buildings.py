"""Plans of buildings: the shapes of places/buildings/*.yml, read and checked.

A real building has floors and sections with their sources. A plan with places to walk between needs all of
them surveyed; only the sample building has one.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlencode

from msgspec import Meta

from knowledge.content import Bilingual, Content, NonEmpty, Source, Wordings
from knowledge.errors import ContentError
from knowledge.place_sentences import ROOT
from knowledge.yaml_files import mapping, parse

NodeKind = Literal[
    "entrance",
    "lift",
    "stairs",
    "escalator",
    "counter",
    "toilet",
    "accessible_toilet",
    "baby_care_room",
    "water_dispenser",
    "photo_booth",
    "photocopier",
    "kiosk",
    "information_counter",
    "waiting_area",
    "cashier",
    "standing_place",
    "junction",
]
EdgeKind = Literal["walk", "ramp", "stairs", "escalator", "lift"]
ON_ONE_FLOOR: tuple[EdgeKind, ...] = ("walk", "ramp")
Metres = Annotated[float, Meta(ge=0)]


class FacilityKind(Content, frozen=True):
    """What a kind of place is called, and how people ask for it."""

    name: Bilingual
    en: tuple[NonEmpty, ...] = ()
    zh: tuple[NonEmpty, ...] = ()


class Floor(Content, frozen=True):
    """A floor; its size is known where it is drawn to scale."""

    id: NonEmpty
    name: Bilingual
    level: int
    width: Metres | None = None
    height: Metres | None = None


class Section(Content, frozen=True):
    """What is on a floor, exact position unknown."""

    id: str
    """Where there is one, the id of the section in language/entities.yml."""
    name: Bilingual
    source: Source
    floor: str | None = None


class Node(Content, frozen=True):
    """A place on a plan: a door, a machine, a crossing of ways."""

    id: NonEmpty
    kind: NodeKind
    name: Bilingual
    floor: str
    x: Metres
    y: Metres
    said_en: NonEmpty | None = None
    """The English name inside a sentence, with its article."""
    facing: Annotated[float, Meta(ge=0, lt=360)] | None = None
    """Where one looks there, or on coming out: degrees clockwise from the top of the plan."""
    room: tuple[Metres, Metres, Metres, Metres] | None = None
    """Left, top, width, height."""
    also: Wordings = Wordings()

    @property
    def said(self) -> Bilingual:
        """The name inside a sentence."""
        return Bilingual(en=self.said_en or self.name.en, zh=self.name.zh)


class Edge(Content, frozen=True):
    """A way between two places, in both directions."""

    between: tuple[str, str]
    kind: EdgeKind
    length: Metres


class Plan(Content, frozen=True):
    """A building file."""

    name: Bilingual
    topic: str
    floors: list[Floor]
    sample: bool = False
    """Made up for demonstration."""
    address: Bilingual | None = None
    note: Bilingual | None = None
    source: Source | None = None
    sections: tuple[Section, ...] = ()
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()


@cache
def facility_kinds(root: Path = ROOT) -> dict[NodeKind, FacilityKind]:
    """facilities.yml."""
    path = root / "facilities.yml"
    values = mapping(path)
    if odd := set(values) ^ set(get_args(NodeKind)):
        raise ContentError(
            f"{path}: {', '.join(sorted(odd))}: this file and NodeKind in buildings.py list the same kinds"
        )
    return {kind: parse(path, kind, FacilityKind, values[kind]) for kind in get_args(NodeKind)}


def plan_ids(root: Path = ROOT) -> list[str]:
    """The ids of all buildings: their file names."""
    return sorted(path.stem for path in (root / "buildings").glob("*.yml"))


@cache
def maps(root: Path = ROOT) -> dict[str, Bilingual]:
    """Every floor, as `building/floor`, and what its map is called."""
    plans = {id_: read_plan(id_, root) for id_ in plan_ids(root)}
    return {
        f"{id_}/{floor.id}": Bilingual(
            en=f"{plan.name.en}, {floor.name.en}",
            zh=f"{plan.name.zh}{floor.name.zh}",
        )
        for id_, plan in plans.items()
        for floor in plan.floors
    }


def map_address(floor: str, query: Mapping[str, object]) -> str:
    """Address of the map of `building/floor`, served by bot/maps.py."""
    return f"/places/{floor}.svg?{urlencode(query)}"


@cache
def read_plan(id_: str, root: Path = ROOT) -> Plan:
    """One building, checked."""
    path = root / "buildings" / f"{id_}.yml"
    if id_ not in plan_ids(root):
        raise ContentError(f"{path} is not there; buildings are {', '.join(plan_ids(root))}")
    plan = parse(path, id_, Plan, mapping(path))
    for fault in _faults(plan):
        raise ContentError(f"{path}: {fault}")
    return plan


def _faults(plan: Plan) -> Iterator[str]:
    floors = {floor.id: floor for floor in plan.floors}
    nodes = {node.id: node for node in plan.nodes}
    if plan.source is None and not plan.sample:
        yield "a real building needs a source; a made-up one says `sample: true`"
    if len(nodes) < len(plan.nodes) or len({section.id for section in plan.sections}) < len(plan.sections):
        yield "an id stands there twice"
    for section in plan.sections:
        if section.floor is not None and section.floor not in floors:
            yield f"{section.id}: no floor {section.floor!r}"
    for node in plan.nodes:
        yield from _node_faults(node, floors.get(node.floor))
    for edge in plan.edges:
        if missing := [end for end in edge.between if end not in nodes]:
            yield f"edge {' – '.join(edge.between)}: no place {missing[0]!r}"
        elif (len({nodes[end].floor for end in edge.between}) == 1) is not (edge.kind in ON_ONE_FLOOR):
            yield f"edge {' – '.join(edge.between)}: {edge.kind} cannot join these floors"


def _node_faults(node: Node, floor: Floor | None) -> Iterator[str]:
    if node.id in get_args(NodeKind):
        yield f"{node.id} is the name of a kind; give the place another id"
    if floor is None:
        yield f"{node.id}: no floor {node.floor!r}"
    elif floor.width is None or floor.height is None:
        yield f"{node.id}: floor {floor.id} needs width and height"
    else:
        left, top, width, height = node.room or (node.x, node.y, 0, 0)
        if max(node.x, left + width) > floor.width or max(node.y, top + height) > floor.height:
            yield f"{node.id} is outside its floor"
