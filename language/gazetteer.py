"""Lists of names and cue words, found in text by spaCy's phrase matcher on the folded tokens."""

from functools import cache
from pathlib import Path

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

FOLDER = Path(__file__).parent / "gazetteer"


def labels() -> list[str]:
    """The names of the lists: `place_abroad`, `place_hong_kong`, `trouble` and so on."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def entries(label: str) -> list[str]:
    """The words and names of one list."""
    lines = (FOLDER / f"{label}.txt").read_text(encoding="utf-8").splitlines()
    return [entry.strip() for line in lines if not line.startswith("#") for entry in line.split(",") if entry.strip()]


@cache
def _matcher() -> PhraseMatcher:
    from language.pipeline import pipeline

    nlp = pipeline()
    matcher = PhraseMatcher(nlp.vocab, attr="NORM")
    for label in labels():
        matcher.add(label, [nlp(entry) for entry in entries(label)])
    return matcher


def without(text: str, label: str) -> str:
    """`text` with a space in place of the spans of one list; unchanged if nothing else is in it."""
    from language.pipeline import analyse, is_word

    doc = analyse(text)
    named = {token.i for span in find(doc) if span.label_ == label for token in span}
    rest = [token for token in doc if token.i not in named]
    return "".join(t.text_with_ws if t.i not in named else " " for t in doc) if any(map(is_word, rest)) else text


def find(doc: Doc) -> list[Span]:
    """The spans of `doc` that stand in a list; of overlapping ones the longest."""
    return list(filter_spans(_matcher()(doc, as_spans=True)))
