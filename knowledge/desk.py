"""The enquiry desk: everything that answers people, opened once a process."""

from dataclasses import dataclass

from knowledge.answer import Answerer
from knowledge.decision import Decision
from knowledge.directory import Directory
from knowledge.distress import GUIDE, DistressHelp
from knowledge.guides import Guide
from knowledge.index import Index
from knowledge.opening_hours import OpeningHours
from knowledge.places import Places
from knowledge.speaker import Speaker
from knowledge.store import ContentStore


@dataclass(frozen=True)
class Desk:
    """What the actions ask."""

    speaker: Speaker
    answerer: Answerer
    index: Index
    guides: list[Guide]
    distress: DistressHelp
    hours: OpeningHours
    places: Places

    def guide_of(self, form: str | None) -> Guide | None:
        """The guide whose form it is."""
        return next((guide for guide in self.guides if guide.form == form), None)

    @classmethod
    def of(cls, store: ContentStore, index: Index, decision: Decision) -> "Desk":
        """A desk over one state of the content."""
        speaker, guides = Speaker(store), store.guides()
        hours = OpeningHours.load()
        distress = next(guide for guide in guides if guide.id == GUIDE)
        return cls(
            speaker,
            Answerer(speaker, index, decision),
            index,
            guides,
            DistressHelp(distress, speaker),
            hours,
            Places(Directory.load(), hours),
        )
