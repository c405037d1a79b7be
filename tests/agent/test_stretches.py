"""Stretches between events, scenes by their number, and who speaks next, asked through the real graph."""

from collections.abc import Callable

import pytest

from storyreel.agent.ask import ask
from storyreel.agent.card import FilmCard
from storyreel.agent.planner import next_calls
from storyreel.agent.understanding.parts import Setting
from storyreel.agent.understanding.understand import understand
from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import Box, Film, ScreenText, Segment
from tests.agent.conftest import line, span


@pytest.fixture
def answer(library: Library, voyage: Film) -> Callable[[str], str]:
    return lambda question: ask(library, voyage, question).answer


def test_what_lies_between_two_lines_is_told_and_nothing_else(answer: Callable[[str], str]):
    told = answer('What is said between "you lied to me" and "Ready to drop the anchor"?')
    assert "Anna says “I never lied about the map.” (0:23)" in told
    assert "Corvo is two days away" in told
    assert "The harbour is on fire" not in told
    assert "We found it" not in told


def test_a_stretch_may_run_from_a_time_to_a_line(answer: Callable[[str], str]):
    told = answer('Who is on screen from 0:20 to "Ready to drop the anchor"?')
    assert "Anna" in told
    assert "between 0:20 and 0:33" in told
    assert "Person 3" not in told


def test_an_end_that_is_not_found_is_named(answer: Callable[[str], str]):
    told = answer("What happens between the wedding and 0:30?")
    assert told.startswith("I cannot tell when “the wedding” is, an end of that stretch.")
    assert "Ben" not in told


def test_so_many_seconds_after_a_line_is_that_moment(answer: Callable[[str], str]):
    told = answer('Who is on screen 5 seconds after Anna says "two days away"?')
    assert "Ben" in told
    assert "at 0:34" in told


def test_a_scene_is_told_by_its_number(answer: Callable[[str], str]):
    told = answer("What is said in scene 2?")
    assert "Ready to drop the anchor." in told
    assert "The harbour is on fire!" not in told
    assert answer("When does scene 3 start?") == "That runs from 0:45 to 1:00, 15 seconds."
    assert answer("What happens in scene 7?").startswith("I know 3 scenes")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who speaks after Anna?", "Ben says “The harbour is on fire!”"),
        ("Who answers Ben at 0:16?", "Anna says “I never lied about the map.”"),
        ("Who speaks before Anna at 0:47?", "Ben says “Ready to drop the anchor.”"),
        (
            'Who speaks after Ben says "Ready to drop the anchor"?',
            "Anna says “We found it! The treasure of Corvo!”",
        ),
        ("Who is the last person to speak?", "Ben says “I was wrong about you.”"),
    ],
)
def test_who_speaks_next_is_another_one(answer: Callable[[str], str], question: str, words: str):
    told = answer(question)
    assert words in told
    assert told.count(" says ") <= 2


def test_who_says_words_after_an_event_is_sought_in_all_that_follows(answer: Callable[[str], str]):
    assert "Anna says “We found it!" in answer('Who says "treasure" after Ben says "harbour"?')


def test_somebodys_angriest_line_is_what_they_say_when_they_are_angriest(answer: Callable[[str], str]):
    told = answer("Quote Ben's angriest line")
    assert "I hate that you lied to me, Anna." in told
    assert "I was wrong about you." not in told


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What is Anna's longest line?", "Captain's log. We sail for the island of Corvo."),
        ("What is the shortest line of Anna?", "Corvo is two days away."),
        ("What is the longest line?", "Captain's log. We sail for the island of Corvo."),
    ],
)
def test_the_longest_line_is_told_in_its_words(answer: Callable[[str], str], question: str, words: str):
    assert words in answer(question)


def test_the_longest_of_very_many_lines_is_found(library: Library, film: Film, commit):
    lines = [line(place, place, place + 0.5, f"Number {place}.") for place in range(55)]
    commit(
        "dialogue",
        [*lines, line(55, 55, 59, "And this is the longest of all lines."), line(56, 59.2, 59.6, "Ah.")],
    )
    assert "And this is the longest of all lines." in ask(library, film, "What is the longest line?").answer


