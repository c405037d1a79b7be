"""What tells a clip of a film in words: a few frames, and who is known on them, to one caption a clip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from storyreel.memory.records import Box, Span
from storyreel.services import CAPTIONS, Service
from storyreel.tools.scene import Frame

Backend = Literal["scene-describer", "video-llava", "endpoint"]
"""The scene describer is no model: it tells in words what other tools found, for every segment."""
FRAMES = 8
"""Of a clip; what Video-LLaVA was trained on, and enough for others (Lin et al. 2023, arXiv 2311.10122)."""


@dataclass(frozen=True)
class Known:
    """Somebody who is known on a clip."""

    placeholder: str
    """How captions are kept with this person, as `{p:t1.3}`."""
    name: str
    """As known now; `Person 3` until better is known. Unique among the people of a clip."""
    boxes: Mapping[float, Box]
    """The face by `time_s` of the clip's frames, on those where it was found."""


@dataclass(frozen=True)
class Clip:
    """A stretch of a film as a model is shown it."""

    span: Span
    frames: Sequence[Frame]
    """At about FRAMES uniform times, in order; RGB, at least one."""
    people: Sequence[Known] = ()
    """Who is longest seen comes first."""


class Captions(Protocol):
    """A model that tells clips; weights are loaded, or a server is asked, at the first use."""

    @property
    def name(self) -> str:
        """What it is called towards the user and in a Caption's `backend`."""
        ...

    def caption(self, clips: Sequence[Clip]) -> list[str]:
        """What is seen on each clip, as the model said it, people by their names: text that nobody checked.

        Raises ToolError if it cannot tell these clips, though it may tell others (a caller then tries one by
        one); WeightsError or LanguageModelError if the model cannot be had at all.
        """
        ...


def stopped(words: str) -> str:
    """What a model had said when it was stopped for length; half a sentence at its end says so.

    >>> stopped("A man sits. He speaks to"), stopped("A man sits.")
    ('A man sits. He speaks to…', 'A man sits.')
    """
    words = words.rstrip()
    return words if words.endswith((".", "!", "?", "…", "。")) else f"{words}…"


def caption_model(
    backend: Literal["video-llava", "endpoint"],
    model: str | None = None,
    adapter: str | None = None,
    url: str | None = None,
    pictures: Literal["images", "video"] = "images",
    four_bit: bool = False,
    draws_names: bool = False,
) -> Captions:
    """The model of a backend.

    `model` is a folder with Video-LLaVA or `owner/name@commit`, or the name of a served model. `adapter`,
    `four_bit` and `draws_names` are for Video-LLaVA. Of a server, `url` is where, which else
    the environment says, and `pictures` how it is shown a clip. Raises LanguageModelError for an address that
    is none, ToolError where no Video-LLaVA is named.
    """
    from storyreel.tools.models.endpoint_captions import EndpointCaptions
    from storyreel.tools.models.video_llava import video_llava
    from storyreel.tools.models.video_llava_loading import Source

    if backend == "video-llava":
        source = Source.named(model or "", Path(adapter) if adapter else None, four_bit)
        return video_llava(source, draws_names)
    return EndpointCaptions(Service.from_environment(CAPTIONS).at(url, model), pictures)
