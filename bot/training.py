"""Train a release: encoder, index, Rasa model, decision; each step shows how far it is."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import yaml
from threadpoolctl import threadpool_limits

from bot.content import holding, open_store
from bot.dialogues import FOLLOW_UPS, read_dialogues
from bot.nlu.examples import Example, read_examples
from bot.questions import DEVELOPMENT, Question, read_questions
from bot.release import PROJECT, Release
from knowledge.answer import SURE_ALONE
from knowledge.context import Context, Lean, context_features, in_context
from knowledge.decision import CHOICES, FEATURES, Chance, Decision, features
from knowledge.encoder.loading import Encoder
from knowledge.encoder.training import Group, same_meaning, train_encoder
from knowledge.encoder.vector_cache import FOLDER, CachingEncoder
from knowledge.errors import ContentError
from knowledge.index import Hit, Index, build, indexed_texts
from knowledge.passages import cut
from knowledge.search import find, search
from knowledge.store import ContentStore
from knowledge.understood import DECLINED, Understood
from language.correcting import without_denied
from language.pipeline import remembering

if TYPE_CHECKING:
    from rasa.core.agent import Agent

Parsed = dict[str, Any]
"""Rasa's parse of a text."""
Progress = Callable[[str, float], None]
"""Called with the step's name and the share of it that is done, 0 to 1."""

NLU_DATA = PROJECT / "nlu_data"
TEXTS = 60_000
"""More than the examples and the base together have; a text is cut into words once."""
EVERY = 3
"""Of the development questions so many are enough to fit on with a context."""
STEPS = {
    "content": "reading the content",
    "encoder": "training the sentence encoder",
    "index": "building the index",
    "rasa": "training Rasa",
    "decision": "fitting the decision",
}


def train(release: Release, progress: Progress) -> None:
    """Make `release` complete. What an interrupted run left is made anew.

    Raises ContentError where the content is no longer that of the release.
    """
    store = open_store(release.settings)
    # Threads that wait for each other on busy cores take five times as long, and on idle ones they gain little.
    with threadpool_limits(1), remembering(TEXTS), holding(store):
        if Release.current(release.settings) != release:
            raise ContentError("the content was changed a moment ago: run `ambassador train` again")
        _train(release, store, progress)


def _train(release: Release, store: ContentStore, progress: Progress) -> None:
    progress("content", 0)
    texts = indexed_texts(store)
    progress("content", 1)
    release.begin()
    if not release.settings.encoder:
        train_encoder(_meanings(store), release.folder / "encoder", lambda share: progress("encoder", share))
    progress("encoder", 1)
    build(texts, _encoder(release), release.folder / "index", _declined())
    progress("index", 1)
    progress("rasa", 0)
    train_rasa(PROJECT / "config.yml", release.rasa_model)
    progress("rasa", 1)
    from bot.understanding import load_agent

    progress("decision", 0)
    with closing(release.open_index()) as index:
        decision = fit(load_agent(release.rasa_model), index, store, read_questions(DEVELOPMENT))
    decision.save(release.decision)
    progress("decision", 1)


def _encoder(release: Release) -> Encoder:
    """The release's encoder; one that was not trained here keeps its vectors for the next training."""
    encoder, name = release.open_encoder(), release.settings.encoder
    return CachingEncoder(name, encoder, release.settings.models / FOLDER) if name else encoder


def _meanings(store: ContentStore) -> list[Group]:
    """Texts that mean the same: the wordings of a question, an answer's two languages, a sentence's two."""
    pairs: list[tuple[str, str]] = []
    for faq in store.faqs():
        pairs += [(faq.id, text) for text in [*faq.wordings, faq.answer.en, faq.answer.zh]]
    for report in store.reports():
        for passage in cut(report):
            for number, sentence in enumerate(passage.sentences):
                pairs += [(f"{passage.id}.{number}", text) for text in (sentence.text.en, sentence.text.zh) if text]
    return same_meaning(pairs)


def _declined() -> list[str]:
    """Training examples of what has no answer here."""
    return [text for intent in DECLINED for text, _ in read_examples(NLU_DATA / f"{intent}.yml")]


def train_rasa(config: Path, model: Path) -> None:
    """Train Rasa's `model` (`….tar.gz`) from the project's data as `config` says.

    The same as `rasa train`, without what it does to the examples before and between the components.
    """
    os.environ.setdefault("RASA_MAX_CACHE_SIZE", "0")  # every training begins anew
    # Rasa takes ten seconds to import: only when there is something to train
    from rasa.engine.caching import LocalTrainingCache
    from rasa.engine.recipes.recipe import Recipe
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.training.graph_trainer import GraphTrainer
    from rasa.engine.validation import validate

    from bot.nlu.project_importer import ProjectImporter

    importer = ProjectImporter(config, PROJECT / "domain.yml", NLU_DATA)
    settings = importer.get_config()
    graph = Recipe.recipe_for_name(settings["recipe"]).graph_config_for_recipe(settings, {})
    validate(graph)
    with TemporaryDirectory() as folder:
        trainer = GraphTrainer(LocalModelStorage(Path(folder)), LocalTrainingCache(), DaskGraphRunner)
        trainer.train(graph, importer, model, force_retraining=True)


