"""Questions that picture and sound cannot answer, asked through the real graph: no answer claims what nobody
found, and each says plainly what it can."""

from collections.abc import Callable

import pytest

from storyreel.agent.ask import Answer, ask
from storyreel.agent.sentences import split
from storyreel.memory.library import Library
from storyreel.memory.records import Film
from storyreel.memory.timeline import emotion_intervals
from tests.agent.conftest import LINES, line, reading


@pytest.fixture
def answer(library: Library, voyage: Film) -> Callable[[str], Answer]:
    return lambda question: ask(library, voyage, question)


NEITHER_YES_NOR_NO = [
    "Did Ben kill Anna?",
    "Is Anna dead?",
    "Is Ben still alive?",
    "Does Anna love Ben?",
    "Does Anna trust Ben?",
    "Is Anna a man or a woman?",
    "Is Anna a woman?",
    "Is there a woman on screen?",
    "Is Anna married?",
    "Is Anna tall?",
    "Is Anna taller than Ben?",
    "Is Anna or Ben older?",
    "Did Ben lie?",
    "Does Ben own a dog?",
    "Does Anna talk to Ben?",
    "Does Anna kiss Ben?",
    "Do Anna and Ben fight?",
    "Are Anna and Ben friends?",
    "Is Ben the captain?",
    "Can Anna hear the alarm?",
    "Did Anna find the treasure?",
    "Was the treasure found?",
    "Is the harbour on fire?",
    "Does Ben not trust Anna?",
    "Is Anna carrying a gun?",
    "Has Anna been to Corvo?",
    "Will Ben betray Anna?",
    "Does Anna make Ben angry?",
]
NOBODY_NAMED = [
    "Who is the killer?",
    "Who is the murderer?",
    "Who is the doctor?",
    "Who is the villain?",
    "Who wins?",
    "Who dies?",
    "Who killed the king?",
    "Who is older, Anna or Ben?",
    "Who made Anna cry?",
    "Who is Anna's husband?",
]
NO_TIMES_OF_PEOPLE = [
    "When do Anna and Ben fight?",
    "When does Ben die?",
    "When does Anna kiss Person 3?",
    "What does Anna steal?",
    "How many people die?",
    "How often does Ben smoke?",
    "Where is Anna from?",
]
SAID = [
    ("Who is the captain?", "“Captain's log. We sail for the island of Corvo.”"),
    ("Who lied?", "“I never lied about the map.”"),
    ("Is the harbour on fire?", "“The harbour is on fire!”"),
    ("Did Anna find the treasure?", "“We found it! The treasure of Corvo!”"),
    ("When does Anna leave the harbour?", "“The harbour is on fire!”"),
    ("Is Ben the captain?", "“Captain's log. We sail for the island of Corvo.”"),
]
EXACT = [
    (
        "Who is the captain?",
        "I cannot tell who that is: a face does not show it. This is only what is said with “captain”: "
        "Anna says “Captain's log. We sail for the island of Corvo.” (0:04).",
    ),
    (
        "Who is the killer?",
        "I cannot tell who that is: “killer” is not in the lines I know, and a face does not show it.",
    ),
    (
        "How long is Anna on screen with Ben?",
        "Anna and Ben are on screen together twice, for 12 seconds in all: 0:10–0:14 and 0:48–0:56.",
    ),
    ("Who appears in every scene?", "Anna and Ben are seen in every one of 3 scenes."),
    (
        "Is Person 3 in every scene?",
        "Person 3 is not seen in every scene: Person 3 in 1 of 3.",
    ),
    (
        "When is Anna not angry?",
        "I do not read that Anna is angry at any time; instead Anna appears happy from 0:46 to 0:55 "
        "(face and words, confidence 0.99, almost certainly).",
    ),
    (
        "When is Anna on screen before Ben appears?",
        "Ben is on screen from 0:10 to 0:20. Anna appears once between 0:00 and 0:10, for 6 seconds in all: "
        "0:04–0:10.",
    ),
    (
        "When is Anna on screen before Ben?",
        "Ben is on screen from 0:10 to 0:20. Anna appears once between 0:00 and 0:10, for 6 seconds in all: "
        "0:04–0:10.",
    ),
    (
        "When is Anna not on screen?",
        "I do not see Anna at these times: 0:00–0:04, 0:14–0:22, 0:30–0:46, 0:56–1:00.",
    ),
    (
        "When is nobody on screen?",
        "I do not see anybody at these times: 0:00–0:04, 0:20–0:22, 0:30–0:32, 0:44–0:46, 0:56–1:00.",
    ),
    (
        "Who is there?",
        "Anna, Ben and Person 3 are on screen: Anna 0:04–0:14, 0:22–0:30, 0:46–0:56; Ben 0:10–0:20, "
        "0:32–0:40, 0:48–0:56; Person 3 0:38–0:44.",
    ),
    ("Who is not on screen at 0:50?", "Of the people I know, Person 3 is not seen at 0:50."),
]


