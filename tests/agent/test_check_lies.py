"""What a model that lies gets past the check, and what of one that tells the truth in its own words stands.

The sentences are of the small film of `test_check_table`. A lie is gone if its words do not stand: the check
may also put a line's own words or time in their place.
"""

import pytest

from storyreel.agent.check.answer import Checked, check
from storyreel.agent.check.ground import Ground
from storyreel.agent.results import Found, Item
from storyreel.agent.sentences import split
from storyreel.memory.records import Span
from tests.agent.test_check_table import FACTS, checked

LIES = {
    "a wrong time": (
        "Anna says “I hate you! Get out!” at 0:28.",
        "Anna hates Ben at 1:31.",
        "Ben says “You promised me the boat!” at 0:19.",
        "Ben is on screen at 0:23.",
        "Ben enters at 0:15 and leaves at 0:20.",
        "Anna leaves at 0:19.",
        "Anna comes in at 0:33.",
        "Two minutes in, Anna gets angry.",
        "About half a minute before the end, Ben is sad.",
        "At two minutes, Anna is on screen.",
        "Anna is furious at thirteen seconds.",
        "Ben is surprised around the forty-second mark.",
        "Anna is on screen from 0:04 to 0:20.",
        "Anna is angry between 0:04 and 0:16.",
        "Ben is sad from 0:44 to 0:58.",
        "At 00:00:48, Anna is on screen.",
        "Anna shouts in the last five seconds.",
        "In the first ten seconds, Ben appears.",
        "Ben appears halfway through the film.",
        "Anna is seen in the last ten seconds of the film.",
    ),
    "another speaker": (
        "Ben says that the bridge is gone.",
        "Anna's line “You promised me the boat!” comes at 0:13.",
        "Anna’s “I never wanted the money” is heard at 0:46.",
        "“The bridge is gone,” Ben tells Anna.",
        "“I hate you!” Ben shouts at 0:31.",
        "Ben: “The captain is asleep.”",
        "Anna complains that she was promised the boat.",
        "It is Anna who never wanted the money.",
        "The words “I hate you” come from Ben.",
        "ben says “I hate you! Get out!”",
        "Asked about it, Anna replied: “I never wanted the money.”",
        "Anna speaks first at 0:06, then says “You promised me the boat!” at 0:13.",
    ),
    "altered quotations": (
        "Ben says “I always wanted the money.”",
        "Ben says “I wanted the money.” at 0:46.",
        "Anna says “I love you! Get out!” at 0:31.",
        "Anna says “The bridge is not gone. We must go by boat.” at 0:06.",
        "Anna says 'I love you' at 0:31.",
        "Ben says ‘I stole the money’ at 0:46.",
        "Ben says «I stole the money» at 0:46.",
        "Somebody says “The captain is awake.” at 0:38.",
        "Ben says “You promised me the bridge!” at 0:13.",
        "Ben says “You never promised me the boat!” at 0:13.",
        "Anna says “I hate you, Ben! Get out!” at 0:31.",
        "Anna says: The money is mine.",
        "Ben says *I stole the money*.",
    ),
    "invented feelings": (
        "Ben's surprise turns into joy.",
        "Ben's joy at 0:14 is plain.",
        "Anna's anger fades into sadness at 0:36.",
        "Anna seems to be afraid of Ben.",
        "Anna is jealous of Ben.",
        "Ben is heartbroken at 0:14.",
        "Anna feels guilty at 0:31.",
        "Ben loves Anna.",
        "Anna despises Ben at 0:13.",
        "Both are sad.",
        "Ben is the saddest person in the film, and Anna is the happiest.",
        "Ben grows more and more angry.",
        "Anna sounds bored.",
        "Anna is visibly nervous at 0:05.",
        "Anna weeps.",
        "Ben smiles at 0:14.",
    ),
    "causes and motives": (
        "Anna says “I hate you! Get out!” because Ben stole the money.",
        "Ben is sad because Anna left him.",
        "Anna is angry since Ben took the boat.",
        "Ben is surprised as Anna is angry at him.",
        "Anna is angry at Ben.",
        "Anna is angry with Ben at 0:31.",
        "Anna shouts in order to frighten Ben.",
        "Because the bridge is gone, Ben is sad.",
        "Ben is sad due to the money.",
        "Anna's anger makes Ben sad.",
        "Anna is angry, so Ben leaves.",
        "Anna wants the boat for herself.",
        "Anna is angry at 0:31 after Ben betrays her.",
        "The bridge is gone, which is why Anna is angry.",
    ),
    "too much": (
        "Anna is the angriest person in the film.",
        "Anna always shouts.",
        "Anna says nothing but insults.",
        "Everyone is angry.",
        "Everybody in the film speaks of money.",
        "Nobody else ever speaks.",
        "Ben speaks more than anyone.",
        "Every time Anna appears, she is angry.",
        "Ben is constantly on screen.",
        "Anna is on screen most of the time.",
        "Ben is on screen for half of the film.",
        "Ben has the most lines.",
    ),
    "invented numbers": (
        "Anna is on screen for 60% of the film.",
        "Ben says about ten lines.",
        "Anna is angry three times.",
        "Anna is on screen for a minute.",
        "A dozen people are seen.",
        "Ben has twice as many lines as Anna.",
        "Anna is angry with a confidence of 99 percent.",
        "Anna appears in 5 scenes.",
        "It is set in 1912.",
        "Hundreds of people are seen at 0:14.",
        "Ben owes Anna $500.",
    ),
    "hedged": (
        "Perhaps Ben stole the money.",
        "It seems that Anna killed the captain.",
        "Anna may be Ben's sister.",
        "Presumably the captain dies.",
        "One could say that Ben is angry at 0:31.",
        "I think that Ben is angry at 0:31.",
        "I believe Anna is on screen at 0:24.",
        "It is possible that Ben is happy at 0:14.",
        "I cannot say for sure, but Ben is probably the murderer.",
        "I do not know whether Ben stole the money, yet he did hide it.",
        "I cannot tell why Ben killed the captain.",
        "It is not known why Anna poisoned Ben.",
        "It is unclear who helped Ben steal the money.",
    ),
    "pronouns": (
        "Anna is on screen at 0:05. He is sad at 0:48.",
        "Ben is on screen at 0:45. She is angry at 0:46.",
        "Anna is seen at 0:31. They are both angry there.",
        "Ben is seen at 0:13. His brother is seen at 0:14.",
        "Anna is seen at 0:05. Her husband is asleep.",
        "Ben is seen at 0:46. He then kills her.",
    ),
    "other ways of putting it": (
        "Anna tötet Ben um 0:14.",
        "Anna est triste à 0:31.",
        "Ben ist wütend.",
        "安娜杀了本。",
        "Анна убила Бена.",
        "• Ben: angry at 0:31",
        "- Anna: 0:24",
        "1. Ben steals the boat.",
        "**Ben** is angry at **0:31**.",
        "Angry: Ben (0:31).",
        "| Ben | angry | 0:31 |",
        "Ben → angry (0:31)",
        "Killer: Ben",
        "anna is happy at 0:31.",
        "BEN IS ANGRY AT 0:31.",
        "Ben (angry) is seen at 0:13.",
        "Ben, angry, is seen at 0:13.",
        "An angry Ben appears at 0:13.",
        "The angry Ben speaks at 0:46.",
        "Captain Ben is on screen at 0:13.",
        "The film ends with Ben's death.",
        "In short, Ben betrays Anna.",
        "The River is a thriller of 1987 by Hitchcock.",
        "The bridge is gone.",
        "The captain is asleep.",
        "Ben never wanted the money.",
    ),
}
TRUTHS = {
    "who is seen when": (
        "You can see Anna at 0:05.",
        "Anna shows up at 0:04 and again at 0:30.",
        "Anna first shows up at 0:04.",
        "Anna is visible twice: 0:04–0:16 and 0:30–0:36.",
        "At 0:13, both Anna and Ben can be seen.",
        "Anna and Ben share the screen from 0:12 to 0:16.",
        "From 0:44 to 0:52, Ben is on screen alone.",
        "Ben appears on screen from 0:12 until 0:20.",
        "Ben can be seen between 0:12 and 0:20, and again between 0:44 and 0:52.",
        "Anna appears in two stretches, 0:04 to 0:16 and 0:30 to 0:36.",
        "Around 0:45 only Ben is visible.",
        "Anna and Ben are together on screen at 0:13.",
        "Anna is on screen for a total of 18 seconds.",
        "Ben's first appearance is at 0:12.",
        "Ben's last appearance begins at 0:44.",
        "Five seconds in, Anna is on screen.",
        "In the first ten seconds, Anna appears.",
        "Towards the end, at 0:45, Ben is seen again.",
        "No one is visible at 0:24.",
        "Anna isn't visible at 0:48.",
        "There are two people on screen at 0:14: Anna and Ben.",
    ),
    "who says what": (
        "At 0:06, Anna says, “The bridge is gone.”",
        "Anna declares that they must go by boat (0:06).",
        "Ben reminds her: “You promised me the boat!” (0:13)",
        "Ben complains at 0:13: “You promised me the boat!”",
        "Ben claims that he never wanted the money.",
        "At 0:46, Ben claims he never wanted the money.",
        "Anna's line at 0:31 is “I hate you! Get out!”.",
        "The line “I hate you! Get out!” is spoken by Anna at 0:31.",
        "“I hate you!” Anna shouts at 0:31.",
        "“I never wanted the money,” says Ben at 0:46.",
        "Anna first speaks at 0:06.",
        "Ben has two lines.",
        "Anna has two lines: “The bridge is gone.” (0:06) and “I hate you! Get out!” (0:31).",
        "Anna explains that the bridge is gone.",
        "Anna mentions the bridge at 0:06.",
        "The bridge is mentioned at 0:06.",
        "The money is mentioned once, by Ben at 0:46.",
        "An unidentified voice says “The captain is asleep.” at 0:38.",
        "Someone says at 0:38 that the captain is asleep.",
        "Ben talks about the boat at 0:13 and about the money at 0:46.",
        "“Get out!” is said at 0:31.",
        "Anna tells him to get out (0:31).",
        "Anna orders Ben to get out at 0:31.",
    ),
    "who feels what": (
        "Anna appears angry at 0:31.",
        "Anna is angry between 0:31 and 0:35.",
        "Anna's anger is heard at 0:31–0:35.",
        "Anger is heard in Anna's voice from 0:31 to 0:35.",
        "Ben looks surprised at 0:13.",
        "Ben's surprise shows at 0:14.",
        "Ben's face shows surprise from 0:13 to 0:16.",
        "Ben's face shows sadness from 0:46 to 0:51.",
        "Ben feels sad at 0:48.",
        "Ben is first surprised (0:13) and later sad (0:46).",
        "Ben turns sad at 0:46.",
        "Only Anna is angry.",
        "Anna gets angry at 0:31.",
        "Anna becomes furious at 0:31, while Ben is sad at 0:46.",
        "Ben was surprised at 0:13, and then sad from 0:46 to 0:51.",
        "Ben looks unhappy at 0:47.",
        "Ben is upset at 0:48.",
        "Yes, Anna is angry at 0:31.",
        "No, Ben is never angry.",
        "Anna is the only one who is angry.",
        "Anna's mood at 0:32 is anger.",
    ),
    "what else is there": (
        "The screen reads “THE RIVER” at 0:01.",
        "“THE RIVER” appears on screen from 0:01 to 0:03.",
        "The title “THE RIVER” is shown at 0:01.",
        "The scene is dimly lit from 0:00 to 0:20.",
        "From 0:28 to 0:40, there is a close shot of one person in bright light.",
        "The film lasts 1 minute.",
        "The film is one minute long.",
        "The tense moment is from 0:31 to 0:35.",
        "I could not find out who the captain is.",
        "The results do not tell who the captain is.",
        "It is not known why Anna is angry.",
        "It is unclear who says “The captain is asleep.”",
        "I don't know where the boat is.",
    ),
    "several at once": (
        "Anna is on screen at 0:05. She says “The bridge is gone.” at 0:06.",
        "Ben is seen at 0:46. He is sad, and says “I never wanted the money.”",
        "- Anna: 0:04–0:16, 0:30–0:36\n- Ben: 0:12–0:20, 0:44–0:52",
        "1. Anna is angry (0:31).\n2. Ben is sad (0:46).",
        "**Anna** is angry at **0:31**.",
        "Here are the moments: Ben is surprised at 0:13 and sad at 0:46.",
    ),
}

