"""Numbers that somebody sends."""

import pytest

from bot.console.numbers import END, whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("0012", 12), (str(END - 1), END - 1)])
def test_whole_numbers(text: str, number: int) -> None:
    assert whole(text) == number


@pytest.mark.parametrize("text", ["", " ", "-1", "+1", "1.0", "x", "²", "１", "一", str(END), "9" * 5000, "1\n"])
def test_what_is_none(text: str) -> None:
    assert whole(text) is None
