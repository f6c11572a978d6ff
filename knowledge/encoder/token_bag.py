"""A sentence-transformers module: a text is the mean of the vectors of its terms."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

import torch
from safetensors.torch import load_file, save_file
from sentence_transformers.base.modules.input_module import InputModule
from torch import Tensor, nn

from knowledge.encoder.terms import encoder_terms

VOCABULARY_FILE = "vocabulary.txt"
WEIGHTS_FILE = "model.safetensors"


class TokenBag(InputModule):
    """Term vectors and their mean, with the project's own tokenizer.

    `vocabulary` maps a term to its row; a text without a known term gets the zero vector. Saved as one
    byte a number, with a scale for each row.
    """

    def __init__(self, vocabulary: dict[str, int], dimension: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.vocabulary = vocabulary
        self.embedding = nn.EmbeddingBag(len(vocabulary), dimension, mode="mean", sparse=True)

    def extended(self, terms: Iterable[str]) -> "TokenBag":
        """A copy that also knows `terms`, each with a zero vector to begin with."""
        new = [term for term in sorted(set(terms)) if term not in self.vocabulary]
        vocabulary = self.vocabulary | {term: len(self.vocabulary) + row for row, term in enumerate(new)}
        bag = TokenBag(vocabulary, self.get_embedding_dimension())
        with torch.no_grad():
            bag.embedding.weight.zero_()
            bag.embedding.weight[: len(self.vocabulary)] = self.embedding.weight
        return bag

    def rows(self, text: str) -> list[int]:
        """The rows of the terms of a text."""
        return [self.vocabulary[term] for term in encoder_terms(text, self.vocabulary)]

    def preprocess(self, inputs: Any, prompt: str | None = None, **kwargs: Any) -> dict[str, Tensor]:
        """Texts → flat term rows (`input_ids`) and where each text begins (`offsets`)."""
        rows = [self.rows(text) for text in inputs]
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
        return

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Write vocabulary and weights into a folder."""
        folder = Path(output_path)
        (folder / VOCABULARY_FILE).write_text("\n".join(self.vocabulary), encoding="utf-8")
        weights = self.embedding.weight.detach()
        scale = weights.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
        save_file(
            {"weights": (weights / scale).round().to(torch.int8), "scale": scale.to(torch.float16)},
            folder / WEIGHTS_FILE,
        )

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", *args: Any, **kwargs: Any) -> Self:
        """Read what `save` wrote."""
        folder = Path(model_name_or_path, subfolder)
        terms = (folder / VOCABULARY_FILE).read_text(encoding="utf-8").split("\n")
        saved = load_file(folder / WEIGHTS_FILE)
        module = cls({term: row for row, term in enumerate(terms)}, saved["weights"].shape[1])
        with torch.no_grad():
            module.embedding.weight.copy_(saved["weights"].float() * saved["scale"].float())
        return module
