"""A small neural network over sparse and dense features: what a message is about, and which answer it asks for.

One hidden layer. What decides between neighbours, or makes a lost passport at home another thing than one
lost abroad, is which features meet: a linear model cannot see that (docs/evaluation.md has both).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import msgspec
import numpy as np
import scipy.sparse
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional

from knowledge.encoder.row_adam import RowAdam

Matrix = NDArray[np.float32]

UNKNOWN = -1
"""Number of the answer of a text that asks for none."""
WEIGHTS, SHAPE = "network.safetensors", "network.json"


@dataclass(frozen=True)
class Shape:
    """What a network is built from."""

    sparse: int
    """Columns of the sparse features."""
    dense: int
    intents: list[str]
    answers: list[str]
    hidden: int
    dropout: float


@dataclass(frozen=True)
class Schedule:
    """How a network is trained."""

    epochs: int
    batch: int
    learning_rate: float
    answer_loss: float
    """Weight of the answers' cross-entropy beside the intents'."""
    balance: float
    """0: every example counts the same; 1: every intent does."""
    seed: int
    least_steps: int = 0
    """A small set is gone through more often than `epochs` times, until there were so many batches."""


@dataclass(frozen=True)
class Features:
    """The features of some texts, a row each."""

    sparse: scipy.sparse.csr_matrix
    dense: Matrix

    def batch(self, rows: NDArray[np.int64]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Columns, where each row's begin, and values of the sparse features; the dense ones."""
        part = self.sparse[rows]
        return (
            torch.from_numpy(part.indices.astype(np.int64)),
            torch.from_numpy(part.indptr[:-1].astype(np.int64)),
            torch.from_numpy(part.data.astype(np.float32)),
            torch.from_numpy(self.dense[rows]),
        )


class Network(nn.Module):
    """Features → hidden layer → logits of intents and of answers."""

    INPUT_DROPOUT = 0.1
    SPARSE_SPREAD = 0.05
    """Standard deviation of the first sparse weights."""
    SPARSE_RATE = 4.0
    """Learning rate of the sparse weights beside the others': each is met in few batches."""
    PEAK = 3.0
    """Highest learning rate of the cycle, as a multiple."""
    DECAY = 1e-2

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.terms = nn.EmbeddingBag(max(1, shape.sparse), shape.hidden, mode="sum")
        nn.init.normal_(self.terms.weight, std=self.SPARSE_SPREAD)
        self.meaning = nn.Linear(shape.dense, shape.hidden)
        self.input_dropout = nn.Dropout(self.INPUT_DROPOUT)
        self.dropout = nn.Dropout(shape.dropout)
        self.intents = nn.Linear(shape.hidden, len(shape.intents))
        self.answers = nn.Linear(shape.hidden, len(shape.answers))

    def forward(
        self,
        columns: torch.Tensor,
        offsets: torch.Tensor,
        values: torch.Tensor,
        dense: torch.Tensor,
        table: torch.Tensor | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits, shapes (rows, intents) and (rows, answers), of a `Features.batch`.

        `table` stands in for the sparse weights; `columns` are then numbers of its rows.
        """
        table = self.terms.weight if table is None else table
        terms = functional.embedding_bag(columns, table, offsets, mode="sum", per_sample_weights=values)
        hidden = self.dropout(torch.relu(self.meaning(self.input_dropout(dense)) + terms))
        return self.intents(hidden), self.answers(hidden)

    @torch.no_grad()
    def predict(self, features: Features) -> tuple[Matrix, Matrix]:
        """Chances of intents and of answers, a row each."""
        intents, answers = self(*features.batch(np.arange(len(features.dense))))
        return torch.softmax(intents, 1).numpy(), torch.softmax(answers, 1).numpy()

    def save(self, folder: Path) -> None:
        """Write weights and shape into `folder`."""
        save_file(self.state_dict(), folder / WEIGHTS)
        (folder / SHAPE).write_bytes(msgspec.json.encode(asdict(self.shape)))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        network = cls(msgspec.json.decode((folder / SHAPE).read_bytes(), type=Shape))
        network.load_state_dict(load_file(folder / WEIGHTS))
        return network.eval()


def train(shape: Shape, features: Features, intents: Sequence[int], answers: Sequence[int], how: Schedule) -> Network:
    """Train on rows of features with the numbers of their intents and answers (UNKNOWN where there is none).

    The same rows and seed give the same network.
    """
    with torch.random.fork_rng():
        torch.manual_seed(how.seed)
        network = Network(shape)
        rows = len(intents)
        batches = -(-rows // how.batch)
        epochs = max(how.epochs, -(-how.least_steps // batches))
        steps = epochs * batches
        others = [weights for name, weights in network.named_parameters() if not name.startswith("terms.")]
        dense = torch.optim.AdamW(others, how.learning_rate, weight_decay=Network.DECAY)
        sparse = RowAdam(network.terms.weight, how.learning_rate * Network.SPARSE_RATE)
        schedules = (
            torch.optim.lr_scheduler.OneCycleLR(dense, how.learning_rate * Network.PEAK, total_steps=steps),
            torch.optim.lr_scheduler.LinearLR(sparse, 1.0, 0.05, steps),
        )
        intent_of, answer_of = torch.tensor(intents), torch.tensor(answers)
        counts = torch.bincount(intent_of, minlength=len(shape.intents)).clamp(min=1)
        intent_loss = nn.CrossEntropyLoss((rows / len(shape.intents) / counts) ** how.balance)
        answer_loss = nn.CrossEntropyLoss(ignore_index=UNKNOWN, reduction="sum")
        network.train()
        for _ in range(epochs):
            for batch in torch.split(torch.randperm(rows), how.batch):
                dense.zero_grad()
                columns, offsets, values, meaning = features.batch(batch.numpy())
                table, numbers = sparse.meet(columns)
                intent_logits, answer_logits = network(numbers, offsets, values, meaning, table)
                asked = max(1, int((answer_of[batch] != UNKNOWN).sum()))
                loss = intent_loss(intent_logits, intent_of[batch])
                if shape.answers:
                    loss = loss + how.answer_loss * answer_loss(answer_logits, answer_of[batch]) / asked
                loss.backward()
                for optimizer in (dense, sparse):
                    optimizer.step()
                for schedule in schedules:
                    schedule.step()
        return network.eval()
