"""What the content gives to Rasa's training."""

from rasa.shared.core.events import UserUttered

from bot.nlu.importer import ENQUIRY, ContentImporter
from knowledge.store import FileStore

STORE = FileStore()
ASKED = {topic.id for topic in STORE.topics().values() if topic.facts}


def test_every_wording_is_an_example_of_its_topic() -> None:
    examples = {(m.get("text"), m.get("intent")) for m in ContentImporter().get_nlu_data().training_examples}
    assert examples == {(text, faq.topic) for faq in STORE.faqs() for text in faq.wordings}


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
