"""Faces of photographs: is it one person, and how many people are there."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from storyreel.errors import StoryreelError
from storyreel.eval import clusterers, photos
from storyreel.eval.agreement import STORYREEL, OnProgress, agreement_rows, people_row
from storyreel.eval.clusterers import Clusterer
from storyreel.eval.metrics import (
    Scores,
    accuracy_in_folds,
    b_cubed,
    true_accept_rate,
    verification_accuracy,
)
from storyreel.eval.photos import Album, Describe
from storyreel.eval.rows import Measurement, Row
from storyreel.memory.records import FaceLook

DLIB = "dlib as it is"
SAME = {STORYREEL: -photos.SAME_PHOTO, DLIB: -clusterers.DLIBS_LIMIT}
FALSE_ACCEPTS = 1e-3
YES = {"1", "yes", "true"}


class Pair(NamedTuple):
    """Two photographs, and whether they show one person."""

    a: Path
    b: Path
    same: bool


def pair_sets(folder: Path) -> dict[str, list[Pair]]:
    """Pairs by the name of their set: `NAME_pairs.csv` (a, b, same) beside NAME/, or NAME/master.csv."""
    found = {name: read_pairs(table, folder / name) for name, table in _tables(folder).items()}
    return {name: pairs for name, pairs in found.items() if pairs}


def _tables(folder: Path) -> dict[str, Path]:
    beside = {path.stem.removesuffix("_pairs"): path for path in folder.glob("*_pairs.csv")}
    inside = {path.parent.name: path for path in folder.glob("*/master.csv")}
    return dict(sorted({**inside, **beside}.items()))


def read_pairs(table: Path, folder: Path) -> list[Pair]:
    """A table's first three columns: two picture files of the folder, and whether they are one person's.

    Raises StoryreelError for a file that is not inside the folder.
    """
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) >= 3][1:]
    pairs = [Pair(folder / a, folder / b, same.strip().lower() in YES) for a, b, same, *_ in rows]
    for path in (path for pair in pairs for path in pair[:2]):
        if not path.resolve().is_relative_to(folder.resolve()):
            raise StoryreelError(f"{table.name!r} names {str(path)!r}, which is outside {folder.name!r}")
    return pairs


def album_sets(folder: Path) -> dict[str, dict[Path, str]]:
    """Photographs and whom they show, by set: folders of one folder of pictures a person, without pairs."""
    sets = [one for one in sorted(folder.glob("*/")) if one.name not in _tables(folder)]
    found = {one.name: {path: path.parent.name for path in photos.pictures_in(one, "*/*")} for one in sets}
    return {name: people for name, people in found.items() if people}


def measure_pairs(folder: Path, on_progress: OnProgress) -> Measurement:
    """Whether pairs of photographs are told right, set by set; a pair with a face not found is told wrong."""
    rows: list[Row] = []
    notes: list[str] = []
    for name, pairs in pair_sets(folder).items():
        albums = _described(name, sorted({path for pair in pairs for path in pair[:2]}), on_progress)
        rows += [*_pair_rows(name, pairs, albums), _found_row(name, albums)]
        notes += _unreadable(name, albums[STORYREEL])
    return Measurement(rows, notes)


def measure_albums(folder: Path, on_progress: OnProgress) -> Measurement:
    """Photographs put into people with no number given, set by set; one without a face is somebody alone."""
    rows: list[Row] = []
    notes: list[str] = []
    for name, people in album_sets(folder).items():
        albums = _described(name, list(people), on_progress)
        rows += _album_rows(name, people, albums)
        notes += _unreadable(name, albums[STORYREEL])
    return Measurement(rows, notes)


def _described(name: str, paths: Sequence[Path], on_progress: OnProgress) -> dict[str, Album]:
    ways: dict[str, Describe] = {STORYREEL: photos.as_shipped()}
    if find_spec("dlib"):
        ways[DLIB] = photos.plain_pipeline()
    return {
        way: photos.read_album(paths, describe, partial(on_progress, f"{name}, {way}"))
        for way, describe in ways.items()
    }


def _unreadable(name: str, album: Album) -> Iterator[str]:
    if not find_spec("dlib"):
        yield f"{name}: dlib is not installed, so there is no baseline of it"
    for path in album.unreadable:
        yield f"{name}: {str(path)!r} is missing or no picture, and counts as a face not found"


def _pair_rows(name: str, pairs: Sequence[Pair], albums: Mapping[str, Album]) -> Iterator[Row]:
    same = np.array([pair.same for pair in pairs])
    scores = {way: _scores(pairs, album) for way, album in albums.items()}
    figures: dict[str, Callable[[str], float]] = {
        "accuracy": lambda way: verification_accuracy(scores[way], same, SAME[way]),
        "accuracy, 10 folds": lambda way: accuracy_in_folds(scores[way], same),
        "TAR at FAR 0.001": lambda way: true_accept_rate(scores[way], same, FALSE_ACCEPTS),
    }
    for metric, figure in figures.items():
        if metric != "accuracy" and len(set(same.tolist())) == 1:
            continue  # thresholds and rates need pairs of both kinds
        baseline = {way: figure(way) for way in albums if way != STORYREEL}
        if metric == "accuracy":
            baseline["majority"] = float(max(same.mean(), 1 - same.mean()))
        yield Row(set=name, metric=metric, value=figure(STORYREEL), n=len(pairs), baseline=baseline)


def _found_row(name: str, albums: Mapping[str, Album]) -> Row:
    found = {way: [face is not None for face in album.faces.values()] for way, album in albums.items()}
    shares = {way: float(np.mean(faces)) for way, faces in found.items()}
    value = shares.pop(STORYREEL)
    return Row(set=name, metric="faces found", value=value, n=len(found[STORYREEL]), baseline=shares)


def _scores(pairs: Sequence[Pair], album: Album) -> Scores:
    """Minus the distance of each pair's embeddings, shape (n,); NaN where a face was not found."""
    return np.array([_score(album.faces[a], album.faces[b]) for a, b, _ in pairs])


def _score(a: FaceLook | None, b: FaceLook | None) -> float:
    if a is None or b is None:
        return float("nan")
    return -float(np.linalg.norm(np.array(a.embedding) - np.array(b.embedding)))


def _album_rows(name: str, people: Mapping[Path, str], albums: Mapping[str, Album]) -> Iterator[Row]:
    ways = {STORYREEL: clusterers.as_shipped, DLIB: clusterers.tutorials_way}
    groups = {way: _groups(list(people), album, ways[way]) for way, album in albums.items()}
    agreements = {way: b_cubed(list(people.values()), found) for way, found in groups.items()}
    yield from agreement_rows(name, len(people), agreements)
    found = {way: len(set(numbers)) for way, numbers in groups.items()}
    yield people_row(name, len(set(people.values())), found)


def _groups(paths: Sequence[Path], album: Album, cluster: Clusterer) -> list[int]:
    """A group for each photograph: those without a face are alone."""
    seen = {path: face for path in paths if (face := album.faces[path])}
    found = cluster(clusterers.tracks_of(list(seen.values()))) if seen else []
    numbers = dict(zip(seen, found, strict=True))
    return [numbers.get(path, -len(paths) - place - 1) for place, path in enumerate(paths)]
