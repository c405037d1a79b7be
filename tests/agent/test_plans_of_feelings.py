"""Questions about feelings, as people type them, become the right tools with the right arguments."""

import pytest

from storyreel.agent.card import CardPerson, FilmCard
from storyreel.agent.planner import next_calls
from storyreel.agent.understanding.understand import understand

CARD = FilmCard(
    film_id="abcdef012345",
    title="The Voyage",
    duration_s=60.0,
    characters=(
        CardPerson(id="P1", name="Anna"),
        CardPerson(id="P2", name="Ben"),
        CardPerson(id="P3", name="Person 3"),
    ),
    has_picture=True,
    has_sound=True,
    budget_s=0,
)
ANNA, BEN = {"character": "P1"}, {"character": "P2"}
ANNA_OF_BEN = [("feelings_between", {"character": "P1", "other": "P2"})]
BOTH = [*ANNA_OF_BEN, ("feelings_between", {"character": "P2", "other": "P1"})]
ANGER, SADNESS, FEAR, JOY = ["anger"], ["sadness"], ["fear"], ["happiness"]
LOW = ["sadness", "anger", "fear", "disgust"]
ANY = ["anger", "disgust", "fear", "happiness", "sadness", "surprise"]
APART = [("disagreements", {"characters": ["P1", "P2"]})]
SECOND_HALF = {"start_s": 30.0, "end_s": 60.0}


def felt(emotions: list[str] | None = None, **args: object) -> list[tuple[str, dict[str, object]]]:
    return [("timeline", args | ({"emotions": emotions} if emotions else {}))]


def change(**args: object) -> list[tuple[str, dict[str, object]]]:
    return [("arc", args), ("turns", args)]


def turn(before: list[str], after: list[str], **args: object) -> list[tuple[str, dict[str, object]]]:
    asked = {name: emotions for name, emotions in (("before", before), ("after", after)) if emotions}
    either = [one for one in (*before, *after) if one != "neutral"]
    return [("turns", args | asked), *([("timeline", args | {"emotions": either})] if either else [])]


def angry_about(thing: str) -> list[tuple[str, dict[str, object]]]:
    return [("dialogue", {"words": thing, "exact": True}), *felt(ANGER, **ANNA)]


