"""`ambassador doctor`: what is there, what is missing, what each missing part costs."""

import importlib.metadata
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content import open_store
from bot.release import Release
from bot.settings import Settings
from knowledge.errors import KnowledgeError

PACKAGES = {
    "rasa": "no dialogue: nothing works",
    "spacy": "no tokenizer: nothing works",
    "sentence-transformers": "no encoder: nothing works",
    "torch": "no encoder: nothing works",
    "qdrant-edge-py": "no index: nothing works",
    "aiohttp": "no server",
    "alembic": "no content database: nothing works",
    "openpyxl": "no XLSX files of FAQs",
}
TEST_TOOLS = {
    "playwright": "browser tests are skipped; `pip install -e .[dev]`",
    "pytest": "no tests; `pip install -e .[dev]`",
}
PROGRAMS = {
    "chromium": "browser tests are skipped; `apt-get install chromium`",
    "soffice": "tests of workbooks in LibreOffice are skipped; `apt-get install libreoffice-calc`",
}


@dataclass(frozen=True)
class Finding:
    """One part: whether it is there, and what is lost without it."""

    part: str
    ok: bool
    state: str
    cost: str = ""
    needed: bool = False


def check(settings: Settings) -> list[Finding]:
    """Look at everything, change nothing; only the content database is made if there is none."""
    return [_python(), *_packages(), *_content_and_model(settings), *_programs()]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python 3.11", sys.version_info[:2] == (3, 11), version, "TensorFlow 2.12 has no other wheel", True)


def _packages() -> Iterator[Finding]:
    for needed, packages in ((True, PACKAGES), (False, TEST_TOOLS)):
        for name, cost in packages.items():
            try:
                yield Finding(name, True, importlib.metadata.version(name), "", needed)
            except importlib.metadata.PackageNotFoundError:
                yield Finding(name, False, "not installed", cost, needed)


def _content_and_model(settings: Settings) -> Iterator[Finding]:
    try:
        yield Finding("content", True, f"{len(open_store(settings).faqs())} FAQs")
    except KnowledgeError as error:
        yield Finding("content", False, str(error), "no FAQs: nothing works", True)
        return
    release = Release.current(settings)
    if release.complete:
        yield Finding("trained model", True, str(release.rasa_model))
    else:
        yield Finding("trained model", False, "none for the present content", "`ambassador train` makes one", True)


def _programs() -> Iterator[Finding]:
    for name, cost in PROGRAMS.items():
        path = shutil.which(name)
        yield Finding(name, path is not None, path or "not found", "" if path else cost)
