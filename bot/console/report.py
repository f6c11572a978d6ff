"""A report: the figures of a period beside those of the period before, and what rose."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.console import texts
from bot.console.chance import Z_OF_MANY, Share, counts_differ, rise
from bot.console.wording import Wording
from knowledge.content import Topic
from knowledge.database.figures import Figures, Outcomes, Period
from knowledge.reply import in_language

MIN_PEOPLE = 3
"""A question is shown from so many people on, so that it points to none of them."""
MIN_ASKERS = 5
"""Of a topic."""
MIN_RISE = 1.2
MOST_RISING = 10


@dataclass(frozen=True)
class Rising:
    """What more people asked than before."""

    name: str
    now: int
    """Conversations."""
    before: int
    ratio: float
    """Smoothed."""
    clear: bool
    """More than chance would do."""


@dataclass(frozen=True)
class Report:
    """What pages, charts, tables and files show."""

    wording: Wording
    topics: Mapping[str, Topic]
    period: Period
    now: Figures
    before: Figures

    @property
    def empty(self) -> bool:
        """Nobody asked anything."""
        return not self.now.conversations

    def topic(self, topic: str | None) -> str:
        """Its name; its id where there is no such topic any more."""
        if topic is None:
            return self.wording.say("figures.no_topic")
        known = self.topics.get(topic)
        return in_language(self.wording.lang, known.en, known.zh) if known else topic

    def channel(self, channel: str) -> str:
        """Its name, as far as it has one."""
        return self._named("channel", channel)

    def language(self, lang: str) -> str:
        """Its name."""
        return self._named("language", lang)

    @cached_property
    def rising_topics(self) -> list[Rising]:
        """The ones that rose most first."""
        return _rising({self.topic(topic): n for topic, n in self.now.askers.items()},
                       {self.topic(topic): n for topic, n in self.before.askers.items()}, MIN_ASKERS)  # fmt: skip

    @cached_property
    def rising_questions(self) -> list[Rising]:
        """The ones that rose most first; only what several people asked."""
        before = self.before.questions
        return _rising(
            {question.text: question.people for question in self.now.questions.values()},
            {
                question.text: before[folded].people
                for folded, question in self.now.questions.items()
                if folded in before
            },
            MIN_PEOPLE,
        )

    def _named(self, kind: str, code: str) -> str:
        name = f"figures.{kind}_{code.lower().replace('-', '_')}"
        return self.wording.say(name) if texts.knows(name) else code


def share(outcomes: Outcomes, outcome: str) -> Share:
    """Of questions; greetings, thanks and steps of a guide are none."""
    part = {str(name): count for name, count in outcomes.items()}.get(outcome, 0)
    return Share(part, questions(outcomes))


def questions(outcomes: Outcomes) -> int:
    """How many of the enquiries called for an answer."""
    return outcomes.total() - outcomes["other"]


def _rising(now: Mapping[str, int], before: Mapping[str, int], least: int) -> list[Rising]:
    risen = []
    for name, people in now.items():
        earlier = before.get(name, 0)
        ratio = rise(people, earlier)
        if people >= least and ratio >= MIN_RISE:
            risen.append(Rising(name, people, earlier, ratio, counts_differ(people, earlier, Z_OF_MANY)))
    return sorted(risen, key=lambda one: (-one.ratio, -one.now, one.name))[:MOST_RISING]
