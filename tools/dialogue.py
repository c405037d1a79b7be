"""Dialogue from subtitles: who says, what is heard, what is sung, and when."""

from pydantic import Field

from storyreel.memory.records import Utterance
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.in_step import in_step
from storyreel.tools.media.cues import lines_of
from storyreel.tools.media.repair import Cue, clipped
from storyreel.tools.media.subtitles import SubtitleSource, read
from storyreel.tools.scene import Scene

FORCED_NOTE = "the subtitles are forced ones: they only hold what is foreign to the film's own language"


class DialogueArgs(Args):
    """Where the subtitles come from; `storyreel.tools.media.subtitles.choose` finds it."""

    source: SubtitleSource = Field(SubtitleSource(), description="The subtitles to read.")


def read_dialogue(scene: Scene, args: DialogueArgs) -> Result[Utterance]:
    """The film's subtitles as utterances, in order of time and in step with the sound.

    Raises MediaError if the chosen subtitles cannot be read.
    """
    cues, repairs = read(args.source, scene.film.frame_rate_hz)
    cues, moves = in_step(scene, cues)
    cues, cuts = clipped(cues, scene.film.duration_s)
    notes = (*args.source.notes, *repairs, *moves, *cuts)
    if args.source.forced:
        notes = (*notes, FORCED_NOTE)
    return Result[Utterance](findings=_utterances(cues, args.source.language), notes=notes)


def _utterances(cues: list[Cue], language: str | None) -> tuple[Utterance, ...]:
    lines = sorted((line for cue in cues for line in lines_of(cue)), key=lambda line: line.span.start_s)
    return tuple(
        Utterance(
            span=line.span,
            utterance_id=f"u{number}",
            words=line.words,
            manner=line.manner,
            speaker=line.speaker,
            source="subtitles",
            language=language,
        )
        for number, line in enumerate(lines, start=1)
    )


TOOL = PerceptionTool(
    name="dialogue",
    version="5",
    description="What the film's subtitles say is spoken, heard and sung, with the speakers they name.",
    run=read_dialogue,
    result=Result[Utterance],
    args=DialogueArgs,
    scope="film",
    depth="quick",
)
