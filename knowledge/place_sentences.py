"""The sentences about places, from places/sentences.yml, filled in and in the reader's language."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from knowledge.content import Bilingual
from knowledge.errors import ContentError
from knowledge.reply import in_language
from knowledge.store import ROOT as KNOWLEDGE
from knowledge.yaml_files import mapping, parse
from language.detect import Lang

ROOT = KNOWLEDGE / "places"


@cache
def sentences(root: Path = ROOT) -> dict[str, Bilingual]:
    """All sentences by name."""
    path = root / "sentences.yml"
    return {name: parse(path, name, Bilingual, value) for name, value in mapping(path).items()}


def same(text: object) -> Bilingual:
    """A value that is written alike in both languages: a number, a telephone."""
    return Bilingual(en=str(text), zh=str(text))


def spoken(lang: Lang, text: Bilingual) -> str:
    """A text in the reader's language."""
    return in_language(lang, text.en, text.zh)


def filled(name: str, /, **values: Bilingual) -> Bilingual:
    """A sentence in both languages with its braces filled in."""
    try:
        template = sentences()[name]
        return Bilingual(
            en=template.en.format(**{key: value.en for key, value in values.items()}),
            zh=template.zh.format(**{key: value.zh for key, value in values.items()}),
        )
    except KeyError as error:
        raise ContentError(f"{ROOT / 'sentences.yml'}: {name}: there is no {error}") from error


def say(lang: Lang, name: str, /, **values: Bilingual) -> str:
    """A sentence in the reader's language."""
    return spoken(lang, filled(name, **values))


def listed(items: Sequence[Bilingual]) -> Bilingual:
    """`a, b and c`; 「甲、乙及丙」."""
    if len(items) < 2:
        return items[0]
    head, last = joined(items[:-1], "list_comma"), filled("list_last")
    return Bilingual(en=head.en + last.en + items[-1].en, zh=head.zh + last.zh + items[-1].zh)


def joined(items: Sequence[Bilingual], separator: str = "list_semicolon") -> Bilingual:
    """`a; b; c`, for names that have commas and "and" in themselves; 「甲、乙、丙」."""
    between = filled(separator)
    return Bilingual(en=between.en.join(i.en for i in items), zh=between.zh.join(i.zh for i in items))