def train_nlu(pipeline: Sequence[Mapping[str, Any]], examples: Sequence[Example], folder: Path) -> Path:
    """Train `pipeline` on `examples` alone, for comparisons; the model lies in `folder`."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    from rasa.model_training import train_nlu as train
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    config = {"recipe": "default.v1", "language": "en", "pipeline": list(pipeline)}  # our components do not look at it
    (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    data = TrainingData([Message.build(text=text, intent=intent) for text, intent in examples])
    (folder / "nlu.yml").write_text(data.nlu_as_yaml(), encoding="utf-8")
    return Path(train(config=str(folder / "config.yml"), nlu_data=str(folder / "nlu.yml"), output=str(folder)))


def fit(
    agent: "Agent",
    index: Index,
    store: ContentStore,
    questions: Iterable[Question],
    *,
    use_intents: bool = True,
    without: Collection[str] = (),
) -> Decision:
    """Fit the decision on questions that neither index nor classifier has seen.

    `without` names FEATURES that count for nothing; with `use_intents` off, so do the intents.
    """
    questions = [q for q in questions if q.expect in ("answer", "decline")]
    passages = {passage.id: passage for report in store.reports() for passage in cut(report)}

    def is_right(hit: Hit, question: Question) -> bool:
        passage = passages.get(hit.answer_id)
        beside = passage and question.quote and question.quote not in passage.quote("en")
        return hit.topic in question.topics and not beside

    rows, first_right, among = [], [], []
    rows_by_search, right_by_search = [], []
    parsed = _parse_each(agent, [question.text for question in questions])
    for question in questions:
        understood = Understood.of(parsed[question.text]) if use_intents else Understood()
        found = search(index, question.text)
        hits = find(index, question.text, understood, found)
        seen = features(question.text, hits, understood, index.strangeness(question.text))
        rows.append([0.0 if name in without else value for name, value in zip(FEATURES, seen, strict=True)])
        first_right.append(is_right(hits[0], question))
        among.append(any(is_right(hit, question) for hit in hits[:CHOICES]))
        rows_by_search.append(features(question.text, found, Understood(), index.strangeness(question.text)))
        right_by_search.append(is_right(found[0], question))
    first = Chance.fit(rows, first_right)
    return Decision(
        first,
        Chance.fit(rows, among),
        Chance.fit(rows_by_search, right_by_search),
        fit_context(agent, index, first, questions, parsed),
    )


def _parse_each(agent: "Agent", texts: Iterable[str]) -> dict[str, Parsed]:
    from bot.understanding import parse_together

    different = list(dict.fromkeys(texts))
    return dict(zip(different, parse_together(agent, different), strict=True))


def fit_context(
    agent: "Agent",
    index: Index,
    first_right: Chance,
    unrelated: Sequence[Question],
    parsed: Mapping[str, Parsed],
) -> Chance:
    """Fit on follow-ups and corrections, and on questions that come after one they have nothing to do with.

    `parsed` holds the parses that are there already.
    """
    turns = [(d.turns[-2].text, d.turns[-1].text, set(d.turns[-1].topics)) for d in read_dialogues(FOLLOW_UPS)]
    one_in_three = unrelated[::EVERY]
    turns += [
        (before.text, question.text, set(question.topics))
        for before, question in pairwise(one_in_three)
        if set(before.topics).isdisjoint(question.topics)
    ]
    said_in = {text for before, text, _ in turns for text in (before, text)}
    parsed = {**parsed, **_parse_each(agent, sorted(said_in - parsed.keys()))}
    rows, right = [], []
    for before, text, topics in turns:
        answered = find(index, before, Understood.of(parsed[before]))[0]
        lean = Lean.of(parsed[text], Context(answered.answer_id, before, answered.topic))
        said = without_denied(text) if lean.corrects else text
        understood = Understood.of(parsed[text])
        by_itself = find(index, said, understood)
        alone = first_right(features(said, by_itself, understood, index.strangeness(said)))
        if alone >= SURE_ALONE and not lean.refers and not lean.corrects:
            continue
        assert lean.context  # noqa: S101 (given above)
        hits = in_context(index, said, lean.context, stay=not lean.corrects)
        rows.append(context_features(said, hits, lean, understood, alone))
        right.append(hits[0].topic in topics)
    return Chance.fit(rows, right)
