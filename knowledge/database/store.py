"""Content whose FAQs are in the database; everything else stays in files."""

import hashlib
from functools import cached_property

import msgspec

from knowledge.content import Bilingual, Faq, Report, Topic
from knowledge.database.faqs import FaqTable, faqs_fingerprint
from knowledge.database.opening import open_database
from knowledge.database.reports import ReportTable
from knowledge.errors import ContentError
from knowledge.guides import Guide
from knowledge.hong_kong import today
from knowledge.store import ContentStore, FileStore
from knowledge.validity import in_force


class DatabaseStore:
    """One state of the content: FAQs are read once, when they are first asked for."""

    def __init__(self, table: FaqTable, files: ContentStore) -> None:
        self._table = table
        self._files = files

    def topics(self) -> dict[str, Topic]:
        """Of the files."""
        return self._files.topics()

    def faqs(self) -> list[Faq]:
        """What is live and told today; ContentError for an unknown topic, DatabaseError where nothing can be read."""
        return self._faqs

    def reports(self) -> list[Report]:
        """Of the files and of the database; one that was added takes the place of a file's of the same id."""
        return self._reports

    def fixed_replies(self) -> dict[str, Bilingual]:
        """Of the files."""
        return self._files.fixed_replies()

    def guides(self) -> list[Guide]:
        """Of the files."""
        return self._files.guides()

    def fingerprint(self) -> str:
        """A hash of what the content says, wherever it is kept and in whatever order it was saved."""
        digest = hashlib.sha256((faqs_fingerprint(self.faqs()) + reports_fingerprint(self.reports())).encode())
        for part in (self.topics(), self.fixed_replies(), self.guides()):
            digest.update(msgspec.json.encode(part) + b"\0")
        return digest.hexdigest()[:16]

    @cached_property
    def _faqs(self) -> list[Faq]:
        faqs = [faq for faq in self._table.all() if in_force(faq, today())]
        topics = self.topics()
        for faq in faqs:
            if faq.topic not in topics:
                raise ContentError(f"content database: {faq.id}: no topic {faq.topic!r} in topics.yml")
        return faqs

    @cached_property
    def _reports(self) -> list[Report]:
        added = ReportTable(self._table.database).live()
        return list({report.key: report for report in (*self._files.reports(), *added)}.values())


def reports_fingerprint(reports: list[Report]) -> str:
    """A hash of what reports say, whatever their order."""
    return hashlib.sha256(msgspec.json.encode(sorted(reports, key=lambda report: report.id))).hexdigest()


def open_table(url: str, files: ContentStore | None = None) -> FaqTable:
    """The FAQs at a SQLAlchemy address; an empty database is filled from the starter files."""
    table = FaqTable(open_database(url))
    if table.is_empty():
        table.fill_if_empty((files or FileStore()).faqs())
    return table
