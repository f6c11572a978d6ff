"""Questions that were not answered, in groups of those that ask the same, the worst first."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.database.enquiries import LOW_CONFIDENCE, Unanswered
from language.script import fold

Encode = Callable[[list[str]], NDArray[np.float32]]
"""Texts to unit vectors, one row a text."""

APART = 0.5
"""Two groups whose questions are farther apart than this on average (cosine distance) stay two.

Chosen by looking at the declined questions of evaluation/development.jsonl under the trained encoder: with less, the
English and the Chinese form of one question often stay apart; with more, weather and football come together.
"""
MOST_WORDINGS = 2_000
"""Different wordings that are grouped by meaning, the newest; grouping takes the square of it."""
HALF_LIFE = datetime.timedelta(days=14)
"""After so long, a question weighs half."""
UNHELPFUL_WEIGHT = 2.0
"""Of a person who said that the answer did not help, in persons who said nothing."""


@dataclass(frozen=True)
class Wording:
    """One way in which it was asked; spelled alike but for case, width and script."""

    text: str
    """As it was written last."""
    lang: str
    events: tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """Questions that ask the same."""

    members: tuple[Unanswered, ...]
    """The newest first; not empty."""

    @cached_property
    def people(self) -> int:
        """Conversations in which it was asked."""
        return len({member.enquiry.conversation for member in self.members})

    @property
    def first(self) -> datetime.datetime:
        """When it was asked first, UTC."""
        return min(member.enquiry.at for member in self.members)

    @property
    def last(self) -> datetime.datetime:
        """When it was asked last, UTC."""
        return max(member.enquiry.at for member in self.members)

    @property
    def events(self) -> list[int]:
        """The numbers of all of them."""
        return [member.enquiry.event for member in self.members]

    @property
    def kinds(self) -> Counter[str]:
        """How many were not answered (`fallback`), offered (`choices`), answered (`answer`)."""
        return Counter(member.enquiry.kind for member in self.members)

    @property
    def unhelpful(self) -> int:
        """How many answers did not help."""
        return sum(member.unhelpful for member in self.members)

    @property
    def uncertain(self) -> int:
        """How many were answered with little confidence."""
        return sum(m.enquiry.kind == "answer" and m.enquiry.confidence < LOW_CONFIDENCE for m in self.members)

    @property
    def reasons(self) -> list[str]:
        """Why they did not."""
        return [reason for member in self.members for reason in member.reasons]

    @property
    def answers(self) -> list[str]:
        """The ids of what was told instead, the most frequent first."""
        told = Counter(member.enquiry.answer_id for member in self.members if member.enquiry.answer_id)
        return [answer_id for answer_id, _ in told.most_common()]

    @cached_property
    def wordings(self) -> list[Wording]:
        """How it was asked, the most frequent first."""
        by_form: defaultdict[str, list[Unanswered]] = defaultdict(list)
        for member in self.members:
            by_form[folded(member.enquiry.text)].append(member)
        wordings = [
            Wording(alike[0].enquiry.text, alike[0].enquiry.lang, tuple(one.enquiry.event for one in alike))
            for alike in by_form.values()
        ]
        return sorted(wordings, key=lambda wording: -len(wording.events))

    def weight(self, now: datetime.datetime) -> float:
        """How much it matters: people, the recent ones and those whom the answer did not help counting more."""
        most: defaultdict[str, float] = defaultdict(float)
        for member in self.members:
            fresh = 0.5 ** (max(now - member.enquiry.at, datetime.timedelta()) / HALF_LIFE)
            weight = fresh * (UNHELPFUL_WEIGHT if member.unhelpful else 1.0)
            most[member.enquiry.conversation] = max(most[member.enquiry.conversation], weight)
        return sum(most.values())


def folded(text: str) -> str:
    """What two spellings of one wording share."""
    return " ".join(fold(text).rstrip("?？!！。. ").split())


def groups(unanswered: Iterable[Unanswered], encode: Encode | None, now: datetime.datetime) -> list[Group]:
    """The worst first. Without an encoder, and beyond MOST_WORDINGS, only what is worded alike comes together."""
    by_form: defaultdict[str, list[Unanswered]] = defaultdict(list)
    for one in sorted(unanswered, key=lambda one: -one.enquiry.event):
        by_form[folded(one.enquiry.text)].append(one)
    forms = list(by_form.values())
    near, far = (forms[:MOST_WORDINGS], forms[MOST_WORDINGS:]) if encode else ([], forms)
    together = [*(_together([alike[0].enquiry.text for alike in near], encode) if encode else ())]
    found = [Group(_newest_first(one for number in numbers for one in near[number])) for numbers in together]
    found += [Group(tuple(alike)) for alike in far]
    return sorted(found, key=lambda group: (-group.weight(now), -group.events[0]))


def _newest_first(members: Iterable[Unanswered]) -> tuple[Unanswered, ...]:
    return tuple(sorted(members, key=lambda one: -one.enquiry.event))


def _together(texts: Sequence[str], encode: Encode) -> list[list[int]]:
    """The numbers of the texts that mean the same."""
    vectors = encode(list(texts)) if texts else np.zeros((0, 1), np.float32)
    known = np.flatnonzero(np.any(vectors, axis=1))  # a text without a known word has no direction
    alone = [[number] for number in range(len(texts)) if number not in set(known.tolist())]
    if len(known) < 2:
        return [*alone, *([int(number)] for number in known)]
    from scipy.cluster.hierarchy import fcluster, linkage  # seconds to import: not before it is needed

    labels = fcluster(linkage(vectors[known], method="average", metric="cosine"), APART, criterion="distance")
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number, label in zip(known, labels, strict=True):
        members[int(label)].append(int(number))
    return [*alone, *members.values()]