@pytest.mark.parametrize("question", NEITHER_YES_NOR_NO)
def test_what_is_not_understood_gets_neither_yes_nor_no(answer: Callable[[str], Answer], question: str):
    reply = answer(question)
    assert reply.answer.startswith("I cannot tell")
    assert "on screen 3 times" not in reply.answer
    assert reply.unsupported == ()


@pytest.mark.parametrize("question", NOBODY_NAMED)
def test_nobody_is_named_for_what_is_only_guessed(answer: Callable[[str], Answer], question: str):
    reply = answer(question)
    assert reply.answer.startswith("I cannot tell who that is")
    assert "has no picture" not in reply.answer
    assert reply.intervals == ()


@pytest.mark.parametrize("question", NO_TIMES_OF_PEOPLE)
def test_appearances_do_not_stand_in_for_deeds(answer: Callable[[str], Answer], question: str):
    reply = answer(question)
    assert reply.answer.startswith("I cannot tell")
    assert reply.intervals == ()


@pytest.mark.parametrize(("question", "line"), SAID, ids=[question for question, _ in SAID])
def test_what_is_said_about_it_is_told_as_said(answer: Callable[[str], Answer], question: str, line: str):
    reply = answer(question)
    assert reply.answer.startswith("I cannot tell")
    assert line in reply.answer
    assert reply.citations


@pytest.mark.parametrize(("question", "expected"), EXACT, ids=[question for question, _ in EXACT])
def test_an_answer_says_this_much(answer: Callable[[str], Answer], question: str, expected: str):
    assert answer(question).answer == expected


def test_a_feeling_denied_is_not_the_feeling(answer: Callable[[str], Answer]):
    ben = answer("When is Ben not angry?").answer
    assert ben.startswith("I do not read that Ben is angry other than at 0:14–0:19")
    assert "sad from 0:50 to 0:55" in ben
    everybody = answer("Who is never happy?").answer
    assert everybody.startswith("I do not read that Ben or Person 3 is happy at any time.")
    assert "Anna appears happy 0:46–0:55" in everybody


def test_whom_somebody_is_angry_at_is_not_told(answer: Callable[[str], Answer]):
    reply = answer("Is Ben angry at Anna?").answer
    assert reply.startswith("Ben appears angry once: 0:14–0:19")
    assert reply.endswith("At whom a feeling is aimed I cannot tell.")


@pytest.mark.parametrize("question", ["Is Ben hurt?", "Does Ben cry?", "Does Anna laugh?"])
def test_a_feeling_is_no_yes_to_a_deed(answer: Callable[[str], Answer], question: str):
    assert not answer(question).answer.startswith(("Yes", "No"))


@pytest.mark.parametrize("question", ["hm", "tell me", "🎬🎬", "...", "?", "ok", "something"])
def test_a_question_for_nothing_is_asked_back(answer: Callable[[str], Answer], question: str):
    assert answer(question).answer == (
        "I do not know what you would like to know; ask me, for example, when Anna is on screen, how "
        "Person 3 feels, what is said about something or what happens half way through."
    )


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Où est le trésor de Corvo ?", "Corvo is two days away."),
        ("Wann ist Anna wütend?", "I hate that you lied to me, Anna."),
        ("¿Quién es Corvo?", "Corvo is two days away."),
    ],
)
def test_another_language_is_named_and_its_words_are_looked_for(
    answer: Callable[[str], Answer], question: str, line: str
):
    reply = answer(question).answer
    assert reply.startswith("I read questions in English only")
    assert line in reply


