"""Turns all-MiniLM-L6-v2 from safetensors into CTranslate2 int8 models, without torch: as it is, and adapted.

The model is a BERT encoder; its weights' names are those of Hugging Face's BertModel. The pooling head is
left out: a sentence's vector is the mean of the last hidden states (Reimers and Gurevych 2019,
arXiv:1908.10084).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from storyreel.tools.models.head import FOLDER
from storyreel.tools.weights.adapter import adapted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Tensors = dict[str, NDArray[np.float32]]


ADAPTERS = {
    "feeling.bin": FOLDER / "text_emotion_adapter.npz",
    "feeling_2.bin": FOLDER / "text_emotion_adapter_2.npz",
}
"""What makes MiniLM tell feelings. Raise the entry's revision in weights.toml when one changes."""


def convert(folder: Path, adapters: Mapping[str, Path] = ADAPTERS) -> None:
    """Makes `model.bin`, a model for each adapter, `config.json` and `vocabulary.json` of an archive's files.

    Those of adapters are the model with their changes; the last two files serve all.
    """
    from safetensors.numpy import load_file

    source = folder / "model.safetensors"
    for file, adapter in adapters.items():
        with TemporaryDirectory(dir=folder) as aside:
            _save(adapted(load_file(source), adapter), folder, Path(aside))
            (Path(aside) / "model.bin").rename(folder / file)
    _save(load_file(source), folder, folder)  # anew: CTranslate2 quantises arrays in place


def _save(tensors: "Tensors", source: Path, target: Path) -> None:
    bert = json.loads((source / "bert.json").read_text())
    spec = _specification(bert, tensors)
    spec.register_vocabulary(_vocabulary(source / "tokenizer.json"))
    spec.config.unk_token = "[UNK]"  # noqa: S105  a word piece, not a password
    spec.config.layer_norm_epsilon = bert["layer_norm_eps"]
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(target))


def _vocabulary(tokenizer: Path) -> list[str]:
    numbers: dict[str, int] = json.loads(tokenizer.read_text("utf-8"))["model"]["vocab"]
    return sorted(numbers, key=numbers.__getitem__)


def _specification(bert: dict[str, Any], tensors: "Tensors") -> Any:  # noqa: ANN401  ctranslate2 has no types
    from ctranslate2 import specs
    from ctranslate2.specs import common_spec, transformer_spec

    encoder = transformer_spec.TransformerEncoderSpec(
        bert["num_hidden_layers"],
        bert["num_attention_heads"],
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = tensors["embeddings.word_embeddings.weight"]
    encoder.embeddings[1].weight = tensors["embeddings.token_type_embeddings.weight"]
    encoder.position_encodings.encodings = tensors["embeddings.position_embeddings.weight"]
    _fill_norm(encoder.layernorm_embedding, tensors, "embeddings.LayerNorm")
    for number, layer in enumerate(encoder.layer):
        _fill_layer(layer, tensors, f"encoder.layer.{number}")
    return specs.TransformerEncoderModelSpec(encoder)


def _fill_layer(layer: Any, tensors: "Tensors", name: str) -> None:  # noqa: ANN401
    import numpy as np

    heads = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    fused = layer.self_attention.linear[0]
    fused.weight = np.concatenate([tensors[f"{head}.weight"] for head in heads])
    fused.bias = np.concatenate([tensors[f"{head}.bias"] for head in heads])
    _fill_linear(layer.self_attention.linear[1], tensors, f"{name}.attention.output.dense")
    _fill_norm(layer.self_attention.layer_norm, tensors, f"{name}.attention.output.LayerNorm")
    _fill_linear(layer.ffn.linear_0, tensors, f"{name}.intermediate.dense")
    _fill_linear(layer.ffn.linear_1, tensors, f"{name}.output.dense")
    _fill_norm(layer.ffn.layer_norm, tensors, f"{name}.output.LayerNorm")


def _fill_linear(linear: Any, tensors: "Tensors", name: str) -> None:  # noqa: ANN401
    linear.weight, linear.bias = tensors[f"{name}.weight"], tensors[f"{name}.bias"]


def _fill_norm(norm: Any, tensors: "Tensors", name: str) -> None:  # noqa: ANN401
    norm.gamma, norm.beta = tensors[f"{name}.weight"], tensors[f"{name}.bias"]
