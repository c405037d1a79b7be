"""A caption names those who are on screen, and nobody else."""

import pytest

from storyreel.tools.caption_names import Cast, checked

ANNA, BEN, THIRD, MAY = "{p:t1.3}", "{p:t2.0}", "{p:t4.1}", "{p:t5.0}"
CAST = Cast(
    on_screen={"Anna Hill": ANNA, "Ben": BEN, "Person 3": THIRD},
    elsewhere=("Clara Stone", "Rose", "Mr. Grey", "OLD MAN", "Dmitri", "Иван", "李娜"),
    told="Welcome to Zorbia! Hello, Marvin.",
)
ABSENT = [
    ("Clara walks in.", "Someone walks in.", "Clara"),
    ("Ben hugs Clara Stone.", f"{BEN} hugs someone.", "Clara Stone"),
    ("Ben opens Clara's letter.", f"{BEN} opens someone's letter.", "Clara"),
    ("Mr. Grey waits by the door.", "Someone waits by the door.", "Mr. Grey"),
    ("Rose waves.", "Someone waves.", "Rose"),
    ("ben talks to dmitri.", f"{BEN} talks to someone.", "dmitri"),
    ("Person 3 looks at Person 7.", f"{THIRD} looks at someone.", "Person 7"),
    ("Ben Affleck walks.", "Someone walks.", "Ben Affleck"),
    ("Иван сидит за столом.", "Someone сидит за столом.", "Иван"),
    ("A man greets 李娜 at the window.", "A man greets someone at the window.", "李娜"),
]
INVENTED = [
    ("Batman jumps off the roof.", "Someone jumps off the roof.", "Batman"),
    ("A man looks like Marcus.", "A man looks like someone.", "Marcus"),
    ("Zorblax waves at Ben.", f"Someone waves at {BEN}.", "Zorblax"),
    ("John McClane crawls.", "Someone crawls.", "John McClane"),
    ("Mr. Bean's car stops.", "Someone's car stops.", "Mr. Bean"),
    ("Dr. Strange heals Anna.", f"Someone heals {ANNA}.", "Dr. Strange"),
    ("A man named John Carter shoots.", "A man shoots.", "John Carter"),
    ("A man (Marcus) drinks.", "A man drinks.", "Marcus"),
    ("Anna's friend Sarah laughs.", f"{ANNA}'s friend laughs.", "Sarah"),
    ("Spider-Man swings between buildings.", "Someone swings between buildings.", "Spider-Man"),
    ("King Arthur draws a sword.", "Someone draws a sword.", "King Arthur"),
    ("A shark swims toward Brody.", "A shark swims toward someone.", "Brody"),
    ("A man lies inside Blackwood's coffin.", "A man lies inside someone's coffin.", "Blackwood"),
    ("The video is of Quaid.", "The video is of someone.", "Quaid"),
    ("The actor Tom Hanks smiles.", "Someone smiles.", "Tom Hanks"),
    ("The man speaks to Ana-Maria.", "The man speaks to someone.", "Ana-Maria"),
    ('A sign reads "John was here".', 'A sign reads "someone was here".', "John"),
    ("Grace walks in.", "Someone walks in.", "Grace"),
    ("A man talks to Grace.", "A man talks to someone.", "Grace"),
    ("Mark, in a red coat, waves.", "Someone, in a red coat, waves.", "Mark"),
    ("Hope's hand shakes.", "Someone's hand shakes.", "Hope"),
    ("She reads Marcus a letter.", "She reads someone a letter.", "Marcus"),
    ("She wears Marcus's coat.", "She wears someone's coat.", "Marcus"),
    ("Marcus's car stops.", "Someone's car stops.", "Marcus"),
    ("harry potter walks.", "Someone walks.", "Harry Potter"),
    ("Harry potter walks.", "Someone walks.", "Harry Potter"),
    ("batman walks.", "Someone walks.", "Batman"),
    ("a man talks to harry potter.", "a man talks to someone.", "Harry Potter"),
    ("A man, batman, walks.", "A man, someone, walks.", "Batman"),
    ("A woman named cleo sits.", "A woman sits.", "Cleo"),
    ("a man called john carter shoots.", "a man shoots.", "John Carter"),
    ("mr. bean's car stops.", "Someone's car stops.", "Mr. Bean"),
    ("Une femme parle à Jean-Luc.", "Une femme parle à someone.", "Jean-Luc"),
]
UNTOUCHED = [
    "A rose lies on the table.",
    "Rose petals cover the floor.",
    "An old man feeds pigeons.",
    "The old man waits on a grey stone.",
    "In Paris, a woman walks along the Eiffel Tower.",
    "It is a Monday in May.",
    "A calendar shows August.",
    "Sunlight streams through the window.",
    "Smoke rises from the chimney.",
    "Meanwhile, two children play.",
    "People gather at Times Square in New York.",
    "The Statue of Liberty stands tall.",
    "Two American soldiers fire.",
    "Brazilian dancers parade.",
    "They walk through the streets of Izu.",
    "Snow falls in Otisville.",
    "On March 3, a letter lies there.",
    "In this clip, a man sits.",
    "With his hand, a man waves.",
    "As she walks, it rains.",
    "A yellow Labrador runs.",
    "Unknown persons wait.",
    "A group of Vikings row a boat.",
    "He wears a NASA shirt and drives a Ford.",
    "A man walks with Santa Claus.",
    'A sign reads "Welcome to Zorbia".',
    "The Captain salutes.",
    "A nurse and a doctor run down the hall.",
    'A sign reads "GRAND OPENING SALE".',
    'A poster says "Summer Nights Return".',
    "A man crosses a large stone and a long bridge.",
    "A man, barefoot, waits.",
    "A woman, her hair wet, runs.",
    "A man, alone, waits.",
    "A man, foreground, speaks.",
    "A man called over waits.",
    "sunlight streams through the window.",
    "people walk along a street.",
    "it is a monday in may.",
    "Beethoven's Fifth plays.",
    "An orchestra plays Mozart's Requiem.",
    "A pianist plays a Chopin nocturne.",
    "She reads Hamlet.",
    "A song by Madonna is heard.",
    "They watch the film Casablanca.",
    "The USS Enterprise flies.",
    "USS Enterprise and HMS Victory sail.",
    "Apollo 11 lands.",
    "A boy in a Batman shirt and Mickey Mouse gloves waves.",
    "She wears Crocs and drinks Gatorade.",
    "Two Corgis run.",
    "Person with a helmet climbs.",
    "Dog jumps over a log.",
    "Black and white dog leaps into a pool.",
    "Skier slides down.",
    "People walk on Easter Island.",
    "Three people drive ATVs.",
    "He dances with grace, and a man will mark the wall.",
]
PRESENT = [
    ("Anna talks to Ben.", f"{ANNA} talks to {BEN}."),
    ("Anna Hill's hat falls.", f"{ANNA}'s hat falls."),
    ("Then Ben runs.", f"Then {BEN} runs."),
    ("Ms. Hill sits.", f"{ANNA} sits."),
    ("anna hill sits by the window.", f"{ANNA} sits by the window."),
    ("BEN and ANNA shout.", f"{BEN} and {ANNA} shout."),
    ("Ben's Ford Mustang stops.", f"{BEN}'s Ford Mustang stops."),
    ("Benches stand where Ben sits.", f"Benches stand where {BEN} sits."),
]


