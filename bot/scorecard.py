"""The scorecard: how good the assistant's first replies to a set of questions are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bot.questions import Question
from bot.turn import ReplyJson
from language.script import fold

if TYPE_CHECKING:  # Rasa takes ten seconds to import
    from bot.assistant import Assistant

_APART = re.compile(r"[\s,，]")
"""`HK$1,000` and `HK$ 1000` are one."""
VARIETIES = ("en", "zh-Hant", "yue", "zh-Hans", "mixed", "noisy")


@dataclass(frozen=True)
class Verdict:
    """What the assistant said to one question, and whether that was right."""

    question: Question
    reply: ReplyJson

    @property
    def kind(self) -> str:
        """Kind of the first reply."""
        return str(self.reply["kind"])

    @property
    def right(self) -> bool:
        """Answered with a right topic, declined, calmed or chatted, as was expected."""
        expected = self.question.expect
        if expected == "answer":
            return self.kind == "answer" and self.reply["topic"] in self.question.topics and self._quotes_report
        return self.kind == {"decline": "fallback", "distress": "distress", "smalltalk": "smalltalk"}[expected]

    @property
    def _quotes_report(self) -> bool:
        if self.question.source != "report":
            return True
        return bool((self.reply.get("source") or {}).get("section"))

    @property
    def offered(self) -> bool:
        """Right, or the right topic is among the choices."""
        offered = {button.get("topic") for button in self.reply["buttons"]}
        return self.right or (self.question.expect == "answer" and not offered.isdisjoint(self.question.topics))

    @property
    def wrong(self) -> bool:
        """Confidently wrong: an answer, and not a right one."""
        return self.kind == "answer" and not self.right and self.reply["topic"] not in self.question.topics

    @property
    def tells(self) -> bool:
        """The right topic, and the very thing that was asked: how much, where, how long."""
        said = _plain(self.reply["text"])
        return self.right and any(_plain(words) in said for words in self.question.says)

    @property
    def false_alarm(self) -> bool:
        """Treated as a person in trouble, who is none."""
        return self.kind == "distress" and self.question.expect != "distress"

    @property
    def right_language(self) -> bool:
        """Replied in the language of the question."""
        return bool(self.reply["lang"] == self.question.lang)


def _plain(text: str) -> str:
    return _APART.sub("", fold(text))


@dataclass(frozen=True)
class Measure:
    """A share with its bar: `at_least`, or at most where that is False."""

    name: str
    hits: int
    of: int
    bar: float | None = None
    at_least: bool = True

    @property
    def share(self) -> float | None:
        """None where there is nothing to measure."""
        return self.hits / self.of if self.of else None

    @property
    def met(self) -> bool | None:
        """Whether the bar is met; None without a bar or questions."""
        if self.bar is None or self.share is None:
            return None
        return self.share >= self.bar if self.at_least else self.share <= self.bar


def measures(verdicts: Sequence[Verdict]) -> list[Measure]:
    """The measures of DESIGN's scorecard over some verdicts; the same names in the same order every time."""
    answer = _expecting(verdicts, "answer")
    decline = _expecting(verdicts, "decline")
    distress = _expecting(verdicts, "distress")
    calm = [v for v in verdicts if v.question.expect != "distress"]
    smalltalk = _expecting(verdicts, "smalltalk")

    def measure(name: str, of: list[Verdict], test: str, bar: float | None = None, at_least: bool = True) -> Measure:
        return Measure(name, sum(getattr(v, test) for v in of), len(of), bar, at_least)

    return [
        measure("right answer first", answer, "right", 0.90),
        measure("right answer or choice", answer, "offered", 0.97),
        measure("confidently wrong", answer + decline, "wrong", 0.03, at_least=False),
        measure("out of scope declined", decline, "right", 0.90),
        measure("distress recognised", distress, "right", 1.0),
        measure("false alarms", calm, "false_alarm", 0.03, at_least=False),
        measure("tells what was asked", [v for v in answer if v.question.says], "tells"),
        measure("small talk", smalltalk, "right"),
        measure("right language", list(verdicts), "right_language"),
    ]


def _expecting(verdicts: Iterable[Verdict], expect: str) -> list[Verdict]:
    return [v for v in verdicts if v.question.expect == expect]


def by_variety(verdicts: Sequence[Verdict]) -> dict[str, list[Measure]]:
    """The measures of each variety, and of all."""
    table = {v: measures([x for x in verdicts if x.question.variety == v]) for v in VARIETIES}
    return {**{v: m for v, m in table.items() if any(x.of for x in m)}, "all": measures(verdicts)}


async def judge(assistant: "Assistant", questions: Sequence[Question]) -> list[Verdict]:
    """Ask each question in a conversation of its own."""
    verdicts = []
    for question in questions:
        replies = await assistant.reply(f"evaluate-{question.id}", question.text)
        verdicts.append(Verdict(question, replies[0]))
    return verdicts


def scorecard_json(verdicts: Sequence[Verdict]) -> dict[str, list[dict[str, Any]]]:
    """The measures of each variety, and of all."""
    return {
        variety: [{**asdict(m), "share": m.share, "met": m.met} for m in row]
        for variety, row in by_variety(verdicts).items()
    }


def to_json(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The whole scorecard and every question that went wrong."""
    return {
        "scorecard": scorecard_json(verdicts),
        "failures": [
            {
                "id": v.question.id,
                "text": v.question.text,
                "expect": v.question.expect,
                "topics": v.question.topics,
                "kind": v.kind,
                "topic": v.reply["topic"],
                "lang": v.reply["lang"],
                "confidence": v.reply["confidence"],
            }
            for v in verdicts
            if not (v.right and v.right_language)
        ],
    }
