"""Whether each of a clause's people is seen, speaks or feels so, at each of its times or at all.

`Anna (0:04–0:16) and Ben (0:12–0:20) are seen.` stands on two stays; `Anna is seen at 0:24.` on none.
"""

import re
from collections.abc import Sequence

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause
from storyreel.agent.check.fitting import fitting
from storyreel.agent.check.ground import MOST_CITED, Ground, is_of, words_of
from storyreel.agent.check.moments import distance, is_at, results_over
from storyreel.agent.check.quoted import quoted_lines
from storyreel.agent.check.times import Time
from storyreel.agent.results import Item


def proof_at_times(clause: Clause, ground: Ground) -> list[Item] | None:
    """Items for each of the clause's people at each of its times."""
    proof: list[Item] = []
    fits = fitting(clause, ground)
    for time in clause.times:
        if clause.of_quote:
            continue
        for name in clause.names or ("",):
            found = [item for item in fits(name) if is_at(item, time)]
            found = found or [item for item in quoted_lines(clause, ground) if is_at(item, time)]
            found = found or _measured_then(name, clause, time, ground)
            if not found and not (not name and _is_frame_time(time, ground)):
                return None
            proof += sorted(found, key=lambda item: distance(item, time))[:1]
    return proof


def _measured_then(name: str, clause: Clause, time: Time, ground: Ground) -> list[Item]:
    """How much somebody speaks, or is seen, in a stretch: they do so somewhere in it."""
    does = {"speech": lambda item: item.lines, "presence": lambda item: item.screen_s}
    return [
        item
        for found in results_over((time,), ground)
        for item in found.items
        if item.kind == "character" and is_of(item, name) and clause.kinds
        if all(kind in does and does[kind](item) for kind in clause.kinds)
    ]


def _is_frame_time(time: Time, ground: Ground) -> bool:
    """`The film is 1:00 long`, `between 0:10 and 0:30`: times that were asked about say nothing."""
    return all(
        any(abs(edge_s - at_s) <= 1 for edge_s in ground.edges_s)
        for at_s in (time.start_s, min(time.end_s, ground.duration_s))
    )


def proof_at_any_time(clause: Clause, ground: Ground) -> list[Item] | None:
    """Items for what is claimed without a time."""
    if clause.times or clause.of_quote:
        return []
    proof: list[Item] = []
    fits = fitting(clause, ground)
    listed = re.search(r"\bthere (?:is|are)\b|\bI know\b|\bask me\b", clause.text)
    for name in clause.names or ("",):
        found = fits(name) or [item for item in quoted_lines(clause, ground) if not name or is_of(item, name)]
        if not found and (name or clause.kinds) and not (listed and set(words_of(name)) <= ground.cast_words):
            return None
        if name and not clause.quotes:
            proof += found[: MOST_CITED if clause.kinds else 1]
    together = words.TOGETHER.search(clause.text) and len(clause.names) > 1
    return proof if not together or _meet(clause.names, ground) else None


def _meet(people: Sequence[str], ground: Ground) -> bool:
    """Whether there is a moment when all are seen."""
    stays = [
        [item.span for item in ground.items if item.kind == "presence" and is_of(item, n)] for n in people
    ]
    return any(all(any(one.overlap_s(other) > 0 for other in own) for own in stays[1:]) for one in stays[0])
