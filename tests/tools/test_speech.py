"""Recognised speech: lines whole and found once, nothing made up out of silence, music or noise."""

import numpy as np
import pytest

from storyreel.memory.records import Span, Utterance
from storyreel.tools.contract import Result
from storyreel.tools.models.whisper import Passage, Word
from storyreel.tools.speech import SUBTITLES_NOTE, TOOL, SpeechArgs, lost_notes, runs, sentences, unwritten


def listen(scene) -> Result[Utterance]:
    return TOOL.run(scene, SpeechArgs())


def words(*spoken: tuple[float, float, str]) -> list[Word]:
    return [Word(start_s, end_s, text, 0.9) for start_s, end_s, text in spoken]


def texts(*spoken: tuple[float, float, str]) -> list[str]:
    return ["".join(word.text for word in line).strip() for line in sentences(words(*spoken))]


def test_lines_part_after_sentences() -> None:
    assert texts((0, 1, " Stop!"), (1, 2, " Who"), (2, 3, " goes?"), (3, 4, " Me.")) == [
        "Stop!",
        "Who goes?",
        "Me.",
    ]


def test_a_title_ends_no_sentence() -> None:
    assert texts((0, 1, " Yes,"), (1, 2, " Mr."), (2, 3, " La"), (3, 4, " Forge.")) == ["Yes, Mr. La Forge."]


def test_lines_part_at_pauses_and_stay_short() -> None:
    assert texts((0, 1, " I"), (3, 4, " think")) == ["I", "think"]
    talk = [(k / 2, k / 2 + 0.5, " so") for k in range(40)]
    assert all(line[-1].end_s - line[0].start_s <= 8 for line in sentences(words(*talk)))


def test_blank_words_make_no_line() -> None:
    assert texts((0, 1, " "), (1, 2, "")) == []


def passage(start_s: float, text: str, mean_log_probability: float = -0.2) -> Passage:
    spoken = [(start_s + k / 4, start_s + (k + 1) / 4, f" {word}") for k, word in enumerate(text.split())]
    return Passage(tuple(words(*spoken)), mean_log_probability)


def test_a_loop_at_the_end_costs_no_good_sentence() -> None:
    heard = [passage(0, "Ready to orbit."), passage(2, "What a place " * 5), passage(9, "Aye.", -1.5)]
    told = [("".join(word.text for word in run).strip(), understood) for run, understood in runs(heard)]
    assert told == [
        ("Ready to orbit.", True),
        ("What a place", True),
        (" ".join(["What a place"] * 4), False),
        ("Aye.", False),
    ]


def test_what_is_not_understood_is_counted_and_told() -> None:
    lost = [Span(start_s=3, end_s=9), Span(start_s=9.5, end_s=15), Span(start_s=20, end_s=22)]
    assert lost_notes(lost[:2]) == ("1 piece of what sounds like speech, 0:03–0:15, could not be understood",)
    assert lost_notes(lost)[0].startswith("2 pieces of what sounds like speech, 0:03–0:15, 0:20–0:22,")
    assert lost_notes([]) == ()


def test_speech_of_which_no_word_is_written_is_lost() -> None:
    heard = [(0.0, 4.0), (5.0, 7.5), (9.0, 9.6)]
    assert unwritten(heard, [passage(1, "Ready to orbit.")]) == [(5.0, 7.5)], "less than a second is a breath"
    assert unwritten(heard, []) == heard[:2]


def test_subtitles_make_listening_needless(film_with_everything, scene_of) -> None:
    line = Utterance(span=Span(start_s=1, end_s=2), utterance_id="u1", words="Hello.", source="subtitles")
    assert listen(scene_of(film_with_everything, known=[line])) == Result(notes=(SUBTITLES_NOTE,))


def test_a_silent_film_says_so(make_film, scene_of) -> None:
    result = listen(scene_of(make_film(scenes=[((90, 90, 90), 1)])))
    assert result.findings == ()
    assert "no sound" in result.notes[0]


@pytest.mark.parametrize("kind", ["silence", "noise", "chord"])
def test_nothing_is_made_up(kind, make_film, scene_of) -> None:
    times_s = np.arange(48_000 * 6) / 48_000
    sound = {
        "silence": np.zeros(len(times_s)),
        "noise": 0.2 * np.random.default_rng(0).standard_normal(len(times_s)),
        "chord": sum(0.15 * np.sin(2 * np.pi * pitch_hz * times_s) for pitch_hz in (220, 277, 330)),
    }[kind]
    film = make_film("heard.m4a", sounds=[sound.astype(np.float32)])
    assert listen(scene_of(film)).findings == ()
