"""What every perception tool keeps to, whatever it looks at."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from storyreel.memory.records import Film, Span
from storyreel.tools.contract import Args, PerceptionTool, Result, closure, discover
from storyreel.tools.dialogue import DialogueArgs
from storyreel.tools.media.subtitles import choose
from storyreel.tools.scene import reels_of

HEAVY = {
    "av",
    "cv2",
    "dlib",
    "_dlib_pybind11",
    "onnxruntime",
    "ctranslate2",
    "faster_whisper",
    "torch",
    "rapidocr",
}
SECONDS = 3


@pytest.fixture(scope="session")
def black_and_silent(tmp_path_factory, film_writer) -> Path:
    frames = [np.zeros((240, 320, 3), np.uint8)] * (25 * SECONDS)
    return film_writer(
        tmp_path_factory.mktemp("contract") / "black.mp4",
        frames=frames,
        sounds=[np.zeros(48_000 * SECONDS, np.float32)],
    )


@pytest.fixture(scope="session")
def without_sound(tmp_path_factory, film_writer) -> Path:
    return film_writer(tmp_path_factory.mktemp("contract") / "mute.mp4", scenes=[((90, 120, 60), SECONDS)])


@pytest.fixture(scope="session")
def without_picture(tmp_path_factory, film_writer) -> Path:
    samples = 0.1 * np.random.default_rng(0).standard_normal(48_000 * SECONDS).astype(np.float32)
    return film_writer(tmp_path_factory.mktemp("contract") / "heard.m4a", sounds=[samples])


@pytest.fixture(scope="session")
def words_alone(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("contract") / "words.srt"
    path.write_text("1\n00:00:00,500 --> 00:00:02,000\nANNA: Where have you been?\n", encoding="utf-8")
    return path


@pytest.fixture(
    params=["film_with_everything", "black_and_silent", "without_sound", "without_picture", "words_alone"]
)
def any_film(request) -> Path:
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("tool", discover().values(), ids=lambda tool: tool.name)
def test_says_what_it_is(tool: PerceptionTool) -> None:
    assert tool.description.endswith(".")
    assert tool.version
    assert tool.args.model_json_schema()["type"] == "object"


@pytest.mark.parametrize("tool", discover().values(), ids=lambda tool: tool.name)
def test_runs_with_default_arguments(tool: PerceptionTool) -> None:
    assert isinstance(tool.args(), Args)


def test_every_tool_holds_to_the_contract_on_any_film(any_film, scene_of) -> None:
    known = []
    for tool in discover().values():
        scene = scene_of(any_film, known=known)
        spans = reels_of(scene.film.span) if tool.scope == "reel" else [scene.film.span]
        for span in spans:
            result = tool.run(scene_of(any_film, span, known), arguments_for(tool, scene.film))
            check_result(tool, result, scene.film.span)
            known += result.findings


def arguments_for(tool: PerceptionTool, film: Film) -> Args:
    return DialogueArgs(source=choose(film)) if tool.name == "dialogue" else tool.args()


def check_result(tool: PerceptionTool, result: Result, film: Span) -> None:
    assert isinstance(result, tool.result)
    assert tool.result.model_validate_json(result.model_dump_json()) == result
    assert len({finding.local_id for finding in result.findings}) == len(result.findings)
    for finding in result.findings:
        assert 0 <= finding.span.start_s <= finding.span.end_s <= film.end_s + 0.1, (tool.name, finding)
    for earlier, later in pairwise(result.findings):
        assert earlier.span.start_s <= later.span.start_s, (tool.name, earlier, later)
    assert all(note and "\n" not in note for note in result.notes)


def test_finding_the_tools_needs_neither_weights_nor_heavy_libraries(tmp_path) -> None:
    code = (
        "import sys; from storyreel.tools.contract import discover; discover(); "
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    environment = {"STORYREEL_WEIGHTS": str(tmp_path), "STORYREEL_OFFLINE": "1", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_kind_of_finding_has_one_class():
    kinds = {tool.result.model_fields["findings"].annotation.__args__[0] for tool in discover().values()}
    assert len({kind.kind for kind in kinds}) == len(kinds)


def test_a_tool_is_one_file_as_the_contributors_guide_shows(monkeypatch, film_with_everything, scene_of):
    guide = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", guide, flags=re.DOTALL)
    module = ModuleType("loudness")
    monkeypatch.setitem(sys.modules, "loudness", module)
    exec(compile(code, "CONTRIBUTING.md", "exec"), module.__dict__)  # noqa: S102 -- our own guide
    result = module.TOOL.run(scene_of(film_with_everything, Span(start_s=0, end_s=6)), module.TOOL.args())
    check_result(module.TOOL, result, Span(start_s=0, end_s=6))
    [loudness] = result.findings
    assert loudness.level_db == pytest.approx(20 * np.log10(0.3 / np.sqrt(2)), abs=0.5)


def test_a_tool_comes_after_all_it_needs() -> None:
    names = list(discover())
    for tool in discover().values():
        assert all(names.index(need) < names.index(tool.name) for need in tool.needs)


def test_closure_holds_what_is_needed_and_nothing_else() -> None:
    names = [tool.name for tool in closure({"expression"}, discover())]
    assert names == ["shots", "faces", "talking", "expression"]
