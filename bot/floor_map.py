"""The plan of one floor as an SVG picture: no script and no style rules, so that any page may show it.

Sizes are in units of the view box, 360 wide: on a small telephone one unit is one pixel.
"""

import math
import re
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.floor_symbols import SYMBOLS
from knowledge.buildings import Floor, Node
from knowledge.content import Bilingual
from knowledge.place_sentences import filled, joined, say, spoken
from knowledge.wayfinding import Building, NoRouteError, Route
from language.detect import Lang

WIDTH = 360.0
MARGIN = 12.0
HEADER = 50.0
FOOTER = 30.0
FONT_SIZE = 11.0
LINE = 13.0
SIGN = 20.0
SMALLEST_SIGN = 12.0
GAP = 1.5
ARROW = 9.0
FREE_WIDTH = 76.0
CARD_HEIGHT = 46.0
CARD_FONT_SIZE = 13.0

INK, PAPER, ROOM, WALL = "#12233a", "#ffffff", "#eef3f8", "#3c5068"
GOAL, ROUTE, HERE, STAMP = "#ffe08a", "#b00020", "#0b4fb3", "#b00020"
FONTS = "'Noto Sans HK','Noto Sans CJK HK','PingFang HK','Microsoft JhengHei',system-ui,sans-serif"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECE = re.compile(r"[\u0000-\u2e7f]+?(?:\s+|(?=[\u2e80-\uffff])|$)|[\u2e80-\U0010ffff]")

Point = tuple[float, float]


def draw(building: Building, floor: str, lang: Lang, route: Route | None = None, here: str | None = None) -> str:
    """A floor with its rooms, "you are here" and the part of the route that lies on it.

    Of a building known by floor only, what is on the floor is listed, without positions.
    """
    if floor not in building.floors:
        raise NoRouteError(f"{building.id} has no floor {floor!r}; floors are {', '.join(building.floors)}")
    return _Drawing(building, building.floors[floor], lang).picture(route, here)


def wrapped(text: str, width: float, size: float = FONT_SIZE, most: int = 3) -> list[str]:
    """A label in lines of at most `width`; what does not fit in `most` lines is cut."""
    lines = [""]
    for piece in _PIECE.findall(text):
        pieces = [piece] if text_width(piece.strip(), size) <= width else list(piece)
        for part in pieces:
            if lines[-1] and text_width((lines[-1] + part).rstrip(), size) > width:
                lines.append("")
            lines[-1] += part
    lines = [line.strip() for line in lines if line.strip()]
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """About how wide a text is: Chinese characters are square, others about half of that."""
    return size * sum(1.0 if char >= "\u2e80" else 0.55 for char in text)


