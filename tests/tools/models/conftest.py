"""Small checkpoints of the gpu profile's models, in their real layout, and whether its extra is there.

The detector of the face pack finds bright squares where the real one finds faces; its recogniser tells
pictures by their tints.
"""

import importlib.util
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

STRIDES = (8, 16, 32)
SEEING_STRIDE = 32
"""The other scales never see anything."""
REACH = 2.0
"""Half a box's side, in strides."""
POINTS = ((-0.8, -0.7), (0.8, -0.7), (0.0, 0.1), (-0.6, 0.9), (0.6, 0.9))
"""Eyes, nose, corners of the mouth, in strides from the middle."""
DIMENSIONS = 512


@pytest.fixture
def gpu_extra() -> Callable[[str], None]:
    """Skips a test where a module of the gpu extra is missing, unless the run is there to test them."""

    def need(module: str) -> None:
        if importlib.util.find_spec(module) is None:
            miss = pytest.fail if os.environ.get("STORYREEL_TEST_PROFILE") == "gpu" else pytest.skip
            miss(f"{module} is missing: `make test-gpu-profile` brings it")

    return need


@pytest.fixture
def tiny_face_pack(tmp_path: Path) -> Path:
    """An InsightFace model pack: a folder with a detector and a recogniser."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    onnx.save(_detector(), folder / "detector.onnx")
    onnx.save(_recogniser(), folder / "recogniser.onnx")
    return folder


def _detector() -> onnx.ModelProto:
    """SCRFD's shape: scores, box distances and points for three strides, two anchors a place."""
    nodes: list[Any] = [helper.make_node("ReduceMean", ["picture", "channels"], ["grey"])]
    constants = [_constant("channels", np.array([1])), _constant("column", np.array([-1, 1]))]
    for stride in STRIDES:
        nodes += _scale(stride, constants)
    outputs = [
        helper.make_tensor_value_info(f"{kind}{stride}", TensorProto.FLOAT, [None, width])
        for kind, width in (("score", 1), ("box", 4), ("points", 10))
        for stride in STRIDES
    ]
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 3, "height", "width"])
    return _model(nodes, "detector", [picture], outputs, constants)


def _scale(stride: int, constants: list[onnx.TensorProto]) -> list[Any]:
    steep = 12.0 if stride == SEEING_STRIDE else 0.0
    constants += [
        _constant(f"steep{stride}", np.float32(steep)),
        _constant(f"offset{stride}", np.float32(-4.0 if steep else -9.0)),
        _constant(f"reach{stride}", np.full((1, 4), REACH, np.float32)),
        _constant(f"places{stride}", np.array(POINTS, np.float32).reshape(1, 10)),
    ]
    pads = [stride, stride, stride, stride]
    node = helper.make_node
    return [
        node(
            "AveragePool",
            ["grey"],
            [f"mean{stride}"],
            kernel_shape=[3 * stride] * 2,
            strides=[stride] * 2,
            pads=pads,
            count_include_pad=1,
        ),
        node("Concat", [f"mean{stride}", f"mean{stride}"], [f"anchors{stride}"], axis=1),
        node("Transpose", [f"anchors{stride}"], [f"last{stride}"], perm=[0, 2, 3, 1]),
        node("Reshape", [f"last{stride}", "column"], [f"flat{stride}"]),
        node("Mul", [f"flat{stride}", f"steep{stride}"], [f"steeped{stride}"]),
        node("Add", [f"steeped{stride}", f"offset{stride}"], [f"logit{stride}"]),
        node("Sigmoid", [f"logit{stride}"], [f"score{stride}"]),
        node("Shape", [f"score{stride}"], [f"shape{stride}"]),
        node("Gather", [f"shape{stride}", "zero"], [f"count{stride}"]),
        node("Concat", [f"count{stride}", "one"], [f"rows{stride}"], axis=0),
        node("Expand", [f"reach{stride}", f"rows{stride}"], [f"box{stride}"]),
        node("Expand", [f"places{stride}", f"rows{stride}"], [f"points{stride}"]),
    ]


def _recogniser() -> onnx.ModelProto:
    """ArcFace's shape: an aligned face of 112 pixels to 512 numbers."""
    mix = np.random.default_rng(0).standard_normal((3 * 16, DIMENSIONS)).astype(np.float32)
    nodes = [
        helper.make_node("AveragePool", ["face"], ["coarse"], kernel_shape=[28, 28], strides=[28, 28]),
        helper.make_node("Flatten", ["coarse"], ["row"]),
        helper.make_node("MatMul", ["row", "mix"], ["embedding"]),
    ]
    face = helper.make_tensor_value_info("face", TensorProto.FLOAT, [None, 3, 112, 112])
    embedding = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [None, DIMENSIONS])
    return _model(nodes, "recogniser", [face], [embedding], [_constant("mix", mix)])


