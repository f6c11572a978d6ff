"""`python -m bench.turns`: Ambassador beside stock Rasa, on one machine, with one model, in one run."""

import json
import os
import platform
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import logs
from bot.settings import Settings, SettingsError

out = Console()
err = Console(stderr=True)


def main(
    turns: Annotated[int, typer.Option(min=2, help="Turns of each workload, for each side.")] = 200,
    starts: Annotated[int, typer.Option(min=1, help="Starts of each side; the median counts.")] = 3,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results to this file too.")] = None,
) -> None:
    """Measure start, memory and turns of `ambassador serve` and of stock Rasa with the same model."""
    # before any library is imported that would print
    logs.configure("WARNING")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # unwinds: servers are stopped, files removed
    with err.status("loading"):
        from bench.comparison import WORKLOADS, compare
        from bench.results import print_results, to_json
        from bench.sides import BenchError
        from bot.release import Release

    load, cpus = os.getloadavg()[0], os.cpu_count() or 1
    if load > cpus / 2:
        err.print(f"The machine is busy (load {load:.1f} on {cpus} cores): the figures will be noisy.", highlight=False)
    try:
        release = Release.current(Settings.load())
        with err.status("starting") as status:
            results, same = compare(release, turns, starts, status.update)
    except (BenchError, SettingsError) as error:
        err.print(f"[bold red]Error:[/] {error}", highlight=False)
        raise typer.Exit(1) from error
    print_results(results, WORKLOADS, out)
    out.print(f"Same answer on both sides: {same} of {2 * turns} turns of one sender.", highlight=False)
    if json_file:
        about = {
            "model": release.fingerprint,
            "machine": {"cpus": cpus, "platform": platform.platform(), "python": platform.python_version()},
            "load_before": round(load, 2),
            "turns": turns,
            "same_answers": {"turns": 2 * turns, "same": same},
        }
        json_file.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_text(json.dumps({**about, **to_json(results)}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
