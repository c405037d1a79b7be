"""Emotion in a voice: each line against what is usual for whoever speaks it."""

import numpy as np
import pytest

from storyreel.memory.records import EMOTIONS, Delivery, Span, Utterance, VoiceCluster, VoiceTurn
from storyreel.tools import voice_emotion
from storyreel.tools.contract import Args
from storyreel.tools.models import voice_head
from storyreel.tools.models.whisper_feelings import WhisperFeelings


@pytest.fixture
def film(make_film):
    return make_film("heard.m4a", sounds=[np.zeros(48_000, np.float32)])


def span(number: float, length_s: float = 2.0) -> Span:
    return Span(start_s=3.0 * number, end_s=3.0 * number + length_s)


def usual(emotion: str) -> np.ndarray:
    """What the head says of a voice that feels so."""
    return voice_head.load().usual[EMOTIONS.index(emotion)]


def spoken(number: int, leanings: np.ndarray, **what) -> Delivery:
    told = {"model": WhisperFeelings.name, "clarity": 1.0, "loudness_db": -20.0} | what
    return Delivery(span=span(number), about=f"u{number}", leanings=leanings, **told)


def line(number: int, speaker: str | None = None) -> Utterance:
    return Utterance(
        span=span(number), utterance_id=f"u{number}", words="Hm.", source="subtitles", speaker=speaker
    )


def read(scene_of, film, known):
    return voice_emotion.TOOL.run(scene_of(film, Span(start_s=0, end_s=500), known), Args()).findings


def test_every_line_that_was_heard_gets_a_reading(film, scene_of) -> None:
    (reading,) = read(scene_of, film, [spoken(0, usual("anger"))])
    assert (reading.about, reading.modality, reading.label) == ("u0", "voice", "anger")
    assert sum(reading.probabilities.values()) == pytest.approx(1)
    assert reading.affect.arousal > 0.6
    assert reading.affect.valence < 0.4


def test_where_nobody_was_heard_there_is_no_reading(film, scene_of) -> None:
    assert read(scene_of, film, [line(0)]) == ()


class TestSomebodyWhoAlwaysSoundsAngry:
    """Of thirty lines five are angry; to all of them their voice adds what an angry voice has."""

    FELT = (["neutral"] * 15 + ["happiness"] * 5 + ["sadness"] * 5 + ["anger"] * 5) * 2
    HARSH = usual("anger") - usual("neutral")

    def lines(self) -> list[Delivery]:
        return [spoken(number, usual(felt) + self.HARSH) for number, felt in enumerate(self.FELT)]

    def calm_lines_called_angry(self, readings) -> float:
        calm = [one for one, felt in zip(readings, self.FELT, strict=True) if felt == "neutral"]
        return float(np.mean([reading.label == "anger" for reading in calm]))

    def test_is_known_by_label(self, film, scene_of) -> None:
        labels = [line(number, "Anna") for number in range(len(self.FELT))]
        assert self.calm_lines_called_angry(read(scene_of, film, [*self.lines(), *labels])) < 0.1

    def test_is_known_by_voice(self, film, scene_of) -> None:
        turns = [VoiceTurn(span=span(k), turn_id=f"v0.{k}") for k in range(len(self.FELT))]
        ids = tuple(turn.turn_id for turn in turns)
        cluster = VoiceCluster(span=Span(start_s=0, end_s=300), turns=ids, cohesion=1.0)
        assert self.calm_lines_called_angry(read(scene_of, film, [*self.lines(), *turns, cluster])) < 0.1

    def test_is_heard_against_the_film_where_nobody_is_known(self, film, scene_of) -> None:
        together = read(scene_of, film, self.lines())[0]
        (alone,) = read(scene_of, film, self.lines()[:1])
        assert together.probabilities["anger"] < 0.8 * alone.probabilities["anger"]


def test_somebody_who_is_angry_all_through_is_still_angry(film, scene_of) -> None:
    furious = [spoken(number, usual("anger")) for number in range(10)]
    labels = [line(number, "Anna") for number in range(10)]
    assert {reading.label for reading in read(scene_of, film, [*furious, *labels])} == {"anger"}


def test_what_is_unusual_for_a_person_is_said(film, scene_of) -> None:
    levels = [-20.0] * 6 + [-12.0]
    lines = [spoken(k, usual("neutral"), loudness_db=level) for k, level in enumerate(levels)]
    known = [*lines, *(line(number, "Anna") for number in range(len(levels)))]
    *calm, last = read(scene_of, film, known)
    assert last.cues == ("louder than usual",)
    assert {reading.cues for reading in calm} == {()}


def test_of_a_stranger_nothing_is_unusual(film, scene_of) -> None:
    lines = [spoken(k, usual("neutral"), loudness_db=-20.0 - 10 * (k == 3)) for k in range(7)]
    assert {reading.cues for reading in read(scene_of, film, lines)} == {()}


def test_what_is_hardly_heard_counts_for_less(film, scene_of) -> None:
    clear, unclear = read(scene_of, film, [spoken(0, usual("anger")), spoken(1, usual("anger"), clarity=0.3)])
    assert (clear.weight, unclear.weight) == (1.0, 0.3)


def test_a_line_that_others_talk_into_counts_for_less(film, scene_of) -> None:
    other = VoiceTurn(span=span(0, 1.0), turn_id="v0.1", overlapped=True)
    (reading,) = read(scene_of, film, [spoken(0, usual("anger")), other])
    assert reading.weight == pytest.approx(1 - 0.5 * (1 - voice_emotion.OVERLAPPED))


def test_a_model_that_tells_no_places_gives_none(film, scene_of) -> None:
    (reading,) = read(scene_of, film, [spoken(0, usual("anger")[:7], model="another")])
    assert reading.affect is None


def test_without_evidence_emotions_are_as_frequent_as_in_films() -> None:
    (row,) = voice_emotion.as_in_films(np.full((1, 7), 1 / 7, np.float32))
    assert row == pytest.approx(voice_emotion.FILM_PRIOR, abs=1e-5)


def test_a_reading_is_less_sure_in_a_film_than_in_a_studio() -> None:
    studio = np.array([[0.9, 0.01, 0.01, 0.01, 0.01, 0.01, 0.05]], np.float32)
    assert voice_emotion.as_in_films(studio)[0, 0] < 0.7
