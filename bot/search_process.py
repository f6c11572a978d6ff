"""The search is trained in a process of its own while Rasa trains: neither needs the other."""

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection

from bot import logs
from bot.settings import Settings
from bot.training_steps import TEXTS, Progress
from knowledge.errors import KnowledgeError


class SearchTrainingError(KnowledgeError):
    """The process ended without a word, as when the machine runs out of memory."""


@contextmanager
def training_search(fingerprint: str, settings: Settings, progress: Progress) -> Iterator[None]:
    """Train encoder and index of a release while the block runs; they are there once it has been left.

    `progress` is called from another thread. Raises what went wrong there, SearchTrainingError where nothing is known.
    """
    spawning = get_context("spawn")  # a fork would carry over locks of the libraries' threads
    here, there = spawning.Pipe(duplex=False)
    process = spawning.Process(target=_train, args=(fingerprint, settings, there), daemon=True)
    process.start()
    there.close()
    trained: Future[None] = Future()
    threading.Thread(target=_listen, args=(here, progress, trained), daemon=True).start()
    try:
        yield
        trained.result()
    finally:
        process.kill()
        process.join()


def _listen(here: Connection, progress: Progress, trained: "Future[None]") -> None:
    try:
        while step := here.recv():
            if isinstance(step, Exception):
                raise step
            progress(*step)
    except EOFError:
        trained.set_exception(
            SearchTrainingError(
                "training encoder and index was ended from outside: is there too little memory? Train again"
            )
        )
    except Exception as error:
        trained.set_exception(error)
    else:
        trained.set_result(None)


def _train(fingerprint: str, settings: Settings, there: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # at a terminal both are told; who began it ends it
    logs.configure("WARNING")
    from threadpoolctl import threadpool_limits

    from bot.content import holding, open_store
    from bot.release import Release
    from bot.search_training import train_search
    from language.pipeline import remembering

    release = Release(fingerprint, settings)
    store = open_store(settings)
    try:
        with threadpool_limits(1), remembering(TEXTS), holding(store):
            release.check_current()
            train_search(release, lambda *step: there.send(step))
    except Exception as error:
        there.send(error)
    else:
        there.send(None)
