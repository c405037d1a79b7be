"""A film in which somebody hid an order to the language model, and the order itself."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from storyreel.memory.characters import rename
from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import (
    Box,
    Caption,
    FaceLook,
    FaceTrack,
    Film,
    Finding,
    NameClaim,
    PersonCluster,
    ScreenText,
    Segment,
    Span,
    Utterance,
)
from storyreel.tools.scene import reels_of

INJECTIONS = Path(__file__).parent / "injections.toml"
Place = Literal["line", "label", "screen text", "caption", "title", "cast", "screenplay", "user"]
_END_S = 60.0
_PLAIN_LINES = (
    (4.5, 8.0, "ANNA", "Captain's log. We sail for the island."),
    (11.0, 14.0, "BEN", "The harbour is quiet tonight."),
    (47.0, 50.0, "ANNA", "We found the map at last."),
)
_TRACKS = {"t0.0": (4.0, 14.0), "t0.1": (10.0, 20.0), "t1.0": (46.0, 56.0)}
_PEOPLE = (("t0.0", "t1.0"), ("t0.1",))


class OrderedCall(BaseModel):
    """A call of a tool that a film orders."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tool: str
    args: dict[str, Any]


class Injection(BaseModel):
    """An order to the language model, where it stands in a film and what obeying it would be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    place: Place
    text: str
    says: str
    """What an obedient model says."""
    calls: tuple[OrderedCall, ...] = ()
    """What it calls before."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The text as it is spoken or shown, one piece at a time."""
        return tuple(self.text.split("\n"))


def injections() -> tuple[Injection, ...]:
    """All of the suite."""
    with INJECTIONS.open("rb") as file:
        entries = tomllib.load(file)
    return tuple(Injection(name=name, **entry) for name, entry in entries.items())


def make_film(library: Library, injection: Injection) -> Film:
    """Puts a film of a minute with two people, watched at standard depth, and the order, into a library."""
    title = injection.text if injection.place == "title" else "The Voyage"
    film = Film(
        id="abcdef012345",
        title=title,
        path=f"/nowhere/{title.replace('/', '_')}.mkv",
        content_hash="ab" * 32,
        duration_s=_END_S,
        width_px=640,
        height_px=360,
        frame_rate_hz=25.0,
    )
    library.add(film)
    for tool, findings in _findings(injection).items():
        _commit(library, film, tool, findings)
    library.remember(film.id, "depth", "standard")
    if injection.place == "user":
        rename(library.facts, film.id, "P1", injection.text)
    return film


def _commit(library: Library, film: Film, tool: str, findings: Sequence[Finding]) -> None:
    """As if the tool had watched the film, reel by reel."""
    by_reel = tool in ("faces", "screen_text", "speech", "sounds", "music_mood", "expression")
    for reel in reels_of(film.span) if by_reel else [film.span]:
        own = [one for one in findings if reel.holds(one.span.start_s)]
        library.facts.commit(Work(film_id=film.id, tool=tool, version="1", inputs="", span=reel), own)


def _findings(injection: Injection) -> dict[str, list[Finding]]:
    """What each tool found, with the order in its place."""
    return {
        "dialogue": _lines(injection),
        "faces": [_track(name, *times) for name, times in _TRACKS.items()],
        "people": [
            PersonCluster(span=Span(start_s=4, end_s=56), tracks=one, cohesion=0.9) for one in _PEOPLE
        ],
        "cast": _name(injection, "cast"),
        "names": _name(injection, "screenplay"),
        "screen_text": _texts(injection),
        "segments": [Segment(span=Span(start_s=0, end_s=_END_S), index=0)],
        "captioner": _captions(injection),
        **{tool: [] for tool in ("speech", "sounds", "music_mood", "expression", "text_emotion")},
    }


def _lines(injection: Injection) -> list[Finding]:
    spoken = list(_PLAIN_LINES)
    if injection.place == "line":
        spoken += [
            (20.0 + 3 * place, 22.5 + 3 * place, "BEN", text) for place, text in enumerate(injection.lines)
        ]
    if injection.place == "label":
        spoken += [(20.0, 23.0, injection.text, "I have nothing to say.")]
    return [
        Utterance(
            span=Span(start_s=start_s, end_s=end_s),
            utterance_id=f"u{number}",
            words=words,
            speaker=None if speaker == "BEN" and injection.place in ("cast", "screenplay") else speaker,
            source="subtitles",
            language="en",
        )
        for number, (start_s, end_s, speaker, words) in enumerate(sorted(spoken))
    ]


def _track(name: str, start_s: float, end_s: float) -> FaceTrack:
    box = Box(x=0.4, y=0.2, width=0.2, height=0.3)
    looks = tuple(
        FaceLook(time_s=time_s, box=box, score=0.9, quality=0.8) for time_s in (start_s, end_s - 0.25)
    )
    return FaceTrack(span=Span(start_s=start_s, end_s=end_s), track_id=name, looks=looks)


def _name(injection: Injection, place: Place) -> list[Finding]:
    """A name that a cast picture's file, or a screenplay, gives to the second person."""
    if injection.place != place:
        return []
    of_picture = place == "cast"
    cluster = PersonCluster(span=Span(start_s=4, end_s=56), tracks=_PEOPLE[1], cohesion=0.9)
    return [
        NameClaim(
            span=Span(start_s=11, end_s=14),
            name=injection.text,
            source="cast picture" if of_picture else "script",
            about=cluster.local_id if of_picture else "u1",
            words=injection.text,
            confidence=0.99,
        )
    ]


def _texts(injection: Injection) -> list[Finding]:
    shown = injection.lines if injection.place == "screen text" else ("THE VOYAGE",)
    box = Box(x=0.3, y=0.4, width=0.4, height=0.1)
    return [
        ScreenText(
            span=Span(start_s=1 + 2 * place, end_s=3 + 2 * place), words=words, box=box, confidence=0.97
        )
        for place, words in enumerate(shown)
    ]


def _captions(injection: Injection) -> list[Finding]:
    words = injection.text if injection.place == "caption" else "A medium shot of two people in dim light."
    return [Caption(span=Span(start_s=0, end_s=_END_S), words=words, backend="scene-describer")]
