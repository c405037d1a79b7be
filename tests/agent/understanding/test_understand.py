"""A question becomes a record of what it asks: a table of questions as people type them."""

from dataclasses import asdict

import pytest

from storyreel.agent.understanding.parts import Setting
from storyreel.agent.understanding.people import Person
from storyreel.agent.understanding.understand import understand
from storyreel.memory.records import Span

PICARD, DATA, STRANGER, LA_FORGE, RIKER = "P1", "P2", "P3", "P4", "P5"
SETTING = Setting(
    cast=(
        Person(PICARD, "Picard"),
        Person(DATA, "Data"),
        Person(STRANGER, "Person 3"),
        Person(LA_FORGE, "La Forge"),
        Person(RIKER, "Riker"),
    ),
    duration_s=60.0,
    title="angel_one",
)
ANGRY, SAD, HAPPY, AFRAID, SURPRISED = ("anger",), ("sadness",), ("happiness",), ("fear",), ("surprise",)

TABLE = [
    # who is on screen
    ("Who is on screen at 0:47?", {"intent": "on screen", "ask": "who", "span": (47, 48)}),
    ("who's on screen at 00:00:47", {"intent": "on screen", "span": (47, 48)}),
    ("Who is the woman on screen at 0:47?", {"intent": "on screen", "span": (47, 48)}),
    ("the man at 0:47, who is he?", {"intent": "on screen", "span": (47, 48)}),
    ("who do we see 47 seconds in", {"intent": "on screen", "span": (47, 48)}),
    ("who is visible between 0:10 and 0:20", {"intent": "on screen", "span": (10, 20)}),
    ("who appears in the first ten seconds", {"intent": "on screen", "span": (0, 10)}),
    ("who is on screen halfway through", {"intent": "on screen", "span": (30, 31)}),
    ("who is on screan at 0:47", {"intent": "on screen", "span": (47, 48)}),
    ("which characters appear in the last third", {"intent": "on screen", "span": (40, 60)}),
    ("how many people are on screen at 0:20", {"intent": "on screen", "ask": "count", "span": (20, 21)}),
    ("is there anyone on screen at 0:12", {"intent": "on screen", "ask": "whether", "span": (12, 13)}),
    ("at 0:47 who is there?", {"intent": "on screen", "span": (47, 48)}),
    ("after 0:30, who appears?", {"intent": "on screen", "span": (30, 60), "relation": "after"}),
    ("when do people first appear", {"intent": "on screen", "which": "first"}),
    ("who appears after 0:30", {"intent": "on screen", "span": (30, 60), "relation": "after"}),
    (
        "who is in the scene where they talk about the escape pods",
        {"intent": "on screen", "event": ("words", "in", "escape pods")},
    ),
    (
        'who is on screen when Data says "five months"',
        {"intent": "on screen", "event": ("says", "in", "five months")},
    ),
    # when somebody is there
    ("when does Data first appear", {"intent": "appearances", "people": (DATA,), "which": "first"}),
    ("when is Riker last seen", {"intent": "appearances", "people": (RIKER,), "which": "last"}),
    ("How often does Person 3 appear?", {"intent": "appearances", "people": (STRANGER,), "ask": "count"}),
    ("how often does person three appear", {"intent": "appearances", "people": (STRANGER,), "ask": "count"}),
    ("how long is Data on screen", {"intent": "appearances", "people": (DATA,), "ask": "duration"}),
    ("show me all scenes with Data", {"intent": "appearances", "people": (DATA,), "ask": "when"}),
    ("how many scenes is Data in", {"intent": "appearances", "people": (DATA,), "subject": "scenes"}),
    ("Will Riker appear again?", {"intent": "appearances", "people": (RIKER,), "ask": "whether"}),
    ("where is la forge", {"intent": "appearances", "people": (LA_FORGE,)}),
    (
        "when is Picard on screen without Data",
        {"intent": "appearances", "people": (PICARD,), "absent": (DATA,)},
    ),
    # together
    ("when are Picard and Data together", {"intent": "together", "people": (PICARD, DATA)}),
    ("does Picard meet Data", {"intent": "together", "people": (PICARD, DATA), "ask": "whether"}),
    ("is Picard ever alone?", {"intent": "together", "people": (PICARD,), "ask": "whether"}),
    ("who is with Riker?", {"intent": "companions", "people": (RIKER,)}),
    # feelings
    (
        "When does anyone look surprised?",
        {"intent": "feelings", "emotions": SURPRISED, "people": (), "ask": "when"},
    ),
    ("when is anyone mad?", {"intent": "feelings", "emotions": ANGRY}),
    ("who is furious at 0:30", {"intent": "feelings", "emotions": ANGRY, "ask": "who", "span": (30, 31)}),
    (
        "when is La Forge upset",
        {"intent": "feelings", "emotions": ("anger", "sadness"), "people": (LA_FORGE,)},
    ),
    ("is Data ever angry?", {"intent": "feelings", "emotions": ANGRY, "people": (DATA,), "ask": "whether"}),
    ("When is Picrad suprised?", {"intent": "feelings", "emotions": SURPRISED, "people": (PICARD,)}),
    ("when is someone shocked", {"intent": "feelings", "emotions": SURPRISED}),
    ("who is afraid", {"intent": "feelings", "emotions": AFRAID, "ask": "who"}),
    ("is anybody cheerful in the second half", {"intent": "feelings", "emotions": HAPPY, "span": (30, 60)}),
    ("list every moment someone smiles", {"intent": "feelings", "emotions": HAPPY, "ask": "when"}),
    (
        "at what time does Riker smile for the first time",
        {"intent": "feelings", "emotions": HAPPY, "which": "first"},
    ),
    (
        "how does Picard feel at 0:40",
        {"intent": "feelings", "people": (PICARD,), "emotions": (), "span": (40, 41)},
    ),
    (
        "what is Riker feeling when they talk about five months",
        {"intent": "feelings", "people": (RIKER,), "event": ("words", "in", "five months")},
    ),
    ("what is the mood at 0:20", {"intent": "feelings", "span": (20, 21)}),
    ("is anyone jealous", {"intent": "feelings", "emotions": (), "unknown_feeling": "jealous"}),
    # superlatives and comparisons
    ("what is the angriest scene", {"intent": "strongest", "emotions": ANGRY}),
    ("what is the saddest moment", {"intent": "strongest", "emotions": SAD}),
    ("what is the most emotional scene", {"intent": "strongest"}),
    ("who is the happiest", {"intent": "most", "subject": "feelings", "emotions": HAPPY}),
    ("who cries the most", {"intent": "most", "subject": "feelings", "emotions": SAD}),
    ("who appears most", {"intent": "most", "subject": "presence"}),
    ("who is seen for the longest time", {"intent": "most", "subject": "presence"}),
    ("who is the main character", {"intent": "most", "subject": "presence"}),
    ("who talks the most", {"intent": "most", "subject": "speech"}),
    ("who is happier, Picard or Data", {"intent": "compare", "people": (PICARD, DATA), "emotions": HAPPY}),
    ("is Data happier than Picard", {"intent": "compare", "people": (DATA, PICARD), "emotions": HAPPY}),
    ("compare Picard and Data", {"intent": "compare", "people": (PICARD, DATA)}),
    ("what is the longest scene", {"intent": "longest"}),
    ("shortest shot", {"intent": "longest", "least": True}),
    ("which emotion does Data show most", {"intent": "most", "subject": "emotion", "people": (DATA,)}),
    (
        "is Data more often angry or happy",
        {"intent": "most", "subject": "emotion", "emotions": ANGRY + HAPPY},
    ),
    ("who speaks more, Picard or Data", {"intent": "compare", "subject": "speech"}),
    ("is Data on screen longer than Picard", {"intent": "compare", "subject": "presence"}),
    ("which scene is the longest", {"intent": "longest"}),
    ("who never speaks", {"intent": "most", "subject": "speech", "denied": True}),
    ("who is NOT on screen at 0:30", {"intent": "on screen", "strangers": (), "denied": True}),
    ("Person 3 and who else are on screen at 0:30", {"intent": "companions", "people": (STRANGER,)}),
    # dialogue
    ("what does Data say to Picard", {"intent": "said", "people": (DATA,), "aimed": True}),
    ('who says "robot"', {"intent": "who said", "quote": "robot", "verbatim": True}),
    ("Who says “I ain't gonna go”?", {"intent": "who said", "quote": "I ain't gonna go"}),
    ("Is the word “gonna” ever spoken?", {"intent": "mentions", "quote": "gonna"}),
    ("Tell me everything that is said from 0:10 to 0:20.", {"intent": "said", "span": (10, 20)}),
    ("List everything anybody says in the first minute", {"intent": "said", "span": (0, 60)}),
    ('who says "ready to orbit"?', {"intent": "who said", "quote": "ready to orbit"}),
    ("who says ready to orbit", {"intent": "who said", "quote": "ready to orbit"}),
    ("Who asks “What kind of place is this”?", {"intent": "who said", "quote": "What kind of place is this"}),
    ("who is talking at 0:25", {"intent": "who said", "span": (25, 26)}),
    ("who speaks first", {"intent": "who said", "which": "first"}),
    ("what does Data say", {"intent": "said", "people": (DATA,)}),
    ("what does Data say about the pods", {"intent": "said", "people": (DATA,), "topic": "pods"}),
    ("what do they say about Data", {"intent": "said", "people": (), "topic": "Data"}),
    ("What do they say about the planet?", {"intent": "said", "people": (), "topic": "planet"}),
    ("what does Picard say between 0:10 and 0:20", {"intent": "said", "people": (PICARD,), "span": (10, 20)}),
    ("what are the last words", {"intent": "said", "which": "last"}),
    ("when is Odin mentioned", {"intent": "mentions", "topic": "Odin"}),
    ("how many times is the planet mentioned", {"intent": "mentions", "topic": "planet", "ask": "count"}),
    ("does anyone mention survivors", {"intent": "mentions", "topic": "survivors", "ask": "whether"}),
    (
        'how many times does Picard say "planet"',
        {"intent": "mentions", "people": (PICARD,), "topic": "planet"},
    ),
    ("when is Picard mentioned", {"intent": "mentions", "people": (), "topic": "Picard"}),
    ("list every mention of the planet", {"intent": "mentions", "topic": "planet"}),
    ("List all mentions of the word planet", {"intent": "mentions", "topic": "planet"}),
    ("count how many times they mention robots", {"intent": "mentions", "topic": "robots", "ask": "count"}),
    ("show me every time someone says planet", {"intent": "mentions", "topic": "planet"}),
    ("how many times does Data speak", {"intent": "appearances", "subject": "speech", "people": (DATA,)}),
    ("how long does Riker talk", {"intent": "appearances", "subject": "speech", "ask": "duration"}),
    ("what text is on screen", {"intent": "written"}),
    # sounds
    ("when is there music", {"intent": "sounds", "topic": "music", "ask": "when"}),
    ("what sounds are heard", {"intent": "sounds", "topic": ""}),
    ("how does Data sound", {"intent": "search"}),
    ("when does Data sound angry", {"intent": "feelings", "people": (DATA,)}),
    # what happens
    ("what happens at 0:30", {"intent": "happening", "span": (30, 31)}),
    ("what happens between 0:10 and 0:30", {"intent": "happening", "span": (10, 30)}),
    ("what happens from minute 1 to minute 2", {"intent": "happening", "span": (60, 120)}),
    ("what is going on 30 seconds in", {"intent": "happening", "span": (30, 31)}),
    (
        "What happens after they reach orbit?",
        {"intent": "happening", "event": ("words", "after", "reach orbit")},
    ),
    (
        "what happens before Data gets angry",
        {"intent": "happening", "event": ("feels", "before", "Data angry")},
    ),
    (
        "before Data gets angry, what happens?",
        {"intent": "happening", "event": ("feels", "before", "Data angry")},
    ),
    (
        "what happens after Riker appears",
        {"intent": "happening", "event": ("appears", "after", "Riker appears")},
    ),
    (
        "what happens after Data says five months",
        {"intent": "happening", "event": ("says", "after", "five months")},
    ),
    (
        "what happens when Picard meets Data",
        {"intent": "happening", "event": ("meets", "in", "Picard meets Data")},
    ),
    ("what happens after Picard dies", {"intent": "happening", "event": ("words", "after", "Picard dies")}),
    (
        "what happens when Picard meets Kirk",
        {"intent": "happening", "event": ("words", "in", "Picard meets Kirk")},
    ),
    ("what does Data say after he gets angry", {"intent": "said", "event": ("feels", "after", "Data angry")}),
    ("who is on screen when Data is not there", {"intent": "on screen", "absent": (DATA,), "event": None}),
    (
        "what happens during the asteroid collision",
        {"intent": "happening", "event": ("words", "in", "asteroid collision")},
    ),
    ("what happens in the last scene", {"intent": "happening", "span": (45, 60)}),
    ("what happens right after 0:30", {"intent": "happening", "span": (30, 50), "relation": "after"}),
    ("0:47", {"intent": "happening", "span": (47, 48)}),
    # summaries
    ("summarize the film", {"intent": "summary", "span": None}),
    ("summarise the first half", {"intent": "summary", "span": (0, 30)}),
    ("how does it end", {"intent": "summary", "span": (45, 60)}),
    ("what is this film about", {"intent": "summary"}),
    # people and the film itself
    ("who are the characters", {"intent": "cast"}),
    ("how many people are in the film", {"intent": "cast", "ask": "count"}),
    ("who is Data", {"intent": "profile", "people": (DATA,)}),
    ("who is the Data", {"intent": "profile", "people": (DATA,)}),
    ("tell me about Riker", {"intent": "profile", "people": (RIKER,)}),
    ("how long is the film", {"intent": "film", "subject": "duration"}),
    ("what is the title of this film", {"intent": "film", "subject": "title"}),
    ("does it have subtitles", {"intent": "film", "subject": "subtitles"}),
    ("what languages are there", {"intent": "film", "subject": "languages"}),
    ("how many cuts are there", {"intent": "film", "subject": "shots"}),
    ("how many scenes are there", {"intent": "film", "subject": "scenes"}),
    ("why is Person 3 called Data", {"intent": "identity", "people": (STRANGER, DATA)}),
    ("how sure are you that this is Data", {"intent": "identity", "people": (DATA,)}),
    # what cannot be known
    ("why is Picard angry", {"intent": "why", "people": (PICARD,), "emotions": ANGRY}),
    ("who directed this film", {"intent": "outside"}),
    ("what is Picard wearing", {"intent": "outside"}),
    ("when is Kirk angry", {"intent": "feelings", "strangers": ("Kirk",)}),
    ("when is kirk on screen", {"intent": "appearances", "strangers": ("Kirk",)}),
    ("who is person 99", {"intent": "profile", "strangers": ("person 99",)}),
    ("when is Data on screen at -5", {"intent": "unclear"}),
    ("Is Spock in the film?", {"intent": "appearances", "strangers": ("Spock",)}),
    ("what happens at 5:00", {"intent": "happening", "span": (300, 301)}),
    ("is she sad", {"intent": "unclear"}),
    ("what happens after that", {"intent": "unclear"}),
    ("planet", {"intent": "search", "topic": "planet"}),
    ("hello", {"intent": "help"}),
]


