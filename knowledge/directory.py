"""The directory of offices: what is where, and which is nearest by district."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import networkx as nx  # type: ignore[import-untyped]
from msgspec import Meta

from knowledge.content import Bilingual, Content, NonEmpty, PartialDate, Source
from knowledge.errors import ContentError, KnowledgeError
from knowledge.place_names import NameFinder
from knowledge.place_sentences import ROOT, filled, listed, same, say, spoken
from knowledge.yaml_files import load, mapping, parse, records
from language.detect import Lang

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Telephone = Annotated[str, Meta(pattern=r"^(\d{4} \d{4}|1868)$")]
OfficeKind = Literal[
    "headquarters",
    "headquarters_section",
    "branch_office",
    "registration_of_persons",
    "births_deaths_registry",
    "marriage_registry",
    "kiosk_site",
    "control_point",
]
NOT_FOR_ANY_ERRAND: tuple[OfficeKind, ...] = ("headquarters_section", "kiosk_site", "control_point")
"""Kinds that are no answer to "which office is nearest?" as long as nobody says what for."""


class Office(Content, frozen=True):
    """A place that serves the public; what is not known is None."""

    id: Slug
    kind: OfficeKind
    name: Bilingual
    services: list[str]
    topic: str
    source: Source
    place: str | None = None
    """Id in language/entities.yml."""
    section: str | None = None
    """Id in language/entities.yml."""
    building: str | None = None
    """Id of a plan in places/buildings."""
    address: Bilingual | None = None
    floor: Bilingual | None = None
    """Stands before the address in English and behind it in Chinese."""
    district: str | None = None
    nearest_station: Bilingual | None = None
    hours: Bilingual | None = None
    telephone: Telephone | None = None
    telephone_as_of: PartialDate | None = None
    """Where the number is so old that people must be told."""
    note: Bilingual | None = None

    @property
    def full_address(self) -> Bilingual | None:
        """Floor and address together."""
        if self.address is None or self.floor is None:
            return self.address
        return filled("office_floor_and_address", floor=self.floor, address=self.address)


class District(Content, frozen=True):
    """One of the 18 districts and the names that say somebody is there."""

    id: Slug
    name: Bilingual
    neighbourhoods: list[tuple[NonEmpty, NonEmpty]]
    """English and Chinese."""
    also: tuple[NonEmpty, ...] = ()

    @property
    def names(self) -> list[str]:
        """The district's own names and those of its neighbourhoods."""
        return [self.name.en, self.name.zh, *(name for pair in self.neighbourhoods for name in pair), *self.also]


class Border(Content, frozen=True):
    """Two districts side by side."""

    between: tuple[str, str]
    steps: Annotated[int, Meta(ge=1)]


class Map(Content, frozen=True):
    """districts.yml: a rough map, made of districts and borders alone."""

    districts: list[District]
    borders: list[Border]


