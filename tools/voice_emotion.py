"""How a line is spoken: emotion from the sound of the voice, whatever the words."""

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import EmotionReading, Span, Utterance
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.media.gaps import gap_note
from storyreel.tools.models import head, whisper
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples, Scene

HEAD = "voice_emotion"
SHORTEST_S = 0.4
LONGEST_S = 15.0
"""A longer line is heard up to here."""
FEATURES = 1024

FILM_PRIOR = head.vector(
    {
        "neutral": 0.47,
        "happiness": 0.17,
        "surprise": 0.12,
        "anger": 0.11,
        "sadness": 0.07,
        "disgust": 0.03,
        "fear": 0.03,
    }
)
"""How often people in a film sound so: shares of the labels of television dialogue, rounded (Poria et al.,
"MELD", 2019). The head learnt from acted speech with every emotion equally often; without this correction
calm talk is called angry or sad far too often."""
FILM_TEMPERATURE = 1.9
"""The head is calibrated for recordings like those it learnt from, and too sure of others: trained on RAVDESS
alone it wants a temperature of 1.37 on EmoDB and of 0.71 at home, 1.9 times as much."""
EVEN_PRIOR = np.full(len(FILM_PRIOR), 1 / len(FILM_PRIOR), np.float32)

Features = NDArray[np.float32]


def read_voice_emotion(scene: Scene, args: Args) -> Result[EmotionReading]:  # noqa: ARG001  the tool has none
    """One reading for each spoken line that starts in the span and in which a voice is heard."""
    if not scene.film.has_sound:
        return Result[EmotionReading](notes=("no sound: voices were not heard",))
    readings = [_reading(scene, line) for line in scene.find(Utterance) if _is_heard(scene, line)]
    gaps = tuple(gap_note("sound", gap) for gap in scene.sound_gaps(scene.span))
    return Result[EmotionReading](findings=tuple(reading for reading in readings if reading), notes=gaps)


def _is_heard(scene: Scene, line: Utterance) -> bool:
    begins_here = scene.span.holds(line.span.start_s)
    return line.manner == "speech" and begins_here and line.span.duration_s >= SHORTEST_S


def _reading(scene: Scene, line: Utterance) -> EmotionReading | None:
    start_s = line.span.start_s
    end_s = min(line.span.end_s, start_s + LONGEST_S, scene.film.duration_s)
    features = describe(scene.load_sound(Span(start_s=start_s, end_s=max(start_s, end_s))))
    if features is None:
        return None
    (row,) = as_in_films(head.load(HEAD).probabilities(features[np.newaxis]))
    return EmotionReading(
        span=line.span, about=line.utterance_id, modality="voice", probabilities=head.named(row)
    )


def as_in_films(even: Features) -> Features:
    """The head's probabilities, less sure and with the emotions as frequent as in films; shape (n, 7)."""
    softer = head.softmax(np.log(np.maximum(even, 1e-6)) / np.float32(FILM_TEMPERATURE))
    return head.with_priors(softer, EVEN_PRIOR, FILM_PRIOR)


def describe(samples: Samples) -> Features | None:
    """Shape (1024,): mean and deviation of Whisper's states while somebody speaks; None if nobody does."""
    if len(samples) < SHORTEST_S * SAMPLE_RATE_HZ:
        return None
    regions = whisper.speech_regions(samples)
    if not regions:
        return None
    states = whisper.encode(samples)
    spoken = np.zeros(len(states), bool)
    for start_s, end_s in regions:
        spoken[int(start_s * whisper.STATES_HZ) : int(np.ceil(end_s * whisper.STATES_HZ))] = True
    voiced = states[spoken]
    return np.concatenate([voiced.mean(axis=0), voiced.std(axis=0)])


TOOL = PerceptionTool(
    name="voice_emotion",
    version="2",
    description="The emotion that each spoken line's voice carries, whatever its words.",
    run=read_voice_emotion,
    result=Result[EmotionReading],
    needs=("dialogue", "speech"),
    weights=(whisper.ENTRY,),
)
