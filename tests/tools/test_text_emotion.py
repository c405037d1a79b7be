"""Emotion in words: what a line says, and what the lines around it add."""

import numpy as np
import pytest

from storyreel.memory.records import EMOTIONS, Emotion, Span, Utterance
from storyreel.tools import text_emotion
from storyreel.tools.models import minilm
from storyreel.tools.text_emotion import TextEmotionArgs


def lines(*words: str, every_s: float = 3.0, **what) -> list[Utterance]:
    return [
        Utterance(
            span=Span(start_s=k * every_s, end_s=k * every_s + 0.5),
            utterance_id=f"u{k}",
            words=text,
            source="subtitles",
            **what,
        )
        for k, text in enumerate(words)
    ]


def feeling(words: str) -> Emotion:
    return EMOTIONS[int(text_emotion.read_lines([words], [0], [None])[0].argmax())]


@pytest.mark.parametrize(
    ("words", "emotion"),
    [
        ("I hate you! Get out of my house!", "anger"),
        ("Oh, that's wonderful! I'm so happy for you!", "happiness"),
        ("I'm so sorry. She died this morning, and I miss her.", "sadness"),
        ("Oh my God! What?! I can't believe it!", "surprise"),
        ("The train leaves from the second platform.", "neutral"),
    ],
)
def test_plain_feelings_are_read(words, emotion) -> None:
    assert feeling(words) == emotion


def test_every_spoken_line_gets_one_reading(make_film, scene_of) -> None:
    film = make_film(scenes=[((9, 9, 9), 8)])
    known = [*lines("Hello.", "Who is there?"), *lines("", "[door]", "La la", every_s=1, manner="song")]
    result = text_emotion.TOOL.run(scene_of(film, known=known), TextEmotionArgs())
    assert [reading.about for reading in result.findings] == ["u0", "u1"]
    assert {reading.modality for reading in result.findings} == {"text"}


def test_a_film_without_words_has_no_readings(make_film, scene_of) -> None:
    film = make_film(scenes=[((9, 9, 9), 1)])
    assert text_emotion.TOOL.run(scene_of(film), TextEmotionArgs()).findings == ()


def test_what_was_said_before_tells_how_a_line_is_meant() -> None:
    def last(*words: str) -> dict[Emotion, float]:
        row = text_emotion.read_lines(words, [0] * len(words), ["ANNA", "BEN"])[-1]
        return dict(zip(EMOTIONS, row.tolist(), strict=True))

    glad, sorry = last("We won the first prize!", "Really?"), last("Your father died last night.", "Really?")
    assert glad["happiness"] > sorry["happiness"]
    assert sorry["sadness"] > glad["sadness"]


def test_dialogues_do_not_colour_each_other() -> None:
    alone = text_emotion.read_lines(["Really?"], ["two"], ["BEN"])
    after = text_emotion.read_lines(["Your father died.", "Really?"], ["one", "two"], ["ANNA", "BEN"])
    assert after[1] == pytest.approx(alone[0], abs=0.02)  # rows of a batch are rounded together


def test_no_lines_have_no_readings() -> None:
    assert text_emotion.read_lines([], [], []).shape == (0, 7)


def test_sentences_that_mean_the_same_lie_close() -> None:
    hello, greeting, planet = minilm.embed(["Hello there", "Hi there", "The planet orbits the sun"])
    assert np.linalg.norm(hello) == pytest.approx(1, abs=1e-5)
    assert hello @ greeting > 0.7 > 0.3 > hello @ planet


def test_embedding_nothing_gives_no_rows() -> None:
    assert minilm.embed([]).shape == (0, 384)
