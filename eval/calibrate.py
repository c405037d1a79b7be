"""From which alikeness two sets of anchors show one person: `python -m storyreel.eval.calibrate FOLDER...`.

A FOLDER holds a folder of photographs a person. Each person's photographs are dealt into two hands, anchors
are chosen from each as from a film's tracks, and the threshold is put where one in a thousand pairs of two
people's hands is taken for one person's. What is printed belongs into `memory/anchors.py`.
"""

import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import typer

from storyreel.eval.photos import as_shipped, pictures_in, read_album
from storyreel.memory.anchors import Calibration, alikeness, choose_anchors
from storyreel.memory.records import Anchor, FaceLook, FaceTrack, Span
from storyreel.tools.models.embedded_faces import EmbeddedFaces

FALSE_MATCHES = 0.001
LEAST_PHOTOS = 4
"""Of a person who is of use: fewer make hands of one photograph, which is no set of anchors."""

Hands = tuple[tuple[Anchor, ...], tuple[Anchor, ...]]


def deal(looks: list[FaceLook], model: str) -> Hands:
    """Anchors of every other photograph, and of those between; each photograph is a track of its own."""
    span = Span(start_s=0, end_s=1)
    tracks = [
        FaceTrack(span=span, track_id=f"t{number}", looks=(look,), embedding_model=model)
        for number, look in enumerate(looks)
    ]
    return choose_anchors("", tracks[::2]), choose_anchors("", tracks[1::2])


def calibrated(hands: list[Hands]) -> Calibration:
    """The threshold at the wanted rate of false matches, and the rates there."""
    same = np.array([alikeness(*one) for one in hands])
    different = np.array(
        [alikeness(mine, theirs) for one, other in combinations(hands, 2) for mine in one for theirs in other]
    )
    threshold = float(np.quantile(different, 1 - FALSE_MATCHES, method="higher"))
    return Calibration(
        same_person=round(threshold, 4),
        false_matches=round(float((different >= threshold).mean()), 5),
        false_non_matches=round(float((same < threshold).mean()), 4),
    )


def main(folders: list[Path]) -> None:
    """Print the line of the table for the face model as shipped."""
    model, describe = EmbeddedFaces().name, as_shipped()
    hands: list[Hands] = []
    for person in sorted(one for folder in folders for one in folder.glob("*/")):
        photos = pictures_in(person, "*")
        if len(photos) >= LEAST_PHOTOS:
            faces = read_album(photos, describe, lambda *_: None).faces.values()
            hands.append(deal([face for face in faces if face is not None], model))
            print(f"\r{len(hands)} people", end="", file=sys.stderr)
    typer.echo(f"\n{len(hands)} people\n    {model!r}: {calibrated(hands)!r},")


if __name__ == "__main__":
    typer.run(main)
