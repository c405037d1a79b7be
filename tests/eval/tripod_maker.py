"""Makes films in TRIPOD's layout: screenplays, and synopses and scenes with marked turning points."""

import csv
from collections.abc import Sequence
from pathlib import Path

from storyreel.eval.tripod import SCREENPLAYS, TEST_SCENES, TRAINING_SYNOPSES

PLACES = (0.1, 0.4, 0.7, 0.85, 0.95)
"""Where films made here turn."""
DEEDS = ("lantern", "harbour", "betrayal", "funeral", "reunion")
"""What is spoken of at each turning point."""


def script(scenes: int, film: int = 0) -> str:
    """A screenplay that turns at PLACES; its last scene is an epilogue that no index counts."""
    turns = dict(zip((int(place * scenes) for place in PLACES), DEEDS, strict=True))
    told = [_scene(number, turns.get(number, f"chore{film}x{number}")) for number in range(scenes)]
    return "FADE IN:\n\n" + "".join(told) + "INT. EPILOGUE - NIGHT\n\nThe end.\n"


def _scene(number: int, topic: str) -> str:
    return (
        f"{number + 1}   INT. ROOM {number} - DAY\n\nSomebody walks in.\n\n"
        f"          ANNA\n    We must speak of the {topic}, Ben.\n\n"
        f"          BEN\n    Then speak of the {topic}.\n\n"
    )


def write(folder: Path, training: Sequence[int] = (), tests: Sequence[int] = (), scenes: int = 60) -> None:
    """Films by number: some with marked synopses, some with marked scenes."""
    for film in (*training, *tests):
        place = folder / SCREENPLAYS / f"Film {film}" / f"Film {film}_script.txt"
        place.parent.mkdir(parents=True)
        place.write_text(script(scenes, film), encoding="utf-8")
    columns = ["movie_name", "synopsis_segmented", *(f"tp{number}" for number in range(1, 6))]
    synopses = [(f"Film {film}_0", _synopsis(film), *range(1, 10, 2)) for film in training]
    marked = [(f"Film {film}", *(f"[{int(place * scenes)}]" for place in PLACES)) for film in tests]
    _write_rows(folder / TRAINING_SYNOPSES, columns, synopses)
    _write_rows(folder / TEST_SCENES, [columns[0], *columns[2:]], marked)


def _synopsis(film: int) -> str:
    """Ten sentences of even weight, though what they tell of stands late in the film."""
    sentences = [
        deed for topic in DEEDS for deed in (f"Things go on in film {film}.", f"There is a {topic}.")
    ]
    return " ".join(f"[STR_SENT] {sentence} [END_SENT]" for sentence in sentences)


def _write_rows(path: Path, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    if rows:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *rows])
