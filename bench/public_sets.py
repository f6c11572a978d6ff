"""`python -m bench.public_sets FOLDER`: the understanding pipeline on public sets, beside published figures.

FOLDER holds `clinc150/data_full.json` and `ha_intents/tests/` as their projects publish them. Rasa trains on
the set's own examples with the featurizers and the classifier of config.yml; nothing of the product is trained.
"""

import asyncio
import contextlib
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import numpy as np
import typer
import yaml
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bot import logs
from bot.nlu.examples import Example
from bot.release import PROJECT
from bot.training import train_nlu
from knowledge.decision import DECLINE_COST, WRONG_ANSWER_COST

FOLDS = 5
SEED = 1961
OUT_OF_SCOPE = "oos"
NOT_OF_A_CLASSIFIER = ("FallbackClassifier", "DistressGuard", "EntityExtractor")
"""Components of config.yml that serve the product's own intents."""

Ranking = dict[str, float]

out = Console()
err = Console(stderr=True)


def classify(train: Sequence[Example], texts: Sequence[str]) -> tuple[list[Ranking], float]:
    """Train the pipeline on `train`; the confidence of every intent for each text, and the seconds it took to train."""
    from rasa.core.agent import Agent

    config = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))
    kept = [c for c in config["pipeline"] if not c["name"].endswith(NOT_OF_A_CLASSIFIER)]
    intents = sorted({intent for _, intent in train})
    for component in kept:
        if component["name"].endswith("IntentClassifier"):
            component["ranking_length"] = len(intents)
    with TemporaryDirectory() as name, contextlib.redirect_stdout(None):
        started = time.monotonic()
        model = train_nlu(kept, train, Path(name))
        seconds = time.monotonic() - started
        agent = Agent.load(model)

        async def parse_all() -> list[Ranking]:
            parsed = [await agent.parse_message(text) for text in texts]
            return [{i["name"]: i["confidence"] for i in message["intent_ranking"]} for message in parsed]

        return asyncio.run(parse_all()), seconds


def best(ranking: Ranking) -> tuple[str, float]:
    """The likeliest intent in scope, and its confidence."""
    intent = max((i for i in ranking if i != OUT_OF_SCOPE), key=ranking.__getitem__)
    return intent, ranking[intent]


def cheapest_threshold(confidence: NDArray[np.float64], right: NDArray[np.bool_], in_scope: NDArray[np.bool_]) -> float:
    """Below it a text is declined: the costs of knowledge/decision.py, summed over validation texts, are least."""

    def cost(threshold: float) -> float:
        answered = confidence >= threshold
        wrong = (answered & ~right).sum()
        return float(WRONG_ANSWER_COST * wrong + DECLINE_COST * (~answered & in_scope).sum())

    return float(min(np.linspace(0, 1, 201), key=cost))


def clinc(folder: Path) -> None:
    """In-scope accuracy and out-of-scope recall on CLINC150, out-of-scope training lines included."""
    splits: dict[str, list[Example]] = json.loads((folder / "data_full.json").read_text(encoding="utf-8"))
    train = [(text, intent) for text, intent in [*splits["train"], *splits["oos_train"]]]
    parts = ("val", "oos_val", "test", "oos_test")
    texts = [text for part in parts for text, _ in splits[part]]
    rankings, seconds = classify(train, texts)
    confidence = np.array([best(r)[1] for r in rankings])
    intents = np.array([best(r)[0] for r in rankings])
    expected = np.array([intent for part in parts for _, intent in splits[part]])
    part_of = np.repeat(parts, [len(splits[part]) for part in parts])
    right, in_scope = intents == expected, expected != OUT_OF_SCOPE
    tuning = np.isin(part_of, ("val", "oos_val"))
    threshold = cheapest_threshold(confidence[tuning], right[tuning], in_scope[tuning])
    answered = confidence >= threshold
    test, oos = part_of == "test", part_of == "oos_test"
    table = Table("CLINC150 (4,500 + 1,000 test)", "in scope", "out of scope", box=None, pad_edge=False)
    table.add_row("published: Rasa", "91.5", "45.3")
    table.add_row("published: MLP on the Universal Sentence Encoder", "93.5", "47.4")
    table.add_row("published: BERT", "96.9", "40.3")
    table.add_row(
        f"this pipeline, threshold {threshold:.3f} by cost on validation",
        f"{100 * (right & answered)[test].mean():.1f}",
        f"{100 * (~answered)[oos].mean():.1f}",
    )
    table.add_row("this pipeline, without a threshold", f"{100 * right[test].mean():.1f}", "0.0")
    out.print(table)
    out.print(f"Trained on {len(train):,} examples in {seconds:.0f} s.", highlight=False)


def ha_examples(folder: Path) -> Iterator[Example]:
    """Sentences of one language with their intents; newer files are one folder an intent."""
    for file in sorted(folder.rglob("*.yaml")):
        for block in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("tests") or []:
            name = (block.get("intent") or {}).get("name") or file.parent.name
            yield from ((text, name) for text in block.get("sentences") or [] if name != folder.name)


def home_assistant(folder: Path) -> None:
    """Accuracy on Home Assistant's test sentences, five-fold, intents of at least five sentences."""
    table = Table("Home Assistant intents", "accuracy", "floor", "sentences", "intents", box=None, pad_edge=False)
    for lang, floor in (("en", "97.8"), ("zh-hk", "92.7")):
        examples = list(dict.fromkeys(ha_examples(folder / "tests" / lang)))
        often = {intent for intent, count in Counter(i for _, i in examples).items() if count >= FOLDS}
        examples = [example for example in examples if example[1] in often]
        order = np.random.default_rng(SEED).permutation(len(examples))
        right = 0
        for fold in np.array_split(order, FOLDS):
            held_out = set(fold.tolist())
            train = [example for number, example in enumerate(examples) if number not in held_out]
            test = [examples[number] for number in held_out]
            rankings, _ = classify(train, [text for text, _ in test])
            right += sum(best(r)[0] == intent for r, (_, intent) in zip(rankings, test, strict=True))
        table.add_row(lang, f"{100 * right / len(examples):.1f}", floor, str(len(examples)), str(len(often)))
    out.print(table)


def main(folder: Annotated[Path, typer.Argument(help="Folder with clinc150/ and ha_intents/.")]) -> None:
    """Print the figures."""
    logs.configure("WARNING")
    with err.status("Home Assistant intents: ten small models"):
        home_assistant(folder / "ha_intents")
    with err.status("CLINC150: one model of 15,100 examples, some minutes"):
        clinc(folder / "clinc150")


if __name__ == "__main__":
    typer.run(main)
