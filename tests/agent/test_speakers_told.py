"""An answer that names a speaker says what tells so: the voice, the mouth or only the face."""

import pytest

from storyreel.agent.ask import ask
from storyreel.memory.records import PersonCluster, Talking, VoiceCluster, VoiceFaceLink, VoiceTurn
from tests.agent.conftest import line, span, track

WORDS = "The bridge is out, turn back at once."


@pytest.fixture
def said(film, library, commit):
    """Tells of one line, and what else is seen and heard with it; returns the answer to a question."""

    def answer(question: str, *more: tuple[str, list], speaker: str | None = None) -> str:
        commit("dialogue", [line(1, 5, 9, WORDS, speaker)])
        for tool, findings in more:
            commit(tool, findings)
        return ask(library, film, question).answer

    return answer


def voice() -> tuple[str, list]:
    """Heard for four seconds while no mouth moves."""
    turn = VoiceTurn(span=span(5, 9), turn_id="v0.0")
    cluster = VoiceCluster(span=turn.span, turns=("v0.0",), cohesion=0.9)
    link = VoiceFaceLink(
        span=turn.span, voice="w:v0.0", person=None, confidence=0.9, evidence="no mouth moves"
    )
    return "voice_faces", [turn, cluster, link]


def face(*chances: float) -> tuple[tuple[str, list], ...]:
    """One face through the line, whose mouth speaks with these chances."""
    cluster = PersonCluster(span=span(4, 10), tracks=("t0.0",), cohesion=0.9)
    talking = [Talking(span=span(4, 10), about="t0.0", chances=chances)] if chances else []
    return ("faces", [track("t0.0", 4, 10)]), ("people", [cluster]), ("talking", talking)


@pytest.mark.parametrize("question", ["Who says “The bridge is out”?", "When does Person 1 speak?"])
class TestWhatTells:
    def test_a_voice_in_a_film_without_faces_is_a_voice(self, said, question):
        told = said(question, voice())
        assert "going by the voice" in told
        assert "screen" not in told

    def test_a_mouth_that_moves(self, said, question):
        assert "going by whose mouth moves" in said(question, *face(*[0.9] * 12))

    def test_a_face_alone(self, said, question):
        assert "going by whose face is seen" in said(question, *face())


def test_a_label_needs_no_word(said):
    assert said("Who says “The bridge is out”?", speaker="ANNA") == f"Anna says “{WORDS}” from 0:05 to 0:09."


def test_a_row_of_lines_says_it_once(said):
    assert f"Person 1 (going by the voice) says “{WORDS}”" in said("What is said at 0:06?", voice())
