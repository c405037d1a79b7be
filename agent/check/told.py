"""Whether the words of a clause that tell something stand in what was found of its people and times.

`The bridge is gone.` falls though a line says so: what somebody says in the film is no fact of it, and lines
hold only what is told as said, as `Anna says that the bridge is gone.` does.
"""

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause, without_names
from storyreel.agent.check.depicted import depicts, tells
from storyreel.agent.check.frames import apart_from_frames
from storyreel.agent.check.ground import Ground, has, names, words_of
from storyreel.agent.check.moments import is_at_all
from storyreel.agent.check.reported import is_report, lines_holding
from storyreel.agent.results import Item
from storyreel.memory.name_rules import says_something

_MOST_WORDS_HELD = 0.85
"""Share of a clause's telling words that must stand in what was found of its people and times: all of six."""
_PLAYS = " plays"
"""What is heard does."""


def proof_of_words(clause: Clause, ground: Ground) -> list[Item] | None:
    """Items whose words hold most of what else the clause tells."""
    content = _without_title(clause, ground)
    if is_report(clause) and not lines_holding(clause, content, _MOST_WORDS_HELD, ground):
        return None
    if not content:
        return []
    if "speech" in clause.kinds and (spoken := lines_holding(clause, content, _MOST_WORDS_HELD, ground)):
        return [] if clause.times or clause.quotes else spoken[:1]
    whole = bool(clause.names) and (not clause.inherited or bool(words.PRONOUN.match(clause.text)))
    accounts = [(item, _own_account(item, ground)) for item in _tellers(clause, ground, whole)]
    held = {word for word in content if any(has(text, word) for _, text in accounts)}
    if len(held) < (1 if whole else _MOST_WORDS_HELD) * len(content):
        return None
    if clause.times or clause.quotes:
        return []
    best = sorted(accounts, key=lambda one: -sum(has(one[1], word) for word in held))
    return [item for item, _ in best[:1]] if held else []


def _tellers(clause: Clause, ground: Ground, whole: bool) -> list[Item]:
    """What may tell it of its people, at its times; in one sentence where it is `whole`."""
    there = [item for item in ground.items if is_at_all(item, clause.times)]
    about = [item for item in there if any(names(item, name) for name in clause.names)]
    those = about if clause.names and not clause.inherited else there
    return [item for item in those if _shown(item, clause) and (not whole or _is_told_of(item, clause))]


def _is_told_of(item: Item, clause: Clause) -> bool:
    """Whether it is no description, or one that has a sentence which tells all that of those people."""
    return item.kind not in ("caption", "scene") or tells(item, clause)


def _shown(item: Item, clause: Clause) -> bool:
    """Whether its words are the program's own account of the film, not words out of it."""
    if item.kind == "screen text":
        return bool(clause.quotes or words.WRITTEN.search(clause.text))
    return item.kind not in ("line", "song")


def _without_title(clause: Clause, ground: Ground) -> list[str]:
    """What the clause tells, apart from the title where it names that in full."""
    title = words_of(ground.title)
    named = f" {' '.join(title)} " in f" {' '.join(words_of(clause.text))} "
    return [word for word in clause.content if not (named and word in (*title, "called", "entitled"))]


def _own_account(item: Item, ground: Ground) -> str:
    """What an item tells itself: a title, what somebody is called and what a sign reads are no facts."""
    if item.kind in ("character", "emotion") or any(map(says_something, item.people)):
        return ""  # why somebody is called so tells of nothing but names, and feelings stand beside lines
    text = depicts(item)
    text = without_names(text.replace(ground.title, " "), (*item.people, *ground.cast))
    return apart_from_frames(words.CITES.sub(" ", text)) + _PLAYS * (item.kind == "heard")
