"""The results of a measurement: as a table, and as JSON."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.load import Measured, Workload

MIB = 1024 * 1024


@dataclass
class Result:
    """One side."""

    name: str
    first_answer: float
    """Seconds from the start of its processes; the median of `starts`."""
    starts: list[float]
    memory: int | None
    """Resident bytes of all its processes after warm-up; None where it cannot be read."""
    workloads: dict[str, Measured] = field(default_factory=dict)
    """By key."""


@dataclass(frozen=True)
class Row:
    """One measure of both sides."""

    name: str
    values: tuple[float, ...]
    """Ambassador's, stock Rasa's; empty where it cannot be measured."""
    form: str

    @property
    def ratio(self) -> float | None:
        """Stock over ours."""
        return self.values[1] / self.values[0] if self.values else None


def print_results(results: Sequence[Result], workloads: Sequence[Workload], console: Console) -> None:
    """Measures down, the two sides across, and stock over ours."""
    table = Table(box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    for heading in (*(result.name for result in results), "stock / ours"):
        table.add_column(heading, justify="right")
    _add(table, _of_the_side(results))
    for workload in workloads:
        table.add_row()
        table.add_row(f"[bold]{workload.name}[/]")
        _add(table, _of_the_turns([result.workloads[workload.key] for result in results]))
    console.print(table)


def _add(table: Table, rows: Iterator[Row]) -> None:
    for row in rows:
        cells = [row.form.format(value) for value in row.values] or ["–", "–"]
        table.add_row(row.name, *cells, "–" if row.ratio is None else f"{row.ratio:.2f}")


def _of_the_side(results: Sequence[Result]) -> Iterator[Row]:
    yield Row("start to first answer", tuple(result.first_answer for result in results), "{:.1f} s")
    memory = tuple(result.memory / MIB for result in results if result.memory is not None)
    yield Row("memory, all processes", memory, "{:.0f} MiB")


def _of_the_turns(measured: Sequence[Measured]) -> Iterator[Row]:
    def row(name: str, value: Callable[[Measured], float], form: str) -> Row:
        return Row(name, tuple(map(value, measured)), form)

    yield row("p50", lambda m: m.p50 * 1000, "{:.1f} ms")
    yield row("p95", lambda m: m.p95 * 1000, "{:.1f} ms")
    yield row("turns a second", lambda m: m.per_second, "{:.1f}")


def to_json(results: Sequence[Result]) -> dict[str, Any]:
    """Both sides, and stock over ours for the same measures."""
    sides = [_side_json(result) for result in results]
    ours, stock = sides
    return {"ambassador": ours, "stock": stock, "stock_over_ours": _ratios(ours, stock)}


def _side_json(result: Result) -> dict[str, Any]:
    return {
        "first_answer_s": round(result.first_answer, 3),
        "first_answers_s": [round(seconds, 3) for seconds in result.starts],
        "memory_mib": None if result.memory is None else round(result.memory / MIB, 1),
        "workloads": {
            key: {
                "p50_ms": round(measured.p50 * 1000, 2),
                "p95_ms": round(measured.p95 * 1000, 2),
                "turns_per_s": round(measured.per_second, 2),
            }
            for key, measured in result.workloads.items()
        },
    }


def _ratios(ours: dict[str, Any], stock: dict[str, Any]) -> dict[str, Any]:
    ratios: dict[str, Any] = {}
    for key, value in ours.items():
        if isinstance(value, dict):
            ratios[key] = _ratios(value, stock[key])
        elif isinstance(value, float) and isinstance(stock[key], float):
            ratios[key] = round(stock[key] / value, 3)
    return ratios
