"""What each part contributes: the same questions judged with one part left out, or with stock Rasa's in its place.

Every variant that changes what Rasa sees trains its own Rasa model, and every one fits its own decision on
the development set, so that each is as good as it can be. DIET takes minutes an epoch on all examples; it is
compared on a sample, beside the project's own pipeline on the same sample.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from bot.content import holding, open_store
from bot.first_reply import first_reply, without_search
from bot.fitting import fit
from bot.nlu.examples import Example
from bot.questions import DEVELOPMENT, Question, read_questions
from bot.release import NLU_DATA, PROJECT, Release
from bot.scorecard import Verdict
from bot.training import train_nlu, train_rasa
from bot.turn import ReplyJson
from bot.understanding import load_agent, parse
from knowledge.desk import Desk
from knowledge.index import DENSE_WEIGHT, Index
from knowledge.reply import Reply
from knowledge.store import ContentStore
from knowledge.understood import DECLINED, Understood
from language.detect import Lang, reply_language

Status = Callable[[str], None]
Pipeline = list[dict[str, Any]]

FALLBACK = "nlu_fallback"

SAMPLE = 10
"""Examples of each intent in the sample."""
SEED = 1961

# What `rasa train` uses where config.yml names no pipeline (Rasa 3.6), entity recognition and responses left out.
STOCK_CLASSIFIER = {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True, "random_seed": 1961}
DIET = {**STOCK_CLASSIFIER, "entity_recognition": False, "ranking_length": 100}
COUNTED: Pipeline = [
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
"""Of the stock pipeline: features of single words, which DIET asks for and ours have none of."""
LOGISTIC_REGRESSION = {"name": "LogisticRegressionClassifier", "max_iter": 100, "ranking_length": 100}
STOCK: Pipeline = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    *COUNTED,
    STOCK_CLASSIFIER,
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]


def _left_out(part: str) -> Callable[[Pipeline], Pipeline]:
    return lambda pipeline: [component for component in pipeline if part not in component["name"]]


def _without_lexical(pipeline: Pipeline) -> Pipeline:
    # weighed down to nothing: Rasa's classifier asks for a featurizer of Rasa's kind before it
    return [{**c, "weight": 0.0} if "LexicalFeaturizer" in c["name"] else c for c in pipeline]


def _without_universal(pipeline: Pipeline) -> Pipeline:
    return [component for component in pipeline if component.get("encoder") != "universal"]


def _classified_by(*instead: Mapping[str, Any]) -> Callable[[Pipeline], Pipeline]:
    def change(pipeline: Pipeline) -> Pipeline:
        replaced: list[Pipeline] = [
            [{**part} for part in instead] if "IntentClassifier" in component["name"] else [component]
            for component in pipeline
        ]
        return [component for components in replaced for component in components]

    return change


@dataclass(frozen=True)
class Variant:
    """One way to build the assistant."""

    name: str
    pipeline: Callable[[Pipeline], Pipeline] | None = None
    """Makes Rasa's pipeline out of config.yml's; None keeps the release's own model."""
    dense_weight: float = DENSE_WEIGHT
    use_intents: bool = True
    without: tuple[str, ...] = ()
    """FEATURES of the decision that count for nothing."""
    search: bool = True
    """Off: the intent alone says the topic, as in a stock Rasa assistant."""
    sample: int | None = None
    """Examples of each intent that Rasa trains on; None for all."""


OF_ENCODER = ("dense", "elsewhere", "covered")
"""FEATURES in which the sentence encoder has a part."""

VARIANTS = (
    Variant("as it is"),
    Variant("without universal encoder", _without_universal),
    Variant("without encoder", _left_out("EncoderFeaturizer"), dense_weight=0, without=OF_ENCODER),
    Variant("without lexical", _without_lexical, dense_weight=1, without=("lexical", "unknown")),
    Variant("without coverage", without=("covered", "answer_type")),
    Variant("without intents", use_intents=False),
    Variant(f"as it is, {SAMPLE} examples an intent", lambda pipeline: pipeline, sample=SAMPLE),
    Variant(f"logistic regression, {SAMPLE} examples", _classified_by(LOGISTIC_REGRESSION), sample=SAMPLE),
    Variant(f"DIET, our features and its own, {SAMPLE} examples", _classified_by(*COUNTED, DIET), sample=SAMPLE),
    Variant(f"stock Rasa pipeline, {SAMPLE} examples", lambda _: STOCK, search=False, sample=SAMPLE),
)