@pytest.mark.parametrize(("said", "kept", "name"), ABSENT)
def test_somebody_who_is_not_on_screen_is_someone(said, kept, name):
    found = checked([said], CAST)
    assert (found.sentences, found.rejected) == ((kept,), (name,))


@pytest.mark.parametrize(("said", "kept", "name"), INVENTED)
def test_an_invented_person_is_someone(said, kept, name):
    found = checked([said], CAST)
    assert (found.sentences, found.rejected) == ((kept,), (name,))


@pytest.mark.parametrize("said", UNTOUCHED)
def test_what_is_nobodys_name_stays(said):
    found = checked([said], CAST)
    assert (found.sentences, found.rejected) == ((said,), ())


@pytest.mark.parametrize(("said", "kept"), PRESENT)
def test_who_is_on_screen_becomes_a_placeholder(said, kept):
    found = checked([said], CAST)
    assert (found.sentences, found.rejected) == ((kept,), ())


def test_a_sentence_of_several_who_are_not_there_goes():
    found = checked(["Tom and Jerry chase each other.", "A cat sleeps."], CAST)
    assert (found.sentences, set(found.rejected)) == (("A cat sleeps.",), {"Tom", "Jerry"})


def test_a_sentence_of_which_nothing_else_is_left_goes():
    found = checked(["BEN RUNS TO CLARA.", "Ben runs."], CAST)
    assert found.sentences == (f"{BEN} runs.",)


