"""A sentence-transformers module: a text is the mean of the vectors of its lexical terms."""

import json
from pathlib import Path
from typing import Any, Self

import torch
from safetensors.torch import load_file, save_file
from sentence_transformers.base.modules.input_module import InputModule
from torch import Tensor, nn

from language.pipeline import lexical_terms

VOCABULARY_FILE = "vocabulary.json"
WEIGHTS_FILE = "model.safetensors"


class TokenBag(InputModule):
    """Term vectors and their mean, with the project's own tokenizer.

    `vocabulary` maps a term to its row; terms outside it are skipped, and a text with none of them
    gets the zero vector.
    """

    def __init__(self, vocabulary: dict[str, int], dimension: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.vocabulary = vocabulary
        self.embedding = nn.EmbeddingBag(len(vocabulary), dimension, mode="mean", sparse=True)

    def preprocess(self, inputs: Any, prompt: str | None = None, **kwargs: Any) -> dict[str, Tensor]:
        """Texts → flat term rows (`input_ids`) and where each text begins (`offsets`)."""
        rows = [[self.vocabulary[t] for t in lexical_terms(text) if t in self.vocabulary] for text in inputs]
        offsets = [0]
        for text_rows in rows[:-1]:
            offsets.append(offsets[-1] + len(text_rows))
        flat = [row for text_rows in rows for row in text_rows]
        return {"input_ids": torch.tensor(flat, dtype=torch.long), "offsets": torch.tensor(offsets, dtype=torch.long)}

    def forward(self, features: dict[str, Tensor], **kwargs: Any) -> dict[str, Tensor]:
        """Adds `sentence_embedding`, one row a text."""
        features["sentence_embedding"] = self.embedding(features["input_ids"], features["offsets"])
        return features

    def get_embedding_dimension(self) -> int:
        """Length of a vector."""
        return int(self.embedding.embedding_dim)

    @property
    def max_seq_length(self) -> None:
        """Texts of any length are taken whole."""
        return None

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Write vocabulary and weights into a folder."""
        folder = Path(output_path)
        (folder / VOCABULARY_FILE).write_text(json.dumps(self.vocabulary, ensure_ascii=False), encoding="utf-8")
        save_file(self.state_dict(), folder / WEIGHTS_FILE)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", *args: Any, **kwargs: Any) -> Self:
        """Read what `save` wrote."""
        folder = Path(model_name_or_path, subfolder)
        vocabulary = json.loads((folder / VOCABULARY_FILE).read_text(encoding="utf-8"))
        weights = load_file(folder / WEIGHTS_FILE)
        module = cls(vocabulary, weights["embedding.weight"].shape[1])
        module.load_state_dict(weights)
        return module
