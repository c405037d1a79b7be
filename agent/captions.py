"""Captions as they may be told: with names as they are now, and without lines that are told elsewhere."""

import re

from storyreel.agent.sentences import split
from storyreel.memory.characters import characters
from storyreel.memory.library import Library
from storyreel.memory.records import Film
from storyreel.tools.captioner import BACKEND, fill_names, placeholder_names

MOST_SENTENCES = 3
_OF_ELSE = re.compile(r'"| follow|^Sounds are heard')
"""Sentences of a caption that tell what is said, read or heard."""


def names_in_captions(library: Library, film: Film) -> dict[str, str]:
    """Names for the placeholders in a film's captions."""
    return placeholder_names(characters(library.facts, film.id))


def description(words: str, names: dict[str, str], backend: str = BACKEND) -> str:
    """What a caption says of the picture.

    What the scene describer tells of sounds and writing is known better from elsewhere; a model tells nothing
    but what it sees.
    """
    sentences = [sentence.text for sentence in split(" ".join(fill_names(words, names).split()))]
    of_picture = [text for text in sentences if backend != BACKEND or not _OF_ELSE.search(text)]
    return " ".join(of_picture[:MOST_SENTENCES])
