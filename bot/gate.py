"""The regression gate: which questions that were answered rightly would no longer be."""

from dataclasses import dataclass

from bot.runtime import Runtime
from knowledge.content import Faq


@dataclass(frozen=True)
class Broken:
    """A question that was right before and would be wrong."""

    question: str
    before: str
    """Title of the answer it has had, or what was done instead of answering."""
    now: str
    """The same, as it would be."""


def broken_by(runtime: Runtime, faq: Faq) -> list[Broken]:
    """What publishing `faq` would break at once, through the index; nothing while the assistant is loading."""
    return []
