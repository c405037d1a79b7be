"""How feelings move, meet and part: over a film, from one to the next, at odds; and how tense it is."""

import re
from collections.abc import Sequence

from storyreel.agent.moods import thirds
from storyreel.agent.results import Item
from storyreel.agent.understanding.emotions import EVOKED
from storyreel.agent.wording.degrees import superlative
from storyreel.agent.wording.felt import MOST_SHOWN, SENSES, basis, each_felt, felt_at, line_words, surest
from storyreel.agent.wording.phrases import (
    ADJECTIVES,
    at_stretch,
    capitalised,
    listed,
    looks,
    seems,
    sensed,
    senses,
)
from storyreel.agent.wording.told import Told
from storyreel.memory.clock import clock
from storyreel.memory.records import MODALITIES, Span

MOST_TURNS = 3
MOST_OF_PART = 2
THIN = 3
"""Fewer feelings than this in a whole film tell nothing of a change."""
_PARTS = ("At the beginning", "In the middle", "At the end")


def arc(told: Told) -> str:
    """What prevails at the beginning, in the middle and at the end, and where the mood turns."""
    items = told.about("arc")
    who = listed(told.people)
    if len(items) < THIN:
        seen = f" {capitalised(each_felt(items))}." if items else ""
        return f"I know too little of {who or 'what is felt'} to tell a change.{seen}"
    parts = [
        (span, [item for item in items if span.holds(item.span.middle_s)])
        for span in thirds(told.span or told.card.span)
    ]
    each = [_part(name, span, own, who) for name, (span, own) in zip(_PARTS, parts, strict=True)]
    return " ".join(
        [_verdict([own[0] for _, own in parts if own], who), *each, _turning_points(told)]
    ).strip()


def _verdict(first: Sequence[Item], who: str) -> str:
    """Whether what prevails changes, as far as more than one part tells."""
    if len(first) < len(_PARTS) - 1:
        return f"I cannot tell a change of {who or 'mood'}: feelings are known in one part of the film alone."
    moods = [looks(item) for item in first]
    changes = [mood for place, mood in enumerate(moods) if place == 0 or mood != moods[place - 1]]
    whose = f"{who}'s mood" if who else "The mood"
    if len(changes) == 1:
        return f"{whose} stays the same, as far as I read it: {changes[0]}."
    return f"{whose} goes from {' to '.join(changes)}."


def _part(name: str, span: Span, items: Sequence[Item], who: str) -> str:
    when = _within(span)
    if not items:
        return f"I do not know what {who or 'anybody'} feels {when}."
    return f"{name}, {when}, {each_felt(_in_order(items[:MOST_OF_PART]))}."


def _turning_points(told: Told) -> str:
    pairs = _pairs(told.about("turns"))
    best = sorted(pairs, key=lambda pair: -min(one.confidence or 0.0 for one in pair))[:MOST_TURNS]
    return " ".join(f"{_turn_of(*pair)}." for pair in pairs if pair in best)


def _pairs(items: Sequence[Item]) -> list[tuple[Item, Item]]:
    return list(zip(items[::2], items[1::2], strict=True))


def _turn_of(first: Item, second: Item) -> str:
    """`Ben turns from angry to sad at 0:50: angry 0:40–0:48 (…); sad 0:50–0:55 (…)`."""
    who = listed(second.people) or "somebody"
    head = f"{capitalised(who)} turns from {looks(first)} to {looks(second)} at {clock(second.span.start_s)}"
    return f"{head}: {felt_at(first)}; {felt_at(second)}"


def turn(told: Told) -> str:
    """When somebody's mood turns as is asked; else when either feeling is there at all."""
    pairs = _pairs(told.about("turns"))
    if pairs:
        yes = "Yes: " if told.question.ask == "whether" else ""
        chosen = {"first": pairs[:1], "last": pairs[-1:], "all": pairs}[told.question.which]
        return f"{yes}{'. '.join(_turn_of(*pair) for pair in chosen)}."
    who = listed(told.people) or "anybody"
    none = f"I do not know of a moment when {who} turns{_from_to(told)}{told.where}."
    felt = surest(told.about("timeline"), MOST_SHOWN)
    return f"{none} What there is: {each_felt(felt)}." if felt else none


def _from_to(told: Told) -> str:
    """` from sad or angry to happy`, or ` angry` where it does not matter from what."""
    before, after = (
        listed([ADJECTIVES[one] for one in emotions], "or")
        for emotions in (told.question.before, told.question.emotions)
    )
    if not before:
        return f" {after}" if after else " from pleasant to unpleasant or back"
    return f" from {before}{f' to {after}' if after else ''}"


def disagree(told: Told) -> str:
    """When two people are of opposite moods."""
    pairs = [pair for pair in _pairs(told.about("disagreements")) if _is_asked(pair, told)]
    who = listed(told.people) or "two people"
    if not pairs:
        return f"I do not know of a moment when {who} are of opposite moods{told.where}."
    return " ".join(f"{capitalised(_opposite(*pair))}." for pair in pairs[:MOST_SHOWN])


def _is_asked(pair: tuple[Item, Item], told: Told) -> bool:
    """Whether whoever is asked about first feels as asked, if any feeling is named."""
    first, emotions = told.people[:1], told.question.emotions
    return not (first and emotions) or any(first[0] in one.people and one.emotion in emotions for one in pair)


