"""The emotion suite: figures that mean what they say, on sets in their published layouts."""

import numpy as np
import pytest

from storyreel.errors import StoryreelError
from storyreel.eval import corpora, emotion, suites
from storyreel.eval.metrics import calibration_error, unweighted_recall, weighted_f1

HEADER = "Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID"


@pytest.fixture
def data(tmp_path):
    """A few lines written for this test, in MELD's and GoEmotions' layouts."""
    text = tmp_path / "text"
    text.mkdir()
    rows = [
        "2,I hate you! Get out!,Ben,anger,negative,0,1",
        "1,The bus leaves at noon.,Anna,neutral,neutral,0,0",
        '3,"Oh my God, I\'m so happy for you!",Anna,joy,positive,1,0',
    ]
    (text / "meld_own.csv").write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    (text / "goemotions_ekman_labels.txt").write_text("anger\njoy\nneutral", encoding="utf-8")
    (text / "goemotions_ekman_dev.tsv").write_text("I love it!\t1\ta\nOh no\t0,1\tb\n", encoding="utf-8")
    return tmp_path


def test_recall_is_the_mean_over_classes_not_over_examples() -> None:
    assert unweighted_recall(["a", "a", "a", "b"], ["a", "a", "a", "a"]) == 0.5


def test_weighted_f1_agrees_with_scikit_learn() -> None:
    from sklearn.metrics import f1_score

    chance = np.random.default_rng(0)
    true, found = chance.choice(list("abcd"), 200), chance.choice(list("abc"), 200)
    assert weighted_f1(list(true), list(found)) == pytest.approx(f1_score(true, found, average="weighted"))


def test_confidence_that_is_kept_has_no_calibration_error() -> None:
    sure, right = np.full(10, 0.8), np.array([True] * 8 + [False] * 2)
    assert calibration_error(sure, right) == pytest.approx(0)
    assert calibration_error(np.ones(10), right) == pytest.approx(0.2)


def test_lines_come_in_order_of_their_dialogue(data) -> None:
    lines = corpora.meld(data / "text" / "meld_own.csv")
    assert [(line.speaker, line.emotion) for line in lines] == [
        ("Anna", "neutral"),
        ("Ben", "anger"),
        ("Anna", "happiness"),
    ]


def test_comments_with_several_labels_are_left_out(data) -> None:
    folder = data / "text"
    lines = corpora.goemotions(folder / "goemotions_ekman_dev.tsv", folder / "goemotions_ekman_labels.txt")
    assert [(line.words, line.emotion) for line in lines] == [("I love it!", "happiness")]


def test_names_of_voice_files_tell_speaker_and_emotion(tmp_path) -> None:
    for name in (
        "03-01-05-01-02-01-07.wav",
        "03-02-05-01-02-01-07.wav",
        "03-01-02-01-02-01-08.flac",
        "notes.wav",
    ):
        (tmp_path / name).touch()
    found = [(clip.speaker, clip.emotion) for clip in corpora.ravdess(tmp_path)]
    assert found == [("ravdess/08", "neutral"), ("ravdess/07", "anger")]
    for name in ("16b10Wa.wav", "16b10La.wav"):
        (tmp_path / name).touch()
    assert [(clip.speaker, clip.emotion) for clip in corpora.emodb(tmp_path)] == [("emodb/16", "anger")]


def test_names_of_pictures_tell_person_and_emotion_and_contempt_is_left_out(tmp_path) -> None:
    for name in (
        "happy/S011_006_00000011.png",
        "contempt/S138_008_00000007.png",
        "anger/S010_004_00000017.png",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [(portrait.person, portrait.emotion) for portrait in corpora.ck48(tmp_path)]
    assert found == [("ck48/S010", "anger"), ("ck48/S011", "happiness")]


def test_every_figure_stands_beside_plain_baselines(data) -> None:
    report, _ = suites.run("emotion", data, cross_validate=False, on_progress=lambda *_: None)
    figures = {(row.set, row.metric): row for row in report.results}
    assert {name for name, _ in figures} == {"meld", "goemotions", "sayings"}
    assert set(figures["meld", "weighted F1"].baseline) == {"majority", "VADER"}
    assert figures["meld", "weighted F1"].n == 3
    assert set(report.results[0].model_dump()) == {"set", "metric", "value", "n", "baseline"}


def test_a_folder_without_sets_is_said_to_be_one(tmp_path) -> None:
    with pytest.raises(StoryreelError, match="holds none of"):
        emotion.run(tmp_path, cross_validate=False, on_progress=lambda *_: None)
