"""What a line says of the speaker's feeling: emotion and sentiment from its words and the lines around it.

How subtitles say that it is said (`[sobbing]`, `(sarcastically)`) counts too. Songs are nobody's feeling, and
lines in a language that the model has not learnt are not read.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

import numpy as np
from pydantic import Field

from storyreel.memory.records import EMOTIONS, Affect, Emotion, EmotionReading, Sound, SoundKind, Utterance
from storyreel.tools import languages, manners
from storyreel.tools.affect import affect_of
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.models import head, minilm
from storyreel.tools.models.feeling_labels import COMMONNESS
from storyreel.tools.models.head import Array
from storyreel.tools.models.line_feelings import Backend, LineFeelings, Read, line_feelings
from storyreel.tools.scene import Scene

SILENCE_S = 12.0
"""A dialogue ends where nobody speaks for so long."""
AS_SUNG = 0.2
"""What a recognised line counts for through which only music is heard: it is sung, most likely. Set by
judgement."""
PIECE_WORDS = 40
"""A longer line is read in pieces, which fit into what the models read at once."""


class TextEmotionArgs(Args):
    """Which model reads."""

    backend: Backend = Field(default="embedded", description="What reads feelings in words")
    model: str | None = Field(default=None, description="Of transformers: a folder, or a hub's repository")
    revision: str | None = Field(default=None, description="The repository's commit")
    labels: dict[str, Emotion | None] | None = Field(
        default=None, description="What the model's classes mean, where their names do not say it"
    )


def read_text_emotion(scene: Scene, args: TextEmotionArgs) -> Result[EmotionReading]:
    """One reading for each spoken line that has words in a language that the model has learnt."""
    everything = sorted(scene.find(Utterance), key=lambda line: (line.span.start_s, line.span.end_s))
    spoken = [line for line in everything if line.manner == "speech" and line.words.strip()]
    if not spoken:
        return Result[EmotionReading](notes=tuple(_on_songs(everything)))
    model = line_feelings(args.backend, args.model, args.revision, args.labels)
    tongues = _tongues(spoken)
    lines = [line for line, tongue in zip(spoken, tongues, strict=True) if _is_learnt(tongue, model)]
    found = read(model, [line.words for line in lines], _dialogues(lines), [line.speaker for line in lines])
    told = manners.manners_of(everything)
    sounds = scene.find(Sound)
    readings = (
        _reading(line, k, found, told.get(line.utterance_id), _weight(line, sounds))
        for k, line in enumerate(lines)
    )
    notes = (*_on_songs(everything), *_on_languages(tongues, model), *_on_limits(model))
    return Result[EmotionReading](findings=tuple(readings), notes=notes)


def _weight(line: Utterance, sounds: Sequence[Sound]) -> float:
    """Of a recognised line, as far as it was surely understood and is not sung."""
    if line.confidence is None:
        return 1.0
    sung = _heard(line, "music", sounds) * (1 - _heard(line, "speech", sounds))
    return line.confidence * (1 - (1 - AS_SUNG) * sung)


def _heard(line: Utterance, what: SoundKind, sounds: Sequence[Sound]) -> float:
    """How surely a kind of sound is heard through a line, 0 to 1."""
    shared_s = sum(one.confidence * one.span.overlap_s(line.span) for one in sounds if one.what == what)
    return min(1.0, shared_s / line.span.duration_s) if line.span.duration_s else 0.0


def _reading(
    line: Utterance, place: int, found: Read, manner: manners.Manner | None, weight: float
) -> EmotionReading:
    """Of one line, from the row of its place."""
    row, sentiments = found.probabilities[place], found.sentiments
    if manner:
        row, sentiments = manners.as_said(row, manner), None
    return EmotionReading(
        span=line.span,
        about=line.utterance_id,
        modality="text",
        probabilities=head.named(row),
        weight=weight,
        affect=affect_of(row) if sentiments is None else _affect(row, sentiments[place]),
    )


def _affect(row: Array, sentiments: Array) -> Affect:
    """Valence is half way from what is read as negative to what is read as positive."""
    return affect_of(row, float(0.5 + (sentiments[-1] - sentiments[0]) / 2))


def _dialogues(lines: Sequence[Utterance]) -> list[int]:
    """The number of the dialogue that each line belongs to."""
    begins = [after.span.start_s - line.span.end_s > SILENCE_S for line, after in pairwise(lines)]
    return list(accumulate(begins, initial=0))[: len(lines)]


def read(
    model: LineFeelings, words: Sequence[str], dialogues: Sequence[object], speakers: Sequence[str | None]
) -> Read:
    """What a model reads in lines in order of time, however long; speakers may be unknown."""
    pieces = [_pieces(line) for line in words]
    owners = [line for line, many in enumerate(pieces) for _ in many]
    found = model.read(
        [piece for many in pieces for piece in many],
        [dialogues[line] for line in owners],
        [speakers[line] for line in owners],
    )
    sentiments = None if found.sentiments is None else _means(found.sentiments, owners, len(words))
    return Read(_means(found.probabilities, owners, len(words)), sentiments)


def _pieces(words: str) -> list[str]:
    """A line in pieces of few enough words; most lines are one.

    >>> [len(piece.split()) for piece in _pieces("so " * 100)]
    [40, 40, 20]
    """
    split = words.split()
    return [" ".join(split[k : k + PIECE_WORDS]) for k in range(0, len(split), PIECE_WORDS)] or [""]


def _means(values: Array, owners: Sequence[int], lines: int) -> Array:
    """Shape (pieces, k) to (lines, k): each line's mean over its pieces, every line having one at least."""
    sums = np.zeros((lines, values.shape[1]), np.float32)
    np.add.at(sums, np.array(owners, np.intp), values)
    counts = np.bincount(owners, minlength=lines) if lines else np.zeros(0)
    return np.asarray(sums / counts[:, np.newaxis], np.float32)


