"""Four eyes on a file of FAQs: nobody approves their own, it is told whole, and never over what changed unseen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.content import Faq
from knowledge.database.audit import AuditLog
from knowledge.database.faqs import Changes, FaqTable, faqs_fingerprint
from knowledge.database.imports import ImportTable
from knowledge.errors import ChangedError, DraftError
from tests.knowledge.faqs import answering, faq, faqs

CHANGED = answering(faq("adult"), "HK$18")


@pytest.fixture
def live(table: FaqTable) -> FaqTable:
    table.fill_if_empty([faq("adult"), faq("child")])
    return table


@pytest.fixture
def imports(live: FaqTable) -> ImportTable:
    return ImportTable(live.database)


def now(live: FaqTable) -> str:
    return faqs_fingerprint(live.all())


def refused(step: Callable[[], object]) -> str:
    with pytest.raises(DraftError) as error:
        step()
    return error.value.reason


def test_a_file_is_submitted_and_another_person_approves_it(live: FaqTable, imports: ImportTable) -> None:
    file = imports.submit("pool.xlsx", [CHANGED, faq("senior"), faq("child")], "ann", "for summer")
    assert live.get("senior") is None
    assert [one.id for one in imports.having("submitted")] == [file.id]
    assert imports.faqs(file.id) == [CHANGED, faq("senior"), faq("child")]
    assert imports.approve(file.id, "bob", now(live), "good") == Changes(["senior"], ["adult"], ["child"])
    assert (live.get("adult"), live.get("senior")) == (CHANGED, faq("senior"))
    revision = live.history("adult")[-1]
    assert (revision.author, revision.note) == ("ann", "from pool.xlsx\nfor summer\ngood")
    assert len(live.history("child")) == 1
    after = imports.get(file.id)
    assert after
    assert (after.state, after.decided_by, after.comment) == ("approved", "bob", "good")
    (_, approved), (_, submitted) = AuditLog(live.database).entries(action="import.")
    assert (submitted.who, submitted.action, submitted.subject) == ("ann", "import.submitted", "pool.xlsx")
    assert (approved.who, approved.action, approved.subject) == ("bob", "import.approved", "pool.xlsx")
    assert approved.detail == {"import": file.id, "new": ["senior"], "changed": ["adult"]}


def test_nobody_approves_what_they_brought(live: FaqTable, imports: ImportTable) -> None:
    file = imports.submit("pool.csv", [CHANGED], "ann")
    assert refused(lambda: imports.approve(file.id, "ann", now(live))) == "own"
    assert live.get("adult") == faq("adult")


def test_what_changed_unseen_is_not_overwritten(live: FaqTable, imports: ImportTable) -> None:
    file = imports.submit("pool.csv", [CHANGED], "ann")
    looked_at = now(live)
    live.save(answering(faq("adult"), "HK$99"), "ben")
    with pytest.raises(ChangedError):
        imports.approve(file.id, "bob", looked_at)
    assert [one.state for one in imports.having("submitted")] == ["submitted"]
    imports.approve(file.id, "bob", now(live))
    assert [one.author for one in live.history("adult")] == ["starter files", "ben", "ann"]


@pytest.mark.parametrize("back", [False, True])
def test_what_was_withdrawn_comes_back_only_if_somebody_said_so(
    live: FaqTable, imports: ImportTable, back: bool
) -> None:
    file = imports.submit("pool.csv", [faq("child"), CHANGED], "ann", back=back)
    live.withdraw("child", "ben")
    imports.approve(file.id, "bob", now(live))
    assert live.get("child") == (faq("child") if back else None)
    assert live.get("adult") == CHANGED


def test_a_file_is_decided_on_once(live: FaqTable, imports: ImportTable) -> None:
    returned = imports.submit("pool.csv", [CHANGED], "ann")
    after = imports.give_back(returned.id, "bob", "not yet")
    assert (after.state, after.decided_by, after.comment) == ("returned", "bob", "not yet")
    assert refused(lambda: imports.approve(returned.id, "bob", now(live))) == "state"
    assert refused(lambda: imports.give_back(returned.id, "cy", "")) == "state"
    assert refused(lambda: imports.approve(99, "bob", now(live))) == "missing"
    assert refused(lambda: imports.faqs(99)) == "missing"
    assert imports.get(99) is None
    assert live.get("adult") == faq("adult")


def test_two_that_approve_at_once_import_it_once(live: FaqTable, imports: ImportTable) -> None:
    file = imports.submit("pool.csv", [CHANGED], "ann")
    looked_at = now(live)

    def approve(who: str) -> bool:
        try:
            imports.approve(file.id, who, looked_at)
        except (DraftError, ChangedError):
            return False
        return True

    with ThreadPoolExecutor() as pool:
        assert sorted(pool.map(approve, ["bob", "cy"])) == [False, True]
    assert len(live.history("adult")) == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(faqs, max_size=4, unique_by=lambda one: one.id))
def test_whatever_is_in_it_is_kept(imports: ImportTable, some: list[Faq]) -> None:
    assert imports.faqs(imports.submit("a.yml", some, "ann").id) == some