class Directory:
    """All offices. Distances are rough: steps from district to district."""

    def __init__(
        self,
        offices: Iterable[Office],
        districts: Map,
        services: dict[str, Bilingual],
        errands: dict[str, list[str]],
        cues: dict[str, list[str]],
    ) -> None:
        self.offices = list(offices)
        self.districts = {district.id: district for district in districts.districts}
        self.services = services
        self._borders = districts.borders
        self._errands = NameFinder(errands)
        self._cues = NameFinder(cues)

    @classmethod
    def load(cls, root: Path = ROOT) -> "Directory":
        """Read and check offices.yml, districts.yml and services.yml."""
        path = root / "services.yml"
        services = {name: parse(path, name, Bilingual, value) for name, value in mapping(path).items()}
        districts = parse(root / "districts.yml", "districts", Map, load(root / "districts.yml"))
        names = ("service_words.yml", "cues.yml")
        errands, cues = (parse(root / name, name, dict[str, list[str]], load(root / name)) for name in names)
        directory = cls(records(root / "offices.yml", Office), districts, services, errands, cues)
        directory._check(root)
        return directory

    def find(self, id_: str) -> Office | None:
        """The office of this id."""
        return next((office for office in self.offices if office.id == id_), None)

    def district_of(self, text: str) -> str | None:
        """The district that a text names, itself or by a neighbourhood."""
        return self._names.find(text)

    def asks_nearest(self, text: str) -> bool:
        """Whether a text asks for what is near."""
        return self._cues.find(text) == "nearest"

    def asks_step_free(self, text: str) -> bool:
        """Whether a text says that stairs and escalators are no way."""
        return self._cues.find(text) == "step_free"

    def service_of(self, text: str) -> str | None:
        """The service that a text names."""
        return self._errands.find(text)

    def nearest(self, district: str, service: str | None = None, limit: int = 3) -> list[Office]:
        """Offices with the service (without one: offices as such), by steps from the district; roughly, then."""
        if district not in self.districts:
            raise KnowledgeError(f"no district {district!r}; districts are {', '.join(self.districts)}")
        steps: dict[str, int] = nx.single_source_dijkstra_path_length(self._map, district, weight="steps")
        fit = [office for office in self.offices if office.district in steps and _serves(office, service)]
        # a machine serves fewer cases than the counter beside it
        return sorted(fit, key=lambda o: (steps[o.district or ""], o.kind == "kiosk_site"))[:limit]

    def caution(self, lang: Lang) -> str:
        """What to say along with the nearest offices: that this is a rough guide."""
        return say(lang, "nearest_is_approximate")

    def about(self, office: Office, lang: Lang) -> str:
        """Where, when, how to get there and whom to call; says what is not known."""
        told = [self._where(office)]
        if office.hours:
            told.append(filled("office_hours", hours=office.hours))
        if office.nearest_station:
            told.append(filled("office_station", station=office.nearest_station))
        if office.telephone:
            told.append(_telephone(office, office.telephone))
        if office.note:
            told.append(office.note)
        if unknown := _unknown(office):
            told.append(filled("office_unknown", details=listed(unknown)))
        return (" " if lang == "en" else "").join(spoken(lang, sentence) for sentence in told)

    def services_of(self, office: Office, lang: Lang) -> str:
        """One sentence on what it does; empty for a building whose sections do it."""
        names = [self.services[service] for service in office.services]
        return say(lang, "office_services", services=listed(names)) if names else ""

    def _where(self, office: Office) -> Bilingual:
        if office.full_address is not None:
            return filled("office_where", name=office.name, address=office.full_address)
        if office.district is not None:
            return filled("office_in_district", name=office.name, district=self.districts[office.district].name)
        return filled("office_unplaced", name=office.name)

    @cached_property
    def _names(self) -> NameFinder:
        return NameFinder({district.id: district.names for district in self.districts.values()})

    @cached_property
    def _map(self) -> nx.Graph:
        graph = nx.Graph()
        graph.add_nodes_from(self.districts)
        for border in self._borders:
            graph.add_edge(*border.between, steps=border.steps)
        return graph

    def _check(self, root: Path) -> None:
        ids = [office.id for office in self.offices]
        for office in self.offices:
            where = f"{root / 'offices.yml'}: {office.id}"
            if ids.count(office.id) > 1:
                raise ContentError(f"{where} stands there twice; ids are unique")
            if office.district is not None and office.district not in self.districts:
                raise ContentError(f"{where}: no district {office.district!r} in districts.yml")
            for service in office.services:
                if service not in self.services:
                    raise ContentError(f"{where}: no service {service!r} in services.yml")
        for border in self._borders:
            for district in border.between:
                if district not in self.districts:
                    raise ContentError(f"{root / 'districts.yml'}: borders: no district {district!r}")


def _serves(office: Office, service: str | None) -> bool:
    return office.kind not in NOT_FOR_ANY_ERRAND if service is None else service in office.services


def _telephone(office: Office, telephone: str) -> Bilingual:
    if office.telephone_as_of is None:
        return filled("office_telephone", telephone=same(telephone))
    return filled("office_telephone_of", telephone=same(telephone), year=same(office.telephone_as_of[:4]))


def _unknown(office: Office) -> list[Bilingual]:
    lacks = {
        "unknown_floor": bool(office.address) and office.floor is None and office.kind != "headquarters",
        "unknown_hours": office.hours is None,
        "unknown_station": office.nearest_station is None,
        "unknown_telephone": office.telephone is None,
    }
    return [filled(name) for name, lacking in lacks.items() if lacking]
