"""`ambassador serve`: train if need be, then serve."""

import asyncio
import errno
import logging
import socket
import subprocess
import sys

from aiohttp import web
from rich.console import Console

from bot.app import create_app
from bot.release import Release
from bot.runtime import Runtime
from bot.settings import Settings

log = logging.getLogger(__name__)


class ServerError(Exception):
    """The server cannot start; the message says why and what to do."""


def serve(settings: Settings, console: Console) -> None:
    """Serve until interrupted. Raises ServerError where the port is taken or training failed."""
    _check_port(settings)
    if not Release.in_force(settings).complete:
        console.print("There is no trained model for the present content yet: training one, some two minutes.")
        _train_apart()
    runtime = Runtime(settings)
    address = f"http://{settings.host}:{settings.port}"
    console.print(f"Ambassador is starting on [bold]{address}[/]; loading the model, some seconds …")
    try:
        asyncio.run(_serve(settings, runtime, console, address))
    except KeyboardInterrupt:
        console.print("Stopped.")


async def _serve(settings: Settings, runtime: Runtime, console: Console, address: str) -> None:
    runner = web.AppRunner(create_app(runtime), access_log=None, handle_signals=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        while not runtime.ready:
            if runtime.failure:
                raise ServerError(f"the assistant could not be loaded: {runtime.failure}")
            await asyncio.sleep(0.1)
        console.print(f"[green]Ready.[/] Open {address} in a browser; Ctrl+C stops.")
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def _check_port(settings: Settings) -> None:
    """Before minutes of training: is the port free?"""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                reason = f"port {settings.port} is taken by another program"
            else:
                reason = f"cannot listen on {settings.host}:{settings.port} ({error.strerror})"
            raise ServerError(f"{reason}; stop that one, or choose another: AMBASSADOR_PORT=8090 make run") from error


def _train_apart() -> None:
    """Training never runs in the serving process: it takes memory that is not given back."""
    if subprocess.run([sys.executable, "-m", "bot.cli", "train"], check=False).returncode:
        raise ServerError("training failed; see the messages above and var/train.log")