def test_a_film_that_is_only_read_has_no_murderer(library: Library, film: Film, commit):
    heard = film.model_copy(update={"width_px": 0, "height_px": 0, "audio_tracks": ()})
    library.add(heard)
    commit("dialogue", LINES)
    reply = ask(library, heard, "Who is the murderer?").answer
    assert reply == (
        "I cannot tell who that is: “murderer” is not in the lines I know, and a face does not show it."
    )


def test_a_part_is_summed_up_without_what_lies_beside_it(answer: Callable[[str], Answer]):
    before = answer("Summarise the part before 0:24.").answer
    after = answer("Summarise the part after 0:46.").answer
    assert "two days away" not in before
    assert "Person 3" not in after


def test_a_film_is_called_sad_only_by_how_much_of_it_is(answer: Callable[[str], Answer]):
    reply = answer("Is the film sad?")
    assert not reply.answer.startswith(("Yes", "No"))
    assert "That is 5 seconds in all, of a film 1 minute long; the surest has confidence" in reply.answer
    assert reply.unsupported == ()


def test_a_silent_film_is_said_to_be_silent(library: Library, film: Film):
    silent = film.model_copy(update={"audio_tracks": ()})
    library.add(silent)
    reply = ask(library, silent, "What is said?")
    assert reply.answer.startswith(
        "The film has no sound and no subtitles, so I know of nothing that is said."
    )


def test_who_is_there_and_feels_nothing_makes_no_interval(answer: Callable[[str], Answer]):
    reply = answer("Who is on screen at 0:47?")
    assert (reply.intervals, len(reply.citations)) == ((), 1)


def test_one_sentence_is_one(answer: Callable[[str], Answer]):
    reply = answer("Summarise the story in one sentence.")
    assert len(split(reply.answer)) == 1
    assert reply.citations


def test_a_moment_between_two_lines_is_told_by_what_is_said_around_it(library: Library, film: Film, commit):
    commit("dialogue", [line(1, 10, 14, "Cast off!"), line(2, 22, 24, "Land ahead."), line(3, 40, 42, "No.")])
    told = ask(library, film, "What happens at 0:18?").answer
    assert told.startswith("Just before or after it, somebody says “Cast off!” (0:10), “Land ahead.” (0:22).")


def test_a_song_that_is_known_is_told_to_whoever_asks_what_is_sung(library: Library, voyage: Film, commit):
    song = line(9, 57, 59, "The night is long").model_copy(update={"manner": "song"})
    commit("dialogue", [*LINES, song])
    assert ask(library, voyage, "What song is sung?").answer.startswith("“The night is long” is heard")


def test_the_saddest_moment_is_the_one_that_is_surest_and_not_the_longest(
    library: Library, voyage: Film, commit
):
    commit(
        "voice_emotion",
        [reading("t0.2", "face", "sadness", 24, 25), reading("u4", "text", "sadness", 24, 25)],
    )
    long, short = emotion_intervals(library.facts, voyage.id, emotion="sadness")[::-1]
    assert long.span.duration_s > short.span.duration_s
    assert long.confidence < short.confidence
    told = ask(library, voyage, "What is the saddest moment?").answer
    assert told.startswith("The saddest moment is from 0:24 to 0:25, when Anna appears sad")


def test_a_name_alone_bears_on_nothing(library: Library, film: Film, commit):
    said = ("Mr Corvo!", "Corvo?", "Mr Corvo.", "Corvo!", "Is Mr Corvo a pirate?", "He sailed with Mr Corvo.")
    commit("dialogue", [line(number, 4 * number, 4 * number + 2, words) for number, words in enumerate(said)])
    assert "Corvo (" in ask(library, film, "Who is in it?").answer
    told = ask(library, film, "Was Corvo a pirate?").answer
    assert "what bears on it: at 0:16 somebody says “Is Mr Corvo a pirate?”; at 0:20" in told
