"""Vectors of texts that were encoded before: a change of some texts does not encode all of them again."""

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge.encoder.loading import Vectors

FOLDER = "vectors"
"""Of the models folder."""


MOST = 50_000
"""Texts that are kept: those of the last training, and of comparisons beside it."""


class VectorCache:
    """One file for one encoder, with the vectors of the texts that were last asked for, `most` at most."""

    def __init__(self, file: Path, encode: Callable[[list[str]], Vectors], most: int = MOST) -> None:
        self._file = file
        self._encode = encode
        self._most = most

    def encode(self, texts: Sequence[str]) -> Vectors:
        """What the encoder gives, shape (len(texts), dimension); only texts that are not in the file are encoded."""
        kept = self._read()
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
        if missing:
            kept.update(zip(missing, self._encode(list(missing.values())), strict=True))
            latest = list(dict.fromkeys([*keys, *kept]))[: max(self._most, len(keys))]
            self._write({key: kept[key] for key in latest})
        return np.array([kept[key] for key in keys], dtype=np.float32)

    def _read(self) -> dict[bytes, Vectors]:
        try:
            with np.load(self._file) as stored:
                return dict(zip(map(bytes, stored["keys"]), stored["vectors"], strict=True))
        except FileNotFoundError:
            return {}
        except (BadZipFile, EOFError, KeyError, OSError, ValueError):  # half a file: all is encoded anew
            return {}

    def _write(self, kept: dict[bytes, Vectors]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._file.with_name(f"{self._file.name}.{os.getpid()}.unfinished")
        with unfinished.open("wb") as file:
            keys = np.frombuffer(b"".join(kept), dtype=np.uint8).reshape(len(kept), -1)
            np.savez(file, keys=keys, vectors=np.array(list(kept.values())))
        unfinished.replace(self._file)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
