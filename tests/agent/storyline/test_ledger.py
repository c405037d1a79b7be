"""What contradicts what: pairs of sentences, and sentences against what the film shows."""

import pytest

from storyreel.agent.storyline.ledger import Ledger
from storyreel.agent.storyline.seen import Seen
from storyreel.memory.records import Emotion, EmotionInterval, Span


def span(start_s: float, end_s: float) -> Span:
    return Span(start_s=start_s, end_s=end_s)


def felt(emotion: Emotion, confidence: float = 0.8) -> EmotionInterval:
    return EmotionInterval(
        span=span(0, 20),
        character_id="P1",
        emotion=emotion,
        confidence=confidence,
        modalities={"face": confidence},
        evidence=("o1",),
    )


def objects(first: str, second: str, seen: Seen | None = None, at_once: bool = False) -> bool:
    """Whether the second sentence, a minute later or at the same time, is found to contradict the first."""
    ledger = Ledger(seen or Seen())
    assert ledger.objection(first, span(0, 10)) is None
    ledger.add(first, span(0, 10))
    return ledger.objection(second, span(0, 10) if at_once else span(60, 70)) is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ben dies.", "Ben walks through the harbour."),
        ("Ben is killed in the fire.", "Ben says: “I was wrong.”"),
        ("Anna kills Ben.", "Ben and Anna sail to Corvo."),
        ("Ben, the mate, drowns.", "Ben is laughing."),
        ("Ben falls to his death.", "Ben is alive."),
        ("Ben is murdered.", "Then Ben enters the cabin."),
        ("Anna and Ben are killed.", "Anna smiles."),
        ("Ben is dead.", "Ben tells that the map is gone."),
        ("Ben falls ill and dies.", "Ben smiles."),
        ("Ben is shot and killed by Carl.", "Ben smiles."),
        ("Ben lives with his wife Anna.", "Anna is Ben's sister."),
        ("Ben suddenly dies.", "Ben, in a red coat, opens the door."),
        ("Anna is Ben's wife.", "Anna is Ben's sister."),
        ("Anna is the mother of Ben.", "Ben is the father of Anna."),
        ("Ben's sister Anna sails.", "Anna, Ben's daughter, waits."),
        ("Anna is married to Ben.", "Ben and Anna are siblings."),
        ("Anna is Ben's wife.", "Anna is not Ben's wife."),
        ("Anna is not married to Ben.", "Anna is the wife of Ben."),
        ("Carl is Anna's father.", "Ben is Anna's father."),
        ("Anna is Ben's wife.", "Cleo is Ben's wife."),
        ("Kim is Ben's sister.", "Kim is Carl's brother."),
        ("Anna is Ben’s wife.", "Ben is Anna’s brother."),
        ("Ben is found dead.", "Ben opens the door."),
        ("Ben has been murdered.", "Ben tells Anna to leave."),
        ("Ben commits suicide.", "Ben laughs."),
        ("Anna shoots Ben dead.", "Ben tells Carl about the map."),
        ("Anna shoots and kills Ben.", "Ben drives to Corvo."),
        ("Ben hangs himself.", "Ben asks Anna about the ship."),
        ("Ben loses his life in the storm.", "Ben meets Anna."),
        ("Ben burns to death.", "Ben steals the map."),
        ("Ben bleeds to death.", "Ben and Anna kiss."),
        ("Anna is Ben's daughter.", "Ben is Anna's brother."),
        ("Anna and Ben are brother and sister.", "Anna is Ben's mother."),
        ("Ben's wife is Anna.", "Anna is Ben's sister."),
        ("Anna, who is Ben's mother, waits.", "Anna is Ben's wife."),
        ("Ben marries Anna.", "Anna is Ben's sister."),
        ("Anna has a brother, Ben.", "Ben is Anna's father."),
        ("Anna murdered Ben.", "Ben walks in."),
        ("Ben passed away.", "Ben talks to Anna."),
        ("Anna shot Ben dead.", "Ben walks in."),
        ("Anna kills her brother Ben.", "Ben walks in."),
        ("Anna kills the old captain, Ben.", "Ben walks in."),
        ("Ben drowned.", "Ben walks in."),
        ("Ben has been dead for days.", "Ben walks in."),
        ("Anna buries Ben.", "Ben walks in."),
        ("Ben's body is found.", "Ben walks in."),
        ("Anna finds Ben's corpse.", "Ben walks in."),
        ("Ben dies.", "Anna meets Ben."),
        ("Ben dies.", "Anna argues with her brother Ben."),
        ("Ben dies.", "Anna sees Ben smile."),
        ("Ben dies.", "Anna is joined by Ben."),
        ("Anna is Ben's sister.", "Anna and Ben are a married couple."),
        ("Anna is Ben's aunt.", "Anna is Ben's mother."),
        ("Anna isn't Ben's sister.", "Anna is Ben's sister."),
        ("Anna is no sister of Ben.", "Anna is Ben's sister."),
        ("Ben has no sister.", "Anna is Ben's sister."),
        ("Ben has no siblings.", "Ben is Anna's brother."),
        ("Ben has no children.", "Ben is Anna's father."),
        ("Anna is an only child.", "Anna is Ben's sister."),
        ("Anna is not related to Ben.", "Ben is Anna's uncle."),
        ("Anna and Ben are not related.", "Anna is Ben's mother."),
        ("Ben succumbs to his wounds.", "Ben walks in."),
        ("Ben does not survive the fall.", "Ben walks in."),
        ("Ben is no longer alive.", "Ben walks in."),
        ("The fire kills Ben.", "Ben walks in."),
        ("A truck runs over Ben and kills him.", "Ben walks in."),
        ("The storm kills Anna and Ben.", "Ben walks in."),
        ("Anna waits for Ben, who dies.", "Ben walks in."),
        ("Anna attends Ben's funeral.", "Ben walks in."),
        ("Anna weeps at the grave of Ben.", "Ben walks in."),
        ("Anna misses her late husband Ben.", "Ben walks in."),
        ("Anna is Ben's widow.", "Ben walks in."),
        ("Anna is Ben's twin.", "Anna is Ben's mother."),
        ("Ben is Anna's fiancé.", "Ben is Anna's brother."),
        ("Ben and Anna are cousins.", "Anna is Ben's mother."),
        ("Ben and Anna are engaged.", "Anna is Ben's aunt."),
        ("Anna is Ben's mother-in-law.", "Anna is Ben's sister."),
        ("Ben is the son of Anna and Carl.", "Carl is Ben's brother."),
        ("Ben is Anna's only son.", "Carl is Anna's son."),
    ],
)
def test_these_contradict(first, second):
    assert objects(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ben nearly dies.", "Ben walks through the harbour."),
        ("Ben almost drowns.", "Ben says: “I was wrong.”"),
        ("Anna says that Ben is dead.", "Ben smiles."),
        ("Anna believes that Ben is killed.", "Ben smiles."),
        ("Anna tries to kill Ben.", "Ben smiles."),
        ("Anna dreams that Ben dies.", "Ben smiles."),
        ("Ben will die.", "Ben smiles."),
        ("If Ben dies, the ship is lost.", "Ben smiles."),
        ("Anna says: “Ben is dead.”", "Ben smiles."),
        ("Ben does not die.", "Ben smiles."),
        ("Ben is dead tired.", "Ben smiles."),
        ("Ben drowns Carl.", "Ben smiles."),
        ("Ben meets Carl and dies inside.", "Ben smiles."),
        ("Ben waits for Carl, who falls ill and dies.", "Ben smiles."),
        ("Ben dies of laughter.", "Ben smiles."),
        ("Ben's brother dies.", "Ben smiles."),
        ("The brother of Ben dies.", "Ben smiles."),
        ("Anna kills Ben's dog.", "Ben smiles."),
        ("Ben dies.", "In a flashback, Ben walks through the harbour."),
        ("Ben dies.", "Anna remembers how Ben smiles."),
        ("Ben dies.", "Ben's ghost appears."),
        ("Ben dies.", "Anna finds the body of Ben."),
        ("Ben dies.", "Ben is buried."),
        ("Ben dies.", "Ben lies in the cabin."),
        ("Ben dies.", "Anna mourns Ben."),
        ("Ben dies.", "The memory of Ben haunts Anna."),
        ("Anna is Ben's wife.", "Ben is Anna's husband."),
        ("Anna is the mother of Ben.", "Ben is Anna's son."),
        ("Anna is Ben's ex-wife.", "Cleo is Ben's wife."),
        ("Anna is Ben's wife.", "Anna is Ben's sister-in-law."),
        ("Carl is Anna's father.", "Ben is Anna's stepfather."),
        ("Anna is Ben's sister.", "Cleo is Ben's sister."),
        ("Anna is Ben's wife.", "Anna says that Cleo is Ben's wife."),
        ("Anna is Ben's wife.", "Anna pretends to be Ben's sister."),
        ("Ben is in Corvo.", "Ben is in Lisbon."),
        ("Anna is Ben's sister.", "Anna is Carl's wife."),
        ("Ben is found alive.", "Ben opens the door."),
        ("Ben attempts suicide.", "Ben laughs."),
        ("Anna shoots at Ben.", "Ben tells Carl about the map."),
        ("Ben fakes his death.", "Ben laughs."),
        ("Ben loses his life savings.", "Ben meets Anna."),
        ("Ben is scared to death.", "Ben and Anna kiss."),
        ("Ben is sentenced to death.", "Ben steals the map."),
        ("Ben is thought to have been murdered.", "Ben smiles."),
        ("Ben has been shot.", "Ben smiles."),
        ("Ben shoots himself in the foot.", "Ben smiles."),
        ("Anna is like a sister to Ben.", "Anna is Ben's wife."),
        ("Ben's wife is ill.", "Anna is Ben's sister."),
        ("Ben marries Anna's sister.", "Cleo is Ben's sister."),
        ("Ben marries Anna.", "Anna is Ben's wife."),
        ("Ben drowned the cat.", "Ben smiles."),
        ("Anna buries Ben in work.", "Ben smiles."),
        ("Anna murdered Ben's brother.", "Ben smiles."),
        ("Anna kills her brother Ben's dog.", "Ben smiles."),
        ("Anna shot Ben.", "Ben smiles."),
        ("Anna says that she murdered Ben.", "Ben smiles."),
        ("Ben dies.", "Anna meets Ben's brother."),
        ("Ben dies.", "Anna sees Ben lie in the street."),
        ("Ben dies.", "Anna dreams that she meets Ben."),
        ("Ben has no sister.", "Anna is Ben's sister-in-law."),
        ("Ben has no sister.", "Anna is Carl's sister."),
        ("Ben has no sister.", "Anna is Ben's daughter."),
        ("Anna is not related to Ben.", "Anna is Ben's wife."),
        ("Anna is Ben's aunt.", "Ben is Anna's nephew."),
        ("Anna is Ben's cousin.", "Ben is Anna's cousin."),
        ("According to Anna, Ben is dead.", "Ben smiles."),
        ("In Anna's opinion, Ben is dead.", "Ben smiles."),
        ("Ben is dead, the porter says.", "Ben smiles."),
        ("Ben is dead, says Anna.", "Ben smiles."),
        ("Ben dies a little each day.", "Ben smiles."),
        ("The Ben Hur dies.", "Ben smiles."),
        ("Nobody kills Ben.", "Ben smiles."),
        ("Anna would have killed Ben.", "Ben smiles."),
        ("Anna stages Ben's death.", "Ben smiles."),
        ("Anna stands at the grave of Ben's father.", "Ben smiles."),
        ("Anna is Ben's fiancée.", "Anna is Ben's wife."),
        ("Anna is Ben's wife.", "Anna is Ben's widow."),
        ("Anna is Ben's cousin.", "Anna is Ben's wife."),
        ("Carl is Anna's uncle.", "Carl is Anna's stepfather."),
    ],
)
def test_these_do_not(first, second):
    assert not objects(first, second)