def test_the_last_text_is_told_alone(answer: Callable[[str], str], library: Library, voyage: Film, commit):
    texts = [("THE VOYAGE", 1, 4), ("THE END", 57, 60)]
    box = Box(x=0.2, y=0.2, width=0.4, height=0.1)
    commit(
        "screen_text",
        [ScreenText(span=span(a, b), words=words, box=box, confidence=0.9) for words, a, b in texts],
    )
    told = answer("What text appears last?")
    assert "THE END" in told
    assert "VOYAGE" not in told


def test_what_happens_in_a_long_stretch_is_told_scene_by_scene():
    question = understand("What happens between 10:00 and 40:00?", Setting((), 6000))
    card = FilmCard(film_id="f", title="Salt", duration_s=6000, has_picture=True, has_sound=True, budget_s=0)
    assert [call.tool for call in next_calls(question, (), card)] == ["film_summary"]


def test_words_on_screen_may_be_where_a_stretch_begins(
    answer: Callable[[str], str], library: Library, voyage: Film, commit
):
    box = Box(x=0.2, y=0.2, width=0.4, height=0.1)
    commit("screen_text", [ScreenText(span=span(31, 32), words="THE NEXT DAY", box=box, confidence=0.9)])
    told = answer('Who is on screen right after "The next day"?')
    assert told.startswith("“THE NEXT DAY” is read on screen from 0:31 to 0:32.")
    assert "Person 3" in told
    assert answer('What happens after "blue elephant"?').startswith("I cannot tell when")


def test_how_long_it_is_between_two_events_is_told(answer: Callable[[str], str]):
    told = answer('How much time passes between "you lied to me" and "I never lied"?')
    assert told.endswith("That runs from 0:18 to 0:23, 5 seconds.")


@pytest.mark.parametrize("quotation", ['"?"', '""', '"*"', '"'])
def test_a_quotation_without_a_word_is_nobodys_line(answer: Callable[[str], str], quotation: str):
    assert answer(f"Who says {quotation}?").startswith("Nobody says")


@pytest.fixture
def heard(library: Library, film: Film) -> Film:
    """A film of 400 seconds without a picture, parted into stretches of 30 seconds."""
    known = {"id": "abcdef012399", "content_hash": "cd" * 32, "width_px": 0, "duration_s": 400.0}
    kept = film.model_copy(update=known)
    library.add(kept)
    whole = span(0, 400)
    parts = [Segment(span=span(at_s, at_s + 30), index=at_s // 30) for at_s in range(0, 390, 30)]
    lines = [line(1, 12, 15, "The harbour is on fire!"), line(2, 375, 378, "We found it.")]
    for tool, found in {"segments": parts, "dialogue": lines}.items():
        work = Work(film_id=kept.id, tool=tool, version="1", inputs="", span=whole)
        library.facts.commit(work, found)
    return kept


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What happens in the first scene?", "The harbour is on fire!"),
        ("What happens in the opening scene?", "The harbour is on fire!"),
        ("What happens in the last scene?", "We found it."),
    ],
)
def test_without_a_picture_the_first_scene_is_the_beginning(
    library: Library, heard: Film, question: str, words: str
):
    assert words in ask(library, heard, question).answer


def test_without_a_picture_no_scene_has_a_number(library: Library, heard: Film):
    told = ask(library, heard, "What happens in scene 3?").answer
    assert told.startswith("Scenes are told apart by the picture")


@pytest.mark.parametrize("question", ["What happens", "What is said", "Who is on screen", "Does Anna speak"])
def test_so_much_after_a_line_may_be_past_the_films_end(answer: Callable[[str], str], question: str):
    told = answer(f'{question} 2 minutes after Anna says "two days away"?')
    assert told.endswith("The film is 1:00 long; 2:29 is past its end.")
    assert told.startswith("Anna says")
