"""The converter wires a BERT encoder as its authors do: checked on a small one against plain numpy."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from storyreel.tools.weights import adapter
from storyreel.tools.weights.archive import sha256_of
from storyreel.tools.weights.convert_minilm import ADAPTERS, convert
from storyreel.tools.weights.manifest import manifest

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *(f"word{number}" for number in range(28))]
WIDTH, LAYERS, HEADS = 64, 2, 4
BERT = {"num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "layer_norm_eps": 1e-12}
Tensors = dict[str, NDArray[np.float32]]


def small_bert() -> Tensors:
    """Random weights under the names of BertModel, spread like those of a trained one."""
    random = np.random.default_rng(0)

    def spread(*shape: int) -> NDArray[np.float32]:
        return random.normal(0, 0.15, shape).astype(np.float32)

    def norm(name: str) -> Tensors:
        return {f"{name}.weight": 1 + spread(WIDTH), f"{name}.bias": spread(WIDTH)}

    def linear(name: str, given: int, made: int) -> Tensors:
        return {f"{name}.weight": spread(made, given), f"{name}.bias": spread(made)}

    tensors = {
        "embeddings.word_embeddings.weight": spread(len(WORDS), WIDTH),
        "embeddings.token_type_embeddings.weight": spread(2, WIDTH),
        "embeddings.position_embeddings.weight": spread(16, WIDTH),
    } | norm("embeddings.LayerNorm")
    for layer in (f"encoder.layer.{number}" for number in range(LAYERS)):
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            tensors |= linear(f"{layer}.attention.{part}", WIDTH, WIDTH)
        tensors |= norm(f"{layer}.attention.output.LayerNorm") | norm(f"{layer}.output.LayerNorm")
        tensors |= linear(f"{layer}.intermediate.dense", WIDTH, 4 * WIDTH)
        tensors |= linear(f"{layer}.output.dense", 4 * WIDTH, WIDTH)
    return tensors


def states_by_numpy(tensors: Tensors, ids: list[int]) -> NDArray[np.float32]:
    """The encoder of Devlin et al. 2019 (arXiv:1810.04805); shape (len(ids), WIDTH)."""
    from scipy.special import erf, softmax

    def linear(x, name):
        return x @ tensors[f"{name}.weight"].T + tensors[f"{name}.bias"]

    def norm(x, name):
        scaled = (x - x.mean(-1, keepdims=True)) / x.std(-1, keepdims=True)
        return scaled * tensors[f"{name}.weight"] + tensors[f"{name}.bias"]

    def heads(x):
        return x.reshape(len(ids), HEADS, -1).transpose(1, 0, 2)

    x = tensors["embeddings.word_embeddings.weight"][ids]
    x = x + tensors["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + tensors["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in (f"encoder.layer.{number}" for number in range(LAYERS)):
        query, key, value = (
            heads(linear(x, f"{layer}.attention.self.{part}")) for part in ("query", "key", "value")
        )
        seen = softmax(query @ key.transpose(0, 2, 1) / np.sqrt(WIDTH / HEADS), axis=-1) @ value
        seen = linear(seen.transpose(1, 0, 2).reshape(len(ids), WIDTH), f"{layer}.attention.output.dense")
        x = norm(x + seen, f"{layer}.attention.output.LayerNorm")
        inner = linear(x, f"{layer}.intermediate.dense")
        inner = inner * (1 + erf(inner / np.sqrt(2))) / 2
        x = norm(x + linear(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
    return x


CHANGED = [
    f"encoder.layer.{layer}.{part}"
    for layer in range(LAYERS)
    for part in ("output.dense", "attention.self.value")
]


def additions(tensors: Tensors) -> dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Low-rank matrices (down, up) for some of the layers, large enough to tell."""
    random = np.random.default_rng(1)
    shapes = {name: tensors[f"{name}.weight"].shape for name in CHANGED}
    return {
        name: (random.normal(0, 0.2, (4, given)).astype("f4"), random.normal(0, 0.2, (made, 4)).astype("f4"))
        for name, (made, given) in shapes.items()
    }


@pytest.fixture(scope="module")
def converted(tmp_path_factory) -> Path:
    from safetensors.numpy import save_file

    folder: Path = tmp_path_factory.mktemp("minilm")
    save_file(small_bert(), folder / "model.safetensors")
    (folder / "bert.json").write_text(json.dumps(BERT))
    vocabulary = {word: number for number, word in enumerate(WORDS)}
    (folder / "tokenizer.json").write_text(json.dumps({"model": {"vocab": vocabulary}}))
    adapter.save(folder / "adapter.npz", additions(small_bert()))
    convert(folder, {"feeling.bin": folder / "adapter.npz"})
    return folder


def states_of(folder: Path, model: str, ids: list[int]) -> NDArray[np.float32]:
    import ctranslate2

    files = {name: (folder / name).read_bytes() for name in ("config.json", "vocabulary.json")}
    files["model.bin"] = (folder / model).read_bytes()
    encoder = ctranslate2.Encoder(model, compute_type="float32", files=files)
    return np.array(encoder.forward_batch([ids]).last_hidden_state)[0]


def likeness(states: NDArray[np.float32], expected: NDArray[np.float32]) -> float:
    """The least cosine of any token's two states."""
    assert states.shape == expected.shape
    lengths = np.linalg.norm(states, axis=-1) * np.linalg.norm(expected, axis=-1)
    return float(((states * expected).sum(-1) / lengths).min())


@pytest.mark.parametrize("ids", [[2, 7, 9, 30, 3], [2, 3], [2, *range(4, 17), 3]])
def test_converted_states_are_those_of_the_float_model(converted: Path, ids: list[int]):
    assert likeness(states_of(converted, "model.bin", ids), states_by_numpy(small_bert(), ids)) > 0.999


def test_the_adapter_is_added_to_the_weights(converted: Path):
    ids, changed = [2, 7, 9, 30, 3], small_bert()
    for name, (down, up) in additions(changed).items():
        changed[f"{name}.weight"] = changed[f"{name}.weight"] + up @ down
    states = states_of(converted, "feeling.bin", ids)
    assert likeness(states, states_by_numpy(changed, ids)) > 0.999
    assert likeness(states, states_by_numpy(small_bert(), ids)) < 0.9


def test_an_adapter_of_another_network_is_refused(converted: Path):
    other = {name: (np.zeros((2, 5), np.float32), np.zeros((5, 2), np.float32)) for name in CHANGED[:1]}
    adapter.save(converted / "other.npz", other)
    with pytest.raises(ValueError, match="broadcast"):
        adapter.adapted(small_bert(), converted / "other.npz")


def test_whoever_changes_the_adapter_raises_the_revision_of_the_weights():
    known = (3, ["7bc7c2776d137b18", "cffb85adc27905ed"])
    found = [sha256_of(path)[:16] for path in ADAPTERS.values()]
    assert (manifest()["minilm"].revision, found) == known
