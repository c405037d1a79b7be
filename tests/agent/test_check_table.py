"""What stands and what goes: true and false sentences over one small set of facts.

          0:00      0:10      0:20      0:30      0:40      0:50    1:00
Anna            ##0:04-0:16##                ##0:30-0:36##
Ben                  ##0:12-0:20##                     ##0:44-0:52##
"""

import pytest

from storyreel.agent.check.answer import Checked, check
from storyreel.agent.check.ground import Ground
from storyreel.agent.results import Asked, Found, Item, Unwatched
from storyreel.memory.records import Span


def item(kind: str, start_s: float, end_s: float, **what) -> Item:
    evidence = (f"f/{kind}/{start_s:g}",)
    return Item(kind=kind, span=Span(start_s=start_s, end_s=end_s), evidence=evidence, **what)


ANNA, BEN = ("Anna",), ("Ben",)
WHO = Found(
    items=(
        item("presence", 4, 16, people=ANNA),
        item("presence", 12, 20, people=BEN),
        item("presence", 30, 36, people=ANNA),
        item("presence", 44, 52, people=BEN),
    ),
    total=4,
    asked=Asked(kinds=("presence",)),
)
ANNAS = Found(
    items=(item("presence", 4, 16, people=ANNA), item("presence", 30, 36, people=ANNA)),
    total=2,
    seconds=18,
    asked=Asked(kinds=("presence",), people=ANNA),
)
SAID = Found(
    items=(
        item("line", 6, 9, people=ANNA, text="The bridge is gone. We must go by boat."),
        item("line", 13, 16, people=BEN, text="You promised me the boat!"),
        item("line", 31, 34, people=ANNA, text="I hate you! Get out!"),
        item("line", 38, 40, text="The captain is asleep."),
        item("line", 46, 50, people=BEN, text="I never wanted the money."),
    ),
    total=5,
    asked=Asked(kinds=("speech",)),
)
FELT = Found(
    items=(
        item("emotion", 13, 16, people=BEN, emotion="surprise", confidence=0.7, modalities={"face": 0.7}),
        item("emotion", 31, 35, people=ANNA, emotion="anger", confidence=0.91, modalities={"voice": 0.9}),
        item(
            "emotion",
            46,
            51,
            people=BEN,
            emotion="sadness",
            confidence=0.8,
            modalities={"face": 0.8},
            against={"text": "happiness"},
        ),
    ),
    total=3,
    asked=Asked(kinds=("feeling",)),
)
SEEN = Found(
    items=(
        item("caption", 0, 20, text="A medium shot of two people in dim light. Anna looks frightened."),
        item("caption", 28, 40, text="A close shot of one person in bright light."),
        item("screen text", 1, 3, text="THE RIVER"),
        item("tension", 31, 35, text="tension 0.55 of 1: what people feel and loud sound"),
    ),
    total=3,
)
FACTS = (WHO, ANNAS, SAID, FELT, SEEN)

