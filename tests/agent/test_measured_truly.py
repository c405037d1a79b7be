"""Questions of how much, how light and of whom: answered by what is measured, or said not to be."""

from collections.abc import Callable

import pytest

from storyreel.agent.ask import ask
from storyreel.agent.check.answer import check
from storyreel.agent.check.ground import Ground
from storyreel.agent.results import Found, Item
from storyreel.memory.library import Library
from storyreel.memory.records import Film, PersonCluster, Shot, Sound
from tests.agent.conftest import line, span, track


@pytest.fixture
def answer(library: Library, voyage: Film) -> Callable[[str], str]:
    return lambda question: ask(library, voyage, question).answer


def test_words_are_counted_where_all_lines_are_at_hand(answer: Callable[[str], str]):
    assert answer("How many words does Ben say?").startswith("Ben says 23 words. Ben speaks 4 lines")


def test_of_several_each_has_their_own_lines(answer: Callable[[str], str]):
    told = answer("How many times do Ben and Anna talk?")
    assert "Ben speaks 4 lines" in told
    assert "Anna speaks 4 lines" in told


def test_lines_are_compared_by_their_number(answer: Callable[[str], str]):
    told = answer("Who has more lines, Anna or Person 3?")
    assert told == "Anna has more lines: Anna 4 lines; Person 3 0 lines."


def test_who_has_most_lines_is_ranked_by_lines_and_ties_are_named(answer: Callable[[str], str]):
    assert answer("Who has the most lines?") == "Anna has 4 lines; Ben has 4 lines."


def test_two_are_compared_in_the_part_that_is_asked_about(answer: Callable[[str], str]):
    told = answer("Does Anna have more lines than Ben in scene 2?")
    assert told == "Anna has more lines between 0:21 and 0:45: Anna 2 lines; Ben 1 line."


def test_two_are_compared_by_the_scenes_they_are_in(answer: Callable[[str], str]):
    assert answer("Is Anna in more scenes than Person 3?") == (
        "Anna is seen in more scenes: Anna 3 scenes; Person 3 1 scene."
    )
    assert answer("Who is in the fewest scenes?").startswith("Person 3 is seen in the fewest scenes: ")


def test_no_lines_are_fewer_than_one(answer: Callable[[str], str]):
    told = answer("Who has fewer lines, person 3 or anna?")
    assert told == "Person 3 has fewer lines: Person 3 0 lines; Anna 4 lines."


def test_beside_one_of_whom_nothing_is_known_the_other_has_more(answer: Callable[[str], str]):
    told = answer("Who has fewer lines between 0:51 and 0:54, Person 3 or Ben?")
    assert told == "Ben has more lines between 0:51 and 0:54: Ben 1 line."


@pytest.mark.parametrize("question", ["Who is happy in most scenes?", "Who is not in the most scenes?"])
def test_a_condition_is_no_count_of_scenes(answer: Callable[[str], str], question: str):
    assert "in the most scenes" not in answer(question)


def test_scenes_in_which_somebody_is_heard_are_not_counted_by_who_is_seen(answer: Callable[[str], str]):
    assert "scenes" not in answer("Who speaks in the most scenes?")
    assert "scenes" not in answer("In how many scenes does Ben speak?")


def test_how_long_an_edge_of_the_film_is_taken_to_be_is_told(answer: Callable[[str], str]):
    assert answer("How long is the beginning?") == "That runs from 0:00 to 0:15, 15 seconds."


def test_a_saying_that_nobody_says_is_not_found_in_its_words(library: Library, film: Film, commit):
    commit("dialogue", [line(1, 5, 8, "They're only love letters.", "ANNA"), line(2, 9, 12, "I loved him.")])
    assert ask(library, film, "Who says “I love you”?").answer == (
        "Nobody says “I love you” in the lines I know."
    )


def test_the_darkest_scene_is_the_one_with_the_least_light(library: Library, voyage: Film, commit):
    assert ask(library, voyage, "Which scene is darkest?").answer.startswith("I cannot tell which scene is")
    light = {(0, 21): 0.3, (21, 45): 0.1, (45, 60): 0.6}
    commit("shots", [shot(*times, brightness) for times, brightness in light.items()])
    assert ask(library, voyage, "Which scene is the darkest?").answer == (
        "The darkest scene runs from 0:21 to 0:45: its mean brightness is 0.10 of 1."
    )
    assert "from 0:45 to 1:00" in ask(library, voyage, "What is the brightest scene?").answer


def shot(start_s: float, end_s: float, brightness: float) -> Shot:
    return Shot(span=span(start_s, end_s), opening="cut", motion=0.1, brightness=brightness, saturation=0.3)


@pytest.mark.parametrize(
    "question",
    ["Is the first half happier than the second?", "Is the end happier?", "Are there more sad moments?"],
)
def test_what_was_not_compared_is_not_affirmed(answer: Callable[[str], str], question: str):
    told = answer(question)
    assert not told.startswith("Yes")
    assert "not compared" in told or "no moment" in told


def test_of_two_feelings_each_is_counted(answer: Callable[[str], str]):
    assert answer("Are there more angry or happy moments?").startswith("Somebody appears ")
    assert answer("Is Ben angry or sad?").startswith("Ben appears angry once and sad once. ")