def test_a_name_given_away_by_one_sentence_is_known_in_the_next():
    found = checked(["A man talks to Zorblax.", "Zorblax, in a hat, answers."], CAST)
    assert found.sentences == ("A man talks to someone.", "Someone, in a hat, answers.")


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Batman betritt das Zimmer.", "de"),
        ("蝙蝠侠走进房间。", "zh"),
        ("دخل باتمان الغرفة.", "ar"),
        ("บรูซเดินเข้ามาในห้อง", "th"),
        ("蝙蝠侠走进 room。", None),
    ],
)
def test_where_names_look_like_other_words_nothing_is_kept_and_it_is_known(said, language):
    found = checked([said, *(["A man waves."] if language is None else [])], CAST, language)
    assert found.sentences == (() if language else ("A man waves.",))
    assert found.illegible


def test_a_name_in_a_script_without_capitals_is_seen_among_words_that_have_them():
    found = checked(
        ["蝙蝠侠 waves at Anna.", "A sign says 出口, 2º to the left."], Cast({"Anna": ANNA}, told="出口")
    )
    assert found.sentences == (f"Someone waves at {ANNA}.", "A sign says 出口, 2º to the left.")
    assert (found.rejected, found.illegible) == (("蝙蝠侠",), False)


def test_what_begins_a_sentence_of_another_language_is_no_name_unless_it_is_a_common_one():
    found = checked(["Personnes dans la rue.", "Marcel chante."], CAST, "fr")
    assert found.sentences == ("Personnes dans la rue.", "Someone chante.")


def test_names_that_are_words_too_are_told_from_them():
    may = Cast({"May": MAY})
    assert checked(["May laughs in May, and it may rain."], may).sentences == (
        f"{MAY} laughs in May, and it may rain.",
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Mother", "A young mother waves."),
        ("Bridge", "A man crosses a large bridge."),
        ("An", "An old woman sings."),
        ("Will", "A letter, a will and a key lie there."),
    ],
)
def test_a_name_like_a_word_is_not_seen_in_every_word(name, said):
    assert checked([said], Cast({name: ANNA})).sentences == (said,)
    assert checked([said], Cast({}, (name,))).sentences == (said,)


@pytest.mark.parametrize(
    "said", ["{} walks in.", "{}, in a coat, waits.", "A man talks to {}.", "{}'s hand shakes."]
)
@pytest.mark.parametrize("name", ["Grace", "Mark", "Will", "Hope", "Christian"])
def test_a_name_that_is_a_word_is_known_where_somebody_is_told_of(name, said):
    on_screen = Cast({f"{name} Kelly": ANNA})
    assert checked([said.format(name)], on_screen).sentences == (said.format(ANNA),)
    assert name not in checked([said.format(name)], Cast({}, (name,))).sentences[0]


def test_a_name_that_two_on_screen_share_is_nobodys():
    twins = Cast({"Anna Hill": ANNA, "Ben Hill": BEN})
    assert checked(["Hill waits for Ben Hill."], twins).sentences == (f"Someone waits for {BEN}.",)


