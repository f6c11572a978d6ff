"""A route in words, step by step, and a building floor by floor."""

import math
from dataclasses import dataclass

from knowledge.buildings import EdgeKind, Node
from knowledge.content import Bilingual
from knowledge.place_sentences import filled, joined, same, say, spoken
from knowledge.wayfinding import Building, Leg, Route, bearing
from language.detect import Lang

STRAIGHT_DEGREES = 30.0
"""A smaller turn goes unnoticed."""
ROUND_DEGREES = 150.0


@dataclass(frozen=True)
class Step:
    """What one does in one go."""

    manner: str
    """Which sentence tells it: `route_<manner>`."""
    kind: EdgeKind
    metres: float
    goal: Node
    rising: bool = False

    def joined(self, leg: Leg) -> "Step":
        """This step and the next leg in one go."""
        return Step(self.manner, self.kind, self.metres + leg.metres, leg.goal, self.rising)


def directions(route: Route, lang: Lang) -> list[str]:
    """Sentences to follow; those for a made-up building begin by saying so."""
    told = [filled("route_sample")] if route.building.sample else []
    if not route.legs:
        told.append(filled("route_here", goal=route.goal.said))
        return [spoken(lang, sentence) for sentence in told]
    told.append(
        filled(
            "route_start",
            start=route.start.said,
            goal=route.goal.said,
            metres=same(_metres(route.metres)),
            minutes=same(math.ceil(route.seconds / 60)),
        )
    )
    told += [_told(step, route.building) for step in steps(route)]
    told.append(filled("route_end", goal=route.goal.said))
    return [spoken(lang, sentence) for sentence in told]


def steps(route: Route) -> list[Step]:
    """The legs, those in one line taken together."""
    taken: list[Step] = []
    heading = route.start.facing
    for leg in route.legs:
        on_foot = leg.start.floor == leg.goal.floor
        direction = bearing(leg.start, leg.goal) if on_foot else None
        turn = _turn(heading, direction)
        goes_on = turn == "straight" if on_foot else True
        if taken and taken[-1].kind == leg.kind and goes_on:
            taken[-1] = taken[-1].joined(leg)
        else:
            levels = [route.building.floors[node.floor].level for node in (leg.start, leg.goal)]
            taken.append(Step(turn if on_foot else leg.kind, leg.kind, leg.metres, leg.goal, levels[1] > levels[0]))
        heading = direction if on_foot else leg.goal.facing
    return taken


def floor_directory(building: Building, lang: Lang) -> list[str]:
    """What is on each floor, what has no known floor, and what else must be told."""
    lines = []
    for floor in building.floors.values():
        names = [s.name for s in building.sections_on(floor.id)] + [n.name for n in building.nodes_on(floor.id)]
        if names:
            lines.append(say(lang, "building_floor", floor=floor.name, places=joined(names)))
    if unplaced := building.sections_on(None):
        lines.append(say(lang, "building_unplaced", places=joined([section.name for section in unplaced])))
    if building.plan.note:
        lines.append(spoken(lang, building.plan.note))
    if not building.has_plan:
        lines.append(say(lang, "building_no_plan"))
    return [say(lang, "route_sample"), *lines] if building.sample else lines


def _turn(heading: float | None, direction: float | None) -> str:
    if heading is None or direction is None:
        return "walk"
    turn = (direction - heading + 180) % 360 - 180
    if abs(turn) < STRAIGHT_DEGREES:
        return "straight"
    if abs(turn) > ROUND_DEGREES:
        return "round"
    return "right" if turn > 0 else "left"


def _told(step: Step, building: Building) -> Bilingual:
    floor = building.floors[step.goal.floor].name
    if step.kind == "lift":
        return filled("route_lift", floor=floor)
    if step.kind in ("stairs", "escalator"):
        return filled(f"route_{step.kind}_{'up' if step.rising else 'down'}", floor=floor)
    manner = "ramp" if step.kind == "ramp" else step.manner
    return filled(f"route_{manner}", metres=same(_metres(step.metres)), place=step.goal.said)


def _metres(metres: float) -> int:
    return max(1, math.floor(metres + 0.5))