TABLE = [
    # words for feelings, and their degrees
    ("When is Anna angry?", felt(ANGER, **ANNA)),
    ("When is Anna furious?", felt(ANGER, **ANNA)),
    ("when is ben annoyed", felt(ANGER, **BEN)),
    ("when does Anna get mad", felt(ANGER, **ANNA)),
    ("is Ben mad at Anna?", felt(ANGER, **BEN)),
    ("who is livid?", felt(ANGER)),
    ("When is Ben upset?", felt(["anger", "sadness"], **BEN)),
    ("is anybody terrified?", felt(FEAR)),
    ("when is Anna nervous", felt(FEAR, **ANNA)),
    ("Is Anna tense?", felt(["anger", "fear"], **ANNA)),
    ("who is devastated", felt(SADNESS)),
    ("When is Anna overjoyed in the second half?", felt(JOY, **ANNA, **SECOND_HALF)),
    ("does Ben ever look disgusted?", felt(["disgust"], **BEN)),
    ("What does Ben feel at 0:15?", felt(**BEN, start_s=15.0, end_s=16.0)),
    ("describe Anna's feelings", felt(**ANNA)),
    ("what emotions does Ben go through?", felt(**BEN)),
    ("how angry is Ben?", felt(ANGER, **BEN)),
    ("is there any anger in the film?", felt(ANGER)),
    # the most of a feeling
    ("What is the angriest moment of the film?", felt(ANGER)),
    ("Who is happiest?", felt(JOY)),
    ("Who is the saddest?", felt(SADNESS)),
    ("How angry does Ben get?", felt(ANGER, **BEN)),
    ("What is the most emotional moment?", felt(ANY)),
    ("What is the most emotional scene?", [("feeling_scenes", {"emotions": ANY})]),
    ("Which scene is the saddest?", [("feeling_scenes", {"emotions": SADNESS})]),
    ("what is Anna's happiest scene", [("feeling_scenes", {"character": "P1", "emotions": JOY})]),
    ("Who is happier, Anna or Ben?", felt(JOY, **ANNA) + felt(JOY, **BEN)),
    ("Who is sad the most?", felt(SADNESS)),
    ("Is Anna more sad than happy?", felt(["sadness", "happiness"], **ANNA)),
    # toward somebody
    ("How does Anna feel about Ben?", ANNA_OF_BEN),
    ("how does Anna really feel about Ben", ANNA_OF_BEN),
    ("How does Anna feel towards Ben?", ANNA_OF_BEN),
    ("how did Anna feel around Ben", ANNA_OF_BEN),
    ("What does Anna think of Ben?", ANNA_OF_BEN),
    ("what does Anna feel for Ben?", ANNA_OF_BEN),
    ("Does Anna like Ben?", ANNA_OF_BEN),
    ("Does Anna secretly love Ben?", ANNA_OF_BEN),
    ("Is Anna in love with Ben?", ANNA_OF_BEN),
    ("Is Anna mad about Ben?", ANNA_OF_BEN),
    ("is Anna fond of Ben", ANNA_OF_BEN),
    ("What are Anna's feelings for Ben?", ANNA_OF_BEN),
    ("How do Anna and Ben feel about each other?", BOTH),
    ("how do Anna and Ben get along", BOTH),
    ("What is the relationship between Anna and Ben?", BOTH),
    ("What do Anna and Ben feel when they are together?", BOTH),
    ("are Anna and Ben in love?", BOTH),
    (
        "How does Anna feel about Ben in the second half?",
        [("feelings_between", {"character": "P1", "other": "P2"} | SECOND_HALF)],
    ),
    (
        "How does Anna feel about the treasure?",
        [("dialogue", {"words": "treasure", "exact": True}), *felt(**ANNA)],
    ),
    # over the film
    ("Does Anna change over the film?", change(**ANNA)),
    ("does Ben change", change(**BEN)),
    ("How does Ben's mood change?", change(**BEN)),
    ("how do Anna's feelings develop over the course of the film?", change(**ANNA)),
    ("What is Anna's emotional arc?", change(**ANNA)),
    ("describe the emotional journey of Anna", change(**ANNA)),
    ("Is Anna happier at the end than at the beginning?", change(**ANNA)),
    ("How does the mood of the film change?", change()),
    ("how does the mood develop", change()),
    # turns
    ("When does Anna cheer up?", turn(LOW, JOY, **ANNA)),
    ("does Ben ever cheer up", turn(LOW, JOY, **BEN)),
    ("when does anyone calm down?", turn(["anger", "fear"], ["neutral", "happiness"])),
    ("Does Ben lose his temper?", turn([], ANGER, **BEN)),
    ("when does Anna break down", turn([], SADNESS, **ANNA)),
    ("When does Ben turn from angry to sad?", turn(ANGER, SADNESS, **BEN)),
    ("when does Ben go from sad to happy", turn(SADNESS, JOY, **BEN)),
    ("When does Ben stop being angry?", turn(ANGER, [], **BEN)),
    ("When does Anna's mood change?", turn([], [], **ANNA)),
    # apart
    ("When do Anna and Ben disagree in mood?", APART),
    ("When is Anna happy while Ben is sad?", APART),
    ("when is Anna laughing while Ben is scared", APART),
    ("when are Anna and Ben at odds", APART),
    ("When do Anna and Ben feel differently?", APART),
    ("do Anna and Ben have opposite moods?", APART),
    ("when do the moods of Anna and Ben clash", APART),
    ("Are there disagreements?", [("disagreements", {})]),
    # a face that tells something else
    ("When does Anna smile but sound afraid?", [("conflicts", ANNA | {"seen": JOY, "heard": FEAR})]),
    (
        "When does Anna look happy while sounding sad?",
        [("conflicts", ANNA | {"seen": JOY, "heard": SADNESS})],
    ),
    ("when does Ben sound sad but look happy", [("conflicts", BEN | {"seen": JOY, "heard": SADNESS})]),
    ("Does Ben hide his fear?", [("conflicts", BEN | {"heard": FEAR})]),
    ("does Anna have mixed feelings", [("conflicts", ANNA)]),
    ("When do face and voice disagree?", [("conflicts", {})]),
    # tension
    ("When is it tense?", [("tension", {})]),
    ("What is the most tense moment?", [("tension", {})]),
    ("where is the tension highest?", [("tension", {})]),
    ("how tense is it at 0:30?", [("tension", {"start_s": 30.0, "end_s": 31.0})]),
    # how sure
    ("How sure are you that Anna is happy at 0:50?", felt(JOY, **ANNA, start_s=50.0, end_s=51.0)),
    # feelings that cannot be told
    (
        "Is anyone jealous?",
        [*felt(["anger", "sadness", "fear"]), ("dialogue", {"words": "jealous", "exact": True})],
    ),
    (
        "When is Anna jealous of Ben?",
        [*felt(["anger", "sadness", "fear"], **ANNA), ("dialogue", {"words": "jealous", "exact": True})],
    ),
    ("is Ben guilty", [*felt(["sadness", "fear"], **BEN), ("dialogue", {"words": "guilty", "exact": True})]),
    ("is Anna ever in love?", [*felt(JOY, **ANNA), ("dialogue", {"words": "love", "exact": True})]),
    ("is anyone hungry", [("dialogue", {"words": "hungry", "exact": True})]),
    ("how does anybody feel?", [("timeline", {})]),
    ("Are you certain Anna is sad?", felt(SADNESS, **ANNA)),
    ("are you sure that Ben was happy", felt(JOY, **BEN)),
    # mad about somebody is in love, about something is angry
    ("When is Anna mad about the car?", angry_about("car")),
    ("is Anna mad about her car", angry_about("car")),
    ("Is Anna angry about being late?", angry_about("late")),
    ("Why is Anna mad about the car?", felt(ANGER, **ANNA)),
    ("Is Anna mad about anything?", felt(ANGER, **ANNA)),
    ("what is Anna mad about", felt(ANGER, **ANNA)),
    # what is no feeling
    (
        "When is there a happy hour?",
        [("search", {"words": "happy hour"}), ("sounds", {"words": "happy hour"})],
    ),
    ('who says "I am mad about you"?', [("dialogue", {"words": "I am mad about you", "exact": True})]),
    ("Who does Anna love?", [*ANNA_OF_BEN, ("feelings_between", {"character": "P1", "other": "P3"})]),
    (
        "Does anyone hate Ben?",
        [*ANNA_OF_BEN, ("feelings_between", {"character": "P3", "other": "P2"})],
    ),
    ("what does Anna feel when she is with Ben", ANNA_OF_BEN),
    # somebody's absence, told apart once it is known when that is
    ("What happens when Anna is not there?", [("presence", ANNA)]),
    ("what happens while Anna is away", [("presence", ANNA)]),
    ("what is said when Anna is not there?", [("presence", ANNA)]),
    ("How does Ben feel when Anna is not there?", [("presence", ANNA)]),
]