LEAST_TRUE_KEPT = 0.95
"""Share of the true sentences; the check may be too careful, but not by much."""


def checked_for(question: str, text: str) -> Checked:
    return check(text, Ground(FACTS, question, ("Anna", "Ben", "Cleo"), "The River", 60))


def stands(text: str) -> bool:
    """Whether the last sentence of a text is kept as it is."""
    return split(text)[-1].text in checked(text).kept


@pytest.mark.parametrize("lie", [lie for lies in LIES.values() for lie in lies])
def test_a_lie_does_not_stand(lie: str):
    assert not stands(lie)


def test_a_lie_that_is_almost_a_line_is_put_right():
    mended = checked("Ben says “I wanted the money.” at 0:49.")
    assert mended.kept == "Ben says “I never wanted the money.” at 0:49."


def test_the_truth_in_other_words_stands():
    told = [text for texts in TRUTHS.values() for text in texts]
    dropped = [text for text in told if checked(text).unsupported]
    assert len(dropped) <= (1 - LEAST_TRUE_KEPT) * len(told), dropped


def test_a_pronoun_means_whom_the_question_is_about():
    assert not checked_for("When is Anna angry?", "She is angry at 0:31.").unsupported
    assert checked_for("When is Ben angry?", "He is angry at 0:31.").unsupported


@pytest.mark.parametrize(
    ("told", "holds"), [("Towards the end", True), ("At the end", False), ("Towards the beginning", False)]
)
def test_towards_the_end_is_the_last_quarter(told: str, holds: bool):
    seen = Item(kind="presence", span=Span(start_s=5700, end_s=5800), people=("Ben",))
    ground = Ground((Found(items=(seen,)),), "When is Ben there?", ("Ben",), "The River", 7200)
    assert bool(check(f"{told}, Ben is on screen.", ground).unsupported) != holds
