"""Learning how far to believe each modality: whoever tells more counts for more."""

import json

import numpy as np
import pytest

from storyreel.errors import StoryreelError
from storyreel.eval import films
from storyreel.eval.corpora import Clip, Line, Portrait
from storyreel.eval.felt_in_films import Watched
from storyreel.eval.train import fusion as training
from storyreel.memory import fusion
from storyreel.memory.records import EMOTIONS, MODALITIES

FELT = ("anger", "happiness", "fear", "neutral")
PEOPLE = 6


@pytest.fixture(scope="module")
def pieces(tmp_path_factory):
    """Six voices, six faces and dialogues of two, of four emotions; the sound is a tone."""
    from scipy.io import wavfile

    folder = tmp_path_factory.mktemp("voices")
    tone = np.sin(np.arange(16_000)).astype(np.float32)
    wavfile.write(folder / "tone.wav", 16_000, tone)
    chance = np.random.default_rng(3)
    lines = [
        [Line(f"Line {number}.", str(chance.choice(FELT)), str(place), "Anna" if number % 2 else "Ben")
         for number in range(8)]
        for place in range(9)
    ]  # fmt: skip
    return films.Pieces(
        {f"v{k}": [Clip(folder / "tone.wav", f"v{k}", emotion) for emotion in FELT] for k in range(PEOPLE)},
        {f"f{k}": [Portrait(folder, f"f{k}", emotion) for emotion in FELT[:3]] for k in range(PEOPLE)},
        lines,
        [],
    )


def said(emotion, chance, right: float) -> np.ndarray:
    """A reader that is so often right, and always as sure."""
    told = emotion if chance.random() < right else str(chance.choice([one for one in FELT if one != emotion]))
    return np.where(np.array(EMOTIONS) == told, 0.7, 0.05).astype(np.float32)


@pytest.fixture(scope="module")
def answers(pieces):
    """Faces are nearly always right, voices often, words hardly ever."""
    chance = np.random.default_rng(5)
    return training.Answers(
        {
            (who, one): np.stack([said(one, chance, 0.95) for _ in range(8)])
            for who in pieces.faces
            for one in FELT
        },
        {
            (who, one): np.stack([said(one, chance, 0.7) for _ in range(8)])
            for who in pieces.voices
            for one in FELT
        },
        {line: said(line.emotion, chance, 0.3) for dialogue in pieces.dialogues for line in dialogue},
    )


@pytest.fixture(scope="module")
def watched(pieces, answers):
    chance = np.random.default_rng(7)
    scripts = films.write_scripts(pieces, 3, seed=1)
    return [Watched(script, {}, training.read(script, answers, chance)) for script in scripts]


def test_a_film_is_read_where_somebody_is_seen_or_heard(watched):
    film = watched[0]
    spoken = [turn for turn in film.script.turns if turn.speaker]
    assert (film.read.modalities == MODALITIES.index("text")).sum() == len(spoken)
    assert (film.read.modalities == MODALITIES.index("voice")).sum() == len(spoken)
    shown = [turn for turn in film.script.turns if turn.shown]
    assert (film.read.modalities == MODALITIES.index("face")).sum() == len(shown)
    assert set(film.read.who) == {"anna", "ben"}


def test_who_is_right_more_often_weighs_more(watched):
    face, voice, text = training.fit(watched)
    assert face > voice > text >= 0


def test_the_pool_that_was_learnt_tells_more_than_any_modality_alone(watched):
    found = training.figures_of(watched, watched)
    assert found["interval F1"] > max(found[f"interval F1, {one}"] for one in ("face alone", "voice alone"))
    assert 0 <= found["ECE"] <= 1


def test_what_is_learnt_ships(pieces, answers, tmp_path, monkeypatch):
    monkeypatch.setattr(fusion, "POOL", tmp_path / "pool.json")
    monkeypatch.setattr(training, "FILMS", 2)
    figures = training.ship(pieces, answers)
    weights = json.loads((tmp_path / "pool.json").read_text())["weights"]
    assert set(weights) == set(MODALITIES)
    assert figures["face"] == weights["face"]


def test_too_few_people_to_hold_any_out_is_said(pieces, answers):
    few = films.Pieces(dict(list(pieces.voices.items())[:4]), pieces.faces, pieces.dialogues, [])
    with pytest.raises(StoryreelError, match="at least 6 voices"):
        training.ship(few, answers)


def test_the_weights_that_ship_are_of_all_modalities_and_positive():
    assert fusion.weights().shape == (len(MODALITIES),)
    assert (fusion.weights() > 0).all()