TOLD = Cast({"Anna": ANNA}, told="The Odin sails at noon. Have you seen Harry, or Captain Kirk? 出口 Zelda")


@pytest.mark.parametrize(
    "said",
    [
        'A sign reads "Have you seen Harry?".',
        "A sign reads Harry.",
        "The poster of Odin hangs there.",
        "A sign says: Zelda.",
        "The words Captain Kirk are on the wall.",
        "A ship called Odin sails.",
        "A car named Harry stops.",
        "A woman points at the word Odin.",
        "A sign says 出口.",
    ],
)
def test_a_name_that_is_read_or_said_stays_where_the_caption_tells_of_words(said):
    found = checked([said], TOLD)
    assert (found.sentences, found.rejected) == ((said,), ())


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Odin stands at the window.", "Someone stands at the window."),
        ("Harry hits Anna.", f"Someone hits {ANNA}."),
        ("Anna looks at Harry.", f"{ANNA} looks at someone."),
        ("Behind Anna, Odin waits.", f"Behind {ANNA}, someone waits."),
        ("Beside the sign Odin waits.", "Beside the sign someone waits."),
        ("A man says Harry is in the next room.", "A man says someone is in the next room."),
        ("A man called Odin waits.", "A man waits."),
        ("A man with Harry's coat leaves.", "A man with someone's coat leaves."),
        ("A man is reading Harry a letter.", "A man is reading someone a letter."),
        ("On the screen is Harry.", "On the screen is someone."),
        ("The man's name is Harry.", "The man's name is someone."),
        ("Beside the name Odin, a dog sits.", "Beside the name someone, a dog sits."),
        ("Captain Kirk is on the bridge.", "Someone is on the bridge."),
        ("A man greets 出口.", "A man greets someone."),
    ],
)
def test_a_name_that_is_only_read_or_said_is_nobody_who_is_there(said, kept):
    assert checked([said], TOLD).sentences == (kept,)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Le détective regarde Zelda.", ["Le détective regarde someone."]),
        ("Un homme parle à Zelda dans Gotham.", ["Un homme parle à someone dans Gotham."]),
        ("Le détective Rust parle à Zelda.", []),
        ("Un uomo parla a Zelda.", ["Un uomo parla a someone."]),
        ("Una mujer habla con la Zelda.", ["Una mujer habla con la someone."]),
        ("Een man kijkt naar Rust.", ["Een man kijkt naar someone."]),
        ("Anna marche dans Paris.", [f"{ANNA} marche dans Paris."]),
        ("L'homme s'appelle Zelda.", ["L'homme s'appelle someone."]),
        ("Plusieurs personnes dansent.", ["Plusieurs personnes dansent."]),
        ("Zelda regarde par la fenêtre.", []),
        ("Бэтмен входит в комнату.", []),
        ("A woman stands at the window. Le détective regarde Zelda.", ["A woman stands at the window."]),
    ],
)
@pytest.mark.parametrize("language", ["fr", None])
def test_in_another_language_each_capital_that_no_place_explains_is_somebody(said, kept, language):
    sentences = [f"{one.rstrip('.')}." for one in said.split(". ")]
    assert list(checked(sentences, Cast({"Anna": ANNA}), language).sentences[: len(kept) or None]) == kept


def test_a_word_of_another_language_that_may_be_a_name_leaves_its_sentence_unread():
    found = checked(["Zelda regarde par la fenêtre."], CAST, "fr")
    assert (found.sentences, found.illegible) == ((), True)


def test_names_in_other_scripts_become_placeholders():
    cast = Cast({"王芳": ANNA, "Ольга": BEN})
    said = ["A woman, 王芳, looks out.", "Ольга читает письмо."]
    assert checked(said, cast, None).sentences == (f"A woman, {ANNA}, looks out.", f"{BEN} читает письмо.")