TRUE = (
    "Anna is on screen at 0:05.",
    "Anna is there from 0:30 to 0:36.",
    "Anna and Ben are on screen at 0:13.",
    "Anna (0:04–0:16) and Ben (0:12–0:20) are seen together.",
    "Anna appears twice, for 18 seconds in all: 0:04–0:16 and 0:30–0:36.",
    "Ben appears two times.",
    "Ben is on screen for 16 seconds.",
    "Two people are on screen at 0:14.",
    "Between 0:10 and 0:40, Anna and Ben are seen.",
    "Only Anna is on screen at 0:31.",
    "Ben is on screen without Anna from 0:44 to 0:52.",
    "Nobody is on screen at 0:24.",
    "I see nobody's face at 0:57.",
    "Anna is not on screen at 0:48.",
    "I do not see Ben at 0:05.",
    "Anna is angry at 0:32.",
    "At 0:32, Anna seems furious.",
    "Ben is surprised (0:13–0:16), then sad (0:46–0:51).",
    "Anna looks frightened (0:00–0:20).",
    "Ben appears sad from 0:46 to 0:51 (confidence 0.80).",
    "Anna is not angry at 0:05.",
    "Ben is never angry.",
    "I found no moment when Ben appears angry.",
    "Anna is angry at 0:31, but Ben is not.",
    "Anna says “I hate you! Get out!” at 0:31.",
    "“You promised me the boat!” is said by Ben at 0:13.",
    "At 0:38 somebody says “The captain is asleep.”.",
    "Ben: “I never wanted the money.”",
    "Anna says “The bridge is gone” (0:06), and Ben answers “You promised me the boat!” (0:13).",
    "Ben speaks of a boat.",
    "Anna says that the bridge is gone and that they must go by boat.",
    "Ben says 2 lines.",
    "I know 5 lines.",
    "On screen one reads “THE RIVER” (0:01–0:03).",
    "A medium shot of two people in dim light is seen from 0:00 to 0:20.",
    "I cannot tell who the captain is.",
    "The tools do not say why Anna is angry.",
    "Somebody is angry at 0:32.",
    "Anna never speaks of money.",
    "The film is 1:00 long.",
    "Anna speaks at 31 seconds.",
    "Anna is on screen first at 0:04.",
    "Nobody says anything about a bridge at 0:50.",
    "At 0:12 both Anna and Ben are on screen.",
    "Ben is last seen at 0:44.",
    "Anna does not appear after 0:40.",
    "Ben tells Anna “You promised me the boat!”",
    "Ben is probably sad from 0:46 to 0:51.",
    "Anna is almost certainly angry at 0:32.",
    "Ben is perhaps surprised at 0:14.",
    "Ben appears mostly sad.",
    "Between 0:10 and 0:20, Ben appears mostly surprised.",
    "Ben turns from surprised to sad at 0:46.",
    "Ben appears sad from 0:46 to 0:51 (face, confidence 0.80, probably).",
    "It is most tense from 0:31 to 0:35 (tension 0.55 of 1: what people feel and loud sound).",
    "Ben looks sad from 0:46 to 0:51, but the words sound happy.",
    "With Anna near: Ben appears surprised 0:13–0:16.",
    "I do not know of a moment when Anna and Ben are of opposite moods.",
    "The film ends with Ben.",
    "The captain is mentioned for the first time at 0:38.",
    "The bridge is mentioned at 6 seconds.",
    "The boat is mentioned twice, at 0:06 and at 0:13.",
    "The captain is mentioned once.",
    "The money is mentioned once, by Ben at 0:46.",
    "The film mentions a boat in several lines, including “You promised me the boat!”, among others.",
    "0:31: Anna is angry.",
    "From 0:00 to 0:20: a medium shot of two people in dim light.",
)
FALSE = (
    "The film ends with Anna.",
    "The boat is mentioned for the first time at 0:13.",
    "The boat is mentioned for the last time at 0:06.",
    "The boat is mentioned for the first time at 0:06 and 0:13.",
    "The captain is mentioned at 0:31.",
    "Anna is mentioned at 0:31.",
    "Anna mentions the captain.",
    "0:05: Anna is angry.",
    "0:31: Anna is angry; Ben is sad.",
    "Music plays throughout the film.",
    "No face can be seen from 0:00 to 0:20.",
    "There are no characters in the film.",
    "The boat is mentioned three times.",
    "The captain is mentioned twice.",
    "The boat is mentioned twice by Anna.",
    "Anna is on screen from 0:30 to 0:04.",
    "Ben is certainly sad from 0:46 to 0:51.",
    "Ben is definitely surprised at 0:14.",
    "Ben is surprised from 0:13 to 0:16 (confidence 0.70, almost certainly).",
    "Ben appears mostly surprised.",
    "Ben turns from sad to surprised at 0:46.",
    "Anna turns from angry to sad at 0:32.",
    "Ben looks sad from 0:46 to 0:51, but the words sound disgusted.",
    "It is most tense from 0:44 to 0:50.",
    "It is most tense from 0:31 to 0:35 (tension 0.95 of 1).",
    "It is most tense from 0:31 to 0:35 (tension 0.55 of 1: much motion).",
    "With Anna near: Ben appears angry 0:13–0:16.",
    "Anna and Ben are on screen at 0:31.",
    "Anna, Ben and Cleo are on screen at 0:13.",
    "Anna is on screen at 0:24.",
    "Anna is on screen from 0:30 to 0:50.",
    "Anna (0:04–0:16) and Ben (0:30–0:36) are seen.",
    "Anna appears 17 times.",
    "Anna appears three times.",
    "Ben appears once.",
    "Anna is on screen for 40 seconds.",
    "Five people are on screen at 0:13.",
    "Only Anna is on screen at 0:13.",
    "Ben is on screen without Anna at 0:13.",
    "Ben is on screen without Anna from 0:12 to 0:20.",
    "Ben never appears.",
    "Nobody is on screen at 0:13.",
    "Anna is not on screen at 0:31.",
    "I see nobody's face at 0:05.",
    "Anna and Ben are never together.",
    "Anna and Ben are angry at 0:31.",
    "Ben is angry at 0:31.",
    "Anna is angry at 0:05.",
    "Anna is always angry.",
    "Anna is not angry at 0:31.",
    "Ben is never sad.",
    "Anna is happy.",
    "Anna is not only angry at 0:31 but disgusted.",
    "Ben looks frightened (0:00–0:20).",
    "Ben says “I hate you! Get out!”",
    "Ben says “I hate you! Get out!” at 0:31.",
    "“You promised me the boat!”, says Anna.",
    "Anna says “The captain is asleep.”",
    "Anna says “I will kill you.”",
    "Ben says 9 lines.",
    "Ben is silent and says nothing.",
    "The butler did it.",
    "Ben kills Anna at 0:14.",
    "Anna steals the money.",
    "Anna is Ben's mother.",
    "Kirk is on screen at 0:05.",
    "It happens near Mount Doom.",
    "The captain drowned in the river.",
    "I cannot tell who the captain is, but the butler did it.",
    "Anna is on screen throughout.",
    "At 5:00 Anna leaves.",
    "Yes.",
    "Anna is on screen first at 0:30.",
    "The war is over.",
    "Anna tells Ben “You promised me the boat!”",
    "Ben does not appear after 0:40.",
    "Ben is seen at 0:13. He is angry at 0:31.",
    "Ben cries at 0:48 because his dog died.",
    "The film was shot in Paris.",
)