class _Drawing:
    def __init__(self, building: Building, floor: Floor, lang: Lang) -> None:
        self.building, self.floor, self.lang = building, floor, lang
        drawn_to_scale = floor.width and floor.height and building.has_plan
        self.scale = (WIDTH - 2 * MARGIN) / floor.width if drawn_to_scale and floor.width else 0.0
        self.sections = [] if drawn_to_scale else building.sections_on(floor.id)
        self.remarks = [] if drawn_to_scale else self._remarks()
        body = (floor.height or 0) * self.scale if drawn_to_scale else max(1, len(self.sections)) * (CARD_HEIGHT + 8)
        self.height = HEADER + body + max(FOOTER, 12 + len(self.remarks) * LINE)
        self.name = f"map-{building.id}-{floor.id}"
        self.svg = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {WIDTH:g} {self.height:g}",
                "role": "img",
                "lang": "en" if lang == "en" else {"zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans"}[lang],
                "aria-labelledby": f"{self.name}-title {self.name}-desc",
                "font-family": FONTS,
                "font-size": f"{FONT_SIZE:g}",
                "fill": INK,
                "color": INK,
            },
        )

    def picture(self, route: Route | None, here: str | None) -> str:
        self._describe(route, here)
        self._add("rect", x=0, y=0, width=WIDTH, height=self.height, fill=PAPER)
        self._header()
        if self.scale:
            self._plan(route, here)
        else:
            self._cards()
        return tostring(self.svg, encoding="unicode")

    def _plan(self, route: Route | None, here: str | None) -> None:
        self._add(
            "rect", x=MARGIN, y=HEADER, width=WIDTH - 2 * MARGIN, height=self.height - HEADER - FOOTER,
            fill=PAPER, stroke=INK, stroke_width=2, rx=3,
        )  # fmt: skip
        goal = route.goal.id if route else None
        places = [node for node in self.building.nodes_on(self.floor.id) if node.kind != "standing_place"]
        for node in places:
            if node.room:
                self._box(*self._frame(node), GOAL if node.id == goal else ROOM)
        if self.building.sample:
            self._stamp()
        for node in places:
            self._label(node)
        if route:
            self._route(route)
        marked = self.building.nodes.get(here or "")
        if marked and marked.floor == self.floor.id:
            self._here(marked)

    # words

    def _describe(self, route: Route | None, here: str | None) -> None:
        title = filled("map_title", building=self.building.plan.name, floor=self.floor.name)
        names = [node.name for node in self.building.nodes_on(self.floor.id)] + [s.name for s in self.sections]
        told = [filled("route_sample")] if self.building.sample else []
        told.append(filled("map_places", places=joined(names)) if names else filled("map_nothing_known"))
        marked = self.building.nodes.get(here or "")
        if marked and marked.floor == self.floor.id:
            told.append(filled("map_here_is", place=marked.said))
        if route:
            told.append(filled("map_route", start=route.start.said, goal=route.goal.said))
        if not self.building.has_plan:
            told.append(filled("building_no_plan"))
        SubElement(self.svg, "title", {"id": f"{self.name}-title"}).text = self._say(title)
        description = " ".join(self._say(sentence) for sentence in told)
        SubElement(self.svg, "desc", {"id": f"{self.name}-desc"}).text = description

    def _header(self) -> None:
        self._text(self._say(self.floor.name), MARGIN, 24, size=20, weight="bold")
        for name in wrapped(self._say(self.building.plan.name), WIDTH - 2 * MARGIN, most=1):
            self._text(name, MARGIN, 41)
        if self.building.sample:
            stamp = filled("map_sample")
            label = f"{stamp.en} {stamp.zh}"
            width = text_width(label) + 18
            self._add("rect", x=WIDTH - MARGIN - width, y=9, width=width, height=20, rx=10, fill=STAMP)
            self._text(label, WIDTH - MARGIN - width / 2, 23, anchor="middle", weight="bold", fill=PAPER)
            self._text(say(self.lang, "map_sample_line"), WIDTH - MARGIN, 41, anchor="end", fill=STAMP)

    def _stamp(self) -> None:
        stamp = filled("map_sample")
        x, y = WIDTH / 2, HEADER + (self.height - HEADER - FOOTER) / 2
        mark = self._text(f"{stamp.en} {stamp.zh}", x, y, anchor="middle", size=48, weight="bold", fill=STAMP)
        mark.set("transform", f"rotate(-38 {x:g} {y:g})")
        mark.set("opacity", "0.09")
        mark.set("aria-hidden", "true")

    def _remarks(self) -> list[str]:
        """What stands under a list of sections: that positions are not known, and whom to ask or what else to know."""
        note = self.building.plan.note or filled("map_no_plan_line")
        return [say(self.lang, "map_no_plan"), *wrapped(self._say(note), WIDTH - 2 * MARGIN, most=8)]

    def _cards(self) -> None:
        top = HEADER
        for section in self.sections:
            self._box(MARGIN, top, WIDTH - 2 * MARGIN, CARD_HEIGHT, ROOM)
            self._lines(self._say(section.name), WIDTH / 2, top + CARD_HEIGHT / 2, WIDTH - 2 * MARGIN - 16)
            top += CARD_HEIGHT + 8
        if not self.sections:
            self._lines(say(self.lang, "map_nothing_known"), WIDTH / 2, top + CARD_HEIGHT / 2, WIDTH - 2 * MARGIN)
        for n, line in enumerate(self.remarks, 1):
            self._text(line, WIDTH / 2, self.height - 12 + (n - len(self.remarks)) * LINE, anchor="middle")

    # shapes

    def _frame(self, node: Node) -> tuple[float, float, float, float]:
        """Left, top, width and height of what belongs to a place: its room, or the space round its sign."""
        if node.room is None:
            x, y = self._at(node)
            return x - FREE_WIDTH / 2, y - SIGN / 2, FREE_WIDTH, SIGN + 2 * LINE + 8
        left, top, width, height = (value * self.scale for value in node.room)
        return left + MARGIN + GAP, top + HEADER + GAP, width - 2 * GAP, height - 2 * GAP

    def _label(self, node: Node) -> None:
        left, top, width, height = self._frame(node)
        lines = wrapped(self._say(node.name), width - 8, most=2)
        size = max(SMALLEST_SIGN, min(SIGN, height - 6 - len(lines) * LINE))
        block = size + 2 + len(lines) * LINE
        start = top + (height - block) / 2
        self._sign(node, left + width / 2, start + size / 2, size)
        for n, line in enumerate(lines):
            self._text(line, left + width / 2, start + size + 2 + (n + 0.8) * LINE, anchor="middle")

    def _sign(self, node: Node, x: float, y: float, size: float) -> None:
        group = self._add(
            "g", transform=f"translate({x:g} {y:g}) scale({size / 20:g})", fill="none", stroke=INK,
            stroke_width=1.7, stroke_linecap="round", stroke_linejoin="round",
        )  # fmt: skip
        for tag, attributes in SYMBOLS.get(node.kind, ()):
            SubElement(group, tag, attributes)

    def _route(self, route: Route) -> None:
        runs = [list(run) for _, run in groupby(route.nodes, key=lambda node: node.floor)]
        for n, run in enumerate(runs):
            if run[0].floor != self.floor.id:
                continue
            points = [self._at(node) for node in run]
            if len(points) > 1:
                self._line(points)
            if n + 1 < len(runs):
                floor = self.building.floors[runs[n + 1][0].floor]
                self._text(
                    say(self.lang, "map_goes_on", floor=floor.name),
                    WIDTH / 2, self.height - 10, anchor="middle", size=13, weight="bold", fill=ROUTE,
                )  # fmt: skip

    def _line(self, points: list[Point]) -> None:
        (x, y), tip = points[-2], points[-1]
        angle = math.atan2(tip[1] - y, tip[0] - x)
        end = (tip[0] - ARROW * math.cos(angle), tip[1] - ARROW * math.sin(angle))
        long_enough = math.dist((x, y), tip) > ARROW
        spots = " ".join(f"{x:g},{y:g}" for x, y in ([*points[:-1], end] if long_enough else points))
        for colour, width in ((PAPER, 9), (ROUTE, 5)):
            self._add(
                "polyline", points=spots, fill="none", stroke=colour, stroke_width=width,
                stroke_linejoin="round", stroke_linecap="round",
            )  # fmt: skip
        x, y = points[0]
        self._add("circle", cx=x, cy=y, r=5, fill=PAPER, stroke=ROUTE, stroke_width=3)
        self._add(
            "path", d="M1 0L-13 -8L-10 0L-13 8Z", fill=ROUTE, stroke=PAPER, stroke_width=1,
            transform=f"translate({tip[0]:g} {tip[1]:g}) rotate({math.degrees(angle):g})",
        )  # fmt: skip

    def _here(self, node: Node) -> None:
        x, y = self._at(node)
        label = say(self.lang, "map_here")
        width = text_width(label) + 12
        left, top = self._beside(node, x, y, width)
        self._add("rect", x=left, y=top, width=width, height=18, rx=9, fill=HERE, stroke=PAPER, stroke_width=1.5)
        self._text(label, left + width / 2, top + 13, anchor="middle", weight="bold", fill=PAPER)
        self._add("circle", cx=x, cy=y, r=8, fill=HERE, stroke=PAPER, stroke_width=2)
        self._add("circle", cx=x, cy=y, r=3, fill=PAPER)

    def _beside(self, node: Node, x: float, y: float, width: float) -> Point:
        """Where the label goes: in front of a door, below a place that stands free."""
        facing = node.facing if node.room else None
        if facing == 90:
            left, top = x + 4, y + 11
        elif facing == 270:
            left, top = x - width - 4, y + 11
        else:
            left, top = x - width / 2, y - 29 if facing == 0 else y + 11
        return min(max(left, MARGIN), WIDTH - MARGIN - width), top

    def _box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        self._add("rect", x=x, y=y, width=width, height=height, rx=6, fill=fill, stroke=WALL, stroke_width=1.2)

    def _lines(self, text: str, x: float, y: float, width: float) -> None:
        lines = wrapped(text, width, CARD_FONT_SIZE)
        for n, line in enumerate(lines):
            top = y + (n - len(lines) / 2) * (CARD_FONT_SIZE + 3)
            self._text(line, x, top + CARD_FONT_SIZE, anchor="middle", size=CARD_FONT_SIZE)

    def _text(
        self, text: str, x: float, y: float, *, anchor: str = "start", size: float = FONT_SIZE,
        weight: str = "normal", fill: str = INK,
    ) -> Element:  # fmt: skip
        element = self._add("text", x=x, y=y, text_anchor=anchor, font_size=size, font_weight=weight, fill=fill)
        element.text = text
        return element

    def _add(self, tag: str, **attributes: str | float) -> Element:
        texts = {
            key.replace("_", "-"): value if isinstance(value, str) else f"{value:g}"
            for key, value in attributes.items()
        }
        return SubElement(self.svg, tag, texts)

    def _at(self, node: Node) -> Point:
        return MARGIN + node.x * self.scale, HEADER + node.y * self.scale

    def _say(self, text: Bilingual) -> str:
        return _NOT_XML.sub("", spoken(self.lang, text))
