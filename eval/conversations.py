"""Conversations of which it is known who speaks when: utterances of RAVDESS and EmoDB, mixed.

Turns of 0.7 to 7 s follow one another with pauses, or before the last has ended. Each speaker has a place of
their own in a room. Far away, as heard by a microphone on a table, the room is louder than the voice, the
whole is faint, and two speak at once for a fifth of the time, as people in meetings do.
`python -m storyreel.eval.conversations DATA` mixes some and prints how well their voices are told apart.
"""

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import typer

from storyreel.eval import corpora
from storyreel.eval.corpora import Clip
from storyreel.eval.diarization import Spoken, diarization_error
from storyreel.eval.rows import Row
from storyreel.eval.train.voice import clips_in
from storyreel.memory.records import Span
from storyreel.tools.models import overlap, whisper
from storyreel.tools.scene import REEL_S, SAMPLE_RATE_HZ, Samples

SEED = 2024
CLIPS = 20
"""Of each speaker."""
TURNS_S, HOW_OFTEN = (0.7, 1.2, 2.5, 4.0, 7.0), (0.2, 0.2, 0.3, 0.2, 0.1)
PAUSE_S = 0.35
"""Mean."""
LEVEL = 0.05
"""Root mean square of the loudest speaker, close to the microphone."""
LEVELS_DB = (-8.0, 0.0)
"""Of the others against the loudest."""

Voices = dict[str, list[Samples]]
"""Utterances by speaker, equally loud, without the silence around them."""


@dataclass(frozen=True)
class Style:
    """How people speak, and where they are heard."""

    interrupting: float
    """How often a turn begins before the last has ended."""
    echo: tuple[float, float]
    """Least and most of the room's sound, in amplitude, against the voice's own."""
    fades_s: tuple[float, float]
    """Time in which the echo fades by 60 dB."""
    noise_db: tuple[float, float]
    """Below the speech."""
    level_db: tuple[float, float] = (0.0, 0.0)
    """Of the whole."""


NEAR = Style(0.15, (0.2, 0.5), (0.2, 0.5), (15.0, 30.0))
FAR = Style(0.45, (0.4, 1.8), (0.3, 0.9), (5.0, 25.0), (-30.0, 0.0))
KINDS = (("near", NEAR, 30.0, 16), ("far", FAR, 30.0, 16), ("near and long", NEAR, 240.0, 2))
"""Place, style, length in seconds, and how many."""


def voices_in(clips: Sequence[Clip], chance: np.random.Generator) -> Voices:
    """Some utterances of each speaker."""
    paths: defaultdict[str, list[Path]] = defaultdict(list)
    for clip in clips:
        paths[clip.speaker].append(clip.path)
    return {
        speaker: [_core(path) for path in chance.permutation(np.array(own, object))[:CLIPS]]
        for speaker, own in paths.items()
    }


def _core(path: Path) -> Samples:
    samples = corpora.samples_of(path)
    regions = whisper.speech_regions(samples, pad_s=0.05) or [(0.0, len(samples) / SAMPLE_RATE_HZ)]
    first, last = (round(time_s * SAMPLE_RATE_HZ) for time_s in (regions[0][0], regions[-1][1]))
    core = samples[first:last]
    return np.asarray(LEVEL * core / (np.sqrt(np.mean(core**2)) + 1e-9), np.float32)


def mixed(
    voices: Voices, speakers: Sequence[str], length_s: float, style: Style, chance: np.random.Generator
) -> tuple[Samples, list[Spoken]]:
    """A conversation, and who speaks when in it."""
    tracks = {who: np.zeros(round(length_s * SAMPLE_RATE_HZ), np.float32) for who in speakers}
    often = dict(zip(speakers, chance.dirichlet(np.full(len(speakers), 1.5)), strict=True))
    turns: list[Spoken] = []
    start_s, free_s = chance.uniform(0, 1), dict.fromkeys(speakers, 0.0)
    while start_s < length_s - 0.5:
        start_s = max(start_s, min(free_s.values()))
        who = _next(often, [one for one in speakers if free_s[one] <= start_s], turns, chance)
        said = _said(voices[who], chance.choice(TURNS_S, p=HOW_OFTEN), chance)
        end_s = min(length_s, start_s + len(said) / SAMPLE_RATE_HZ)
        first, last = round(start_s * SAMPLE_RATE_HZ), round(end_s * SAMPLE_RATE_HZ)
        tracks[who][first:last] = said[: last - first]
        turns.append(Spoken(who, Span(start_s=start_s, end_s=end_s)))
        free_s[who] = end_s
        start_s = _after(turns, style, chance, several=len(speakers) > 1)
    return _heard(list(tracks.values()), style, chance), turns


def _next(
    often: dict[str, float], free: Sequence[str], turns: Sequence[Spoken], chance: np.random.Generator
) -> str:
    """Whoever speaks next: rarely the same again."""
    again = 0.25 if turns and len(free) > 1 else 1.0
    weights = np.array([often[who] * (again if turns and who == turns[-1].speaker else 1) for who in free])
    return str(chance.choice(np.array(free), p=weights / weights.sum()))


