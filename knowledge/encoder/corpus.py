"""The freely licensed data that the base encoder is trained from: sentence pairs and dictionaries.

`data` is a folder with `cmn.txt` (Tatoeba), `tico.tmx` (TICO-19), `cedict.u8` (CC-CEDICT) and
`cccanto.txt` (CC-Canto); knowledge/encoder/base/README.md names origins and licences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from language.script import HAN, fold

_ENTRY = re.compile(r"^(\S+) (\S+) \[[^\]]*\](?: \{[^}]*\})? /(.+)/")
_HEADWORD = re.compile(f"[{HAN}]{{1,6}}")
_NOISE = re.compile(r"\([^)]*\)|\[[^\]]*\]|CL:\S+|\S*[{HAN}]\S*".replace("{HAN}", HAN))
GLOSSES = 3


@dataclass(frozen=True)
class Pair:
    """The same in English and Chinese."""

    en: str
    zh: str


def sentences(data: Path) -> Iterator[Pair]:
    """Translated sentences."""
    for line in (data / "cmn.txt").read_text(encoding="utf-8").splitlines():
        en, zh, *_ = line.split("\t")
        yield Pair(en, zh)
    tree = ElementTree.parse(data / "tico.tmx")  # noqa: S314 (a file the operator names, not a visitor)
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    for unit in tree.iter("tu"):
        segments = {variant.get(lang): variant.findtext("seg") or "" for variant in unit.iter("tuv")}
        if segments.get("en") and segments.get("zh"):
            yield Pair(segments["en"], segments["zh"])


def headwords(data: Path) -> Iterator[Pair]:
    """Dictionary entries: a folded headword and its first glosses."""
    for name in ("cccanto.txt", "cedict.u8"):
        for line in (data / name).read_text(encoding="utf-8").splitlines():
            match = _ENTRY.match(line)
            if not match:
                continue
            word = fold(match.group(1))
            glosses = [_NOISE.sub("", gloss).strip(" ,;") for gloss in match.group(3).split("/")]
            text = "; ".join([gloss for gloss in glosses if gloss][:GLOSSES])
            if text and _HEADWORD.fullmatch(word):
                yield Pair(text, word)