@dataclass(frozen=True)
class Outcome:
    """A variant, how it judged, and what it cost."""

    variant: Variant
    verdicts: list[Verdict]
    train_seconds: float | None
    """None where the release's own model was used."""
    parse_milliseconds: float
    """Of Rasa's understanding of one question, mean."""


def ablate(release: Release, questions: Sequence[Question], status: Status) -> list[Outcome]:
    """Judge every variant on `questions`; takes as long as training several models."""
    store = open_store(release.settings)
    with holding(store):
        return [_judge(release, store, variant, questions, status) for variant in VARIANTS]


def _judge(
    release: Release, store: ContentStore, variant: Variant, questions: Sequence[Question], status: Status
) -> Outcome:
    with TemporaryDirectory() as folder:
        model, train_seconds = release.rasa_model, None
        if variant.pipeline:
            status(f"{variant.name}: training Rasa")
            started = time.monotonic()
            with redirect_stdout(None):  # what Rasa prints is no part of the table
                model = _trained(variant.pipeline, variant.sample, Path(folder))
            train_seconds = time.monotonic() - started
        agent = load_agent(model)
    status(f"{variant.name}: judging {len(questions)} questions")
    started = time.monotonic()
    parsed = parse(agent, [question.text for question in questions])
    parse_milliseconds = 1000 * (time.monotonic() - started) / len(questions)
    with closing(Index(release.folder / "index", release.open_encoder(), variant.dense_weight)) as index:
        decision = fit(
            agent,
            index,
            store,
            read_questions(DEVELOPMENT),
            use_intents=variant.use_intents,
            without=variant.without,
        )
        desk = Desk.of(store, index, decision)
        verdicts = [
            Verdict(question, _reply(desk, variant, question, understood))
            for question, understood in zip(questions, parsed, strict=True)
        ]
    return Outcome(variant, verdicts, train_seconds, parse_milliseconds)


def _trained(change: Callable[[Pipeline], Pipeline], sample: int | None, folder: Path) -> Path:
    config = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))
    config["pipeline"] = change(config["pipeline"])
    if sample:
        return train_nlu(config["pipeline"], _sample(sample), folder)
    file = folder / "config.yml"
    file.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    model = folder / "variant.tar.gz"
    train_rasa(file, model)
    return model


def _sample(size: int) -> list[Example]:
    """Up to `size` examples of each intent, the same every time."""
    from rasa.shared.importers.importer import TrainingDataImporter

    importer = TrainingDataImporter.load_from_config(
        str(PROJECT / "config.yml"), str(PROJECT / "domain.yml"), [str(NLU_DATA)]
    )
    by_intent: defaultdict[str, list[str]] = defaultdict(list)
    for message in importer.get_nlu_data().intent_examples:
        by_intent[message.get("intent")].append(message.get("text"))
    rng = random.Random(SEED)  # noqa: S311 (no secret)
    return [(text, i) for i, texts in sorted(by_intent.items()) for text in rng.sample(texts, min(size, len(texts)))]


def _reply(desk: Desk, variant: Variant, question: Question, parsed: Mapping[str, Any]) -> ReplyJson:
    """The first reply of a variant."""
    if variant.search:
        understood = None if variant.use_intents else Understood()
        return first_reply(desk, question.text, parsed, understood).to_json()
    lang, intent = reply_language(question.text), str(parsed["intent"]["name"])
    return (without_search(desk, intent, question.text, lang) or _by_intent_alone(intent, lang)).to_json()


def _by_intent_alone(intent: str, lang: Lang) -> Reply:
    if intent in (FALLBACK, *DECLINED):
        return Reply("", "fallback", lang)
    return Reply("", "answer", lang, topic=intent)
