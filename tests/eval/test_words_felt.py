"""Feelings in words are measured beside plain baselines, on lines that nothing was learnt from."""

import pytest

from storyreel.eval import corpora, words_felt
from storyreel.eval.train import words as training
from storyreel.tools.models import head, minilm_feelings

HEADER = "Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID"


@pytest.fixture
def folder(tmp_path):
    """A few lines written for this test, in MELD's and GoEmotions' layouts."""
    rows = [
        "2,I hate you! Get out!,Ben,anger,negative,0,1",
        "1,The bus leaves at noon.,Anna,neutral,neutral,0,0",
        '3,"Oh my God, I\'m so happy for you!",Anna,joy,positive,1,0',
    ]
    (tmp_path / "meld_own.csv").write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    (tmp_path / "goemotions_ekman_labels.txt").write_text("anger\njoy\nneutral", encoding="utf-8")
    (tmp_path / "goemotions_ekman_dev.tsv").write_text("I love it!\t1\ta\nOh no\t0,1\tb\n", encoding="utf-8")
    return tmp_path


def measure(data):
    return words_felt.measure(data, lambda *_: None)


def test_every_figure_stands_beside_plain_baselines(folder) -> None:
    figures = {(row.set, row.metric): row for row in measure(folder).rows}
    assert {name for name, _ in figures} == {"meld", "goemotions", "sayings"}
    for name in ("meld", "goemotions", "sayings"):
        assert set(figures[name, "weighted F1"].baseline) == {"majority", "VADER"}
        assert set(figures[name, "Brier"].baseline) == {"majority"}
        assert 0 <= figures[name, "ECE"].value <= 1


def test_sentiment_is_measured_where_somebody_judged_it(folder) -> None:
    rows = [row for row in measure(folder).rows if row.metric == "weighted F1 of sentiment"]
    assert [(row.set, row.n) for row in rows] == [("meld", 3)]
    assert rows[0].value == 1.0


def test_lines_of_two_files_are_not_one_dialogue(folder) -> None:
    (folder / "meld_second.csv").write_text((folder / "meld_own.csv").read_text("utf-8"), "utf-8")
    rows = {(row.set, row.metric): row for row in measure(folder).rows}
    assert rows["meld", "weighted F1"].n == 6


def test_a_file_that_was_learnt_from_is_left_out(folder, monkeypatch) -> None:
    path = folder / "meld_own.csv"
    monkeypatch.setattr(words_felt, "_is_training_file", path.__eq__)
    measured = measure(folder)
    assert measured.notes == ["meld_own.csv is left out: the word heads were trained on it"]
    assert {row.set for row in measured.rows} == {"goemotions", "sayings"}


def test_a_folder_without_lines_has_no_figures(tmp_path) -> None:
    assert measure(tmp_path).rows == []


def test_sayings_that_are_measured_were_not_learnt() -> None:
    measured, learnt = (
        {line.words.casefold() for line in corpora.sayings(path)}
        for path in (words_felt.SAYINGS, training.SAYINGS)
    )
    assert len(measured) >= 50
    assert not measured & learnt


def test_the_heads_say_which_files_they_learnt_from() -> None:
    assert len(head.load(minilm_feelings.HEAD).seen) == 2
