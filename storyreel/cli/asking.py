"""`storyreel ask`, `chat` and `story`."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Thread
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from storyreel.cli.aloud import Aloud
from storyreel.cli.options import AsJson, FilmName, LibraryDir, LlmModel, LlmUrl
from storyreel.cli.printing import print_json, progress_bars, say, warn
from storyreel.cli.session import find_film, find_or_watch, language_model, opened
from storyreel.errors import QuestionError

if TYPE_CHECKING:
    from storyreel.agent.ask import Chat
    from storyreel.memory.library import Library
    from storyreel.memory.records import Film

GOODBYES = ("", "/quit", "/exit", "quit", "exit", "bye")

Question = Annotated[str, typer.Argument(help="In your own words.")]
ThreadName = Annotated[str | None, typer.Option(help="Go on with a conversation of this name.")]
Length = Annotated[Literal["logline", "synopsis", "scenes"], typer.Option(help="How much to tell.")]
SpoilersUntil = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="Tell nothing of what happens after this, as 0:47 or 1:02:03."),
]


def ask(
    film: FilmName,
    question: Question,
    thread: ThreadName = None,
    llm: LlmUrl = None,
    llm_model: LlmModel = None,
    as_json: AsJson = False,
    library_dir: LibraryDir = None,
) -> None:
    """Ask about a film; one that was never ingested is watched as far as the question needs."""
    from storyreel.agent.ask import ask as answer
    from storyreel.agent.report import with_ingest

    model = language_model(llm, llm_model)
    aloud = Aloud()
    with opened(library_dir) as library:
        known, watched = find_or_watch(library, film)
        hear = None if as_json else aloud.hear
        reply = answer(library, known, question, thread=thread, model=model, on_event=hear)
    if watched:
        reply = with_ingest(reply, watched)
    if as_json:
        print_json(reply.model_dump(mode="json"))
    else:
        aloud.finish(reply)


def chat(
    film: FilmName,
    thread: ThreadName = None,
    llm: LlmUrl = None,
    llm_model: LlmModel = None,
    library_dir: LibraryDir = None,
) -> None:
    """Talk about a film, question after question."""
    from storyreel.agent.ask import Chat

    model = language_model(llm, llm_model)
    with opened(library_dir) as library:
        known = find_film(library, film)
        warn(f"About {known.title}. An empty line, /quit or Ctrl-D ends the talk.")
        with _loading(library, known), Chat(library, known, thread=thread, model=model) as session:
            _talk(session)


@contextmanager
def _loading(library: "Library", film: "Film") -> Iterator[None]:
    """Loads what a search by meaning needs while the first question is typed; it takes a second."""
    loader = Thread(target=_load_search, args=(library, film))
    loader.start()
    try:
        yield
    finally:
        loader.join()


def _load_search(library: "Library", film: "Film") -> None:
    from storyreel.memory.search import search
    from storyreel.tools import weights
    from storyreel.tools.models import minilm

    is_here = any(one.present for one in weights.status() if one.name == minilm.ENTRY)
    if is_here:  # nothing is fetched for this
        search(library, film.id, film.title, minilm.embed, limit=1)


def _talk(session: "Chat") -> None:
    while (question := _next_question()).lower() not in GOODBYES:
        aloud = Aloud()
        session.on_event = aloud.hear
        try:
            aloud.finish(session.ask(question))
        except QuestionError as error:
            say(str(error))


def _next_question() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def story(
    film: FilmName,
    length: Length = "synopsis",
    spoilers_until: SpoilersUntil = None,
    llm: LlmUrl = None,
    llm_model: LlmModel = None,
    as_json: AsJson = False,
    library_dir: LibraryDir = None,
) -> None:
    """Tell a film's story; every sentence names the times that prove it."""
    from storyreel.agent.story import tell
    from storyreel.agent.understanding.times import parse_time

    until_s = parse_time(spoilers_until) if spoilers_until is not None else None
    model = language_model(llm, llm_model)
    with opened(library_dir) as library:
        known = find_film(library, film)
        with progress_bars("Writing the story") if model else nullcontext() as on_progress:
            told = tell(library, known, length, until_s, model=model, on_progress=on_progress)
    if as_json:
        print_json(told.model_dump(mode="json"))
    else:
        say(told.as_text())
