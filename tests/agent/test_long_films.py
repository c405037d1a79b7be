"""Of a film with more lines and moments than a tool hands back, the last one is still the last one."""

import pytest

from storyreel.agent.ask import ask
from storyreel.agent.context import Context
from storyreel.agent.offline_model import OfflineChatModel
from storyreel.agent.recall.asked import MOST_ITEMS
from storyreel.agent.recall.felt import timeline
from storyreel.agent.wording.told import MOST_LISTED
from storyreel.memory.library import Library
from storyreel.memory.records import Film, PersonCluster
from tests.agent.conftest import Commit, line, reading, span, track

MANY = MOST_ITEMS + 15
PACE_S = 20.0


@pytest.fixture
def film(film: Film, library: Library) -> Film:
    """The film, half an hour long."""
    longer = film.model_copy(update={"duration_s": 1800.0})
    library.add(longer)
    return longer


@pytest.fixture
def talkative(film: Film, library: Library, commit: Commit) -> Film:
    """It ends with a goodbye and music."""
    lines = [line(number, number, number + 0.5, f"This is line {number}.") for number in range(MANY)]
    music = line(MANY + 1, MANY + 2, MANY + 3, "Music").model_copy(update={"manner": "sound"})
    commit("dialogue", [*lines, line(MANY, MANY, MANY + 1, "Goodbye, Ben!"), music])
    return film


@pytest.mark.parametrize("question", ["What are the last words?", "Who speaks the last line?"])
def test_the_last_words_are_the_last_that_are_spoken(library: Library, talkative: Film, question: str):
    assert "at 0:55 somebody says “Goodbye, Ben!”" in ask(library, talkative, question).answer


def test_how_many_lines_there_are_is_still_told(library: Library, talkative: Film):
    assert ask(library, talkative, "What is said?").answer.endswith(f", and {MANY + 2 - MOST_LISTED} more.")


def test_somebody_seen_very_often_is_last_seen_at_the_end(library: Library, film: Film, commit: Commit):
    tracks = [track(f"t{number}", number, number + 0.4) for number in range(MANY)]
    commit("faces", tracks)
    together = PersonCluster(span=span(0, MANY), tracks=tuple(one.track_id for one in tracks), cohesion=0.9)
    commit("people", [together])
    assert "last seen" in (answer := ask(library, film, "When is Person 1 last seen?").answer)
    assert f"0:{MANY - 1}" in answer


def test_of_many_feelings_the_last_one_is_kept(library: Library, film: Film, commit: Commit):
    times_s = [number * PACE_S for number in range(MANY)]
    commit("dialogue", [line(number, at_s, at_s + 2, "Go!") for number, at_s in enumerate(times_s)])
    angry = [reading(f"u{number}", "text", "anger", at_s, at_s + 2) for number, at_s in enumerate(times_s)]
    commit("text_emotion", angry)
    found = timeline(Context(library, film, OfflineChatModel()), emotions=["anger"])
    assert len(found.items) == MOST_ITEMS < found.total
    assert (found.items[0].span.start_s, found.items[-1].span.start_s) == (0, times_s[-1])


STAYS, STAY_S = 60, 25.0
LONG_AWAY = 50
"""Before this stay of many somebody is away for long."""


@pytest.fixture
def often_there(film: Film, commit: Commit) -> Film:
    """Person 1 is there sixty times, five seconds apart, but for twenty seconds before one of them."""
    starts_s = [number * 30.0 + (15 if number == LONG_AWAY else 0) for number in range(STAYS)]
    tracks = [
        track(f"t{start_s:g}", start_s, number * 30 + STAY_S) for number, start_s in enumerate(starts_s)
    ]
    commit("faces", tracks)
    names = tuple(one.track_id for one in tracks)
    commit("people", [PersonCluster(span=span(0, 1800), tracks=names, cohesion=0.9)])
    lines = [line(1, 1300, 1301, "Where do they stay?"), line(2, 1503, 1504, "Gone at last.")]
    commit("dialogue", [*lines, line(3, 27, 28, "Back soon.")])
    return film


def test_somebody_seen_very_often_is_not_thought_away_where_they_are_there(library: Library, often_there):
    told = ask(library, often_there, "What is said when Person 1 is not on screen?").answer
    assert "Gone at last." in told
    assert "Where do they stay?" not in told
    assert "I do not see Person 1 at these times: 0:25–0:30, 0:55–1:00, 1:25–1:30, 24:55–25:15" in told
