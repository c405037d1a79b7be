"""Sound of a film: 16 kHz mono, in pieces, at the film's own times."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from storyreel.errors import MediaError
from storyreel.memory.records import AudioTrack, Film, Span
from storyreel.tools.media.container import opened
from storyreel.tools.media.frames import frames_from
from storyreel.tools.media.gaps import AROUND_S, SILENT_GAP_S, told_gaps
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples, reels_of

if TYPE_CHECKING:
    from av import AudioFrame
    from av.container import InputContainer

PREROLL_S = 1.0
"""Decoded before a reel and thrown away: decoders and resamplers need a moment to settle."""
KEPT_REELS = 3
SLACK = SAMPLE_RATE_HZ // 50
"""Samples by which a time stamp may stray (20 ms) before sound is moved to where it says."""


@dataclass(frozen=True)
class _Piece:
    """Resampled sound and the film sample at which it begins."""

    at: int
    samples: Samples
    lost_since: int | None
    """The film sample from which on sound is missing before it, if any is."""


class Sound:
    """One sound track, read reel by reel with the last few reels kept.

    A span sounds the same in whatever order it is asked for, and a film of any length takes a few megabytes.
    """

    def __init__(self, film: Film, track: int | None = None) -> None:
        """`track` is an `AudioTrack.index`; without it, the default track, else the first.

        Raises MediaError if the film has no such track.
        """
        if track is not None and track not in {one.index for one in film.audio_tracks}:
            raise MediaError(f"{film.title!r} has no sound track {track}: it has {len(film.audio_tracks)}")
        self.film = film
        chosen = default_track(film.audio_tracks)
        self.track = chosen.index if track is None and chosen else track
        self._reel = lru_cache(maxsize=KEPT_REELS)(partial(_sound_of_reel, film, self.track))

    def of(self, span: Span) -> Samples:
        """Shape (duration × 16000,): the span's sound, silence where there is none."""
        first, last = _sample(span.start_s), _sample(span.end_s)
        sound = np.zeros(last - first, np.float32)
        for reel in reels_of(span):
            begin, end = _sample(reel.start_s), _sample(reel.end_s)
            low, high = max(first, begin), min(last, end)
            if low < high:
                sound[low - first : high - first] = self._reel(reel)[0][low - begin : high - begin]
        return sound

    def gaps(self, span: Span) -> tuple[Span, ...]:
        """Where sound is lost: gaps that touch the span, each whole, in order of time."""
        return told_gaps((loss for reel in reels_of(span) for loss in self._reel(reel)[1]), span)


def sound_of(film: Film, span: Span, track: int | None = None) -> Samples:
    """One span's sound; who asks for many keeps a `Sound`."""
    return Sound(film, track).of(span)


def default_track(tracks: Sequence[AudioTrack]) -> AudioTrack | None:
    """The track a player plays: the one marked default, else the first."""
    return min(tracks, key=lambda track: (not track.default, track.index), default=None)


def _sample(time_s: float) -> int:
    return round(time_s * SAMPLE_RATE_HZ)


def _sound_of_reel(film: Film, track: int | None, reel: Span) -> tuple[Samples, list[Span]]:
    """A reel's sound, and what is lost in it and shortly before and after."""
    first, last = _sample(reel.start_s), _sample(reel.end_s)
    sound, losses = np.zeros(last - first, np.float32), list[Span]()
    if track is None:
        return sound, losses
    with opened(Path(film.path)) as container:
        for piece in _pieces(container, film, track, reel):
            if piece.lost_since is not None:
                losses.append(
                    Span(start_s=piece.lost_since / SAMPLE_RATE_HZ, end_s=piece.at / SAMPLE_RATE_HZ)
                )
            if piece.at >= last + _sample(AROUND_S):
                break
            low, high = max(piece.at, first), min(piece.at + len(piece.samples), last)
            if low < high:
                sound[low - first : high - first] = piece.samples[low - piece.at : high - piece.at]
    return sound, losses


def _pieces(container: "InputContainer", film: Film, track: int, reel: Span) -> Iterator[_Piece]:
    """Pieces from before a reel on."""
    from av import AudioResampler

    resampler = AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE_HZ)
    expected: int | None = None
    damaged = False
    stream = container.streams.audio[track]
    for one in frames_from(container, stream, film, max(0.0, reel.start_s - PREROLL_S)):
        if one is None:
            damaged = True
            continue
        time_s, frame = one
        at, lost_since = _place(time_s, expected, damaged)
        damaged = False
        for piece in resampler.resample(cast("AudioFrame", frame)):
            samples = cast("Samples", piece.to_ndarray().reshape(-1))
            yield _Piece(at, samples, lost_since)
            at, lost_since = at + len(samples), None
        expected = at


def _place(time_s: float | None, expected: int | None, damaged: bool) -> tuple[int, int | None]:
    """The film sample at which a frame begins, and that from which on sound is missing before it."""
    stamped = None if time_s is None else _sample(time_s)
    if expected is not None and (stamped is None or abs(stamped - expected) <= SLACK):
        return expected, None
    return stamped or 0, expected if _is_loss(expected, stamped, damaged) else None


def _is_loss(expected: int | None, stamped: int | None, damaged: bool) -> bool:
    """Whether sound is missing before a time stamp: any, where damage was seen, else only a long stretch."""
    if expected is None or stamped is None:
        return False
    return stamped - expected > (SLACK if damaged else SILENT_GAP_S * SAMPLE_RATE_HZ)
