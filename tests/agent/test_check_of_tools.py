"""Lies and truths about a film as the tools themselves tell it, not as a test makes it up."""

import pytest

from storyreel.agent.check.answer import check
from storyreel.agent.check.ground import Ground
from storyreel.agent.context import Context
from storyreel.agent.offline_model import OfflineChatModel
from storyreel.agent.recall import felt, said, seen, sought, whole
from storyreel.agent.results import Found, Item
from storyreel.agent.sentences import split
from storyreel.agent.wording.film import card_item
from storyreel.agent.wording.findings import findings
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Span
from tests.agent.conftest import DURATION_S

LIES = (
    "Anna, whose treasure it is, is happy at 0:47.",
    "Ben, having lied to Anna, is angry at 0:15.",
    "Anna hears Ben shouting at 0:11.",
    "The harbour is on fire at 0:11.",
    "A fire breaks out at 0:11, which frightens Ben.",
    "Ben is afraid of the fire.",
    "Anna lied about the map.",
    "Anna admits that she lied about the map.",
    "Anna denies that she lied about the treasure.",
    "Ben accuses Anna of stealing the map.",
    "Ben apologises to Anna at 0:51.",
    "Ben forgives Anna at 0:51.",
    "They find the treasure of Corvo at 0:47.",
    "Anna finds the treasure.",
    "Anna announces that Corvo is three days away.",
    "Anna says Corvo is two hours away.",
    "Ben says that Corvo is two days away.",
    "Ben gives the order to drop the anchor.",
    "Ben drops the anchor at 0:33.",
    "Anna is happier than Ben at 0:50.",
    "Anna is happy for most of the film.",
    "Anna is happy for half of her screen time.",
    "Anna and Ben are on screen together three times.",
    "Anna and Ben are together for 20 seconds.",
    "Anna, Ben and Person 3 are on screen together at 0:39.",
    "Person 3 is on screen with Anna.",
    "Person 3 says “Ready to drop the anchor.”",
    "Person 3 never appears alone.",
    "Person 3 is Anna's brother.",
    "Person 3 is surprised by Ben.",
    "Ben's third line is “I was wrong about you.”",
    "Ben's fourth line is “Ready to drop the anchor.”",
    "Anna's fourth appearance is at 0:46.",
    "Ben appears for the fourth time at 0:48.",
    "Both Anna and Ben are happy at 0:50.",
    "Neither Anna nor Ben is sad at 0:50.",
    "Only Anna is on screen at 0:50.",
    "Ben is angry twice.",
    "Ben feels three different emotions: anger, sadness and happiness.",
    "Ben goes from angry to afraid.",
    "Ben goes from sadness to anger.",
    "Anna remains happy until the end.",
    "Anna is happy throughout.",
    "Anna is not heard after 0:27.",
    "Nobody is on screen between 0:44 and 0:50.",
    "No one speaks between 0:36 and 0:54.",
    "At 0:15, Ben – angry – says “The harbour is on fire!”",
    "Ben shouts “The harbour is on fire!” in anger at 0:11.",
    "Ben says angrily “The harbour is on fire!”",
    "Anna whispers “We found it! The treasure of Corvo!”",
    "In a happy voice, Anna says “Corvo is two days away.”",
    "Ben (sad): “The harbour is on fire!”",
    "“I was wrong about you,” Anna tells Ben.",
    "“I hate that you lied to me, Anna,” says Person 3.",
    "The word “treasure” is said by Ben.",
    "The word “Corvo” is said once.",
    "Corvo is mentioned four times.",
    "Ben mentions Corvo at 0:11.",
    "Anna mentions Ben at 0:04.",
    "The island of Corvo is on fire.",
    "The first person to speak is Ben.",
    "The last person on screen is Person 3.",
    "The film starts with Ben shouting “The harbour is on fire!”",
    "The story ends with Anna saying “We found it!”",
    "Anna speaks last.",
    "When Ben says “I was wrong about you.”, Anna is sad.",
    "While Anna says “Corvo is two days away.”, Ben is on screen.",
    "As Ben gets angry, Anna smiles.",
    "Immediately after Anna finds the treasure, Ben is sad.",
    "Ben is sad before Anna is happy.",
    "Anna says “I never lied about the map.” before Ben says “I hate that you lied to me, Anna.”",
    "| Time | Who | Feeling |",
    "| 0:15 | Anna | angry |",
    "| 0:46–0:55 | **Ben** | happy |",
    "1. **0:11** Anna: “The harbour is on fire!”",
    "**Ben**: afraid (0:39–0:43)",
    "- Person 3 😱 0:39",
    "# Summary: Ben betrays Anna",
    "Ben est en colère à 0:47.",
    "Anna está triste a las 0:47.",
    "Ben ist von 0:10 bis 0:40 zu sehen.",
    "A quarter of a minute in, Anna is on screen alone.",
    "Ninety seconds in, Ben is sad.",
    "Anna's anger at Ben shows at 0:23.",
    "Ben's fear turns into anger at 0:39.",
    "Ben's fear lasts five seconds.",
    "Fear can be seen on Ben's face at 0:11.",
    "Ben's voice trembles at 0:11.",
    "Ben's voice sounds angry at 0:15.",
    "I don't know why Anna lies to Ben.",
    "It is not clear why Ben killed Person 3.",
    "I cannot tell when Anna becomes angry.",
    "Ben would be happy if Anna had not lied.",
    "Ben might be lying.",
    "Ben wants to leave at 0:51.",
    "Ben must be the captain.",
    "Anna is the captain.",
    "Captain Anna sails to Corvo.",
    "They sail for Corvo.",
    "Anna says they sail for the island of Cuba.",
)
TRUTHS = (
    "Anna is happy from 0:46 to 0:55.",
    "Ben says that the harbour is on fire.",
    "Ben says the harbour is on fire.",
    "Anna says that they sail for the island of Corvo.",
    "Anna says that Corvo is two days away.",
    "Anna says she never lied about the map.",
    "Ben says that he was wrong about her.",
    "Ben, on screen from 0:10 to 0:20, is angry at 0:15.",
    "Ben, who is angry at 0:15, is sad at 0:51.",
    "Ben's third line is “Ready to drop the anchor.”",
    "Anna's third appearance is at 0:46.",
    "Anna appears for the third time at 0:46.",
    "Anna's last line is “We found it! The treasure of Corvo!”",
    "Anna speaks first.",
    "Ben speaks last.",
    "Ben has the last line.",
    "The first line is “Captain's log. We sail for the island of Corvo.”",
    "Both Anna and Ben are on screen at 0:50.",
    "Neither Anna nor Ben is on screen at 0:45.",
    "Only Person 3 is on screen at 0:42.",
    "Person 3 is on screen once, from 0:38 to 0:44.",
    "Person 3 says nothing.",
    "Person 3 does not speak.",
    "Anna and Ben are together at 0:12 and at 0:50.",
    "Anna and Ben are never on screen together after 0:56.",
    "Ben is angry and later sad.",
    "First Ben is angry, then he is sad.",
    "Ben is angry before he is sad.",
    "Ben is sad while Anna is happy.",
    "Anna is happy while Ben is sad at 0:51.",
    "Ben's anger lasts five seconds.",
    "Anna's face shows happiness at 0:47.",
    "Ben's words sound afraid at 0:12.",
    "Ben's face is not afraid at 0:12.",
    "Corvo is mentioned three times.",
    "Corvo is mentioned by Anna at 0:27.",
    "The treasure is mentioned once, at 0:47.",
    "The word “treasure” is said by Anna.",
    "Anna mentions the treasure of Corvo at 0:47.",
    "Ben talks about the anchor at 0:33.",
    "When Ben says “I was wrong about you.”, Anna is happy.",
    "At the end, Ben is sad.",
    "Nobody is on screen at 0:58.",
    "Nobody speaks after 0:54.",
    "There are three people in the film.",
    "The title reads “THE VOYAGE”.",
    "| 0:15 | Ben | angry |",
    "- **0:47** Anna: “We found it! The treasure of Corvo!”",
    "**Ben**: angry (0:14–0:19), sad (0:50–0:55)",
    "Ben is on screen again at 0:32.",
    "Ben's voice is not heard at 0:23.",
    "Anna does not speak while Ben is angry.",
    "Ben appears three times: 0:10–0:20, 0:32–0:40 and 0:48–0:56.",
    "Anna, happy, is on screen at 0:47.",
    "I cannot tell why Ben is angry.",
    "I cannot tell what the treasure is.",
    "Anna is afraid at no time.",
)
LEAST_TRUE_KEPT = 0.95


