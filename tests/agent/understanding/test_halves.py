"""Questions of several parts: each is answered, in the light of the one before."""

import pytest

from storyreel.agent.ask import Chat, ask
from storyreel.agent.understanding.halves import once_told, understood
from storyreel.agent.understanding.parts import Setting
from storyreel.agent.understanding.people import Person
from storyreel.memory.library import Library
from storyreel.memory.records import Film


@pytest.mark.parametrize(
    "question",
    [
        "At 0:52, who is on screen and what do they feel?",
        "Who is on screen at 0:52 and how are they feeling?",
        "At 0:52 who is on screen, and what is their mood?",
    ],
)
def test_who_is_there_is_told_with_what_they_feel(library: Library, voyage: Film, question: str):
    told = ask(library, voyage, question)
    assert told.answer.startswith("Anna and Ben are on screen at 0:52")
    assert "Anna appears happy" in told.answer
    assert "Ben appears sad" in told.answer
    assert told.unsupported == ()


def test_a_part_that_names_somebody_asks_of_what_is_theirs(library: Library, voyage: Film):
    told = ask(library, voyage, "Who talks the most and when does Ben first open his mouth?").answer
    assert "Ben first speaks" in told


def test_who_speaks_is_told_with_what_they_feel(library: Library, voyage: Film):
    told = ask(library, voyage, "Who speaks at 0:16 and what is their mood?").answer
    assert told.startswith("Ben says “I hate that you lied to me, Anna.”")
    assert "Ben appears angry" in told
    assert "Anna appears" not in told


def test_of_a_line_the_feeling_is_that_of_its_time(library: Library, voyage: Film):
    told = ask(library, voyage, "Who says “I hate that you lied”, and how does he feel?").answer
    assert "Ben appears angry" in told
    assert "sad" not in told


def test_where_nobody_is_seen_nobody_feels_anything(library: Library, voyage: Film):
    told = ask(library, voyage, "Who is on screen at 0:21 and how do they feel?").answer
    assert told.startswith("I see nobody's face at 0:21. I found no clear feeling of anyone at 0:21.")


def test_past_the_films_end_that_alone_is_told(library: Library, voyage: Film):
    told = ask(library, voyage, "Who is on screen at 9:00 and how do they feel?").answer
    assert told == "The film is 1:00 long; 9:00 is past its end."


def test_a_question_of_one_part_is_answered_once(library: Library, voyage: Film):
    assert "appears" not in ask(library, voyage, "Who is on screen at 0:52 and at 0:53?").answer


def test_the_next_question_goes_on_from_the_first_part(library: Library, voyage: Film):
    with Chat(library, voyage) as chat:
        chat.ask("Who is on screen at 0:52 and how do they feel?")
        assert chat.ask("And at 0:35?").answer.startswith("Ben is on screen at 0:35")


def test_parts_of_other_kinds_are_answered_both(library: Library, voyage: Film):
    told = ask(library, voyage, "When is Anna on screen, and what does Ben say at 0:16?").answer
    assert told.startswith("Anna appears")
    assert "Ben says “I hate that you lied to me, Anna.”" in told


def test_a_pronoun_means_whom_the_first_part_names(library: Library, voyage: Film):
    told = ask(library, voyage, "Who is Ben and when do we first see him?").answer
    assert "Ben is first seen" in told


def test_a_time_holds_for_both_parts(library: Library, voyage: Film):
    told = ask(library, voyage, "Who is on screen at 0:52 and what are they saying?").answer
    assert told.startswith("Anna and Ben are on screen at 0:52")
    assert "says" in told


def test_then_means_when_the_first_part_is_so(library: Library, voyage: Film):
    told = ask(library, voyage, "When is Anna happy and who is there then?")
    assert "Anna appears happy" in told.answer
    assert "Ben" in told.answer
    assert told.unsupported == ()


def test_a_part_that_adds_nothing_is_not_answered_apart(library: Library, voyage: Film):
    one = ask(library, voyage, "Who gets the most screen time?").answer
    assert ask(library, voyage, "Who gets the most screen time, and how much is it?").answer == one


def test_whom_only_the_answer_tells_is_not_guessed_before():
    setting = Setting((Person("P1", "Anna"), Person("P2", "Ben")), 60)
    question = understood("Who is on screen at 0:20 and what do they feel?", setting)
    assert question.then is not None
    assert question.then.waits
    then = once_told(question, setting, ("P2",), [])
    assert then is not None
    assert (then.intent, then.people) == ("feelings", ("P2",))
