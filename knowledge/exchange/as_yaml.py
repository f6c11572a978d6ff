"""YAML as the starter files have it, read without making anything but texts of it."""

from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from knowledge.content import Faq
from knowledge.exchange.faults import ExchangeError, Fault, Problem
from knowledge.exchange.records import BY_NAME, Cell, Record, texts_of
from knowledge.exchange.text import decoded

MAX_DEPTH = 10
WIDTH = 110
PLAIN = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "timestamp", "null", "value", "merge")}
NULL = "tag:yaml.org,2002:null"
OUTER = {name.rpartition(".")[0] for name in BY_NAME} - {""}
"""Fields that hold fields."""


def read(data: bytes) -> list[Record]:
    """The records of a file. Raises ExchangeError where it is no list in YAML, or refers to itself."""
    text = decoded(data)
    try:
        _check_events(text)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else None
        raise ExchangeError.of("bad_yaml", row, problem=error.problem) from error
    except yaml.YAMLError as error:
        raise ExchangeError.of("bad_characters", problem=" ".join(str(error).split())) from error
    if root is None:
        return []
    if not isinstance(root, SequenceNode):
        raise ExchangeError.of("no_list", _row(root))
    return [_record(node) for node in root.value]


def write(faqs: Sequence[Faq]) -> bytes:
    """A file of them."""
    values = [_nested(texts_of(faq, row)) for row, faq in enumerate(faqs, 1)]
    written = yaml.dump(values, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=WIDTH)
    return str(written).encode()


def _check_events(text: str) -> None:
    """Before anything is made of it: an alias, or depth without end, could make much out of little."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        row = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent):
            raise ExchangeError.of("alias", row, name=event.anchor)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise ExchangeError.of("too_deep", row)


def _nested(texts: dict[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, text in texts.items():
        column = BY_NAME[name]
        *outside, last = column.path
        inside = fields
        for part in outside:
            inside = inside.setdefault(part, {})
        inside[last] = text.split("\n") if column.several else text
    return fields


def _record(node: Node) -> Record:
    record = Record(_row(node))
    if isinstance(node, MappingNode):
        _read_fields(record, "", node)
    else:
        record.faults.append(Fault(Problem.of("not_an_faq"), _row(node)))
    return record


def _read_fields(record: Record, prefix: str, node: MappingNode) -> None:
    seen: set[str] = set()
    for key, value in node.value:
        name = prefix + (key.value if isinstance(key, ScalarNode) else "?")
        if name in seen:
            record.faults.append(Fault(Problem.of("field_twice"), _row(key), name))
        elif name in OUTER and isinstance(value, MappingNode):
            _read_fields(record, f"{name}.", value)
        elif name in BY_NAME:
            record.cells[name] = _cell(value, BY_NAME[name].several)
        elif name in OUTER:
            parts = ", ".join(_parts(name))
            record.faults.append(Fault(Problem.of("needs_fields", parts=parts), _row(key), name))
        else:
            record.faults.append(Fault(Problem.of("no_field", known=", ".join(BY_NAME)), _row(key), name))
        seen.add(name)


def _cell(node: Node, several: bool) -> Cell:
    nodes = node.value if several and isinstance(node, SequenceNode) else [node]
    if not all(isinstance(part, ScalarNode) and part.tag in PLAIN for part in nodes):
        return Cell(_row(node), "", Problem.of("not_text"))
    texts = ["" if part.tag == NULL else part.value for part in nodes]
    if several and any("\n" in text for text in texts):
        return Cell(_row(node), "", Problem.of("several_lines"))
    return Cell(_row(node), "\n".join(texts))


def _parts(name: str) -> Iterator[str]:
    yield from (other.removeprefix(f"{name}.") for other in BY_NAME if other.startswith(f"{name}."))


def _row(node: Node) -> int:
    return int(node.start_mark.line) + 1
