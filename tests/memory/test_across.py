"""People in several films of a library: known again, and their names proposed, never taken."""

import pytest

from storyreel.memory.across import not_compared, people_across, proposals
from storyreel.memory.characters import characters, rename

MODEL = "dlib-resnet-v1-mirrored"


@pytest.fixture
def watched(library, make):
    """Adds a film in which some people, by number, are seen for a while each."""

    def watch(title: str, letter: str, *people: int, model: str = MODEL, quality: float = 0.6):
        film = make.film(title, letter)
        library.add(film)
        tracks = [
            described(make.track(f"t0.{k}", 10 * k, 10 * k + 8, person=person), model, quality)
            for k, person in enumerate(people, start=1)
        ]
        library.facts.commit(make.work(film, "faces"), tracks)
        library.facts.commit(make.work(film, "people"), [make.cluster(one) for one in tracks])
        return film

    return watch


def described(track, model: str, quality: float):
    looks = tuple(look.model_copy(update={"quality": quality}) for look in track.looks)
    return track.model_copy(update={"embedding_model": model, "looks": looks})


@pytest.fixture
def films(watched):
    return watched("One", "a", 1, 2), watched("Two", "b", 3, 1), watched("Three", "c", 1, 4, 2)


def parts(person):
    return sorted((part.film.title, part.character.id) for part in person.parts)


def test_who_is_in_several_films_is_found_those_in_most_first(library, films):
    first, second = people_across(library)
    assert parts(first) == [("One", "P1"), ("Three", "P1"), ("Two", "P2")]
    assert parts(second) == [("One", "P2"), ("Three", "P3")]
    assert (first.names, second.names) == ((), ())


def test_strangers_are_not(library, watched):
    watched("One", "a", 1, 2)
    watched("Two", "b", 3, 4)
    assert people_across(library) == []


def test_two_of_one_film_are_never_one(library, watched):
    watched("One", "a", 1)
    watched("Two", "b", 1, 1)
    [person] = people_across(library)
    assert [title for title, _ in parts(person)] == ["One", "Two"]


def test_a_name_from_one_film_is_proposed_in_the_others_and_given_to_nobody(library, films):
    one, two, _ = films
    rename(library.facts, one.id, "P1", "Anna")
    found = proposals(library, two)
    assert list(found) == ["P2"]
    [evidence] = found["P2"]
    assert (evidence.source, evidence.name) == ("other film", "Anna")
    assert evidence.text == "looks like Anna (P1) in 'One', as you named them"
    assert 0.5 < evidence.confidence <= 0.75
    assert [who.name for who in characters(library.facts, two.id)] == ["Person 1", "Person 2"]


def test_names_that_differ_are_all_shown(library, films):
    one, two, three = films
    rename(library.facts, one.id, "P1", "Anna")
    rename(library.facts, three.id, "P1", "Beatrice")
    assert {evidence.name for evidence in proposals(library, two)["P2"]} == {"Anna", "Beatrice"}
    assert set(people_across(library)[0].names) == {"Anna", "Beatrice"}


def test_faces_by_a_model_that_was_not_measured_match_nobody_and_it_is_said(library, watched):
    watched("One", "a", 1, model="new")
    watched("Two", "b", 1, model="new")
    assert people_across(library) == []
    [note] = not_compared(library)
    assert "never measured with 'new'" in note
    assert "'One', 'Two'" in note


def test_faces_by_different_models_are_said_to_be_incomparable(library, watched):
    one = watched("One", "a", 1)
    watched("Two", "b", 1, model="new")
    assert people_across(library) == []
    assert "different models" in not_compared(library)[-1]
    assert "'One' (dlib-resnet-v1-mirrored) and 'Two' (new)" in not_compared(library, one)[-1]


def test_who_is_only_seen_unclearly_is_known_in_no_other_film_and_it_is_said(library, watched):
    one, two = watched("One", "a", 1), watched("Two", "b", 1, 2, quality=0.3)
    rename(library.facts, one.id, "P1", "Anna")
    assert people_across(library) == []
    assert proposals(library, two) == {}
    assert not_compared(library) == ["2 people are seen too unclearly to be known in other films."]
    assert not_compared(library, one) == []


def test_nothing_is_said_where_all_can_be_compared(library, films):
    assert not_compared(library) == []


def test_an_empty_library_has_nobody(library):
    assert people_across(library) == []
