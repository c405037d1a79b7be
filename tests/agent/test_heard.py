"""Questions about music, noises and silence, answered by what was heard."""

import pytest

from storyreel.agent.ask import ask
from storyreel.memory.records import Affect, MusicMood, Sound, Span
from tests.agent.conftest import LINES, line

MANNER = "about 71 beats a minute, in a minor key"


def sound(what, start_s, end_s, confidence=0.9, texture=None) -> Sound:
    span = Span(start_s=start_s, end_s=end_s)
    return Sound(span=span, what=what, confidence=confidence, level_dbfs=-20, texture=texture)


@pytest.fixture
def heard(commit, voyage):
    """Music over a reel's border, a blow, silence; and something that may or may not be music."""
    commit(
        "sounds",
        [
            sound("music", 22, 30),
            sound("music", 30, 38),
            sound("effects", 5, 6, texture="impacts"),
            sound("silence", 50, 55),
            sound("speech", 11, 14),
            sound("music", 56, 60, confidence=0.5),
        ],
    )
    affect = Affect(arousal=0.3, valence=0.3)
    mood = MusicMood(
        span=Span(start_s=22, end_s=30), tempo_bpm=71.4, mode="minor", affect=affect, confidence=0.9
    )
    commit("music_mood", [mood])
    return voyage


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When is there music?", f"Music, {MANNER}, is heard from 0:22 to 0:38."),
        ("Is there music?", f"Yes: Music, {MANNER}, is heard from 0:22 to 0:38."),
        ("Is there any music at 0:25?", "Yes: Music"),
        (
            "What sounds are heard?",
            f"One hears sudden noises (0:05–0:06), music, {MANNER} (0:22–0:38), silence (0:50–0:55).",
        ),
        ("Is it quiet at 0:52?", "Yes: Silence is heard from 0:50 to 0:55."),
        ("Is it quiet at 0:25?", "No: Music"),
        ("Is the film silent?", "Not all the time: Silence is heard from 0:50 to 0:55."),
        ("Is there any silence?", "Yes: Silence is heard from 0:50 to 0:55."),
        ("When is it silent?", "Silence is heard from 0:50 to 0:55."),
        ("Is there a bell?", "I cannot tell"),
    ],
)
def test_what_is_heard_is_told(library, heard, question, told):
    assert ask(library, heard, question).answer.startswith(told)


def test_where_no_silence_is_heard_none_is_made_up(library, voyage):
    assert ask(library, voyage, "When is it silent?").answer.startswith("I cannot tell of any silence.")


def test_what_the_ear_cannot_tell_is_said(library, heard):
    reply = ask(library, heard, "When is there music?")
    assert "By ear I tell only music, noises and silence, not what makes them." in reply.answer
    assert [one.evidence for one in reply.citations] == [
        (f"{heard.id}/sounds/a:music:22.000", f"{heard.id}/sounds/a:music:30.000")
    ]


@pytest.mark.parametrize(
    ("question", "who"),
    [("When does Anna scream?", "Anna"), ("When does Ben laugh?", "Ben"), ("Does Ben cry?", None)],
)
def test_whose_scream_or_laugh_a_caption_does_not_say_is_not_known(library, voyage, commit, question, who):
    captions = [line(20, 20, 21, "SCREAMING"), line(21, 57, 58, "LAUGHS")]
    heard = [one.model_copy(update={"manner": "sound"}) for one in captions]
    commit("dialogue", [*LINES, *heard])
    told = ask(library, voyage, question).answer
    assert (f"Whether that is {who} I cannot tell, unless a caption says so." in told) == (who is not None)


def test_of_a_scream_of_anybody_no_one_is_asked(library, voyage, commit):
    heard = line(20, 20, 21, "SCREAMING").model_copy(update={"manner": "sound"})
    commit("dialogue", [*LINES, heard])
    assert "Whether that is" not in ask(library, voyage, "When does somebody scream?").answer
