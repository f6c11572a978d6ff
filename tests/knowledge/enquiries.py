"""Enquiries for tests: made up."""

import datetime
from typing import Any

from knowledge.database.enquiries import Enquiry

AT = datetime.datetime(2026, 3, 1, 4, 30)


def enquiry(event: int, **other: Any) -> Enquiry:
    """One that was not answered."""
    values: dict[str, Any] = {
        "at": AT,
        "conversation": "me",
        "channel": "web",
        "text": "Can I bring my dog?",
        "lang": "en",
        "kind": "fallback",
        "topic": None,
        "answer_id": None,
        "confidence": 1.0,
        "milliseconds": 12.5,
    }
    return Enquiry(event, **{**values, **other})