@pytest.fixture
def ground(library: Library, voyage: Film) -> Ground:
    context = Context(library, voyage, OfflineChatModel())
    results = (
        seen.on_screen(context, start_s=0, end_s=DURATION_S),
        seen.presence(context, character="Anna"),
        seen.presence(context, character="Ben"),
        seen.characters(context),
        said.dialogue(context),
        felt.timeline(context),
        sought.screen_text(context),
        whole.film_summary(context),
        Found(items=(card_item(context.card()),)),
    )
    notes = frozenset(note for found in results for note in found.notes)
    return Ground(results, "What happens?", ("Anna", "Ben", "Person 3"), "The Voyage", DURATION_S, notes)


def test_no_lie_stands(ground: Ground):
    assert [lie for lie in LIES if split(lie)[-1].text in check(lie, ground).kept] == []


def test_the_truth_stands(ground: Ground):
    dropped = [text for text in TRUTHS if check(text, ground).unsupported]
    assert len(dropped) <= (1 - LEAST_TRUE_KEPT) * len(TRUTHS), dropped


def test_what_a_model_is_told_of_them_may_be_said_again(ground: Ground):
    """But not why somebody is called so: labels and pictures are named by whoever made them."""
    told = [line for found in ground.results for line in findings(found).splitlines()]
    unsupported = check("\n".join(dict.fromkeys(told)), ground).unsupported
    assert [one for one in unsupported if not one.startswith("The name of ")] == []


