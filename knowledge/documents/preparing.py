"""From files to a report that can be published, checked."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from knowledge.content import MAX_ID_CHARS, Report
from knowledge.errors import ContentError

MOST_ID_CHARS = MAX_ID_CHARS - 5
"""The passages' ids have a number behind it."""


def report_id(title: str) -> str:
    """An id made of an English title; empty where no letter of it could stand in one."""
    words = re.findall(r"[a-z0-9]+", title.lower())
    while len("-".join(words)) > MOST_ID_CHARS:
        words.pop()
    return "-".join(words)


def report_of(fields: Mapping[str, Any]) -> Report:
    """A marked report of the fields of `Report`. Raises ContentError naming the field that cannot be."""
    try:
        report = msgspec.convert({**fields, "marked": True}, Report)
    except msgspec.ValidationError as error:
        raise ContentError(str(error)) from error
    if len(report.id) > MOST_ID_CHARS:
        raise ContentError(f"id: {len(report.id)} characters are too many, {MOST_ID_CHARS} are allowed")
    return report
