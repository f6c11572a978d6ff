"""Adapt the base encoder to the base's own content: wordings of one question, in both languages."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from torch.nn import functional

from knowledge.encoder.row_adam import RowAdam
from knowledge.encoder.terms import content_terms
from knowledge.encoder.token_bag import TokenBag

BASE = Path(__file__).parent / "base"
EPOCHS = 3
BATCH = 256
MIN_TERM_COUNT = 2
PAIRS_AN_EPOCH = 24_000
LEARNING_RATE = 3e-3
TEMPERATURE = 0.05
SEED = 20210801

Group = Sequence[str]
"""Texts that mean the same: the wordings of one question in both languages, a sentence and its rendering."""


def same_meaning(texts_of: Sequence[tuple[str, str]]) -> list[Group]:
    """(meaning, text) pairs → groups of at least two texts."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for meaning, text in texts_of:
        texts[meaning].append(text)
    return [list(dict.fromkeys(group)) for group in texts.values() if len(set(group)) > 1]


def train_encoder(
    groups: Sequence[Group], folder: Path, progress: Callable[[float], None] = lambda _: None, base: Path = BASE
) -> None:
    """Contrastive training (symmetric InfoNCE) from `base`; saves a sentence-transformers model in `folder`.

    `progress` is called with the share done, 0 to 1. The same groups give the same weights.
    """
    torch.manual_seed(SEED)
    rng = random.Random(SEED)  # noqa: S311 (no secret)
    counts = Counter(term for group in groups for text in group for term in content_terms(text))
    bag = TokenBag.load(str(base)).extended(term for term, count in counts.items() if count >= MIN_TERM_COUNT)
    rows = {text: torch.tensor(bag.rows(text), dtype=torch.long) for group in groups for text in group}
    steps = EPOCHS * (len(_pairs(groups, random.Random(SEED))) // BATCH + 1)  # noqa: S311
    optimizer = RowAdam(bag.embedding.weight, LEARNING_RATE)

    def embed(texts: Sequence[str]) -> torch.Tensor:
        parts = [rows[text] for text in texts]
        offsets = torch.tensor([0, *[len(part) for part in parts[:-1]]]).cumsum(0)
        table, numbers = optimizer.meet(torch.cat(parts))
        return functional.normalize(functional.embedding_bag(numbers, table, offsets, mode="mean"), dim=1)

    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=steps)
    done = 0
    for _ in range(EPOCHS):
        pairs = _pairs(groups, rng)
        for start in range(0, len(pairs), BATCH):
            left, right, numbers = zip(*pairs[start : start + BATCH], strict=True)
            vectors = embed([*left, *right])
            loss = _contrast(vectors[: len(left)], vectors[len(left) :], torch.tensor(numbers))
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            done += 1
            progress(min(1.0, done / steps))
    SentenceTransformer(modules=[bag], device="cpu").save(str(folder), create_model_card=False)


def _pairs(groups: Sequence[Group], rng: random.Random) -> list[tuple[str, str, int]]:
    """About PAIRS_AN_EPOCH pairs (text, text, number of their group), every group with its share."""
    share = max(1, PAIRS_AN_EPOCH // max(1, len(groups)))
    pairs: list[tuple[str, str, int]] = []
    for number, group in enumerate(groups):
        of_group = list(combinations(group, 2))
        pairs += [(left, right, number) for left, right in rng.sample(of_group, min(share, len(of_group)))]
    rng.shuffle(pairs)
    return pairs


def _contrast(left: torch.Tensor, right: torch.Tensor, groups: torch.Tensor) -> torch.Tensor:
    """Symmetric InfoNCE; another pair of the same group is no negative."""
    similarity = left @ right.T / TEMPERATURE
    target = torch.arange(len(left))
    same = (groups.unsqueeze(0) == groups.unsqueeze(1)) & (target.unsqueeze(0) != target.unsqueeze(1))
    similarity = similarity.masked_fill(same, float("-inf"))
    return functional.cross_entropy(similarity, target) + functional.cross_entropy(similarity.T, target)
