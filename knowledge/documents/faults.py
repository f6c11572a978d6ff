"""Why a document is refused, in both languages."""

from functools import cache
from pathlib import Path

from knowledge.content import Bilingual
from knowledge.errors import ContentError
from knowledge.yaml_files import mapping, parse

FILE = Path(__file__).parent / "faults.yml"


class DocumentError(ContentError):
    """A document cannot be taken; the message says in English what is wrong and what to do."""

    def __init__(self, fault: str, **values: object) -> None:
        """`fault` is a name of faults.yml, `values` fill it in."""
        text = faults()[fault]
        self.fault = fault
        self.said = Bilingual(en=text.en.format(**values), zh=text.zh.format(**values))
        super().__init__(self.said.en)


@cache
def faults() -> dict[str, Bilingual]:
    """By name."""
    return {name: parse(FILE, name, Bilingual, text) for name, text in mapping(FILE).items()}
