"""How many names captions lose that they must lose: `python -m storyreel.eval.caption_names --data DIR`.

A synopsis of TRIPOD is read as if a model had told it of a film in which nobody is on screen: each sentence
that names one of the film's characters must lose the name. What is taken out besides is mostly people whom
the list of characters has not; where the synopsis itself does not write it as a name, it is a mistake.

Names that are words as well (`Will`) are measured by giving one to whom a synopsis names most, who is then on
screen or not. `--captions FILE` reads captions, one a line, of pictures that show nobody of a name: what is
taken out of them is listed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from storyreel.eval.tripod import (
    SCREENPLAYS,
    TEST_SYNOPSES,
    TRAINING_SYNOPSES,
    Synopsis,
    folder_in,
    training_in,
)
from storyreel.tools import caption_text
from storyreel.tools.caption_names import Cast, checked
from storyreel.tools.naming.lexicon import WORD, Lexicon, plain

WORDS = [
    "Will",
    "Grace",
    "Mark",
    "Rose",
    "Hope",
    "Bill",
    "Christian",
    "Frank",
    "Art",
    "Joy",
    "Summer",
    "Jack",
]
"""Names that are words as well."""
PLACEHOLDER = "{p:t0.0}"


@dataclass(frozen=True)
class Counts:
    """Over sentences, each read alone."""

    naming: int
    """Sentences that name a character…"""
    kept: int
    """…and still do when they are checked…"""
    kept_told: int
    """…and where all of the synopsis is said beside them."""
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
    told = Cast({}, told=" ".join(synopsis.sentences))
    naming = kept = kept_told = taken = strange = 0
    for sentence in synopsis.sentences:
        found = checked([sentence], Cast({}))
        names = set(_names(sentence, lexicon, characters))
        left, left_told = (
            names.intersection(_names(" ".join(one.sentences), lexicon, characters))
            for one in (found, checked([sentence], told))
        )
        naming += bool(names)
        kept += bool(left)
        kept_told += bool(left_told)
        taken += len(found.rejected)
        strange += sum(not _is_name(name, lexicon, characters) for name in found.rejected)
    return Counts(naming, kept, kept_told, taken, strange)


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


@dataclass(frozen=True)
class Mistaken:
    """Over sentences with somebody whose name is a word."""

    naming: int
    """Sentences that name them…"""
    known: int
    """…and have the placeholder, if they are on screen…"""
    kept: int
    """…or still the name, if they are not."""
    seen_elsewhere: int
    """Placeholders in sentences that do not name them."""


def mistaken(synopsis: Synopsis, characters: set[str]) -> Iterator[Mistaken]:
    """Of one film whose most named character bears each of the names in turn; none where nobody is named."""
    lexicon = Lexicon.of(synopsis.sentences)
    named = Counter(name for one in synopsis.sentences for name in _names(one, lexicon, characters))
    if not named:
        return
    [(hero, _)] = named.most_common(1)
    pattern = re.compile(rf"\b{re.escape(hero.capitalize())}\b")
    for word in WORDS:
        yield _mistaken(word, [pattern.sub("\0", one) for one in synopsis.sentences])


def _mistaken(word: str, sentences: Iterable[str]) -> Mistaken:
    naming = known = kept = elsewhere = 0
    for one in sentences:
        said = one.replace("\0", word)
        present = " ".join(checked([said], Cast({word: PLACEHOLDER})).sentences)
        absent = " ".join(checked([one.replace("\0", word)], Cast({}, (word,))).sentences)
        if "\0" not in one:
            elsewhere += PLACEHOLDER in present
            continue
        naming += 1
        known += PLACEHOLDER in present or not present
        kept += re.search(rf"\b{word}\b", absent) is not None
    return Mistaken(naming, known, kept, elsewhere)


def taken_out_of(captions: Iterable[str]) -> tuple[Counter[str], int]:
    """Names taken out of captions, each read alone, with nobody on screen; and how many could not be read."""
    told = map(caption_text.plain, captions)
    read = [checked(one.sentences, Cast({}), one.language) for one in told]
    return Counter(name for one in read for name in one.rejected), sum(one.illegible for one in read)


def main(
    data: Annotated[Path, typer.Option(help="TRIPOD, or the folder that holds story/tripod.")],
    captions: Annotated[Path | None, typer.Option(help="Captions, one a line, that name nobody.")] = None,
) -> None:
    """Prints the counts over all films of each set, and over captions."""
    folder = folder_in(data)
    for synopses in (TRAINING_SYNOPSES, TEST_SYNOPSES):
        _print(folder, synopses)
    if captions:
        lines = captions.read_text(encoding="utf-8").splitlines()
        taken, unread = taken_out_of(lines)
        typer.echo(f"{captions.name}: {len(lines)} captions, {unread} unread, {taken.total()} names out")
        typer.echo(", ".join(f"{name} {count}" for name, count in taken.most_common()))


def _print(folder: Path, synopses: Path) -> None:
    films = [(one, characters_in(folder, one.film)) for one in training_in(folder, synopses)]
    naming, kept, kept_told, taken, strange = _sums([count(*film) for film in films], 5)
    typer.echo(f"{synopses.name}: {len(films)} films, {naming} sentences that name a character")
    typer.echo(f"  still naming one when checked: {kept / max(1, naming):.3f}")
    typer.echo(f"  …where the synopsis is said beside it: {kept_told / max(1, naming):.3f}")
    typer.echo(f"  names taken out: {taken}, by mistake: {strange / max(1, taken):.3f}")
    naming, known, kept, elsewhere = _sums([one for film in films for one in mistaken(*film)], 4)
    typer.echo(f"  named by a word: {naming} sentences; known on screen {known / max(1, naming):.3f}")
    typer.echo(f"  left though not on screen {kept / max(1, naming):.3f}; seen elsewhere {elsewhere}")


def _sums(counts: Iterable[Counts | Mistaken], fields: int) -> list[int]:
    rows = [tuple(vars(one).values()) for one in counts]
    return [sum(row[place] for row in rows) for place in range(fields)]


if __name__ == "__main__":
    typer.run(main)
