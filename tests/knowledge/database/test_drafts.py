"""Four eyes: every step of a draft, who may take it, and that nothing that was saved is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge.content import Faq
from knowledge.database.audit import AuditLog
from knowledge.database.drafts import Draft, DraftTable
from knowledge.database.faqs import FaqTable
from knowledge.database.opening import Database, open_database
from knowledge.drafting import Written, mark, written
from knowledge.errors import DraftError
from tests.knowledge.faqs import TOPICS, answering, faq


@pytest.fixture
def database(url: str) -> Database:
    return open_database(url)


@pytest.fixture
def live(database: Database) -> FaqTable:
    table = FaqTable(database)
    table.fill_if_empty([faq("adult"), faq("locker", "lockers")])
    return table


@pytest.fixture
def drafts(database: Database, live: FaqTable) -> DraftTable:
    return DraftTable(database, TOPICS)


def text(draft: Written, texts: dict[str, str]) -> Written:
    return Written({**draft.texts, **texts}, draft.still_right)


def both(before: Faq) -> Written:
    """A change of both languages of its answer."""
    return text(written(before), {"answer.en": "HK$20", "answer.zh": "20港元"})


def actions(database: Database, subject: str = "") -> list[tuple[str, str]]:
    return [(entry.who, entry.action) for _, entry in reversed(AuditLog(database).entries(subject=subject))]


def refused(step: Callable[[], object]) -> str:
    with pytest.raises(DraftError) as error:
        step()
    return error.value.reason


def submitted(drafts: DraftTable, before: Faq | None = None) -> Draft:
    begun = drafts.create(both(before), "ann", 1) if before else drafts.create(written(faq("towel", "water")), "ann")
    return drafts.submit(begun.id, begun.version, "ann", "please")


def test_a_new_faq_is_written_submitted_and_approved(database: Database, drafts: DraftTable, live: FaqTable) -> None:
    begun = drafts.create(Written({"question.zh": "毛巾幾錢？"}), "ann")
    assert (begun.state, begun.version, begun.faq, begun.base) == ("draft", 1, "", None)
    saved = drafts.save(begun.id, 1, written(faq("towel", "water")), "ann")
    assert (saved.version, saved.faq) == (2, "towel")
    waiting = drafts.submit(saved.id, 2, "ann", "for summer")
    assert [one.id for one in drafts.having("submitted")] == [begun.id]
    assert live.get("towel") is None
    assert drafts.approve(waiting.id, waiting.version, "bob", "good") == 1
    assert live.get("towel") == faq("towel", "water")
    (revision,) = live.history("towel")
    assert (revision.author, revision.note) == ("ann", "good")
    assert actions(database) == [
        ("ann", "draft.made"), ("ann", "draft.saved"), ("ann", "draft.submitted"), ("bob", "faq.approved")
    ]  # fmt: skip
    done = drafts.get(begun.id)
    assert done
    assert (done.state, done.decided_by) == ("approved", "bob")


def test_a_change_of_what_is_live_is_its_next_revision(drafts: DraftTable, live: FaqTable) -> None:
    waiting = submitted(drafts, faq("adult"))
    assert drafts.base_of(waiting) == faq("adult")
    assert drafts.approve(waiting.id, waiting.version, "bob") == 2
    now = live.get("adult")
    assert now
    assert now.answer.en == "HK$20"


@pytest.mark.parametrize("hand", ["wrote", "changed", "submitted"])
def test_nobody_approves_what_they_had_a_hand_in(drafts: DraftTable, live: FaqTable, hand: str) -> None:
    begun = drafts.create(both(faq("adult")), "bob" if hand == "wrote" else "ann", 1)
    saved = drafts.save(begun.id, 1, both(faq("adult")), "bob" if hand == "changed" else "cat")
    saved = drafts.save(begun.id, saved.version, both(faq("adult")), "cat")
    waiting = drafts.submit(begun.id, saved.version, "bob" if hand == "submitted" else "cat")
    assert refused(lambda: drafts.approve(waiting.id, waiting.version, "bob")) == "own"
    assert live.get("adult") == faq("adult")
    drafts.approve(waiting.id, waiting.version, "dan")


def test_a_hand_in_it_is_not_forgotten_when_it_was_returned(drafts: DraftTable) -> None:
    waiting = submitted(drafts, faq("adult"))
    back = drafts.give_back(waiting.id, waiting.version, "bob", "shorter, please")
    assert (back.state, back.comment) == ("draft", "shorter, please")
    again = drafts.save(back.id, back.version, both(faq("adult")), "cat")
    again = drafts.submit(again.id, again.version, "cat")
    assert refused(lambda: drafts.approve(again.id, again.version, "ann")) == "own"


def test_saving_on_an_old_version_changes_nothing(database: Database, drafts: DraftTable) -> None:
    begun = drafts.create(Written({"question.en": "One?"}), "ann")
    drafts.save(begun.id, 1, Written({"question.en": "Two?"}), "bob")
    logged = actions(database)
    assert refused(lambda: drafts.save(begun.id, 1, Written({"question.en": "Three?"}), "ann")) == "old_version"
    now = drafts.get(begun.id)
    assert now
    assert (now.written.texts, now.changed_by) == ({"question.en": "Two?"}, "bob")
    assert actions(database) == logged


def test_of_many_who_save_at_once_one_does(drafts: DraftTable) -> None:
    begun = drafts.create(Written({}), "ann")

    def save(number: int) -> bool:
        try:
            drafts.save(begun.id, 1, Written({"question.en": str(number)}), "ann")
        except DraftError as error:
            return error.reason != "old_version"
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(save, range(6))) == 1
    now = drafts.get(begun.id)
    assert now
    assert now.version == 2


def test_what_is_saved_by_the_way_is_logged_once_a_sitting(database: Database, drafts: DraftTable) -> None:
    draft = drafts.create(Written({}), "ann")
    for who in ("ann", "ann", "bob", "bob"):
        draft = drafts.save(draft.id, draft.version, Written({"owner": who}), who, by_the_way=True)
    assert actions(database) == [("ann", "draft.made"), ("bob", "draft.saved")]


@pytest.mark.parametrize(
    "broken",
    [
        {"answer.zh": ""}, {"topic": "nonsense"}, {"source.as_of": "2026-02-30"}, {"source.url": "pool"},
        {"id": "Adult fee"}, {"owner": "x" * 40_000}, {"source.title.zh": ""}, {"question.en": "What about adult?"},
        {"effective_from": "2026-06-11", "expires_on": "2026-05"},
    ],
)  # fmt: skip
def test_what_is_not_right_is_not_submitted(drafts: DraftTable, broken: dict[str, str]) -> None:
    begun = drafts.create(text(written(faq("towel", "water")), broken), "ann")
    assert refused(lambda: drafts.submit(begun.id, 1, "ann")) == "incomplete"
    now = drafts.get(begun.id)
    assert now
    assert now.state == "draft"


def test_an_id_that_is_taken_is_not_submitted(drafts: DraftTable) -> None:
    begun = drafts.create(text(written(faq("towel", "water")), {"id": "locker"}), "ann")
    assert refused(lambda: drafts.submit(begun.id, 1, "ann")) == "incomplete"


def test_one_language_alone_is_submitted_once_the_other_was_found_right(drafts: DraftTable) -> None:
    one_sided = text(written(faq("adult")), {"answer.en": "HK$20"})
    begun = drafts.create(one_sided, "ann", 1)
    assert refused(lambda: drafts.submit(begun.id, 1, "ann")) == "incomplete"
    found_right = Written(one_sided.texts, {"zh": mark(one_sided, "zh")})
    saved = drafts.save(begun.id, 1, found_right, "ann")
    later = drafts.save(
        begun.id, saved.version, Written({**one_sided.texts, "answer.en": "HK$25"}, found_right.still_right), "ann"
    )
    assert refused(lambda: drafts.submit(begun.id, later.version, "ann")) == "incomplete", (
        "it was read beside other words"
    )
    again = drafts.save(begun.id, later.version, found_right, "ann")
    assert drafts.submit(begun.id, again.version, "ann").state == "submitted"


def test_what_changed_since_is_not_written_over(drafts: DraftTable, live: FaqTable) -> None:
    waiting = submitted(drafts, faq("adult"))
    live.save(answering(faq("adult"), "HK$18"), "zoe")
    assert refused(lambda: drafts.approve(waiting.id, waiting.version, "bob")) == "live_changed"
    assert live.get("adult") == answering(faq("adult"), "HK$18")
    back = drafts.give_back(waiting.id, waiting.version, "bob", "look at it")
    rebased = drafts.rebase(back.id, back.version, "ann")
    assert rebased.base == 2
    again = drafts.submit(rebased.id, rebased.version, "ann")
    assert drafts.approve(again.id, again.version, "bob") == 3


def test_what_was_withdrawn_since_is_not_brought_back_unseen(drafts: DraftTable, live: FaqTable) -> None:
    waiting = submitted(drafts, faq("adult"))
    live.withdraw("adult", "zoe")
    assert refused(lambda: drafts.approve(waiting.id, waiting.version, "bob")) == "live_changed"
    assert live.get("adult") is None


def test_of_two_new_faqs_with_one_id_one_is_approved(drafts: DraftTable, live: FaqTable) -> None:
    first, second = submitted(drafts), submitted(drafts)
    drafts.approve(first.id, first.version, "bob")
    assert refused(lambda: drafts.approve(second.id, second.version, "bob")) == "live_changed"
    assert len(live.history("towel")) == 1


def test_a_change_is_begun_once(drafts: DraftTable) -> None:
    begun = drafts.create(both(faq("adult")), "ann", 1)
    assert refused(lambda: drafts.create(both(faq("adult")), "bob", 1)) == "another"
    assert drafts.open_of("adult") == begun
    drafts.discard(begun.id, 1, "ann")
    assert drafts.open_of("adult") is None
    other = drafts.create(both(faq("adult")), "bob", 1)
    assert refused(lambda: drafts.take_up(begun.id, 2, "ann")) == "another"
    drafts.discard(other.id, 1, "bob")
    assert drafts.take_up(begun.id, 2, "ann").written == both(faq("adult"))


def test_a_step_that_is_not_the_next_is_refused(drafts: DraftTable) -> None:
    waiting = submitted(drafts, faq("adult"))
    for step in (
        lambda: drafts.save(waiting.id, waiting.version, Written({}), "ann"),
        lambda: drafts.submit(waiting.id, waiting.version, "ann"),
        lambda: drafts.discard(waiting.id, waiting.version, "ann"),
    ):
        assert refused(step) == "state"
    drafts.approve(waiting.id, waiting.version, "bob")
    assert refused(lambda: drafts.approve(waiting.id, waiting.version + 1, "bob")) == "state"
    assert refused(lambda: drafts.approve(99, 1, "bob")) == "missing"


def test_anything_may_be_written(drafts: DraftTable) -> None:
    hostile = Written({"question.en": "<script>alert(1)</script> {{ 7 * 7 }} \0 😀", "id": "a\0b" * 99})
    begun = drafts.create(hostile, "ann")
    assert begun.written == hostile
    assert begun.faq == ""