def read(text: str) -> dict[str, object]:
    question = understand(text, SETTING)
    event = (question.event.kind, question.event.relation, question.event.words) if question.event else None
    span = (question.span.start_s, question.span.end_s) if question.span else None
    return asdict(question) | {"event": event, "span": span}


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[text for text, _ in TABLE])
def test_a_question_is_understood(text: str, expected: dict[str, object]):
    understood = read(text)
    assert {name: understood[name] for name in expected} == expected


def test_the_table_is_broad():
    assert len(TABLE) >= 100
    assert len({expected["intent"] for _, expected in TABLE}) >= 20


@pytest.mark.parametrize(
    "text", ["", "   ", "?", "🎬🎬", "(((", "a" * 5000, "SELECT * FROM films; --", "P T E N V Q M"]
)
def test_anything_may_be_typed(text: str):
    assert understand(text, SETTING).intent


def test_a_name_that_is_also_a_word_is_a_name_only_where_it_is_meant():
    setting = Setting(cast=(Person("P1", "Will"), Person("P2", "Anna")), duration_s=60)
    assert understand("Will Anna appear again?", setting).people == ("P2",)
    assert understand("when is Will angry", setting).people == ("P1",)


def test_a_name_that_is_only_possible_means_whom_it_may_be_of():
    setting = Setting(cast=(Person("P1", "Anna"), Person("P2", "Person 2", ("Kirk", "Anna"))), duration_s=60)
    assert understand("who is Kirk", setting).people == ("P2",)
    assert understand("who is Anna", setting).people == ("P1",)


