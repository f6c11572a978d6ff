"""The regression gate: which questions that were answered rightly would no longer be, and whether that is too many."""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.console.texts import say
from bot.content import open_store
from bot.errors import ApiError
from bot.runtime import Runtime
from bot.scorecard import Measure
from knowledge.content import Faq
from knowledge.reply import in_language
from language.detect import reply_language

if TYPE_CHECKING:  # they import Rasa
    from bot.regression import Case, Comparison, Group
    from bot.turn import ReplyJson
    from knowledge.desk import Desk
    from knowledge.speaker import Speaker

MAIN_ALLOWED = 0
"""Questions of published FAQs that may break: each stands in the console as the very question it answers."""
WORDINGS_ALLOWED = 0.005
"""Share of the other published wordings that may. Two trainings that differ by one FAQ: 1 of 1,528."""
TESTS_ALLOWED = 0.03
"""Share of the test questions that may: many are close calls. Two such trainings: 13 of 757, and 12 others mended; the
measures hold the balance."""
WORSE_ALLOWED = 0.01
"""A measure of the scorecard may get worse by so much, or by one question where that is more."""
CHANCE = 2.0
"""Standard deviations by which a measure over so many questions may differ: two trainings of nearly the same content
do, in a question here and there, and a gate that stops half of them would soon be overruled unread."""
ROUNDING = 1e-9
EXAMPLES = 3
"""Choices that are named."""
GROUPS = ("distress", "main", "wording", "evaluation")
"""The gravest first."""
LONGEST = 60
"""Characters of an answer that are shown where its title does not tell."""


@dataclass(frozen=True)
class Broken:
    """A question that was right before and would be wrong. In the question's language."""

    question: str
    before: str
    """Title of the answer it has had, or what was done instead of answering."""
    now: str
    """The same, as it would be."""
    group: str = "wording"
    """main, wording, evaluation or distress."""


@dataclass(frozen=True)
class Ruling:
    """Whether a trained model may go live."""

    reasons: list[dict[str, Any]] = field(default_factory=list)
    """Why not: each `name` is a sentence of the texts, models.stopped_…, with its values."""
    broken: list[Broken] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Nothing speaks against it."""
        return not self.reasons


def rule(comparison: "Comparison", speaker: "Speaker") -> Ruling:
    """Compare what would break with what is allowed."""
    broken = comparison.broken
    reasons: list[dict[str, Any]] = []

    def too_many(group: "Group", allowed: int) -> None:
        number = sum(case.group == group for case in broken)
        if number > allowed:
            reasons.append({"name": group, "number": number, "allowed": allowed})

    too_many("distress", 0)
    too_many("main", MAIN_ALLOWED)
    too_many("wording", int(WORDINGS_ALLOWED * comparison.known_right("wording")))
    too_many("evaluation", int(TESTS_ALLOWED * comparison.known_right("evaluation")))
    for before, now in zip(comparison.measures(comparison.before), comparison.measures(comparison.now), strict=True):
        if before.share is not None and now.share is not None:
            worse = (before.share - now.share) * (1 if now.at_least else -1)
            if worse > max(WORSE_ALLOWED, 1 / now.of, CHANCE * _deviation(before)) + ROUNDING:
                shares = {"before": round(100 * before.share, 1), "now": round(100 * now.share, 1)}
                reasons.append({"name": "measure", "measure": now.name, **shares})
    found = [told(case, comparison, speaker) for case in broken]
    return Ruling(reasons, sorted(found, key=lambda one: GROUPS.index(one.group)))


def _deviation(measure: Measure) -> float:
    """Of the share, by chance alone."""
    share = measure.share or 0.0
    return math.sqrt(share * (1 - share) / measure.of) if measure.of else 0.0


def told(case: "Case", comparison: "Comparison", speaker: "Speaker") -> Broken:
    """A broken case in words."""
    before, now = comparison.before[case.text], comparison.now[case.text]
    words = in_words(before, speaker), in_words(now, speaker)
    if words[0] == words[1]:  # two answers of one title
        words = before["text"][:LONGEST], now["text"][:LONGEST]
    return Broken(case.text, *words, case.group)


def in_words(reply: "ReplyJson", speaker: "Speaker") -> str:
    """What a reply did, in its language: the title of the answer, or the act."""
    lang, kind = reply["lang"], reply["kind"]
    if kind == "answer":
        try:
            return speaker.title(reply["answer_id"], lang)
        except KeyError:  # it was withdrawn since
            return str(reply["text"][:LONGEST])
    if kind == "choices":
        return say(lang, "models.did_choices", choices=" / ".join(b["title"] for b in reply["buttons"][:EXAMPLES]))
    return say(lang, f"models.did_{kind}")


def broken_by(runtime: Runtime, faq: Faq) -> list[Broken]:
    """What publishing `faq` would break: at once, through the index, or once a model is trained with it.

    The latter is so where both it and another FAQ claim the very same question. Nothing while the assistant is loading.
    """
    try:
        assistant = runtime.assistant
    except ApiError:
        return []
    from bot.near_questions import claimed_by_both, neighbours_of
    from bot.regression import Comparison, Judge

    published = open_store(runtime.settings).faqs()
    desk = assistant.desk
    tried = desk.with_faq(faq)
    claimed = claimed_by_both(faq, published)
    near = neighbours_of(faq, published, desk.index.encoder)
    cases = [case for case in near if case not in claimed and _finds(tried, case.text, faq.id)]
    texts = list(dict.fromkeys(case.text for case in [*claimed, *cases]))
    parsed = dict(zip(texts, assistant.understand(texts), strict=True))

    def replies(of: "Desk", asked: "list[Case]") -> "dict[str, ReplyJson]":
        return Judge(of, lambda some: [parsed[text] for text in some]).replies(case.text for case in asked)

    before = replies(desk, [*claimed, *cases])
    comparison = Comparison(cases, before, replies(tried, cases))
    found = [told(case, comparison, tried.speaker) for case in comparison.broken]
    found += [_undecided(case, faq, desk) for case in claimed if case.right(before[case.text])]
    return sorted(found, key=lambda one: GROUPS.index(one.group))


def _finds(desk: "Desk", text: str, id_: str) -> bool:
    return any(hit.answer_id == id_ for hit in desk.index.search(text))


def _undecided(case: "Case", faq: Faq, desk: "Desk") -> Broken:
    lang = reply_language(case.text)
    before = desk.speaker.title(str(case.answer_id), lang)
    title = in_language(lang, faq.question.en, faq.question.zh)
    return Broken(case.text, before, say(lang, "models.did_either", title=title), case.group)
