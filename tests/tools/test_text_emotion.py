"""Emotion in words: what a line says, and what the lines around it add."""

import numpy as np
import pytest

from storyreel.memory.records import EMOTIONS, Emotion, Span, Utterance
from storyreel.tools import text_emotion
from storyreel.tools.contract import Args
from storyreel.tools.models import minilm, ngrams


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
    result = text_emotion.TOOL.run(scene_of(film, known=known), Args())
    assert [reading.about for reading in result.findings] == ["u0", "u1"]
    assert {reading.modality for reading in result.findings} == {"text"}


def test_a_film_without_words_has_no_readings(make_film, scene_of) -> None:
    film = make_film(scenes=[((9, 9, 9), 1)])
    assert text_emotion.TOOL.run(scene_of(film), Args()).findings == ()


def test_context_holds_what_was_felt_before_and_after() -> None:
    alone = np.eye(7, dtype=np.float32)[[0, 1, 2]]
    context = text_emotion.in_context(alone, ["d", "d", "d"], ["ANNA", "BEN", "ANNA"]).reshape(3, 7, 7)
    _, before, faded, own_before, after, _, own_after = (
        context[0].round(3),
        *context[2, 1:4],
        *context[0, 4:7],
    )
    assert before == pytest.approx(alone[1])
    assert faded == pytest.approx(0.7 * alone[1] + 0.49 * alone[0])
    assert own_before == pytest.approx(alone[0])
    assert after == pytest.approx(alone[1])
    assert own_after == pytest.approx(alone[2])


def test_context_ends_with_the_dialogue() -> None:
    alone = np.eye(7, dtype=np.float32)[[0, 1]]
    context = text_emotion.in_context(alone, ["one", "two"], ["ANNA", "ANNA"])
    assert not context[:, 7:].any()


def test_unknown_speakers_are_not_one_person() -> None:
    alone = np.eye(7, dtype=np.float32)[[0, 1]]
    context = text_emotion.in_context(alone, [0, 0], [None, None]).reshape(2, 7, 7)
    assert not context[:, [3, 6]].any()


def test_sentences_that_mean_the_same_lie_close() -> None:
    hello, greeting, planet = minilm.embed(["Hello there", "Hi there", "The planet orbits the sun"])
    assert np.linalg.norm(hello) == pytest.approx(1, abs=1e-5)
    assert hello @ greeting > 0.7 > 0.3 > hello @ planet


def test_embedding_nothing_gives_no_rows() -> None:
    assert minilm.embed([]).shape == (0, 384)


def test_hashing_hears_the_case_and_knows_quotes() -> None:
    shouted, said, curly, straight = ngrams.hashed(["NO", "no", "don’t", "don't"]).toarray()
    assert not np.array_equal(shouted, said)
    assert np.array_equal(curly, straight)
    assert not ngrams.hashed([""]).nnz
