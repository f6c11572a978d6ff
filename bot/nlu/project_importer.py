"""What Rasa is given to train from in this program: the same as by `rasa train`, read once."""

from pathlib import Path

from rasa.shared.importers.importer import CombinedDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.examples import read_examples
from bot.nlu.importer import ContentImporter
from bot.nlu.training_data import UncomparedTrainingData


class ProjectImporter(CombinedDataImporter):
    """The importers of config.yml.

    Rasa itself reads the examples several times, checks every file against a schema, and copies and hashes
    every example at each of five mergings, which takes as long as the training.
    """

    def __init__(self, config: Path, domain: Path, data: Path) -> None:
        self._data = data
        self._content = ContentImporter(str(config))
        super().__init__([RasaFileImporter(str(config), str(domain), [str(data)]), self._content])

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples of the files, then the wordings of the FAQs; none twice."""
        of_files = [
            Message({TEXT: text, INTENT: intent})
            for file in sorted(self._data.rglob("*.yml"))
            for text, intent in read_examples(file)
        ]
        different = {
            tuple(message.data.items()): message
            for message in [*of_files, *self._content.get_nlu_data().training_examples]
        }
        return UncomparedTrainingData([*different.values()])
