"""What staff should look at, on both databases: which turns, which not, and what is done about them."""

import datetime
from typing import Any

import pytest

from knowledge.database.audit import AuditLog, utc_now
from knowledge.database.enquiries import CHUNK, LOW_CONFIDENCE, TIME_TO_CHOOSE, Enquiry, EnquiryTable
from knowledge.database.feedback import FeedbackStore
from knowledge.database.opening import Database, open_database
from knowledge.errors import ContentError
from tests.knowledge.enquiries import AT, enquiry


@pytest.fixture
def database(url: str) -> Database:
    return open_database(url)


@pytest.fixture
def enquiries(database: Database) -> EnquiryTable:
    return EnquiryTable(database)


def waiting(enquiries: EnquiryTable) -> list[int]:
    return [one.enquiry.event for one in enquiries.unanswered(utc_now())]


def test_a_row_is_written_once(enquiries: EnquiryTable) -> None:
    assert (enquiries.last(), enquiries.known(0)) == (0, set())
    assert enquiries.add([enquiry(3), enquiry(5)]) == 2
    assert enquiries.add([enquiry(5, text="changed"), enquiry(9)]) == 1
    assert enquiries.add([]) == 0
    assert (enquiries.last(), enquiries.known(3)) == (9, {5, 9})
    assert enquiries.get([5, 3, 4]) == [enquiry(5), enquiry(3)]


def test_several_that_write_the_same_write_it_once(url: str) -> None:
    import threading

    added: list[int] = []
    rows = [enquiry(number) for number in range(1, 200)]

    def write() -> None:
        added.append(EnquiryTable(open_database(url)).add(rows))

    open_database(url)
    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(added) == [0, 0, 0, 199]


@pytest.mark.parametrize(
    ("kind", "confidence", "waits"),
    [
        ("fallback", 1.0, True),
        ("answer", LOW_CONFIDENCE - 0.01, True),
        ("answer", LOW_CONFIDENCE, False),
        ("choices", 0.5, True),
        ("smalltalk", 0.1, False),
        ("distress", 0.1, False),
        ("flow", 0.1, False),
    ],
)
def test_what_was_not_answered_for_sure_waits(
    enquiries: EnquiryTable, kind: str, confidence: float, waits: bool
) -> None:
    enquiries.add([enquiry(1, kind=kind, confidence=confidence)])
    assert waiting(enquiries) == ([1] if waits else [])


def test_a_payload_is_no_wording(enquiries: EnquiryTable) -> None:
    enquiries.add([enquiry(1, text='/choose{"answer_id": "gone"}')])
    assert waiting(enquiries) == []


PICKED = {"kind": "answer", "confidence": 1.0}


@pytest.mark.parametrize(
    ("then", "waits"),
    [
        ([PICKED], False),
        ([PICKED, {"kind": "fallback"}], False),
        ([{"kind": "smalltalk"}, PICKED], True),
        ([{"kind": "answer", "confidence": 0.9}], True),
        ([{**PICKED, "conversation": "another"}], True),
        ([{**PICKED, "conversation": "another"}, PICKED], False),
        ([], True),
    ],
)
def test_choices_wait_where_none_is_taken_next(
    enquiries: EnquiryTable, then: list[dict[str, Any]], waits: bool
) -> None:
    later = [enquiry(number, **turn) for number, turn in enumerate(then, start=2)]
    enquiries.add([enquiry(1, kind="choices", confidence=0.5), *later])
    assert (1 in waiting(enquiries)) == waits


def test_choices_that_were_just_offered_may_still_be_taken(enquiries: EnquiryTable) -> None:
    now = utc_now()
    enquiries.add([enquiry(1, kind="choices", at=now)])
    assert enquiries.unanswered(now) == []
    assert [one.enquiry.event for one in enquiries.unanswered(now + 2 * TIME_TO_CHOOSE)] == [1]


def test_an_answer_that_did_not_help_waits_with_the_reasons(database: Database, enquiries: EnquiryTable) -> None:
    def answered(number: int, answer_id: str, **other: Any) -> Enquiry:
        return enquiry(number, kind="answer", confidence=0.99, answer_id=answer_id, **other)

    enquiries.add([answered(1, "adult"), answered(2, "adult"), answered(3, "child")])
    enquiries.add([answered(4, "adult", conversation="another"), answered(5, "adult", at=utc_now() + TIME_TO_CHOOSE)])
    assert enquiries.unanswered(utc_now()) == []
    said = FeedbackStore(database)
    said.add("me", "helpful", "child")
    said.add("me", "person", None)
    said.add("me", "unhelpful", "adult")
    said.add("me", "unhelpful", "adult", "太長")
    said.add("me", "unhelpful", "of another day")
    [one] = enquiries.unanswered(utc_now())
    assert (one.enquiry.event, one.unhelpful, one.reasons) == (2, True, ("太長",))
    said.add("me", "unhelpful", None, "whatever it was")
    assert [(one.enquiry.event, one.reasons) for one in enquiries.unanswered(utc_now())] == [
        (3, ("whatever it was",)),
        (2, ("太長",)),
    ]


def test_what_is_settled_is_off_the_list_until_it_is_put_back(database: Database, enquiries: EnquiryTable) -> None:
    enquiries.add([enquiry(number) for number in range(1, 5)])
    assert enquiries.settle([2, 3, 77], "dismissed", "ann", reason="no") == 2
    assert waiting(enquiries) == [4, 1]
    assert enquiries.settled([1, 2, 3, 4]) == {2, 3}
    with pytest.raises(ContentError):
        enquiries.settle([2, 3], "faq", "ben")
    assert enquiries.settle([3, 4], "faq", "ben") == 1
    assert enquiries.reopen([2, 3], "ben") == 2
    with pytest.raises(ContentError):
        enquiries.reopen([1, 2], "ben")
    assert waiting(enquiries) == [3, 2, 1]
    lines = [(entry.who, entry.action, entry.detail) for _, entry in AuditLog(database).entries()][::-1]
    assert lines == [
        ("ann", "enquiry.settled", {"how": "dismissed", "events": [2, 3], "reason": "no"}),
        ("ben", "enquiry.settled", {"how": "faq", "events": [4]}),
        ("ben", "enquiry.reopened", {"events": [2, 3]}),
    ]


def test_many_are_settled_together(enquiries: EnquiryTable) -> None:
    numbers = range(1, 3 * CHUNK)
    enquiries.add([enquiry(number) for number in numbers])
    assert enquiries.settle(numbers, "dismissed", "ann") == len(numbers)
    assert waiting(enquiries) == []


def test_times_are_kept(enquiries: EnquiryTable) -> None:
    enquiries.add([enquiry(1, at=AT + datetime.timedelta(microseconds=1))])
    assert enquiries.get([1])[0].at == AT + datetime.timedelta(microseconds=1)
