"""The two sides that are compared: each a few processes that answer Rasa's REST channel on loopback."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import ClassVar

from bot.release import PROJECT

HOST = "127.0.0.1"
PATH = "/webhooks/rest/webhook"
START_LIMIT = 300.0
"""Seconds a side may take to its first answer."""
STOP_LIMIT = 15.0
"""Seconds a process may take to end by itself."""


class BenchError(Exception):
    """The measurement cannot go on; the message says why."""


class Side:
    """One side: `with side:` starts its processes and stops them, whatever happens in between."""

    SERVE: ClassVar = {"serve.log": (sys.executable, "-m", "bot.cli", "serve")}
    """Commands of `ambassador serve`."""

    def __init__(
        self,
        name: str,
        port: int,
        commands: Mapping[str, Sequence[str]],
        environment: Mapping[str, str],
        folder: Path,
    ) -> None:
        """`commands` by the name of their log in `folder`, which also takes their temporary files."""
        self.name = name
        self.port = port
        self._commands = commands
        self._environment = environment
        self._folder = folder
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._started = 0.0

    @property
    def url(self) -> str:
        """Where turns are posted."""
        return f"http://{HOST}:{self.port}{PATH}"

    def __enter__(self) -> "Side":
        self._folder.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, **self._environment, "TMPDIR": str(self._folder)}
        self._started = time.perf_counter()
        for log, command in self._commands.items():
            with (self._folder / log).open("wb") as output:
                self._processes[log] = subprocess.Popen(  # noqa: S603 - our own commands
                    command,
                    cwd=PROJECT,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes.values():
            _signal(process, signal.SIGTERM)
        for process in self._processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_LIMIT)
            _signal(process, signal.SIGKILL)
            process.wait()
        self._processes.clear()

    def seconds_to_first_answer(self, text: str) -> float:
        """Ask until there is an answer; seconds since the processes were started."""
        while time.perf_counter() - self._started < START_LIMIT:
            self.check()
            if self._answers(text):
                return time.perf_counter() - self._started
            time.sleep(0.05)
        raise BenchError(f"{self.name} gave no answer in {START_LIMIT:.0f} s\n{self.logs()}")

    def check(self) -> None:
        """Raise BenchError where a process has ended."""
        for log, process in self._processes.items():
            if process.poll() is not None:
                raise BenchError(f"{self.name}: {Path(log).stem} ended with {process.returncode}\n{self.logs()}")

    def memory(self) -> int | None:
        """Resident memory of all processes in bytes; None where there is no /proc."""
        if not Path("/proc/self/statm").exists():
            return None
        leaders = {process.pid for process in self._processes.values()}
        pages = 0
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # ended meanwhile
                session = int((folder / "stat").read_text().rpartition(")")[2].split()[3])
                if session in leaders:
                    pages += int((folder / "statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def logs(self, lines: int = 15) -> str:
        """The end of what each process wrote."""
        written = {log: (self._folder / log).read_text("utf-8", "replace").splitlines() for log in self._commands}
        return "\n".join(f"--- {log}\n" + "\n".join(text[-lines:]) for log, text in written.items())

    def ask(self, text: str, sender: str) -> str:
        """What is said to a text; empty where it was not answered. Raises OSError or HTTPException."""
        body = json.dumps({"sender": sender, "message": text})
        status, answer = self._request("POST", PATH, body)
        # stock Rasa answers with an empty list as long as its action server is not there
        messages = json.loads(answer) if status == 200 else []
        return "\n".join(message["text"] for message in messages if message.get("text"))

    def model(self) -> str:
        """The fingerprint of the model that answers; Ambassador's side alone tells it."""
        _, answer = self._request("GET", "/readyz")
        return str(json.loads(answer).get("model"))

    def _answers(self, text: str) -> bool:
        try:
            return bool(self.ask(text, f"start-{time.monotonic_ns()}"))
        except (OSError, http.client.HTTPException):
            return False

    def _request(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


def ambassador(folder: Path) -> Side:
    """`ambassador serve`."""
    port = free_port()
    environment = {
        "AMBASSADOR_HOST": HOST,
        "AMBASSADOR_PORT": str(port),
        "AMBASSADOR_CONVERSATIONS": f"sqlite:///{folder / 'conversations.db'}",
    }
    return Side("Ambassador", port, Side.SERVE, environment, folder)


def stock_rasa(folder: Path, model: Path) -> Side:
    """`rasa run` and `rasa run actions`, with the same model, and conversations in SQLite too."""
    port, actions_port = free_port(), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    endpoints = {
        "action_endpoint": {"url": f"http://{HOST}:{actions_port}/webhook"},
        "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(folder / "conversations.db")},
    }
    file = folder / "endpoints.yml"
    file.write_text(json.dumps(endpoints), encoding="utf-8")  # JSON is YAML
    rasa = (sys.executable, "-m", "rasa", "run")
    files = ("--model", str(model), "--endpoints", str(file), "--credentials", str(PROJECT / "credentials.yml"))
    commands = {
        "rasa.log": (*rasa, *files, "--interface", HOST, "--port", str(port)),
        "actions.log": (*rasa, "actions", "--port", str(actions_port)),
    }
    return Side("stock Rasa", port, commands, {"RASA_TELEMETRY_ENABLED": "false"}, folder)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """To the process and everything it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
