"""What can be wrong with content and what is built from it.

KnowledgeError
├── ContentError       content says something that cannot be: the message names file, record and mend
│   ├── ExchangeError  a file of FAQs is refused whole: `faults` has every fault with its place
│   ├── DraftError     a draft cannot take this step: `reason` says why
│   └── ChangedError   content is no longer as it was when somebody decided to change it
├── AccountError       an account cannot be made or changed so: `reason` says why in one word
├── DatabaseError      the content database cannot be opened, read or written
└── NotBuiltError      index or encoder are missing: `ambassador train` makes them
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


class KnowledgeError(Exception):
    """Base of the package's errors."""


class ContentError(KnowledgeError):
    """Content is wrong."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a file of FAQs."""

    reason: str
    """In plain words."""
    mend: str
    """What to do."""
    row: int | None = None
    """Row of a table or line of a text, from 1; None where the whole file is meant."""
    column: str | None = None
    """Name of the column, or path of the field, as in `answer.zh`."""

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.row and f"row {self.row}", self.column) if part)
        return f"{place}: {self.reason}; {self.mend}" if place else f"{self.reason}; {self.mend}"


class ExchangeError(ContentError):
    """A file of FAQs is refused whole; the message has a line for each fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = list(faults)


DraftReason = Literal["missing", "old_version", "state", "another", "incomplete", "own", "live_changed"]


class DraftError(ContentError):
    """A draft cannot take this step; nothing was changed."""

    def __init__(self, reason: DraftReason) -> None:
        super().__init__(f"the draft cannot take this step: {reason}")
        self.reason = reason


class AccountError(KnowledgeError):
    """An account cannot be made or changed so."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class ChangedError(ContentError):
    """Content was changed by another person in the meantime; nothing was saved."""


class DatabaseError(KnowledgeError):
    """The content database cannot be opened, read or written."""


class NotBuiltError(KnowledgeError):
    """Something that `ambassador train` makes is not there."""
