"""Labelled sets in the layouts that they are published in."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from storyreel.memory.records import Emotion
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

SOUND_FILES = {".flac", ".wav", ".ogg", ".mp3"}
RAVDESS: dict[str, Emotion] = {
    "01": "neutral",
    "02": "neutral",
    "03": "happiness",
    "04": "sadness",
    "05": "anger",
    "06": "fear",
    "07": "disgust",
    "08": "surprise",
}
"""Third field of the file name; 02 is calm, which has no class among Ekman's and is taken for neutral."""
RAVDESS_SPEECH = "01"
"""Second field; 02 is song."""
EMODB: dict[str, Emotion] = {
    "W": "anger",
    "E": "disgust",
    "A": "fear",
    "F": "happiness",
    "T": "sadness",
    "N": "neutral",
}
"""Sixth letter of the file name; L is boredom, which is left out."""
CK48: dict[str, Emotion] = {
    "anger": "anger",
    "disgust": "disgust",
    "fear": "fear",
    "happy": "happiness",
    "sadness": "sadness",
    "surprise": "surprise",
}
"""Folder names; contempt has no class among Ekman's, and no face is neutral."""
EKMAN: dict[str, Emotion] = {
    "anger": "anger",
    "disgust": "disgust",
    "fear": "fear",
    "joy": "happiness",
    "happiness": "happiness",
    "sadness": "sadness",
    "surprise": "surprise",
    "neutral": "neutral",
}


@dataclass(frozen=True)
class Clip:
    """One spoken utterance with the emotion that it was spoken with."""

    path: Path
    speaker: str
    """`<set>/<speaker>`."""
    emotion: Emotion


@dataclass(frozen=True)
class Portrait:
    """One photographed face."""

    path: Path
    person: str
    """`<set>/<person>`."""
    emotion: Emotion | None
    """None where nobody judged it."""


@dataclass(frozen=True)
class Line:
    """One written line with the emotion that readers found in it."""

    words: str
    emotion: Emotion
    dialogue: str
    """Lines of one dialogue follow one another; elsewhere every line is a dialogue of its own."""
    speaker: str
    sentiment: str | None = None
    """One of `feeling_states.SENTIMENTS`; None where nobody judged it."""


def samples_of(path: Path) -> Samples:
    """A sound file as 16 kHz mono.

    As faster-whisper decodes, less its collection of garbage, which takes longer than hearing an utterance.
    """
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
    with av.open(path, metadata_errors="ignore") as file:
        waiting = chain(file.decode(audio=0), [None])
        pieces = [piece.to_ndarray()[0] for frame in waiting for piece in resampler.resample(frame)]
    return np.concatenate(pieces).astype(np.float32) / np.float32(2**15)


def sounds_in(folder: Path) -> list[Path]:
    """Sound files of a folder and the folders inside, by name."""
    return sorted(path for path in folder.rglob("*") if path.suffix in SOUND_FILES)


def ravdess(folder: Path) -> list[Clip]:
    """RAVDESS (Livingstone and Russo 2018): `03-01-<emotion>-…-<actor>`, speech only."""
    fields = ((path, path.stem.split("-")) for path in sounds_in(folder))
    return [
        Clip(path, f"ravdess/{field[6]}", RAVDESS[field[2]])
        for path, field in fields
        if len(field) == 7 and field[1] == RAVDESS_SPEECH
    ]


def emodb(folder: Path) -> list[Clip]:
    """EmoDB (Burkhardt et al. 2005): `<speaker><text><emotion><version>`, without boredom."""
    paths = (path for path in sounds_in(folder) if len(path.stem) == 7)
    return [
        Clip(path, f"emodb/{path.stem[:2]}", EMODB[path.stem[5]]) for path in paths if path.stem[5] in EMODB
    ]


def ck48(folder: Path) -> list[Portrait]:
    """CK+ (Lucey et al. 2010), 48 pixels square: `<emotion>/S<person>_<sequence>_<frame>.png`."""
    paths = sorted(path for name in CK48 for path in (folder / name).glob("S*_*_*.png"))
    return [Portrait(path, f"ck48/{path.stem.split('_')[0]}", CK48[path.parent.name]) for path in paths]


def lfw(folder: Path) -> list[Portrait]:
    """Labeled Faces in the Wild (Huang et al. 2007): `<person>/<person>_<number>.jpg`."""
    return [Portrait(path, f"lfw/{path.parent.name}", None) for path in sorted(folder.glob("*/*.jpg"))]


def meld(path: Path) -> list[Line]:
    """MELD (Poria et al. 2019): a CSV in order of dialogue and utterance."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows.sort(key=lambda row: (int(row["Dialogue_ID"]), int(row["Utterance_ID"])))
    return [
        Line(row["Utterance"], EKMAN[row["Emotion"]], row["Dialogue_ID"], row["Speaker"], row["Sentiment"])
        for row in rows
    ]


def goemotions(path: Path, labels: Path) -> list[Line]:
    """GoEmotions (Demszky et al. 2020) in Ekman's classes: tab-separated; only comments with one label."""
    names = labels.read_text(encoding="utf-8").split()
    return [
        Line(words, EKMAN[names[int(label)]], dialogue=comment, speaker="")
        for words, label, comment in _tab_separated(path)
        if "," not in label
    ]


def sayings(path: Path) -> list[Line]:
    """Sentences whose words say another thing than they mean, tab-separated behind their emotion."""
    rows = enumerate(_tab_separated(path))
    return [
        Line(words, EKMAN[emotion], dialogue=f"saying {number}", speaker="")
        for number, (emotion, words) in rows
    ]


def _tab_separated(path: Path) -> Iterator[list[str]]:
    for row in path.read_text(encoding="utf-8").split("\n"):
        if row:
            yield row.split("\t")


def goemotions_labels(path: Path) -> tuple[list[str], list[int]]:
    """Words and label numbers of GoEmotions in any of its label sets; only comments with one label."""
    rows = [(words, int(label)) for words, label, _ in _tab_separated(path) if "," not in label]
    return [words for words, _ in rows], [label for _, label in rows]
