"""Two people of one name: each answer says which of them it means, and a question is asked back."""

from storyreel.agent.ask import Chat, ask
from storyreel.memory.characters import rename
from storyreel.memory.library import Library
from storyreel.memory.records import Film


def two_bobs(library: Library, voyage: Film) -> None:
    for who in ("P2", "P3"):
        rename(library.facts, voyage.id, who, "Bob")


def test_who_is_meant_is_asked_with_when_each_is_there(library: Library, voyage: Film):
    two_bobs(library, voyage)
    answer = ask(library, voyage, "Who is Bob?")
    assert answer.answer == (
        "I do not know whom you mean by Bob: Bob P2 (first seen at 0:10) or Bob P3 (first seen at 0:38)?"
    )
    assert answer.unsupported == ()


def test_the_id_tells_which(library: Library, voyage: Film):
    two_bobs(library, voyage)
    with Chat(library, voyage) as chat:
        chat.ask("When is Bob on screen?")
        assert (
            chat.ask("When is P3 on screen?").answer
            == "Bob P3 appears once, for 6 seconds in all: 0:38–0:44."
        )


def test_answers_tell_them_apart(library: Library, voyage: Film):
    two_bobs(library, voyage)
    assert ask(library, voyage, "Who is on screen at 0:39?").answer.startswith(
        "Bob P2 and Bob P3 are on screen"
    )
    assert "Bob P2" in ask(library, voyage, "Who says “Ready to drop the anchor”?").answer
