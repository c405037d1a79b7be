"""Captions: the scene describer, which tells in English what other tools found in a segment.

People appear as placeholders made of their cluster's id, as in `{p:t1.3}`, or of the label of their lines, as
in `{l:ANNA}`, because names are known later and may be corrected; `fill_names` puts them in. What people
feel is told elsewhere, from all that bears on it and with its confidence.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from storyreel.memory.intervals import clipped, joined, total_s
from storyreel.memory.records import (
    Caption,
    Character,
    FaceTrack,
    PersonCluster,
    ScreenText,
    Segment,
    Shot,
    Sound,
    Span,
    Utterance,
)
from storyreel.tools import scene_sentences as sentences
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.scene import Scene
from storyreel.tools.scene_sentences import Light, Line, Motion, Pace, Size, Sounds, View

BACKEND = "scene-describer"
PLACEHOLDER = re.compile(r"\{(p:[^{}\s]+|l:[^{}]+)\}")
"""A person in a caption; group 1 is the `local_id` of a PersonCluster, or `l:` and a speaker's label."""
NAMELESS = "someone"

# Heights of the largest face, in picture heights, from which a shot counts as… An extreme close-up shows less
# than a face, a close-up little but a face, a medium shot a person from the waist up.
EXTREME_CLOSE_UP, CLOSE_UP, MEDIUM = 1.0, 1 / 3, 1 / 8
# Mean differences of consecutive frames above which a segment is slow, lively, frantic.
SLOW, LIVELY, FRANTIC = 0.0015, 0.006, 0.02
# Mean brightness below which a segment is black, dark, dim; and above which it is bright.
BLACK, DARK, DIM, BRIGHT = 0.03, 0.2, 0.35, 0.65
COLOURLESS = 0.03
"""Mean saturation below which a picture is black and white."""
QUICK_S = 2.5
"""Mean length of shots below which cutting is quick."""
LONG_TAKE_S = 15.0
SURE = 0.7
"""Mean chance from which music or silence by ear is worth telling."""
GLIMPSE_S = 0.3
"""Who is seen for less goes unmentioned."""


def placeholder_names(people: Sequence[Character]) -> dict[str, str]:
    """Names for the placeholders in captions, as people are called now.

    A cluster is called by its first track, wherever that belongs now.
    """
    names = {f"p:{track}": one.name for one in people for track in one.tracks}
    return names | {f"l:{label.casefold()}": one.name for one in people for label in one.speaker_labels}


def fill_names(words: str, names: Mapping[str, str]) -> str:
    """Puts names for the placeholders in a caption.

    `names` is what `placeholder_names` gives; whose face is not in it becomes "someone", and a label that is
    not stays as it is.

    >>> fill_names("{p:t0.1} looks sad.", {"p:t0.1": "Anna"})
    'Anna looks sad.'
    """

    def name(found: re.Match[str]) -> str:
        kind, own = found[1].split(":", 1)
        known = names.get(f"l:{own.casefold()}", own) if kind == "l" else names.get(found[1], NAMELESS)
        begins = found.start() == 0 or words[: found.start()].endswith((". ", '." '))
        return known[:1].upper() + known[1:] if begins else known

    return PLACEHOLDER.sub(name, words)


def describe(scene: Scene, _args: Args) -> Result[Caption]:
    """A caption for each segment of which anything is known, in order of time."""
    captions = [_caption(segment.span, scene) for segment in scene.find(Segment)]
    return Result[Caption](findings=tuple(caption for caption in captions if caption.words))


def _caption(span: Span, scene: Scene) -> Caption:
    shots = [shot for shot in scene.known.find(Shot, span) if shot.span.overlap_s(span) > 0]
    tracks = [track for track in scene.known.find(FaceTrack, span) if track.span.overlap_s(span) >= GLIMPSE_S]
    view = _view(span, shots, tracks)
    people, unknown = _people(span, tracks, scene)
    texts = list(dict.fromkeys(text.words for text in scene.known.find(ScreenText, span)))
    sounds = _sounds(scene.known.find(Utterance, span), scene.known.find(Sound, span), span)
    seen = sentences.of_view(view) if view else []
    if view and view.light != "black":
        seen += sentences.of_people(people, unknown)
    words = " ".join([*seen, *sentences.of_texts(texts), *sentences.of_sounds(sounds)])
    return Caption(
        span=span, words=words, backend=BACKEND, tags=_tags(view, people, unknown, bool(texts), sounds)
    )


def _view(span: Span, shots: Sequence[Shot], tracks: Sequence[FaceTrack]) -> View | None:
    """What the shots have in common; None where there is no picture."""
    if not shots:
        return None
    lengths_s = np.array([shot.span.overlap_s(span) for shot in shots])
    motion, brightness, saturation = (
        float(np.average(values, weights=lengths_s))
        for values in zip(*((s.motion, s.brightness, s.saturation) for s in shots), strict=True)
    )
    count = max(1, sum(shot.opening != "continued" or shot.span.start_s <= span.start_s for shot in shots))
    return View(
        shots=count,
        size=_size(span, shots, tracks),
        motion=_motion(motion),
        light=_light(brightness, motion),
        colourless=saturation < COLOURLESS,
        pace=_pace(span.duration_s, count),
    )


