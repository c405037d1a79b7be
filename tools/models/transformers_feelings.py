"""Others' text classifiers for the gpu profile: RoBERTa, DistilBERT, or whatever transformers knows by name.

A model is a folder, or a hub's repository at one revision. Only safetensors are read, and no code of its own
is run. Each line is read by itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from storyreel.config import Settings
from storyreel.errors import ToolError, WeightsError
from storyreel.memory.records import EMOTIONS, Emotion
from storyreel.tools.models.feeling_labels import Labels, as_ekman, emotions_of
from storyreel.tools.models.head import Array
from storyreel.tools.models.line_feelings import Read

COMMIT = re.compile(r"[0-9a-f]{40}")
LONGEST = 128
"""Tokens of a line; what follows is cut off."""
BATCH = 32


class TransformersFeelings:
    """The model, as `line_feelings.LineFeelings`; on a GPU where torch sees one."""

    languages: frozenset[str] | None = None

    def __init__(self, source: str, revision: str | None = None, labels: Labels | None = None) -> None:
        """`source` is a folder or a repository, `revision` the commit of the latter."""
        self.source, self.revision, self.labels = source, revision, labels

    @property
    def name(self) -> str:
        """As LineFeelings': the folder's or the repository's."""
        return Path(self.source).name

    @property
    def tells(self) -> frozenset[Emotion]:
        """As LineFeelings'."""
        return frozenset(emotion for emotion in self._emotions if emotion)

    def read(self, words: Sequence[str], dialogues: Sequence[object], speakers: Sequence[str | None]) -> Read:
        """As LineFeelings'; dialogues and speakers tell these models nothing."""
        del dialogues, speakers
        found = np.zeros((len(words), len(EMOTIONS)), np.float32)
        order = sorted(range(len(words)), key=lambda line: len(words[line]))
        for first in range(0, len(words), BATCH):
            batch = order[first : first + BATCH]
            found[batch] = as_ekman(self._classifier.scores([words[line] for line in batch]), self._emotions)
        return Read(found)

    @property
    def _emotions(self) -> list[Emotion | None]:
        return emotions_of(self._classifier.classes, self.labels)

    @property
    def _classifier(self) -> "_Classifier":
        return _load(self.source, self.revision)


@dataclass(frozen=True)
class _Classifier:
    tokenizer: Any
    """transformers has no types here."""
    network: Any

    @property
    def classes(self) -> list[str]:
        names = self.network.config.id2label
        return [names[number] for number in range(len(names))]

    def scores(self, words: list[str]) -> Array:
        """Shape (n, classes); chances of each class by itself where several may hold at once."""
        import torch

        tokens = self.tokenizer(
            words, return_tensors="pt", padding=True, truncation=True, max_length=LONGEST
        ).to(self.network.device)
        with torch.inference_mode():
            logits = self.network(**tokens).logits
        several = self.network.config.problem_type == "multi_label_classification"
        chances = logits.sigmoid() if several else logits.softmax(dim=-1)
        scores: Array = chances.cpu().numpy()
        return scores


@cache
def _load(source: str, revision: str | None) -> _Classifier:
    check(source, revision)
    try:
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer
    except (ImportError, OSError) as error:
        raise ToolError(f"transformers cannot be loaded ({error}): pip install 'storyreel[gpu]'") from error
    safely = _safely(source, revision)
    try:
        tokenizer = AutoTokenizer.from_pretrained(source, **safely)
        network, report = AutoModelForSequenceClassification.from_pretrained(
            source, use_safetensors=True, output_loading_info=True, **safely
        )
    except (OSError, ValueError) as error:  # which all the library's own errors are
        raise WeightsError(f"the model {source!r} cannot be had: {str(error).splitlines()[0]}") from error
    if report["missing_keys"]:
        raise ToolError(f"the model {source!r} is no text classifier: it lacks {min(report['missing_keys'])}")
    return _Classifier(tokenizer, network.eval().to("cuda" if torch.cuda.is_available() else "cpu"))


def _safely(source: str, revision: str | None) -> dict[str, Any]:
    """Options by which no code of a model runs, and nothing is fetched that need not be."""
    return {
        "revision": revision or "main",
        "trust_remote_code": False,
        "local_files_only": Path(source).is_dir() or Settings.from_environment().offline,
    }


def check(source: str, revision: str | None) -> None:
    """Raises ToolError if it is neither a folder nor a repository at one commit, which cannot change."""
    if not source:
        raise ToolError("no text classifier is given: name a folder, or owner/name@commit, with --words")
    if not Path(source).is_dir() and not COMMIT.fullmatch(revision or ""):
        raise ToolError(
            f"{source!r} is no folder; of a hub's repository name the commit too, 40 hex digits: "
            f"--words {source}@COMMIT"
        )
