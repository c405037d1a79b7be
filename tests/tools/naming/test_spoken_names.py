"""Names in dialogue: who is called, who introduces themselves, who is only talked about."""

import pytest

from storyreel.tools.naming.introductions import given
from storyreel.tools.naming.lexicon import Lexicon
from storyreel.tools.naming.mentions import mentioned
from storyreel.tools.naming.vocatives import called

FILM = [
    "I saw Data and Worf with Anna Bell on the bridge of the ship.",
    "So Picard told Tasha and Mr. Worf that Joey would come, and Ross, too.",
    "we will mark the page and come to the captain in Paris where the doctor lives",
    "Ich habe Anna und Müller gesehen, das Haus war leer.",
    "J'ai vu Marie avec Picard.",
    "He ate with Ben and Al in Boston.",
]


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.of(FILM)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("What kind of place is this, Data?", ["Data"]),
        ("Data, report.", ["Data"]),
        ("Thank you, Data.", ["Data"]),
        ("Thank you Data!", ["Data"]),
        ("You know, Joey, I never liked it.", ["Joey"]),
        ("Hey, Joey! Ross!", ["Joey", "Ross"]),
        ("Mr. Worf, fire at will.", ["Mr. Worf"]),
        ("Make it so, Captain Picard.", ["Picard"]),
        ("Good evening, Anna Bell.", ["Anna Bell"]),
        ("Danke, Müller.", ["Müller"]),
        ("Merci, Marie!", ["Marie"]),
        ("“Come in, Tasha.”", ["Tasha"]),
    ],
)
def test_who_is_called(lexicon, line, names):
    assert list(called(line, lexicon)) == names


@pytest.mark.parametrize(
    "line",
    [
        "Oh, God!",
        "Yes, Sir.",
        "Thanks, Mom.",
        "Come here, Baby.",
        "Jesus, what was that?",
        "Captain, we are hit.",
        "Well, Doctor?",
        "No, Please!",
        "Ohhh! Hey-hey, stop!",
        "He was born in Boston, England.",
        "This is my brother, Ross.",
        "I saw Joey, Ross and Anna.",
        "Where is Worf?",
        "Ask Data.",
        "Terrific, let us go.",
        "NO, STOP!",
        "",
        "…",
    ],
)
def test_nobody_is_called(lexicon, line):
    assert list(called(line, lexicon)) == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("I'm Anna.", "Anna"),
        ("Hi, I’m Anna Bell, and this is nice.", "Anna Bell"),
        ("My name is Tasha.", "Tasha"),
        ("Call me Al.", "Al"),
        ("This is Captain Picard of the Enterprise.", "Picard"),
        ("Hello, this is Ross.", "Ross"),
        ("I am Mr. Worf.", "Mr. Worf"),
        ("It's me, Joey.", "Joey"),
        ("Ich heiße Anna.", "Anna"),
        ("Je m'appelle Marie.", "Marie"),
        ("Me llamo Ben.", "Ben"),
    ],
)
def test_who_introduces_themselves(lexicon, line, name):
    assert [found for found, _ in given(line, lexicon)] == [name]


@pytest.mark.parametrize(
    "line",
    [
        "I'm Joey's sister.",
        "I'm sorry.",
        "I'm Italian.",
        "I am the Captain.",
        "Her name's Anna.",
        "This is Ross.",
        "I'm Ross Island bound.",
        "I'm with Anna.",
    ],
)
def test_nobody_introduces_themselves(lexicon, line):
    assert list(given(line, lexicon)) == []


def test_who_says_a_name_outright_is_believed_more_than_who_may_play(lexicon):
    [(_, outright)], [(_, maybe)] = given("My name is Anna.", lexicon), given("I'm Anna.", lexicon)
    assert outright > maybe


def test_who_is_talked_about_is_neither_called_nor_introduced():
    names = ["Data", "Mr. Worf", "Anna"]
    assert list(mentioned("Anna, ask Data where Mr. Worf is.", names, ["Anna"])) == ["Data", "Mr. Worf"]


class TestLexicon:
    def test_a_word_that_is_also_written_small_is_a_name_only_inside_a_sentence(self):
        lexicon = Lexicon.of(["Ask Mark.", "mark this", "mark that"])
        assert lexicon.is_name("Mark")
        assert not lexicon.is_name("Mark", at_start=True)

    def test_what_has_an_article_or_lies_somewhere_is_no_person(self):
        lexicon = Lexicon.of(["We love the Enterprise, yes.", "We live in Boston, dear."])
        assert not lexicon.is_name("Enterprise")
        assert not lexicon.is_name("Boston")

    def test_text_all_in_capitals_tells_nothing(self):
        assert not Lexicon.of(["WHAT IS THIS, DATA?", "I DO NOT KNOW."]).tells_case
        assert Lexicon.of(FILM).tells_case

    def test_a_film_without_words_tells_nothing(self):
        assert not Lexicon.of([]).tells_case
