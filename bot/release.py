"""A release: what one training run made from one state of content, training data, configuration and code.

It lies in the models folder: `<fingerprint>.tar.gz` is Rasa's model, `<fingerprint>/` holds the encoder,
the index and the fitted decision. A release is complete when its decision is there, and never changes.
"""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.content import open_store
from bot.settings import Settings
from knowledge.database.faqs import faqs_fingerprint
from knowledge.database.models import ModelTable
from knowledge.database.opening import open_database
from knowledge.database.state import live_release
from knowledge.database.store import reports_fingerprint
from knowledge.decision import Decision
from knowledge.desk import Desk
from knowledge.encoder.loading import Encoder, load_encoder
from knowledge.errors import ContentError, NotBuiltError
from knowledge.index import Index

PROJECT = Path(__file__).parent.parent
NLU_DATA = PROJECT / "nlu_data"
CODE = (
    *("content", "store", "guides", "passages", "marked_text", "lexical", "text_vectors", "index", "search", "context"),
    *("coverage", "decision", "understood"),
)
TRAINED_FROM = (
    *("config.yml", "domain.yml", "nlu_data", "evaluation/development.jsonl", "evaluation/follow_ups.jsonl"),
    *("language", "bot/nlu", "bot/training.py", "bot/search_training.py", "bot/fitting.py"),
    *(f"knowledge/{name}" for name in ("topics.yml", "guides", "reports", "encoder")),
    *(f"knowledge/{name}.py" for name in CODE),
)
"""What a model depends on besides the FAQs; a change of any of these files asks for training."""
COMMAND_LINE = "command line"
"""Who did it, where nobody is signed in."""
SUFFIXES = {".yml", ".txt", ".jsonl", ".py", ".safetensors"}


@dataclass(frozen=True)
class Release:
    """Where the parts of one release are."""

    fingerprint: str
    settings: Settings

    @classmethod
    def current(cls, settings: Settings) -> "Release":
        """The release of content and files as they are now, trained or not."""
        return cls(fingerprint(settings), settings)

    @classmethod
    def in_force(cls, settings: Settings) -> "Release":
        """The release that answers: what staff put in force, if these files can work with it, else the current one."""
        name = live_release(open_database(settings.content))
        live = cls(name, settings) if name else None
        if live and live.complete and live.fits(files_fingerprint()):
            return live
        return cls.current(settings)

    @property
    def folder(self) -> Path:
        """Encoder, index, decision."""
        return self.settings.models / self.fingerprint

    @property
    def rasa_model(self) -> Path:
        """Rasa's archive."""
        return self.settings.models / f"{self.fingerprint}.tar.gz"

    @property
    def decision(self) -> Path:
        """Written last."""
        return self.folder / "decision.json"

    @property
    def _files(self) -> Path:
        """Holds the fingerprint of the files that it was trained from."""
        return self.folder / "files.txt"

    def fits(self, files: str) -> bool:
        """Whether it was trained from files with this fingerprint: other code may not be able to read it."""
        return self._files.exists() and self._files.read_text(encoding="utf-8") == files

    def check_current(self) -> None:
        """Raises ContentError where content or files are no longer those it is named after."""
        if Release.current(self.settings) != self:
            raise ContentError("the content was changed a moment ago: run `ambassador train` again")

    def begin(self) -> None:
        """An empty folder; what an interrupted training left is gone."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._files.write_text(files_fingerprint(), encoding="utf-8")

    @property
    def complete(self) -> bool:
        """Trained to the end."""
        return self.decision.exists() and self.rasa_model.exists()

    def open_encoder(self) -> Encoder:
        """The encoder of the settings, or the one trained with this release."""
        return load_encoder(self.settings.encoder or str(self.folder / "encoder"), self.settings.hub)

    def open_index(self) -> Index:
        """The index; each process opens its own copy of the files read-only."""
        return Index(self.folder / "index", self.open_encoder())

    def open_desk(self) -> Desk:
        """Everything an action needs, with the content as it is now. Raises NotBuiltError before training."""
        if not self.complete:
            raise NotBuiltError("there is no trained model for the present content: run `ambassador train`")
        store = open_store(self.settings)
        return Desk.of(store, self.open_index(), Decision.load(self.decision)).up_to(store)


def put_in_force(release: Release, by: str = COMMAND_LINE) -> None:
    """Let `release` answer from now on, here and in every process that serves."""
    ModelTable(open_database(release.settings.content)).adopt(release.fingerprint, by)


def fingerprint(settings: Settings) -> str:
    """A hash of everything a model is trained from."""
    store = open_store(settings)
    parts = settings.encoder, files_fingerprint(), faqs_fingerprint(store.faqs()), reports_fingerprint(store.reports())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def files_fingerprint() -> str:
    """A hash of the files that a model is trained from."""
    digest = hashlib.sha256()
    for name in TRAINED_FROM:
        top = PROJECT / name
        files = [top] if top.is_file() else sorted(p for p in top.rglob("*") if p.suffix in SUFFIXES)
        for file in files:
            digest.update(f"\0{file.relative_to(PROJECT)}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
