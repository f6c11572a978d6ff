"""Load the encoder that the settings name: a model folder or a hub id."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from knowledge.errors import NotBuiltError

Vectors = NDArray[np.float32]


class Encoder:
    """Texts → unit vectors, one row a text."""

    def __init__(self, model: SentenceTransformer) -> None:
        self._model = model
        self.dimension = cast(int, model.get_embedding_dimension())

    def encode(self, texts: list[str]) -> Vectors:
        """Shape (len(texts), dimension), float32, length 1 (or 0 where no word is known)."""
        vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False, batch_size=256)
        return np.asarray(vectors, dtype=np.float32)


@contextlib.contextmanager
def _hub_allowed(allowed: bool) -> Iterator[None]:
    before = os.environ.get("HF_HUB_OFFLINE")
    if not allowed:
        os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        yield
    finally:
        if not allowed:
            if before is None:
                del os.environ["HF_HUB_OFFLINE"]
            else:
                os.environ["HF_HUB_OFFLINE"] = before


def load_encoder(name: str, hub: bool = False) -> Encoder:
    """Load a model folder, or a hub id where `hub` allows the download.

    Raises NotBuiltError with what to do where there is neither.
    """
    if not Path(name).is_dir() and not hub:
        raise NotBuiltError(
            f"no sentence encoder at {name!r}: run `ambassador train`, or set AMBASSADOR_ENCODER to a "
            "sentence-transformers model folder, or to a hub id together with AMBASSADOR_HUB=true"
        )
    try:
        with _hub_allowed(hub):
            return Encoder(SentenceTransformer(name, device="cpu"))
    except (OSError, ValueError) as error:
        raise NotBuiltError(f"the sentence encoder {name!r} cannot be loaded: {error}") from error
