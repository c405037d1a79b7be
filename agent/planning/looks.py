"""Watching what the results lack."""

from collections.abc import Sequence

from storyreel.agent.calls import LOOK, Call, Step
from storyreel.agent.card import FilmCard
from storyreel.memory.intervals import joined, total_s

READ_ONLY = frozenset({"dialogue", "text_emotion"})
"""Perception that decodes nothing: it reads subtitles or lines."""
_ORDER = {"dialogue": 0, "segments": 2, "text_emotion": 2, "video_captioner": 3}


def since_last_look(steps: Sequence[Step]) -> list[Step]:
    """The steps whose results nothing newer has made stale."""
    last = max((place for place, step in enumerate(steps) if step.call.looks), default=-1)
    return list(steps[last + 1 :])


def looks(fresh: Sequence[Step], steps: Sequence[Step], card: FilmCard) -> list[Call]:
    """Calls that watch what the results lack: what costs nothing always, the rest if it is little."""
    lacking = {
        (missing.tool, span) for step in fresh for missing in step.found.unwatched for span in missing.spans
    }
    cheap = {
        (tool, span)
        for tool, span in lacking
        if tool in READ_ONLY or not (card.has_picture or card.has_sound)
    }
    dear_s = total_s(joined(span for tool, span in lacking - cheap))
    chosen = lacking if dear_s <= card.budget_s else cheap
    calls = [
        Call(f"{LOOK}{tool}", {"start_s": round(span.start_s, 3), "end_s": round(span.end_s, 3)})
        for tool, span in sorted(chosen, key=lambda one: (_ORDER.get(one[0], 1), one[0], one[1].start_s))
    ]
    return [call for call in calls if all(step.call != call for step in steps)]
