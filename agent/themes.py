"""Whom a film is about."""

from collections import defaultdict
from collections.abc import Sequence

from storyreel.agent.plot import stay_of
from storyreel.agent.recall.items import sentence_item
from storyreel.agent.results import Item
from storyreel.agent.scenes import SceneFacts
from storyreel.memory.intervals import total_s

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
