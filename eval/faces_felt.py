"""Feelings in faces: pictures of CK+, clean and spoiled, and little films in which their expressions change.

Pictures stand beside the commonest class and the network without the head; films beside the likeliest emotion
of every look. People whom the shipped head learnt from are left out where there are others.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np

from storyreel.eval import corpora, face_films
from storyreel.eval.agreement import OnProgress
from storyreel.eval.corpora import Portrait
from storyreel.eval.face_films import Feeling
from storyreel.eval.metrics import (
    Matches,
    brier_of_shares,
    brier_score,
    calibration_error,
    matched,
    plain_calibration,
)
from storyreel.eval.progress import OnStep, counted
from storyreel.eval.rows import Measurement, Row
from storyreel.eval.train import face as training
from storyreel.eval.train import linear
from storyreel.memory.intervals import joined
from storyreel.memory.records import EMOTIONS, Emotion, FaceTrack, Finding, Span
from storyreel.tools import expression, faces, shots
from storyreel.tools.expression import Moments
from storyreel.tools.media.decode import pictures_of
from storyreel.tools.media.probe import probe
from storyreel.tools.models import fer, head
from storyreel.tools.models.head import Array
from storyreel.tools.scene import Scene

SET = "ck48"
SPOILED = {SET: 1}
FILMED = f"{SET} films"
FILMS = 16
"""People of whom a film is made; one takes about four seconds to make and watch."""
LEAST_FEELINGS = 3
SEED = 7
GAP_S = 0.3
"""Intervals of one emotion no farther apart are one: a reader may cut a track."""

F = TypeVar("F", bound=Finding)
Told = Iterable[tuple[Emotion, Span]]


def measure(folder: Path, cross_validate: bool, on_progress: OnProgress) -> Measurement:
    """Accuracy and calibration on CK+'s six emotions, where "neutral" is wrong; interval F1 of films."""
    portraits = corpora.ck48(folder / "expressions" / SET)
    if not portraits:
        return Measurement([], [])
    if cross_validate and not corpora.lfw(folder / "lfw"):
        return Measurement([], ["ck48: to train the face head anew, faces/lfw is needed too"])
    if cross_validate:
        return Measurement([*_trained_anew(folder, portraits, on_progress)], [])
    shipped = head.load(expression.HEAD)
    unmet = [portrait for portrait in portraits if portrait.person not in shipped.seen]
    shown = unmet or portraits
    examples = training.examples_of(counted(shown, partial(on_progress, "faces")), SPOILED)
    rows = [*_picture_rows(examples, shipped.probabilities(examples.features), shown)]
    films = _film_rows(_filmed(shown), shipped, partial(on_progress, FILMED))
    return Measurement([*rows, *films], [*_on_training(len(portraits), len(unmet))])


def _trained_anew(folder: Path, portraits: Sequence[Portrait], on_progress: OnProgress) -> Iterator[Row]:
    everyone = counted(training.portraits_in(folder), partial(on_progress, "faces"))
    examples = training.examples_of(everyone, training.COPIES)
    unseen = training.predict_unseen(examples)
    judged, people = examples.judged, _filmed(portraits)
    cooled = training.cooled_unseen(examples, unseen)
    yield from _picture_rows(examples.where(judged), cooled[judged], portraits)
    others = ~np.isin(examples.people, sorted(people))
    temperature = linear.best_temperature(unseen[judged & others], examples.where(judged & others).emotions)
    reader = linear.cooled(training.fit(examples.where(others)), temperature, frozenset())
    yield from _film_rows(people, reader, partial(on_progress, FILMED))


def _on_training(pictures: int, unmet: int) -> Iterator[str]:
    if not unmet:
        yield "ck48: the face head was trained on all of these people; --cross-validate trains it anew"
    elif unmet < pictures:
        yield f"ck48: {pictures - unmet} pictures of people that the face head was trained on are left out"


def _picture_rows(examples: training.Examples, found: Array, portraits: Sequence[Portrait]) -> Iterator[Row]:
    clean, spoiled = examples.clean, ~examples.clean
    plain = {"the network alone": _right_by_the_network(portraits)}
    yield from _rows(SET, examples.where(clean).emotions, found[clean], plain)
    yield from _rows(f"{SET} spoiled", examples.where(spoiled).emotions, found[spoiled], {})


