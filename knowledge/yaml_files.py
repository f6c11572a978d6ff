"""Reading content files: every fault raises ContentError with file, record and what to do."""

from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from knowledge.errors import ContentError

ContentT = TypeVar("ContentT")


def read(path: Path) -> str:
    """The text of a file."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ContentError(f"{path} is not UTF-8: {error}; save it as UTF-8") from error


def load(path: Path) -> Any:
    """What a YAML file holds."""
    try:
        return yaml.load(read(path), yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ContentError(f"{path} is not valid YAML: {error}") from error


def mapping(path: Path) -> dict[str, Any]:
    """What a YAML file of names and values holds."""
    values = load(path)
    if not isinstance(values, dict):
        raise ContentError(f"{path} must hold names and their values, `name: value`")
    return values


def parse(path: Path, record: str, kind: type[ContentT], value: object) -> ContentT:
    """`value` as a content type; `record` is its name in messages."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise ContentError(f"{path}: {record}: {error}") from error


def records(path: Path, kind: type[ContentT]) -> list[ContentT]:
    """What a YAML file of records holds."""
    values = load(path)
    if not isinstance(values, list):
        raise ContentError(f"{path} must hold a list of records, each beginning with a dash")
    names = [str(v.get("id", f"record {n}")) if isinstance(v, dict) else f"record {n}" for n, v in enumerate(values, 1)]
    return [parse(path, name, kind, value) for name, value in zip(names, values, strict=True)]
