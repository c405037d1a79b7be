"""Who speaks when, on real readings. The second voice is the first one's, a third deeper and slower."""

from itertools import pairwise

import numpy as np
import pytest

from storyreel.memory.records import Span, Utterance, VoiceTurn
from storyreel.tools import weights
from storyreel.tools.models import overlap
from storyreel.tools.scene import reels_of
from storyreel.tools.voice_changes import LEAST_STEPS, NOBODY, Followed, told_apart
from storyreel.tools.voice_turns import SAME_VOICE, SHORTEST_S, VoiceTurnsArgs, find_turns

FILM_RATE_HZ = 48_000
READINGS = tuple(f"sense_and_sensibility_01_austen_64kb-{number}.wav" for number in ("0880", "0890", "0930"))


@pytest.fixture
def reader(monkeypatch):
    """Some seconds of a woman who reads, at 48 kHz; with `depth` 1.35 she sounds like a man."""
    from scipy.io import wavfile
    from scipy.signal import resample_poly

    monkeypatch.setenv("STORYREEL_OFFLINE", "1")

    def read(seconds: float, reading: int = 0, depth: float = 1.0) -> np.ndarray:
        rate_hz, samples = wavfile.read(weights.path("narration", READINGS[reading]))
        sound = resample_poly(samples.astype(np.float32) / 32768, round(FILM_RATE_HZ * depth), rate_hz)
        return sound[: round(seconds * FILM_RATE_HZ)].astype(np.float32)

    return read


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * FILM_RATE_HZ), np.float32)


def turns_of(scene_of, path, *known) -> list[VoiceTurn]:
    film = scene_of(path).film
    return [
        turn
        for reel in reels_of(film.span)
        for turn in find_turns(scene_of(path, reel, known), VoiceTurnsArgs()).findings
    ]


def test_a_turn_ends_where_another_voice_goes_on(make_film, reader, scene_of) -> None:
    pieces = [reader(9), reader(9, 1, depth=1.35), reader(9, 2)]
    film = make_film("talk.m4a", sounds=[np.concatenate(pieces)])
    turns = turns_of(scene_of, film)
    changes = [a.span.end_s for a, b in pairwise(turns) if a.voice != b.voice]
    borders = np.cumsum([len(piece) / FILM_RATE_HZ for piece in pieces])[:-1]
    assert changes == [pytest.approx(border_s, abs=0.5) for border_s in borders]
    assert turns[0].voice == turns[-1].voice
    assert all(a.span.end_s <= b.span.start_s for a, b in pairwise(turns))
    assert [turn.turn_id for turn in turns] == [f"v0.{k}" for k in range(1, len(turns) + 1)]


def test_a_turn_is_known_again_by_a_unit_vector(make_film, reader, scene_of) -> None:
    film = make_film("talk.m4a", sounds=[np.concatenate([reader(4), silence(1), reader(4, 1)])])
    turns = [turn for turn in turns_of(scene_of, film) if turn.span.duration_s > 1]
    assert {turn.embedding_model for turn in turns} == {"ge2e-resemblyzer-v1"}
    vectors = np.array([turn.embedding for turn in turns])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert (vectors @ vectors.T).min() > 0.75, "one reader"


def test_a_line_that_begins_parts_a_turn_even_of_one_voice(make_film, reader, scene_of) -> None:
    film = make_film("talk.m4a", sounds=[reader(4)])
    line = Utterance(span=Span(start_s=1.9, end_s=3), utterance_id="u1", words="And?", source="subtitles")
    alone, parted = turns_of(scene_of, film), turns_of(scene_of, film, line)
    assert len(parted) == len(alone) + 1
    assert min(abs(turn.span.start_s - 1.9) for turn in parted) < 0.2
    heard = line.model_copy(update={"source": "recognised"})
    assert turns_of(scene_of, film, heard) == alone, "speech is not among what this tool needs"