def test_who_came_back_to_life_may_act():
    ledger = Ledger(Seen())
    for text, start_s in (("Ben dies.", 0), ("Ben turns out to be alive.", 20)):
        ledger.add(text, span(start_s, start_s + 5))
    assert ledger.objection("Ben smiles.", span(30, 35)) is None


def test_what_is_told_of_an_earlier_time_may_be_told_after_a_death():
    ledger = Ledger(Seen())
    ledger.add("Ben dies.", span(50, 55))
    assert ledger.objection("Ben smiles.", span(10, 15)) is None


def test_a_death_told_late_contradicts_what_was_told_of_the_time_after_it():
    ledger = Ledger(Seen())
    ledger.add("Ben smiles.", span(50, 55))
    assert ledger.objection("Ben dies.", span(10, 15)) == "the story says already: Ben smiles."


@pytest.mark.parametrize("event", ["Ben divorces Anna.", "Ben marries Cleo.", "Anna dies."])
def test_a_second_wife_may_follow_the_first(event):
    ledger = Ledger(Seen())
    for text, start_s in (("Anna is Ben's wife.", 0), (event, 20)):
        ledger.add(text, span(start_s, start_s + 5))
    assert ledger.objection("Cleo is Ben's wife.", span(30, 35)) is None


def test_nobody_is_in_two_places_at_once():
    assert objects("Ben is in Corvo.", "Ben waits in Lisbon.", at_once=True)
    assert not objects("Ben is in Corvo.", "Ben waits in the harbour.", at_once=True)
    assert not objects("Ben is in Corvo.", "Anna waits in Lisbon.", at_once=True)
    assert objects("Ben stays at Corvo.", "Ben arrives in Lisbon.", at_once=True)
    assert objects("Ben sits in the Bar Odeon.", "Ben lies in the Hotel Astor.", at_once=True)
    assert objects("Ben is in the kitchen.", "Ben is in the garden.", at_once=True)
    assert objects("Ben is alone in Corvo.", "Ben and Anna are in Lisbon.", at_once=True)
    assert not objects("Ben is in the kitchen.", "Ben is in the garden.")
    assert not objects("Ben is in the kitchen.", "Ben walks to the garden.", at_once=True)
    assert not objects("Ben is in the kitchen.", "Ben waits in Corvo.", at_once=True)


