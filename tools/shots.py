"""Shots: where the film is cut, where it fades or dissolves, and how each shot moves and looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Shot, Span
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.dissolves import find_dissolves
from storyreel.tools.media.gaps import gap_note
from storyreel.tools.scene import Frame, Scene

CLEAR_RATIO, LEAST_RATIO = 3.0, 2.0
"""How many times a cut's change exceeds that of the frames around it: in calm pictures (the detector's own
figure), and at least, where everything moves."""
SAME_PLACE, OTHER_PLACE = 0.8, 0.35
"""Likeness above which a clear change is no cut, and below which an unclear one is."""
THUMBNAIL_PX = (32, 24)
LEAST_CHANGE = 15.0
"""Mean change of hue, saturation and value, of 255, below which nothing is a cut (the detector's default)."""
SHORTEST_S = 0.3
"""Cuts closer than this are one cut; a picture that comes back sooner was only interrupted by a flash."""
BLANK_S = 0.1
"""Black or white must last this long to be a fade."""
BLACK, WHITE = 12, 243
"""Mean grey level below or above which a picture may be blank (PySceneDetect's threshold for fades)."""
AROUND_CUT_S = 0.4
"""So near to a cut there is no dissolve."""
SUDDEN = 0.05
"""Grey difference to the frame before above which leaving black or white is a cut and not a fade."""
BLANK_SPREAD = 60
"""Grey levels within which all but a hundredth of a blank picture lies: words on black are no blank."""
RISE, RISE_S = 15, 1.0
"""Mean grey levels by which a fade departs from black or white, and how soon."""
WORDS_SPREAD = 150
"""Or the grey levels between the ground of a title card and its words."""

_How: TypeAlias = Literal["start", "cut", "fade", "dissolve", "continued"]


@dataclass(frozen=True)
class _Looks:
    """What every frame of a reel is like. Shapes (n,)."""

    times_s: NDArray[np.float64]
    brightness: NDArray[np.float64]
    saturation: NDArray[np.float64]
    change: NDArray[np.float64]
    """Mean absolute grey difference to the frame before, 0 to 1."""
    spread: NDArray[np.float64]
    """Grey levels between the darkest and the lightest, half a hundredth left out at either end."""
    blank: NDArray[np.bool_]


@dataclass(frozen=True)
class _Opening:
    """The first frame of a shot, by its place among the glances."""

    frame: int
    how: Literal["cut", "fade", "dissolve"]


def find_shots(scene: Scene, _args: Args) -> Result[Shot]:
    """The shots of a reel; together they cover it. A film without a picture has none."""
    glances = scene.pictures.glances
    notes = tuple(gap_note("picture", gap) for gap in scene.pictures.gaps)
    inside = [k for k, frame in enumerate(glances) if scene.span.holds(frame.time_s)]
    if not inside:
        return Result[Shot](notes=notes)
    looks = _looks(glances)
    openings = [one for one in _openings(glances, looks) if inside[0] <= one.frame <= inside[-1]]
    end_s = min(scene.span.end_s, max(scene.film.duration_s, glances[inside[-1]].time_s))
    whole = Span(start_s=scene.span.start_s, end_s=end_s)
    return Result[Shot](findings=tuple(_shots(looks, openings, inside, whole)), notes=notes)


def _shots(looks: _Looks, openings: Sequence[_Opening], inside: Sequence[int], whole: Span) -> list[Shot]:
    first, last = inside[0], inside[-1] + 1
    starts: list[tuple[int, float, _How]] = []
    if not whole.start_s and openings and looks.blank[first : openings[0].frame].all():
        openings = openings[1:]  # the black before the first picture is no shot
    if not openings or openings[0].frame != first:
        starts.append((first, whole.start_s, "continued" if whole.start_s else "start"))
    for one in openings:
        starts.append((one.frame, float(looks.times_s[one.frame]) if starts else whole.start_s, one.how))
    return [
        _shot(looks, slice(a, b), Span(start_s=start_s, end_s=end_s), how)
        for (a, start_s, how), (b, end_s, _) in pairwise([*starts, (last, whole.end_s, "cut")])
    ]


def _shot(looks: _Looks, frames: slice, span: Span, opening: _How) -> Shot:
    within = slice(frames.start + (opening != "continued"), frames.stop)
    change = looks.change[within]
    return Shot(
        span=span,
        opening=opening,
        motion=float(change.mean()) if len(change) else 0.0,
        brightness=float(looks.brightness[frames].mean()),
        saturation=float(looks.saturation[frames].mean()),
    )


def _looks(glances: Sequence[Frame]) -> _Looks:
    import cv2

    greys = [cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2GRAY) for frame in glances]
    changes = [float(cv2.absdiff(a, b).mean()) / 255 for a, b in pairwise(greys)]
    saturations = [cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2HSV)[..., 1].mean() / 255 for frame in glances]
    means = np.array([grey.mean() for grey in greys])
    spread = np.array([_spread(grey) for grey in greys])
    return _Looks(
        times_s=np.array([frame.time_s for frame in glances]),
        brightness=means / 255,
        saturation=np.array(saturations),
        change=np.array([0.0, *changes]),
        spread=spread,
        blank=((means < BLACK) | (means > WHITE)) & (spread < BLANK_SPREAD),
    )


def _spread(grey: NDArray[Any]) -> float:
    """By counting, which is ten times as quick as sorting."""
    share = np.cumsum(np.bincount(grey.ravel(), minlength=256)) / grey.size
    low, high = np.searchsorted(share, (0.005, 0.995))
    return float(high - low)


