"""What changed in a text can be read off its parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.differences import Part, differences


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("same", "same", [("same", "same")]),
        ("", "new", [("added", "new")]),
        ("old", "", [("removed", "old")]),
        ("It costs HK$17.", "It costs HK$18.", [("same", "It costs HK$"), ("removed", "17"), ("added", "18"), ("same", ".")]),
        ("護照收費", "護照費用", [("same", "護照"), ("removed", "收"), ("same", "費"), ("added", "用")]),
        ("用passport過關", "用e-passport過關", [("same", "用"), ("added", "e-"), ("same", "passport過關")]),
        ("a\nb", "a\n\nb", [("same", "a"), ("removed", "\n"), ("added", "\n\n"), ("same", "b")]),
    ],
)  # fmt: skip
def test_parts(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert [(part.kind, part.text) for part in differences(before, after)] == expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_are_whole(before: str, after: str) -> None:
    parts = differences(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after


def test_long_texts_are_compared_only_where_they_differ() -> None:
    before, after = "".join(map(chr, range(0x4E00, 0x9000))), "護照" * 16_000
    assert differences(before, after) == [Part("removed", before), Part("added", after)]
    alike = "護照收費" * 8_000
    assert differences(alike, alike) == [Part("same", alike)]
    assert differences(f"{alike}甲{alike}", f"{alike}乙{alike}") == [
        Part("same", alike), Part("removed", "甲"), Part("added", "乙"), Part("same", alike)
    ]  # fmt: skip
