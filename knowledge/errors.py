"""What can be wrong with content and what is built from it.

KnowledgeError
├── ContentError       content says something that cannot be: the message names file, record and mend
│   ├── ExchangeError  a file of FAQs is refused whole (knowledge/exchange/faults.py)
│   ├── DraftError     a draft or a file cannot take this step: `reason` says why
│   └── ChangedError   content is no longer as it was when somebody decided to change it
├── AccountError       an account cannot be made or changed so: `reason` says why in one word
├── DatabaseError      the content database cannot be opened, read or written
└── NotBuiltError      index or encoder are missing: `ambassador train` makes them
"""

from typing import Literal


class KnowledgeError(Exception):
    """Base of the package's errors."""


class ContentError(KnowledgeError):
    """Content is wrong."""


DraftReason = Literal["missing", "old_version", "state", "another", "incomplete", "own", "live_changed"]


class DraftError(ContentError):
    """A draft, or a file that waits for approval, cannot take this step; nothing was changed."""

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
