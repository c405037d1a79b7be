"""What is said, heard by Whisper, for films without subtitles.

A line belongs to the reel in which it begins. Where somebody talks across a reel's border, both reels listen
to the same few seconds around it, hear the same lines, and each keeps those that begin on its own side.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pydantic import Field

from storyreel.memory.clock import clock
from storyreel.memory.intervals import joined
from storyreel.memory.records import Span, Utterance
from storyreel.tools.contract import PerceptionTool, Result
from storyreel.tools.loops import looping
from storyreel.tools.media.gaps import gap_note
from storyreel.tools.models import whisper
from storyreel.tools.models.whisper import Passage, Transcript, Word
from storyreel.tools.scene import REEL_S, Scene
from storyreel.tools.voice_alone import ListeningArgs, voice_alone

REACH_S = 10.0
"""How far around a border talk is followed; longer talk is parted at a short pause."""
LEAST_PROBABILITY = -1.0
"""Mean log probability of a passage's tokens; Whisper's own threshold."""
LEAST_CONFIDENCE = 0.35
"""Mean probability of a line's words; below it Whisper mostly makes words out of noise and music."""
LEAST_LANGUAGE = 0.5
SHORTEST_PIECE_S = 0.2
LEAST_UNWRITTEN_S = 1.0
"""A shorter sound of which nothing is written is rather a breath or a cry than a line."""
ONE_PIECE_S = 1.0
"""What is not understood and lies no farther apart is told as one piece."""
PAUSE_S = 0.6
LONGEST_LINE_S = 8.0
SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！")
TITLES = {"mr.", "mrs.", "ms.", "dr.", "st.", "prof.", "lt.", "sgt.", "capt.", "gen.", "col."}
"""Words that end in a full stop and no sentence."""
SUBTITLES_NOTE = "the subtitles tell what is said: speech was not recognised"


class SpeechArgs(ListeningArgs):
    """How to listen."""

    language: str | None = Field(
        None, pattern="^[a-z]{2,3}$", description="Language code; without it each piece's is heard."
    )


@dataclass(frozen=True)
class Heard:
    """A line as recognised, in film time."""

    span: Span
    words: str
    confidence: float
    language: str
    language_probability: float


@dataclass(frozen=True)
class Lost:
    """Where Whisper heard speech and understood none, in film time."""

    span: Span


def recognise_speech(scene: Scene, args: SpeechArgs) -> Result[Utterance]:
    """Lines that begin in the span, sentence by sentence; nothing where subtitles tell what is said."""
    if not scene.film.has_sound:
        return Result[Utterance](notes=("no sound: nothing could be heard",))
    lines = scene.known.find(Utterance, scene.film.span)
    if any(line.source == "subtitles" for line in lines):
        return Result[Utterance](notes=(SUBTITLES_NOTE,))
    listened = voice_alone(scene, args)
    heard = [
        one
        for piece in _pieces(listened)
        for one in _listen(listened, piece, args.language)
        if scene.span.holds(one.span.start_s)
    ]
    kept = [one for one in heard if isinstance(one, Heard)]
    lost = [one.span for one in heard if isinstance(one, Lost)]
    gaps = tuple(gap_note("sound", gap) for gap in scene.sound_gaps(scene.span))
    notes = (*gaps, *lost_notes(lost), *_language_notes(scene.span, kept))
    return Result[Utterance](findings=tuple(_utterances(kept, scene.span)), notes=notes)


def _pieces(scene: Scene) -> Iterator[Span]:
    """What to listen to at a time: talk across the first border, what lies between, talk across the last."""
    end_s = min(scene.span.end_s, scene.film.duration_s)
    opening, closing = _crossing(scene, scene.span.start_s), _crossing(scene, end_s)
    first_s = opening.end_s if opening else scene.span.start_s
    last_s = closing.start_s if closing else end_s
    if opening:
        yield opening
    if last_s - first_s >= SHORTEST_PIECE_S:
        yield Span(start_s=first_s, end_s=last_s)
    if closing:
        yield closing


def _crossing(scene: Scene, border_s: float) -> Span | None:
    """Talk that goes on at a border of two reels; the same for both of them."""
    if not 0 < border_s < scene.film.duration_s:
        return None
    begin_s = max(0.0, border_s - REACH_S)
    around = Span(start_s=begin_s, end_s=min(scene.film.duration_s, border_s + REACH_S))
    regions = whisper.speech_regions(scene.load_sound(around), longest_s=REACH_S)
    spans = (Span(start_s=begin_s + start_s, end_s=begin_s + end_s) for start_s, end_s in regions)
    return next((span for span in spans if span.holds(border_s)), None)


