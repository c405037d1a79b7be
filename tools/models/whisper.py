"""Whisper base on CTranslate2 int8: what is said, where somebody speaks, and how it sounds.

Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision" (2022), through faster-whisper,
whose bundled Silero VAD tells speech from silence, music and noise.
"""

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from storyreel.tools import weights
from storyreel.tools.models import early_layers
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.feature_extractor import FeatureExtractor
    from faster_whisper.transcribe import Segment

ENTRY = "whisper-base"
THREADS = 2
STATES_HZ = 50
"""Encoder states a second."""
WINDOW_S = 30.0
"""The encoder's positions reach no further."""
VOICE_LAYERS = 4
"""Of the encoder's six, unless a reader asks for another number. How something sounds shows best early, later
layers keep what is said."""
PAUSE_S = 0.4
"""Silence at least this long parts two regions of speech."""
PAD_S = 0.2
LEAST_CHANCE = 0.5
"""Silero's own."""

States = NDArray[np.float32]


@dataclass(frozen=True)
class Word:
    """A word as heard, with the punctuation that follows it."""

    start_s: float
    end_s: float
    text: str
    """With the blank before it, in languages that have one."""
    probability: float


@dataclass(frozen=True)
class Passage:
    """A piece of speech that Whisper heard in one go."""

    words: tuple[Word, ...]
    mean_log_probability: float


@dataclass(frozen=True)
class Transcript:
    """What was said, with times counted from the first sample."""

    passages: tuple[Passage, ...]
    language: str
    """ISO 639-1."""
    language_probability: float
    """1 where the language was given."""


def transcribe(samples: Samples, language: str | None = None) -> Transcript:
    """What is said; greedy and without sampling, so that the same sound always reads the same."""
    segments, about = _recogniser().transcribe(
        samples,
        language=language,
        beam_size=1,
        temperature=0.0,
        condition_on_previous_text=False,
        word_timestamps=True,
        vad_filter=True,
        vad_parameters={"min_silence_duration_ms": 1000, "speech_pad_ms": round(1000 * PAD_S)},
    )
    passages = tuple(_passage(segment) for segment in segments)
    return Transcript(passages, about.language, float(about.language_probability))


def _passage(segment: "Segment") -> Passage:
    words = tuple(
        Word(float(word.start), float(word.end), word.word, float(word.probability))
        for word in segment.words or ()
    )
    return Passage(words, segment.avg_logprob)


def speech_regions(
    samples: Samples,
    longest_s: float = WINDOW_S,
    pause_s: float = PAUSE_S,
    pad_s: float = PAD_S,
    least_chance: float = LEAST_CHANCE,
) -> list[tuple[float, float]]:
    """Start and end, in seconds, of every stretch where somebody speaks, in order and apart.

    Speech begins where it is likelier than `least_chance`, and ends well below. Longer stretches than
    `longest_s` are parted at their last short pause. Each is `pad_s` longer, at both ends, than what is heard
    as speech.
    """
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        threshold=least_chance,
        min_silence_duration_ms=round(1000 * pause_s),
        speech_pad_ms=round(1000 * pad_s),
        max_speech_duration_s=longest_s,
    )
    regions = get_speech_timestamps(samples, options)
    return [(region["start"] / SAMPLE_RATE_HZ, region["end"] / SAMPLE_RATE_HZ) for region in regions]


def encode(samples: Samples, layers: int = VOICE_LAYERS) -> States:
    """Shape (n, 512), 50 a second: encoder states after the first `layers` layers, of the first 30 s at most.

    The sound is not padded to 30 s as for transcription: 3 s then take 20 ms instead of half a second.
    """
    import ctranslate2

    mel = _mel()(samples[: round(WINDOW_S * SAMPLE_RATE_HZ)])
    batch = np.ascontiguousarray(mel[np.newaxis, :, : round(WINDOW_S * 2 * STATES_HZ)], np.float32)
    states = _encoder(layers).encode(ctranslate2.StorageView.from_array(batch), to_cpu=True)
    first: States = np.asarray(states, np.float32)[0]
    return first


@cache
def _recogniser() -> "WhisperModel":
    from faster_whisper import WhisperModel

    return WhisperModel(
        str(weights.folder(ENTRY)),
        device="cpu",
        compute_type="int8",
        cpu_threads=THREADS,
        local_files_only=True,
    )


@cache
def _encoder(layers: int) -> Any:  # noqa: ANN401  ctranslate2 has no types
    import ctranslate2

    folder = weights.folder(ENTRY)
    shortened = early_layers.without((folder / "model.bin").read_bytes(), partial(_is_past, layers))
    with TemporaryDirectory() as part:  # CTranslate2 keeps files that it is given in memory, 80 MB each
        (Path(part) / "model.bin").write_bytes(shortened)
        for name in ("config.json", "vocabulary.json"):
            copyfile(folder / name, Path(part) / name)
        return ctranslate2.models.Whisper(part, device="cpu", compute_type="int8", intra_threads=THREADS)


def _is_past(layers: int, tensor: str) -> bool:
    stack, _, rest = tensor.partition("/layer_")
    number = rest.partition("/")[0]
    kept = {"encoder": layers, "decoder": 1}  # CTranslate2 opens no Whisper without a decoder
    return number.isdigit() and stack in kept and int(number) >= kept[stack]


@cache
def _mel() -> "FeatureExtractor":
    from faster_whisper.feature_extractor import FeatureExtractor

    return FeatureExtractor()
