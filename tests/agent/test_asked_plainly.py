"""Plain questions once answered beside the point: each is answered by what it asks for, or not at all."""

from collections.abc import Callable

import pytest

from storyreel.agent.ask import Chat, ask
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Sound
from tests.agent.conftest import line, span

LINES_OF_NOBODY = [line(1, 5, 8, "They sail for the island of Corvo.")]


@pytest.fixture
def answer(library: Library, voyage: Film) -> Callable[[str], str]:
    return lambda question: ask(library, voyage, question).answer


@pytest.mark.parametrize(
    "question",
    [
        "When does Ben first appear and when last?",
        "When does Ben first and last appear?",
        "When is the first time Ben appears, and the last time?",
    ],
)
def test_both_ends_are_told_where_both_are_asked_for(answer: Callable[[str], str], question: str):
    assert answer(question) == "Ben is first seen from 0:10 to 0:20. Ben is last seen from 0:48 to 0:56."


def test_the_first_line_and_the_last_are_two_answers(answer: Callable[[str], str]):
    told = answer("What are the last and first lines of Anna?")
    assert "The last line is: " in told
    assert "The first line is: " in told


@pytest.mark.parametrize("question", ["Where are they?", "Where are we?", "Where are they going?"])
def test_a_question_without_a_telling_word_is_not_answered_with_every_sound(
    library: Library, voyage: Film, commit, question: str
):
    commit("sounds", [Sound(span=span(0, 9), what="music", confidence=0.9, level_dbfs=-20)])
    told = ask(library, voyage, question).answer
    assert told.startswith("I cannot tell when or where that is")
    assert "music" not in told


def test_he_or_she_in_what_somebody_says_is_not_who_is_asked_about(answer: Callable[[str], str]):
    told = answer("How does Ben react when Anna says she never lied about the map?")
    assert told.startswith("Anna says “I never lied about the map.”")


@pytest.mark.parametrize("question", ["Who is mentioned most often?", "Which people are talked about most?"])
def test_who_is_talked_of_most_is_counted_of_those_who_are_known(answer: Callable[[str], str], question: str):
    assert answer(question) == "“Anna” is mentioned once."
    assert answer("Who is never mentioned?") == "No line that I know has “Ben”."


def test_nobody_is_mentioned_most_where_no_name_is_known(library: Library, film: Film, commit):
    for tool in ("speech", "faces", "people", "text_emotion", "expression"):
        commit(tool, [])
    commit("dialogue", LINES_OF_NOBODY)
    told = ask(library, film, "Who is mentioned most often?").answer
    assert told.startswith("Of nobody who is seen or heard do I know the name.")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Is Corvo mentioned more often than the harbour?", "Yes, “Corvo” is mentioned 3 times; “harbour”"),
        ("Is the harbour mentioned more than Corvo?", "No: “Corvo” is mentioned 3 times; “harbour” is "),
        ("Is Anna talked about less often than Corvo?", "Yes, “Anna” is mentioned once; “Corvo” is"),
        ("Which is mentioned more, Corvo or Anna?", "“Corvo” is mentioned 3 times; “Anna” is"),
        ("Is Corvo mentioned more than Kirk?", "Yes, “Corvo” is mentioned 3 times; no line that I know"),
    ],
)
def test_of_two_it_is_counted_which_is_mentioned_more(answer: Callable[[str], str], question: str, told: str):
    assert answer(question).startswith(told)


@pytest.mark.parametrize("question", ["Who is alone?", "Who is on screen by themselves?"])
def test_who_is_alone_is_told_of_each(answer: Callable[[str], str], question: str):
    assert answer(question).startswith("Anna is alone on screen 3 times: 0:04–0:10, 0:22–0:30 and 0:46–0:48.")


def test_with_whom_somebody_is_when_not_alone(answer: Callable[[str], str]):
    assert answer("When is Person 3 with others?") == "Together with Person 3: Ben 0:38–0:40."


def test_whole_words_in_quotation_marks_are_said_or_not_said(answer: Callable[[str], str]):
    assert answer("Does anyone say 'I lied to you'?").startswith("No: “I lied to you” is not mentioned")
    assert answer("Does anyone say 'lied to me'?").startswith("Yes, “lied to me” is mentioned")


def test_thanks_are_looked_for_in_what_is_said(library: Library, film: Film, commit):
    commit("dialogue", [line(1, 5, 8, "Thank you, Ben.", "ANNA"), line(2, 9, 12, "Not at all.", "BEN")])
    assert "Anna says “Thank you, Ben.”" in ask(library, film, "Who thanks Ben?").answer


def test_whom_somebody_talks_to_is_told_by_whom_they_name(answer: Callable[[str], str]):
    told = answer("Who does Ben talk to?")
    assert "“I hate that you lied to me, Anna.”" in told
    assert "To whom a line is said I cannot tell." in told


def test_what_is_funny_to_watch_is_no_feeling_of_anybody(answer: Callable[[str], str]):
    note = "I read what people in the film feel, not what is {} to watch."
    assert note.format("funniest") in answer("What is the funniest scene?")
    assert note.format("scariest") in answer("What is the scariest moment?")
    assert "to watch" not in answer("What is the happiest scene?")


def test_who_never_laughs_cannot_be_told_where_nobody_is_known(library: Library, film: Film, commit):
    for tool in ("speech", "faces", "people", "text_emotion", "expression"):
        commit(tool, [])
    commit("dialogue", LINES_OF_NOBODY)
    assert ask(library, film, "Who never laughs?").answer.startswith("I cannot tell who that is")


def test_who_else_was_there_is_asked_of_the_moment_before(library: Library, voyage: Film):
    with Chat(library, voyage) as chat:
        chat.ask("What happens at 0:25?")
        told = chat.ask("Who else was there?").answer
    assert "Ben" not in told
    assert "Anna" in told


def test_no_clock_shows_ninety_nine_seconds(answer: Callable[[str], str]):
    assert answer("What happens at 9:99:99?").startswith("I do not know whom or what you mean")
    assert answer("What happens at 0:99?").startswith("I do not know whom or what you mean")


def test_only_words_that_were_looked_for_are_said_to_be_in_no_line(answer: Callable[[str], str]):
    assert "no line has those words" not in answer("Where are they?")


def test_how_somebody_reacts_is_seen_after_it_too(answer: Callable[[str], str]):
    told = answer("How does Ben react when Anna says she is sailing for the island of Corvo?")
    assert "Ben appears" in told or "Ben sounds" in told


def test_how_long_is_not_looked_for_in_lines(library: Library, film: Film, commit):
    commit(
        "dialogue", [line(1, 5, 8, "The long night is here."), line(2, 9, 12, "The pod took five months.")]
    )
    told = ask(library, film, "How long did the pod take?").answer
    assert "“The pod took five months.”" in told
    assert "long night" not in told
