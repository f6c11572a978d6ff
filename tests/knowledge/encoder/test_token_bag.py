"""The module behind the embedded encoder: the mean of term vectors."""

from pathlib import Path

import pytest
import torch

from knowledge.encoder.token_bag import TokenBag
from language.pipeline import lexical_terms


@pytest.fixture
def bag() -> TokenBag:
    vocabulary = {term: row for row, term in enumerate(sorted(set(lexical_terms("visa fee 護照"))))}
    torch.manual_seed(1)
    return TokenBag(vocabulary, 6)


def embed(bag: TokenBag, *texts: str) -> torch.Tensor:
    return bag.forward(bag.preprocess(list(texts)))["sentence_embedding"].detach()


def test_a_text_is_the_mean_of_its_terms(bag: TokenBag) -> None:
    rows = torch.tensor([bag.vocabulary[term] for term in lexical_terms("visa fee")])
    assert torch.allclose(embed(bag, "visa fee")[0], bag.embedding.weight[rows].mean(0))


def test_unknown_terms_change_nothing(bag: TokenBag) -> None:
    assert torch.equal(embed(bag, "visa"), embed(bag, "visa 🙂 ？"))


@pytest.mark.parametrize("text", ["", "？！", "zzz", "船"])
def test_no_known_term_is_the_zero_vector(bag: TokenBag, text: str) -> None:
    assert torch.equal(embed(bag, text), torch.zeros(1, 6))


def test_each_text_of_a_batch_is_for_itself(bag: TokenBag) -> None:
    texts = ["visa", "", "護照 fee", "zzz", "护照"]
    alone = torch.cat([embed(bag, text) for text in texts])
    assert torch.allclose(embed(bag, *texts), alone)


def test_both_scripts_have_one_vector(bag: TokenBag) -> None:
    assert torch.equal(embed(bag, "護照"), embed(bag, "护照"))


def test_what_is_saved_is_loaded(bag: TokenBag, tmp_path: Path) -> None:
    bag.save(str(tmp_path))
    loaded = TokenBag.load(str(tmp_path))
    assert loaded.vocabulary == bag.vocabulary
    assert loaded.get_embedding_dimension() == 6
    # one byte a number: within half a step of the row's scale
    assert torch.allclose(embed(loaded, "visa fee"), embed(bag, "visa fee"), atol=0.02)
