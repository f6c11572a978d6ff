"""The steps of a training in their order, and how it is told how far one is."""

from collections.abc import Callable

Progress = Callable[[str, float], None]
"""Called with the step's name and the share of it that is done, 0 to 1."""

STEPS = {
    "content": "reading the content",
    "encoder": "training the sentence encoder",
    "index": "building the index",
    "rasa": "training Rasa",
    "decision": "fitting the decision",
}
TEXTS = 60_000
"""More than the examples and the base together have; a text is cut into words once."""
