"""What the user may say about a film's characters: this is Anna, these two are one, that is somebody else."""

from collections.abc import Sequence

from storyreel.errors import QuestionError
from storyreel.memory import journal
from storyreel.memory.characters import listed, resolve
from storyreel.memory.facts import Facts
from storyreel.memory.records import Character, FaceTrack

LONGEST_NAME = 100
"""Letters; longer is a mistake."""


def rename(facts: Facts, film_id: str, who: str, name: str) -> Character:
    """Gives a character a name, which no evidence overrules.

    Raises QuestionError for an unknown person and for a name that is empty, too long or another's number.
    """
    character = resolve(facts, film_id, who)
    correction = journal.Rename(character_id=character.id, name=_checked(name, character))
    journal.write_down(facts, film_id, correction)
    return resolve(facts, film_id, character.id)


def merge(facts: Facts, film_id: str, who: str, other: str) -> Character:
    """Makes two characters one, with the first one's id. Raises QuestionError if they are one already."""
    character, second = resolve(facts, film_id, who), resolve(facts, film_id, other)
    if character.id == second.id:
        raise QuestionError(f"{who!r} and {other!r} are one person already: {listed([character])}.")
    journal.write_down(facts, film_id, journal.Merge(character_id=character.id, other_id=second.id))
    return resolve(facts, film_id, character.id)


def split(facts: Facts, film_id: str, who: str, tracks: Sequence[str]) -> Character:
    """Makes somebody new of some of a character's face tracks, and returns them.

    Raises QuestionError for tracks that are not the character's, and if no track would be left.
    """
    character = resolve(facts, film_id, who)
    strangers = sorted(set(tracks) - set(character.tracks))
    if strangers or not tracks:
        raise QuestionError(
            f"{listed([character])} has no face track {', '.join(strangers) or '(none named)'}; "
            f"it has {', '.join(character.tracks[:12]) or 'none'}{'…' if len(character.tracks) > 12 else ''}."
        )
    if set(tracks) == set(character.tracks):
        raise QuestionError(f"These are all face tracks of {listed([character])}: there is nothing to split.")
    moments = tuple(_moment(track) for track in facts.find(film_id, FaceTrack, local_ids=tracks))
    new_id = journal.new_id(facts, film_id)
    journal.write_down(
        facts, film_id, journal.Split(character_id=character.id, new_id=new_id, moments=moments)
    )
    return resolve(facts, film_id, new_id)


def _checked(name: str, character: Character) -> str:
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    if not name:
        raise QuestionError("A name needs at least one letter.")
    if len(name) > LONGEST_NAME:
        raise QuestionError(f"A name has at most {LONGEST_NAME} letters, this one has {len(name)}.")
    if (number := journal.NUMBERED.fullmatch(name.casefold())) and f"P{number[1]}" != character.id:
        raise QuestionError(f"{name!r} would be taken for another person's number: choose another name.")
    return name


def _moment(track: FaceTrack) -> journal.Moment:
    best = max(track.looks, key=lambda look: look.quality)
    return journal.Moment(track_id=track.track_id, time_s=best.time_s, box=best.box)
