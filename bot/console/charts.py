"""Where the marks of a chart stand; the macros of charts.html draw them.

Across, places are percent of the width and down they are pixels, so that a chart fills a telephone and a desk
alike and its text keeps its size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

HEIGHT = 180
"""Of columns and lines, in pixels."""
ROW = 44
"""Height of a row with its label, in pixels."""
_GAP = 0.2
"""Of a column's width."""
_MOST_TICKS = 4
_MOST_LABELS = 6


@dataclass(frozen=True)
class Tick:
    """A line across, or a label below."""

    at: float
    label: str


@dataclass(frozen=True)
class Mark:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    look: str
    """Which pattern fills it."""


@dataclass(frozen=True)
class Column:
    """What stands above one label; `hint` is shown while pointed at."""

    x: float
    width: float
    hint: str
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Columns:
    """Columns side by side, in layers."""

    columns: Sequence[Column]
    levels: Sequence[Tick]
    labels: Sequence[Tick]
    height: int = HEIGHT


@dataclass(frozen=True)
class Segment:
    """A straight piece of a line."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Line:
    """One measure over time; it breaks off where there is no value."""

    look: str
    segments: Sequence[Segment]
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Lines:
    """Measures over time, with places to point at."""

    lines: Sequence[Line]
    places: Sequence[Column]
    levels: Sequence[Tick]
    labels: Sequence[Tick]
    height: int = HEIGHT


@dataclass(frozen=True)
class Row:
    """One bar with its label before and its value behind it; `y` is where the row begins."""

    y: float
    label: str
    value: str
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Rows:
    """Bars one below the other, in layers."""

    rows: Sequence[Row]

    @property
    def height(self) -> int:
        """In pixels."""
        return len(self.rows) * ROW


@dataclass(frozen=True)
class Spread:
    """A value from 0 to 100 with the interval that it may lie in."""

    y: float
    label: str
    value: str
    at: float
    low: float
    high: float


@dataclass(frozen=True)
class Spreads:
    """Values with intervals one below the other."""

    rows: Sequence[Spread]

    @property
    def height(self) -> int:
        """In pixels."""
        return len(self.rows) * ROW


Layers = Mapping[str, float]
"""How much of each look, from the bottom or the left."""


def columns(bars: Sequence[tuple[str, str, Layers]], tall: int = HEIGHT) -> Columns:
    """Of (label, hint, layers); `tall` in pixels."""
    top, levels = _scale(max((sum(layers.values()) for _, _, layers in bars), default=0), tall)
    width = 100 / max(len(bars), 1)
    drawn = []
    for place, (_, hint, layers) in enumerate(bars):
        marks, bottom = [], float(tall)
        for look, amount in layers.items():
            height = amount / top * tall
            bottom -= height
            if amount:
                x = (place + _GAP / 2) * width
                marks.append(Mark(round(x, 3), round(bottom, 2), round(width * (1 - _GAP), 3), round(height, 2), look))
        drawn.append(Column(round(place * width, 3), round(width, 3), hint, marks))
    return Columns(drawn, levels, _labels([label for label, _, _ in bars]), tall)


def lines(labels: Sequence[str], hints: Sequence[str], values: Mapping[str, Sequence[float | None]]) -> Lines:
    """Of the values of each look, one for each label."""
    known = [value for series in values.values() for value in series if value is not None]
    top, levels = _scale(max(known, default=0), HEIGHT, whole=False)
    width = 100 / max(len(labels), 1)

    def place(index: int, value: float) -> tuple[float, float]:
        return round((index + 0.5) * width, 3), round(HEIGHT * (1 - value / top), 2)

    drawn = []
    for look, series in values.items():
        points = [None if value is None else place(index, value) for index, value in enumerate(series)]
        segments = [Segment(*one, *after) for one, after in pairwise(points) if one and after]
        drawn.append(Line(look, segments, [point for point in points if point]))
    places = [Column(round(index * width, 3), round(width, 3), hint, []) for index, hint in enumerate(hints)]
    return Lines(drawn, places, levels, _labels(labels))


def rows(bars: Sequence[tuple[str, str, Layers]]) -> Rows:
    """Of (label, value, layers); the longest fills the width."""
    longest = max((sum(layers.values()) for _, _, layers in bars), default=0) or 1
    drawn = []
    for place, (label, value, layers) in enumerate(bars):
        marks, left = [], 0.0
        for look, amount in layers.items():
            width = amount / longest * 100
            if amount:
                marks.append(Mark(round(left, 3), place * ROW + 22, round(width, 3), 14, look))
            left += width
        drawn.append(Row(place * ROW, label, value, marks))
    return Rows(drawn)


def spreads(values: Sequence[tuple[str, str, float, tuple[float, float]]]) -> Spreads:
    """Of (label, value, share, interval), shares from 0 to 1."""
    return Spreads([
        Spread(place * ROW, label, value, round(share * 100, 2), round(low * 100, 2), round(high * 100, 2))
        for place, (label, value, share, (low, high)) in enumerate(values)
    ])  # fmt: skip


def _scale(most: float, tall: int, *, whole: bool = True) -> tuple[float, list[Tick]]:
    """The top of the scale and its levels: steps of 1, 2 or 5 with noughts."""
    if most <= 0:
        return 1.0, [Tick(tall, "0")]
    rough = most / _MOST_TICKS
    unit = 10.0 ** floor(log10(rough))
    step = next(size * unit for size in (1, 2, 5, 10) if size * unit >= rough * 0.999999)
    if whole:
        step = max(step, 1.0)
    count = ceil(most / step - 1e-9)
    top = step * count
    return top, [Tick(round(tall * (1 - n / count), 2), f"{step * n:,.6g}") for n in range(count + 1)]


def _labels(labels: Sequence[str]) -> list[Tick]:
    """Some of them, evenly, so that they stay apart on a telephone."""
    every = max(1, ceil(len(labels) / _MOST_LABELS))
    width = 100 / max(len(labels), 1)
    return [Tick(round((n + 0.5) * width, 3), labels[n]) for n in range(0, len(labels), every) if labels[n]]
