"""The baseline of voices: openSMILE's 88 numbers of an utterance, and a support vector machine.

Eyben et al., "The Geneva Minimalistic Acoustic Parameter Set (GeMAPS) for Voice Research and Affective
Computing" (2016). openSMILE's licence allows research only, so it is no part of Storyreel: it is used where
it is installed (`pip install 'storyreel[eval]'`), and only to compare with.
"""

import importlib.util
from collections.abc import Iterable, Sequence

import numpy as np

from storyreel.memory.records import Emotion
from storyreel.tools.models.head import Array
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

NAME = "eGeMAPS + SVM"
COST = 1.0
"""Of the machine, with a radial kernel; the usual first choice."""


def is_installed() -> bool:
    """Whether openSMILE is there."""
    return importlib.util.find_spec("opensmile") is not None


def describe(waves: Iterable[Samples]) -> Array:
    """Shape (n, 88): functionals of eGeMAPS 2."""
    import opensmile

    smile = opensmile.Smile(
        feature_set=opensmile.FeatureSet.eGeMAPSv02, feature_level=opensmile.FeatureLevel.Functionals
    )
    rows = [smile.process_signal(wave, SAMPLE_RATE_HZ).to_numpy()[0] for wave in waves]
    return np.nan_to_num(np.array(rows, np.float32))


def answers(
    learnt: Array, emotions: Sequence[Emotion], held: Array, *, scaled_apart: bool = False
) -> list[Emotion]:
    """What the machine says of held utterances, having learnt from others; both of shape (n, 88).

    `scaled_apart` standardises the held ones by themselves, as is usual from one set to another.
    """
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    scaler = StandardScaler().fit(learnt)
    machine = SVC(C=COST, class_weight="balanced").fit(scaler.transform(learnt), np.array(emotions))
    own = StandardScaler().fit(held) if scaled_apart else scaler
    found: list[Emotion] = machine.predict(own.transform(held)).tolist()
    return found


def answers_of_unseen(features: Array, emotions: Sequence[Emotion], speakers: Sequence[str]) -> list[Emotion]:
    """What it says of each utterance, having learnt from other speakers of the same set."""
    from sklearn.model_selection import GroupKFold

    folds = GroupKFold(min(6, len(set(speakers))))
    found = np.empty(len(features), object)
    truth = np.array(emotions)
    for others, held in folds.split(features, groups=np.array(speakers)):
        found[held] = answers(features[others], truth[others].tolist(), features[held])
    told: list[Emotion] = found.tolist()
    return told
