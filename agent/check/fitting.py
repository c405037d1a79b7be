"""Which items may prove what a clause claims of somebody.

That Anna speaks at 0:31 proves `Anna says “…”`, not `Anna is angry.` nor, unless her mouth was seen to move,
`Anna is on screen.`
"""

import re
from collections.abc import Callable

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause
from storyreel.agent.check.ground import Ground, is_of, names, words_of
from storyreel.agent.check.senses import tells, told_by
from storyreel.agent.check.times import CLOCK, Time
from storyreel.agent.results import Item
from storyreel.agent.understanding.emotions import DEEDS
from storyreel.memory.records import Emotion

_THROUGH = re.compile(rf"\bfrom {CLOCK.pattern} (?:to|until|till) \d")
_EDGE_S = 1.0
"""Clock times are cut to whole seconds."""


def fitting(clause: Clause, ground: Ground) -> Callable[[str], list[Item]]:
    """What may prove the clause of somebody: items of what it claims of them."""
    emotions = {emotion for feeling in clause.feelings for emotion in feeling.emotions}
    felt = {feeling.word for feeling in clause.feelings}

    def fits(name: str) -> list[Item]:
        return [item for item in ground.items if _is_proof(item, name, clause, emotions, felt)]

    return fits


def fitting_all(clause: Clause, ground: Ground) -> list[Item]:
    """What may prove the clause of any of its people, or of anybody where it names none."""
    fits = fitting(clause, ground)
    return [item for name in clause.names or ("",) for item in fits(name)]


def _is_proof(item: Item, name: str, clause: Clause, emotions: set[Emotion], felt: set[str]) -> bool:
    kinds = clause.kinds
    if item.kind == "character" and not all(_is_edge_of(item, time) for time in clause.times):
        return False  # it spans all from the first to the last time that somebody is seen or heard
    if "speech" in kinds and item.kind in ("line", "song") and is_topic(name, clause):
        return _is_mentioned(item, name, clause)
    if "speech" in kinds and _is_proof_of_speech(item, name, clause):
        return True
    if name and not names(item, name):
        return False
    if "feeling" in kinds and _feels(item, emotions, felt, clause):
        return True
    return not kinds or ("presence" in kinds and _shows(item, clause))


def is_topic(name: str, clause: Clause) -> bool:
    """Whether somebody or something is spoken of: `Ben talks of Anna`, `Anna is first mentioned by Ben`."""
    if not name or name not in clause.text:
        return False
    active = rf"{words.SPEAKS_OF} (?:the |a |an )?{re.escape(name)}\b"
    passive = words.IS_MENTIONED.search(clause.text)
    ahead = passive is not None and clause.text.index(name) < passive.start()
    return ahead or bool(re.search(active, clause.text, re.IGNORECASE))


def _is_mentioned(item: Item, name: str, clause: Clause) -> bool:
    """Whether a line names what is spoken of, said by those who are said to speak."""
    others = [one for one in clause.names if not is_topic(one, clause)]
    speakers = [one for one in others if not _is_addressed(one, clause)]
    return set(words_of(name)) <= set(words_of(item.text)) and all(is_of(item, one) for one in speakers)


def _is_proof_of_speech(item: Item, name: str, clause: Clause) -> bool:
    """Somebody's line, or `Ben tells Anna …`: one that names who is named after the word of speech."""
    if item.kind in ("line", "song") and _is_addressed(name, clause):
        return is_of(item, name) or set(words_of(name)) <= set(words_of(item.text))
    sung = words.SINGS.search(clause.text)
    heard = item.kind in (("song",) if sung else ("line", "song", "sound", "heard", "character"))
    return heard and (not name or is_of(item, name))


def _is_addressed(name: str, clause: Clause) -> bool:
    told = words.SPEECH.search(clause.text)
    after = clause.text[told.end() :] if told else ""
    return bool(name) and name in after and not re.search(rf"\bby {re.escape(name)}\b", after)


def _feels(item: Item, emotions: set[Emotion], felt: set[str], clause: Clause) -> bool:
    """A feeling that was read, by the sense that is named, or that stands in a description of what is seen.

    That somebody smiles or weeps is a deed: no reading of a feeling tells it.
    """
    described = item.kind in ("caption", "scene", "sound") and bool(felt & set(words_of(item.text)))
    return (tells(item, emotions, told_by(clause.text)) and not felt <= DEEDS) or described


def _is_edge_of(item: Item, time: Time) -> bool:
    edges_s = item.span.start_s, item.span.end_s
    return not time.is_stretch and min(abs(edge_s - time.start_s) for edge_s in edges_s) <= _EDGE_S


def _is_all_of(item: Item, time: Time) -> bool:
    """Whether a stretch is that of the item, or all of it lies where something is claimed within."""
    early_s, late_s = time.start_s - item.span.start_s, item.span.end_s - time.end_s
    if time.within:
        return time.side not in ("since", "until") and max(early_s, late_s) <= _EDGE_S
    return time.is_stretch and max(abs(early_s), abs(late_s)) <= _EDGE_S


def _shows(item: Item, clause: Clause) -> bool:
    """Whether it puts somebody in the picture: a description of a scene does so only for all of the scene.

    Not where they are said to be there all through it, as in `Anna is seen from 0:00 to 0:20.`
    """
    if item.kind == "presence" or (item.kind == "emotion" and "face" in item.modalities):
        return True
    if item.kind in ("line", "song"):
        return item.speaker_by in ("mouth", "face")
    if item.kind == "character":
        return bool(item.screen_s)
    is_all_through = clause.names and _THROUGH.search(clause.text)
    is_scene = item.kind in ("scene", "caption") and all(_is_all_of(item, time) for time in clause.times)
    return is_scene and not is_all_through
