"""Four eyes on pages: who may approve, what stops it, and what is said of it afterwards."""

from collections.abc import Callable

import pytest

from bot.console import approvals
from bot.console.approvals import decide, look, waiting
from bot.console.drafting import drafts
from bot.console.visit import Page, Parts, Redirect, RefusedError, Result
from bot.gate import Broken
from knowledge.database.audit import AuditLog
from knowledge.database.drafts import Draft
from knowledge.drafting import Written, mark, written
from knowledge.errors import KnowledgeError
from tests.bot.conftest import Client
from tests.bot.console.conftest import SMALL, MakeVisit, sign_in
from tests.knowledge.faqs import answering, faq

Decide = Callable[..., Result]
BREAKS = [Broken("幾錢？", "What about child?", "What about towel?")]


@pytest.fixture
def loaded(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The assistant counts as loaded; every refresh is listed. Words alone find neighbours."""
    refreshed: list[str] = []
    monkeypatch.setattr(type(parts.runtime), "ready", property(lambda _: True))
    monkeypatch.setattr(type(parts.runtime), "refresh", lambda _: refreshed.append("now"))
    monkeypatch.setattr("bot.console.drafting._finder", lambda _, faqs: approvals_finder(faqs))
    return refreshed


def approvals_finder(faqs: list) -> object:  # type: ignore[type-arg]
    from knowledge.neighbours import ByWords

    return ByWords.of(faqs)


@pytest.fixture
def submitted(visit: MakeVisit) -> Draft:
    """A new FAQ by the editor."""
    table = drafts(visit())
    begun = table.create(written(faq("towel")), "editor")
    return table.submit(begun.id, begun.version, "editor", "for summer")


@pytest.fixture
def say(visit: MakeVisit, submitted: Draft) -> Decide:
    """Decide: `say("approver", do="approve")`."""

    def decide_(who: str, draft: Draft = submitted, **form: str) -> Result:
        form.setdefault("version", str(draft.version))
        return decide(visit(who, path={"number": str(draft.id)}, form=form))

    return decide_


def page(result: Result) -> Page:
    assert isinstance(result, Page)
    return result


def status(step: Callable[[], object]) -> int:
    with pytest.raises(RefusedError) as error:
        step()
    return error.value.status


def test_what_is_approved_is_live_and_answered(say: Decide, parts: Parts, loaded: list[str], submitted: Draft) -> None:
    result = say("approver", do="approve", comment="good")
    assert result == Redirect(f"/console/approvals/{submitted.id}", said="approvals.approved")
    assert parts.faqs.get("towel") == faq("towel")
    assert loaded == ["now"]
    (revision,) = parts.faqs.history("towel")
    assert (revision.author, revision.note) == ("editor", "for summer\ngood")


def test_it_is_approved_even_where_it_cannot_be_answered_yet(
    say: Decide, parts: Parts, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> None:
        raise KnowledgeError("away")

    monkeypatch.setattr(type(parts.runtime), "refresh", fails)
    result = say("approver", do="approve")
    assert isinstance(result, Redirect)
    assert result.said == "approvals.approved_later"
    assert parts.faqs.get("towel")


def test_an_editor_may_not(say: Decide, parts: Parts, loaded: list[str], visit: MakeVisit) -> None:
    other = drafts(visit()).create(written(faq("soap")), "zoe")
    other = drafts(visit()).submit(other.id, 1, "zoe")
    assert status(lambda: say("editor", other, do="approve")) == 403
    assert status(lambda: say("editor", other, do="return", comment="no")) == 403
    assert parts.faqs.get("soap") is None


@pytest.mark.parametrize("who", ["approver", "administrator"])
def test_nobody_approves_their_own(say: Decide, parts: Parts, loaded: list[str], visit: MakeVisit, who: str) -> None:
    own = drafts(visit()).create(written(faq("soap")), who)
    own = drafts(visit()).submit(own.id, 1, who)
    assert status(lambda: say(who, own, do="approve", overrule="yes", reason="mine")) == 403
    assert parts.faqs.get("soap") is None
    assert page(look(visit(who, path={"number": str(own.id)}))).context["mine"]


def test_what_would_break_needs_a_reason_that_is_kept(
    say: Decide, parts: Parts, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approvals, "broken_by", lambda *_: BREAKS)
    for form in ({}, {"overrule": "yes"}, {"reason": "because"}, {"overrule": "yes", "reason": "  "}):
        stopped = page(say("approver", do="approve", comment="well", **form))
        assert stopped.status == 422
        assert stopped.context["broken"] == BREAKS
        assert stopped.context["comment"] == "well"
    assert parts.faqs.get("towel") is None
    say("approver", do="approve", overrule="yes", reason="the other is out of date")
    assert parts.faqs.get("towel")
    assert "the other is out of date" in parts.faqs.history("towel")[0].note
    ((_, entry),) = AuditLog(parts.database).entries(action="faq.approved")
    assert entry.detail["overruled"] == "the other is out of date"
    assert entry.detail["broken"] == ["幾錢？"]


def test_what_was_not_judged_has_not_passed(say: Decide, parts: Parts) -> None:
    assert page(say("approver", do="approve")).status == 422
    result = say("approver", do="approve", overrule="yes", reason="urgent")
    assert isinstance(result, Redirect)
    assert result.said == "approvals.approved_later"
    assert parts.faqs.get("towel")


def test_it_is_returned_with_a_comment(say: Decide, visit: MakeVisit, submitted: Draft) -> None:
    assert page(say("approver", do="return")).status == 422
    assert say("approver", do="return", comment="shorter") == Redirect("/console/approvals", said="approvals.returned")
    back = drafts(visit()).get(submitted.id)
    assert back
    assert (back.state, back.comment) == ("draft", "shorter")


def test_a_writer_takes_it_back(say: Decide, submitted: Draft) -> None:
    assert say("editor", do="return") == Redirect(f"/console/drafts/{submitted.id}", said="approvals.taken_back")


def test_what_changed_after_it_was_seen_is_not_approved(say: Decide, parts: Parts, loaded: list[str]) -> None:
    stopped = page(say("approver", do="approve", version="1"))
    assert (stopped.status, stopped.context["problem"]) == (409, "approvals.changed_meanwhile")
    assert parts.faqs.get("towel") is None


def test_what_changed_in_what_is_live_is_shown(say: Decide, parts: Parts, loaded: list[str], visit: MakeVisit) -> None:
    both = Written({**written(SMALL[0]).texts, "answer.en": "HK$20", "answer.zh": "20港元"})
    change = drafts(visit()).create(both, "editor", 1)
    change = drafts(visit()).submit(change.id, 1, "editor")
    parts.faqs.save(answering(SMALL[0], "HK$18"), "zoe")
    stopped = page(say("approver", change, do="approve"))
    assert stopped.status == 409
    assert [(row.before, row.after) for row in stopped.context["moved_rows"]] == [("HK$17", "HK$18")]
    assert parts.faqs.get("adult") == answering(SMALL[0], "HK$18")


def test_the_approver_sees_which_language_was_found_right(visit: MakeVisit, loaded: list[str]) -> None:
    assert visit().parts.faqs.get("adult")  # filled at first sight
    one = Written({**written(SMALL[0]).texts, "answer.en": "HK$20"})
    change = drafts(visit()).create(Written(one.texts, {"zh": mark(one, "zh")}), "editor", 1)
    drafts(visit()).submit(change.id, 1, "editor")
    context = page(look(visit("approver", path={"number": str(change.id)}))).context
    assert context["found_right"] == ["zh"]
    assert [row.name for row in context["rows"] if row.changed] == ["answer.en"]


def test_the_list_says_whose_turn_it_is(visit: MakeVisit, submitted: Draft) -> None:
    assert [draft.id for draft in waiting(visit()).context["submitted"]] == [submitted.id]


async def test_the_pages_of_every_state_are_shown(
    console: Client, visit: MakeVisit, submitted: Draft, say: Decide
) -> None:
    await sign_in(console, "approver")
    address = f"/console/approvals/{submitted.id}"
    html = await (await console.get(address)).text()
    assert "Approve and publish" in html
    assert "could not be checked" in html
    assert "waiting for you" in await (await console.get("/console/approvals")).text()
    say("approver", do="approve", overrule="yes", reason="<b>urgent</b>")
    html = await (await console.get(f"{address}?said=approvals.approved")).text()
    assert "it is answered now" in html
    assert "/console/try?text=What+about+towel%3F" in html
    table = drafts(visit())
    begun = table.create(Written({}), "editor")
    gone = table.discard(begun.id, 1, "editor")
    assert "Take it up again" in await (await console.get(f"/console/approvals/{gone.id}")).text()
