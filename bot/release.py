"""A release: what one training run made from one state of content, training data, configuration and code.

It lies in the models folder: `<fingerprint>.tar.gz` is Rasa's model, `<fingerprint>/` holds the encoder,
the index and the fitted decision. A release is complete when its decision is there, and never changes.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.content import open_store
from bot.settings import Settings
from knowledge.database.store import faqs_fingerprint
from knowledge.decision import Decision
from knowledge.desk import Desk
from knowledge.encoder.loading import Encoder, load_encoder
from knowledge.errors import NotBuiltError
from knowledge.index import Index

PROJECT = Path(__file__).parent.parent
CODE = ("content", "store", "guides", "passages", "lexical", "index", "search", "context", "decision", "understood")
TRAINED_FROM = (
    *("config.yml", "domain.yml", "nlu_data", "evaluation/development.jsonl", "evaluation/follow_ups.jsonl"),
    *("language", "bot/nlu", "bot/training.py"),
    *(f"knowledge/{name}" for name in ("topics.yml", "guides", "reports", "encoder")),
    *(f"knowledge/{name}.py" for name in CODE),
)
"""What a model depends on besides the FAQs; a change of any of these files asks for training."""
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
        """Everything an action needs. Raises NotBuiltError before training."""
        if not self.complete:
            raise NotBuiltError("there is no trained model for the present content: run `ambassador train`")
        return Desk.of(open_store(self.settings), self.open_index(), Decision.load(self.decision))


def fingerprint(settings: Settings) -> str:
    """A hash of everything a model is trained from."""
    digest = hashlib.sha256(settings.encoder.encode())
    digest.update(faqs_fingerprint(open_store(settings).faqs()).encode())
    for name in TRAINED_FROM:
        top = PROJECT / name
        files = [top] if top.is_file() else sorted(p for p in top.rglob("*") if p.suffix in SUFFIXES)
        for file in files:
            digest.update(f"\0{file.relative_to(PROJECT)}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
