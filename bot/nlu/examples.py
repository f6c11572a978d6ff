"""The training examples of nlu_data/, read without Rasa."""

from collections.abc import Iterator
from pathlib import Path

import yaml

Example = tuple[str, str]
"""Text and intent."""


def read_examples(file: Path) -> Iterator[Example]:
    """The examples of a file in Rasa's format, which have neither entities nor metadata here; none of another file."""
    content = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    for block in content.get("nlu", ()):
        for line in block["examples"].splitlines():
            if line.startswith("-"):
                yield line.removeprefix("-").strip(), block["intent"]