@pytest.mark.parametrize(
    ("place", "other", "are_apart"),
    [
        ("in jail", "at the beach", True),
        ("in the church", "at the station", True),
        ("aboard the ship", "in the museum", True),
        ("in prison", "in jail", False),
        ("at home", "in the kitchen", False),
        ("on the train", "at the station", False),
    ],
)
def test_places_of_a_sort_lie_apart_and_a_house_not_in_the_street(place, other, are_apart):
    assert objects(f"Ben is {place}.", f"Ben waits {other}.", at_once=True) == are_apart


def test_nobody_talks_or_walks_asleep():
    assert objects("Ben is asleep.", "Ben talks to Anna.", at_once=True)
    assert objects("Ben walks in.", "Ben lies unconscious.", at_once=True)
    assert not objects("Ben is asleep.", "Ben snores.", at_once=True)
    assert not objects("Ben is asleep.", "Ben talks to Anna.")


SEEN = Seen(
    stays={"Anna": (span(0, 10),), "Ben": (span(5, 20),), "Cleo": (span(40, 50),)},
    heard={"Ben": (span(6, 8), span(15, 17), span(18, 19))},
)


@pytest.mark.parametrize(
    ("text", "start_s", "end_s", "why"),
    [
        ("Cleo enters the cabin.", 0, 10, "Cleo is not seen then"),
        ("Anna enters the cabin.", 0, 10, None),
        ("Dora enters the cabin.", 0, 10, None),
        ("Cleo enters the cabin.", 25, 30, None),
        ("Ben is absent.", 6, 8, "Ben is on screen then"),
        ("Ben is absent.", 30, 35, None),
        ("Anna stands alone.", 0, 10, "Ben is on screen then too"),
        ("Cleo is alone.", 40, 50, None),
        ("Ben dies.", 6, 10, "Ben speaks later, at 0:15"),
        ("Ben dies.", 16, 17, None),
        ("Ben nearly dies.", 6, 10, None),
    ],
)
def test_the_film_contradicts_too(text, start_s, end_s, why):
    assert Ledger(SEEN).objection(text, span(start_s, end_s)) == why


@pytest.mark.parametrize(
    ("text", "read", "contradicts"),
    [
        ("Anna is happy.", (felt("anger"),), True),
        ("Anna is furious.", (felt("happiness"),), True),
        ("Anna, glad of the map, sails.", (felt("sadness"),), True),
        ("Anna is happy.", (felt("happiness"),), False),
        ("Anna is happy.", (felt("anger"), felt("happiness", 0.4)), False),
        ("Anna is happy.", (felt("anger", 0.4),), False),
        ("Anna is afraid.", (felt("sadness"),), False),
        ("Anna is surprised.", (felt("anger"),), False),
        ("Anna is not happy.", (felt("anger"),), False),
        ("Anna pretends to be happy.", (felt("sadness"),), False),
        ("Anna smiles.", (felt("sadness"),), False),
        ("Ben is happy.", (felt("anger"),), False),
    ],
)
def test_feelings_are_held_against_what_was_read(text, read, contradicts):
    found = Ledger(Seen(felt={"Anna": read})).objection(text, span(0, 10))
    assert (found is not None) == contradicts