@pytest.mark.parametrize("tool", [said.dialogue, sought.search])
def test_lines_that_were_looked_for_are_not_all_lines(library: Library, voyage: Film, tool):
    found = tool(Context(library, voyage, OfflineChatModel()), words="treasure")
    ground = Ground((found,), "Where is the treasure?", (), "The Voyage", DURATION_S)
    for lie in ("There are {} lines in the film.", "The film has {} lines.", "I know {} lines."):
        assert check(lie.format(found.total), ground).citations == ()
    if found.asked:
        assert check(f"There is {found.total} line with “treasure”.", ground).citations


@pytest.mark.parametrize(
    "lie", ["Anna and Ben are alone at 0:50.", "Only Anna and Ben are on screen at 0:50."]
)
def test_that_two_are_seen_does_not_tell_that_they_are_alone(library: Library, voyage: Film, lie: str):
    found = seen.together(Context(library, voyage, OfflineChatModel()), characters=["Anna", "Ben"])
    ground = Ground((found,), "When are they together?", ("Anna", "Ben"), "The Voyage", DURATION_S)
    assert check("Anna and Ben are on screen together at 0:50.", ground).citations
    assert check(lie, ground).citations == ()


def test_that_two_are_never_alone_does_not_tell_that_they_never_meet(library: Library, voyage: Film):
    found = seen.together(
        Context(library, voyage, OfflineChatModel()), characters=["Anna", "Ben"], alone=True
    )
    found = found.model_copy(update={"items": (), "total": 0})
    ground = Ground((found,), "When are they alone?", ("Anna", "Ben"), "The Voyage", DURATION_S)
    assert check("Anna and Ben are never alone together.", ground).unsupported == ()
    assert check("Anna and Ben are never on screen together.", ground).unsupported


def test_who_speaks_most_is_measured(library: Library, voyage: Film):
    found = seen.characters(Context(library, voyage, OfflineChatModel()))
    speech_s = {"Anna": 9.0, "Ben": 12.0}
    items = tuple(item.model_copy(update={"speech_s": speech_s.get(item.people[0])}) for item in found.items)
    found = found.model_copy(update={"items": items})
    ground = Ground((found,), "Who speaks most?", ("Anna", "Ben"), "The Voyage", DURATION_S)
    assert check("Ben speaks most.", ground).unsupported == ()
    assert check("Anna speaks most.", ground).unsupported


def test_no_sound_is_denied_that_is_heard_then():
    music = Item(kind="heard", span=Span(start_s=49, end_s=51), text="music")
    ground = Ground((Found(items=(music,), total=1),), "What music is there?", (), "The Voyage", DURATION_S)
    assert check("There is no music after 0:30.", ground).unsupported
    assert check("There is no music before 0:30.", ground).unsupported == ()