def at_once(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Two voices, equally loud, as long as the shorter."""
    length = min(len(one), len(other))
    return 0.03 * (one[:length] / one.std() + other[:length] / other.std())


def test_two_at_once_sound_unlike_one(reader) -> None:
    one, other = reader(5, 2), reader(5, 1, depth=1.35)
    times_s = np.arange(0.5, 4.5, 0.25)
    alone, together = (
        overlap.shipped().heard(sound[::3], times_s).several for sound in (one, at_once(one, other))
    )
    assert together.mean() > alone.mean() + 2


def test_where_two_speak_at_once_both_have_a_turn(make_film, reader, scene_of) -> None:
    woman, man = reader(8), reader(8, 1, depth=1.35)
    both = at_once(reader(9), reader(9, 1, depth=1.35))
    pieces = [0.03 * woman / woman.std(), 0.03 * man / man.std(), both]
    turns = turns_of(scene_of, make_film("quarrel.m4a", sounds=[np.concatenate(pieces)]))
    begun_s = (len(woman) + len(man)) / FILM_RATE_HZ
    at_the_end = [turn for turn in turns if turn.overlapped and turn.span.start_s > begun_s - 0.5]
    heard_s = [sum(t.span.duration_s for t in at_the_end if t.voice == voice) for voice in (0, 1)]
    assert min(heard_s) > 1
    assert all(turn.embedding is None for turn in at_the_end), "of two voices, it is known by neither"


def test_who_speaks_alone_is_not_marked(make_film, reader, scene_of) -> None:
    turns = turns_of(scene_of, make_film("one.m4a", sounds=[reader(5, 2)]))
    assert turns
    assert not any(turn.overlapped for turn in turns)


def test_who_is_faint_is_heard_too(make_film, reader, scene_of) -> None:
    loud = reader(9)
    faint = 0.01 * loud + 0.0002 * np.random.default_rng(0).standard_normal(len(loud)).astype(np.float32)
    spoken_s = [
        sum(turn.span.duration_s for turn in turns_of(scene_of, make_film(name, sounds=[sound])))
        for name, sound in (("loud.m4a", loud), ("faint.m4a", faint))
    ]
    assert spoken_s[1] > 0.8 * spoken_s[0]


def test_speech_over_a_reels_border_is_two_turns_that_touch(make_film, reader, scene_of) -> None:
    film = make_film("talk.m4a", sounds=[np.concatenate([silence(29), reader(3)])])
    before, after = [turn for turn in turns_of(scene_of, film) if abs(turn.span.middle_s - 30) < 1.5]
    assert before.span.end_s == after.span.start_s == 30
    assert (before.turn_id[:3], after.turn_id) == ("v0.", "v1.1")


def test_too_short_a_turn_has_no_vector(make_film, reader, scene_of) -> None:
    loudest = reader(10)
    start = int(np.argmax(np.convolve(loudest**2, np.ones(9600), "valid")))
    sound = np.concatenate([silence(1), loudest[start : start + 9600], silence(1)])
    turns = turns_of(scene_of, make_film("word.m4a", sounds=[sound]))
    assert all(turn.embedding is None for turn in turns if turn.span.duration_s < SHORTEST_S)


@pytest.mark.parametrize("kind", ["tone", "noise", "chord", "clicks"])
def test_what_is_no_voice_is_nobodys_turn(make_film, scene_of, kind) -> None:
    times_s = np.arange(8 * FILM_RATE_HZ) / FILM_RATE_HZ
    noise = np.random.default_rng(0).standard_normal(len(times_s))
    sound = {
        "tone": np.sin(2 * np.pi * 440 * times_s),
        "noise": noise / 3,
        "chord": sum(np.sin(2 * np.pi * hz * times_s) for hz in (220, 277, 330)) / 3 * np.cos(3 * times_s),
        "clicks": noise * (times_s % 0.5 < 0.01),
    }[kind]
    film = make_film("noises.m4a", sounds=[(0.3 * sound).astype(np.float32)])
    assert turns_of(scene_of, film) == []


def test_a_film_without_sound_says_that_no_voice_was_heard(make_film, scene_of) -> None:
    result = find_turns(scene_of(make_film(scenes=[((9, 90, 9), 1)])), VoiceTurnsArgs())
    assert (result.findings, result.notes) == ((), ("no sound: voices were not heard",))


def voices_like(order, seed=0) -> np.ndarray:
    """Unit vectors, one a step, of numbered voices: cosine about 0.8 within one voice, 0.45 between two."""
    common, *own = np.random.default_rng(0).normal(size=(5, 256))
    noise = np.random.default_rng([seed, len(order)]).normal(size=(len(order), 256))
    steps = np.sqrt(0.45) * common + np.sqrt(0.35) * np.array([own[k] for k in order]) + np.sqrt(0.2) * noise
    return (steps / np.linalg.norm(steps, axis=1, keepdims=True)).astype(np.float32)


def told(order, alone=None) -> Followed:
    """Voices that are told apart among steps of these, all of which one speaks alone unless it is said."""
    alone = np.ones(len(order), bool) if alone is None else np.array(alone)
    return told_apart(voices_like(order), SAME_VOICE["ge2e-resemblyzer-v1"], alone)


def count(order) -> int:
    return len(set(told(order).voices.tolist()))


def test_voices_are_told_apart_and_come_back() -> None:
    order = [0] * 12 + [1] * 12 + [0] * 12
    labels = told(order).voices
    assert len(set(labels.tolist())) == 2
    np.testing.assert_array_equal(labels == labels[0], np.array(order) == 0)


def test_what_all_have_in_common_tells_nobody_apart() -> None:
    """A room or a telephone makes all voices alike."""
    room = np.random.default_rng(9).normal(size=256) / 16
    order = [0] * 12 + [1] * 12
    vectors = voices_like(order) + room
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = told_apart(vectors.astype(np.float32), 0.22, np.ones(24, bool)).voices
    np.testing.assert_array_equal(labels == labels[0], np.array(order) == 0)


def test_one_odd_step_is_no_change_of_voice() -> None:
    vectors = voices_like([0] * 20)
    vectors[9] = 0.8 * vectors[9] + 0.2 * voices_like([1], seed=5)[0]
    assert set(told_apart(vectors, 0.22, np.ones(20, bool)).voices.tolist()) == {0}


def test_a_voice_of_too_few_steps_is_not_told_apart() -> None:
    few, enough = LEAST_STEPS - 2, LEAST_STEPS + 2
    assert count([0] * 20 + [1] * few) == 1
    assert count([0] * 20 + [1] * enough) == 2
    assert count([0]) == 1


def test_the_second_voice_is_another_of_those_told_apart() -> None:
    order = [0] * 12 + [1] * 12 + [2] * 12
    heard = told(order)
    assert set(heard.others.tolist()) <= set(heard.voices.tolist())
    assert (heard.others != heard.voices).all()
    assert set(told([0] * 12).others.tolist()) == {NOBODY}


def test_steps_of_several_at_once_make_no_voice_of_their_own() -> None:
    order = [0] * 12 + [1] * 12 + [2] * 12
    assert len(set(told(order, alone=[k < 2 for k in order]).voices.tolist())) == 2
    assert len(told(order, alone=[False] * 36).voices) == 36, "where nobody is alone all steps must do"
