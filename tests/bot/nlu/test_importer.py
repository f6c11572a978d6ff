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
    steps = importer.get_stories().story_steps
    told = [event for step in steps for event in step.events]
    assert {event.intent_name for event in told if isinstance(event, UserUttered)} == ASKED
    assert [step.events[-1].action_name for step in steps] == [ENQUIRY] * len(ASKED)


def test_small_talk_has_intents_of_its_own() -> None:
    assert "smalltalk" not in ContentImporter().get_domain().intents
