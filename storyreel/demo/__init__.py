"""A sample film, made, watched and asked about in one go, and what was found compared with what is true."""

import shlex
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from storyreel.demo import film, truth
from storyreel.demo.script import TITLE, duration_s
from storyreel.export import FilmDocument, collect
from storyreel.memory.clock import clock

if TYPE_CHECKING:
    from storyreel.agent.ingest import IngestReport, OnProgress
    from storyreel.agent.state import Answer
    from storyreel.memory.library import Library
    from storyreel.memory.records import Film

Say = Callable[[str], None]
"""Takes a line for the user."""
Progress = Callable[[str], "AbstractContextManager[OnProgress]"]
"""Shows, under a title, how far a work has come."""


def _no_progress(_: str) -> "AbstractContextManager[OnProgress]":
    return nullcontext(lambda *_: None)


def run(folder: Path, say: Say = print, progress: Progress = _no_progress) -> bool:
    """Makes the film and its library in a folder, says what was found; returns whether all of it is right.

    Raises StoryreelError where weights or the folder cannot be used.
    """
    from storyreel.memory.library import Library

    say(f"Making {TITLE!r}, {duration_s():.0f} s of footage, portraits, subtitles and sound.")
    path, subtitles = film.make(folder / "film")
    with Library.open(folder) as library:
        known = _watch(library, path, subtitles, say, progress)
        found = collect(library, known)
        _say_people(found, say)
        _say_story(library, known, say)
        answers = _ask_all(library, known, say)
    is_right = _compare(found, answers, say)
    say(f"\nAsk it more: storyreel chat {shlex.quote(str(path))} --library {shlex.quote(str(folder))}")
    return is_right


def _watch(library: "Library", path: Path, subtitles: Path, say: Say, progress: Progress) -> "Film":
    from storyreel.agent.ingest import ingest

    with progress(f"Watching {path.name}") as on_progress:
        report = ingest(library, path, "standard", (subtitles,), on_progress)
    _say_report(report, say)
    return library.film(report.film)


def _say_story(library: "Library", known: "Film", say: Say) -> None:
    from storyreel.agent.story import tell

    say(f"\nThe story\n{tell(library, known, length='synopsis').as_text()}")


def _ask_all(library: "Library", known: "Film", say: Say) -> dict[str, "Answer"]:
    from storyreel.agent.ask import ask

    answers = {}
    for question in truth.QUESTIONS:
        answers[question] = ask(library, known, question)
        say(f"\n{question}\n{answers[question].answer}")
    return answers


def _compare(found: FilmDocument, answers: dict[str, "Answer"], say: Say) -> bool:
    checks = truth.check(found, {question: answer.model_dump() for question, answer in answers.items()})
    say("\nFound, against the screenplay")
    for check in checks:
        say(str(check))
    return all(check.passed for check in checks)


def _say_report(report: "IngestReport", say: Say) -> None:
    if report.did_nothing:
        say("It was watched before; nothing is done again.")
    else:
        say(f"Watched in {report.seconds:.1f} s, {report.real_time_factor:.2f} × its length.")
    for stage in report.stages:
        for line in (*stage.failed, *stage.notes):
            say(f"{stage.name}: {line}")


def _say_people(found: FilmDocument, say: Say) -> None:
    say("\nThe people")
    for person in found.characters:
        times = ", ".join(f"{clock(start_s)}–{clock(end_s)}" for start_s, end_s in person.spans)
        why = person.name_evidence[0].text if person.name_evidence else "nobody says the name"
        say(f"{person.id} {person.name} ({why}): {f'on screen {times}' if times else 'only heard'}")
