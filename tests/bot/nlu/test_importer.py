"""What the content gives to Rasa's training."""

from pathlib import Path

import pytest
from rasa.shared.core.events import UserUttered

from bot.content import holding, open_store
from bot.nlu.importer import ENQUIRY, ContentImporter
from bot.settings import Settings
from knowledge.database.store import open_table
from knowledge.store import FileStore
from tests.knowledge.faqs import faq

STORE = FileStore()
ASKED = {topic.id for topic in STORE.topics().values() if topic.facts}


def texts() -> list[str]:
    return [message.get("text") for message in ContentImporter().get_nlu_data().training_examples]


def test_every_wording_is_an_example_of_its_topic() -> None:
    examples = {(m.get("text"), m.get("intent")) for m in ContentImporter().get_nlu_data().training_examples}
    assert examples == {(text, faq.topic) for faq in STORE.faqs() for text in faq.wordings}


def test_the_examples_are_those_of_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = f"sqlite:///{tmp_path / 'content.db'}"
    open_table(content).save(faq("quite-new", "fees"), "ann")
    monkeypatch.setenv("AMBASSADOR_CONTENT", content)
    assert "about quite-new" in texts()


def test_a_training_sees_one_state_of_the_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = f"sqlite:///{tmp_path / 'content.db'}"
    monkeypatch.setenv("AMBASSADOR_CONTENT", content)
    store = open_store(Settings.load())
    before = [wording for one in store.faqs() for wording in one.wordings]
    with holding(store):
        open_table(content).save(faq("quite-new", "fees"), "ann")
        assert texts() == before
    assert "about quite-new" in texts()


def test_every_topic_is_an_intent_with_a_rule() -> None:
    importer = ContentImporter()
    assert set(importer.get_domain().intents) >= ASKED
    enquiries = [step for step in importer.get_stories().story_steps if step.block_name.startswith("enquiry")]
    told = [event for step in enquiries for event in step.events]
    assert {event.intent_name for event in told if isinstance(event, UserUttered)} == ASKED
    assert [step.events[-1].action_name for step in enquiries] == [ENQUIRY] * len(ASKED)


def test_every_guide_is_a_form_with_its_slots_and_actions() -> None:
    domain = ContentImporter().get_domain()
    for guide in STORE.guides():
        assert domain.required_slots_for_form(guide.form) == guide.slots
        assert {f"validate_{guide.form}", *(f"action_ask_{slot}" for slot in guide.slots)} <= set(domain.user_actions)


def test_small_talk_has_intents_of_its_own() -> None:
    assert "smalltalk" not in ContentImporter().get_domain().intents