def _openings(glances: Sequence[Frame], looks: _Looks) -> list[_Opening]:
    """Where shots begin, in order. What is near a frame alone decides, so reels that overlap agree."""
    cuts = _without_flashes(_cuts(glances), glances)
    left = _left_blanks(looks)
    apart = [k for k in cuts if not looks.blank[k] and _is_apart(k, left, looks)]
    found = [_Opening(k, "cut") for k in apart]
    found += [_Opening(k, "cut" if looks.change[k] > SUDDEN else "fade") for k in left]
    thumbnails = np.array([_thumbnail(frame) for frame in glances], np.float32)
    found += [
        _Opening(k, "dissolve") for k in find_dissolves(looks.times_s, thumbnails, _broken(looks, cuts))
    ]
    return _apart(sorted(found, key=lambda one: one.frame), looks)


def _broken(looks: _Looks, cuts: Sequence[int]) -> NDArray[np.bool_]:
    """Where no dissolve is: around a cut, where pictures rush by or flare up, and where there is none."""
    near = [np.abs(looks.times_s - looks.times_s[cut]) < AROUND_CUT_S for cut in cuts]
    broken: NDArray[np.bool_] = np.any([looks.blank, *near], axis=0)
    return broken


def _is_apart(frame: int, others: Sequence[int], looks: _Looks) -> bool:
    return all(abs(looks.times_s[frame] - looks.times_s[other]) >= SHORTEST_S for other in others)


def _cuts(glances: Sequence[Frame]) -> list[int]:
    """First frames after a hard cut: a sudden change, by PySceneDetect, that also rearranges the picture.

    The second condition keeps out flashes, noise in the dark and what only rushes past the camera.
    """
    clear = set(_sudden_changes(glances, CLEAR_RATIO))
    return [
        k
        for k in _sudden_changes(glances, LEAST_RATIO)
        if (k in clear and _likeness(glances[k - 1], glances[k]) < SAME_PLACE)
        or _likeness_around(glances, k) < OTHER_PLACE
    ]


def _sudden_changes(glances: Sequence[Frame], ratio: float) -> list[int]:
    from scenedetect import FrameTimecode
    from scenedetect.detectors import AdaptiveDetector

    detector = AdaptiveDetector(ratio, min_scene_len=0, min_content_val=LEAST_CHANGE)
    found: list[int] = []
    for k, frame in enumerate(glances):
        bgr = np.ascontiguousarray(frame.pixels[..., ::-1])
        found += [at.frame_num for at in detector.process_frame(FrameTimecode(k, fps=25.0), bgr)]
    return found


def _likeness(one: Frame, other: Frame) -> float:
    """Normalised cross-correlation of two small pictures, -1 to 1: blind to how bright they are."""
    a, b = _thumbnail(one), _thumbnail(other)
    scale = float(np.linalg.norm(a - a.mean()) * np.linalg.norm(b - b.mean()))
    if scale < 1:
        return float(abs(a.mean() - b.mean()) < LEAST_CHANGE)
    return float((a - a.mean()) @ (b - b.mean())) / scale


def _thumbnail(frame: Frame) -> NDArray[np.float64]:
    import cv2

    small = cv2.resize(frame.pixels, THUMBNAIL_PX, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float64).ravel()


def _likeness_around(glances: Sequence[Frame], cut: int) -> float:
    """The most that any picture shortly before is like any shortly after."""
    now_s = glances[cut].time_s
    before = [frame for frame in glances[max(0, cut - 20) : cut] if frame.time_s > now_s - SHORTEST_S]
    after = [frame for frame in glances[cut : cut + 20] if frame.time_s < now_s + SHORTEST_S]
    return max((_likeness(a, b) for a in before for b in after), default=1.0)


def _without_flashes(cuts: Sequence[int], glances: Sequence[Frame]) -> list[int]:
    """Drops pairs of cuts between which something else shows for a moment and the same picture returns."""
    kept: list[int] = []
    for cut in cuts:
        is_near = kept and glances[cut].time_s - glances[kept[-1]].time_s < SHORTEST_S
        if is_near and _likeness(glances[kept[-1] - 1], glances[cut]) >= SAME_PLACE:
            kept.pop()
        else:
            kept.append(cut)
    return kept


def _left_blanks(looks: _Looks) -> list[int]:
    """Frames at which the picture comes back from black or white to stay."""
    blank = looks.blank
    edges = np.flatnonzero(np.diff(blank.astype(np.int8))) + 1
    return [
        end
        for begin, end in pairwise([0, *edges.tolist()])
        if blank[begin] and looks.times_s[end] - looks.times_s[begin] >= BLANK_S and _departs(looks, end)
    ]


def _departs(looks: _Looks, frame: int) -> bool:
    soon = (looks.times_s >= looks.times_s[frame]) & (looks.times_s < looks.times_s[frame] + RISE_S)
    levels = 255 * np.abs(looks.brightness[soon] - looks.brightness[frame - 1])
    return bool(levels.max() >= RISE or looks.spread[soon].max() >= WORDS_SPREAD)


def _apart(openings: Sequence[_Opening], looks: _Looks) -> list[_Opening]:
    """Of openings too close together for a shot between them, the first."""
    kept: list[_Opening] = []
    for one in openings:
        if not kept or looks.times_s[one.frame] - looks.times_s[kept[-1].frame] >= SHORTEST_S:
            kept.append(one)
    return kept


TOOL = PerceptionTool(
    name="shots",
    version="3",
    description="Where shots begin, by cut, fade or dissolve; each one's motion, light and colour.",
    run=find_shots,
    result=Result[Shot],
    depth="quick",
)
