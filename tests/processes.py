"""Programs as a person starts them: wait until they are ready, keep what they print, end them."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

PROJECT = Path(__file__).parent.parent
SECONDS = 900
"""After which a program that does not do what it should fails the test; far more than any takes."""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def listening(port: int) -> None:
    """Wait until something accepts connections on a port; for programs that do not say when they are ready."""
    async with asyncio.timeout(SECONDS):
        while True:
            with suppress(ConnectionRefusedError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.1)


class Running:
    """A program that runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._printed = b""
        self._more = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())

    @property
    def output(self) -> str:
        """What it has printed so far, standard error included."""
        return self._printed.decode(errors="replace")

    async def prints(self, text: str) -> None:
        """Wait until it has printed `text`."""
        async with asyncio.timeout(SECONDS), self._more:
            await self._more.wait_for(lambda: text in self.output or self._process.stdout.at_eof())  # type: ignore[union-attr]
        assert text in self.output, self.output

    async def type(self, line: str) -> None:
        """Give it a line on its standard input."""
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n".encode())
        await self._process.stdin.drain()

    async def ends(self) -> int:
        """Wait until it ends by itself; its exit code."""
        async with asyncio.timeout(SECONDS):
            await self._reading
            return await self._process.wait()

    async def kill(self) -> None:
        """End it at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        await self._reading

    async def _read(self) -> None:
        assert self._process.stdout
        while True:
            piece = await self._process.stdout.read(4096)
            self._printed += piece
            async with self._more:
                self._more.notify_all()
            if not piece:
                return


@asynccontextmanager
async def running(*command: str, environment: dict[str, str] | None = None) -> AsyncIterator[Running]:
    """Start a program in the project's folder; it is killed at the end of the block unless it has ended."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=PROJECT,
        env={**os.environ, "COLUMNS": "200", **(environment or {})},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    program = Running(process)
    try:
        yield program
    finally:
        await program.kill()
