"""The ways to put faces into people, measured side by side on casts drawn from photographs and on films.

Casts are like a film's: a few people have many tracks and many have one or two, and a part of the faces is
small, blurred, dark and hard pressed. Every way but the shipped one gets the limit that suits the casts best.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from storyreel.eval import clusterers, people, photos
from storyreel.eval.agreement import STORYREEL, OnProgress
from storyreel.eval.clusterers import WAYS, Clusterer
from storyreel.eval.metrics import Agreement, b_cubed
from storyreel.memory.records import FaceLook, FaceTrack
from storyreel.tools.faces import RECOGNISABLE
from storyreel.tools.scene import Pixels

LIMITS = (0.88, 0.89, 0.9, 0.905, 0.91, 0.915, 0.92, 0.925, 0.93, 0.94, 0.95)
CASTS = {
    "24 people": (24, 0.0),
    "24, 30% spoilt": (24, 0.3),
    "24, 60% spoilt": (24, 0.6),
    "80, 30% spoilt": (80, 0.3),
}
"""People of a cast, and the share of its faces that is spoilt."""
DRAWS = 12
MANY = 5
"""Photographs from which somebody can be one of a cast's leading people: half of it."""
SMALL_PX = (12, 70)
BLURRED = 0.05
"""Of a spoilt face's size, at most."""
DIM, BRIGHT = 0.5, 1.15
NOISE = 4.0
JPEG = (25, 80)

Random = np.random.Generator


@dataclass(frozen=True)
class Known:
    """Faces and who they are."""

    tracks: list[FaceTrack]
    people: list[str]


@dataclass(frozen=True)
class Portraits:
    """One photograph's face, as it is and spoilt."""

    clean: FaceLook
    spoilt: FaceLook | None


def compare(data: Path, on_progress: OnProgress) -> Iterator[tuple[str, float | None, dict[str, Agreement]]]:
    """Every way by name, the limit chosen for it, and how well it does on each set."""
    portraits = read_portraits(data / "faces", on_progress)
    casts = {name: draw_casts(portraits, *size) for name, size in CASTS.items()}
    films = dict(_films(data / "clips", on_progress))
    yield STORYREEL, None, _on_all(clusterers.as_shipped, casts, films)
    for name, make in WAYS.items():
        best = max(LIMITS, key=lambda limit: _mean_f1(make(limit), casts))
        yield name, best, _on_all(make(best), casts, films)


def _mean_f1(way: Clusterer, casts: Mapping[str, Sequence[Known]]) -> float:
    return float(np.mean([_agreement(way, cast).f1 for drawn in casts.values() for cast in drawn]))


def _on_all(
    way: Clusterer, casts: Mapping[str, Sequence[Known]], films: Mapping[str, Known]
) -> dict[str, Agreement]:
    return {
        **{name: _mean([_agreement(way, cast) for cast in drawn]) for name, drawn in casts.items()},
        **{name: _agreement(way, film) for name, film in films.items()},
    }


def _agreement(way: Clusterer, known: Known) -> Agreement:
    return b_cubed(known.people, way(known.tracks))


def _mean(found: Sequence[Agreement]) -> Agreement:
    figures = np.mean([(one.precision, one.recall, one.purity) for one in found], axis=0)
    return Agreement(*map(float, figures))


def read_portraits(folder: Path, on_progress: OnProgress) -> dict[str, list[Portraits]]:
    """Photographs in `NAME/PERSON/` by person, whatever set they are of."""
    describe = photos.as_shipped()
    random = np.random.default_rng(0)
    found: defaultdict[str, list[Portraits]] = defaultdict(list)
    paths = photos.pictures_in(folder, "*/*/*")
    for number, path in enumerate(paths):
        on_progress("photographs", number, len(paths))
        pixels = photos.read_picture(path)
        clean = None if pixels is None else describe(pixels)
        if pixels is not None and clean is not None:
            found[path.parent.name].append(Portraits(clean, describe(spoil(pixels, clean, random))))
    on_progress("photographs", len(paths), len(paths))
    return dict(found)


def spoil(pixels: Pixels, face: FaceLook, random: Random) -> Pixels:
    """A picture as film may show it: shrunk until the face is small, out of focus, dim, noisy and pressed."""
    import cv2

    side_px = np.sqrt(face.box.width * pixels.shape[1] * face.box.height * pixels.shape[0])
    small_px = random.uniform(*SMALL_PX)
    scale = min(1.0, small_px / side_px)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), max(0.05, random.uniform(0, BLURRED) * small_px))
    grain = random.normal(scale=NOISE, size=blurred.shape)
    dim = np.clip(blurred * random.uniform(DIM, BRIGHT) + grain, 0, 255).astype(np.uint8)
    _, pressed = cv2.imencode(".jpg", dim, [cv2.IMWRITE_JPEG_QUALITY, int(random.uniform(*JPEG))])
    return np.asarray(cv2.imdecode(pressed, cv2.IMREAD_COLOR), dtype=np.uint8)


def draw_casts(portraits: Mapping[str, Sequence[Portraits]], size: int, spoilt: float) -> list[Known]:
    """Casts of different people, the same in every run."""
    return [_cast(portraits, size, spoilt, np.random.default_rng(seed)) for seed in range(DRAWS)]


def _cast(portraits: Mapping[str, Sequence[Portraits]], size: int, spoilt: float, random: Random) -> Known:
    often = [name for name, pictures in portraits.items() if len(pictures) >= MANY]
    seldom = [name for name, pictures in portraits.items() if len(pictures) < MANY]
    names = [*_some(often, size // 2, random), *_some(seldom, size // 2, random)]
    faces: list[tuple[str, FaceLook]] = []
    for place, name in enumerate(names):
        share = 1.0 if place < size // 6 else random.uniform(0.2, 0.8)
        count = max(1, int(len(portraits[name]) * share))
        for place_of_one in random.permutation(len(portraits[name]))[:count]:
            one = portraits[name][place_of_one]
            faces.append((name, one.spoilt if one.spoilt and random.random() < spoilt else one.clean))
    kept = [(name, look) for name, look in faces if look.quality >= RECOGNISABLE]
    return Known(clusterers.tracks_of([look for _, look in kept]), [name for name, _ in kept])


def _some(names: Sequence[str], count: int, random: Random) -> list[str]:
    return [names[place] for place in random.permutation(len(names))[:count]]


def _films(folder: Path, on_progress: OnProgress) -> Iterator[tuple[str, Known]]:
    for film, labels in people.labelled_films(folder).items():
        tracks, _ = people.watch_people(film, partial(on_progress, film.stem))
        whose = [(track, people.person_of(track, labels)) for track in people.recognisable(tracks)]
        known = [(track, person) for track, person in whose if person]
        if known:
            yield film.stem, Known([track for track, _ in known], [person for _, person in known])
