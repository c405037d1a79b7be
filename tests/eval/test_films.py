"""Films put together of real pieces: who they show, what is true of them, and how they are scored."""

import json
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from storyreel.eval import felt_in_films, film_maker, films
from storyreel.eval.corpora import Clip, Line, Portrait
from storyreel.eval.felt_in_films import Watched
from storyreel.eval.metrics import Matches, brier_of_shares, brier_score, matched
from storyreel.eval.train import face as face_training
from storyreel.memory.records import MODALITIES, Span

LINES = [
    Line("Give it back!", "anger", "1", "Anna"),
    Line("It is on the table.", "neutral", "1", "Ben"),
    Line("You broke it!", "anger", "1", "Anna"),
    Line("I am so glad to see you.", "happiness", "2", "Ben"),
    Line("I missed you too!", "happiness", "2", "Anna"),
    Line("The bus leaves at noon.", "neutral", "2", "Anna"),
]


@pytest.fixture
def pieces(tmp_path, footage):
    """Two voices, of tones, and two faces, of portraits, each angry and happy and the voices calm too."""
    import cv2
    from scipy.io import wavfile

    portraits, clips = {}, {}
    for number, file in enumerate(("obama.jpg", "biden.jpg")):
        face = cv2.resize(face_in(face_training.picture(footage(file))), (48, 48))
        for emotion in ("anger", "happiness"):
            path = tmp_path / f"S{number}_{emotion}.png"
            cv2.imwrite(str(path), face)
            portraits.setdefault(f"S{number}", []).append(Portrait(path, f"S{number}", emotion))
        times_s = np.arange(16_000) / 16_000
        tone = np.where((times_s > 0.2) & (times_s < 0.8), np.sin(2 * np.pi * 200 * times_s), 0)
        wavfile.write(tmp_path / f"voice{number}.wav", 16_000, (tone * 9_000).astype(np.int16))
        clips[f"v{number}"] = [
            Clip(tmp_path / f"voice{number}.wav", f"v{number}", emotion)
            for emotion in ("anger", "happiness", "neutral")
        ]
    return films.Pieces(clips, portraits, films.dialogues_in(LINES), [])


def face_in(photograph):
    """The square around a face, as CK+ cuts it."""
    size = np.array(photograph.shape[1::-1])
    landmarks = face_training.landmarks_in(photograph) * size
    half = 1.3 * np.linalg.norm(landmarks[1] - landmarks[0])
    left, top = (landmarks.mean(axis=0) - half).astype(int).clip(0)
    return np.ascontiguousarray(photograph[top : top + int(2 * half), left : left + int(2 * half)])


@pytest.fixture
def script(pieces):
    [script] = films.write_scripts(pieces, 1, seed=4)
    return script


def span(start_s, end_s) -> Span:
    return Span(start_s=start_s, end_s=end_s)


class TestScripts:
    def test_everybody_keeps_one_face_and_one_voice_that_are_nobody_elses(self, script):
        assert [person.label for person in script.people] == ["Anna", "Ben"]
        assert len({person.face for person in script.people}) == 2
        assert len({person.voice for person in script.people}) == 2
        for turn in script.turns:
            assert turn.clip is None or turn.clip.speaker == turn.speaker.voice
            assert turn.portrait is None or turn.portrait.person == turn.shown.face

    def test_dialogues_stay_whole_and_in_order(self, script):
        said = [turn.line for turn in script.turns if turn.line]
        assert sorted(said, key=LINES.index) == LINES
        assert [line for line in said if line.dialogue == "1"] == LINES[:3]

    def test_turns_follow_one_another_without_a_gap(self, script):
        for before, after in pairwise(script.turns):
            assert before.span.end_s == after.span.start_s
        assert all(turn.span.start_s < turn.cue.start_s for turn in script.turns if turn.cue)

    def test_what_is_seen_and_heard_is_true_and_lines_of_one_feeling_are_one_stretch(self, script):
        truth = script.truth()
        assert {key for key in truth if key[1] != "neutral"} == {
            ("Anna", "anger"),
            ("Anna", "happiness"),
            ("Ben", "happiness"),
        }
        for spans in truth.values():
            assert all(b.start_s - a.end_s > films.SAME_FEELING_S for a, b in pairwise(spans))

    def test_a_speaker_off_screen_feels_while_the_line_is_heard(self, script):
        [turn] = [turn for turn in script.turns if turn.line == LINES[1]]
        assert ("Ben", "neutral", turn.cue) in [(who.label, what, when) for who, what, when in turn.felt()]

    def test_the_same_seed_writes_the_same_film(self, pieces, script):
        assert films.write_scripts(pieces, 1, seed=4) == [script]
        assert films.write_scripts(pieces, 1, seed=5) != [script]

    def test_calm_dialogues_and_crowds_are_left_out(self):
        calm = [Line(f"Line {number}.", "neutral", "3", "Anna") for number in range(5)]
        crowd = [Line("Hurrah!", "happiness", "4", f"Guest {number}") for number in range(9)]
        assert films.dialogues_in([*calm, *crowd]) == []

    def test_a_dialogue_of_more_speakers_than_there_are_voices_is_not_played(self, pieces):
        of_one = films.Pieces(dict(list(pieces.voices.items())[:1]), pieces.faces, pieces.dialogues, [])
        assert films.write_scripts(of_one, 3, seed=4) == []


