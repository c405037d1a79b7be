"""MiniLM-L6 in torch with low-rank additions that are trained while its own weights stay (LoRA).

Torch is needed for training alone: what is learnt is written as plain arrays, which the converter adds to the
weights (storyreel.tools.weights.adapter).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storyreel.memory.records import EMOTIONS
from storyreel.tools.models.feeling_states import SENTIMENTS
from storyreel.tools.models.head import Array, Head

RANK = 16
SCALE = 2.0
DROPOUT = 0.1
LAYERS, HEADS, WIDTH = 6, 12, 384
ANSWERS = len(EMOTIONS) + len(SENTIMENTS)
CHANGED = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
Tensor = Any  # torch has no types here, it is not installed with Storyreel
Passage = tuple[list[int], list[tuple[int, int, int]]]
"""Tokens, and each line's number, beginning and end among them."""


@dataclass
class Network:
    """All tensors by the names of Hugging Face's BertModel; `down`, `up` and the last layer's are trained."""

    fixed: dict[str, Tensor]
    down: dict[str, Tensor]
    up: dict[str, Tensor]
    weight: Tensor
    """Shape (384, 10): the emotions, then the sentiments."""
    bias: Tensor
    elsewhere: Tensor
    """Shape (10,): added to the bias for comments, whose feelings are not as frequent as a dialogue's."""
    is_learning: bool = True
    """Whether some of what it computes is dropped at random."""

    @property
    def additions(self) -> list[Tensor]:
        """The low-rank matrices."""
        return [*self.down.values(), *self.up.values()]

    @property
    def last(self) -> list[Tensor]:
        """The last layer."""
        return [self.weight, self.bias, self.elsewhere]

    def copy(self) -> "Network":
        """As it is now; what is not trained is shared."""
        down = {name: _free(matrix.detach().clone()) for name, matrix in self.down.items()}
        up = {name: _free(matrix.detach().clone()) for name, matrix in self.up.items()}
        return Network(self.fixed, down, up, *(_free(tensor.detach().clone()) for tensor in self.last))

    def follow(self, other: "Network", share: float) -> None:
        """Moves this share of the way to another: a running mean of a network in training."""
        import torch

        with torch.no_grad():
            for mine, theirs in zip(
                [*self.additions, *self.last], [*other.additions, *other.last], strict=True
            ):
                mine.lerp_(theirs, share)

    def pairs(self) -> dict[str, tuple[Array, Array]]:
        """What is added to each changed layer, as two matrices: down, up."""
        return {
            name: (self.down[name].detach().numpy(), SCALE * self.up[name].detach().numpy())
            for name in self.down
        }

    def heads(self) -> tuple[Head, Head]:
        """The last layer, for lines of dialogue: emotions, and sentiments."""
        weight, bias = self.weight.detach().numpy().copy(), self.bias.detach().numpy().copy()
        emotions, sentiments = slice(len(EMOTIONS)), slice(len(EMOTIONS), ANSWERS)
        return Head(weight[:, emotions], bias[emotions]), Head(weight[:, sentiments], bias[sentiments])


def new(path: Path) -> Network:
    """The network as its makers left it, with additions that are still zero."""
    import torch
    from safetensors.torch import load_file

    fixed = {name: tensor.float() for name, tensor in load_file(path).items() if tensor.is_floating_point()}
    names = [f"encoder.layer.{layer}.{part}" for layer in range(LAYERS) for part in CHANGED]
    sizes = {name: fixed[f"{name}.weight"].shape for name in names}
    return Network(
        fixed=fixed,
        down={name: _free(torch.randn(RANK, given) / given**0.5) for name, (_, given) in sizes.items()},
        up={name: _free(torch.zeros(made, RANK)) for name, (made, _) in sizes.items()},
        weight=_free(torch.randn(WIDTH, ANSWERS) / WIDTH**0.5),
        bias=_free(torch.zeros(ANSWERS)),
        elsewhere=_free(torch.zeros(ANSWERS)),
    )


def _free(tensor: Tensor) -> Tensor:
    return tensor.requires_grad_()


def logits(network: Network, batch: "Batch", *, are_comments: bool) -> Tensor:
    """Shape (lines, 10): emotions, then sentiments."""
    from torch.nn import functional

    states = _states(network, batch.tokens, batch.mask)
    lines = functional.dropout(batch.pooling @ states.reshape(-1, WIDTH), DROPOUT, network.is_learning)
    return lines @ network.weight + network.bias + (network.elsewhere if are_comments else 0.0)


