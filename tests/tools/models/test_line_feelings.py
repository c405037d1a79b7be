"""What every model that reads feelings in words keeps to, whichever it is.

Those of the gpu profile are small checkpoints of the real classes, taught a handful of sentences.
"""

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from storyreel.errors import ToolError, WeightsError
from storyreel.memory.records import EMOTIONS
from storyreel.tools.models.feeling_labels import COMMONNESS, KNOWN, as_ekman, emotions_of
from storyreel.tools.models.line_feelings import LineFeelings, Read, line_feelings
from storyreel.tools.models.transformers_feelings import TransformersFeelings

ANGRY, GLAD = "I hate you! Get out of here!", "I love you! I'm so happy!"
ROBERTA = ["anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise"]
DISTILBERT = ["sadness", "joy", "love", "anger", "fear", "surprise"]
TAUGHT = {ANGRY: "anger", GLAD: "joy", "hate hate": "anger", "love happy": "joy", "out": "anger", "so": "joy"}


def roberta_of(folder: Path) -> tuple[Any, Any]:
    from tokenizers import ByteLevelBPETokenizer
    from transformers import RobertaConfig, RobertaForSequenceClassification, RobertaTokenizerFast

    pieces = ByteLevelBPETokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    pieces.train_from_iterator(TAUGHT, vocab_size=400, min_frequency=1, special_tokens=special)
    pieces.save_model(str(folder))
    config = RobertaConfig(
        vocab_size=400, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=140, num_labels=len(ROBERTA), id2label=dict(enumerate(ROBERTA)),
    )  # fmt: skip
    return RobertaForSequenceClassification(config), RobertaTokenizerFast.from_pretrained(folder)


def distilbert_of(folder: Path) -> tuple[Any, Any]:
    from transformers import DistilBertConfig, DistilBertForSequenceClassification, DistilBertTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words = [*special, "i", "hate", "you", "love", "get", "out", "of", "here", "'", "m", "so", "happy", "!"]
    (folder / "vocab.txt").write_text("\n".join(words))
    config = DistilBertConfig(
        vocab_size=len(words), dim=32, n_layers=1, n_heads=2, hidden_dim=32, max_position_embeddings=130,
        num_labels=len(DISTILBERT), id2label=dict(enumerate(DISTILBERT)),
    )  # fmt: skip
    return DistilBertForSequenceClassification(config), DistilBertTokenizerFast.from_pretrained(folder)


def teach(network: Any, tokenizer: Any) -> None:
    import torch

    tokens = tokenizer(list(TAUGHT), padding=True, return_tensors="pt")
    classes = list(network.config.id2label.values())
    truth = torch.tensor([classes.index(name) for name in TAUGHT.values()])
    optimiser = torch.optim.Adam(network.parameters(), lr=5e-3)
    network.eval()  # without dropout: there is nothing to generalise
    for _ in range(60):
        optimiser.zero_grad()
        network(**tokens, labels=truth).loss.backward()
        optimiser.step()


@pytest.fixture(scope="module")
def taught(tmp_path_factory) -> Callable[[str], Path]:
    """A checkpoint by its kind, taught once."""

    @cache
    def make(kind: str) -> Path:
        import torch

        torch.manual_seed(0)
        folder = tmp_path_factory.mktemp(kind) / f"tiny-{kind}"
        folder.mkdir()
        network, tokenizer = {"roberta": roberta_of, "distilbert": distilbert_of}[kind](folder)
        teach(network, tokenizer)
        network.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        return folder

    return make


@pytest.fixture
def checkpoint(gpu_extra, taught, tmp_path) -> Callable[..., Path]:
    """A copy of a checkpoint, with changes to its configuration."""
    gpu_extra("transformers")

    def copy(kind: str, **changes: object) -> Path:
        folder = Path(shutil.copytree(taught(kind), tmp_path / kind))
        config = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps(config | changes))
        return folder

    return copy


@pytest.fixture
def embedded(monkeypatch) -> LineFeelings:
    monkeypatch.setenv("STORYREEL_OFFLINE", "1")
    return line_feelings("embedded")


@pytest.fixture
def roberta(gpu_extra, taught) -> LineFeelings:
    gpu_extra("transformers")
    return line_feelings("transformers", str(taught("roberta")))


@pytest.fixture
def distilbert(gpu_extra, taught) -> LineFeelings:
    gpu_extra("transformers")
    return line_feelings("transformers", str(taught("distilbert")))


@pytest.fixture(params=["embedded", "roberta", "distilbert"])
def model(request) -> LineFeelings:
    return request.getfixturevalue(request.param)


def read(model: LineFeelings, *words: str) -> Read:
    return model.read(words, list(range(len(words))), [None] * len(words))


def test_gives_each_line_probabilities_of_all_emotions(model) -> None:
    found = read(model, ANGRY, GLAD, "The train leaves at ten.").probabilities
    assert found.shape == (3, 7)
    assert found.dtype == np.float32
    assert found.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert (found >= 0).all()
    assert read(model).probabilities.shape == (0, 7)


def test_reads_anger_and_happiness(model) -> None:
    angry, glad = read(model, ANGRY, GLAD).probabilities.argmax(axis=1)
    assert EMOTIONS[angry] == "anger"
    assert EMOTIONS[glad] == "happiness"