def _said(clips: Sequence[Samples], length_s: float, chance: np.random.Generator) -> Samples:
    """Utterances one after another, or a piece of one, about this long."""
    length, said = round(length_s * SAMPLE_RATE_HZ), np.empty(0, np.float32)
    while len(said) < 0.7 * length:
        clip = clips[int(chance.integers(len(clips)))]
        start = int(chance.integers(max(1, len(clip) - length)))
        said = np.concatenate([said, clip[start : start + length]])
    return said


def _after(turns: Sequence[Spoken], style: Style, chance: np.random.Generator, *, several: bool) -> float:
    """When the next turn begins: where several speak before all turns have ended, else after a pause."""
    last = turns[-1].span
    end_s = max(turn.span.end_s for turn in turns)
    if several and end_s == last.end_s and chance.random() < style.interrupting:
        return float(last.end_s - min(chance.uniform(0.2, 2.5), 0.9 * last.duration_s))
    return float(end_s + chance.exponential(PAUSE_S))


def _heard(tracks: Sequence[Samples], style: Style, chance: np.random.Generator) -> Samples:
    """What a microphone hears of speakers in one room, each in another place."""
    fade_s, echo = chance.uniform(*style.fades_s), chance.uniform(*style.echo)
    levels_db = chance.uniform(*LEVELS_DB, len(tracks))
    voiced = [
        _in_a_room(track, fade_s, echo, chance) * 10 ** (level_db / 20)
        for track, level_db in zip(tracks, levels_db, strict=True)
    ]
    speech = np.sum(voiced, axis=0)
    noise = np.cumsum(chance.standard_normal(len(speech)))
    noise -= np.convolve(noise, np.full(800, 1 / 800), "same")
    noise *= LEVEL * 10 ** (-chance.uniform(*style.noise_db) / 20) / noise.std()
    return np.asarray((speech + noise) * 10 ** (chance.uniform(*style.level_db) / 20), np.float32)


def _in_a_room(track: Samples, fade_s: float, echo: float, chance: np.random.Generator) -> Samples:
    """Polack's model of reverberation: noise that fades exponentially, of this amplitude in all."""
    from scipy.signal import fftconvolve

    times_s = np.arange(int(fade_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    response = chance.standard_normal(len(times_s)) * 10 ** (-3 * times_s / fade_s)
    response *= echo / np.sqrt(np.sum(response**2))
    response[0] = 1.0
    whole = fftconvolve(track, response)[: len(track)]
    return np.asarray(whole / np.sqrt(1 + echo**2), np.float32)


def conversation_rows(data: Path, folder: Path) -> list[Row]:
    """Diarization error rates by kind of conversation, of speakers whom no head has heard in training.

    The conversations, of DATA/speech/ravdess and DATA/speech/emodb, are kept in the folder, each as a WAV
    file with an RTTM.
    """
    clips = [clip for clip in clips_in(data) if clip.speaker not in overlap.shipped().seen]
    calm = [clip for clip in clips if clip.emotion == "neutral"]
    chance, rows = np.random.default_rng(SEED), []
    for mood, spoken in (("calm", calm), ("acted", clips)):
        voices = voices_in(spoken, chance)
        for place, style, length_s, count in KINDS:
            kind = folder / f"{place}, {mood}"
            for number in range(count):
                _mix(voices, number, length_s, style, kind, chance)
            rows += diarization_error(kind)
    return rows


def _mix(
    voices: Voices, number: int, length_s: float, style: Style, folder: Path, chance: np.random.Generator
) -> None:
    """A conversation of one to four speakers of one set; of four, if it is long."""
    from scipy.io import wavfile

    set_ = ("ravdess", "emodb")[number % 2]
    speakers = chance.permutation(np.array([who for who in sorted(voices) if who.startswith(set_)]))
    cast = [str(who) for who in speakers[: 1 + number // 2 % 4 if length_s <= REEL_S else 4]]
    samples, turns = mixed(voices, cast, length_s, style, chance)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{number:02d}-of-{len(cast)}"
    wavfile.write(folder / f"{name}.wav", SAMPLE_RATE_HZ, np.round(samples * 32767).astype(np.int16))
    (folder / f"{name}.rttm").write_text("".join(_rttm(name, turn) for turn in turns), encoding="utf-8")


def _rttm(name: str, turn: Spoken) -> str:
    start_s, length_s = turn.span.start_s, turn.span.duration_s
    return f"SPEAKER {name} 1 {start_s:.3f} {length_s:.3f} <NA> <NA> {turn.speaker} <NA> <NA>\n"


def main(data: Path) -> None:
    """Mix conversations of the utterances in DATA and print how well their speakers are told apart."""
    with tempfile.TemporaryDirectory() as folder:
        for row in conversation_rows(data, Path(folder)):
            typer.echo(f"{row.set}: {row.metric} {row.value:.3f} of {row.n} s {row.beside}")


if __name__ == "__main__":
    typer.run(main)
