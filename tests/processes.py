"""Programs as a person starts them: wait until they are ready, keep what they print, end them."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

PROJECT = Path(__file__).parent.parent
SECONDS = 120
"""After which a program that is not ready fails the test; far more than any takes."""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A program that runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._lines: list[str] = []

    @property
    def output(self) -> str:
        """What it has printed so far, standard error included."""
        return "".join(self._lines)

    async def read_until(self, ready: str) -> None:
        """Wait for a line that has `ready` in it."""
        assert self._process.stdout
        async for line in self._process.stdout:
            self._lines.append(line.decode())
            if ready in self._lines[-1]:
                return
        raise AssertionError(f"ended without {ready!r}:\n{self.output}")

    async def read_on(self) -> None:
        """Keep what it prints until it ends."""
        assert self._process.stdout
        async for line in self._process.stdout:
            self._lines.append(line.decode())

    async def kill(self) -> None:
        """End it at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()


@asynccontextmanager
async def running(*command: str, ready: str, environment: dict[str, str] | None = None) -> AsyncIterator[Running]:
    """Start a program in the project's folder; here from its line with `ready` until the end of the block."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=PROJECT,
        env={**os.environ, "COLUMNS": "200", **(environment or {})},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    program = Running(process)
    try:
        await asyncio.wait_for(program.read_until(ready), SECONDS)
        reading = asyncio.create_task(program.read_on())
        yield program
        await program.kill()
        await reading
    finally:
        await program.kill()
