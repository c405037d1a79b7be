"""Who is who, and how that is known: asked through the real graph, answered by what memory knows."""

from collections.abc import Callable

import pytest

from storyreel.agent.ask import Chat, ask
from storyreel.memory.characters import merge, rename
from storyreel.memory.library import Library
from storyreel.memory.records import Film, NameClaim
from tests.agent.conftest import LINES, Commit, line


@pytest.fixture
def answer(library: Library, voyage: Film) -> Callable[[str], str]:
    return lambda question: ask(library, voyage, question).answer


def test_who_is_who_tells_every_name_with_its_reason(answer: Callable[[str], str]):
    told = answer("Who is who?")
    assert "The name of Anna rests on labels of subtitles" in told
    assert told.endswith("I know no name of Person 3.")


def test_who_is_only_heard(library: Library, voyage: Film, commit: Commit):
    assert ask(library, voyage, "Who is only heard?").answer.startswith("I know of nobody who is only heard.")
    commit("dialogue", [*LINES, line(9, 57, 59, "So it ended.", "NARRATOR")])
    assert (
        ask(library, voyage, "Who is only heard?").answer
        == "Narrator is only heard: 1 line, the first at 0:57."
    )


@pytest.mark.parametrize("question", ["What is Person 3's name?", "What's the name of Person 3?"])
def test_a_name_that_nobody_knows(answer: Callable[[str], str], question: str):
    assert answer(question) == "Nothing that I saw or heard tells me the name of Person 3."


def test_which_faces_are_somebodys(answer: Callable[[str], str]):
    assert answer("Which faces belong to Anna?").startswith("Anna appears 3 times")


@pytest.mark.parametrize("question", ["Are Anna and Ben two people?", "Is Anna the same person as Ben?"])
def test_two_who_are_seen_at_once_are_two(answer: Callable[[str], str], question: str):
    assert answer(question) == (
        "I hold Anna and Ben for two people. "
        "Anna and Ben are on screen together twice, for 12 seconds in all: 0:10–0:14 and 0:48–0:56."
    )


def test_two_who_never_meet_may_be_one(answer: Callable[[str], str]):
    told = answer("Are Anna and Person 3 the same person?")
    assert told.startswith(
        "I hold Anna and Person 3 for two people; if they are one, `storyreel characters FILM merge P1 P3`"
    )
    assert "There is no moment when Anna and Person 3 are on screen together" in told


def test_two_names_of_one_person(answer: Callable[[str], str]):
    assert answer("Is Anna the same person as P1?") == "Anna is one person to me."


def test_what_became_of_a_merged_number_is_told(library: Library, voyage: Film):
    merge(library.facts, voyage.id, "P1", "P3")
    told = ask(library, voyage, "Is Anna the same as Person 3?").answer
    assert told.startswith("P3 is one with P1 since you merged them")


def test_how_sure_is_asked_of_whom_was_spoken_of(library: Library, voyage: Film):
    rename(library.facts, voyage.id, "P3", "Cleo")
    with Chat(library, voyage) as chat:
        assert chat.ask("How sure are you?").answer.startswith("I do not know whom or what you mean")
        chat.ask("Who is Cleo?")
        assert chat.ask("How sure are you?").answer.startswith("The name of Cleo rests on the user")


@pytest.mark.parametrize("question", ["Does anybody speak?", "Who speaks?"])
def test_in_a_silent_film_nobody_is_heard(library: Library, film: Film, commit: Commit, question: str):
    silent = film.model_copy(update={"id": "fedcba543210", "content_hash": "cd" * 32, "audio_tracks": ()})
    library.add(silent)
    told = ask(library, silent, question)
    assert told.answer.startswith("Nobody is heard: the film has no sound and no subtitles.")
    assert told.unsupported == ()


def test_nobody_is_described_as_surely_who_is_only_perhaps_meant(
    library: Library, voyage: Film, commit: Commit
):
    call = NameClaim(
        span=LINES[3].span, source="vocative", name="Kirk", words="Kirk!", about="u4", confidence=0.9
    )
    commit("names", [call])
    told = ask(library, voyage, "Who is Kirk?").answer
    assert told.startswith("Nobody is surely Kirk; ")


@pytest.mark.parametrize("question", ["Who is Kirk?", "Why is Anna called Kirk?"])
def test_the_line_that_a_name_rests_on_is_cited(
    library: Library, voyage: Film, commit: Commit, question: str
):
    call = NameClaim(
        span=LINES[3].span, source="vocative", name="Kirk", words=LINES[3].words, about="u4", confidence=0.9
    )
    commit("names", [call])
    told = ask(library, voyage, question)
    assert any("abcdef012345/dialogue/u4" in one.evidence for one in told.citations)


def test_where_sound_has_no_speech_nobody_is_called_somebody(library: Library, film: Film, commit: Commit):
    for tool in ("dialogue", "speech"):
        commit(tool, [])
    assert ask(library, film, "Does anybody speak?").answer == "I know of no line that anybody says."


def test_a_film_known_by_its_lines_alone_has_names_that_are_spoken(library: Library, film: Film, commit):
    said = ("Have you seen Mr Corvo?", "No, Mr Corvo left with Mina Hale.", "I told her.", "Mr Corvo!")
    commit("dialogue", [line(number, 4 * number, 4 * number + 2, words) for number, words in enumerate(said)])
    told = ask(library, film, "Who is in it?").answer
    assert "nobody was seen, and no line is known to be anybody's." in told
    assert "The names spoken most are Corvo (3×, first at 0:00); whose they are I cannot tell." in told
