"""The project's tokenizer as a Rasa component."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.component import ConfiguredComponent
from bot.nlu.training_data import UncomparedTrainingData
from language.pipeline import analyse, is_word


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class AmbassadorTokenizer(ConfiguredComponent, Tokenizer):
    """Tokens of the one spaCy pipeline; a token's lemma is its folded stem (`use_lemma` reads it)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's own settings for tokenizers, all off."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Tokens of all examples; the components behind this one need no comparing."""
        return UncomparedTrainingData.of(super().process_training_data(training_data))

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Words, numbers and names; spaces and punctuation are left out, a text of nothing else is one token."""
        text = message.get(attribute)
        tokens = [Token(token.text, token.idx, lemma=token.lemma_) for token in analyse(text) if is_word(token)]
        return tokens or [Token(text, 0)]
