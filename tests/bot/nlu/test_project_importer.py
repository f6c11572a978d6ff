"""Training in this program sees what `rasa train` sees."""

from rasa.shared.importers.importer import TrainingDataImporter

from bot.nlu.intent_classifier import ANSWER_ID
from bot.nlu.project_importer import ProjectImporter
from bot.release import PROJECT

CONFIG, DOMAIN, DATA = PROJECT / "config.yml", PROJECT / "domain.yml", PROJECT / "nlu_data"


def test_it_is_what_rasa_reads() -> None:
    ours = ProjectImporter(CONFIG, DOMAIN, DATA)
    rasas = TrainingDataImporter.load_from_config(str(CONFIG), str(DOMAIN), [str(DATA)])
    examples = [
        [(e.get("text"), e.get("intent"), e.get(ANSWER_ID), e.get("entities")) for e in data.intent_examples]
        for data in (ours.get_nlu_data(), rasas.get_nlu_data())
    ]
    assert examples[0] == examples[1]
    assert ours.get_domain().fingerprint() == rasas.get_domain().fingerprint()
    assert ours.get_stories().fingerprint() == rasas.get_stories().fingerprint()
    assert ours.get_config() == rasas.get_config()
