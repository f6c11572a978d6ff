"""What a file of FAQs would do to what is live."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.console.fields import Change, as_it_is, changes
from bot.console.visit import Visit
from knowledge.content import Faq
from knowledge.database.faqs import faqs_fingerprint
from knowledge.drafting import Claim, claimed_twice

SHOWN = 100
"""FAQs of each kind that a page shows one by one."""


@dataclass(frozen=True)
class Planned:
    """An FAQ of the file, with what it would say or what changes."""

    faq: Faq
    fields: list[Change]
    """None where a page does not show it one by one."""


@dataclass(frozen=True)
class Plan:
    """What would be new, come back, change and stay."""

    new: list[Planned]
    back: list[Planned]
    """They were withdrawn."""
    come_back: bool
    """Whether they would be told again; else they stay withdrawn."""
    changed: list[Planned]
    same: int
    claims: list[Claim]
    """Questions that two answers would have then, one of them of the file."""
    looked_at: str
    """Fingerprint of what is live."""

    @property
    def nothing(self) -> bool:
        """It would change nothing."""
        return not (self.new or self.changed or (self.back and self.come_back))


def plan_of(visit: Visit, faqs: Sequence[Faq], *, come_back: bool) -> Plan:
    """Of what is live now; `come_back`: what was withdrawn would be told again."""
    entries = visit.parts.library.read().entries
    live = {entry.faq.id: entry.faq for entry in entries if entry.live}
    withdrawn = {entry.faq.id for entry in entries if not entry.live}
    changed = [faq for faq in faqs if faq.id in live and live[faq.id] != faq]
    new = [faq for faq in faqs if faq.id not in live and faq.id not in withdrawn]
    back = [faq for faq in faqs if faq.id in withdrawn]
    told = {faq.id: faq for faq in [*new, *changed, *(back if come_back else ())]}
    return Plan(
        _planned(new, as_it_is),
        _planned(back, as_it_is),
        come_back,
        _planned(changed, lambda faq: changes(live[faq.id], faq)),
        sum(faq == live.get(faq.id) for faq in faqs),
        claimed_twice({**live, **told}.values(), told.keys()),
        faqs_fingerprint(live.values()),
    )


def _planned(faqs: Sequence[Faq], fields: Callable[[Faq], list[Change]]) -> list[Planned]:
    return [Planned(faq, fields(faq) if place < SHOWN else []) for place, faq in enumerate(faqs)]