@dataclass(frozen=True)
class Batch:
    """Passages padded to one length."""

    tokens: Tensor
    """Shape (passages, length)."""
    mask: Tensor
    """The same shape: True where there is a token."""
    pooling: Tensor
    """Shape (lines, passages × length): every line's mean over its tokens."""
    lines: list[int]


def batched(passages: Sequence[Passage]) -> Batch:
    """Passages, padded."""
    import torch

    length = max(len(tokens) for tokens, _ in passages)
    tokens = torch.zeros(len(passages), length, dtype=torch.long)
    mask = torch.zeros(len(passages), length, dtype=torch.bool)
    places = list(_places(passages))
    pooling = torch.zeros(len(places), len(passages) * length)
    for number, (passage, _, begin, end) in enumerate(places):
        pooling[number, passage * length + begin : passage * length + end] = 1 / (end - begin)
    for number, (row, _) in enumerate(passages):
        tokens[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = True
    return Batch(tokens, mask, pooling, [line for _, line, _, _ in places])


def _places(passages: Sequence[Passage]) -> Iterator[tuple[int, int, int, int]]:
    """Passage, line, beginning and end, of every line."""
    for number, (_, lines) in enumerate(passages):
        for line, begin, end in lines:
            yield number, line, begin, end


def _states(network: Network, tokens: Tensor, mask: Tensor) -> Tensor:
    """Shape (passages, length, 384): the encoder of Devlin et al. 2019 (arXiv:1810.04805)."""
    import torch

    fixed = network.fixed
    states = (
        fixed["embeddings.word_embeddings.weight"][tokens]
        + fixed["embeddings.position_embeddings.weight"][: tokens.shape[1]]
        + fixed["embeddings.token_type_embeddings.weight"][0]
    )
    states = _normed(network, states, "embeddings.LayerNorm")
    hidden = torch.where(mask[:, None, None, :], 0.0, -1e9)
    for number in range(LAYERS):
        states = _layer(network, states, hidden, f"encoder.layer.{number}")
    return states


def _layer(network: Network, states: Tensor, hidden: Tensor, name: str) -> Tensor:
    from torch.nn import functional

    seen = _linear(network, _attended(network, states, hidden, name), f"{name}.attention.output.dense")
    states = _normed(network, states + _dropped(network, seen), f"{name}.attention.output.LayerNorm")
    inner = functional.gelu(_linear(network, states, f"{name}.intermediate.dense"))
    made = _dropped(network, _linear(network, inner, f"{name}.output.dense"))
    return _normed(network, states + made, f"{name}.output.LayerNorm")


def _attended(network: Network, states: Tensor, hidden: Tensor, name: str) -> Tensor:
    from torch.nn import functional

    rows, length, _ = states.shape
    query, key, value = (
        _linear(network, states, f"{name}.attention.self.{part}")
        .view(rows, length, HEADS, -1)
        .transpose(1, 2)
        for part in ("query", "key", "value")
    )
    seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=hidden)
    return seen.transpose(1, 2).reshape(rows, length, WIDTH)


def _linear(network: Network, states: Tensor, name: str) -> Tensor:
    from torch.nn import functional

    made = functional.linear(states, network.fixed[f"{name}.weight"], network.fixed[f"{name}.bias"])
    added = functional.linear(functional.linear(states, network.down[name]), network.up[name])
    return made + SCALE * added


def _normed(network: Network, states: Tensor, name: str) -> Tensor:
    from torch.nn import functional

    weight, bias = network.fixed[f"{name}.weight"], network.fixed[f"{name}.bias"]
    return functional.layer_norm(states, (WIDTH,), weight, bias, 1e-12)


def _dropped(network: Network, states: Tensor) -> Tensor:
    """With the same features dropped all through a passage, which is as good and quicker to draw.

    Gal and Ghahramani, "A Theoretically Grounded Application of Dropout in Recurrent Neural Networks" (2016).
    """
    from torch.nn import functional

    if not network.is_learning:
        return states
    return states * functional.dropout(states.new_ones(len(states), 1, WIDTH), DROPOUT)