def test_a_part_of_a_name_that_two_people_have_names_neither():
    setting = Setting(cast=(Person("P1", "Anna Hill"), Person("P2", "Ben Hill")), duration_s=60)
    assert understand("when is Hill angry", setting).people == ()
    assert understand("when is Anna angry", setting).people == ("P1",)


def test_times_past_the_end_are_kept_as_asked():
    assert understand("who is there at 1:02:03", SETTING).span == Span(start_s=3723, end_s=3724)


@pytest.mark.parametrize(
    "text",
    ["No spoilers: what is it about?", "A spoiler-free summary", "What is it about, not spoiling the end?"],
)
def test_a_summary_that_spoils_nothing_is_of_the_first_third(text: str):
    read = understand(text, SETTING)
    assert read.intent == "summary"
    assert read.span == Span(start_s=0, end_s=SETTING.duration_s / 3)


def test_a_name_behind_an_article_is_somebody_where_it_speaks():
    assert understand("What does the Ghost say?", SETTING).strangers == ("Ghost",)
    assert understand("What happened to the Ghost?", SETTING).strangers == ()


def test_of_what_is_felt_several_times_the_strongest_is_meant():
    read = understand("Who is on screen when Data is angriest?", SETTING)
    assert read.event is not None
    assert (read.event.kind, read.event.most) == ("feels", True)
