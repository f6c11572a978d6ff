"""The one way to read content. Files today; a database can stand behind the same interface."""

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Protocol

from knowledge.content import Bilingual, Faq, Report, Topic
from knowledge.errors import ContentError
from knowledge.guides import Guide
from knowledge.yaml_files import load, mapping, parse, read, records

ROOT = Path(__file__).parent


class ContentStore(Protocol):
    """What the rest of the house asks for."""

    def topics(self) -> dict[str, Topic]:
        """All topics by id."""

    def faqs(self) -> list[Faq]:
        """All published FAQs."""

    def reports(self) -> list[Report]:
        """All reports."""

    def fixed_replies(self) -> dict[str, Bilingual]:
        """The assistant's own sentences by name."""

    def guides(self) -> list[Guide]:
        """Guided help."""

    def fingerprint(self) -> str:
        """Changes exactly when content changes."""


class FileStore:
    """Content from the files in `knowledge/`, checked as it is read.

    Every fault raises ContentError with file, record and what to do.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root

    def topics(self) -> dict[str, Topic]:
        """`topics.yml`."""
        return self._topics

    def faqs(self) -> list[Faq]:
        """`faq/<topic>.yml`, in the order of the file names."""
        return self._faqs

    def reports(self) -> list[Report]:
        """`reports/<id>.yml` with its `.en.txt`, `.zh.txt` and `.topics.yml`."""
        return self._reports

    def fixed_replies(self) -> dict[str, Bilingual]:
        """`replies.yml`."""
        return self._fixed_replies

    def guides(self) -> list[Guide]:
        """`guides/<id>.yml`, in the order of the file names."""
        return self._guides

    def fingerprint(self) -> str:
        """A hash over every content file's name and bytes."""
        digest = hashlib.sha256()
        for path in sorted(p for p in self.root.rglob("*") if p.suffix in (".yml", ".txt")):
            digest.update(f"{path.relative_to(self.root)}\0".encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]

    @cached_property
    def _topics(self) -> dict[str, Topic]:
        path = self.root / "topics.yml"
        topics = records(path, Topic)
        twice = {topic.id for topic in topics if sum(other.id == topic.id for other in topics) > 1}
        if twice:
            raise ContentError(f"{path}: {', '.join(sorted(twice))} stands there twice; ids are unique")
        return {topic.id: topic for topic in topics}

    @cached_property
    def _faqs(self) -> list[Faq]:
        faqs: list[Faq] = []
        file_of: dict[str, Path] = {}
        for path in sorted((self.root / "faq").glob("*.yml")):
            for faq in records(path, Faq):
                if faq.topic not in self._topics:
                    raise ContentError(f"{path}: {faq.id}: no topic {faq.topic!r} in topics.yml")
                if faq.id in file_of:
                    raise ContentError(f"{path}: {faq.id} is already in {file_of[faq.id].name}; give it another id")
                file_of[faq.id] = path
                faqs.append(faq)
        return faqs

    @cached_property
    def _reports(self) -> list[Report]:
        paths = sorted((self.root / "reports").glob("*.yml"))
        reports = [_read_report(path) for path in paths if path.suffixes == [".yml"]]
        for report in reports:
            for phrase in report.topics:
                if phrase.topic not in self._topics:
                    raise ContentError(f"report {report.id}: {phrase.phrase}: no topic {phrase.topic!r} in topics.yml")
        return reports

    @cached_property
    def _fixed_replies(self) -> dict[str, Bilingual]:
        path = self.root / "replies.yml"
        return {name: parse(path, name, Bilingual, reply) for name, reply in mapping(path).items()}

    @cached_property
    def _guides(self) -> list[Guide]:
        paths = sorted((self.root / "guides").glob("*.yml"))
        return [parse(path, path.stem, Guide, {**mapping(path), "id": path.stem}) for path in paths]


def _read_report(path: Path) -> Report:
    stem = path.with_suffix("")
    texts = {lang: Path(f"{stem}.{lang}.txt") for lang in ("en", "zh")}
    for text in texts.values():
        if not text.exists():
            raise ContentError(f"{text} is missing: a report needs its text in both languages")
    return parse(
        path,
        stem.name,
        Report,
        {
            **mapping(path),
            "id": stem.name,
            "text": {lang: read(text) for lang, text in texts.items()},
            "topics": load(Path(f"{stem}.topics.yml")),
        },
    )
