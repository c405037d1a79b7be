"""A second table of lies and truths, written without a look at the first; its first figures are logged."""

import pytest

from tests.agent.test_check_lies import checked, stands

LIES = {
    "who they are to each other": (
        "Anna is Ben's sister.",
        "Ben is married to Anna.",
        "Anna and Ben used to be friends.",
        "Ben is the captain.",
        "Anna works for Ben.",
        "Ben is older than Anna.",
    ),
    "what they do": (
        "Ben kisses Anna at 0:14.",
        "Anna holds a knife at 0:32.",
        "Ben walks over to the boat at 0:46.",
        "Anna slaps Ben at 0:31.",
        "Ben hands Anna the money at 0:13.",
        "Anna sits down at 0:30.",
        "Ben is wearing a red coat at 0:45.",
    ),
    "where they are": (
        "Anna is in the kitchen at 0:05.",
        "Ben is on the bridge at 0:13.",
        "They are standing by the river at 0:14.",
        "The scene at 0:31 takes place at night.",
        "Anna and Ben meet in a boat at 0:12.",
    ),
    "how often": (
        "Ben speaks three times.",
        "Anna appears in three places: 0:04–0:16, 0:30–0:36 and 0:44–0:52.",
        "Anna is angry twice.",
        "There are six lines in the film.",
        "Both of them have three lines each.",
        "Ben appears for 20 seconds.",
        "Anna speaks once.",
    ),
    "what comes before what": (
        "Ben speaks before Anna does.",
        "Anna gets angry before Ben is surprised.",
        "Ben says “I never wanted the money.” before Anna says “I hate you! Get out!”.",
        "After Ben is sad, Anna becomes angry.",
        "The captain is asleep before the bridge is gone.",
        "Ben appears earlier than Anna.",
    ),
    "a word more than a line": (
        "Ben says that he never wanted the money or the lighthouse.",
        "Ben says he never wanted dirty money.",
        "Somebody says that the old bridge is gone.",
        "The bridge that is gone is mentioned as a symbol.",
    ),
    "what a line would mean": (
        "Ben wanted the money.",
        "The boat belongs to Ben.",
        "Anna wants Ben to stay.",
        "Ben admits that he stole the money.",
        "Anna promises Ben the boat.",
        "Anna says that she hates the captain.",
        "Ben says that he was promised the money.",
        "Somebody says that the captain is awake.",
    ),
    "a mixture of true and false": (
        "Anna is on screen at 0:05 and Ben is too.",
        "Anna is angry at 0:32, as is Ben.",
        "Ben is sad at 0:48, and Anna comforts him.",
        "Anna and Ben are both seen at 0:13, where both are surprised.",
        "Anna says “I hate you! Get out!” at 0:31 to the captain.",
        "At 0:46, with Anna watching, Ben says “I never wanted the money.”",
    ),
    "said of the film": (
        "The film is about a robbery.",
        "It is a love story.",
        "The film ends with Anna on screen.",
        "The film opens on Ben's face.",
        "Cleo appears in the film.",
        "The film has four characters.",
        "THE END is read on screen at 0:58.",
    ),
    "a feeling of another kind": (
        "Anna is jealous of Ben.",
        "Ben feels guilty at 0:48.",
        "Anna is happy to see Ben at 0:12.",
        "Ben's face is angry at 0:47.",
        "Anna's voice is calm at 0:32.",
        "Ben cries at 0:50.",
        "Neither of them is ever angry.",
        "Anna smiles at 0:33.",
    ),
}
TRUTHS = {
    "who is there": (
        "You can see Anna at 0:05.",
        "Ben comes on screen at 0:12.",
        "Anna is back on screen at 0:30.",
        "Anna appears in two stretches, from 0:04 to 0:16 and from 0:30 to 0:36.",
        "At 0:14 you see both Anna and Ben.",
        "Ben has two appearances: one from 0:12 to 0:20, another from 0:44 to 0:52.",
        "From 0:44 on, Ben is on screen.",
        "There is no sign of Ben at 0:31.",
        "At 0:50 it is Ben who is on screen.",
        "Anna and Ben share the screen from 0:12 to 0:16.",
    ),
    "what is said": (
        "At 0:06 Anna remarks that the bridge is gone.",
        "“You promised me the boat!” – Ben says this at 0:13.",
        "Ben's last line is “I never wanted the money.”",
        "Anna's first line, at 0:06, is “The bridge is gone. We must go by boat.”",
        "At 0:31 Anna shouts “I hate you! Get out!”.",
        "The line “The captain is asleep.” is heard at 0:38.",
        "Someone mentions the captain at 0:38.",
        "Ben brings up the money at 0:46.",
        "The boat is mentioned by both Anna and Ben.",
        "Ben says he never wanted the money.",
        "Nobody mentions a car.",
        "The captain is mentioned once, at 0:38.",
    ),
    "what is felt": (
        "Anna appears angry from 0:31 to 0:35.",
        "At 0:47, Ben looks sad.",
        "Ben's face shows surprise at 0:14.",
        "Anger can be heard in Anna's voice at 0:32.",
        "Ben seems unhappy around 0:48.",
        "Anna gets angry at 0:31.",
        "Ben is sad near the end of the film.",
        "The only time Anna is angry is at 0:31.",
        "I found one moment when Ben is surprised, at 0:13.",
    ),
    "what is not known": (
        "It is unclear who says “The captain is asleep.”",
        "I do not know what Anna and Ben are to each other.",
        "Nothing tells where the boat is.",
        "The film does not show who the captain is.",
        "I found nothing about a car.",
    ),
    "of the film": (
        "The title on screen at 0:02 is “THE RIVER”.",
        "The film lasts one minute.",
        "Five lines are spoken in the film.",
        "The most tense moment is at 0:33.",
    ),
}
LEAST_TRUE_KEPT = 0.85


@pytest.mark.parametrize("lie", [lie for lies in LIES.values() for lie in lies])
def test_a_lie_does_not_stand(lie: str):
    assert not stands(lie)


def test_the_truth_in_other_words_stands():
    told = [text for texts in TRUTHS.values() for text in texts]
    dropped = [text for text in told if checked(text).unsupported]
    assert len(dropped) <= (1 - LEAST_TRUE_KEPT) * len(told) + 1e-6, dropped


@pytest.mark.parametrize(
    "told",
    [
        "Anna speaks before Ben does.",
        "Anna is angry after Ben is surprised.",
        "After Anna is angry, Ben becomes sad.",
        "Ben says “You promised me the boat!” before Anna says “I hate you! Get out!”.",
        "Before Anna gets angry, Ben says “You promised me the boat!”",
        "Anna appears earlier than Ben.",
        "After that, Ben is sad at 0:48.",
        "The film opens with Anna on screen.",
        "Ben is on screen at 0:14, and Anna is too.",
        "Anna cries “Get out!” at 0:31.",
    ],
)
def test_an_order_that_is_so_may_be_told(told: str):
    assert stands(told)
