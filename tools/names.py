"""Names: what a film says, shows and has in its script about what people are called."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import Field

from storyreel.memory.records import NameClaim, NameSource, ScreenText, Utterance
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.naming import credits as titles
from storyreel.tools.naming import introductions, mentions, screenplay, vocatives
from storyreel.tools.naming.alignment import Said, aligned
from storyreel.tools.naming.lexicon import Lexicon
from storyreel.tools.scene import Scene

TRUST_IN_CALL = 0.77
"""How often a name that is called is of who speaks next or spoke before: the 494 calls of MELD's training
dialogues whose name is one speaker's of their episode."""
LEAST_ALIGNED = 0.1
"""A script that accounts for fewer of the film's lines is another film's."""
MOST_QUOTED = 160
"""Letters of a line that a claim repeats."""


class NamesArgs(Args):
    """What stands beside the film."""

    script: str | None = Field(default=None, description="A screenplay of the film, as text")
    script_digest: str | None = Field(default=None, description="SHA-256 of its content")


def with_script(path: Path) -> NamesArgs:
    """Arguments for a screenplay, known by its content.

    Raises MediaError if it cannot be read as one.
    """
    screenplay.read(path)
    return NamesArgs(script=str(path.resolve()), script_digest=hashlib.sha256(path.read_bytes()).hexdigest())


def find_names(scene: Scene, args: NamesArgs) -> Result[NameClaim]:
    """Claims about the names of a film's people, in order of time.

    Raises MediaError if the screenplay is gone.
    """
    lines = [line for line in scene.find(Utterance) if line.manner == "speech"]
    lexicon = Lexicon.of(line.words for line in lines)
    spoken = list(_spoken(lines, lexicon)) if lexicon.tells_case else []
    notes = () if lexicon.tells_case or not lines else (
        "the lines are not written in capitals and small letters, so names cannot be told from other words",
    )  # fmt: skip
    shown = _credited(scene, {claim.name for claim in spoken})
    written, about_script = _written(lines, args)
    claims = _once_each([*written, *spoken, *shown])
    return Result[NameClaim](findings=claims, notes=(*notes, *about_script))


def _spoken(lines: Sequence[Utterance], lexicon: Lexicon) -> Iterator[NameClaim]:
    """Introductions and calls, then where else the names of these are spoken of."""
    named: defaultdict[str, list[str]] = defaultdict(list)
    for line in lines:
        for name, confidence in introductions.given(line.words, lexicon):
            named[line.utterance_id].append(name)
            yield _claim(line, name, "introduction", confidence)
        for name in vocatives.called(line.words, lexicon):
            if name not in named[line.utterance_id]:
                named[line.utterance_id].append(name)
                yield _claim(line, name, "vocative", TRUST_IN_CALL)
    everybody = sorted({name for names in named.values() for name in names})
    for line in lines:
        for name in mentions.mentioned(line.words, everybody, named.get(line.utterance_id, ())):
            yield _claim(line, name, "mention", 1.0)


def _claim(line: Utterance, name: str, source: NameSource, confidence: float) -> NameClaim:
    return NameClaim(
        span=line.span,
        name=name,
        source=source,
        about=line.utterance_id,
        words=_quoted(line.words),
        confidence=confidence,
    )


def _quoted(words: str) -> str:
    return words if len(words) <= MOST_QUOTED else words[: MOST_QUOTED - 1] + "…"


def _credited(scene: Scene, said: set[str]) -> list[NameClaim]:
    return [
        NameClaim(
            span=part.span,
            name=part.role,
            source="credits",
            words=part.words,
            confidence=part.confidence,
            actor=part.actor,
        )
        for part in titles.parts(scene.find(ScreenText), scene.film.span, said)
    ]


def _written(lines: Sequence[Utterance], args: NamesArgs) -> tuple[list[NameClaim], tuple[str, ...]]:
    """What the script says of each line's speaker, and what the user should know of it."""
    if args.script is None or not lines:
        return [], ()
    path = Path(args.script)
    said = aligned(screenplay.read(path), lines)
    if len(said) < LEAST_ALIGNED * len(lines):
        return [], (
            f"the screenplay {path.name!r} has too little in common with the film's lines ({len(said)} of "
            f"{len(lines)}), so it names nobody: is it this film's?",
        )
    note = f"the screenplay says who speaks {len(said)} of the film's {len(lines)} lines"
    return [_claim_of_script(one) for one in said], (note,)


def _claim_of_script(one: Said) -> NameClaim:
    return NameClaim(
        span=one.utterance.span,
        name=one.speech.speaker,
        source="script",
        about=one.utterance.utterance_id,
        words=_quoted(one.speech.words),
        confidence=one.share,
    )


def _once_each(claims: Sequence[NameClaim]) -> tuple[NameClaim, ...]:
    unique = {claim.local_id: claim for claim in claims}
    return tuple(sorted(unique.values(), key=lambda claim: (claim.span.start_s, claim.local_id)))


TOOL = PerceptionTool(
    name="names",
    version="1",
    description="Finds what people are called: by themselves, by others, in credits and in a screenplay.",
    run=find_names,
    result=Result[NameClaim],
    args=NamesArgs,
    needs=("dialogue", "speech", "screen_text"),
    scope="film",
    depth="quick",
)
