"""Signs of the facilities on a floor plan: simple shapes in a square from -10 to 10."""

from knowledge.buildings import NodeKind

Shape = tuple[str, dict[str, str]]


def _path(d: str, **attributes: str) -> Shape:
    return "path", {"d": d, **attributes}


def _circle(x: float, y: float, radius: float, **attributes: str) -> Shape:
    return "circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": f"{radius:g}", **attributes}


SOLID = {"fill": "currentColor"}

SYMBOLS: dict[NodeKind, tuple[Shape, ...]] = {
    "entrance": (_path("M1 -9H8V9H1"), _path("M-9 0H3M-1 -4L3 0L-1 4")),
    "lift": (
        _path("M-7 -9H7V9H-7Z"),
        _path("M-3.5 -1.5L0 -6L3.5 -1.5Z", **SOLID),
        _path("M-3.5 1.5L0 6L3.5 1.5Z", **SOLID),
    ),
    "stairs": (_path("M-9 8H-4.5V3.5H0V-1H4.5V-5.5H9"),),
    "escalator": (_path("M-9 7H-5L5 -3H9"), _path("M-9 2H-6L4 -8H9"), _circle(-1.5, -8, 1.8, **SOLID)),
    "counter": (_circle(0, -6, 2.6), _path("M-4.5 1.5Q0 -6 4.5 1.5"), _path("M-9 2H9V8H-9Z")),
    "toilet": (
        _circle(-5, -7, 2, **SOLID),
        _path("M-7.5 -3.5H-2.5V2H-7.5ZM-6.2 2V9M-3.8 2V9"),
        _path("M0 -9V9"),
        _circle(5, -7, 2, **SOLID),
        _path("M5 -3.5L8.5 3H1.5ZM4 3V9M6 3V9"),
    ),
    "accessible_toilet": (
        _circle(-1, -8, 1.9, **SOLID),
        _path("M-1 -4.5V1.5H4.5L7.5 7.5M-1 -1.8H4"),
        _path("M-3.2 -0.8A5.4 5.4 0 1 0 4 5.4"),
    ),
    "baby_care_room": (
        _path("M-8 -2A8 7 0 0 1 0 -9V-2ZM-8 -2H7L5 4H-5ZM7 -2L10 -6"),
        _circle(-4, 7, 2),
        _circle(4, 7, 2),
    ),
    "water_dispenser": (
        _path("M0 -9C5 -2 6 1 6 3A6 6 0 0 1 -6 3C-6 1 -5 -2 0 -9Z"),
        _path("M-2.8 3A2.8 2.8 0 0 0 0 5.8"),
    ),
    "photo_booth": (_path("M-9 -5H-4L-2 -8H2L4 -5H9V7H-9Z"), _circle(0, 1, 3.6)),
    "photocopier": (_path("M-8 -2H8V6H-8ZM-5 -2V-8H5V-2M-4 6V9H4V6"), _circle(5, 1, 0.8, **SOLID)),
    "kiosk": (_path("M-6 -9H6V2H-6ZM0 2V8M-5 8.5H5M-3 -5.5H3M-3 -2H1"),),
    "information_counter": (_circle(0, 0, 9), _circle(0, -4, 1.2, **SOLID), _path("M0 -0.5V5.5")),
    "waiting_area": (_path("M-5 -9V2H5V8M-5 2V8"), _path("M-5 2H5")),
    "cashier": (_path("M-9 -5.5H9V5.5H-9Z"), _circle(0, 0, 2.8), _path("M-6 0H-5.9M6 0H6.1")),
    "standing_place": (_path("M-6 -9H6V2H-6ZM0 2V8M-5 8.5H5"),),
}
