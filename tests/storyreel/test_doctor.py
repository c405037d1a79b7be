"""The doctor looks at the machine as it is and says what to do about each thing that is missing."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from storyreel import doctor
from storyreel.config import Settings
from storyreel.doctor import Check, checkup
from storyreel.tools import weights
from storyreel.tools.weights import manifest


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(library_dir=tmp_path / "library", weights_dir=tmp_path / "weights", offline=False)


def found(settings: Settings) -> dict[str, Check]:
    return {check.name: check for check in checkup(settings)}


def test_a_machine_that_runs_the_tests_is_in_order(settings: Settings):
    checks = found(settings)
    assert [check for check in checks.values() if not check.ok] == []
    assert checks["profile"].found.startswith("embedded: ")
    assert "h264" in checks["decoders"].found
    assert checks["onnxruntime"].found[0].isdigit()
    assert int(checks["cores"].found) >= 1
    embedded = {name for name, entry in manifest().items() if entry.profile == "embedded"}
    assert {f"weights {name}" for name in embedded} <= set(checks)


def test_looking_makes_nothing(settings: Settings, tmp_path: Path):
    checkup(settings)
    assert list(tmp_path.iterdir()) == []


def test_absent_weights_are_fetched_on_first_need(settings: Settings):
    minilm = found(settings)["weights minilm"]
    assert minilm.ok
    assert minilm.found == "not pulled: fetched on first need, 84 MB"
    assert minilm.advice == "storyreel models pull minilm fetches them now"


def test_unless_fetching_is_forbidden(settings: Settings):
    minilm = found(replace(settings, offline=True))["weights minilm"]
    assert not minilm.ok
    assert minilm.advice == "storyreel models pull minilm with STORYREEL_OFFLINE unset"


def test_weights_that_are_there_are_read_to_the_last_byte(settings: Settings):
    shutil.copytree(weights.folder("fer"), settings.weights_dir / "fer")
    assert found(settings)["weights fer"].found == "whole, licence MIT"
    model = settings.weights_dir / "fer" / "emotion_model_quantized.tflite"
    model.write_bytes(model.read_bytes()[::-1])
    fer = found(settings)["weights fer"]
    assert not fer.ok
    assert (fer.found, fer.advice) == (
        "'emotion_model_quantized.tflite' is damaged",
        "storyreel models pull fer",
    )


def test_a_library_folder_that_cannot_be_written(settings: Settings, tmp_path: Path):
    (tmp_path / "file").touch()
    library = found(replace(settings, library_dir=tmp_path / "file" / "library"))["library folder"]
    assert not library.ok
    assert library.advice == "set STORYREEL_LIBRARY to a folder with room that you may write to"


def test_a_disk_that_is_nearly_full(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor, "ROOM_BYTES", 10**18)
    assert not found(settings)["weights folder"].ok


def test_a_package_that_is_not_there(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor, "PACKAGES", {"no-such-package": "no_such_package"})
    missing = found(settings)["no-such-package"]
    assert not missing.ok
    assert missing.found == "cannot be loaded: No module named 'no_such_package'"
    assert missing.advice == "pip install no-such-package"


def test_variables_in_force_are_named(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("STORYREEL_OFFLINE", "1")
    assert "STORYREEL_OFFLINE=1" in found(settings)["variables"].found


def test_of_a_key_is_only_said_that_it_is_set(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("STORYREEL_LLM_KEY", "sk-secret")
    monkeypatch.setenv("STORYREEL_LLM", "http://me:sk-secret@models.test/v1")
    variables = found(settings)["variables"].found
    assert "STORYREEL_LLM_KEY=…" in variables
    assert "STORYREEL_LLM=http://…@models.test/v1" in variables
    assert "sk-secret" not in variables
