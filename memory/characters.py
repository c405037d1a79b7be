"""The characters of a film: asked for by name, and put right by the user, who always wins."""

import re
from collections.abc import Sequence

from storyreel.errors import QuestionError
from storyreel.memory import journal
from storyreel.memory.cast_tables import is_fresh, load_cast, load_notes
from storyreel.memory.casting import reconcile
from storyreel.memory.facts import Facts
from storyreel.memory.name_rules import LONGEST_NAME, NUMBERED
from storyreel.memory.records import Character, Moment
from storyreel.memory.speakers import label_key
from storyreel.memory.tracks import middles
from storyreel.printable import printable

__all__ = [
    "characters",
    "forget",
    "listed",
    "merge",
    "reconcile",
    "rename",
    "resolve",
    "split",
    "undo",
    "waiting",
]

JOINERS = "\u200c\u200d"
"""Unseen letters that belong to words of Persian and Hindi, and to emoji made of several."""
MOST_LISTED = 12
MOST_TOLD = 8
"""Faces that a correction names of somebody: enough to know them again, and few enough to be right."""


def characters(facts: Facts, film_id: str) -> list[Character]:
    """Everybody in a film, by id, as the facts are now."""
    if not is_fresh(facts, film_id):
        reconcile(facts, film_id)
    return load_cast(facts, film_id)


def waiting(facts: Facts, film_id: str) -> list[str]:
    """One line for each correction that has nobody to apply to, as the facts are now."""
    if not is_fresh(facts, film_id):
        return reconcile(facts, film_id)
    return load_notes(facts, film_id)


def resolve(facts: Facts, film_id: str, who: str) -> Character:
    """The character meant by an id (P2), a name, `person 2`, or a part of a name that only one has.

    Raises QuestionError, naming who there is, if nobody or more than one fits.
    """
    everybody = characters(facts, film_id)
    asked = " ".join(who.split()).casefold()
    number = NUMBERED.fullmatch(asked)
    for fits in (
        lambda one: number is not None and one.id == f"P{number[1]}",
        lambda one: one.name.casefold() == asked,
        lambda one: asked in re.split(r"[\s\-.']+", one.name.casefold()),
        lambda one: asked != "" and asked in one.name.casefold(),
    ):
        found = [one for one in everybody if fits(one)]
        if len(found) == 1:
            return found[0]
        if found:
            raise QuestionError(f"{_shortened(who)!r} may be any of {listed(found)}: say which, by id.")
    if number is not None and (fate := _fate_of(facts, film_id, f"P{number[1]}")):
        raise QuestionError(f"{fate}; {_who_there_is(everybody)}")
    raise QuestionError(f"Nobody is called {_shortened(who)!r} in this film; {_who_there_is(everybody)}")


def _fate_of(facts: Facts, film_id: str, character_id: str) -> str | None:
    """Why the user's own word left nobody of this id."""
    for one in reversed(journal.corrections(facts, film_id)):
        if isinstance(one, journal.Merge) and one.other_id == character_id:
            return f"{character_id} is one with {one.character_id} since you merged them"
        if isinstance(one, journal.Forget) and one.character_id == character_id:
            return f"{character_id} was forgotten: `undo` brings them back"
    return None


def listed(people: Sequence[Character]) -> str:
    """Names with ids, in one line."""
    names = [one.name if one.name == f"Person {one.id[1:]}" else f"{one.name} ({one.id})" for one in people]
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    return ", ".join(names[:MOST_LISTED]) + more


def rename(facts: Facts, film_id: str, who: str, name: str) -> Character:
    """Gives a character a name, which no evidence overrules.

    Raises QuestionError for an unknown person and for a name that is empty, too long or another's number.
    """
    character = resolve(facts, film_id, who)
    correction = journal.Rename(
        character_id=character.id, name=_checked(name, character), moments=_faces(character)
    )
    journal.write_down(facts, film_id, correction)
    return resolve(facts, film_id, character.id)


