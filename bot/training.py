"""Train a release: encoder and index beside Rasa's model, then the decision; each step shows how far it is."""

import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from threadpoolctl import threadpool_limits

from bot.content import holding, open_store
from bot.fitting import fit
from bot.nlu.examples import Example
from bot.questions import DEVELOPMENT, read_questions
from bot.release import NLU_DATA, PROJECT, Release
from bot.search_process import training_search
from bot.training_steps import TEXTS, Progress
from knowledge.store import ContentStore
from language.pipeline import remembering


def train(release: Release, progress: Progress) -> None:
    """Make `release` complete. What an interrupted run left is made anew.

    Raises ContentError where the content is no longer that of the release.
    """
    store = open_store(release.settings)
    # Threads that wait for each other on busy cores take five times as long, and on idle ones they gain little.
    with threadpool_limits(1), remembering(TEXTS), holding(store):
        release.check_current()
        _train(release, store, progress)


def _train(release: Release, store: ContentStore, progress: Progress) -> None:
    progress("content", 1)
    release.begin()
    progress("encoder", 0)
    with training_search(release.fingerprint, release.settings, progress):
        train_rasa(PROJECT / "config.yml", release.rasa_model)
    progress("rasa", 1)
    from bot.understanding import load_agent

    progress("decision", 0)
    with closing(release.open_index()) as index:
        decision = fit(load_agent(release.rasa_model), index, store, read_questions(DEVELOPMENT))
    decision.save(release.decision)
    progress("decision", 1)


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
