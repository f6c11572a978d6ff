"""Failed sign-ins of an address, in a window that slides."""

import pytest

from bot.console import attempts
from bot.console.attempts import LIMIT, WINDOW, Attempts


class Clock:
    """Seconds, as many as the test says."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def window(clock: Clock) -> Attempts:
    return Attempts(clock)


def test_an_address_fails_so_often_and_no_more(window: Attempts) -> None:
    assert [window.take("192.0.2.7") for _ in range(LIMIT + 2)] == [True] * LIMIT + [False] * 2
    assert window.take("192.0.2.8")


def test_the_window_slides(window: Attempts, clock: Clock) -> None:
    for second in range(LIMIT):
        clock.now = second
        window.take("192.0.2.7")
    clock.now = WINDOW - 0.5
    assert not window.take("192.0.2.7")
    clock.now = WINDOW + 0.5  # the first of them is over, the second is not
    assert window.take("192.0.2.7")
    assert not window.take("192.0.2.7")


def test_success_does_not_count(window: Attempts) -> None:
    for _ in range(LIMIT * 2):
        assert window.take("192.0.2.7")
        window.succeeded("192.0.2.7")


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
        ("", "192.0.2.8", False),
    ],
)
def test_a_household_of_long_addresses_counts_as_one(window: Attempts, one: str, other: str, together: bool) -> None:
    for _ in range(LIMIT):
        window.take(one)
    assert window.take(other) is not together


def test_memory_is_bounded(window: Attempts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "MAX_ADDRESSES", 3)
    for number in range(100):
        window.take(f"192.0.2.{number}")
    assert len(window._times) == 3
