"""A told story, and the sentences it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer

from storyreel.agent.results import Item
from storyreel.agent.wording.phrases import counted, listed, stretch
from storyreel.memory.records import Record, Span

Length = Literal["logline", "synopsis", "scenes"]
OFFLINE = "offline"
"""The writer's name where templates write all of it."""
_PROOFS = 8


class StoryCitation(Record):
    """Film time that proves a sentence."""

    start_s: float
    end_s: float


class StorySentence(Record):
    """A sentence and what proves it."""

    text: str
    citations: tuple[StoryCitation, ...]
    scene: StoryCitation | None = None
    """Of a story scene by scene: the scene that it tells of, from beginning to end."""

    @model_serializer(mode="wrap")
    def _without_scene(self, serialised: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Says nothing of scenes where the story is not told by them."""
        fields: dict[str, Any] = serialised(self)
        return {name: value for name, value in fields.items() if name != "scene" or value}

    @property
    def times(self) -> str:
        """`0:04–0:08, 0:27`."""
        spans = [Span(start_s=one.start_s, end_s=one.end_s) for one in self.citations]
        return ", ".join(dict.fromkeys(stretch(span) for span in spans))


class StoodIn(Record):
    """Sentences that templates wrote in a language model's place, and why."""

    sentences: tuple[int, ...]
    """Their numbers in the story; the first is 1."""
    reason: str


class Story(Record):
    """A film's story; `story --json` prints it."""

    film: str
    length: Length
    sentences: tuple[StorySentence, ...]
    dropped: tuple[str, ...] = ()
    """Sentences that nothing in the film proved, or that contradicted it, even when written anew."""
    model: str | None = None
    """Who wrote it; None where no language model was wanted."""
    repaired: tuple[str, ...] = ()
    """Sentences that hold since the language model wrote them anew."""
    stood_in: tuple[StoodIn, ...] = ()

    @model_serializer(mode="wrap")
    def _without_language_model(self, serialised: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Says nothing of a language model where none was wanted."""
        fields: dict[str, Any] = serialised(self)
        unused = () if self.model else ("model", "repaired", "stood_in")
        return {name: value for name, value in fields.items() if name not in unused}

    def as_text(self) -> str:
        """The story to read, with its times in brackets."""
        told = groupby(self.sentences, key=lambda one: one.scene)
        return "\n".join([*(_paragraph(scene, tuple(own)) for scene, own in told), *self._notes()])

    def _notes(self) -> list[str]:
        """What the reader of a language model's story should know of it."""
        by_template = [f"({_numbered(one.sentences)} by templates: {one.reason}.)" for one in self.stood_in]
        if self.model is None or not self.dropped:
            return by_template
        left_out = counted(len(self.dropped), "sentence was", "sentences were")
        return [*by_template, f"({left_out} left out: the film does not bear out what they say.)"]


def _paragraph(scene: StoryCitation | None, sentences: Sequence[StorySentence]) -> str:
    """Sentences with their times, after those of their scene if they are of one."""
    told = " ".join(f"{one.text} ({one.times})" for one in sentences)
    return f"{stretch(Span(start_s=scene.start_s, end_s=scene.end_s))}: {told}" if scene else told


@dataclass(frozen=True)
class Draft:
    """A sentence that is not checked yet, and what should prove it."""

    text: str
    items: tuple[Item, ...]
    scene: Span | None = None
    """Which it tells of, where the story goes by scenes."""


@dataclass(frozen=True)
class Told:
    """A sentence that holds, and what proves it."""

    text: str
    items: tuple[Item, ...]
    is_repaired: bool = False
    """It was written a second time."""
    stood_in: str | None = None
    """Why a template wrote it and not the language model."""
    scene: Span | None = None
    """Which it tells of, where the story goes by scenes."""

    @property
    def span(self) -> Span:
        """From the beginning of its first proof to the end of its last."""
        return Span(
            start_s=min(item.span.start_s for item in self.items),
            end_s=max(item.span.end_s for item in self.items),
        )

    def as_sentence(self) -> StorySentence:
        """As the story prints it."""
        spans = dict.fromkeys(
            (round(item.span.start_s, 3), round(item.span.end_s, 3)) for item in self.items[:_PROOFS]
        )
        cited = tuple(StoryCitation(start_s=start_s, end_s=end_s) for start_s, end_s in spans)
        scene = self.scene and StoryCitation(start_s=self.scene.start_s, end_s=self.scene.end_s)
        return StorySentence(text=self.text, citations=cited, scene=scene)


def _numbered(numbers: Sequence[int]) -> str:
    """`Sentence 3 is`, or `Sentences 3–5 and 8 are`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return f"Sentence {told[0]} is" if len(numbers) == 1 else f"Sentences {listed(told)} are"
