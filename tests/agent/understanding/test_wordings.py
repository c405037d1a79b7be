"""Rare words, few words, the order of other languages, slips of the keys: the same is asked all the same."""

import pytest

from storyreel.agent.understanding.parts import Setting
from storyreel.agent.understanding.people import Person
from storyreel.agent.understanding.slips import meant_by
from storyreel.agent.understanding.spelling import corrected
from storyreel.agent.understanding.synonyms import in_common_words
from storyreel.agent.understanding.understand import understand

SETTING = Setting((Person("P1", "Mira Novak"), Person("P2", "Tomasz"), Person("P3", "June")), 6000.0, "Salt")


def asked(question: str) -> tuple[object, ...]:
    read = understand(question, SETTING)
    return read.intent, read.people, read.absent, read.emotions, read.topic, read.span


@pytest.mark.parametrize(
    ("said", "plainly"),
    [
        (
            "Enumerate the utterances of Tomasz that concern the bridge.",
            "list the lines of Tomasz about the bridge",
        ),
        (
            "To what extent do Mira and Tomasz share the screen?",
            "How much do Mira and Tomasz share the screen?",
        ),
        ("Kindly indicate the intervals during which Mira is visible", "when is Mira visible"),
        ("Which scenes show Mira crying?", "when is Mira crying"),
        ("I loved that bit where Tomasz laughs, where is it?", "When does Tomasz laugh?"),
        ("lol does Tomasz ever smile", "does Tomasz ever smile"),
        ("who the heck is Tomasz", "who is Tomasz"),
        ("Which of the characters is angriest?", "who is angriest"),
        ("Is there any chance that Mira smiles?", "does Mira smile"),
        ("Does the film contain any scene in which Mira is alone?", "is Mira alone"),
        ("what is Mira up to at 0:42:10", "what is Mira doing at 0:42:10"),
        ("Count the times Mira laughs.", "how many times does Mira laugh"),
        ("When is the last time that Mira smiles?", "when does Mira smile last"),
        ("What is it that Mira feels at 0:42:10?", "what does Mira feel at 0:42:10"),
        ("With whom is Mira most of the time?", "who is Mira with"),
        ("June is gutted at some point, when was that?", "when is June gutted"),
        ("Are June and Mira happy at the same time?", "are June and Mira happy"),
        ("How does Mira feel when she is with June?", "how does Mira feel about June"),
        ("tomasz first appearance", "first appearance of Tomasz"),
        ("june + tomasz same shot", "June and Tomasz in the same shot"),
        ("What says Tomasz about the ferry?", "What does Tomasz say about the ferry?"),
        ("idk if i missed it but is Mira ever scared", "is Mira ever scared"),
        ("i forget, did June ever meet Tomasz", "did June ever meet Tomasz"),
        ("I would be grateful if you could inform me when June is seen", "when is June seen"),
        ("Please advise which people appear at 0:42:10.", "which people appear at 0:42:10"),
        ("I am interested in the occasions on which Tomasz expresses anger.", "when Tomasz expresses anger"),
        ("what's the deal with Mira and Tomasz", "what is the relationship between Mira and Tomasz"),
        ("june quotes", "June's lines"),
        ("how's mira doing around 50 min", "how does Mira feel around 50 min"),
        ("hey, who is that Tomasz guy again?", "Who is Tomasz?"),
        ("wher does Tomaz apear wih june", "where does Tomasz appear with June"),
        ("is mria afriad", "is Mira afraid"),
    ],
)
def test_however_it_is_put_the_same_is_asked(said, plainly):
    assert asked(said) == asked(plainly)
    assert understand(said, SETTING).intent != "search"


@pytest.mark.parametrize(
    "question", ["does Mira know who stole the boat", "is Tomasz dead", "a dose of poison in the soup"]
)
def test_a_question_within_another_is_not_the_question(question):
    assert understand(question, SETTING).intent == "search"


def test_what_is_quoted_is_not_put_otherwise():
    assert in_common_words('who says "motion picture"') == 'who says "motion picture"'


@pytest.mark.parametrize(
    "words",
    ["the wild form of three sacred stars", "what does she say", "did he move the log", "it is a tall man"],
)
def test_words_that_are_near_words_of_questions_stay(words):
    assert corrected(words) == words


def test_a_slip_that_may_mean_two_names_means_neither():
    assert meant_by("mra", ["mira", "mara"]) is None
    assert meant_by("Mria", ["mira", "mara"]) == "mira"


def test_what_is_feigned_is_what_the_face_shows():
    read = understand("When does Mira pretend to be happy when she isn't?", SETTING)
    assert (read.intent, read.emotions, read.event) == ("conflict", ("happiness",), None)


def test_only_those_without_somebody_leaves_them_out_of_what_was_asked():
    before = understand("When are Mira and Tomasz together?", SETTING)
    after = understand("only the ones without June", SETTING, before)
    assert (after.intent, after.people, after.absent) == ("together", ("P1", "P2"), ("P3",))


def test_to_whom_words_are_said_is_asked_of_the_lines_of_who_says_them():
    read = understand('To whom does Tomasz say "I am sorry"?', SETTING)
    assert (read.intent, read.people, read.quote, read.aimed) == ("mentions", ("P2",), "I am sorry", True)