def read_lines(words: Sequence[str], dialogues: Sequence[object], speakers: Sequence[str | None]) -> Array:
    """Shape (n, 7): what the embedded model finds in lines in order of time; speakers may be unknown."""
    return read(line_feelings("embedded"), words, dialogues, speakers).probabilities


def _tongues(lines: Sequence[Utterance]) -> list[str | None]:
    """Each line's language: by its words, else as it is labelled, else the film's."""
    seen = languages.languages_of([line.words for line in lines])
    usual = next(iter(Counter(filter(None, seen)).most_common(1)), (None,))[0]
    return [tongue or line.language or usual for tongue, line in zip(seen, lines, strict=True)]


def _is_learnt(tongue: str | None, model: LineFeelings) -> bool:
    return tongue is None or model.languages is None or tongue[:2] in model.languages


def _on_languages(tongues: Sequence[str | None], model: LineFeelings) -> Iterator[str]:
    """Names languages that are not read, or of which it is not known whether they can be."""
    known = model.languages or {"en"}
    foreign = Counter(tongue for tongue in tongues if tongue and tongue[:2] not in known)
    counts = ", ".join(f"{count} in {languages.name_of(code)}" for code, count in foreign.most_common())
    if counts and model.languages is None:
        yield f"{model.name} may not have learnt the language of all lines that it reads: {counts}"
    elif counts:
        learnt = ", ".join(map(languages.name_of, sorted(known)))
        yield f"{model.name} has learnt {learnt} only, so that some lines are not read for feelings: {counts}"


def _on_limits(model: LineFeelings) -> Iterator[str]:
    """Names emotions that the model cannot tell."""
    untold = [emotion for emotion in EMOTIONS if emotion not in model.tells]
    if untold:
        shares = ", ".join(f"{emotion} {COMMONNESS[emotion]:.0%}" for emotion in untold)
        yield f"{model.name} cannot tell some emotions, which stay as common as in any dialogue: {shares}"


def _on_songs(lines: Sequence[Utterance]) -> Iterator[str]:
    sung = sum(line.manner == "song" for line in lines)
    if sung:
        yield f"{sung} sung line{'s are' if sung > 1 else ' is'} not taken for what anybody feels"


TOOL = PerceptionTool(
    name="text_emotion",
    version="5",
    description="The emotion that each spoken line's words carry, read with the lines around it.",
    run=read_text_emotion,
    result=Result[EmotionReading],
    args=TextEmotionArgs,
    needs=("dialogue", "speech", "sounds"),
    scope="film",
    depth="quick",
    weights=(minilm.ENTRY,),
)
