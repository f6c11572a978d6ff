"""The regression gate: which questions that were answered rightly would no longer be, and whether that is too many."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.console.texts import say
from bot.content import open_store
from bot.errors import ApiError
from bot.runtime import Runtime
from knowledge.content import Faq
from language.detect import reply_language

if TYPE_CHECKING:  # they import Rasa
    from bot.regression import Case, Comparison
    from bot.turn import ReplyJson
    from knowledge.desk import Desk
    from knowledge.speaker import Speaker

MAIN_ALLOWED = 0
"""Questions of published FAQs that may break: each stands in the console as the very question it answers."""
OTHERS_ALLOWED = 0.005
"""Share of the other questions that may: two trainings of nearly the same content differ in a few that are close."""
WORSE_ALLOWED = 0.01
"""A measure of the scorecard may get worse by so much, or by one question where that is more."""
EXAMPLES = 3
"""Choices that are named."""
LONGEST = 60
"""Characters of an answer that has no title."""


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
    reasons = []

    def too_many(name: str, groups: tuple[str, ...], allowed: int) -> None:
        number = sum(case.group in groups for case in broken)
        if number > allowed:
            reasons.append({"name": name, "number": number, "allowed": allowed})

    known = comparison.known_right("wording") + comparison.known_right("evaluation")
    too_many("distress", ("distress",), 0)
    too_many("main", ("main",), MAIN_ALLOWED)
    too_many("others", ("wording", "evaluation"), int(OTHERS_ALLOWED * known))
    for before, now in zip(comparison.measures(comparison.before), comparison.measures(comparison.now), strict=True):
        if before.share is not None and now.share is not None:
            worse = (before.share - now.share) * (1 if now.at_least else -1)
            if worse > max(WORSE_ALLOWED, 1 / now.of):
                shares = {"before": round(100 * before.share, 1), "now": round(100 * now.share, 1)}
                reasons.append({"name": "measure", "measure": now.name, **shares})
    return Ruling(reasons, [told(case, comparison, speaker) for case in sorted(broken, key=_gravest_first)])


def _gravest_first(case: "Case") -> int:
    return ("distress", "main", "wording", "evaluation").index(case.group)


def told(case: "Case", comparison: "Comparison", speaker: "Speaker") -> Broken:
    """A broken case in words."""
    before, now = (in_words(replies[case.text], speaker) for replies in (comparison.before, comparison.now))
    return Broken(case.text, before, now, case.group)


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
    """What publishing `faq` would break at once, through the index; nothing while the assistant is loading."""
    try:
        assistant = runtime.assistant
    except ApiError:
        return []
    from bot.neighbours import neighbours_of
    from bot.regression import Comparison, Judge

    desk: Desk = assistant.desk
    cases = neighbours_of(desk, open_store(runtime.settings).faqs(), faq)
    parsed = dict(zip([case.text for case in cases], assistant.understand([c.text for c in cases]), strict=True))

    def replies(of: "Desk") -> "dict[str, ReplyJson]":
        return Judge(of, lambda texts: [parsed[text] for text in texts]).replies(parsed)

    tried = desk.with_faq(faq)
    comparison = Comparison(cases, replies(desk), replies(tried))
    return [told(case, comparison, tried.speaker) for case in sorted(comparison.broken, key=_gravest_first)]


def to_json(ruling: Ruling) -> dict[str, Any]:
    """As the table of models keeps it."""
    from dataclasses import asdict

    return asdict(ruling)


def questions_of(broken: Sequence[dict[str, Any]]) -> list[Broken]:
    """What `to_json` wrote."""
    return [Broken(**one) for one in broken]
