"""Asking in the console: the reply, why, and what a draft would change; nothing of it is a visitor's."""

import pytest

from bot.console.drafting import drafts
from bot.console.trying import trying
from bot.console.visit import Parts, RefusedError, Visit
from bot.enquiry_log import Projection
from bot.errors import ApiError
from bot.runtime import Runtime
from bot.stored_events import StoredEvents
from knowledge.database.enquiries import EnquiryTable
from knowledge.database.opening import open_database
from knowledge.database.users import Role, Session, User
from knowledge.drafting import Written, written
from tests.bot.console.conftest import MakeVisit
from tests.bot.test_runtime import PETS

EDITOR = User("mei", "Mei (sample)", Role.EDITOR)


@pytest.fixture
def ask(own_runtime: Runtime) -> MakeVisit:
    """A visit over an assistant that is loaded."""
    parts = Parts(own_runtime, open_database(own_runtime.settings.content))

    def make(**query: str) -> Visit:
        return Visit(parts, "en", Session(EDITOR, "token"), query=query)

    return make


def test_a_question_is_answered_and_explained(ask: MakeVisit) -> None:
    page = trying(ask(text="How do I renew my passport?"))
    (reply,) = page.context["replies"]
    why = page.context["why"]
    assert reply["answer_id"] == "passport-application-how"
    assert (why.judged.act, why.judged.hits[0].answer_id) == ("answer", "passport-application-how")
    assert why.judged.costs["answer"] == min(why.judged.costs.values())
    assert why.intents[0][0] == "Applying for a passport"


def test_a_draft_answers_as_if_it_were_published_and_is_not(ask: MakeVisit, own_runtime: Runtime) -> None:
    draft = drafts(ask()).create(written(PETS), EDITOR.name)
    question = PETS.question.en
    page = trying(ask(text=question, draft=str(draft.id)))
    assert page.context["replies"][0]["text"] == PETS.answer.en
    assert trying(ask(text=question)).context["replies"][0]["kind"] == "fallback"
    assert PETS.id not in own_runtime.desk.index.new


@pytest.mark.parametrize(("number", "status"), [("0", 404), ("x", 404), ("9" * 30, 404), ("unfinished", 409)])
def test_what_is_no_whole_draft_is_refused(ask: MakeVisit, number: str, status: int) -> None:
    if number == "unfinished":
        number = str(drafts(ask()).create(Written({"question.en": "Only a question?"}), EDITOR.name).id)
    with pytest.raises(RefusedError) as refused:
        trying(ask(text="hello", draft=number))
    assert refused.value.status == status


def test_while_it_loads_it_says_so(visit: MakeVisit) -> None:
    assert trying(visit()).context["replies"] is None
    with pytest.raises(ApiError, match="loading"):
        trying(visit(query={"text": "hello"}))


def test_it_counts_as_no_visitors(ask: MakeVisit, own_runtime: Runtime) -> None:
    settings = own_runtime.settings
    projection = Projection(StoredEvents(settings.conversations), EnquiryTable(open_database(settings.content)))
    projection.run()
    trying(ask(text="Where is Headquarters?"))
    assert projection.run() == 0
