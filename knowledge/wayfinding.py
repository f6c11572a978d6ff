"""Ways through a building: shortest by time, with or without steps."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import get_args

import networkx as nx  # type: ignore[import-untyped]

from knowledge.buildings import (
    Edge,
    EdgeKind,
    Floor,
    Node,
    NodeKind,
    Plan,
    Section,
    facility_kinds,
    plan_ids,
    read_plan,
)
from knowledge.errors import KnowledgeError
from knowledge.place_names import NameFinder
from knowledge.place_sentences import ROOT

METRES_PER_SECOND: dict[EdgeKind, float] = {"walk": 1.0, "ramp": 0.8, "stairs": 0.4, "escalator": 0.6, "lift": 1.0}
"""An unhurried visitor's pace, along the way."""
LIFT_WAIT_SECONDS = 25.0
WITH_STEPS: tuple[EdgeKind, ...] = ("stairs", "escalator")


class NoRouteError(KnowledgeError):
    """There is no known way: no plan, no such place, or nothing joins the two."""


@dataclass(frozen=True)
class Leg:
    """One edge as it is walked."""

    start: Node
    goal: Node
    kind: EdgeKind
    metres: float

    @property
    def seconds(self) -> float:
        """Waiting for the lift included."""
        return self.metres / METRES_PER_SECOND[self.kind] + (LIFT_WAIT_SECONDS if self.kind == "lift" else 0)


@dataclass(frozen=True)
class Route:
    """A way from one place to another; without legs where they are the same."""

    building: "Building"
    start: Node
    goal: Node
    legs: tuple[Leg, ...]

    @property
    def nodes(self) -> list[Node]:
        """Every place on the way."""
        return [self.start, *(leg.goal for leg in self.legs)]

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return sum(leg.seconds for leg in self.legs)

    @property
    def metres(self) -> float:
        """How far one walks: lifts and escalators carry."""
        return sum(leg.metres for leg in self.legs if leg.kind not in ("lift", "escalator"))

    @property
    def step_free(self) -> bool:
        """No stairs, no escalator."""
        return not any(leg.kind in WITH_STEPS for leg in self.legs)


class Building:
    """A building and the ways in it; most real ones are known by floor only, and have no ways."""

    def __init__(self, id_: str, plan: Plan) -> None:
        self.id = id_
        self.plan = plan

    @classmethod
    def load(cls, id_: str, root: Path = ROOT) -> "Building":
        """Read places/buildings/<id>.yml."""
        return cls(id_, read_plan(id_, root))

    @property
    def sample(self) -> bool:
        """Made up for demonstration."""
        return self.plan.sample

    @property
    def has_plan(self) -> bool:
        """Whether it can be drawn and walked through."""
        return bool(self.plan.nodes)

    @cached_property
    def floors(self) -> dict[str, Floor]:
        """By id, lowest first."""
        return {floor.id: floor for floor in sorted(self.plan.floors, key=lambda floor: floor.level)}

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """By id."""
        return {node.id: node for node in self.plan.nodes}

    @cached_property
    def sections(self) -> dict[str, Section]:
        """By id."""
        return {section.id: section for section in self.plan.sections}

    @cached_property
    def graph(self) -> nx.Graph:
        """Place ids, joined by edges with `edge` and `seconds`."""
        graph = nx.Graph()
        graph.add_nodes_from(self.nodes)
        for edge in self.plan.edges:
            graph.add_edge(*edge.between, edge=edge, seconds=self._leg(*edge.between, edge).seconds)
        return graph

    def sections_on(self, floor: str | None) -> list[Section]:
        """What is known to be on a floor; None: in the building, floor unknown."""
        return [section for section in self.plan.sections if section.floor == floor]

    def nodes_on(self, floor: str) -> list[Node]:
        """The places of a floor, crossings of ways left out."""
        return [node for node in self.plan.nodes if node.floor == floor and node.kind != "junction"]

    def of_kind(self, kind: NodeKind) -> list[Node]:
        """All places of one kind."""
        return [node for node in self.plan.nodes if node.kind == kind]

    @property
    def standing_place(self) -> Node | None:
        """Where the machine that speaks stands: "you are here"."""
        return next(iter(self.of_kind("standing_place")), None)

    def facility_of(self, text: str) -> str | None:
        """The kind of place (`toilet`), the place (`counters-1-4`) or the section that a text asks for."""
        return self._names.find(text)

    def route(self, start: str, goal: str, *, step_free: bool = False) -> Route:
        """The quickest way."""
        first, last = self._node(start), self._node(goal)
        try:
            path = nx.dijkstra_path(self._ways(step_free), start, goal, weight="seconds")
        except nx.NetworkXNoPath as error:
            without = " without steps" if step_free else ""
            raise NoRouteError(f"{self.id}: no way from {start} to {goal}{without}") from error
        legs = (self._leg(a, b, self.graph.edges[a, b]["edge"]) for a, b in pairwise(path))
        return Route(self, first, last, tuple(legs))

    def nearest(self, start: str, kind: NodeKind, *, step_free: bool = False) -> Route:
        """The way to the place of this kind that is quickest to reach."""
        self._node(start)
        seconds: dict[str, float] = nx.single_source_dijkstra_path_length(
            self._ways(step_free), start, weight="seconds"
        )
        reached = [node.id for node in self.of_kind(kind) if node.id in seconds]
        if not reached:
            raise NoRouteError(f"{self.id}: no {kind} can be reached from {start}")
        return self.route(start, min(reached, key=lambda id_: seconds[id_]), step_free=step_free)

    def _ways(self, step_free: bool) -> nx.Graph:
        if not step_free:
            return self.graph
        free = [(a, b) for a, b, edge in self.graph.edges(data="edge") if edge.kind not in WITH_STEPS]
        ways = nx.Graph()
        ways.add_nodes_from(self.graph)
        ways.add_edges_from((a, b, self.graph.edges[a, b]) for a, b in free)
        return ways

    def _leg(self, start: str, goal: str, edge: Edge) -> Leg:
        return Leg(self.nodes[start], self.nodes[goal], edge.kind, edge.length)

    def _node(self, id_: str) -> Node:
        if not self.has_plan:
            raise NoRouteError(f"{self.id} is known by floor only: there is no plan to find a way on")
        if id_ not in self.nodes:
            raise NoRouteError(f"{self.id} has no place {id_!r}")
        return self.nodes[id_]

    @cached_property
    def _names(self) -> NameFinder:
        kinds = facility_kinds()
        names: dict[str, Iterable[str]] = {kind: [*kinds[kind].en, *kinds[kind].zh] for kind in get_args(NodeKind)}
        borne = Counter(node.name.en for node in self.plan.nodes)
        for node in self.plan.nodes:
            # a name that several places bear, such as "Lifts", stands for none of them
            own = [node.name.en, node.name.zh] if node.kind != "junction" and borne[node.name.en] == 1 else []
            names[node.id] = [*own, *node.also.en, *node.also.zh]
        for section in self.plan.sections:
            names[section.id] = [section.name.en, section.name.zh]
        return NameFinder(names)


def buildings(root: Path = ROOT) -> list[Building]:
    """All buildings."""
    return [Building.load(id_, root) for id_ in plan_ids(root)]


def bearing(start: Node, goal: Node) -> float:
    """Degrees clockwise from the top of the plan."""
    return math.degrees(math.atan2(goal.x - start.x, start.y - goal.y)) % 360
