"""`make encoder`: train the base encoder, a static bilingual student of an English sentence transformer.

Steps: vocabulary from dictionaries and pieces → first vectors from the teacher's vectors of glosses → a few
epochs over translated sentences and glosses, towards the teacher and away from other sentences.
"""

import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from rich.console import Console
from sentence_transformers import SentenceTransformer
from torch.nn import functional

from knowledge.encoder.corpus import Pair, headwords, sentences
from knowledge.encoder.loading import Vectors
from knowledge.encoder.terms import CONTINUED, word_pieces
from knowledge.encoder.token_bag import TokenBag
from language.detect import detect
from language.tokenizer import word_frequency

DIMENSION = 256
MIN_WORD_FREQUENCY = 40
MAX_CANTONESE_WORD = 4
MIN_PIECE_COUNT = 3
EPOCHS = 5
BATCH = 512
LEARNING_RATE = 2e-3
TEMPERATURE = 0.05
SEED = 1961

console = Console()


def vocabulary_of(pairs: Sequence[Pair], words: Sequence[Pair], teacher_pieces: Sequence[str]) -> list[str]:
    """Characters, dictionary words that are used, and the teacher's pieces that occur."""
    chinese = "\n".join(pair.zh for pair in pairs)
    headword = {
        pair.zh
        for pair in words
        if len(pair.zh) == 1
        or word_frequency(pair.zh) >= MIN_WORD_FREQUENCY
        or pair.zh in chinese
        or (len(pair.zh) <= MAX_CANTONESE_WORD and detect(pair.zh).cantonese)
    }
    pieces = set(teacher_pieces)
    counts: Counter[str] = Counter()
    for text in (*(p.en for p in pairs), *(w.en for w in words)):
        for word in text.lower().split():
            counts.update(word_pieces("".join(c for c in word if c.isalnum()), pieces))
    return [*sorted(headword), *sorted(p for p, count in counts.items() if count >= MIN_PIECE_COUNT)]


def in_english(terms: Sequence[str], words: Sequence[Pair]) -> list[str]:
    """What the teacher reads for a term: the glosses of a Chinese word, an English piece itself."""
    glosses: dict[str, str] = {}
    for word in words:
        glosses.setdefault(word.zh, word.en)
    return [glosses.get(term, term.removeprefix(CONTINUED)) for term in terms]


class Teacher:
    """The English teacher's vectors of some texts, its space cut down to DIMENSION by principal axes."""

    def __init__(self, folder: Path, texts: Sequence[str]) -> None:
        model = SentenceTransformer(str(folder), device="cpu")
        distinct = list(dict.fromkeys(texts))
        vectors = np.asarray(model.encode(distinct, batch_size=64, show_progress_bar=True), dtype=np.float32)
        axes = np.linalg.svd(vectors[:10_000], full_matrices=False)[2][:DIMENSION].T
        self._vectors: Vectors = vectors @ axes
        self._vectors /= np.linalg.norm(self._vectors, axis=1, keepdims=True)
        self._row = {text: row for row, text in enumerate(distinct)}

    def __call__(self, texts: Sequence[str]) -> torch.Tensor:
        """Unit vectors, shape (len(texts), DIMENSION)."""
        return torch.from_numpy(self._vectors[[self._row[text] for text in texts]])


class Rows:
    """Texts as rows of the vocabulary, worked out once."""

    def __init__(self, texts: Sequence[str], bag: TokenBag) -> None:
        self._rows = [torch.tensor(bag.rows(text) or [0]) for text in texts]

    def embed(self, numbers: Sequence[int], bag: TokenBag) -> torch.Tensor:
        """Unit vectors of some of the texts."""
        parts = [self._rows[number] for number in numbers]
        offsets = torch.tensor([0, *[len(part) for part in parts[:-1]]]).cumsum(0)
        return functional.normalize(bag.embedding(torch.cat(parts), offsets), dim=1)


