"""How sounds are measured: shares right and wrong of music and effects made for it, and what they cost."""

import numpy as np
import pytest

from storyreel.eval import sounds


@pytest.fixture
def chance() -> np.random.Generator:
    return np.random.default_rng(5)


def by_metric(rows) -> dict:
    return {row.metric: row for row in rows}


def test_what_is_left_open_is_neither_right_nor_wrong() -> None:
    pairs = [("major", "major"), ("major", None), ("minor", "major"), ("major", "major")]
    rows = by_metric(sounds._told("made music", "mode", pairs))
    assert (rows["mode right"].value, rows["mode wrong"].value) == (0.5, 0.25)
    assert rows["mode right"].baseline == {"majority": 0.75}


def test_tempo_and_mode_are_told_of_pieces_made_to_have_them(chance, monkeypatch) -> None:
    monkeypatch.setattr(sounds, "PIECES", 4)
    rows = by_metric(sounds._music_rows(chance))
    assert rows["tempo right"].value >= 0.75
    assert rows["mode right"].value > rows["mode wrong"].value
    assert {row.n for row in rows.values()} == {4}


def test_textures_are_told_of_effects_made_by_rule(chance, monkeypatch) -> None:
    monkeypatch.setattr(sounds, "TEXTURES", {"wind": "noise", "impacts": "impacts"})
    rows = by_metric(sounds._texture_rows(chance))
    assert rows["texture right"].value > 0.9 > rows["texture right"].baseline["majority"]


def test_a_silent_second_is_no_speech_to_the_plain_detector() -> None:
    assert not sounds._silero(np.zeros(16000, np.float32)).any()


def test_what_listening_costs_is_told_in_shares_of_the_sound(chance) -> None:
    cost = sounds._cost_row(chance)
    assert 0 < cost.value < 1
