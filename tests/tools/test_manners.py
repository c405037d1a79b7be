"""How subtitles say that a line is said."""

import numpy as np
import pytest

from storyreel.memory.records import EMOTIONS, Span
from storyreel.tools import dialogue
from storyreel.tools.manners import as_said, manner_of, manners_of
from storyreel.tools.media.repair import Cue


def manners(text: str) -> dict[str, str]:
    """By the words of a cue as it stands in a subtitle file."""
    lines = dialogue._utterances([Cue(span=Span(start_s=1.0, end_s=3.0), text=text)], None)
    found = manners_of(lines)
    return {line.words: found[line.utterance_id] for line in lines if line.utterance_id in found}


@pytest.mark.parametrize(
    ("text", "words", "manner"),
    [
        ("[sobbing] I can't.", "I can't.", "sadness"),
        ("ANNA (angrily): Go away.", "Go away.", "anger"),
        ("That's so you. (laughs)", "That's so you.", "happiness"),
        ("(sarcastically) Oh, wonderful.", "Oh, wonderful.", "irony"),
        ("[voice breaking, tearfully] He's here.", "He's here.", "sadness"),
        ("ANNA: [Anna sobbing] No.", "No.", "sadness"),
        ("[laughs nervously] It's nothing.", "It's nothing.", "fear"),
    ],
)
def test_a_cue_in_a_line_tells_how_it_is_said(text, words, manner) -> None:
    assert manners(text) == {words: manner}


@pytest.mark.parametrize("cue", ["baby crying", "audience laughs", "door slams", "on phone", "in French", ""])
def test_what_tells_of_somebody_else_tells_nothing(cue) -> None:
    assert manner_of(cue) is None


def test_a_cue_belongs_to_its_own_speaker() -> None:
    assert manners("- ANNA: (laughs)\n- BEN: I see.") == {}


def test_a_cue_is_believed_but_does_not_rule_anything_out() -> None:
    row = np.full(7, 1 / 7, np.float32)
    said = as_said(row, "sadness")
    assert EMOTIONS[said.argmax()] == "sadness"
    assert (said > 0).all()
    assert said.sum() == pytest.approx(1)


def test_irony_turns_what_sounds_glad() -> None:
    row = np.array([0.05, 0.05, 0.0, 0.8, 0.0, 0.05, 0.05], np.float32)
    said = dict(zip(EMOTIONS, as_said(row, "irony").tolist(), strict=True))
    assert said["happiness"] < 0.3
    assert max(said, key=said.__getitem__) == "anger"
    assert sum(said.values()) == pytest.approx(1)
