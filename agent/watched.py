"""What was not watched yet: time that a tool has not worked on, where the film has anything for it."""

from collections.abc import Iterable, Sequence
from typing import Literal

from storyreel.agent import backends
from storyreel.agent.results import Unwatched
from storyreel.memory.facts import DoneWork
from storyreel.memory.intervals import joined
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Span
from storyreel.tools.contract import PerceptionTool
from storyreel.tools.scene import reels_of

Need = Literal[
    "people", "expression", "screen_text", "lines", "sounds", "text_emotion", "segments", "captions"
]
_SEEN_BY = {"people": "faces", "expression": "expression", "screen_text": "screen_text"}
"""The reel tool whose work tells whether a stretch was looked at."""
CAPTIONER = "video_captioner"
_SLIVER_S = 0.1
"""A last reel shorter than this holds a frame or two: not worth a look of its own."""


def unwatched(
    library: Library, film: Film, needs: Iterable[Need], span: Span | None
) -> tuple[Unwatched, ...]:
    """For each need, the tool that fills it and the reels of the span where it has not worked."""
    works = library.facts.works(film.id)
    asked = span or film.span
    needed = [need for need in dict.fromkeys(needs) if need != "captions" or has_captioner(library, film)]
    missing = [_missing(need, works, film, asked) for need in needed]
    return tuple(one for one in missing if one is not None and one.spans)


def new_to(tools: Iterable[PerceptionTool], library: Library, film: Film, asked: Span) -> tuple[Span, ...]:
    """The film time of a stretch that any of the tools has yet to watch or hear."""
    works = library.facts.works(film.id)
    watching = [tool for tool in tools if tool.scope != "film"]
    missing = [
        _reels_without(tool.name, works, film, asked)
        if tool.scope == "reel"
        else _without_work(tool.name, works, asked)
        for tool in watching
    ]
    return tuple(joined(span for spans in missing for span in spans))


def lines_are_read(library: Library, film: Film) -> bool:
    """Whether the film's lines come from subtitles, so that nothing need be heard for them."""
    return _has_lines(library.facts.works(film.id))


def _missing(need: Need, works: Sequence[DoneWork], film: Film, asked: Span) -> Unwatched | None:
    if need in _SEEN_BY:
        if not film.has_picture:
            return None
        unfinished = need == "people" and not _done("people", works)
        return Unwatched(
            tool=need, spans=_reels_without(_SEEN_BY[need], [] if unfinished else works, film, asked)
        )
    if need == "sounds":
        by_ear = "music_mood"  # which needs sounds
        spans = _reels_without(by_ear, works, film, asked) if film.has_sound else ()
        return Unwatched(tool=by_ear, spans=spans)
    if need == "captions":
        return Unwatched(tool=CAPTIONER, spans=_without_work(CAPTIONER, works, asked))
    if need == "lines":
        return _missing_lines(works, film, asked)
    if need == "text_emotion" and (_done(need, works) or not _has_lines(works)):
        return None
    return None if _done(need, works) else Unwatched(tool=need, spans=(asked,))


def has_captioner(library: Library, film: Film) -> bool:
    """Whether a model is chosen that captions the film's picture."""
    return film.has_picture and backends.chosen(library, film.id).captions.names_model


def _without_work(tool: str, works: Sequence[DoneWork], asked: Span) -> tuple[Span, ...]:
    """What of a stretch no work of a tool of segments covers."""
    left = [asked]
    for work in _of(tool, works):
        left = [piece for span in left for piece in _outside(span, work.span)]
    return tuple(span for span in left if span.duration_s > _SLIVER_S)


def _outside(span: Span, taken: Span) -> list[Span]:
    if not span.overlap_s(taken):
        return [span]
    ends = ((span.start_s, taken.start_s), (taken.end_s, span.end_s))
    return [Span(start_s=start_s, end_s=end_s) for start_s, end_s in ends if start_s < end_s]


def _missing_lines(works: Sequence[DoneWork], film: Film, asked: Span) -> Unwatched | None:
    if not _done("dialogue", works):
        return Unwatched(tool="dialogue", spans=(asked,))
    if _has_lines(works) or not film.has_sound:
        return None
    return Unwatched(tool="speech", spans=_reels_without("speech", works, film, asked))


def _has_lines(works: Sequence[DoneWork]) -> bool:
    return any(work.findings for work in _of("dialogue", works))


def _of(tool: str, works: Sequence[DoneWork]) -> list[DoneWork]:
    return [work for work in works if work.tool == tool]


def _done(tool: str, works: Sequence[DoneWork]) -> bool:
    return bool(_of(tool, works))


def _reels_without(tool: str, works: Sequence[DoneWork], film: Film, asked: Span) -> tuple[Span, ...]:
    """The span's reels that the tool has not worked on, neighbours joined, inside the film."""
    done = {work.span.start_s for work in _of(tool, works)}
    reels = [
        reel
        for reel in reels_of(asked)
        if reel.start_s not in done and reel.start_s < film.duration_s - _SLIVER_S
    ]
    inside = [Span(start_s=reel.start_s, end_s=min(reel.end_s, film.duration_s)) for reel in reels]
    return tuple(joined(inside))
