"""Answer, offer choices or decline: calibrated probabilities and the cost of each mistake.

From what the search found and what the classifier thinks, two logistic regressions estimate the
chance that the first answer is right and the chance that the right one is among the first three. The
cheapest act by expected cost is taken. Both are fitted on `evaluation/development.jsonl` when training.
A third one judges what was found for a message together with the question before it, and one what the
search alone found: it stands in for the classifier where an answer is newer than that.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from knowledge.coverage import Coverage
from knowledge.errors import NotBuiltError
from knowledge.index import Hit, Strangeness
from knowledge.understood import Understood

Act = Literal["answer", "choices", "decline"]

CHOICES = 3
WRONG_ANSWER_COST = 4.5
"""Confidently wrong is the worst outcome: people act on it."""
CHOICE_COST = 1.0
"""One more tap for the person, even when the right choice is there."""
WRONG_CHOICES_COST = 2.0
"""Three choices of which none fits."""
DECLINE_COST = 2.5
"""An enquiry that could have been answered goes to the hotline."""
SUGGEST_FROM = 0.08
"""Chance that the right answer is another of the first three, from which those are shown as well."""
WRONG_QUOTE_COST = 1.5
"""A passage of a report that is beside the question: people see what it is, and nobody acts on it."""

TOPIC_WEIGHT = 0.2
"""How much the chance of a topic, as the classifier sees it, adds to the search score of its answers."""
ANSWER_WEIGHT = 0.4
"""How much the chance that just this answer is asked for adds to its score."""

LEAST_CHANCE = 1e-4
"""Less, and log-odds would be about nothing else."""

FEATURES = (
    *("score", "margin", "dense", "lexical", "topic", "topic_odds", "other_intent", "answer"),
    *("out_of_scope", "out_of_scope_odds", "elsewhere", "unknown", "is_report", "covered", "answer_type"),
)
CONTEXT_FEATURES = ("score", "margin", "same_topic", "follow_up", "correction", "out_of_scope", "length", "alone")
CHANCES = {
    "first_right": FEATURES,
    "among_choices": FEATURES,
    "by_search": FEATURES,
    "in_context": CONTEXT_FEATURES,
}


def rank(hits: Sequence[Hit], understood: Understood) -> list[Hit]:
    """Search hits re-ordered: a likely answer, and one of a likely topic, move up."""

    def as_understood(hit: Hit) -> Hit:
        more = TOPIC_WEIGHT * understood.about(hit.topic) + ANSWER_WEIGHT * understood.asks(hit.answer_id)
        return replace(hit, score=hit.score + more)

    return sorted(map(as_understood, hits), key=lambda hit: -hit.score)


def features(hits: Sequence[Hit], understood: Understood, strangeness: Strangeness, coverage: Coverage) -> list[float]:
    """What the probabilities depend on, in the order of FEATURES; `hits` ranked and not empty.

    `coverage`: of the text by the first hit. How long the text is is left out: questions that were written to
    judge are longer than those that people type, and short plain ones would be doubted.
    """
    first = hits[0]
    others = [hit.score for hit in hits[1:] if hit.topic != first.topic]
    topic = understood.about(first.topic)
    return [
        first.score,
        first.score - max(others, default=0.0),
        first.dense,
        first.lexical,
        topic,
        _log_odds(topic),
        max(understood.intents.values(), default=0.0) - topic,
        understood.asks(first.answer_id),
        understood.declined,
        _log_odds(understood.declined),
        strangeness.elsewhere,
        strangeness.unknown,
        float(first.source == "report"),
        coverage.words,
        coverage.answer_type,
    ]


def _log_odds(chance: float) -> float:
    """What a logistic regression adds up: from 0.9 to 0.99 is as far as from 0.5 to 0.9."""
    return float(logit(min(max(chance, LEAST_CHANCE), 1 - LEAST_CHANCE)))


@dataclass(frozen=True)
class Chance:
    """A logistic regression over named features."""

    weights: tuple[float, ...]
    bias: float

    def __call__(self, values: Sequence[float]) -> float:
        """Probability, 0 to 1."""
        return float(expit(self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True))))

    @classmethod
    def fit(cls, rows: Sequence[Sequence[float]], right: Sequence[bool]) -> "Chance":
        """Fit on validation questions; standardised inside, folded back into plain weights."""
        model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=1000))
        model.fit(np.asarray(rows), np.asarray(right))
        scaler, regression = model.steps[0][1], model.steps[1][1]
        weights = regression.coef_[0] / scaler.scale_
        bias = regression.intercept_[0] - float(weights @ scaler.mean_)
        return cls(tuple(map(float, weights)), float(bias))


@dataclass(frozen=True)
class Decision:
    """The fitted chances, and the act that follows from them."""

    first_right: Chance
    among_choices: Chance
    by_search: Chance
    """That the first answer of the search is right, where nothing is known of what was understood."""
    in_context: Chance
    """That the first answer is right which was looked for together with the last question; over CONTEXT_FEATURES."""

    def act(self, values: Sequence[float], wrong_answer_cost: float = WRONG_ANSWER_COST) -> tuple[Act, float]:
        """The cheapest act, and the chance that it is right."""
        first, among = self._chances(values)
        costs = self.costs(values, wrong_answer_cost)
        act = min(costs, key=costs.__getitem__)
        return act, {"answer": first, "choices": among, "decline": 1 - among}[act]

    def costs(self, values: Sequence[float], wrong_answer_cost: float = WRONG_ANSWER_COST) -> dict[Act, float]:
        """What each act is expected to cost."""
        first, among = self._chances(values)
        return {
            "answer": (1 - first) * wrong_answer_cost,
            "choices": CHOICE_COST + (1 - among) * WRONG_CHOICES_COST,
            "decline": among * DECLINE_COST,
        }

    def _chances(self, values: Sequence[float]) -> tuple[float, float]:
        first = self.first_right(values)
        return first, max(first, self.among_choices(values))

    def misses(self, values: Sequence[float], act: Act) -> bool:
        """Whether the right answer is likely enough among the first three and not given by `act`."""
        given = self.first_right(values) if act == "answer" else 0.0
        return self.among_choices(values) - given >= SUGGEST_FROM

    def save(self, path: Path) -> None:
        """Write as JSON, readable beside FEATURES."""
        fitted = {
            name: {"weights": dict(zip(features, chance.weights, strict=True)), "bias": chance.bias}
            for name, features in CHANCES.items()
            for chance in (getattr(self, name),)
        }
        path.write_text(json.dumps(fitted, indent=2), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Decision":
        """Read what `save` wrote; raises NotBuiltError where it is missing."""
        try:
            fitted = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise NotBuiltError(f"no fitted decision at {path}: run `ambassador train`") from error

        def chance(name: str) -> Chance:
            return Chance(tuple(fitted[name]["weights"][f] for f in CHANCES[name]), fitted[name]["bias"])

        return cls(**{name: chance(name) for name in CHANCES})