def test_a_film_is_made_with_picture_sound_and_labelled_subtitles(tmp_path, script):
    film, cast = film_maker.make(script, tmp_path)
    with av.open(film) as container:
        assert container.duration / av.time_base == pytest.approx(script.duration_s, abs=0.2)
        [sound] = container.streams.audio
        [picture] = container.streams.video
        assert (picture.width, picture.height) == (film_maker.WIDTH_PX, film_maker.HEIGHT_PX)
        samples = np.concatenate([frame.to_ndarray().ravel() for frame in container.decode(sound)])
    turn = next(turn for turn in script.turns if turn.cue)
    heard = samples[int(turn.cue.start_s * 16_000) : int(turn.cue.end_s * 16_000)]
    assert np.abs(heard).mean() > 20 * np.abs(samples[:1_600]).mean(), "before the first line it is quiet"
    assert "ANNA: Give it back!" in film.with_suffix(".srt").read_text()
    assert sorted(path.name for path in cast.iterdir()) == ["Anna.png", "Ben.png"]


class TestScoring:
    def test_an_interval_is_right_if_half_of_both_is_shared_and_only_once(self):
        true = [span(0, 4), span(10, 12)]
        assert matched(true, [span(1, 4), span(0, 1), span(10, 30)]) == Matches(right=1, true=2, found=3)
        assert Matches(1, 2, 3).f1 == pytest.approx(0.4)
        assert Matches(0, 0, 0).f1 == 0

    def test_brier_score_of_certainty(self):
        certain = np.eye(3)[[0, 1]]
        assert brier_score(certain, np.array([0, 1])) == 0
        assert brier_score(certain, np.array([0, 2])) == 1

    def test_brier_score_of_shares_is_that_of_answering_them_each_time(self):
        labels = np.array([0, 0, 1, 2])
        assert brier_of_shares(labels) == brier_score(np.tile([0.5, 0.25, 0.25], (4, 1)), labels)

    def test_who_is_told_right_of_everybody_gets_all_and_of_the_wrong_person_nothing(self, script):
        film = Watched(script, {}, None)
        assert felt_in_films.agreement([film], [film.truth]).f1 == 1
        swapped = {
            ("ben" if who == "anna" else "anna", what): when for (who, what), when in film.truth.items()
        }
        assert felt_in_films.agreement([film], [swapped]).f1 < 0.5


def test_a_film_is_watched_and_asked_as_a_user_would(tmp_path, script):
    watched = felt_in_films.watch(script, tmp_path)
    assert set(watched.read.modalities.tolist()) >= {MODALITIES.index("face"), MODALITIES.index("text")}
    rows = {row.metric: row for row in felt_in_films.rows_of([watched])}
    assert set(rows) == {"interval F1", "ECE", "Brier"}
    assert set(rows["interval F1"].baseline) == {
        "face alone",
        "voice alone",
        "words alone",
        "moment by moment",
        "majority",
    }
    assert all(0 <= value <= 1 for value in rows["interval F1"].baseline.values())
    assert json.loads(rows["Brier"].model_dump_json())["set"] == "films"


def test_what_was_seen_in_training_is_left_out_and_where_all_was_a_note_says_so(tmp_path):
    folder = tmp_path / "speech" / "ravdess"
    folder.mkdir(parents=True)
    for actor in ("07", "08"):
        (folder / f"03-01-05-01-02-01-{actor}.wav").touch()
    pieces, notes = felt_in_films.pieces_in(tmp_path, frozenset({"ravdess/07"}))
    assert (list(pieces.voices), notes) == (["ravdess/08"], [])
    pieces, notes = felt_in_films.pieces_in(tmp_path, frozenset({"ravdess/07", "ravdess/08"}))
    assert list(pieces.voices) == ["ravdess/07", "ravdess/08"]
    assert "seen in training" in notes[0]


def test_too_few_people_for_any_dialogue_make_no_films_and_a_note_says_so(pieces, monkeypatch):
    of_one = films.Pieces(dict(list(pieces.voices.items())[:1]), pieces.faces, pieces.dialogues, [])
    monkeypatch.setattr(felt_in_films, "pieces_in", lambda *_: (of_one, []))
    measured = felt_in_films.measure(Path(), frozenset(), lambda *_: None)
    assert measured.rows == []
    assert "more speakers than 1 voices and 2 faces can play" in measured.notes[0]


def test_a_folder_without_faces_makes_no_films(tmp_path):
    measured = felt_in_films.measure(tmp_path, frozenset(), lambda *_: None)
    assert (measured.rows, measured.notes) == ([], [])
