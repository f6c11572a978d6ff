"""Turns sent to both sides in alternating blocks, and how long they took."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import aiohttp

from bench.sides import BenchError, Side

BLOCK = 10
"""Turns of one sender before the other side has its go."""
TURN_LIMIT = aiohttp.ClientTimeout(total=60)


@dataclass(frozen=True)
class Workload:
    """How turns are sent."""

    key: str
    name: str
    length: int
    """Turns of a conversation; 1: each turn in a fresh one."""
    senders: int = 1
    """How many send at the same time; each sends its next turn when the last is answered."""


@dataclass
class Measured:
    """What one side did under one workload."""

    turns: list[float] = field(default_factory=list)
    """Seconds of each turn."""
    seconds: float = 0.0
    """Of all blocks together."""
    answers: dict[int, str] = field(default_factory=dict)
    """What was answered, by the number of the turn."""

    @property
    def p50(self) -> float:
        """Half of the turns took at most this, in seconds."""
        return statistics.median(self.turns)

    @property
    def p95(self) -> float:
        """95 of 100 turns took at most this, in seconds."""
        return statistics.quantiles(self.turns, n=20, method="inclusive")[-1]

    @property
    def per_second(self) -> float:
        """Turns answered in a second."""
        return len(self.turns) / self.seconds


def measure(sides: Sequence[Side], workload: Workload, texts: Sequence[str]) -> list[Measured]:
    """Send `texts` to each side; a block to one, the same block to the other, changing who is first."""
    return asyncio.run(_measure(sides, workload, texts))


async def _measure(sides: Sequence[Side], workload: Workload, texts: Sequence[str]) -> list[Measured]:
    results = [Measured() for _ in sides]
    turns = list(zip(sides, results, strict=True))
    size = BLOCK * workload.senders
    async with aiohttp.ClientSession(timeout=TURN_LIMIT) as client:
        for number, first in enumerate(range(0, len(texts), size)):
            block = list(enumerate(texts[first : first + size], start=first))
            for side, measured in turns if number % 2 == 0 else reversed(turns):
                await _send_block(client, side, workload, f"{workload.key}-{number}", block, measured)
    return results


async def _send_block(
    client: aiohttp.ClientSession,
    side: Side,
    workload: Workload,
    name: str,
    block: Sequence[tuple[int, str]],
    measured: Measured,
) -> None:
    waiting = iter(block)
    started = time.perf_counter()
    senders = (_send(client, side, workload.length, f"{name}-{n}", waiting, measured) for n in range(workload.senders))
    await asyncio.gather(*senders)
    measured.seconds += time.perf_counter() - started


async def _send(
    client: aiohttp.ClientSession,
    side: Side,
    length: int,
    name: str,
    waiting: Iterator[tuple[int, str]],
    measured: Measured,
) -> None:
    """One sender: takes turn after turn from `waiting`, which all senders share."""
    for taken in itertools.count():
        turn = next(waiting, None)
        if turn is None:
            return
        number, text = turn
        message = {"sender": f"{name}-{taken // length}", "message": text}
        started = time.perf_counter()
        try:
            async with client.post(side.url, json=message) as response:
                replies = await response.json() if response.status == 200 else []
        except (aiohttp.ClientError, TimeoutError) as error:
            side.check()
            raise BenchError(f"{side.name} did not answer a turn: {error!r}\n{side.logs()}") from error
        measured.turns.append(time.perf_counter() - started)
        # stock Rasa sends text, buttons and custom part as messages of their own
        measured.answers[number] = "\n".join(reply["text"] for reply in replies if reply.get("text"))
        if not measured.answers[number]:
            raise BenchError(f"{side.name} had no answer to a turn (HTTP {response.status})\n{side.logs()}")