def contrast(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Symmetric InfoNCE: each row's partner among all rows of the other side."""
    similarity = left @ right.T / TEMPERATURE
    target = torch.arange(len(left))
    return functional.cross_entropy(similarity, target) + functional.cross_entropy(similarity.T, target)


def distil(pairs: Sequence[Pair], words: Sequence[Pair], bag: TokenBag, teacher: Teacher) -> None:
    """Train `bag` in place."""
    rng = random.Random(SEED)  # noqa: S311 (no secret)
    everything = [*pairs, *words]
    english = Rows([pair.en for pair in everything], bag)
    chinese = Rows([pair.zh for pair in everything], bag)
    target = teacher([pair.en for pair in everything])
    sample = len(pairs) // 2
    steps_an_epoch = (len(pairs) + sample) // BATCH
    optimizer = torch.optim.SparseAdam(bag.parameters(), lr=LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=EPOCHS * steps_an_epoch)
    for epoch in range(EPOCHS):
        chosen = [*range(len(pairs)), *rng.sample(range(len(pairs), len(everything)), sample)]
        rng.shuffle(chosen)
        total = 0.0
        for start in range(0, steps_an_epoch * BATCH, BATCH):
            numbers = chosen[start : start + BATCH]
            left, right, goal = english.embed(numbers, bag), chinese.embed(numbers, bag), target[numbers]
            towards = 2 * (2 - (left * goal).sum(1).mean() - (right * goal).sum(1).mean())
            loss = towards + contrast(left, right)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()  # type: ignore[no-untyped-call]
            schedule.step()
            total += loss.item()
        console.print(f"epoch {epoch + 1} of {EPOCHS}: loss {total / steps_an_epoch:.3f}")


def recall_at_1(bag: TokenBag, held_out: Sequence[Pair]) -> tuple[float, float]:
    """How often a held-out sentence finds its own translation first: English → Chinese, and back."""
    numbers = range(len(held_out))
    with torch.no_grad():
        en = Rows([p.en for p in held_out], bag).embed(numbers, bag)
        zh = Rows([p.zh for p in held_out], bag).embed(numbers, bag)
    similarity, own = en @ zh.T, torch.arange(len(held_out))
    return float((similarity.argmax(1) == own).float().mean()), float((similarity.argmax(0) == own).float().mean())


def main(
    data: Annotated[Path, typer.Argument(help="Folder with cmn.txt, tico.tmx, cedict.u8 and cccanto.txt.")],
    teacher: Annotated[Path, typer.Argument(help="Folder of all-MiniLM-L6-v2.")],
    out: Annotated[Path, typer.Option(help="Where the encoder goes.")] = Path(__file__).parent / "base",
    held_out: Annotated[int, typer.Option(help="Sentence pairs kept apart to measure.")] = 1000,
) -> None:
    """Train the base encoder; the same data give the same weights."""
    started = time.monotonic()
    torch.manual_seed(SEED)
    pairs, words = list(dict.fromkeys(sentences(data))), list(headwords(data))
    random.Random(SEED).shuffle(pairs)  # noqa: S311 (no secret)
    test, pairs = pairs[:held_out], pairs[held_out:]
    pieces = (teacher / "vocab.txt").read_text(encoding="utf-8").splitlines()
    terms = vocabulary_of(pairs, words, pieces)
    console.print(f"{len(pairs)} sentence pairs, {len(words)} headwords, {len(terms)} terms")
    bag = TokenBag({term: row for row, term in enumerate(terms)}, DIMENSION)
    known = [word for word in words if word.zh in bag.vocabulary]
    meanings = in_english(terms, words)
    master = Teacher(teacher, [*(pair.en for pair in pairs), *meanings, *(word.en for word in known)])
    with torch.no_grad():
        bag.embedding.weight.copy_(master(meanings))
    console.print("held-out pairs found first, before training: {:.1%} and {:.1%}".format(*recall_at_1(bag, test)))
    distil(pairs, known, bag, master)
    console.print("after training: {:.1%} and {:.1%}".format(*recall_at_1(bag, test)))
    SentenceTransformer(modules=[bag], device="cpu").save(str(out), create_model_card=False)
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    console.print(f"{out}: {size / 1e6:.1f} MB, trained in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    typer.run(main)
