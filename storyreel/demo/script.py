"""The screenplay of the sample film: every shot, line and sound, and what is true of them.

The film is made of it (`film`, `sound`), and what Storyreel finds is compared with it (`truth`). The story is
made up. Anna and Ben are people out of freely licensed clips; their lines stand in the subtitles only, and no
voice pretends to be theirs. The narrator is a real voice: a public-domain LibriVox reading of Jane Austen.
The portraits on the gallery's walls are public-domain photographs of two United States politicians; in the
story they are pictures without names, and nobody speaks for them.
"""

from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from storyreel.memory.records import Emotion, Span

TITLE = "Opening Night"
Role = Literal["Anna", "Ben", "the smiling portrait", "the stern portrait", "Narrator"]
NAMED: tuple[Role, ...] = ("Anna", "Ben")
"""Who is seen and called by name; the portraits are seen only, the narrator is heard only."""
Noise = Literal["door", "glass", "steps", "music"]


@dataclass(frozen=True)
class Clip:
    """A piece of moving footage, played there and back until the shot is over."""

    file: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Still:
    """A photograph."""

    file: str


@dataclass(frozen=True)
class Card:
    """White words on dark blue."""

    words: str


@dataclass(frozen=True)
class Window:
    """What the camera sees of a picture: 16 to 9, in fractions of the picture."""

    centre_x: float = 0.5
    centre_y: float = 0.5
    width: float = 1.0


WHOLE = Window()


@dataclass(frozen=True)
class Cue:
    """A line, a sound or a song, timed from the start of its shot."""

    start_s: float
    end_s: float
    words: str
    speaker: Role | None = None
    emotion: Emotion | None = None
    """What the words say plainly; None where they leave it open."""
    recording: str | None = None
    """The file in which they are really spoken."""
    noise: Noise | None = None
    """What is heard instead."""


@dataclass(frozen=True)
class Shot:
    """One run of the camera."""

    duration_s: float
    picture: Clip | Still | Card
    shows: Role | None = None
    face: Emotion | None = None
    """What the face shows plainly."""
    cues: tuple[Cue, ...] = ()
    first: Window = WHOLE
    last: Window = WHOLE
    """Where the camera begins and ends; it travels evenly."""
    mirrored: bool = False
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0


_WOMAN = "WolfgangLanger_Pexels.mp4"
_NEUTRAL_MAN = Clip("face_noface.mov", 0.0, 0.5)
_SERIOUS_MAN = Clip("noface_face.mov", 4.05, 4.45)
_SMILING_MAN = Clip("face_noface.mov", 0.9, 2.2)
_LAUGHING_MAN = Clip("noface_face.mov", 5.1, 6.1)
_ILL_DISPOSED = "sense_and_sensibility_01_austen_64kb-0880.wav"
_SELFISH = "sense_and_sensibility_01_austen_64kb-0890.wav"
_AMIABLE = "sense_and_sensibility_01_austen_64kb-0930.wav"
_NEAR_MAN = Window(0.47, 0.45, 0.68)
_NEAR_WOMAN = Window(0.64, 0.45, 0.72)

