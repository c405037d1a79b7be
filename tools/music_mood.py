"""Music mood: how the music goes, and what mood music that goes so usually makes.

It rests on what listeners say of music in studies, not on anything learnt: quick and loud music sounds
excited, major and quick music happy (Gagnon and Peretz, "Mode and tempo relative contributions to happy-sad
judgements in equitone melodies", 2003; Eerola, Friberg and Bresin, "Emotional expression in music", 2013).
The weights are ours. It knows nothing of harmony, lyrics, instruments or what music reminds anybody of.
"""

from typing import Literal, cast

import numpy as np

from storyreel.memory.records import Affect, MusicMood, Sound, Span
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.models import music
from storyreel.tools.scene import Scene
from storyreel.tools.sound_levels import level_dbfs

LEAST_CONFIDENCE = 0.7
"""That it is music at all."""
SHORTEST_S = 5.0
"""Of music that plays without speech over it: less tells neither tempo nor key."""
TEMPI_BPM = (60.0, 160.0)
"""From calm to excited…"""
LEVELS_DBFS = (-40.0, -12.0)
"""…and from soft to loud, as far as a soundtrack's level tells: it was made by whoever mixed it."""
ONSETS = (0.02, 0.10)
"""Mean rise of the log spectrum from frame to frame, from flowing to busy."""
AROUSAL_BY = {"tempo": 0.4, "level": 0.3, "onsets": 0.3}
MODE_WEIGHS, TEMPO_WEIGHS = 0.2, 0.15
"""How far mode and tempo move valence to either side of the middle."""

Mode = Literal["major", "minor"]


def read_mood(scene: Scene, _args: Args) -> Result[MusicMood]:
    """The mood of each stretch of music of a reel that is surely music and long enough without speech."""
    sounds = [sound for sound in scene.find(Sound) if scene.span.holds(sound.span.start_s)]
    speech = [sound.span for sound in sounds if sound.what == "speech"]
    moods = []
    for sound in sounds:
        alone = longest_apart(sound.span, speech)
        is_sure = sound.what == "music" and sound.confidence >= LEAST_CONFIDENCE
        if is_sure and alone.duration_s >= SHORTEST_S:
            moods.append(_mood(scene, sound, alone))
    return Result[MusicMood](findings=tuple(moods))


def longest_apart(span: Span, others: list[Span]) -> Span:
    """The longest part of a span that none of the others touches, the first of several.

    >>> longest_apart(Span(start_s=0, end_s=9), [Span(start_s=2, end_s=4)])
    Span(start_s=4.0, end_s=9.0)
    """
    longest, free_s = Span(start_s=span.start_s, end_s=span.start_s), span.start_s
    touching = sorted((one.start_s, one.end_s) for one in others if one.overlap_s(span) > 0)
    for start_s, end_s in [*touching, (span.end_s, span.end_s)]:
        if start_s - free_s > longest.duration_s:
            longest = Span(start_s=free_s, end_s=start_s)
        free_s = max(free_s, end_s)
    return longest


def _mood(scene: Scene, sound: Sound, alone: Span) -> MusicMood:
    samples = scene.load_sound(alone)
    tempo_bpm = music.tempo_bpm(samples)
    mode = cast("Mode | None", music.mode(samples))
    busy = float(np.maximum(music.onset_strength(samples), 0).mean())
    return MusicMood(
        span=sound.span,
        tempo_bpm=None if tempo_bpm is None else round(tempo_bpm, 1),
        mode=mode,
        affect=affect_of(tempo_bpm, mode, level_dbfs(samples), busy),
        confidence=sound.confidence,
    )


def affect_of(tempo_bpm: float | None, mode: Mode | None, level: float, busy: float) -> Affect:
    """Arousal by tempo, level in dBFS and how busy the onsets are; valence by mode and tempo.

    What is not known is left out of the mean, and moves valence to neither side.
    """
    quick = None if tempo_bpm is None else _between(tempo_bpm, TEMPI_BPM)
    signs = {"tempo": quick, "level": _between(level, LEVELS_DBFS), "onsets": _between(busy, ONSETS)}
    known = {name: value for name, value in signs.items() if value is not None}
    arousal = sum(AROUSAL_BY[name] * value for name, value in known.items())
    side = {"major": 1, "minor": -1, None: 0}[mode]
    lively = 0.0 if quick is None else 2 * quick - 1
    return Affect(
        arousal=arousal / sum(AROUSAL_BY[name] for name in known),
        valence=0.5 + MODE_WEIGHS * side + TEMPO_WEIGHS * lively,
    )


def _between(value: float, ends: tuple[float, float]) -> float:
    return float(np.clip((value - ends[0]) / (ends[1] - ends[0]), 0, 1))


TOOL = PerceptionTool(
    name="music_mood",
    version="1",
    description="How music that plays alone goes: tempo, major or minor, and the mood that usually makes.",
    run=read_mood,
    result=Result[MusicMood],
    needs=("sounds",),
)
