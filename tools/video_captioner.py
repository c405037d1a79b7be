"""Captions by a model that looks at the pictures, beside those of the scene describer, which always stand.

A segment is shown as one clip, or as several where it is long. Who is known on it goes in by name and comes
out as a placeholder (see `captioner`), and nobody else's name comes out.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from string import ascii_uppercase
from typing import ClassVar, Literal

from pydantic import Field

from storyreel.errors import LanguageModelError, ToolError, WeightsError
from storyreel.memory.clock import clock
from storyreel.memory.records import Box, Caption, FaceTrack, PersonCluster, ScreenText, Span, Utterance
from storyreel.tools import caption_text
from storyreel.tools.caption_names import Cast, checked
from storyreel.tools.captioner import GLIMPSE_S, PLACEHOLDER
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.media.sampling import samples
from storyreel.tools.models.caption_prompt import told
from storyreel.tools.models.captions import FRAMES, Backend, Captions, Clip, Known, caption_model
from storyreel.tools.scene import Frame, Scene

LONGEST_CLIP_S = 20.0
"""A longer segment is shown as several clips of one length: a frame at least every 2.5 s."""
NEAR_S = 0.5
"""How far from a frame a face may have been found to be still there."""
PEOPLE = 8
"""Who are told to a model, those longest seen; more would be a list instead of a picture."""
LONGEST_NAME = 60
UNNAMED = "no Video-LLaVA is named: `ingest --caption-model` takes its folder, or owner/name@commit"
MISNAMED, ILLEGIBLE = "misnamed", "illegible"
"""Mark a caption out of which a name was taken, or sentences in which none could be told."""
_LEFT_OUT = {
    MISNAMED: "named people who are not on screen: those names are left out",
    ILLEGIBLE: "wrote sentences in which names cannot be told from other words: they are left out",
}


class CaptionerArgs(Args):
    """Which model writes."""

    ASIDE: ClassVar[frozenset[str]] = frozenset({"url"})

    backend: Backend = Field(default="scene-describer", description="What captions segments")
    model: str | None = Field(
        default=None, description="A folder, owner/name@commit, or a served model's name"
    )
    adapter: str | None = Field(default=None, description="Of video-llava: a folder with a LoRA adapter")
    four_bit: bool = Field(default=False, description="Of video-llava: weights of 4 bits, on a CUDA GPU")
    draws_names: bool = Field(default=False, description="Of video-llava: known faces are boxed and named")
    url: str | None = Field(default=None, description="Of endpoint: where the model is served")
    pictures: Literal["images", "video"] = Field(default="images", description="How a server is shown clips")

    @property
    def is_idle(self) -> bool:  # noqa: D102
        return self.backend == "scene-describer"

    @property
    def names_model(self) -> bool:
        """Whether there is a model to look: no Video-LLaVA comes with any profile."""
        return self.backend == "endpoint" or (self.backend == "video-llava" and self.model is not None)


@dataclass(frozen=True)
class _Seen:
    """Somebody who is seen in a clip."""

    placeholder: str
    tracks: Sequence[FaceTrack]


def caption_segments(scenes: Sequence[Scene], args: CaptionerArgs) -> list[Result[Caption] | ToolError]:
    """The captions of each segment, one a clip; or why the model's own words tell nothing of it.

    Raises ToolError where the model fails on one of the clips, WeightsError or LanguageModelError where it
    cannot be had, MediaError where the film is gone.
    """
    if args.backend == "scene-describer":
        return [Result[Caption]() for _ in scenes]
    if args.backend == "video-llava" and not args.model:
        return [Result[Caption](notes=(_instead(UNNAMED),)) for _ in scenes]
    model = _model(args.backend, args)
    notes: list[str] = []
    clips = _clips(scenes, notes)
    words = iter(_told(model, [clip for own in clips for clip in own]))
    return [
        _result(scene, [(clip, next(words)) for clip in own], model, notes)
        for scene, own in zip(scenes, clips, strict=True)
    ]


def _model(backend: Literal["video-llava", "endpoint"], args: CaptionerArgs) -> Captions:
    try:
        return caption_model(
            backend, args.model, args.adapter, args.url, args.pictures, args.four_bit, args.draws_names
        )
    except ToolError as error:  # which is one for all segments
        raise WeightsError(_instead(error)) from error


def _caption_segment(scene: Scene, args: CaptionerArgs) -> Result[Caption]:
    try:
        [found] = caption_segments([scene], args)
    except ToolError as error:
        raise ToolError(_instead(error, scene.span)) from error
    if isinstance(found, ToolError):
        raise found
    return found


def _told(model: Captions, clips: Sequence[Clip]) -> list[str]:
    try:
        return model.caption(clips) if clips else []
    except (WeightsError, LanguageModelError) as error:
        raise type(error)(_instead(error)) from error


def _instead(why: object, span: Span | None = None) -> str:
    where = f" of {clock(span.start_s)}–{clock(span.end_s)}" if span else ""
    return f"no new captions{where}, the scene describer's stand, because {why}"


def _result(
    scene: Scene, answers: Sequence[tuple[Clip, str]], model: Captions, notes: Sequence[str]
) -> Result[Caption] | ToolError:
    captions = [_caption(clip, raw, _cast(scene, clip.span), model) for clip, raw in answers]
    telling = tuple(one for one in captions if one.words)
    said = [
        f"{model.name} {why}" for tag, why in _LEFT_OUT.items() if any(tag in one.tags for one in captions)
    ]
    if captions and not telling:
        if not said:
            return ToolError(_instead(f"{model.name} told nothing that can be seen", scene.span))
        said = [_instead("; ".join(said), scene.span)]  # and would say the same again
    return Result[Caption](findings=telling, notes=(*notes, *said))


def _caption(clip: Clip, raw: str, cast: Cast, model: Captions) -> Caption:
    """What of a model's words may be kept, be it nothing."""
    plain = caption_text.plain(raw, asked=told(clip))
    found = checked(plain.sentences, cast, plain.language)
    words = caption_text.joined(found.sentences)
    telling = any(sign.isalnum() for sign in PLACEHOLDER.sub("", words))
    left_out = [tag for tag, any_ in ((MISNAMED, found.rejected), (ILLEGIBLE, found.illegible)) if any_]
    tags = (*plain.tags, *left_out)
    return Caption(span=clip.span, words=words if telling else "", backend=model.name, tags=tags)


