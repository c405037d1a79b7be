"""Measuring names: dialogues whose speakers are known, in the layouts that they are published in."""

from pathlib import Path

import pytest

from storyreel.eval import naming
from storyreel.eval.naming import Dialogue, Line

TALK = [
    ("Anna", "What kind of place is this, Ben?"),
    ("Ben", "A small one, I think, Anna."),
    ("Anna", "Is it far, Ben?"),
    ("Ben", "Not very far, Anna."),
    ("Anna", "You are the best, Ben."),
    ("Ben", "Thank you, Anna."),
    ("Carl", "Hello you two."),
]


def dialogue(*lines: tuple[str, str]) -> Dialogue:
    return Dialogue([Line(words, who, "0") for who, words in lines])


def figures(rows):
    return {row.metric: (row.value, row.n) for row in rows}


def test_names_are_right_where_those_who_are_called_answer():
    found = figures(naming.dialogue_rows("talk", [dialogue(*TALK)]))
    assert found["name_precision"] == (1.0, 2)
    assert found["name_recall"] == (1.0, 2)


def test_a_name_that_somebody_else_answers_to_counts_as_wrong():
    swapped = [({"Anna": "Dora", "Ben": "Emil"}.get(who, who), words) for who, words in TALK]
    assert figures(naming.dialogue_rows("talk", [dialogue(*swapped)]))["name_precision"] == (0.0, 2)


def test_a_full_name_of_the_cast_list_is_right_too():
    film = Dialogue(dialogue(*TALK).lines, {"Carl": "Officer Karl Benson"})
    assert film.is_right("Mr. Benson", "Carl")
    assert not film.is_right("Mr. Benson", "Anna")


def test_without_names_there_is_nothing_to_find():
    found = figures(naming.dialogue_rows("talk", [dialogue(("A", "yes it is."), ("B", "no it is not."))]))
    assert found["name_recall"] == (0.0, 0)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "text").mkdir()
    rows = [f'{k},"{words}",{who},neutral,neutral,0,{k},1,1,0,0' for k, (who, words) in enumerate(TALK)]
    header = (
        "Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID,Season,Episode,StartTime,EndTime"
    )
    (tmp_path / "text" / "meld_dev.csv").write_text("\n".join([header, *rows]))
    script = tmp_path / "story" / "plays" / "A Film"
    script.mkdir(parents=True)
    speeches = "\n".join(f"{who.upper()}\n{words}\n" for who, words in TALK)
    (script / "A Film_script.txt").write_text(speeches)
    (script / "A Film_imdb_meta.txt").write_text("year\t1950\ncast\tJane Doe\tAnna Bell\n")
    return tmp_path


def test_sets_are_found_in_their_layouts(data):
    rows = naming.naming_rows(data)
    assert {(row.set, row.metric, row.value) for row in rows if row.metric == "name_precision"} == {
        ("meld_dev", "name_precision", 1.0),
        ("plays", "name_precision", 1.0),
    }
    assert all("next_speaker" in row.baseline for row in rows)


def test_a_folder_without_sets_has_no_rows(tmp_path):
    assert naming.naming_rows(tmp_path) == []
