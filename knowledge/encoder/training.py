"""Train the embedded encoder from the base's own pairs: wordings of one question, in both languages."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from torch.nn import functional

from knowledge.encoder.token_bag import TokenBag
from language.pipeline import lexical_terms

DIMENSION = 192
EPOCHS = 12
BATCH = 256
PAIRS_AN_EPOCH = 12_000
LEARNING_RATE = 0.01
TEMPERATURE = 0.07
SEED = 20210801

Group = Sequence[str]
"""Texts that mean the same: the wordings of one question in both languages, a sentence and its rendering."""


def _pairs(groups: Sequence[Group], rng: random.Random) -> list[tuple[str, str, int]]:
    """At most PAIRS_AN_EPOCH pairs (text, text, number of their group), every group with its share."""
    by_group = [(number, list(combinations(group, 2))) for number, group in enumerate(groups)]
    share = max(1, PAIRS_AN_EPOCH // max(1, len(by_group)))
    pairs = [
        (*pair, number) for number, all_pairs in by_group for pair in rng.sample(all_pairs, min(share, len(all_pairs)))
    ]
    rng.shuffle(pairs)
    return pairs


def train_encoder(groups: Sequence[Group], folder: Path, progress: Callable[[float], None] = lambda _: None) -> None:
    """Contrastive training (symmetric InfoNCE); saves a sentence-transformers model in `folder`.

    `progress` is called with the share done, 0 to 1. The same groups give the same weights.
    """
    torch.manual_seed(SEED)
    rng = random.Random(SEED)  # noqa: S311 (no secret)
    counts = Counter(term for group in groups for text in group for term in set(lexical_terms(text)))
    vocabulary = {term: row for row, term in enumerate(sorted(counts))}
    bag = TokenBag(vocabulary, DIMENSION)
    torch.nn.init.normal_(bag.embedding.weight, std=DIMENSION**-0.5)
    with torch.no_grad():
        # A term of many texts tells little: start with BM25's weighting, and let training go on from there.
        idf = torch.tensor([_idf(counts[term], sum(map(len, groups))) for term in vocabulary])
        bag.embedding.weight *= idf.unsqueeze(1)
    rows: dict[str, torch.Tensor] = {}
    for group in groups:
        for text in group:
            rows[text] = bag.preprocess([text])["input_ids"]

    def embed(texts: list[str]) -> torch.Tensor:
        parts = [rows[text] for text in texts]
        offsets = torch.tensor([0, *[len(p) for p in parts[:-1]]]).cumsum(0)
        vectors = bag({"input_ids": torch.cat(parts), "offsets": offsets})["sentence_embedding"]
        return functional.normalize(vectors, dim=1)

    optimizer = torch.optim.SparseAdam(bag.parameters(), lr=LEARNING_RATE)
    for epoch in range(EPOCHS):
        pairs = _pairs(groups, rng)
        batches = [pairs[i : i + BATCH] for i in range(0, len(pairs), BATCH)]
        for number, batch in enumerate(batches):
            left, right, group_numbers = zip(*batch, strict=True)
            similarity = embed(list(left)) @ embed(list(right)).T / TEMPERATURE
            # Another pair of the same group is no negative.
            of_group = torch.tensor(group_numbers)
            same = (of_group.unsqueeze(0) == of_group.unsqueeze(1)) & ~torch.eye(len(batch), dtype=torch.bool)
            similarity = similarity.masked_fill(same, float("-inf"))
            target = torch.arange(len(batch))
            loss = functional.cross_entropy(similarity, target) + functional.cross_entropy(similarity.T, target)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()  # type: ignore[no-untyped-call]
            progress((epoch + (number + 1) / len(batches)) / EPOCHS)
    SentenceTransformer(modules=[bag], device="cpu").save(str(folder), create_model_card=False)


def _idf(document_count: int, documents: int) -> float:
    return float(torch.log1p(torch.tensor((documents - document_count + 0.5) / (document_count + 0.5))))


def same_meaning(groups_of: Sequence[tuple[str, str]]) -> list[Group]:
    """(meaning, text) pairs → groups of at least two texts."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for meaning, text in groups_of:
        texts[meaning].append(text)
    return [list(dict.fromkeys(group)) for group in texts.values() if len(set(group)) > 1]
