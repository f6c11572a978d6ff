"""The enquiry desk: everything that answers people, opened once a process."""

from dataclasses import dataclass, replace
from typing import Self

from knowledge.answer import Answerer
from knowledge.content import Faq
from knowledge.decision import Decision
from knowledge.directory import Directory
from knowledge.distress import GUIDE, DistressHelp
from knowledge.guides import Guide
from knowledge.index import Index, indexed_texts, texts_of_faq
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
    decision: Decision
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
            decision,
            guides,
            DistressHelp(distress, speaker),
            hours,
            Places(Directory.load(), hours),
        )

    def up_to(self, store: ContentStore) -> Self:
        """A desk with the FAQs and reports of `store`; only what differs is indexed."""
        return self._with(Speaker(store), self.index.up_to(indexed_texts(store)))

    def with_faq(self, faq: Faq) -> Self:
        """A desk on which one more FAQ, or a changed one, is tried."""
        return self._with(self.speaker.with_faq(faq), self.index.changed({faq.id: texts_of_faq(faq)}))

    def _with(self, speaker: Speaker, index: Index) -> Self:
        answerer = Answerer(speaker, index, self.decision)
        distress = DistressHelp(self.distress.guide, speaker)
        return replace(self, speaker=speaker, index=index, answerer=answerer, distress=distress)
