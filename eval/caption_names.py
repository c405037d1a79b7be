"""How many names captions lose that they must lose: `python -m storyreel.eval.caption_names --data DIR`.

A synopsis of TRIPOD is read as if a model had told it of a film in which nobody is on screen: each sentence
that names one of the film's characters must lose the name. What is taken out besides is mostly people whom
the list of characters has not; where the synopsis itself does not write it as a name, it is a mistake.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from storyreel.eval.tripod import SCREENPLAYS, Synopsis, folder_in, training_in
from storyreel.tools.caption_names import Cast, checked
from storyreel.tools.naming.lexicon import WORD, Lexicon, plain


@dataclass(frozen=True)
class Counts:
    """Over sentences, each read alone."""

    naming: int
    """Sentences that name a character…"""
    kept: int
    """…and still do when they are checked."""
    taken: int
    """Names that were taken out…"""
    strange: int
    """…of which so many are no character's, nor written as names elsewhere in the synopsis."""


def characters_in(folder: Path, film: str) -> set[str]:
    """Words of a film's characters' names, in small letters, as the published lists have them."""
    path = folder / SCREENPLAYS / film / f"{film}_imdb_meta.txt"
    if not path.is_file():
        return set()
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    names = (row[2] for row in rows if row[0] == "cast" and len(row) > 2)
    return {plain(word) for name in names for word in WORD.findall(name) if word[0].isupper()}


def count(synopsis: Synopsis, characters: set[str]) -> Counts:
    """Of one film."""
    lexicon = Lexicon.of(synopsis.sentences)
    naming = kept = taken = strange = 0
    for sentence in synopsis.sentences:
        found = checked([sentence], Cast({}))
        left = " ".join(found.sentences)
        names = set(_names(sentence, lexicon, characters))
        naming += bool(names)
        kept += bool(names.intersection(_names(left, lexicon, characters)))
        taken += len(found.rejected)
        strange += sum(not _is_name(name, lexicon, characters) for name in found.rejected)
    return Counts(naming, kept, taken, strange)


def _names(sentence: str, lexicon: Lexicon, characters: set[str]) -> Iterator[str]:
    """Words of a sentence that are characters' names, as the whole synopsis writes them."""
    for word in WORD.findall(sentence):
        if plain(word) in characters and lexicon.is_name(word):
            yield plain(word)


def _is_name(taken: str, lexicon: Lexicon, characters: set[str]) -> bool:
    """Whether what was taken out is a character's name, or written as a name in the synopsis."""
    keys = [plain(word) for word in WORD.findall(taken)]
    as_name = (lexicon.is_name(word) for word in WORD.findall(taken))
    with_capital = (lexicon.inside[key] > 0 or lexicon.small[key] == 0 for key in keys)
    return not characters.isdisjoint(keys) or any(map(all, zip(as_name, with_capital, strict=True)))


def main(data: Annotated[Path, typer.Option(help="TRIPOD, or the folder that holds story/tripod.")]) -> None:
    """Prints the counts over all films."""
    folder = folder_in(data)
    films = [count(one, characters_in(folder, one.film)) for one in training_in(folder)]
    naming, kept, taken, strange = (
        sum(getattr(one, field) for one in films) for field in ("naming", "kept", "taken", "strange")
    )
    typer.echo(f"{len(films)} films, {naming} sentences that name a character")
    typer.echo(f"still naming one when checked: {kept / max(1, naming):.3f}")
    typer.echo(f"names taken out: {taken}, by mistake: {strange / max(1, taken):.3f}")


if __name__ == "__main__":
    typer.run(main)