def plan(text: str) -> list[tuple[str, dict[str, object]]]:
    calls = next_calls(understand(text, CARD.setting), [], CARD)
    return [(call.tool, call.args) for call in calls]


@pytest.mark.parametrize(("text", "calls"), TABLE, ids=[text for text, _ in TABLE])
def test_a_question_has_its_tools(text: str, calls: list[tuple[str, dict[str, object]]]):
    assert plan(text) == calls


@pytest.mark.parametrize(
    "question",
    [
        "How does Kirk feel about Anna?",
        "Does Kirk change over the film?",
        "When does Kirk cheer up?",
        "When does Kirk scream?",
    ],
)
def test_of_a_stranger_nothing_is_felt(question: str):
    assert plan(question)[:2] == [("characters", {}), ("dialogue", {"words": "Kirk", "exact": True})]


@pytest.mark.parametrize(
    ("text", "strength"),
    [("when is Anna furious", "strong"), ("is Ben annoyed", "mild"), ("is Ben angry", None)],
)
def test_words_tell_how_strong_a_feeling_is_meant(text: str, strength: str | None):
    assert understand(text, CARD.setting).strength == strength


def test_a_pronoun_feels_before_it_is_felt_about():
    before = understand("When is Anna happy?", CARD.setting)
    from storyreel.agent.understanding.pronouns import Focus

    focus = Focus().after(before, (), None)
    asked = understand("How does she feel about Ben?", CARD.setting, before, focus)
    assert asked.people == ("P1", "P2")
    asked = understand("How does Ben feel about her?", CARD.setting, before, focus)
    assert asked.people == ("P2", "P1")
