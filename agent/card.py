"""The film card: what every answer may know of a film before any tool has run."""

from storyreel.agent.understanding.parts import Setting
from storyreel.agent.understanding.people import Person
from storyreel.memory.records import Record, Span


class CardPerson(Record):
    """A character, as the card lists them."""

    id: str
    name: str
    perhaps: tuple[str, ...] = ()
    """Names that may be theirs, and are not known well enough."""


class FilmCard(Record):
    """A film in a few lines. It travels in the system message's `additional_kwargs` too."""

    film_id: str
    title: str
    duration_s: float
    characters: tuple[CardPerson, ...] = ()
    depth: str | None = None
    """How deep it was ingested; None if never."""
    has_picture: bool
    has_sound: bool
    width_px: int = 0
    height_px: int = 0
    frame_rate_hz: float = 0.0
    audio: tuple[str, ...] = ()
    """One sound track each: codec and language."""
    subtitles: tuple[str, ...] = ()
    """One text track inside the file each."""
    lines: int = 0
    """Lines of dialogue known."""
    recognised: bool = False
    """The lines come from speech recognition, not from subtitles."""
    languages: tuple[str, ...] = ()
    """Of the lines."""
    shots: int = 0
    scenes: int = 0
    scene_spans: tuple[Span, ...] = ()
    """Where each scene lies, in order."""
    budget_s: float
    """How many seconds of film may be newly watched for one question."""

    @property
    def setting(self) -> Setting:
        """What the understanding of questions needs."""
        people = tuple(Person(one.id, one.name, one.perhaps) for one in self.characters)
        return Setting(people, self.duration_s, self.title, self.scene_spans)

    @property
    def span(self) -> Span:
        """The whole film."""
        return Span(start_s=0.0, end_s=self.duration_s)

    def name_of(self, character_id: str) -> str:
        """A character's name."""
        return next((one.name for one in self.characters if one.id == character_id), character_id)
