"""Small checkpoints of the gpu profile's models, in their real layout, and whether its extra is there.

The detector of the face pack finds bright squares where the real one finds faces; its recogniser tells
pictures by their tints.
"""

import importlib.util
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from storyreel.eval.train.captions import example
from storyreel.memory.records import Span
from storyreel.tools.media.probe import probe
from storyreel.tools.media.sampling import samples
from storyreel.tools.models.caption_prompt import ASKED, NAMED, NAMELESS
from storyreel.tools.models.captions import FRAMES, Clip
from storyreel.tools.models.video_llava_inputs import Inputs

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


@pytest.fixture(scope="session")
def clips_of_colours(
    tmp_path_factory: pytest.TempPathFactory, film_writer: Callable[..., Path]
) -> list[Clip]:
    """A red and a blue clip of one film, as they are sampled for captions."""
    scenes = [((200, 30, 30), 2), ((30, 30, 200), 2)]
    film = probe(film_writer(tmp_path_factory.mktemp("colours") / "colours.mp4", scenes=scenes))
    spans = [Span(start_s=0, end_s=2), Span(start_s=2, end_s=4)]
    return [Clip(span, frames) for span, frames in zip(spans, samples(film, spans, FRAMES), strict=True)]


RED, BLUE = "A square moves over red ground.", "A square moves over blue ground. USER: What else?"


@pytest.fixture(scope="session")
def taught_video_llava(
    tmp_path_factory: pytest.TempPathFactory, clips_of_colours: list[Clip]
) -> Callable[[], Path]:
    """Makes, once, a Video-LLaVA of the real classes that says RED of the red clip, BLUE of the blue one."""

    @cache
    def make() -> Path:
        import torch

        torch.manual_seed(0)
        torch.set_num_threads(1)  # so small a network waits longer for threads than it counts
        folder = tmp_path_factory.mktemp("video-llava") / "tiny-video-llava"
        tokenizer, network = _caption_tokenizer(), _small_video_llava()
        pictures = _small_pictures()
        _teach(network, Inputs(tokenizer, pictures, network.config), clips_of_colours)
        for part in (network, tokenizer, pictures):
            part.save_pretrained(folder)
        return folder

    return make


@pytest.fixture
def tiny_video_llava(gpu_extra: Callable[[str], None], taught_video_llava: Callable[[], Path]) -> Path:
    """The folder of a small Video-LLaVA, which tests must not change."""
    gpu_extra("transformers")
    return taught_video_llava()


SPECIAL = ("<unk>", "<s>", "</s>", "<pad>", "<image>", "<video>")


def _caption_tokenizer() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    pieces = Tokenizer(models.BPE(unk_token=SPECIAL[0]))
    pieces.pre_tokenizer, pieces.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    letters = [chr(code) for code in range(32, 127)]
    trainer = trainers.BpeTrainer(vocab_size=900, special_tokens=list(SPECIAL), initial_alphabet=letters)
    pieces.train_from_iterator([ASKED, NAMELESS, NAMED, RED, BLUE, "USER: ASSISTANT: ###"] * 3, trainer)
    named = {"unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>"}
    return PreTrainedTokenizerFast(tokenizer_object=pieces, **named)


def _small_video_llava() -> Any:
    from transformers import (
        CLIPVisionConfig,
        LlamaConfig,
        VideoLlavaConfig,
        VideoLlavaForConditionalGeneration,
    )

    small = {"hidden_size": 32, "intermediate_size": 64, "num_attention_heads": 2}
    seeing = CLIPVisionConfig(**small, num_hidden_layers=2, image_size=28, patch_size=14)
    telling = LlamaConfig(
        **small, num_hidden_layers=2, vocab_size=900, max_position_embeddings=1024,
        bos_token_id=1, eos_token_id=2, pad_token_id=3,
    )  # fmt: skip
    config = VideoLlavaConfig(
        vision_config=seeing, text_config=telling, image_token_index=4, video_token_index=5
    )
    return VideoLlavaForConditionalGeneration(config)


def _small_pictures() -> Any:
    from transformers import VideoLlavaImageProcessor

    return VideoLlavaImageProcessor(size={"shortest_edge": 28}, crop_size={"height": 28, "width": 28})


def _teach(network: Any, inputs: Inputs, clips: list[Clip]) -> None:
    import torch

    optimiser = torch.optim.Adam(network.parameters(), lr=5e-3)
    batch = example(inputs, clips, [RED, BLUE], network)
    for _ in range(40):
        optimiser.zero_grad()
        network(**batch).loss.backward()
        optimiser.step()
