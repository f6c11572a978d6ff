"""Guided help: the questions of a guide, what an answer to one means, and what follows from all of them."""

import datetime
import re
from collections.abc import Callable, Mapping
from functools import cache, cached_property, lru_cache
from typing import Annotated

from msgspec import Meta

from knowledge.content import Bilingual, Content, NonEmpty, Source, Wordings
from language import entities, gazetteer
from language.dates import date_in
from language.entities import age_in
from language.ordinals import ordinal
from language.pipeline import analyse
from language.script import fold

Known = Mapping[str, str]
"""Slot of a question → value of the option that was taken."""
Condition = dict[str, list[str]]
"""Slot → values of which it must have one; all slots must hold."""
Name = Annotated[str, Meta(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]
WILDCARD = "*"
"""At the end of an English word: whatever it goes on with."""


class Option(Content, frozen=True):
    """One answer that a question takes."""

    value: Name
    title: Bilingual
    """On its button."""
    words: Wordings = Wordings()
    """How people say it."""
    lists: list[str] = []
    """Kinds of entity or lists of language/gazetteer any name of which means this option."""
    skips: bool = False
    """No answer, rather the wish to give none: only to the question itself."""
    ages: tuple[int, int] | None = None
    """From and to: an age that means this option."""
    days: tuple[int, int] | None = None
    """From and to: days from today to a date that means this option."""


class GuideQuestion(Content, frozen=True):
    """One question of a guide."""

    slot: Name
    ask: Bilingual
    why: Bilingual
    """Why it is asked."""
    options: list[Option]
    when: Condition = {}
    """Asked only where this holds."""
    first_wins: bool = False
    """Of several options whose words are said, the first is meant; otherwise the one with the longest words."""

    def understand(self, text: str, today: datetime.date) -> str | None:
        """The value that `text` means: a number on the list, words, an age or a date; None where it means none."""
        value = self.exactly(text) or self.by_words(text) or self._by_number(text, today)  # a lone number may be an age
        if value is None and (number := ordinal(text, len(self.options))) is not None:
            return self.options[number].value
        return value

    def exactly(self, text: str) -> str | None:
        """The value whose title or word `text` is, and nothing else."""
        said = fold(text).strip(" .,!?。，！？")
        for option in self.options:
            names = (option.title.en, option.title.zh, *option.words.en, *option.words.zh)
            if said in {fold(name).removesuffix(WILDCARD) for name in names}:
                return option.value
        return None

    def by_words(self, text: str) -> str | None:
        """The value whose words stand in `text`: the longest ones, or the first where the question says so."""
        found = [(len(said), option.value) for option in self.options for said in _said(option, text)]
        if not found:
            return None
        return found[0][1] if self.first_wins else max(found)[1]

    def _by_number(self, text: str, today: datetime.date) -> str | None:
        age = age_in(text) if any(option.ages for option in self.options) else None
        if age is not None:
            return next((o.value for o in self.options if o.ages and o.ages[0] <= age <= o.ages[1]), None)
        if date := date_in(text, today):
            days = (date - today).days
            return next((o.value for o in self.options if o.days and o.days[0] <= days <= o.days[1]), None)
        return None


class Outcome(Content, frozen=True):
    """What follows: the first outcome that holds is told."""

    answer: Bilingual
    source: Source
    when: Condition = {}
    topic: str | None = None
    """The guide's where nothing else is said."""
    related: list[str] = []
    """FAQs that say more."""


class Guide(Content, frozen=True, dict=True):
    """A conversation that leads to an answer by questions."""

    id: Name
    topic: NonEmpty
    title: Bilingual
    intro: Bilingual
    questions: list[GuideQuestion]
    outcomes: list[Outcome] = []
    intent: str | None = None
    """Rasa's intent that begins it; None where a rule of nlu_data/rules.yml does."""

    @property
    def form(self) -> str:
        """Rasa's name of it."""
        return f"{self.id}_form"

    @cached_property
    def slots(self) -> list[str]:
        """Rasa's slots, in the order of the questions."""
        return [self.slot(question) for question in self.questions]

    def slot(self, question: GuideQuestion) -> str:
        """Rasa's slot of a question."""
        return f"{self.id}_{question.slot}"

    def told(self, slot_value: Callable[[str], str | None]) -> dict[str, str]:
        """The answers that Rasa's slots hold, also to questions that may be asked only later."""
        values = {question.slot: slot_value(self.slot(question)) for question in self.questions}
        return {slot: value for slot, value in values.items() if value is not None}

    def takes(self, slot: str, value: str | None) -> bool:
        """Whether a question has such an option."""
        return any(q.slot == slot and value in {option.value for option in q.options} for q in self.questions)

    def understand(self, text: str, known: Known | None = None) -> dict[str, str]:
        """Whatever `text` answers of what is not `known` yet, by words alone."""
        known = known or {}
        found = {question.slot: question.by_words(text) for question in self.questions if question.slot not in known}
        skips = {(q.slot, option.value) for q in self.questions for option in q.options if option.skips}
        told = {slot: value for slot, value in found.items() if value and (slot, value) not in skips}
        relevant = self.relevant({**known, **told})
        return {slot: value for slot, value in told.items() if slot in relevant}

    def relevant(self, known: Known) -> dict[str, str]:
        """Of the answers those whose question is asked, given the answers before it."""
        kept: dict[str, str] = {}
        for question in self.questions:
            if question.slot in known and _holds(question.when, kept):
                kept[question.slot] = known[question.slot]
        return kept

    def question(self, slot: str) -> GuideQuestion:
        """The question of one of `slots`."""
        return next(question for question in self.questions if self.slot(question) == slot)

    def next_question(self, known: Known) -> GuideQuestion | None:
        """The first that is still open; None where all is known."""
        asked = (question for question in self.questions if _holds(question.when, known))
        return next((question for question in asked if question.slot not in known), None)

    def last_answered(self, known: Known) -> GuideQuestion | None:
        """The question to go back to; None where nothing is known."""
        return next((question for question in reversed(self.questions) if question.slot in known), None)

    def outcome(self, known: Known) -> Outcome:
        """What follows from the answers; the last outcome always holds."""
        return next(outcome for outcome in self.outcomes if _holds(outcome.when, known))


def _holds(condition: Condition, known: Known) -> bool:
    return all(known.get(slot) in values for slot, values in condition.items())


def _said(option: Option, text: str) -> list[str]:
    folded = fold(text)
    words = [match[0] for word in (*option.words.en, *option.words.zh) if (match := _pattern(word).search(folded))]
    return [*words, *(name for kind, name in _names(text) if kind in option.lists)]


@lru_cache(maxsize=16)
def _names(text: str) -> list[tuple[str, str]]:
    doc = analyse(text)
    listed = [(span.label_, span.text) for span in gazetteer.find(doc) if span.text != "us"]  # “help us”
    return [*listed, *((entity.kind, text[entity.start : entity.end]) for entity in entities.find(doc))]


@cache
def _pattern(word: str) -> re.Pattern[str]:
    """An English word as a whole (or its beginning, with a wildcard), Chinese anywhere."""
    plain = re.escape(fold(word.removesuffix(WILDCARD)))
    if word.isascii():
        plain = rf"(?<![a-z0-9]){plain}" + ("[a-z]*" if word.endswith(WILDCARD) else "(?![a-z0-9])")
    return re.compile(plain)
