"""Whether a language model retells a film or copies its lines.

`python -m storyreel.eval.retelling FILM… --llm URL`, of films that were watched. A sentence is
a copy if half of its words, or nearly all of a line of the film, stand in both in one run, quoted or not, and
else the model's own. Only sentences that hold are told at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Annotated

import typer

from storyreel.agent.check.ground import words_of
from storyreel.agent.llm.wanted import language_model
from storyreel.agent.story import Story, tell
from storyreel.agent.storyline.records import Length
from storyreel.config import Settings
from storyreel.memory.library import Library
from storyreel.memory.records import Utterance

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
COPIED = 0.5
"""Of a sentence's words, in one run…"""
ALL_OF_IT = 0.8
"""…or of a line's, however short it is."""


@dataclass(frozen=True)
class Retelling:
    """How much of a story is a model's own."""

    own: int
    """Sentences that hold and are no copies."""
    copied: int
    longest_runs: tuple[int, ...]
    """Of each sentence by the model, the words in one run with a line of the film."""
    dropped: int
    by_template: int


def measured(story: Story, lines: Sequence[str]) -> Retelling:
    """Compares a story's sentences with the film's lines."""
    stood_in = {number for one in story.stood_in for number in one.sentences}
    own = [one.text for number, one in enumerate(story.sentences, 1) if number not in stood_in]
    said = [words for line in lines if len(words := words_of(line)) > 1]
    pairs = [(words_of(text), _nearest(words_of(text), said)) for text in own]
    copied = sum(is_copy(words, line) for words, line in pairs)
    runs = tuple(_shared(words, line) for words, line in pairs)
    return Retelling(len(own) - copied, copied, runs, len(story.dropped), len(stood_in))


def is_copy(words: Sequence[str], line: Sequence[str]) -> bool:
    """Whether half of a sentence, or nearly all of a line, stands in both in one run."""
    run = _shared(words, line)
    return bool(run) and (run >= COPIED * len(words) or run >= ALL_OF_IT * len(line))


def _nearest(words: Sequence[str], lines: Sequence[Sequence[str]]) -> Sequence[str]:
    """The line with which a sentence shares most words in one run."""
    return max(lines, key=lambda line: _shared(words, line), default=())


def _shared(words: Sequence[str], line: Sequence[str]) -> int:
    return SequenceMatcher(None, words, line, autojunk=False).find_longest_match().size


def _told(found: Retelling) -> Iterator[str]:
    kept = found.own + found.copied
    mean = sum(found.longest_runs) / max(1, len(found.longest_runs))
    yield f"{kept} sentences by the model hold, {found.dropped} fell, {found.by_template} are by templates"
    yield f"its own: {found.own} of {kept}; copied: {found.copied}; longest run with a line: {mean:.1f} words"


@app.command()
def main(
    films: Annotated[list[str], typer.Argument(help="Paths, ids or titles.")],
    llm: Annotated[str, typer.Option(help="An OpenAI-compatible server.")],
    llm_model: Annotated[str | None, typer.Option(help="Which of its models.")] = None,
    length: Annotated[Length, typer.Option(help="logline, synopsis or scenes.")] = "scenes",
    until_s: Annotated[float | None, typer.Option(help="Tell no more than this of each.")] = None,
    library: Annotated[Path | None, typer.Option(help="The film library.")] = None,
) -> None:
    """Prints each film's story, and how much of it is the model's own."""
    model = language_model(llm, llm_model)
    with Library.open(library or Settings.from_environment().library_dir) as known:
        for name in films:
            film = known.film(name)
            story = tell(known, film, length, spoilers_until_s=until_s, model=model)
            lines = [one.words for one in known.facts.find(film.id, Utterance)]
            for text in (film.title, story.as_text(), *_told(measured(story, lines))):
                typer.echo(text)


if __name__ == "__main__":
    app()
