"""The regression suite: questions whose right answer is known, asked of two models over the same content.

Every published wording must get the answer it was published for; the evaluation set the right answer, or an
honest "I don't know"; and a person in trouble must be recognised. What was right and no longer is, is broken.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal

import msgspec

from bot.first_reply import first_reply
from bot.questions import DISTRESS, EVALUATION, Question, read_questions
from bot.release import Release
from bot.scorecard import Measure, Verdict, measures, scorecard_json
from bot.turn import ReplyJson
from knowledge.content import TEXT_LANGS, Faq
from knowledge.decision import Decision
from knowledge.desk import Desk
from knowledge.store import ContentStore

Group = Literal["main", "wording", "evaluation", "distress"]
Parsed = Mapping[str, Any]
Understand = Callable[[Sequence[str]], Sequence[Parsed]]
"""Rasa's parse of each text."""
Share = Callable[[float], None]
"""Called with the share that is done, 0 to 1."""

SAMPLE, IN_ALL = 2, 1_600
"""Of an FAQ that did not change, so many variants of each language are asked besides its question, and fewer where they
would be more than that in all, one at least: every one of 17,000 wordings would take minutes."""
BATCH = 128
OUTCOMES = "outcomes.json"
"""In a release's folder: its replies to the suite when it was judged."""


@dataclass(frozen=True)
class Case:
    """A question, and what is right for it."""

    text: str
    group: Group
    answer_id: str | None = None
    """Of a published wording: the answer it was published for. Another one is wrong, of whatever topic."""
    question: Question | None = None
    """Of the evaluation and distress sets."""

    def right(self, reply: ReplyJson) -> bool:
        """Whether a first reply is."""
        if self.question:
            return Verdict(self.question, reply).right
        return bool(reply["kind"] == "answer" and reply["answer_id"] == self.answer_id)


def cases_of(faq: Faq, sample: int | None = None) -> list[Case]:
    """Its question in both languages and its variants, or `sample` of them a language: always the same ones."""
    cases = []
    for question, variants in ((faq.question.en, faq.variants.en), (faq.question.zh, faq.variants.zh)):
        asked = list(variants) if sample is None else sorted(variants, key=_lot)[:sample]
        cases += [Case(question, "main", faq.id), *(Case(text, "wording", faq.id) for text in asked)]
    return cases


def suite(faqs: Sequence[Faq], changed: Collection[str]) -> list[Case]:
    """All cases: of FAQs that are `changed` every wording, and of the others a sample."""
    sample = max(1, min(SAMPLE, IN_ALL // max(1, len(TEXT_LANGS) * len(faqs))))
    published = [case for faq in faqs for case in cases_of(faq, None if faq.id in changed else sample)]
    return [*published, *question_cases()]


def question_cases(files: Sequence[Path] = (*EVALUATION, DISTRESS)) -> list[Case]:
    """Of the evaluation and distress sets."""
    questions = [question for file in files for question in read_questions(file)]
    return [Case(q.text, "distress" if q.expect == "distress" else "evaluation", question=q) for q in questions]


def _lot(text: str) -> bytes:
    return hashlib.blake2b(text.encode()).digest()


class Judge:
    """Gives first replies to many questions."""

    def __init__(self, desk: Desk, understand: Understand) -> None:
        self.desk = desk
        self._understand = understand

    def replies(self, texts: Iterable[str], share: Share = lambda _: None) -> dict[str, ReplyJson]:
        """By text."""
        todo = list(dict.fromkeys(texts))
        replies: dict[str, ReplyJson] = {}
        for start in range(0, len(todo), BATCH):
            batch = todo[start : start + BATCH]
            self.desk.index.look_ahead(batch)
            for text, parsed in zip(batch, self._understand(batch), strict=True):
                replies[text] = first_reply(self.desk, text, parsed).to_json()
            share(len(replies) / len(todo))
        return replies


@contextmanager
def judge_of(release: Release, store: ContentStore) -> Iterator[Judge]:
    """A judge with a complete release's model, and the content of `store`."""
    from bot.understanding import load_agent, parse_together

    with closing(release.open_index()) as index:
        desk = Desk.of(store, index, Decision.load(release.decision)).up_to(store)
        yield Judge(desk, partial(parse_together, load_agent(release.rasa_model)))


@dataclass(frozen=True)
class Comparison:
    """The suite under the model that answers, and under the one that would."""

    cases: Sequence[Case]
    before: Mapping[str, ReplyJson]
    """By text; those that are not there count as wrong before."""
    now: Mapping[str, ReplyJson]

    @cached_property
    def broken(self) -> list[Case]:
        """Right before, and no longer."""
        return [case for case in self.cases if self.was_right(case) and not case.right(self.now[case.text])]

    def was_right(self, case: Case) -> bool:
        """Under the model that answers."""
        return case.text in self.before and case.right(self.before[case.text])

    def known_right(self, group: Group) -> int:
        """How many of a group were right before."""
        return sum(self.was_right(case) for case in self.cases if case.group == group)

    def measures(self, replies: Mapping[str, ReplyJson]) -> list[Measure]:
        """The scorecard's measures over all questions of the sets that have a reply."""
        return measures(self._verdicts(replies))

    def scores(self) -> dict[str, Any]:
        """The scorecard of each variety, and how many of each group are right."""
        return {
            "scorecard": scorecard_json(self._verdicts(self.now)),
            "groups": {
                group: {
                    "right": sum(case.right(self.now[case.text]) for case in cases),
                    "before": self.known_right(group),
                    "of": len(cases),
                }
                for group in GROUPS
                for cases in [[case for case in self.cases if case.group == group]]
            },
        }

    def _verdicts(self, replies: Mapping[str, ReplyJson]) -> list[Verdict]:
        return [Verdict(c.question, replies[c.text]) for c in self.cases if c.question and c.text in replies]


GROUPS: tuple[Group, ...] = ("main", "wording", "evaluation", "distress")


def compare(
    cases: Sequence[Case], candidate: Judge, live: Judge | None, known: Mapping[str, ReplyJson], share: Share
) -> Comparison:
    """Ask the candidate everything, and the live model only what it was not asked when it was judged itself.

    `known` are its replies of then. What seems broken by them is asked once more: what was published since may have
    changed it, and what is wrong already cannot break.
    """
    now = candidate.replies((case.text for case in cases), lambda done: share(0.9 * done))
    before = dict(known)
    if live:
        before |= live.replies(case.text for case in cases if case.text not in known)
        suspects = [case.text for case in Comparison(cases, before, now).broken if case.text in known]
        before |= live.replies(suspects)
    share(1)
    return Comparison(cases, before, now)


def read_outcomes(release: Release) -> dict[str, ReplyJson]:
    """What the release replied when it was judged; nothing if it never was."""
    file = release.folder / OUTCOMES
    return msgspec.json.decode(file.read_bytes(), type=dict[str, ReplyJson]) if file.exists() else {}


def write_outcomes(release: Release, replies: Mapping[str, ReplyJson]) -> None:
    """Keep them for the next comparison."""
    kept = {text: {**reply, "speech": ""} for text, reply in replies.items()}  # it is the text again
    unfinished = release.folder / f"{OUTCOMES}.unfinished"
    unfinished.write_bytes(msgspec.json.encode(kept))
    unfinished.replace(release.folder / OUTCOMES)
