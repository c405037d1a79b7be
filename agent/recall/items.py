"""Findings as items: the few records that all results are made of."""

from collections.abc import Sequence

from storyreel.agent.captions import description, names_in_captions
from storyreel.agent.context import Context
from storyreel.agent.results import Item, ItemKind
from storyreel.agent.scenes import SceneLine
from storyreel.memory.records import Caption, EmotionInterval, Observation, ScreenText
from storyreel.memory.timeline import Line

_SEEN_KINDS: dict[str, ItemKind] = {Caption.kind: "caption", ScreenText.kind: "screen text"}
_SPOKEN_KINDS: dict[str, ItemKind] = {"speech": "line", "sound": "sound", "song": "song"}


def felt_item(one: EmotionInterval, names: dict[str, str]) -> Item:
    """A feeling as an item."""
    who = names.get(one.character_id) if one.character_id else None
    return Item(
        kind="emotion",
        span=one.span,
        people=(who,) if who else (),
        emotion=one.emotion,
        confidence=round(one.confidence, 3),
        modalities=one.modalities,
        against=one.conflict,
        evidence=one.evidence,
    )


def spoken(line: Line, names: dict[str, str]) -> Item:
    """A line as an item."""
    speaker = names.get(line.character_id) if line.character_id else line.utterance.speaker
    return Item(
        kind=_SPOKEN_KINDS[line.utterance.manner],
        span=line.utterance.span,
        people=(speaker,) if speaker else (),
        text=" ".join(line.utterance.words.split()),
        confidence=line.confidence if line.character_id else None,
        speaker_by=line.reason,
        evidence=(line.observation_id,),
    )


def sentence_item(sentence: SceneLine, names: dict[str, str]) -> Item:
    """A sentence over one or more lines as an item."""
    evidence = tuple(line.observation_id for line in sentence.lines)
    return spoken(sentence.first, names).model_copy(
        update={"text": sentence.words, "span": sentence.span, "evidence": evidence}
    )


def described(context: Context, seen: Sequence[Observation]) -> dict[str, Item]:
    """What was seen or read as items, by observation id."""
    captioned = any(one.kind == Caption.kind for one in seen)
    names = names_in_captions(context.library, context.film) if captioned else {}
    return {one.id: _description(one, names) for one in seen}


def _description(seen: Observation, names: dict[str, str]) -> Item:
    told = seen.kind == Caption.kind
    text = description(seen.text, names, seen.label) if told else " ".join(seen.text.split())
    kind = _SEEN_KINDS.get(seen.kind, "scene")
    return Item(kind=kind, span=seen.span, text=text, confidence=seen.score, evidence=(seen.id,))
