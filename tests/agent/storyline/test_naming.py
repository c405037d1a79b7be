"""People are called by one name."""

import pytest

from storyreel.agent.storyline.naming import CanonicalNames
from storyreel.memory.records import Character, NameEvidence


def person(number: int, name: str, *others: str, labels: tuple[str, ...] = ()) -> Character:
    evidence = tuple(NameEvidence(source="dialogue", text="", name=one, confidence=0.9) for one in others)
    return Character(id=f"P{number}", film_id="f", name=name, name_evidence=evidence, speaker_labels=labels)


CAST = (
    person(1, "Regina Lampert", "Reggie"),
    person(2, "Peter Joshua", "Mr. Dyle", labels=("PETER",)),
    person(3, "Lieutenant Worf"),
    person(4, "Captain Picard"),
    person(5, "Will Riker"),
    person(6, "Thomas Riker"),
    person(7, "Person 7"),
)
NAMES = CanonicalNames(CAST, {one.id: one.name for one in CAST})


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Regina meets Peter.", "Regina Lampert meets Peter Joshua."),
        ("Reggie trusts Mr. Dyle.", "Regina Lampert trusts Peter Joshua."),
        ("Dyle lies to Reggie.", "Peter Joshua lies to Regina Lampert."),
        ("PETER is gone.", "Peter Joshua is gone."),
        ("Regina Lampert meets Peter Joshua.", "Regina Lampert meets Peter Joshua."),
        ("Reggie's bag is Peter’s.", "Regina Lampert's bag is Peter Joshua’s."),
        ("The lieutenant obeys.", "Lieutenant Worf obeys."),
        ("Lt. Worf obeys the captain.", "Lieutenant Worf obeys Captain Picard."),
        ("Picard orders the lieutenant out.", "Captain Picard orders Lieutenant Worf out."),
        ("Picard, the captain, rises.", "Captain Picard, the captain, rises."),
        ("Person 7 smiles.", "Person 7 smiles."),
    ],
)
def test_an_alias_becomes_the_one_name(written, told):
    assert NAMES.told(written) == told


@pytest.mark.parametrize(
    "written",
    [
        "Riker smiles.",
        "Peter Stone smiles.",
        "Old Saint Peter Church burns.",
        "Mr. Lampert is dead.",
        "Ben says: “Reggie, the lieutenant is here.”",
        "The petrel flies.",
        "The Lieutenant Uhura obeys.",
        "She will go.",
    ],
    ids=[
        "two bear it",
        "another's first name",
        "part of another name",
        "perhaps her husband",
        "the film's own words",
        "part of a word",
        "another lieutenant",
        "no name",
    ],
)
def test_what_may_mean_another_stays(written):
    assert NAMES.told(written) == written


def test_a_film_without_people_has_no_names_to_change():
    assert CanonicalNames((), {}).told("Dr. No waits.") == "Dr. No waits."


def test_who_is_only_known_by_number_has_no_other_name():
    hidden = CanonicalNames(CAST[:1], {"P1": "Person 1"})
    assert hidden.told("Reggie smiles.") == "Reggie smiles."


SPOKEN = CanonicalNames(
    CAST,
    {one.id: one.name for one in CAST},
    {
        "Martins": "Holly Martins",
        "Mr Martins": "Holly Martins",
        "Holly": "Holly Martins",
        "Peter": "Peter Stone",
    },
)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Martins waits for Holly.", "Holly Martins waits for Holly Martins."),
        ("Mr. Martins asks Mr Martins.", "Holly Martins asks Holly Martins."),
        ("Holly Martins says: “Call me Martins.”", "Holly Martins says: “Call me Martins.”"),
        ("Mrs Martins waits.", "Mrs Martins waits."),
        ("Peter waits.", "Peter Joshua waits."),
    ],
    ids=["parts", "with a title", "quoted", "another's title", "of the cast"],
)
def test_people_who_are_only_spoken_of_have_one_name_too(written, told):
    assert SPOKEN.told(written) == told
