"""Vectors of texts that were encoded before: a change of some texts does not encode all of them again."""

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge.encoder.loading import Encoder, Vectors

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


class CachingEncoder(Encoder):
    """An encoder whose vectors wait in a file for the next time; those of another model are of no use then."""

    PREFIX = "encoder-"
    PROBE = "How do I renew my passport? 護照幾錢？"

    def __init__(self, name: str, encoder: Encoder, folder: Path) -> None:
        """`encoder` is the model `name`, a folder or a hub id; the file goes into `folder`."""
        self.dimension = encoder.dimension
        self._file = folder / f"{self.PREFIX}{_identity(name, encoder.encode([self.PROBE]))}.npz"
        self._cache = VectorCache(self._file, encoder.encode)

    def encode(self, texts: list[str]) -> Vectors:
        """As the encoder; only new texts are encoded."""
        for file in self._file.parent.glob(f"{self.PREFIX}*.npz"):
            if file != self._file:
                file.unlink(missing_ok=True)
        return self._cache.encode(texts).reshape(len(texts), self.dimension)


def _identity(name: str, probe: Vectors) -> str:
    """Another one for another model, and for the same after a change of its files or, on a hub, of its weights."""
    digest = hashlib.blake2b(name.encode(), digest_size=8)
    for file in sorted(path for path in Path(name).rglob("*") if path.is_file()):
        digest.update(f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}".encode())
    digest.update(probe.round(3).tobytes())
    return digest.hexdigest()


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
