"""The command line, run as a user runs it."""

import json
import sys
from pathlib import Path

import pytest

from storyreel.cli import main
from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import Box, Caption, FaceLook, FaceTrack, PersonCluster, Segment, Span
from storyreel.tools.contract import discover

RED, BLUE = (200, 30, 30), (30, 30, 200)


class Outcome:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def complaint(self):
        """The one line a failure leaves."""
        [line] = self.err.strip().splitlines()[-1:]
        return line


@pytest.fixture
def storyreel(capsys, monkeypatch, library_dir):
    """Runs a command as `storyreel ...` would, on a library of the tests' own."""

    def run(*words: object) -> Outcome:
        monkeypatch.setenv("STORYREEL_LIBRARY", str(library_dir))
        monkeypatch.setattr(sys, "argv", ["storyreel", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        if isinstance(code, str):
            print(code, file=sys.stderr)
            code = 1
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Outcome(code or 0, captured.out, captured.err)

    return run


@pytest.fixture
def library_dir(tmp_path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def two_faces(storyreel, make_film, library_dir) -> str:
    """Two seconds of red with one face, two of blue with another; both are told of in a caption."""
    path = make_film("Charade.mkv", scenes=[(RED, 2), (BLUE, 2)])
    film_id = storyreel("ingest", path, "--depth", "quick", "--json").json["film"]
    _remember_faces(library_dir, film_id, 2)
    return film_id


@pytest.fixture
def remember_faces():
    """`_remember_faces` itself."""
    return _remember_faces


def _remember_faces(library_dir: Path, film_id: str, count: int) -> None:
    """Puts tracks into the facts, each of somebody else, one behind the other through the film."""
    with Library.open(library_dir) as library:
        span = library.film(film_id).span
        tracks = [_track(number, span.duration_s / count) for number in range(count)]
        found = {
            "faces": tracks,
            "people": [PersonCluster(span=one.span, tracks=(one.track_id,), cohesion=1) for one in tracks],
            "captioner": [Caption(span=span, words="{p:t0.1} and {p:t0.2} are seen.", backend="test")],
            "segments": [Segment(span=span, index=0)],
        }
        for tool, findings in found.items():
            work = Work(film_id=film_id, tool=tool, version=discover()[tool].version, inputs="0", span=span)
            library.facts.commit(work, findings)


def _track(number: int, length_s: float) -> FaceTrack:
    vector = tuple(1.0 if place == number else 0.0 for place in range(128))
    box = Box(x=0.4, y=0.1, width=0.2, height=0.25)
    start_s = round(number * length_s / 0.04) * 0.04  # a frame's time
    look = FaceLook(time_s=start_s, box=box, score=0.9, quality=0.9, embedding=vector)
    return FaceTrack(
        span=Span(start_s=start_s, end_s=start_s + length_s * (0.75 - number * 0.01)),
        track_id=f"t0.{number + 1}",
        looks=(look,),
        embedding_model="dlib-resnet-v1-mirrored",
    )