def checked(sentence: str, *results: Found, notes: frozenset[str] = frozenset()) -> Checked:
    cast = ("Anna", "Ben", "Cleo")
    return check(sentence, Ground(results or FACTS, "What happens?", cast, "The River", 60, notes))


def stands(sentence: str) -> bool:
    return not checked(sentence).unsupported


def test_most_of_both_is_told_apart():
    """Precision: of what stands, what is true; recall: of what is true, what stands."""
    kept = [sentence for sentence in (*TRUE, *FALSE) if stands(sentence)]
    true = [sentence for sentence in kept if sentence in TRUE]
    assert (len(true) / len(kept), len(true) / len(TRUE)) == (1.0, 1.0)


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_sentence_stands(sentence: str):
    assert stands(sentence)


@pytest.mark.parametrize("sentence", FALSE)
def test_a_false_sentence_goes(sentence: str):
    assert not stands(sentence)


def test_every_claims_item_is_cited():
    sentence = "Anna (0:04–0:16) and Ben (0:12–0:20) are seen; Ben says “I never wanted the money.” (0:46)."
    cited = {citation.evidence[0] for citation in checked(sentence).citations}
    assert cited == {"f/presence/4", "f/presence/12", "f/line/46"}


def test_a_feeling_that_a_description_has_stands_beside_feelings_that_were_read():
    described = Found(
        items=(item("caption", 38, 49, text="A close shot. Anna looks frightened."), *FELT.items)
    )
    assert not checked("Anna looks frightened (0:38–0:49).", described).unsupported
    assert checked("Ben looks frightened (0:38–0:49).", described).unsupported


DESCRIBED = Found(
    items=(
        item("caption", 0, 20, text="A dark shot. No face can be seen. Music plays throughout."),
        item("caption", 20, 60, text="Anna can be seen."),
        item("heard", 0, 19, text="music, about 90 beats a minute"),
        item("heard", 19, 60, text="silence"),
    )
)


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("0:00–0:20: No face can be seen.", True),
        ("From 0:00 to 0:20 no face can be seen.", True),
        ("No face can be seen.", False),
        ("0:20–0:40: No face can be seen.", False),
        ("0:00–0:20: Music plays throughout.", True),
        ("Music plays throughout.", False),
        ("Music plays from 0:00 to 0:19.", True),
        ("Music plays from 0:19 to 0:40.", False),
    ],
)
def test_a_description_denies_and_says_always_of_its_own_time(sentence: str, holds: bool):
    assert bool(checked(sentence, DESCRIBED).unsupported) != holds


def test_a_description_denies_nothing_that_was_seen():
    seen = Found(items=(item("presence", 4, 16, people=ANNA),))
    assert checked("0:00–0:20: No face can be seen.", DESCRIBED, seen).unsupported


def test_music_that_plays_all_through_does_so_throughout():
    heard = Found(items=(item("heard", 0, 60, text="music"),))
    assert not checked("Music plays throughout the film.", heard).unsupported


def test_the_most_tense_moment_is_the_one_with_most_tension():
    tense = Found(
        items=(
            item("tension", 10, 20, text="tension 0.46 of 1: what people feel"),
            item("tension", 40, 50, text="tension 0.35 of 1: what people feel"),
        )
    )
    assert not checked("The most tense moment is from 0:10 to 0:20.", tense).unsupported
    assert checked("The most tense moment is from 0:40 to 0:50 (tension 0.35 of 1).", tense).unsupported


def test_what_was_not_watched_is_not_denied():
    blind = WHO.model_copy(
        update={"items": (), "unwatched": (Unwatched(tool="people", spans=(Span(start_s=0, end_s=60),)),)}
    )
    assert checked("Nobody is on screen at 0:24.", blind).unsupported


def test_what_nobody_asked_for_is_not_denied():
    assert checked("Ben never appears.", SAID).unsupported
    assert checked("Ben never appears.", ANNAS).unsupported


def test_only_the_programs_own_templates_speak_of_the_program_unchecked():
    note = "I looked at 0:00–0:30 for this."
    assert checked(note).unsupported
    assert not checked(note, notes=frozenset([note])).unsupported
