"""The user chooses which models look and listen; a film keeps its choice."""

import pytest

from storyreel.agent.backends import Backends, arguments, words_model
from storyreel.agent.ingest import ingest
from storyreel.errors import ToolError
from storyreel.memory.library import Library
from storyreel.tools.profile import profile_of

COMMIT = f"owner/name@{'0' * 40}"


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library") as library:
        yield library


def stage(report, name):
    return next(stage for stage in report.stages if stage.name == name)


@pytest.mark.parametrize(
    ("profile", "faces", "voices"), [("embedded", "embedded", "ge2e"), ("gpu", "insightface", "speechbrain")]
)
def test_a_profile_names_a_model_for_each_tool(profile, faces, voices) -> None:
    chosen = Backends.of(profile)
    assert (chosen.faces.backend, chosen.voices.encoder) == (faces, voices)


def test_a_model_that_is_named_wins_over_the_profile() -> None:
    chosen = Backends.of("gpu", faces="embedded")
    assert (chosen.faces.backend, chosen.voices.encoder) == ("embedded", "speechbrain")


def test_a_face_pack_is_for_insightface(tmp_path) -> None:
    chosen = Backends.of("embedded", face_pack=tmp_path)
    assert (chosen.faces.backend, chosen.faces.pack) == ("insightface", str(tmp_path))


def test_only_who_asks_for_it_hears_the_voice_alone() -> None:
    mixed, alone = Backends.of("gpu"), Backends.of("gpu", separate=True)
    assert (mixed.speech.separator, mixed.delivery.separator) == ("none", "none")
    assert (alone.speech.separator, alone.delivery.separator) == ("demucs", "demucs")


def test_auto_says_what_it_comes_to_and_why() -> None:
    profile, why = profile_of("auto")
    assert profile in ("embedded", "gpu")
    assert "torch" in why


def test_a_film_keeps_its_choice_and_only_what_it_changes_is_done_again(
    library, film_with_everything, monkeypatch, tmp_path
) -> None:
    film = ingest(library, film_with_everything).film
    monkeypatch.setenv("STORYREEL_OFFLINE", "1")
    monkeypatch.setenv("STORYREEL_WEIGHTS", str(tmp_path / "no-weights"))
    again = ingest(library, film_with_everything, models=Backends.of("embedded", faces="insightface"))
    assert any(word in stage(again, "faces").failed[0] for word in ("buffalo_l", "storyreel[gpu]"))
    assert stage(again, "shots").cached
    assert stage(again, "voice_turns").cached
    assert arguments(library, film)["faces"].backend == "insightface"
    assert not ingest(library, film_with_everything, models=Backends.of("embedded")).failed


def test_a_text_classifier_is_a_folder_or_a_commit_of_a_repository(tmp_path) -> None:
    folder = words_model(str(tmp_path), None)
    assert (folder.backend, folder.model, folder.revision) == ("transformers", str(tmp_path.resolve()), None)
    hub = words_model(COMMIT, None)
    assert (hub.model, hub.revision) == ("owner/name", "0" * 40)
    assert Backends.of("embedded", words=hub).words == hub
    assert Backends.of("gpu").words.backend == "embedded"


@pytest.mark.parametrize("model", ["owner/name", "owner/name@main", "no/folder/at/all"])
def test_a_classifier_that_might_change_is_refused_before_anything_is_watched(model) -> None:
    with pytest.raises(ToolError, match="--words"):
        words_model(model, None)


def test_what_its_classes_mean_is_kept_with_the_film(tmp_path) -> None:
    labels = tmp_path / "labels.json"
    labels.write_text('{"LABEL_0": "anger", "LABEL_1": null}')
    assert words_model(COMMIT, labels).labels == {"LABEL_0": "anger", "LABEL_1": None}


@pytest.mark.parametrize("text", ["", "[]", '{"LABEL_0": "rage"}', "\x00"])
def test_a_file_that_does_not_say_what_classes_mean_is_refused(tmp_path, text) -> None:
    labels = tmp_path / "labels.json"
    labels.write_text(text)
    with pytest.raises(ToolError, match="expected JSON as in"):
        words_model(COMMIT, labels)
    with pytest.raises(ToolError, match="expected JSON as in"):
        words_model(COMMIT, tmp_path / "none.json")


def test_a_folder_chooses_another_model_for_feelings_in_voices(tmp_path) -> None:
    assert Backends.of("gpu").delivery.backend == "embedded"
    chosen = Backends.of("gpu", voice_emotion=tmp_path).delivery
    assert (chosen.backend, chosen.folder) == ("speechbrain", str(tmp_path))