def _rows(name: str, truth: Sequence[Emotion], found: Array, plain: dict[str, float]) -> Iterator[Row]:
    sure, right = linear.rightness(found, truth)
    numbers = np.array([EMOTIONS.index(emotion) for emotion in truth])
    row = partial(Row, set=name, n=len(truth))
    majority = Counter(truth).most_common(1)[0][1] / len(truth)
    yield row(metric="accuracy", value=float(right.mean()), baseline={"majority": majority, **plain})
    error, plainly = calibration_error(sure, right), plain_calibration(right, numbers)
    yield row(metric="ECE", value=error, baseline=plainly)
    brier = brier_score(found.astype(np.float64), numbers)
    yield row(metric="Brier", value=brier, baseline={"majority": brier_of_shares(numbers)})


def _right_by_the_network(portraits: Sequence[Portrait]) -> float:
    """How often the plain network is right in the faces as the set cuts them."""
    import cv2

    side = (fer.SIDE_PX, fer.SIDE_PX)
    crops = [cv2.resize(training.picture(portrait.path), side) for portrait in portraits]
    features = fer.describe([crop.astype(np.uint8, copy=False) for crop in crops])
    answers = linear.labels(training.network_says(features))
    return float(np.mean([k == portrait.emotion for k, portrait in zip(answers, portraits, strict=True)]))


def _filmed(portraits: Sequence[Portrait]) -> dict[str, list[Portrait]]:
    """The first people with enough feelings to make films of, and their pictures."""
    by_person: defaultdict[str, list[Portrait]] = defaultdict(list)
    for portrait in portraits:
        by_person[portrait.person].append(portrait)
    many = [who for who, own in by_person.items() if len({one.emotion for one in own}) >= LEAST_FEELINGS]
    return {who: by_person[who] for who in sorted(many)[:FILMS]}


def _film_rows(people: Mapping[str, Sequence[Portrait]], reader: head.Head, on_film: OnStep) -> Iterator[Row]:
    """Interval F1 over one film of each."""
    told, looks = Matches(0, 0, 0), Matches(0, 0, 0)
    chance = np.random.default_rng(SEED)
    for portraits in counted(list(people.values()), on_film):
        feelings = face_films.feelings_of([(one, training.picture(one.path)) for one in portraits], chance)
        read = _watched(feelings, reader, chance)
        readings = [one for track, moments in read for one in expression.readings_of(track, moments)]
        told += _matches(feelings, [(one.label, one.span) for one in readings])
        plain = [one for track, moments in read for one in likeliest_of_looks(track.span, moments)]
        looks += _matches(feelings, plain)
    if people:
        baseline = {"argmax of looks": looks.f1}
        yield Row(set=FILMED, metric="interval F1", value=told.f1, n=told.true, baseline=baseline)


def _watched(
    feelings: Sequence[Feeling], reader: head.Head, chance: np.random.Generator
) -> list[tuple[FaceTrack, Moments]]:
    """A film of these feelings, and every face in it look by look."""
    with TemporaryDirectory() as folder:
        face_films.write(Path(folder) / "film.mp4", feelings, chance)
        film = probe(Path(folder) / "film.mp4")
        pictures = pictures_of(film, film.span)
    known = _Known([])
    scene = Scene(film, film.span, known, lambda: pictures, lambda _: np.zeros(0, np.float32))
    for tool in (shots.TOOL, faces.TOOL):
        known.findings.extend(tool.run(scene, tool.args()).findings)
    tracks = scene.find(FaceTrack)
    return [(track, expression.moments_of(track, pictures.looks, reader=reader)) for track in tracks]


@dataclass(frozen=True)
class _Known:
    """What is known of a film while it is read."""

    findings: list[Finding]

    def find(self, kind: type[F], _: Span) -> list[F]:
        return [finding for finding in self.findings if isinstance(finding, kind)]


def likeliest_of_looks(span: Span, moments: Moments) -> Told:
    """The plain way: the likeliest emotion of each look, neighbours that agree joined."""
    labels, times_s = moments.probabilities.argmax(axis=1), moments.times_s
    starts = np.flatnonzero(np.append(len(labels) > 0, np.diff(labels) != 0)).tolist()
    borders_s = [(times_s[k - 1] + times_s[k]) / 2 for k in starts[1:]]
    spans = pairwise([span.start_s, *borders_s, span.end_s])
    for k, (start_s, end_s) in zip(starts, spans, strict=bool(starts)):
        yield EMOTIONS[labels[k]], Span(start_s=start_s, end_s=end_s)


def _matches(feelings: Sequence[Feeling], told: Told) -> Matches:
    found: defaultdict[Emotion, list[Span]] = defaultdict(list)
    for emotion, span in told:
        found[emotion].append(span)
    total = Matches(0, 0, 0)
    for emotion in EMOTIONS:
        true = [feeling.span for feeling in feelings if feeling.emotion == emotion]
        total += matched(true, joined(found[emotion], GAP_S))
    return total
