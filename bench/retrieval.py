"""`python -m bench.retrieval`: how long the index takes for one question, in this process."""

import statistics
import time
from collections.abc import Callable
from contextlib import closing

import typer
from rich.console import Console
from rich.table import Table

from bot import logs
from bot.questions import EVALUATION, read_questions
from bot.release import Release
from bot.settings import Settings
from knowledge.encoder import universal

out = Console()


def main() -> None:
    """Search for every evaluation question once, after a warm-up; milliseconds."""
    logs.configure("WARNING")
    release = Release.current(Settings.load())
    texts = [question.text for file in EVALUATION for question in read_questions(file)]
    table = Table("milliseconds a question", "p50", "p95", box=None, pad_edge=False)
    with closing(release.open_index()) as index:
        encoder = release.open_encoder()
        steps: dict[str, Callable[[str], object]] = {
            "search (encoder, dense, lexical)": lambda text: index.search(text),
            "encoder alone": lambda text: encoder.encode([text]),
            "universal encoder alone (Rasa's features)": lambda text: universal.encode([text]),
        }
        for name, step in steps.items():
            step(texts[0])
            taken = []
            for text in texts:
                started = time.perf_counter()
                step(text)
                taken.append(1000 * (time.perf_counter() - started))
            percentiles = statistics.quantiles(taken, n=100)
            table.add_row(name, f"{percentiles[49]:.1f}", f"{percentiles[94]:.1f}")
    out.print(table)
    out.print(f"{len(texts)} questions.", highlight=False)


if __name__ == "__main__":
    typer.run(main)
