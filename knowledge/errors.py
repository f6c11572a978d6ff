"""What can be wrong with content and what is built from it.

KnowledgeError
├── ContentError    a content file says something that cannot be: the message names file, record and mend
└── NotBuiltError   index or encoder are missing: `ambassador train` makes them
"""


class KnowledgeError(Exception):
    """Base of the package's errors."""


class ContentError(KnowledgeError):
    """A content file is wrong."""


class NotBuiltError(KnowledgeError):
    """Something that `ambassador train` makes is not there."""
