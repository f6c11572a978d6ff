"""Answers about places: which office is nearest, the way inside a building, open or closed."""

import datetime
from collections.abc import Sequence
from typing import cast, get_args

from knowledge.buildings import NodeKind, map_address
from knowledge.directions import directions
from knowledge.directory import Directory, Office
from knowledge.opening_hours import OpeningHours
from knowledge.place_names import NameFinder
from knowledge.place_sentences import joined, same, say
from knowledge.reply import Reply, ReplySource
from knowledge.wayfinding import Building, NoRouteError, Route, buildings
from language.detect import Lang


class Places:
    """Offices, buildings and hours together."""

    def __init__(self, directory: Directory, hours: OpeningHours) -> None:
        self.directory = directory
        self._hours = hours
        self._buildings = {building.id: building for building in buildings()}
        names = {b.id: [b.plan.name.en, b.plan.name.zh] for b in self._buildings.values() if b.has_plan}
        self._named = NameFinder(names)

    def nearest(self, district: str, offices: Sequence[Office], lang: Lang) -> Reply:
        """The nearest office in full, the others by name; `offices` is not empty."""
        first, *others = offices
        about = same(self.directory.about(first, lang))
        lines = [say(lang, "nearest_office", district=self.directory.districts[district].name, about=about)]
        if others:
            lines.append(say(lang, "nearest_others", offices=joined([office.name for office in others])))
        lines.append(self.directory.caution(lang))
        return Reply("\n".join(lines), "answer", lang, topic=first.topic, source=ReplySource.of(first.source, lang))

    def way(self, here: str, text: str, lang: Lang) -> Reply:
        """Directions and map from `here` (`building:node`), or from where a named building's kiosk stands.

        Raises NoRouteError where it is not known where the person stands, or what is looked for.
        """
        building, start = self._standing(here, text)
        step_free = self.directory.asks_step_free(text)
        goal = building.facility_of(text)
        if goal is None or goal in building.sections:
            raise NoRouteError(f"{building.id}: no place in {text!r}")
        if goal == "toilet" and step_free and building.of_kind("accessible_toilet"):
            goal = "accessible_toilet"
        if goal in get_args(NodeKind):
            route = building.nearest(start, cast(NodeKind, goal), step_free=step_free)
        else:
            route = building.route(start, goal, step_free=step_free)
        told = directions(route, lang)
        return Reply(
            "\n".join(told), "answer", lang, topic=building.plan.topic, image=_map(route, lang), speech="\n".join(told)
        )

    def open_now(self, places: Sequence[str], at: datetime.datetime, lang: Lang) -> Reply:
        """Open or closed, of one or more places of knowledge/opening_hours.yml."""
        first = self._hours.places[places[0]]
        text = "\n".join(self._hours.say(place, lang, at) for place in places)
        return Reply(text, "answer", lang, topic=first.topic, source=ReplySource.of(first.source, lang))

    def _standing(self, here: str, text: str) -> tuple[Building, str]:
        id_, _, node = here.partition(":")
        building = self._buildings.get(id_) or self._buildings.get(self._named.find(text) or "")
        if building is None:
            raise NoRouteError("it is not known where the person stands")
        standing = node if node in building.nodes else getattr(building.standing_place, "id", None)
        if standing is None:
            raise NoRouteError(f"{building.id} has no standing place")
        return building, standing


def _map(route: Route, lang: Lang) -> str:
    query = {"from": route.start.id, "to": route.goal.id, "lang": lang} | ({"step_free": 1} if route.step_free else {})
    return map_address(f"{route.building.id}/{route.start.floor}", query)