def _listen(scene: Scene, piece: Span, language: str | None) -> Iterator[Heard | Lost]:
    sound = scene.load_sound(piece)
    regions = whisper.speech_regions(sound)
    if not regions:  # Whisper would take seconds to find nothing
        return
    transcript = whisper.transcribe(sound, language)
    for start_s, end_s in unwritten(regions, transcript.passages):
        yield Lost(Span(start_s=piece.start_s + start_s, end_s=min(piece.end_s, piece.start_s + end_s)))
    for words, understood in runs(transcript.passages):
        for line in sentences(words):
            heard = _heard(line, piece, transcript)
            yield heard if understood and heard.confidence >= LEAST_CONFIDENCE else Lost(heard.span)


def _heard(line: list[Word], piece: Span, transcript: Transcript) -> Heard:
    return Heard(
        span=_span_of(line, piece),
        words="".join(word.text for word in line).strip(),
        confidence=sum(word.probability for word in line) / len(line),
        language=transcript.language,
        language_probability=transcript.language_probability,
    )


def unwritten(
    regions: Iterable[tuple[float, float]], passages: Sequence[Passage]
) -> list[tuple[float, float]]:
    """Of where somebody is heard, that of which Whisper wrote not one word; too short a sound is none."""
    words = [word for passage in passages for word in passage.words]
    return [
        (start_s, end_s)
        for start_s, end_s in regions
        if end_s - start_s >= LEAST_UNWRITTEN_S
        and not any(word.start_s < end_s and start_s < word.end_s for word in words)
    ]


def runs(passages: Sequence[Passage]) -> Iterator[tuple[list[Word], bool]]:
    """Words of each passage as far as they go together, and whether they may be what was said.

    Whisper's compression ratio would condemn all of a window for a loop at its end.
    """
    words = [(word, passage) for passage in passages for word in passage.words]
    loops = looping([word.text for word, _ in words])
    judged = [
        (word, passage, place not in loops and passage.mean_log_probability >= LEAST_PROBABILITY)
        for place, (word, passage) in enumerate(words)
    ]
    for (_, understood), run in groupby(judged, key=lambda one: (id(one[1]), one[2])):
        yield [word for word, _, _ in run], understood


def sentences(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words in lines: parted after a sentence, at a pause, and where a line would get too long."""
    line: list[Word] = []
    spoken = [word for word in words if word.text.strip()]
    for word, following in pairwise([*spoken, None]):
        if word is None:
            continue
        line.append(word)
        if following is None or _parts(line, following):
            yield line
            line = []


def _parts(line: list[Word], following: Word) -> bool:
    last = line[-1].text.strip().lower()
    return (
        (last.endswith(SENTENCE_ENDS) and last not in TITLES)
        or following.start_s - line[-1].end_s >= PAUSE_S
        or following.end_s - line[0].start_s > LONGEST_LINE_S
    )


def _span_of(words: list[Word], piece: Span) -> Span:
    start_s = min(piece.start_s + words[0].start_s, piece.end_s)
    return Span(start_s=start_s, end_s=max(start_s, min(piece.start_s + words[-1].end_s, piece.end_s)))


def _utterances(lines: list[Heard], span: Span) -> Iterator[Utterance]:
    reel = int(span.start_s // REEL_S)
    for number, line in enumerate(sorted(lines, key=lambda line: line.span.start_s), start=1):
        yield Utterance(
            span=line.span,
            utterance_id=f"u{reel}.{number}",
            words=line.words,
            source="recognised",
            confidence=min(1.0, line.confidence),
            language=line.language,
        )


def lost_notes(lost: list[Span]) -> tuple[str, ...]:
    """How much of what sounds like speech has no line, and where."""
    pieces = joined(lost, ONE_PIECE_S)
    if not pieces:
        return ()
    where = ", ".join(f"{clock(piece.start_s)}–{clock(piece.end_s)}" for piece in pieces)
    number = "1 piece" if len(pieces) == 1 else f"{len(pieces)} pieces"
    return (f"{number} of what sounds like speech, {where}, could not be understood",)


def _language_notes(span: Span, kept: list[Heard]) -> tuple[str, ...]:
    unsure = sorted({line.language for line in kept if line.language_probability < LEAST_LANGUAGE})
    where = f"between {span.start_s:.0f} and {span.end_s:.0f} s"
    return (f"it is not sure that {', '.join(unsure)} is spoken {where}",) if unsure else ()


TOOL = PerceptionTool(
    name="speech",
    version="4",
    description="What is said, recognised from the sound of a film that has no subtitles.",
    run=recognise_speech,
    result=Result[Utterance],
    args=SpeechArgs,
    needs=("dialogue",),
    weights=(whisper.ENTRY,),
)