def _cast(scene: Scene, span: Span) -> Cast:
    """Whom the caption of a clip may name: whoever is seen in its own span."""
    people = _people(scene, span)
    texts, lines = scene.known.find(ScreenText, span), scene.known.find(Utterance, span)
    elsewhere = {_clean(name) for name in scene.names().values()} - set(people)
    told = "\n".join([one.words for one in texts] + [one.words for one in lines])
    return Cast({name: one.placeholder for name, one in people.items()}, elsewhere, told)


def _clips(scenes: Sequence[Scene], notes: list[str]) -> list[list[Clip]]:
    """Of each segment, what a model is shown of it; nothing where nothing can be seen."""
    film = scenes[0].film
    if not film.has_picture:
        return [[] for _ in scenes]
    spans = [_clip_spans(scene.span) for scene in scenes]
    frames = samples(film, [span for own in spans for span in own], FRAMES, notes.append)
    return [_shown(scene, own, frames) for scene, own in zip(scenes, spans, strict=True)]


def _shown(scene: Scene, spans: Sequence[Span], frames: Iterator[Sequence[Frame]]) -> list[Clip]:
    shown = [(span, next(frames)) for span in spans]
    return [_clip(scene, span, own) for span, own in shown if own]


def _clip_spans(span: Span) -> list[Span]:
    count = max(1, ceil(span.duration_s / LONGEST_CLIP_S))
    borders = [span.start_s + place * span.duration_s / count for place in range(count)]
    return [Span(start_s=a, end_s=b) for a, b in pairwise([*borders, span.end_s])]


def _clip(scene: Scene, span: Span, frames: Sequence[Frame]) -> Clip:
    known = [
        Known(one.placeholder, name, dict(_boxes(one.tracks, frames)))
        for name, one in _people(scene, span).items()
    ]
    return Clip(span, frames, known[:PEOPLE])


def _people(scene: Scene, span: Span) -> dict[str, _Seen]:
    """Who is seen in a span, by name, longest first.

    The placeholder is made of a track of this very span, so that whoever is found to have that face later
    is named here. Two of one name are one person until somebody says otherwise.
    """
    tracks = _tracks(scene, span)
    names = _names(scene, tracks)
    seen: defaultdict[str, list[FaceTrack]] = defaultdict(list)
    for owner, own in tracks.items():
        seen[names[owner]] += own
    return {name: _Seen(f"{{p:{own[0].track_id}}}", own) for name, own in seen.items()}


def _tracks(scene: Scene, span: Span) -> dict[str, list[FaceTrack]]:
    """Those of each face cluster that are more than a glimpse, the cluster that is longest seen first."""
    owners = {track: one.local_id for one in scene.find(PersonCluster) for track in one.tracks}
    tracks: defaultdict[str, list[FaceTrack]] = defaultdict(list)
    for track in scene.known.find(FaceTrack, span):
        if track.track_id in owners and track.span.overlap_s(span) >= GLIMPSE_S:
            tracks[owners[track.track_id]].append(track)
    seen_s = {owner: sum(one.span.overlap_s(span) for one in own) for owner, own in tracks.items()}
    return {owner: tracks[owner] for owner in sorted(tracks, key=lambda owner: -seen_s[owner])}


def _names(scene: Scene, tracks: Mapping[str, Sequence[FaceTrack]]) -> dict[str, str]:
    """What those who are seen are called now, or a letter of their own."""
    known = scene.names()
    return {
        owner: _clean(known.get(f"p:{own[0].track_id}", "")) or f"Person {ascii_uppercase[place % 26]}"
        for place, (owner, own) in enumerate(tracks.items())
    }


def _clean(name: str) -> str:
    """A name as it may stand in a request: subtitles and files may call people anything."""
    return caption_text.readable(name)[:LONGEST_NAME].strip(" .,;:")


def _boxes(tracks: Sequence[FaceTrack], frames: Sequence[Frame]) -> Iterator[tuple[float, Box]]:
    """Times of the frames on which a face is seen, and where."""
    looks = [look for track in tracks for look in track.looks]
    for frame in frames:
        nearest = min(looks, key=lambda look: abs(look.time_s - frame.time_s))
        if abs(nearest.time_s - frame.time_s) <= NEAR_S:
            yield frame.time_s, nearest.box


TOOL = PerceptionTool(
    name="video_captioner",
    version="2",
    description="Tells each segment as a vision model sees it: who does what, where, with what.",
    run=_caption_segment,
    result=Result[Caption],
    args=CaptionerArgs,
    needs=("segments", "faces", "people", "screen_text", "dialogue", "speech", "captioner"),
    scope="segment",
    depth="full",
    reads_anew=("faces",),
    run_together=caption_segments,
)
