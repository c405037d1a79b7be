"""Words of feeling that are not meant so, and the same words where they are."""

import pytest

from storyreel.memory.records import EMOTIONS
from storyreel.tools import text_emotion
from storyreel.tools.idioms import meant

LINES = [
    ("neutral", "I'm afraid the museum is closed today."),
    ("neutral", "I'm afraid he has left for the day."),
    ("neutral", "I'm afraid we don't take cards."),
    ("fear", "I'm afraid he'll come back and hurt us."),
    ("happiness", "I'm mad about you, darling!"),
    ("happiness", "He's crazy about her."),
    ("anger", "I'm so mad at him I could scream!"),
    ("neutral", "Happy hour ends at seven."),
    ("anger", "I'm sick of your lies!"),
    ("anger", "I'm sick and tired of this!"),
    ("neutral", "She's out sick this week."),
    ("happiness", "I'm dying to see you!"),
    ("neutral", "My phone died."),
    ("neutral", "The battery is dead."),
    ("neutral", "I could kill for a sandwich."),
    ("neutral", "I'd hate to trouble you, but what time is it?"),
    ("anger", "I hate this place!"),
    ("neutral", "I'd love a glass of water, please."),
    ("neutral", "Sorry, is this seat free?"),
    ("sadness", "I'm so sorry for your loss, Helen."),
    ("neutral", "It's awfully late."),
    ("happiness", "You're awfully sweet."),
    ("happiness", "That's terribly kind of you!"),
    ("neutral", "The mad scientist is played by my uncle."),
    ("neutral", "Joy is upstairs with the others."),
    ("neutral", "The surprise party is at eight."),
    ("surprise", "What? You're pregnant?"),
    ("neutral", "There's a horror film on at ten."),
    ("neutral", "Take the blue line to the harbor."),
    ("disgust", "Ew, that's so gross!"),
    ("neutral", "Gross pay is on line two."),
    ("neutral", "It's a dead end, turn left."),
    ("anger", "Oh, great. He's late again."),
    ("happiness", "Oh, great! You came!"),
    ("anger", "Thanks a lot. You ruined my dress."),
    ("happiness", "Thanks a lot, that's so kind of you!"),
    ("anger", "Nice going, idiot."),
    ("happiness", "Nice going! We won!"),
    ("anger", "Just what I needed, another bill."),
    ("anger", "Fantastic. Now the car is broken, too."),
    ("neutral", "Fine, thanks, and yourself?"),
    ("anger", "Fine! Do what you want!"),
    ("neutral", "No wonder the light's off, the bulb is out."),
    ("happiness", "I can't wait to see you!"),
    ("neutral", "I'm pretty sure it's the second door."),
    ("anger", "Get out of my house!"),
    ("neutral", "Tears for Fears is on the radio."),
]


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    words = [line for _, line in LINES]
    rows = text_emotion.read_lines(words, list(range(len(words))), [None] * len(words))
    return {line: EMOTIONS[number] for line, number in zip(words, rows.argmax(axis=1), strict=True)}


@pytest.mark.parametrize(("emotion", "words"), LINES)
def test_what_is_meant_is_read_and_not_what_is_said(found, emotion, words) -> None:
    assert found[words] == emotion


@pytest.mark.parametrize(
    "words",
    [
        "I'm afraid he'll kill us.",
        "I'm afraid of the dark.",
        "I'm so mad at you!",
        "Oh, great! You came!",
        "Great, see you at ten.",
        "Thanks a lot for the flowers!",
        "Yeah, right behind you.",
        "He died this morning.",
        "I love you.",
        "",
    ],
)
def test_words_that_may_be_meant_are_left(words) -> None:
    assert meant(words) == words


def test_curly_quotes_are_read_as_straight_ones() -> None:
    assert meant("I’m afraid we’re closed.") == meant("I'm afraid we're closed.")


def test_a_line_longer_than_anybodys_is_left_as_it_is() -> None:
    line = "Oh, great. I'm afraid it's mad about you. " * 5000
    assert meant(line) == line