def test_what_it_cannot_tell_stays_as_common_as_in_dialogue(model) -> None:
    found = read(model, ANGRY, GLAD).probabilities
    for column, emotion in zip(found.T, EMOTIONS, strict=True):
        if emotion not in model.tells:
            assert column == pytest.approx(COMMONNESS[emotion])


def test_reads_a_line_of_another_dialogue_alone_as_among_others(model) -> None:
    alone = read(model, GLAD).probabilities[0]
    among = read(model, ANGRY, GLAD, "of " * 100).probabilities[1]
    assert among == pytest.approx(alone, abs=0.02)  # int8 rows of a batch are rounded together


@pytest.mark.parametrize("line", ["", " ", "?!", "a" * 10_000, "out " * 3000, "\u200b\x00", "😀"])
def test_reads_any_line(model, line) -> None:
    assert np.isfinite(read(model, line).probabilities).all()


def test_is_named_so_that_it_can_be_told_from_others(model) -> None:
    assert model.name in ("minilm-feelings", "tiny-roberta", "tiny-distilbert")


class TestTransformers:
    def test_of_a_hub_it_wants_one_commit(self) -> None:
        for revision in (None, "main", "v1.0"):
            with pytest.raises(ToolError, match="name the commit too"):
                read(TransformersFeelings("owner/name", revision), "Hi")

    def test_without_a_model_it_says_how_to_name_one(self) -> None:
        with pytest.raises(ToolError, match="with --words"):
            read(TransformersFeelings(""), "Hi")

    def test_nothing_is_fetched_offline(self, gpu_extra, monkeypatch) -> None:
        gpu_extra("transformers")
        monkeypatch.setenv("STORYREEL_OFFLINE", "1")
        with pytest.raises(WeightsError, match="cannot be had"):
            read(TransformersFeelings("owner/name", "0" * 40), "Hi")

    def test_pickled_weights_are_refused(self, checkpoint) -> None:
        folder = checkpoint("roberta")
        import torch
        from safetensors.torch import load_file

        torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
        (folder / "model.safetensors").unlink()
        with pytest.raises(WeightsError, match="cannot be had"):
            read(TransformersFeelings(str(folder)), "Hi")

    def test_code_of_its_own_is_not_run(self, checkpoint, tmp_path) -> None:
        folder = checkpoint("roberta", model_type="own", auto_map={"AutoConfig": "own.Config"})
        (folder / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
        with pytest.raises(WeightsError, match="cannot be had"):
            read(TransformersFeelings(str(folder)), "Hi")
        assert not (tmp_path / "ran").exists()

    def test_a_model_that_was_not_taught_to_classify_is_named(self, checkpoint) -> None:
        folder = checkpoint("roberta")
        from safetensors.torch import load_file, save_file

        tensors = load_file(folder / "model.safetensors")
        body = {name: tensor for name, tensor in tensors.items() if not name.startswith("classifier")}
        save_file(body, folder / "model.safetensors", {"format": "pt"})
        with pytest.raises(ToolError, match="no text classifier"):
            read(TransformersFeelings(str(folder)), "Hi")

    def test_classes_that_may_hold_at_once_are_added_up(self, checkpoint) -> None:
        names = dict(enumerate(["anger", "annoyance", "fear", "joy", "neutral", "love", "grief"]))
        folder = checkpoint("roberta", problem_type="multi_label_classification", id2label=names)
        model = TransformersFeelings(str(folder))
        assert model.tells == {"anger", "fear", "happiness", "neutral", "sadness"}
        assert EMOTIONS[read(model, ANGRY).probabilities[0].argmax()] == "anger"

    def test_unknown_classes_need_to_be_explained(self, checkpoint) -> None:
        numbered = {number: f"LABEL_{number}" for number in range(len(DISTILBERT))}
        folder = str(checkpoint("distilbert", id2label=numbered))
        with pytest.raises(ToolError, match="LABEL_5 mean: say so by --word-labels"):
            read(TransformersFeelings(folder), "Hi")
        meant = {f"label_{number}": None for number in range(1, 6)} | {"LABEL_0": "sadness"}
        assert TransformersFeelings(folder, labels=meant).tells == {"sadness"}


class TestLabels:
    def test_three_usual_sets_of_classes_are_known(self) -> None:
        assert set(emotions_of(ROBERTA, None)) == set(EMOTIONS)
        assert set(EMOTIONS) - set(emotions_of(DISTILBERT, None)) == {"disgust", "neutral"}
        assert emotions_of(["Love", "CURIOSITY"], None) == ["happiness", "surprise"]
        assert set(KNOWN.values()) == set(EMOTIONS)

    def test_a_class_that_is_no_emotion_is_left_out(self) -> None:
        found = as_ekman(np.array([[0.2, 0.2, 0.6]], np.float32), ["anger", "fear", None])
        assert found[0, EMOTIONS.index("anger")] == pytest.approx(found[0, EMOTIONS.index("fear")])
        assert found.sum() == pytest.approx(1)

    def test_where_no_emotion_has_a_chance_nothing_is_told(self) -> None:
        found = as_ekman(np.array([[0.0, 1.0]], np.float32), ["anger", None])
        assert found[0] == pytest.approx([COMMONNESS[emotion] for emotion in EMOTIONS], abs=1e-6)

    def test_a_model_without_any_emotion_is_refused(self) -> None:
        with pytest.raises(ToolError, match="none of the model's classes"):
            emotions_of(["spam"], {"spam": None})
