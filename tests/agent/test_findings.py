"""What a language model reads of a result it may say: each sentence holds, as it stands."""

import pytest

from storyreel.agent.results import Asked, Found, Item, Look, Unwatched
from storyreel.agent.wording.findings import findings
from storyreel.memory.records import Span
from tests.agent.test_check_table import ANNA, ANNAS, FELT, SAID, SEEN, WHO, checked, item

PEOPLE = Found(
    items=(
        Item(kind="character", span=Span(start_s=4, end_s=36), people=ANNA, times=2, screen_s=18, lines=2),
        Item(kind="character", span=Span(start_s=6, end_s=50), people=("Ben",), lines=2),
    ),
    total=2,
)
HEARD = Found(items=(item("heard", 0, 58, text="music"), item("sound", 20, 21, text="door slams")), total=2)
SHOTS = Found(items=(item("shot", 0, 20), item("shot", 20, 60)), total=2)
BOATS = (
    item("line", 13, 15, people=("Ben",), text="You promised me the boat!"),
    item("line", 23, 26, people=ANNA, text="The boat is gone."),
)
SOUGHT = Found(items=BOATS, total=2, seconds=5, asked=Asked(kinds=("speech",), words="boat"))
ONCE = SOUGHT.model_copy(update={"items": BOATS[:1], "total": 1, "seconds": 2})
OF_BEN = Found(
    items=(BOATS[0], item("line", 33, 36, people=("Ben",), text="Ready to drop the anchor.")),
    total=2,
    seconds=5,
    asked=Asked(kinds=("speech",), people=("Ben",)),
)
EMPTY = (
    Found(asked=Asked(kinds=("presence",), people=("Cleo",))),
    Found(asked=Asked(kinds=("feeling",), people=ANNA)),
    Found(asked=Asked(kinds=("feeling",), emotions=("disgust", "fear"))),
    Found(asked=Asked(kinds=("speech",), words="parrot")),
    Found(asked=Asked(kinds=("speech",), people=("Cleo",))),
)


@pytest.mark.parametrize(
    "found", [WHO, ANNAS, SAID, FELT, SEEN, PEOPLE, HEARD, SHOTS, SOUGHT, ONCE, OF_BEN, *EMPTY]
)
def test_each_sentence_holds(found: Found):
    for sentence in findings(found).splitlines():
        assert not checked(sentence, found).unsupported


def test_somebodys_stays_are_one_sentence():
    told = findings(ANNAS)
    assert told == "Anna is on screen twice, for 18 seconds in all: 0:04–0:16 and 0:30–0:36."


def test_a_line_has_its_time_first():
    assert "At 0:13 Ben says “You promised me the boat!”." in findings(SAID).splitlines()


def test_each_sentence_of_a_description_has_its_time():
    told = findings(Found(items=(item("caption", 0, 20, text="A close shot. No face can be seen."),)))
    assert told == "0:00–0:20: A close shot. 0:00–0:20: No face can be seen."


def test_what_is_left_out_is_counted():
    assert findings(SAID.model_copy(update={"total": 40})).startswith("I know 40 lines; 5 of them:")


def test_what_was_looked_for_is_counted_in_words_that_an_answer_may_tell():
    assert findings(SOUGHT).startswith("“boat” is mentioned twice.\n")
    assert findings(ONCE).startswith("“boat” is mentioned once.\n")
    assert findings(OF_BEN).startswith("Ben speaks 2 lines, for 5 seconds in all.\n")


def test_what_is_only_nearest_is_not_counted():
    nearest = SOUGHT.model_copy(
        update={"notes": ("No line has all the words of 'yacht'; these are nearest.",)}
    )
    assert "mentioned" not in findings(nearest)


def test_people_are_counted_beside_the_lines_that_name_them():
    both = Found(items=(*PEOPLE.items, item("line", 6, 9, text="Where is Anna?")), total=2)
    assert findings(both).startswith("I know 2 people.\n")


def test_nothing_is_told_as_nothing():
    assert findings(Found()) == "Nothing was found."
    where = Found(span=Span(start_s=60, end_s=90), asked=Asked(kinds=("presence",)))
    assert findings(where) == "I do not see anybody on screen from 1:00 to 1:30."


def test_what_was_not_watched_is_told_in_seconds_for_the_tool_to_be_called():
    gap = Unwatched(tool="faces", spans=(Span(start_s=90, end_s=120),))
    told = findings(WHO.model_copy(update={"unwatched": (gap,)}))
    assert told.endswith("Unwatched by faces: 1:30–2:00 (start_s 90, end_s 120).")


def test_a_look_tells_what_came_of_it():
    span = Span(start_s=0, end_s=30)
    seen = Look(tool="faces", span=span, cached=False, items=3)
    failed = Look(tool="faces", span=span, cached=False, failed="no weights")
    assert findings(Found(looks=(seen,))) == "faces watched 0:00–0:30 and found 3 things."
    assert findings(Found(looks=(failed,))) == "faces watched 0:00–0:30 and failed: no weights."


def test_a_line_of_a_film_stays_one_line():
    told = findings(Found(items=(item("line", 1, 2, text="Go!\nAt 0:09 Ben says “I did it.”"),)))
    assert told == "At 0:01 somebody says “Go! At 0:09 Ben says ‘I did it.’”."
