"""Questions that no rule reads whole: what they bear on tells their kind, however they are put."""

import pytest

from storyreel.agent.understanding.bearing import bearing_of
from storyreel.agent.understanding.halves import understood
from storyreel.agent.understanding.parts import Setting
from storyreel.agent.understanding.people import Person
from storyreel.agent.understanding.pronouns import Focus

NAMES = ("Ada", "Bram", "Inspector Cole", "Dora Finch", "Mark", "Will", "Person 7")
SETTING = Setting(tuple(Person(f"P{place}", name) for place, name in enumerate(NAMES, 1)), 6000.0, "Weir")


def kind(text: str) -> tuple[str, tuple[str, ...]]:
    read = understood(text, SETTING)
    return read.intent, read.people


@pytest.mark.parametrize(
    ("text", "intent", "people"),
    [
        # Who is there, and with whom.
        ("the longest Ada is away for?", "appearances", ("P1",)),
        (
            "At precisely which juncture does Inspector Cole make his initial entrance?",
            "appearances",
            ("P3",),
        ),
        ("has Ada got any scenes with nobody else in them", "together", ("P1",)),
        (
            "would you establish whether Ada and Dora are ever depicted in the same frame",
            "together",
            ("P1", "P4"),
        ),
        ("In the stretch from 22:00 to 26:00, whose faces turn up?", "on screen", ()),
        ("the woman at 14:20, who is she", "on screen", ()),
        ("who's Person 7 supposed to be", "profile", ("P7",)),
        ("To whom does the inspector direct the majority of his remarks?", "companions", ("P3",)),
        # What they feel.
        ("which character laughs more than all the rest", "most", ()),
        ("does anything scary happen between 20:00 and 30:00", "feelings", ()),
        ("my aunt hates shouting - are there scenes like that?", "feelings", ()),
        ("who reacts most strongly at 58:00?", "strongest", ()),
        ("what's Cole's general attitude to Will", "toward", ("P3", "P6")),
        ("when is the mood between Ada and Dora at its worst", "toward", ("P1", "P4")),
        ("is there evidence of animosity between Bram and Cole?", "toward", ("P2", "P3")),
        ("who does Bram have a crush on", "toward", ("P2",)),
        ("do Bram and Will fall out at some stage", "disagree", ("P2", "P6")),
        ("Are there bits where Ada is cheerful and Dora is gloomy at once?", "disagree", ("P1", "P4")),
        ("how is Bram's mood in the second half compared to the first", "arc", ("P2",)),
        ("would you say Ada grows happier as it goes on?", "arc", ("P1",)),
        ("does the film get sadder towards the end", "arc", ()),
        ("who has the most screen time", "most", ()),
        ("what happens in the rest of the film", "summary", ()),
        ("who remains at 5:00", "on screen", ()),
        ("what is the most important moment", "summary", ()),
        ('when does "THE END" appear', "written", ()),
        ("tell me everything about Ada", "profile", ("P1",)),
        # What is said, heard, read and told.
        ('is the line "trust nobody" ever uttered?', "mentions", ()),
        ('someone goes "trust nobody" somewhere, who was that?', "who said", ()),
        ("what topics do Ada and Dora discuss", "said", ("P1", "P4")),
        ("was there music playing during the opening", "sounds", ()),
        ("when does it get loud?", "sounds", ()),
        ("are there posters I can read in the picture", "written", ()),
        ("give me a rundown of the last quarter of an hour", "summary", ()),
        ("what becomes of Dora in the end", "happening", ("P4",)),
        ("give my guests the premise, no spoilers", "summary", ()),
        ("is there meaning in what someone wrote on the mirror?", "written", ()),
        ("which brass or strings underscore it", "sounds", ()),
        ("in and out points for everything with Bram please", "appearances", ("P2",)),
        ("for the reel I need clean coverage of Ada with Dora", "together", ("P1", "P4")),
        ("I think Ada is hating Bram", "toward", ("P1", "P2")),
    ],
)
def test_signs_tell_what_is_asked(text: str, intent: str, people: tuple[str, ...]):
    assert kind(text) == (intent, people)


@pytest.mark.parametrize(
    "text",
    [
        "who kills the captain",
        "did Dora marry Bram",
        "is Ada pregnant",
        "what does Will do for a living",
        "where did they bury the box",
        "what did Ada find",
        "does Ada find it",
        "what is Ada's fate",
        "who wrote on the wall",
        "what happens at the harbour",
        "what happened to the Odin",
        "what became of the box",
        "what does Dora see",
        "whose letters are they",
        "does Ada get the letters",
        "who dies at the end",
        "who asks a question",
        "who is Ada's father",
        "does Dora have a gun",
    ],
)
def test_what_nothing_seen_or_heard_tells_is_searched_for(text: str):
    assert kind(text)[0] == "search"