def _size(span: Span, shots: Sequence[Shot], tracks: Sequence[FaceTrack]) -> Size | None:
    """The size of shot that lasts longest, by the largest face of each shot."""
    lasting_s: defaultdict[Size, float] = defaultdict(float)
    for shot in shots:
        heights = [
            look.box.height for track in tracks for look in track.looks if shot.span.holds(look.time_s)
        ]
        if heights:
            lasting_s[_size_of_face(max(heights))] += shot.span.overlap_s(span)
    return max(lasting_s.items(), key=lambda lasting: lasting[1])[0] if lasting_s else None


def _size_of_face(height: float) -> Size:
    if height >= EXTREME_CLOSE_UP:
        return "extreme close-up"
    if height >= CLOSE_UP:
        return "close-up"
    return "medium shot" if height >= MEDIUM else "long shot"


def _motion(difference: float) -> Motion:
    if difference >= FRANTIC:
        return "frantic"
    if difference >= LIVELY:
        return "lively"
    return "slow" if difference >= SLOW else "still"


def _light(brightness: float, motion: float) -> Light | None:
    if brightness < BLACK and motion < SLOW:  # what moves is seen: a ship among stars
        return "black"
    if brightness < DARK:
        return "dark"
    if brightness < DIM:
        return "dim"
    return "bright" if brightness > BRIGHT else None


def _pace(duration_s: float, shots: int) -> Pace | None:
    if shots == 1:
        return "one take" if duration_s >= LONG_TAKE_S else None
    return "quick cutting" if duration_s / shots < QUICK_S else None


def _people(span: Span, tracks: Sequence[FaceTrack], scene: Scene) -> tuple[list[str], int]:
    """Who is seen, longest first, and how many tracks are nobody's."""
    clusters = {
        track: cluster.local_id
        for cluster in scene.known.find(PersonCluster, span)
        for track in cluster.tracks
    }
    seen_s: defaultdict[str, float] = defaultdict(float)
    for track in tracks:
        if track.track_id in clusters:
            seen_s[clusters[track.track_id]] += track.span.overlap_s(span)
    people = ["{" + one + "}" for one in sorted(seen_s, key=lambda one: -seen_s[one])]
    return people, sum(track.track_id not in clusters for track in tracks)


def _sounds(utterances: Sequence[Utterance], heard: Sequence[Sound], span: Span) -> Sounds:
    """Lines that begin in the span, so that one across a border is told once, and what fills it by ear."""
    begun = [one for one in utterances if span.holds(one.span.start_s) and one.words.strip()]
    lines = {
        manner: tuple(Line(one.words, _placeholder(one.speaker)) for one in begun if one.manner == manner)
        for manner in ("speech", "song")
    }
    noises = dict.fromkeys(one.words.strip().lower() for one in begun if one.manner == "sound")
    music, silence = (
        _share([one for one in heard if one.what == what], span) for what in ("music", "silence")
    )
    return Sounds(lines["speech"], lines["song"], tuple(noises), music, silence)


def _share(heard: Sequence[Sound], span: Span) -> float:
    """How much of a span is filled by what was surely heard."""
    surely = joined(
        clipped(one.span, span) for one in heard if one.confidence >= SURE and one.span.overlap_s(span)
    )
    return total_s(surely) / span.duration_s if span.duration_s else 0.0


def _placeholder(label: str | None) -> str | None:
    plain = " ".join((label or "").translate({ord("{"): "(", ord("}"): ")"}).split())
    return "{l:" + plain + "}" if plain else None


def _tags(
    view: View | None, people: Sequence[str], unknown: int, has_text: bool, sounds: Sounds
) -> tuple[str, ...]:
    tags: list[str] = [tag for tag in (view.size, view.motion, view.light, view.pace) if tag] if view else []
    tags += ["black and white"] if view and view.colourless and view.light != "black" else []
    tags += ["no face"] if view and not people and not unknown else []
    tags += ["text"] if has_text else []
    heard = {
        "speech": sounds.speech,
        "song": sounds.songs,
        "sound": sounds.noises,
        "music": sounds.music >= sentences.PLAYS,
        "silence": sounds.silence >= sentences.MOST,
    }
    return tuple(dict.fromkeys([*tags, *(name for name, found in heard.items() if found)]))


TOOL = PerceptionTool(
    name="captioner",
    version="6",
    description="Describes each segment: shot size, who, motion, light, text, what is said.",
    run=describe,
    result=Result[Caption],
    needs=(
        "segments",
        "shots",
        "faces",
        "people",
        "screen_text",
        "dialogue",
        "speech",
        "sounds",
    ),
    scope="film",
)
