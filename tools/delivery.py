"""How each line is spoken: what its voice leans to, and how high, loud and fast it is."""

from collections.abc import Iterator
from math import ceil

from pydantic import Field

from storyreel.memory.records import EMOTIONS, Delivery, Span, Utterance
from storyreel.tools.clarity import Regions, clarity
from storyreel.tools.contract import PerceptionTool, Result
from storyreel.tools.media.gaps import gap_note
from storyreel.tools.models import prosody, whisper
from storyreel.tools.models.voice_feelings import Backend, VoiceFeelings, voice_feelings
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples, Scene
from storyreel.tools.voice_alone import ListeningArgs, voice_alone

SHORTEST_S = 0.4
"""A line shorter than this is not read, nor one in which somebody speaks for less."""
LONGEST_S = 15.0
"""A longer line is read in parts."""
AROUND_S = 1.0
"""Heard before and after a line, to know what is heard when nobody speaks."""

KEPT = ("pitch_semitones", "loudness_db", "syllables_hz", "pause_share")
"""Of the measures, those that people have words for."""


class DeliveryArgs(ListeningArgs):
    """Which model hears feelings."""

    backend: Backend = Field(default="embedded", description="Model that hears feelings in voices")
    folder: str | None = Field(default=None, description="Folder with SpeechBrain's model")


def hear_delivery(scene: Scene, args: DeliveryArgs) -> Result[Delivery]:
    """One finding for each spoken line that starts in the span and in which a voice is heard; of a long line,
    one for each part."""
    if not scene.film.has_sound:
        return Result[Delivery](notes=("no sound: voices were not heard",))
    model = voice_feelings(args.backend, args.folder)
    listened = voice_alone(scene, args)
    found = tuple(one for line in scene.find(Utterance) for one in _parts(listened, line, model))
    gaps = tuple(gap_note("sound", gap) for gap in scene.sound_gaps(scene.span))
    return Result[Delivery](findings=found, notes=(*gaps, *(_limits(model) if found else ())))


def _limits(model: VoiceFeelings) -> Iterator[str]:
    untold = [emotion for emotion in EMOTIONS if emotion not in model.tells]
    if untold:
        yield f"{model.name} does not know {', '.join(untold)}: voices neither show nor rule them out"


def _parts(scene: Scene, line: Utterance, model: VoiceFeelings) -> Iterator[Delivery]:
    if line.manner != "speech" or not scene.span.holds(line.span.start_s):
        return
    length_s = min(line.span.end_s, scene.film.duration_s) - line.span.start_s
    parts = ceil(length_s / LONGEST_S) if length_s >= SHORTEST_S else 0
    for number in range(parts):
        start_s = line.span.start_s + number * length_s / parts
        if one := _delivery(scene, line, Span(start_s=start_s, end_s=start_s + length_s / parts), model):
            yield one


def _delivery(scene: Scene, line: Utterance, span: Span, model: VoiceFeelings) -> Delivery | None:
    before_s = min(AROUND_S, span.start_s)
    around = Span(start_s=span.start_s - before_s, end_s=min(scene.film.duration_s, span.end_s + AROUND_S))
    sound = scene.load_sound(around)
    regions = whisper.speech_regions(sound)
    spoken = _clipped(regions, before_s, before_s + span.duration_s)
    if sum(end_s - start_s for start_s, end_s in spoken) < SHORTEST_S:
        return None
    speech = sound[round(spoken[0][0] * SAMPLE_RATE_HZ) : round(spoken[-1][1] * SAMPLE_RATE_HZ)]
    return Delivery(
        span=span,
        about=line.utterance_id,
        model=model.name,
        leanings=model.lean(speech),
        clarity=clarity(sound, spoken, regions),
        **_measures(speech),
    )


def _clipped(regions: Regions, start_s: float, end_s: float) -> Regions:
    clipped = [(max(start_s, begin_s), min(end_s, stop_s)) for begin_s, stop_s in regions]
    return [(begin_s, stop_s) for begin_s, stop_s in clipped if begin_s < stop_s]


def _measures(speech: Samples) -> dict[str, float]:
    row = prosody.measure(speech)
    if row is None:
        return {}
    measured = dict(zip(prosody.MEASURES, row.tolist(), strict=True))
    return {name: measured[name] for name in KEPT}


TOOL = PerceptionTool(
    name="delivery",
    version="1",
    description="How each line is spoken: how high, how loud, how fast, and what feeling its voice leans to.",
    run=hear_delivery,
    result=Result[Delivery],
    args=DeliveryArgs,
    needs=("dialogue", "speech"),
    weights=(whisper.ENTRY,),
)
