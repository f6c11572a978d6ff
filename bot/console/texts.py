"""Every sentence of the console: texts/<area>.yml holds `name: {en: …, zh: …}`; Simplified is converted."""

from functools import cache
from pathlib import Path

from knowledge.content import Bilingual
from knowledge.reply import in_language
from knowledge.yaml_files import mapping, parse
from language.detect import Lang

FOLDER = Path(__file__).parent / "texts"


@cache
def all_texts() -> dict[str, Bilingual]:
    """By `area.name`. Raises ContentError for a sentence that lacks a language."""
    return {
        f"{path.stem}.{name}": parse(path, name, Bilingual, text)
        for path in sorted(FOLDER.glob("*.yml"))
        for name, text in mapping(path).items()
    }


def say(lang: Lang, name: str, /, **values: object) -> str:
    """A sentence, with its {…} filled in. Raises KeyError for a name that there is not."""
    text = all_texts()[name]
    return in_language(lang, text.en, text.zh).format(**values)


def knows(name: str) -> bool:
    """Whether there is a sentence of that name."""
    return name in all_texts()
