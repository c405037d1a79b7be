"""What a question asks, as a record."""

from dataclasses import dataclass
from typing import Literal

from storyreel.agent.understanding.emotions import Strength
from storyreel.agent.understanding.times import Relation
from storyreel.memory.records import Emotion, Span

Intent = Literal[
    "on screen",
    "appearances",
    "together",
    "companions",
    "feelings",
    "compare",
    "strongest",
    "most",
    "toward",
    "arc",
    "turn",
    "disagree",
    "conflict",
    "tension",
    "longest",
    "said",
    "who said",
    "mentions",
    "sounds",
    "written",
    "happening",
    "summary",
    "cast",
    "profile",
    "identity",
    "same",
    "film",
    "why",
    "outside",
    "throughout",
    "help",
    "vague",
    "unclear",
    "search",
]
Ask = Literal["when", "who", "what", "whether", "count", "duration"]
EventKind = Literal["words", "appears", "meets", "feels", "says", "previous", "time"]


@dataclass(frozen=True)
class Event:
    """Something in the film that a question starts from: `after they reach orbit`."""

    kind: EventKind
    relation: Relation
    words: str = ""
    """What to look for; of what is said, the words said, if any are given."""
    clause: str = ""
    """As the question puts it."""
    people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """As the question names people, those too whom nobody knows."""
    emotions: tuple[Emotion, ...] = ()
    last: bool = False
    """The last time it happens, not the first."""
    most: bool = False
    """The time when it is felt most, not the first."""
    later_s: float = 0.0
    """So much later than the event, or what was spoken of before; below 0, earlier."""
    length_s: float = 0.0
    """So much of the film right after or before it; 0 where that is not said."""
    at_s: float | None = None
    """Of a time: when that is. Of what may happen several times: which of them is meant, the nearest."""
    until: "Event | None" = None
    """Of a stretch that begins with this event: what ends it."""

    @property
    def sought(self) -> "tuple[Event, ...]":
        """What must be found in the film: this event, and of a stretch the one that ends it, but no times."""
        both = (self, self.until) if self.until else (self,)
        return tuple(one for one in both if one.kind != "time")


@dataclass(frozen=True)
class Question:
    """What is asked. People are character ids; no people means anyone."""

    text: str
    intent: Intent
    ask: Ask = "what"
    people: tuple[str, ...] = ()
    pronoun: Literal["he", "she"] | None = None
    """By which the last of the people was meant."""
    candidates: tuple[str, ...] = ()
    """Whom a pronoun may mean, where it may mean several: to be asked back."""
    absent: tuple[str, ...] = ()
    """Who must not be there: X without Y."""
    strangers: tuple[str, ...] = ()
    """Names that nobody in the film has."""
    emotions: tuple[Emotion, ...] = ()
    feeling: str = ""
    """The word used for the emotions."""
    strength: Strength | None = None
    """How strong it must be, as far as the word tells: furious, annoyed."""
    before: tuple[Emotion, ...] = ()
    """Of a change of mood: the feelings it starts from; any others if empty."""
    heard: tuple[Emotion, ...] = ()
    """Of a face and a voice that conflict: what voice or words tell."""
    unknown_feeling: str | None = None
    span: Span | None = None
    relation: Relation = "in"
    event: Event | None = None
    which: Literal["all", "first", "last"] = "all"
    topic: str = ""
    rivals: tuple[str, ...] = ()
    """Names or words of which it is asked which is mentioned more."""
    quote: str = ""
    verbatim: bool = False
    """The quote stood in quotation marks: a single word is meant as it stands."""
    subject: str = ""
    """What is compared or measured: presence, speech, emotion, scene, shot, line; a fact of the film."""
    denied: bool = False
    """When is it not so."""
    doubted: bool = False
    """How sure the last answer is, and what it rests on."""
    mutual: bool = False
    """What both feel about each other."""
    aimed: bool = False
    """At whom a feeling is aimed, or to whom something is said, is asked too."""
    foreign: bool = False
    """In another language than English."""
    least_sure: float | None = None
    """How sure feelings must be, 0 to 1; None where the question asks for nothing of the kind."""
    least: bool = False
    """The least where a superlative asks for the most."""
    then: "Question | None" = None
    """What the same text asks besides."""
    waits: bool = False
    """Of such a part: it means whom or when only the answer to the part before it tells."""

    @property
    def lacks_its_place(self) -> bool:
        """Whether it asks for one of several things told, and which that is was not found."""
        return self.subject in ("place", "one")

    @property
    def parts(self) -> "tuple[Question, ...]":
        """This question and what is asked besides, as far as it is read before anything is answered."""
        besides = self.then.parts if self.then and not self.then.waits else ()
        return (self, *besides)
