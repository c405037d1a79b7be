"""What lines of dialogue tell: whom they speak of, how much they say of the story, what is said next."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from storyreel.agent.plot import PlotEvent
from storyreel.agent.recall.items import sentence_item
from storyreel.agent.results import Item
from storyreel.agent.scenes import SceneFacts, SceneLine
from storyreel.agent.storyline.telling import Telling
from storyreel.tools.naming.words import NEVER

_NAMED = re.compile(r"(?<=[a-z] )(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?[A-Z][a-z]+(?: [A-Z][a-z]+)*(?!['’\w])")
_CALLED_TO = re.compile(
    r"\b(?:i'm|i am|name is|name's|oh|hey|hi|hello|well|yes|no|please|thanks|thank you|good|dear|now) $",
    re.IGNORECASE,
)
"""Before a name: who is called, or gives a name, is not talked of."""
_LEAST_SAID = 2
"""How often a name is said that is no slip of a capital letter."""
_DECIDES = re.compile(
    r"\b(?:(?:i|we|you|he|she|they)(?:'ve| have)? (?:got to|must|have to|decided|promised?|refuse)|"
    r"(?:i|we|he|she|they)(?:'ll| will| won't|(?:'m| am|'re| are|'s| is) (?:not )?going to)|"
    r"marry|married|murder(?:ed)?|kill(?:ed)?|dead|died|stole|stolen|escaped?|arrest(?:ed)?|secret|confess)\b",
    re.IGNORECASE,
)
_OF_SOMEBODY, _OF_DECISION, _OF_CHAT = 1.25, 1.2, 0.6
_CHAT_WORDS = 6
"""A line of fewer words that speaks of nobody and decides nothing is chat, as a greeting is."""
_NEXT_S = 2.0
_LEAST_REPLY = 3
"""Words."""
_LONGEST = 160
"""Letters of two lines that are told in one sentence."""


def with_subjects(events: Sequence[PlotEvent], scenes: Sequence[SceneFacts]) -> list[PlotEvent]:
    """The events, of lines with whom they speak of; those weigh more that tell, and chat weighs less."""
    counts = Counter(name for scene in scenes for line in scene.lines for name in spoken_of(line.words))
    known = {name for name, count in counts.items() if count >= _LEAST_SAID}
    return [_with_subject(event, known) if event.kind == "line" else event for event in events]


def spoken_of(words: str) -> list[str]:
    """Names inside a line of who is spoken of and not to.

    >>> spoken_of("Please, Godfrey, you can't go with Cornelia.")
    ['Cornelia']
    """
    found = [one for one in _NAMED.finditer(words) if not _CALLED_TO.search(words[: one.start()])]
    names = [one[0] for one in found if words[one.end() : one.end() + 1] != ","]
    return [name for name in dict.fromkeys(names) if name.lower() not in NEVER]


def _with_subject(event: PlotEvent, known: set[str]) -> PlotEvent:
    words = event.items[0].text
    of = tuple(name for name in spoken_of(words) if name in known)
    decides = bool(_DECIDES.search(words))
    is_chat = not of and not decides and len(words.split()) < _CHAT_WORDS
    weight = (_OF_SOMEBODY if of else 1) * (_OF_DECISION if decides else 1) * (_OF_CHAT if is_chat else 1)
    return replace(event, weight=event.weight * weight, of=of)


def with_next(telling: Telling, event: PlotEvent, others: Sequence[PlotEvent]) -> PlotEvent:
    """A question of an unknown speaker with the line that follows at once, unless that is told itself."""
    item = event.items[0]
    if event.kind != "line" or event.of or item.people or not item.text.rstrip().endswith("?"):
        return event
    reply = _next(telling.scenes[event.scene].lines, item)
    if reply is None or len(item.text) + len(reply.words) > _LONGEST:
        return event
    found = sentence_item(reply, telling.names)
    is_told = any(other.items[0].span == found.span for other in others)
    return event if is_told or found.people else replace(event, items=(*event.items, found))


def _next(lines: Sequence[SceneLine], item: Item) -> SceneLine | None:
    later = [line for line in lines if line.span.start_s >= item.span.end_s - 0.1 and line.span != item.span]
    first = min(later, key=lambda line: line.span.start_s, default=None)
    if first is None or first.span.start_s - item.span.end_s > _NEXT_S:
        return None
    is_spoken = first.first.utterance.manner == "speech"
    return first if is_spoken and len(first.words.split()) >= _LEAST_REPLY else None