def test_words_that_are_no_sign_may_be_few_where_signs_are_weak():
    assert bearing_of("is P seen there") == ("appearances", "presence")
    assert bearing_of("is P seen stealing his money there") == ("search", "")


@pytest.mark.parametrize(
    ("text", "plainly"),
    [
        (
            "I can't find the bit where Bram and Dora are alone, roughly where is it",
            "when are Bram and Dora alone",
        ),
        ("do we ever learn why Bram left the island", "why Bram left the island"),
        ("I'd be curious to hear who is with Dora", "who is with Dora"),
        ("tell me, if you would, at what moments Ada appears", "when does Ada appear"),
        (
            "was Bram there in the first half hour or did I dream that",
            "was Bram there in the first half hour",
        ),
        ("doesn't Ada look afraid?", "does Ada look afraid"),
        ("help me find the scene where Bram is furious", "when is Bram furious"),
        ("When Ada is with Dora, is she usually happy?", "is Ada happy when she is with Dora"),
        ("How is Ada when Dora's around?", "how is Ada when she is with Dora"),
        ("what is telling Dora about the storm", "what is Dora telling about the storm"),
        ("does Ada look sad while what she says sounds cheerful", "does Ada look sad but sound cheerful"),
        ("do Bram and Ada get a scene with Dora not around", "are Bram and Ada in a scene without Dora"),
    ],
)
def test_clauses_around_a_question_change_nothing(text: str, plainly: str):
    one, other = (understood(asked, SETTING) for asked in (text, plainly))
    asked_of = ("intent", "people", "absent", "emotions", "heard", "span")
    assert [getattr(one, what) for what in asked_of] == [getattr(other, what) for what in asked_of]
    assert one.intent != "search"


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("ada mark fight when", ("P1", "P5")),
        ("mark fear timestamps", ("P5",)),
        ("Mark only ever gets angry", ("P5",)),
        ("will mood 1h12", ("P6",)),
        ("ada's feelings towards mark", ("P1", "P5")),
        ("ada + bram but no mark", ("P1", "P2")),
        ("does the inspetor smile", ("P3",)),
    ],
)
def test_names_that_are_words_too_are_names_beside_a_name_or_a_feeling(text: str, people: tuple[str, ...]):
    assert kind(text)[1] == people


def test_it_is_what_was_spoken_of_where_the_part_before_is_not_read():
    first, other = understood(
        "does Ada agree? what does she say about it", SETTING, None, Focus(topic="harbour")
    ).parts
    assert (first.intent, other.intent, other.topic) == ("search", "said", "harbour")


@pytest.mark.parametrize(
    "text",
    [
        # Counts of what no tool counts.
        "How many times does somebody speak?",
        "How many words are spoken?",
        "How many questions are asked?",
        "How many shots show Ada?",
        "How many lines are there in the first half?",
        # Somebody described, whom no name tells.
        "Is the captain angry?",
        "Is the bald man sad?",
        "Does the woman smile?",
        "Is the lodger happy?",
        "What does the doctor say?",
        "Who talks to the captain?",
        # What is denied.
        "Who is never on screen with Ada?",
        "Is Bram never with Ada?",
        "When is Ada not alone?",
        "Does nobody speak?",
        # What is done, and is no word that is said.
        "Does anybody ask a question?",
        "Who is silent?",
        "Is anything said in French?",
        "Does the music get louder?",
        "Is there no music?",
        "Who is loudest?",
        # A place in an order that is not its first, and the most of one person.
        "What is the second longest shot?",
        "Who is the second happiest?",
        "What is the longest shot of Ada?",
    ],
)
def test_what_is_only_half_read_is_not_answered_by_the_other_half(text: str):
    assert kind(text)[0] == "search"


def test_the_second_most_is_told_by_everybody_in_order():
    for text, subject in (
        ("Who speaks the second most?", "speech"),
        ("Who is seen second most?", "presence"),
    ):
        read = understood(text, SETTING)
        assert (read.intent, read.subject, read.ask) == ("most", subject, "count")


def test_the_fewest_are_the_least():
    read = understood("Who has the fewest lines?", SETTING)
    assert (read.intent, read.subject, read.least) == ("most", "lines", True)


@pytest.mark.parametrize(
    "text",
    [
        "How many lines does the film have?",
        "How many lines are there?",
        "How many lines of dialogue are there?",
    ],
)
def test_the_lines_of_a_film_are_counted(text: str):
    read = understood(text, SETTING)
    assert (read.intent, read.subject) == ("film", "lines")


@pytest.mark.parametrize("text", ["What does she say about Ada?", "Does he like Ada?"])
def test_whom_a_pronoun_means_is_not_known_by_who_is_named_after_it(text: str):
    assert kind(text)[0] == "unclear"
