"""Whom a film is about, and what its talk is of."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from storyreel.agent.plot import stay_of
from storyreel.agent.recall.items import sentence_item
from storyreel.agent.results import Item
from storyreel.agent.scenes import SceneFacts
from storyreel.agent.understanding.text import content_words
from storyreel.memory.intervals import total_s
from storyreel.tools.naming.words import TITLES

_LEADS = 3
_LEAD_SHARE = 0.2
"""Who is there for less than this share of the first lead's time is none."""


def leads_of(scenes: Sequence[SceneFacts], names: dict[str, str]) -> list[Item]:
    """Where the film's leads are first seen or heard: who is on screen and speaks longest."""
    seconds: defaultdict[str, float] = defaultdict(float)
    firsts: dict[str, Item] = {}
    for scene in scenes:
        for who in (one for one in scene.stays if one in names):
            seconds[who] += total_s(scene.stays[who])
            firsts.setdefault(who, stay_of(who, scene, names))
        for line in scene.lines:
            speaker = line.first.character_id
            if speaker in names:
                seconds[speaker] += line.span.duration_s
                firsts.setdefault(speaker, sentence_item(line, names))
    most_s = max(seconds.values(), default=0.0)
    leads = sorted(seconds, key=lambda who: -seconds[who])[:_LEADS]
    return [firsts[who] for who in leads if seconds[who] >= _LEAD_SHARE * most_s]


def topics_of(scenes: Sequence[SceneFacts], names: dict[str, str]) -> list[tuple[str, Item]]:
    """Names that are said again and again without being a character's, the most frequent first."""
    own = {word.lower() for name in names.values() for word in name.split()}
    counts: Counter[str] = Counter()
    firsts: dict[str, Item] = {}
    for line in (line for scene in scenes for line in scene.lines):
        for name in set(_proper_names(line.words)):
            if not own & {word.lower() for word in name.split()}:
                counts[name] += 1
                firsts.setdefault(name, sentence_item(line, names))
    often = [name for name, count in counts.most_common() if count >= max(2, counts.total() // 200)]
    return [(name, firsts[name]) for name in often[:3]]


def _proper_names(words: str) -> list[str]:
    """Capitalised words inside a sentence, without titles: `Mrs.` is no name."""
    inner = re.findall(r"(?<=[a-z,;] )(?:(?:Mr|Mrs|Ms|Dr)\.? )?([A-Z][a-z]+(?: [A-Z][a-z]+)*)", words)
    return [
        name
        for name in inner
        if content_words(name)
        and name.lower() not in TITLES
        and name.split()[0] not in ("I", "Oh", "Well", "Yes", "No", "God")
    ]
