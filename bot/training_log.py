"""What a training did and when, in words of the console's texts: one line of JSON each, beside the models."""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import Settings
from knowledge.database.audit import utc_now

FOLDER = "trainings"
"""Of the models folder: every process that serves reads it."""


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    at: datetime.datetime
    """UTC."""
    name: str
    """Of a sentence of the texts, models.log_…"""
    values: dict[str, Any]


@dataclass(frozen=True)
class TrainingLog:
    """The log of one training."""

    file: Path

    @classmethod
    def of(cls, settings: Settings, id_: int) -> "TrainingLog":
        """Of the training that the table has under an id."""
        return cls(settings.models / FOLDER / f"{id_}.jsonl")

    @property
    def printed(self) -> Path:
        """What libraries print meanwhile."""
        return self.file.with_suffix(".log")

    def write(self, name: str, **values: Any) -> None:
        """Add a line."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            print(json.dumps({"at": utc_now().isoformat(), "name": name, "values": values}), file=file)

    def lines(self) -> list[Line]:
        """All of them; none where there is no such file (any more)."""
        if not self.file.exists():
            return []
        read = [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]
        return [Line(datetime.datetime.fromisoformat(line["at"]), line["name"], line["values"]) for line in read]