def merge(facts: Facts, film_id: str, who: str, other: str) -> Character:
    """Makes two characters one, with the first one's id. Raises QuestionError if they are one already."""
    character, second = resolve(facts, film_id, who), resolve(facts, film_id, other)
    if character.id == second.id:
        raise QuestionError(f"{who!r} and {other!r} are one person already: {listed([character])}.")
    correction = journal.Merge(
        character_id=character.id,
        other_id=second.id,
        moments=_faces(character),
        other_moments=_faces(second),
    )
    journal.write_down(facts, film_id, correction)
    return resolve(facts, film_id, character.id)


def split(facts: Facts, film_id: str, who: str, tracks: Sequence[str]) -> Character:
    """Makes somebody new of some of a character's face tracks, and returns them.

    Raises QuestionError for tracks that are not the character's, and if no track would be left.
    """
    character = resolve(facts, film_id, who)
    _check_split(character, tracks)
    rest = [track for track in character.tracks if track not in tracks]
    correction = journal.Split(
        character_id=character.id,
        new_id=journal.new_id(facts, film_id),
        moments=_moments(facts, film_id, tracks),
        rest=_moments(facts, film_id, rest[:: max(1, len(rest) // MOST_TOLD)]),
    )
    journal.write_down(facts, film_id, correction)
    return resolve(facts, film_id, correction.new_id)


def _check_split(character: Character, tracks: Sequence[str]) -> None:
    strangers = sorted(set(tracks) - set(character.tracks))
    if strangers or not tracks:
        raise QuestionError(
            f"{listed([character])} has no face track {', '.join(strangers) or '(none named)'}; "
            f"it has {', '.join(character.tracks[:12]) or 'none'}{'…' if len(character.tracks) > 12 else ''}."
        )
    if set(tracks) == set(character.tracks):
        raise QuestionError(f"These are all face tracks of {listed([character])}: there is nothing to split.")


def forget(facts: Facts, film_id: str, who: str) -> Character:
    """Says that a character is nobody: their faces count as nobody's. Returns who they were.

    Somebody who is only heard was a label that means no person; a face that was given a label leaves it to
    whoever has it now.
    """
    character = resolve(facts, film_id, who)
    correction = journal.Forget(
        character_id=character.id,
        moments=_moments(facts, film_id, character.tracks),
        labels=() if character.tracks else tuple(map(label_key, character.speaker_labels)),
    )
    journal.write_down(facts, film_id, correction)
    return character


def undo(facts: Facts, film_id: str) -> journal.Correction:
    """Takes back the last correction that holds, and returns it. Raises QuestionError if there is none."""
    return journal.undo(facts, film_id)


def _checked(name: str, character: Character) -> str:
    name = " ".join("".join(letter if _shows(letter) else " " for letter in printable(name)).split())
    if not name.strip(JOINERS):
        raise QuestionError("A name needs at least one letter.")
    if len(name) > LONGEST_NAME:
        raise QuestionError(f"A name has at most {LONGEST_NAME} letters, this one has {len(name)}.")
    if (number := NUMBERED.fullmatch(name.casefold())) and f"P{number[1]}" != character.id:
        raise QuestionError(f"{name!r} would be taken for another person's number: choose another name.")
    return name


def _shows(letter: str) -> bool:
    return letter.isprintable() or letter in JOINERS


def _faces(character: Character) -> tuple[Moment, ...]:
    """Some faces by which a character is known again; none of somebody only heard."""
    return tuple(
        Moment(track_id=one.track_id, time_s=one.time_s, box=one.box) for one in character.anchors[:MOST_TOLD]
    )


def _moments(facts: Facts, film_id: str, tracks: Sequence[str]) -> tuple[Moment, ...]:
    there = middles(facts, film_id)
    return tuple(there[track] for track in dict.fromkeys(tracks))


def _who_there_is(everybody: Sequence[Character]) -> str:
    if not everybody:
        return "nobody is known in it yet: ingest it at standard depth."
    return f"there are {listed(everybody)}."


def _shortened(who: str) -> str:
    return who if len(who) <= 60 else who[:59] + "…"