# A screenplay is read line by line.
# fmt: off
SHOTS: tuple[Shot, ...] = (
    Shot(3.25, _NEUTRAL_MAN, "Ben", "neutral", fade_in_s=0.75, cues=(
        Cue(0.25, 3.0, "He was not an ill-disposed young man,", "Narrator", recording=_ILL_DISPOSED),
    )),
    Shot(5.5, Card("OPENING NIGHT"), cues=(
        Cue(0.0, 5.25, "…unless to be rather cold-hearted and rather selfish is to be ill-disposed.",
            "Narrator", recording=_SELFISH),
    )),
    Shot(3.5, Still("obama.jpg"), "the smiling portrait", "happiness", first=Window(0.54, 0.24, 1.0),
         last=Window(0.54, 0.22, 0.75), cues=(Cue(0.25, 3.25, "[soft piano music]", noise="music"),)),
    Shot(4.0, _SERIOUS_MAN, "Ben", "neutral", first=_NEAR_MAN, last=_NEAR_MAN, cues=(
        Cue(0.5, 3.75, "Good evening, Anna. I am Ben, and I guard the gallery at night.", "Ben"),
    )),
    Shot(4.0, Clip(_WOMAN, 0.0, 2.0), "Anna", "sadness", cues=(
        Cue(0.25, 3.75, "Ben, where is my little blue box? My grandmother's letters are in it.", "Anna"),
    )),
    Shot(3.5, _NEUTRAL_MAN, "Ben", "neutral", mirrored=True, cues=(
        Cue(0.25, 3.25, "That old box? I thought nobody wanted it. I put it out with the paper.", "Ben"),
    )),
    Shot(5.0, Clip(_WOMAN, 2.0, 5.75), "Anna", "sadness", first=_NEAR_WOMAN, last=_NEAR_WOMAN, cues=(
        Cue(0.25, 2.5, "She died last year. I miss her so much.", "Anna", "sadness"),
        Cue(2.75, 4.75, "Now I have lost everything. I can't stop crying.", "Anna", "sadness"),
    )),
    Shot(3.5, _SERIOUS_MAN, "Ben", "neutral", cues=(
        Cue(0.25, 3.25, "How dare you! You had no right to touch my things!", "Anna", "anger"),
    )),
    Shot(3.25, _NEUTRAL_MAN, "Ben", "neutral", first=_NEAR_MAN, last=_NEAR_MAN, mirrored=True, cues=(
        Cue(0.0, 3.0, "I am furious with you! I hate you! Get out!", "Anna", "anger"),
    )),
    Shot(3.0, Still("biden.jpg"), "the stern portrait", first=Window(0.5, 0.17, 1.0),
         last=Window(0.55, 0.15, 0.85), fade_out_s=0.75, cues=(Cue(0.5, 2.0, "[door slams]", noise="door"),)),
    Shot(3.0, Card("LATER THAT NIGHT"), fade_in_s=0.75, cues=(
        Cue(0.5, 2.75, "♪ The night is long, the night is kind ♪", noise="music"),
    )),
    Shot(5.0, Clip(_WOMAN, 6.75, 9.3), "Anna", "fear", cues=(
        Cue(0.0, 1.0, "[glass breaks]", noise="glass"),
        Cue(1.0, 2.75, "Who is there? I am so scared.", "Anna", "fear"),
        Cue(3.0, 4.75, "I'm afraid of the dark. Please don't hurt me!", "Anna", "fear"),
    )),
    Shot(3.0, Still("obama3.jpg"), "the smiling portrait", first=Window(0.54, 0.2, 0.9),
         last=Window(0.54, 0.18, 0.7), cues=(Cue(0.25, 2.75, "[footsteps]", noise="steps"),)),
    Shot(3.5, _SMILING_MAN, "Ben", "happiness", mirrored=True, cues=(
        Cue(0.25, 3.25, "It's only me! I found your box behind the portraits!", "Ben", "happiness"),
    )),
    Shot(4.0, Clip(_WOMAN, 10.0, 13.0), "Anna", "happiness", first=_NEAR_WOMAN, last=_NEAR_WOMAN, cues=(
        Cue(0.25, 2.0, "Oh my God! What? I can't believe it!", "Anna", "surprise"),
        Cue(2.25, 3.75, "The letters! All of them!", "Anna"),
    )),
    Shot(2.5, Still("biden.jpg"), "the stern portrait", first=Window(0.6, 0.15, 0.7),
         last=Window(0.5, 0.17, 0.9)),
    Shot(4.5, Clip(_WOMAN, 13.0, 16.5), "Anna", "happiness", mirrored=True, cues=(
        Cue(0.25, 4.25, "Thank you, Ben! I am so happy! This is the best night of my life!", "Anna",
            "happiness"),
    )),
    Shot(4.0, _LAUGHING_MAN, "Ben", "happiness", first=_NEAR_MAN, last=_NEAR_MAN, cues=(
        Cue(0.25, 3.75, "I am so glad! Come, the doors are open. Let's celebrate!", "Ben", "happiness"),
    )),
    Shot(2.5, Still("obama.jpg"), "the smiling portrait", "happiness", first=Window(0.54, 0.22, 0.7),
         last=Window(0.54, 0.24, 0.9)),
    Shot(3.5, Clip(_WOMAN, 16.5, 19.6), "Anna", "happiness"),
    Shot(3.75, Card("THE END"), fade_out_s=0.75, cues=(
        Cue(0.25, 3.5, "He might even have been made amiable himself.", "Narrator", recording=_AMIABLE),
    )),
)
# fmt: on


def scenes() -> list[tuple[Span, Shot]]:
    """Every shot and when it is shown, in film time."""
    ends_s = list(accumulate(shot.duration_s for shot in SHOTS))
    return [
        (Span(start_s=end_s - shot.duration_s, end_s=end_s), shot)
        for end_s, shot in zip(ends_s, SHOTS, strict=True)
    ]


def cues() -> list[tuple[Span, Cue]]:
    """Every line, sound and song and when it is heard, in film time."""
    return [
        (Span(start_s=span.start_s + cue.start_s, end_s=span.start_s + cue.end_s), cue)
        for span, shot in scenes()
        for cue in shot.cues
    ]


def duration_s() -> float:
    """How long the film lasts."""
    return sum(shot.duration_s for shot in SHOTS)
