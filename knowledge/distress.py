"""A person in trouble outside Hong Kong: which advice fits, in words to be heard by someone frightened."""

from knowledge.guides import Guide, Known
from knowledge.reply import Reply, ReplySource
from knowledge.speaker import Speaker
from language.detect import Lang
from language.pipeline import count_words

GUIDE = "distress"
"""Its guide asks for the place and the kind of trouble, each of which has its advice."""


FEW_WORDS = 4
"""Of a message that only says where."""


class DistressHelp:
    """The unit behind 1868, its channels, and what to do first."""

    def __init__(self, guide: Guide, speaker: Speaker) -> None:
        self.guide = guide
        self._speaker = speaker

    def told(self, text: str) -> dict[str, str]:
        """Place and kind of trouble, as far as `text` tells them."""
        return self.guide.understand(text)

    def first(self, told: Known, lang: Lang, confidence: float = 1.0) -> Reply:
        """What is heard first: 1868, the other channels, what to do now."""
        return self._reply("distress", told, lang, confidence)

    def advice(self, told: Known, lang: Lang) -> Reply:
        """What is heard once the place and the kind of trouble are known."""
        return self._reply("distress_summary", told, lang, 1.0)

    def tells_place_of(self, text: str, before: str) -> bool:
        """Whether `text` says little but a place abroad, and so where the trouble is that `before` told of."""
        here, there = self.told(text), self.told(before)
        abroad = here.get("place") not in (None, "hong_kong") and "kind" not in here
        return abroad and "kind" in there and "place" not in there and count_words(text) <= FEW_WORDS

    def _reply(self, name: str, told: Known, lang: Lang, confidence: float) -> Reply:
        text = self._speaker.sentence(
            name,
            lang,
            advice=self._speaker.sentence(f"distress_advice_{told.get('kind', 'general')}", lang),
            place=self._speaker.sentence(f"distress_in_{told.get('place', 'unknown')}", lang),
        )
        source = ReplySource(
            self._speaker.sentence("distress_source", lang),
            "2023-04-03",
            "https://immd.gov.hk/hkt/press/press-releases/20230403.html",
        )
        return Reply(text, "distress", lang, topic=self.guide.topic, confidence=confidence, source=source)