def _opposite(one: Item, other: Item) -> str:
    joint = "while" if one.span.overlap_s(other.span) > 0 else "and, in the same scene,"
    first, second = (f"{listed(item.people)} {sensed([item])} {felt_at(item)}" for item in (one, other))
    return f"{first} {joint} {second}"


def conflict(told: Told) -> str:
    """When a face tells something else than the voice or the words."""
    items = told.about("conflicts")
    who = listed(told.people) or "anybody"
    if not items:
        return f"I do not know of a moment when {who} looks one way and sounds another{told.where}."
    return " ".join(f"{_contradiction(item)}." for item in items[:MOST_SHOWN])


def _contradiction(item: Item) -> str:
    face = item.against.get("face") or item.emotion or "neutral"
    ear = next(one for one in (*item.against, *senses(item)) if one != "face")
    heard = item.against.get(ear) or item.emotion or "neutral"
    sounds = "the voice sounds" if ear == "voice" else "the words sound"
    who = capitalised(listed(item.people) or "somebody")
    return (
        f"{who} looks {ADJECTIVES[face]} {at_stretch(item.span)}, but {sounds} {ADJECTIVES[heard]}"
        f"{line_words(item)}; all in all {looks(item)}{basis(item, contrary=False)}"
    )


def limit(told: Told) -> str:
    """What such questions ask that cannot be told."""
    question, limits = told.question, []
    if question.strangers:
        return ""
    if question.doubted and told.of("emotion"):
        limits.append(MEANING)
    if question.intent == "strongest" and question.feeling in EVOKED and not question.people:
        limits.append(f"I read what people in the film feel, not what is {question.feeling} to watch.")
    if question.intent == "disagree" and re.search(r"\bdisagree", question.text, re.IGNORECASE):
        limits.append("Whether people disagree in what they say I cannot tell, only in what they feel.")
    if question.intent in ("conflict", "disagree") and not told.of("emotion"):
        limits.append(
            "I compare pleasant feelings with unpleasant ones: anger beside fear is no contrast to me."
        )
    if question.strength and told.of("emotion"):
        heard = any(item.arousal is not None for item in told.of("emotion"))
        limits.append(_AROUSAL if heard else _STRENGTH)
    return " ".join(limits)


def tension(told: Told) -> str:
    """When it is tense, and what makes it so."""
    items = told.about("tension")
    if not any(item.kind == "tension" for item in items):
        return f"I do not know how tense it is{told.where}."
    stretches: list[list[Item]] = []
    for item in items:
        if item.kind == "tension":
            stretches.append([item])
        else:
            stretches[-1].append(item)
    if told.span is not None and told.span.duration_s <= 3 and len(stretches) == 1:
        return _tense_at(stretches[0])
    return " ".join(_tense(stretch, first=place == 0) for place, stretch in enumerate(stretches))


def _tense_at(items: Sequence[Item]) -> str:
    return f"At {clock(items[0].span.start_s)}, {items[0].text}{_with_feeling(items)}."


def _tense(items: Sequence[Item], first: bool) -> str:
    lies = "It is most tense" if first else "It is tense, too,"
    return f"{lies} {at_stretch(items[0].span)} ({items[0].text}){_with_feeling(items)}."


def _with_feeling(items: Sequence[Item]) -> str:
    return f"; {each_felt(items[1:])}" if len(items) > 1 else ""


def strongest_scene(told: Told) -> str:
    """The scene with most of a feeling; the next ones after it."""
    scenes: list[list[Item]] = []
    for item in told.about("feeling_scenes"):
        if item.kind == "scene":
            scenes.append([item])
        elif scenes:
            scenes[-1].append(item)
    heads = (f"The {superlative(told)} scene is", "After it comes the one", "Then the one")
    return " ".join(
        f"{head} {_within(scene[0].span)}; {each_felt(_in_order(scene[1:]))}."
        for head, scene in zip(heads, scenes, strict=False)
    )


def _in_order(items: Sequence[Item]) -> list[Item]:
    return sorted(items, key=lambda item: item.span.start_s)


def _within(span: Span) -> str:
    return f"between {clock(span.start_s)} and {clock(span.end_s)}"


def sure(told: Told) -> str:
    """How sure the feelings of the last answer are, and what each sense says of them."""
    shown = surest(told.of("emotion"), MOST_SHOWN)
    return " ".join(f"{capitalised(_how_sure(item))}." for item in shown)


def _how_sure(item: Item) -> str:
    who = listed(item.people) or "somebody"
    by = listed([f"{SENSES[one]} {item.modalities[one]:.2f}" for one in MODALITIES if one in item.modalities])
    return f"{who} {seems(item)} {at_stretch(item.span)}{basis(item)}; read one by one, {by}"


MEANING = (
    "Almost certainly is said from a confidence of 0.90, probably from 0.60, perhaps below; a confidence "
    "says how sure I am of a feeling, not how strong it is."
)
"""What the words of sureness stand for; the limits are those of `moods.SURENESS`."""
_AROUSAL = "How strong a feeling is, only a voice tells: its arousal, from 0, calm, to 1, most excited."
_STRENGTH = (
    "How strong a feeling is I cannot tell: the confidence says how sure I am of it, not how strong it is."
)
