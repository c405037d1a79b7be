"""Emotion in words: what a line says, and what the lines around it add."""

import numpy as np
import pytest

from storyreel.memory.records import EMOTIONS, Emotion, EmotionReading, Sound, Span, Utterance
from storyreel.tools import text_emotion
from storyreel.tools.models import minilm
from storyreel.tools.text_emotion import TextEmotionArgs


def lines(*words: str, every_s: float = 3.0, source="subtitles", **what) -> list[Utterance]:
    return [
        Utterance(
            span=Span(start_s=k * every_s, end_s=k * every_s + 0.5),
            utterance_id=f"u{k}",
            words=text,
            source=source,
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


def test_songs_are_nobodys_feeling_and_that_is_said(make_film, scene_of) -> None:
    film = make_film(scenes=[((9, 9, 9), 8)])
    known = [*lines("Hello."), *lines("I love you so", "I hate you", manner="song")]
    result = text_emotion.TOOL.run(scene_of(film, known=known), TextEmotionArgs())
    assert [reading.about for reading in result.findings] == ["u0"]
    assert result.notes == ("2 sung lines are not taken for what anybody feels",)


def test_how_a_line_is_said_counts(make_film, scene_of) -> None:
    film = make_film(scenes=[((9, 9, 9), 8)])
    cue = Utterance(
        span=Span(start_s=0.5, end_s=1), utterance_id="c", words="sobbing", manner="sound", source="subtitles"
    )

    def sadness(*known: Utterance) -> EmotionReading:
        return text_emotion.TOOL.run(scene_of(film, known=list(known)), TextEmotionArgs()).findings[0]

    plain, said = sadness(*lines("All right then.")), sadness(*lines("All right then."), cue)
    assert plain.label != "sadness"
    assert said.label == "sadness"
    assert said.affect.valence < plain.affect.valence


def test_a_place_of_the_feeling_is_told(make_film, scene_of) -> None:
    film = make_film(scenes=[((9, 9, 9), 300)])
    known = lines("I love you! I'm so happy!", "The door is on the left.", "I hate you!", every_s=100.0)
    glad, calm, angry = text_emotion.TOOL.run(scene_of(film, known=known), TextEmotionArgs()).findings
    assert glad.affect.valence > calm.affect.valence > angry.affect.valence
    assert glad.affect.arousal > calm.affect.arousal < angry.affect.arousal


def test_a_language_that_was_not_learnt_is_not_read_and_that_is_said(make_film, scene_of) -> None:
    film = make_film(scenes=[((9, 9, 9), 8)])
    known = lines("Where are you going, and why?", "Je ne sais pas ce que tu veux.", "Нет.", every_s=2.0)
    result = text_emotion.TOOL.run(scene_of(film, known=known), TextEmotionArgs())
    assert [reading.about for reading in result.findings] == ["u0"]
    (note,) = result.notes
    assert "1 in French, 1 in cyrillic" in note
    assert "has learnt English only" in note


def test_a_line_that_tells_no_language_is_in_that_of_its_label_or_of_the_film(make_film, scene_of) -> None:
    film = make_film(scenes=[((9, 9, 9), 8)])
    french = lines("Je ne sais pas.", "Qui est là, mon ami ?", "Hum.")
    assert text_emotion.TOOL.run(scene_of(film, known=french), TextEmotionArgs()).findings == ()
    labelled = lines("Hum.", language="fr")
    assert text_emotion.TOOL.run(scene_of(film, known=labelled), TextEmotionArgs()).findings == ()


def test_a_recognised_line_counts_as_far_as_it_was_understood(make_film, scene_of) -> None:
    film = make_film(scenes=[((9, 9, 9), 8)])
    heard = [lines("I hate you!")[0].model_copy(update={"source": "recognised", "confidence": 0.6})]
    (reading,) = text_emotion.TOOL.run(scene_of(film, known=heard), TextEmotionArgs()).findings
    assert reading.weight == 0.6


def test_a_recognised_line_to_which_only_music_is_heard_counts_little(make_film, scene_of) -> None:
    film = make_film(scenes=[((9, 9, 9), 8)])

    def weight(line: Utterance, *heard: str) -> float:
        span = Span(start_s=0, end_s=8)
        sounds = [Sound(span=span, what=what, confidence=1, level_dbfs=-20) for what in heard]
        scene = scene_of(film, known=[line, *sounds])
        return text_emotion.TOOL.run(scene, TextEmotionArgs()).findings[0].weight

    [sung] = lines("I love you so", source="recognised", confidence=0.8)
    [read] = lines("I love you so")
    assert weight(sung, "speech") == weight(sung) == weight(sung, "music", "speech") == pytest.approx(0.8)
    assert weight(sung, "music") == pytest.approx(0.8 * text_emotion.AS_SUNG)
    assert weight(read, "music") == 1, "subtitles mark songs themselves"


@pytest.mark.parametrize("words", ["a" * 10_000, "Where is it? " * 200, "?!?!", "12345"])
@pytest.mark.parametrize("duration_s", [0.1, 300.0])
def test_any_line_gets_a_reading(make_film, scene_of, words, duration_s) -> None:
    film = make_film(scenes=[((9, 9, 9), 1)])
    (line,) = lines(words)
    known = [line.model_copy(update={"span": Span(start_s=0, end_s=duration_s)})]
    (reading,) = text_emotion.TOOL.run(scene_of(film, known=known), TextEmotionArgs()).findings
    assert reading.span.duration_s == pytest.approx(duration_s)


def test_all_of_a_long_line_is_read() -> None:
    calm = "We left the station at ten and went on to the office by the river. " * 12
    begun, ended = text_emotion.read_lines(
        [calm, f"{calm} I hate you! I hate you all!"], [0, 1], [None, None]
    )
    anger = EMOTIONS.index("anger")
    assert ended[anger] > begun[anger] + 0.02


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