def _constant(name: str, value: "np.ndarray[Any, Any] | np.float32") -> onnx.TensorProto:
    return numpy_helper.from_array(np.asarray(value), name)


def _model(nodes: list[Any], name: str, inputs: list[Any], outputs: list[Any], constants: list[Any]) -> Any:
    if name == "detector":
        constants = [*constants, _constant("zero", np.array([0])), _constant("one", np.array([1]))]
    graph = helper.make_graph(nodes, name, inputs, outputs, constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)


TINY_RECIPE = """
pretrained_path: speechbrain/not-asked
n_mels: 16
compute_features: !new:speechbrain.lobes.features.Fbank
    n_mels: !ref <n_mels>
mean_var_norm: !new:speechbrain.processing.features.InputNormalization
    norm_type: sentence
    std_norm: False
embedding_model: !new:speechbrain.lobes.models.ECAPA_TDNN.ECAPA_TDNN
    input_size: !ref <n_mels>
    channels: [16, 16, 16, 16, 48]
    kernel_sizes: [5, 3, 3, 3, 1]
    dilations: [1, 2, 3, 4, 1]
    attention_channels: 8
    res2net_scale: 4
    se_channels: 8
    lin_neurons: 24
classifier: !new:speechbrain.lobes.models.ECAPA_TDNN.Classifier
    input_size: 24
    out_neurons: 3
mean_var_norm_emb: !new:speechbrain.processing.features.InputNormalization
    norm_type: global
    std_norm: False
modules:
    compute_features: !ref <compute_features>
    mean_var_norm: !ref <mean_var_norm>
    embedding_model: !ref <embedding_model>
    mean_var_norm_emb: !ref <mean_var_norm_emb>
    classifier: !ref <classifier>
label_encoder: !new:speechbrain.dataio.encoder.CategoricalEncoder
pretrainer: !new:speechbrain.utils.parameter_transfer.Pretrainer
    loadables:
        embedding_model: !ref <embedding_model>
        classifier: !ref <classifier>
    paths:
        embedding_model: !ref <pretrained_path>/embedding_model.ckpt
        classifier: !ref <pretrained_path>/classifier.ckpt
"""
"""The recipe of SpeechBrain's own ECAPA model, with small numbers."""


@pytest.fixture
def tiny_speaker_model(tmp_path: Path, gpu_extra: Callable[[str], None]) -> Path:
    """A SpeechBrain model's folder: its recipe, and checkpoints saved by the real classes."""
    gpu_extra("speechbrain")
    import torch
    from speechbrain.lobes.models.ECAPA_TDNN import ECAPA_TDNN, Classifier

    folder = tmp_path / "tiny-ecapa"
    folder.mkdir()
    (folder / "hyperparams.yaml").write_text(TINY_RECIPE, "utf-8")
    torch.manual_seed(0)
    small = {"attention_channels": 8, "res2net_scale": 4, "se_channels": 8, "lin_neurons": 24}
    network = ECAPA_TDNN(16, channels=[16, 16, 16, 16, 48], **small)
    torch.save(network.state_dict(), folder / "embedding_model.ckpt")
    torch.save(Classifier(24, out_neurons=3).state_dict(), folder / "classifier.ckpt")
    return folder


@pytest.fixture
def tiny_emotion_model(tmp_path: Path, gpu_extra: Callable[[str], None]) -> Path:
    """What SpeechBrain's recipe of emotions in IEMOCAP leaves: small, saved by the real classes."""
    gpu_extra("speechbrain")
    gpu_extra("transformers")
    import torch
    from speechbrain.dataio.encoder import CategoricalEncoder
    from speechbrain.integrations.huggingface.wav2vec2 import Wav2Vec2
    from speechbrain.nnet.linear import Linear
    from transformers import Wav2Vec2Config, Wav2Vec2FeatureExtractor, Wav2Vec2Model

    folder = tmp_path / "tiny-emotions"
    torch.manual_seed(0)
    small = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    narrow = {"conv_dim": (16,) * 7, "num_conv_pos_embeddings": 16, "num_conv_pos_embedding_groups": 4}
    Wav2Vec2Model(Wav2Vec2Config(**small, **narrow)).save_pretrained(folder)
    Wav2Vec2FeatureExtractor(do_normalize=True).save_pretrained(folder)
    encoder = Wav2Vec2(str(folder), str(folder), output_norm=True, freeze=True)
    torch.save(encoder.state_dict(), folder / "wav2vec2.ckpt")
    classifier = torch.nn.ModuleList([Linear(input_size=32, n_neurons=4, bias=False)])
    torch.save(classifier.state_dict(), folder / "model.ckpt")
    labels = CategoricalEncoder()
    labels.update_from_iterable(["neu", "ang", "hap", "sad"])
    labels.save(folder / "label_encoder.txt")
    return folder