def test_how_music_feels_is_not_told(library: Library, voyage: Film, commit):
    commit("sounds", [Sound(span=span(0, 9), what="music", confidence=0.9, level_dbfs=-20)])
    told = ask(library, voyage, "Is the music sad?").answer
    assert told.startswith("Music is heard from 0:00 to 0:09. How music feels I do not tell")


@pytest.mark.parametrize(("typed", "meant"), [("Anne", "Anna"), ("Bne", "Ben")])
def test_a_slip_of_one_letter_is_asked_back(answer: Callable[[str], str], typed: str, meant: str):
    told = f"There is nobody named {typed} in this film that I know of; did you mean {meant}?"
    assert answer(f"When does {typed} appear?") == told


def test_at_whom_somebody_is_angry_is_not_told(answer: Callable[[str], str]):
    assert answer("Who is Ben angry at?").endswith("At whom a feeling is aimed I cannot tell.")


def test_who_speaks_unseen_is_not_told_by_lines(answer: Callable[[str], str]):
    assert answer("Who is speaking off screen?").startswith("I cannot tell who speaks off screen")


def test_nobody_is_alone_where_each_was_looked_up(library: Library, film: Film, commit):
    commit("faces", [track("t0.0", 4, 14), track("t0.1", 4, 14)])
    pair = [PersonCluster(span=span(4, 14), tracks=(one,), cohesion=0.9) for one in ("t0.0", "t0.1")]
    commit("people", pair)
    assert ask(library, film, "Who is alone?").answer.startswith("I see nobody alone.")


def test_nobody_known_is_nobody_who_could_be_alone(library: Library, film: Film):
    assert ask(library, film, "Who is alone?").answer.startswith("I cannot tell who is alone")


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ("Anna has the most lines between 0:40 and 1:00.", True),
        ("Ben has the most lines between 0:40 and 1:00.", False),
        ("Anna speaks most between 0:40 and 1:00.", True),
        ("Ben speaks most between 0:40 and 1:00.", False),
        ("Ben has the most lines.", True),
        ("Anna has the most lines.", False),
        ("Anna is on screen between 0:40 and 1:00.", False),
        ("Anna has the most lines between 0:10 and 1:00.", False),
    ],
)
def test_most_of_a_part_is_looked_up_in_that_part(told: str, holds: bool):
    part = Found(items=(speaker("Anna", 5), speaker("Ben", 2)), total=2, span=span(40, 60))
    film = Found(items=(speaker("Anna", 6), speaker("Ben", 9)), total=2)
    ground = Ground((part, film), "Who has the most lines?", ("Anna", "Ben"), "The Voyage", 60)
    assert bool(check(told, ground).kept) == holds


def speaker(name: str, lines: int, scenes: int = 0) -> Item:
    who = Item(kind="character", span=span(0, 60), people=(name,), lines=lines, speech_s=2.0 * lines)
    return who.model_copy(update={"scenes": scenes, "screen_s": 9.0 * scenes})


@pytest.mark.parametrize("told", ["Ben has the most lines.", "Ben speaks most.", "Ben is in most scenes."])
def test_who_was_looked_up_alone_has_not_the_most(told: str):
    alone = Found(items=(speaker("Ben", 9, 3),), total=1)
    assert not check(told, Ground((alone,), "Who is Ben?", ("Anna", "Ben"), "The Voyage", 60)).kept


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ("Ben is seen in the most scenes: Ben 3 scenes; Anna 2 scenes.", True),
        ("Anna is in the most scenes.", False),
        ("Anna appears in the fewest scenes.", True),
        ("Anna has the most scenes.", False),
        ("The most scenes belong to Anna.", False),
    ],
)
def test_who_is_in_most_scenes_is_looked_up(told: str, holds: bool):
    both = Found(items=(speaker("Anna", 5, 2), speaker("Ben", 9, 3)), total=2)
    ground = Ground((both,), "Who is in the most scenes?", ("Anna", "Ben"), "The Voyage", 60)
    assert bool(check(told, ground).kept) == holds


@pytest.mark.parametrize("who", ["Anna", "Ben"])
def test_most_at_a_moment_is_looked_up_in_that_moment(who: str):
    then = Found(items=(speaker("Anna", 5), speaker("Ben", 2)), total=2, span=span(50, 51))
    film = Found(items=(speaker("Anna", 6), speaker("Ben", 9)), total=2)
    ground = Ground((then, film), "Who speaks most at 0:50?", ("Anna", "Ben"), "The Voyage", 60)
    assert bool(check(f"{who} speaks most at 0:50.", ground).kept) == (who == "Anna")


def test_who_speaks_most_at_a_moment_is_told(answer: Callable[[str], str]):
    assert answer("Who speaks most at 0:12?").startswith("Ben speaks most at 0:12")


def test_a_word_is_first_said_where_it_is_said_itself(library: Library, film: Film, commit):
    commit("dialogue", [line(1, 5, 8, "We hang murderers here."), line(2, 9, 12, "It was murder.")])
    told = ask(library, film, "When is the word murder first said?").answer
    assert told == "“murder” is first mentioned when at 0:09 somebody says “It was murder.”."


def test_to_say_something_is_to_speak(answer: Callable[[str], str]):
    assert answer("How many times does Ben say something?").startswith("Ben speaks 4 lines")


def test_what_is_somebodys_is_not_several(library: Library, film: Film, commit):
    commit("dialogue", [line(1, 5, 8, "Here is the victim's hat."), line(2, 9, 12, "More victims.")])
    assert "0:09" in ask(library, film, "When do we first hear the word “victims”?").answer
