"""How often an address failed to sign in lately: one that tries many names is stopped, whatever the accounts say."""

import threading
import time
from collections import deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

LIMIT = 30
"""Failures in a window: an office behind one address has slips; a list of names has thousands."""
WINDOW = 15 * 60
"""Seconds."""
MAX_ADDRESSES = 10_000
"""Kept in memory; of more, those seen first are forgotten."""


class Attempts:
    """A sliding window for each address, of this process only: accounts are locked in the database."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def take(self, address: str) -> bool:
        """Count an attempt before it is made; False where there were too many."""
        key, now = _network(address), self._clock()
        with self._lock:
            times = self._times.setdefault(key, deque())
            while times and times[0] <= now - WINDOW:
                times.popleft()
            if len(times) >= LIMIT:
                return False
            times.append(now)
            if len(self._times) > MAX_ADDRESSES:
                del self._times[next(iter(self._times))]
            return True

    def succeeded(self, address: str) -> None:
        """The last attempt was none of a guesser's: it counts no longer."""
        with self._lock:
            times = self._times.get(_network(address))
            if times:
                times.pop()


def _network(address: str) -> str:
    """Of the longer addresses a household has 2**64: they count as one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(int(parsed) >> 64) if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped else address
