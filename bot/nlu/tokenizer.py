"""The project's tokenizer as a Rasa component."""

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from language.pipeline import is_word, pipeline


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class AmbassadorTokenizer(Tokenizer):
    """Tokens of the one spaCy pipeline; a token's lemma is its folded stem (`use_lemma` reads it)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's own settings for tokenizers, all off."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "AmbassadorTokenizer":
        """Called by Rasa's graph."""
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Words, numbers and names; spaces and punctuation are left out, a text of nothing else is one token."""
        text = message.get(attribute)
        tokens = [Token(token.text, token.idx, lemma=token.lemma_) for token in pipeline()(text) if is_word(token)]
        return tokens or [Token(text, 0)]
