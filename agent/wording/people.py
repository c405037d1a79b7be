"""Who there is, who is there most, what is known of one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from storyreel.agent.results import Item
from storyreel.agent.wording import presence
from storyreel.agent.wording.dialogue import line_of
from storyreel.agent.wording.phrases import (
    at_stretch,
    capitalised,
    counted,
    in_words,
    length,
    listed,
    looks,
    sensed,
)
from storyreel.agent.wording.told import Told, and_more
from storyreel.memory.clock import clock
from storyreel.memory.name_rules import NUMBERED

MOST_PEOPLE = 12
NOBODY = "I know of no characters in this film so far: nobody was seen, and no line is known to be anybody's."


def cast(told: Told) -> str:
    """The characters, by how much they are there."""
    people = told.of("character")
    if told.question.subject == "heard":
        return _only_heard(told)
    if not people:
        return NOBODY
    ranked = sorted(people, key=lambda item: -((item.screen_s or 0) + (item.speech_s or 0)))
    shown = ranked[:MOST_PEOPLE]
    seen = [_presence(item) for item in shown if item.screen_s or not item.lines]
    heard = [_presence(item) for item in shown if item.lines and not item.screen_s]
    known = f"I know {counted(len(people), 'character')}"
    if not seen:
        return f"{known}, only heard: {listed(heard)}{and_more(len(people), MOST_PEOPLE)}."
    only_heard = f" Only heard {'is' if len(heard) == 1 else 'are'} {listed(heard)}." if heard else ""
    return f"{known}: {listed(seen)}{and_more(len(people), MOST_PEOPLE)}.{only_heard}"


def _only_heard(told: Told) -> str:
    """Who speaks and is never seen."""
    heard = [item for item in told.of("character") if item.lines and not item.screen_s]
    if not heard:
        return "I know of nobody who is only heard."
    return " ".join(
        f"{item.people[0]} is only heard: {counted(item.lines or 0, 'line')}, the first at "
        f"{clock(item.span.start_s)}."
        for item in heard
    )


def _presence(item: Item) -> str:
    facts = [f"{length(item.screen_s)} on screen"] if item.screen_s else []
    facts += [counted(item.lines, "line")] if item.lines else []
    return f"{item.people[0]} ({', '.join(facts)})" if facts else item.people[0]


def throughout(told: Told) -> str:
    """Who is seen in every scene."""
    total = told.card.scenes
    if not total:
        return "I know of no scenes yet, so I cannot tell who is in every one."
    people = sorted(told.of("character"), key=lambda item: -(item.scenes or 0))
    always = [item.people[0] for item in people if item.scenes == total]
    if always:
        verb = "is" if len(always) == 1 else "are"
        return f"{listed(always)} {verb} seen in every one of {counted(total, 'scene')}."
    each = "; ".join(f"{item.people[0]} in {item.scenes} of {total}" for item in people[:5] if item.scenes)
    who = listed(told.people) if told.people else "Nobody"
    return f"{who} is {'not ' if told.people else ''}seen in every scene{f': {each}' if each else ''}."


def most(told: Told) -> str:
    """Who is there, or speaks, most or least; or has most lines."""
    if told.question.subject in ("lines", "scenes"):
        return _most_counted(told)
    speech = told.question.subject == "speech" or not told.card.has_picture
    if speech and told.question.denied:
        return _silent(told)
    ranked = _by_length(told, speech)
    if _lacks_one(told, ranked):
        return most(_turned_round(told))
    if not ranked:
        unknown = "speaks: no line is known to be anybody's" if speech else "is on screen"
        return f"I cannot tell who {unknown}{told.where}."
    verb = "speaks" if speech else "is on screen"
    lengths = [(name, length(seconds)) for name, seconds in ranked[:5]]
    if told.question.ask == "count" or (len(lengths) > 1 and lengths[0][1] == lengths[1][1]):
        return f"{'; '.join(f'{name} {verb} for {lasting}' for name, lasting in lengths)}{told.where}."
    each = "; ".join(f"{name} {lasting}" for name, lasting in lengths)
    degrees = ("less", "more") if len(told.people) == 2 else ("least", "most")
    return f"{ranked[0][0]} {verb} {degrees[not told.question.least]}{told.where}: {each}."


def _most_counted(told: Told) -> str:
    """Who has most lines or is in most scenes, or fewest; all of them where several do, and the others."""
    of_scenes = told.question.subject == "scenes"
    ranked = _by_count(told, of_scenes)
    if _lacks_one(told, ranked):
        return most(_turned_round(told))
    if not any(count for _, count in ranked):
        unknown = "is in a scene" if of_scenes else "has lines: no line is known to be anybody's"
        return f"I cannot tell who {unknown}{told.where}."
    unit = "scene" if of_scenes else "line"
    told_of = [(name, counted(count, unit)) for name, count in ranked[:MOST_PEOPLE]]
    first = [name for name, count in ranked if count == ranked[0][1]]
    verb, verb_of_several = ("is seen in", "are seen in") if of_scenes else ("has", "have")
    if told.question.ask == "count" or len(first) == len(ranked) > 1:
        return f"{'; '.join(f'{name} {verb} {count}' for name, count in told_of)}{told.where}."
    some = verb if len(first) == 1 else verb_of_several
    each = "; ".join(f"{name} {count}" for name, count in told_of)
    return f"{listed(first)} {some} {_degree(told)} {unit}s{told.where}: {each}."


def _by_count(told: Told, of_scenes: bool) -> list[tuple[str, int]]:
    """How many lines each has, or scenes they are in; the most first, or the least where that is asked."""
    counts = [
        (item.people[0], (item.scenes if of_scenes else item.lines) or 0)
        for item in told.of("character")
        if _is_asked(item.people[0], told)
    ]
    known = [(name, count) for name, count in counts if count or name in told.people]
    return sorted(known, key=lambda pair: pair[1], reverse=not told.question.least)


def _lacks_one(told: Told, ranked: Sequence[tuple[str, float]]) -> bool:
    """Whether nothing is known of one, there, who may be the one that has less."""
    known = {name for name, measure in ranked if measure or not told.where}
    return told.question.least and len(told.people) > 1 and not known.issuperset(told.people)


def _turned_round(told: Told) -> Told:
    """Who has more, where who has less is not known to have any."""
    return replace(told, question=replace(told.question, least=False))


def _degree(told: Told) -> str:
    if len(told.people) == 2:
        return "fewer" if told.question.least else "more"
    return "the fewest" if told.question.least else "the most"


def _by_length(told: Told, speech: bool) -> list[tuple[str, float]]:
    """For how many seconds each is heard, or seen; the most first, or the least where that is asked for."""
    seconds = [
        (name, value)
        for item in told.of("character")
        for name in item.people
        if (value := (item.speech_s if speech else item.screen_s) or 0.0) and _is_asked(name, told)
    ]
    return sorted(seconds, key=lambda pair: pair[1], reverse=not told.question.least)


def _is_asked(name: str, told: Told) -> bool:
    """Whether they are to be compared; one alone, with everybody."""
    return len(told.people) == 1 or not told.people or name in told.people


def _silent(told: Told) -> str:
    """Of whom no line is known."""
    names = [item.people[0] for item in told.of("character") if not item.lines]
    if not told.of("character"):
        return "I know no people of this film."
    if not names:
        return "I know a line of everybody."
    return f"I know of no line that {listed(names, 'or')} says{told.where}."


def identity(told: Told) -> str:
    """Why somebody is called so, and how sure that is."""
    if told.question.subject == "everybody":
        return _everybody(told)
    return " ".join(_named(person, told) for person in told.of("character"))


def _everybody(told: Told) -> str:
    """Who bears a name and why, and who is known by a number alone."""
    named = [person for person in told.of("character") if not _is_numbered(person)]
    rest = [person.people[0] for person in told.of("character") if _is_numbered(person)]
    reasons = [_named(person, told) for person in named]
    numbered = f"I know no name of {listed(rest, 'or')}." if rest else ""
    return " ".join([*reasons, numbered]).strip() or NOBODY


def _is_numbered(person: Item) -> bool:
    return NUMBERED.fullmatch(person.people[0].casefold()) is not None


def names_spoken(told: Told) -> str:
    """The names that are said, where it is asked who there is and nobody is known."""
    asked = told.question.intent in ("cast", "identity", "mentions") and not told.of("character")
    return " ".join(note for found in told.found for note in found.notes) if asked else ""


def verdict(told: Told) -> str:
    """Whether those who are asked about are one: what the program thinks, and how to put it right."""
    if told.question.intent != "same" or told.question.strangers:
        return ""
    names = told.people
    if len(names) < 2:
        return f"{listed(names)} is one person to me."
    apart = f"I hold {listed(names)} for {'two' if len(names) == 2 else len(names)} people"
    merge = f"`storyreel characters FILM merge {' '.join(told.question.people[:2])}`"
    return f"{apart}." if told.of("presence") else f"{apart}; if they are one, {merge} says so."


def meetings(told: Told) -> str:
    """When those are seen at once who are asked to be one or two."""
    if len(told.people) < 2:
        return ""
    return presence.together(replace(told, question=replace(told.question, ask="when")))


def _named(person: Item, told: Told) -> str:
    name = person.people[0]
    if not person.text:
        return f"Nothing that I saw or heard tells me the name of {name}."
    strangers = [one for one in told.question.strangers if one.lower() not in person.text.lower()]
    other = f"Nothing that I saw or heard calls {name} {listed(strangers, 'or')}. " if strangers else ""
    opening = f"{name} is" if person.text.startswith("perhaps ") else f"The name of {name} rests on"
    return f"{other}{opening} {person.text}."


def profile(told: Told) -> str:
    """What is known of one person."""
    people = told.of("character")
    if not people:
        return f"I know nothing of {listed(told.people)}."
    return " ".join(part for part in (_is(people[0]), _feels(told), _says(told.about("dialogue"))) if part)


def _is(person: Item) -> str:
    facts = (
        [f"is on screen for {length(person.screen_s)} in all, first at {clock(person.span.start_s)}"]
        if person.screen_s
        else []
    )
    facts += [f"says {counted(person.lines, 'line')}"] if person.lines else []
    return f"{person.people[0]} {listed(facts) or 'is a character of this film'}."


def reasons(told: Told) -> str:
    """What the name of somebody rests on, who is asked about: of what the program thinks, not of the film."""
    asked = told.question.intent == "profile" and told.question.people
    people = told.of("character") if asked else []
    return " ".join(_named(person, told) for person in people if person.text)


def unsure(told: Told) -> str:
    """Says so where nobody surely has the name that is asked for."""
    asked = told.question.text.casefold()
    for one in told.card.characters:
        names = [name for name in one.perhaps if re.search(rf"\b{re.escape(name.casefold())}\b", asked)]
        if names and one.id in told.question.people and one.name.casefold() not in asked:
            return f"Nobody is surely {names[0]}; {one.name} may be."
    return ""


def _feels(told: Told) -> str:
    felt = [item for item in told.of("emotion") if item.emotion not in (None, "neutral")]
    if not felt:
        return ""
    best = max(felt, key=lambda item: item.confidence or 0.0)
    clearly = f"{sensed([best])} most clearly {looks(best)}{in_words([best])}"
    return f"{best.people[0]} {clearly} {at_stretch(best.span)}."


def _says(lines: Sequence[Item]) -> str:
    if not lines:
        return ""
    longest = max(lines, key=lambda line: len(line.text))
    return f"{capitalised(line_of(longest))}."
