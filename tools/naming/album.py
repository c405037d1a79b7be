"""A folder of cast pictures: one picture or one folder of pictures a person, named after them."""

import hashlib
import mimetypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from storyreel.errors import MediaError
from storyreel.memory.name_rules import LONGEST_NAME, NUMBERED
from storyreel.printable import printable

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})
MOST_PICTURES = 8
"""Pictures of one person that are looked at; more tell little more."""
COUNTED = re.compile(r"(?<=\D)[\s_\-]*\(?\d+\)?$")
"""What tells several pictures of one person apart: `Anna 2`, `anna_02`, `Anna (3)`."""


@dataclass(frozen=True)
class Sitter:
    """Somebody whose pictures are in the folder."""

    name: str
    pictures: tuple[Path, ...]


@dataclass(frozen=True)
class Album:
    """Everybody in a cast folder, by name."""

    sitters: tuple[Sitter, ...]
    notes: tuple[str, ...] = ()
    """What was left out and why, one line each."""


def read_album(folder: Path) -> Album:
    """Who is in a cast folder, as file and folder names tell; the pictures are not looked at.

    Raises MediaError if there is no such folder, or nothing in it.
    """
    entries = [(raw, paths) for raw, paths in _named(folder) if paths]
    counts = Counter(_uncounted(raw) for raw, _ in entries)
    named = [
        (raw, _as_name(COUNTED.sub("", raw) if counts[_uncounted(raw)] > 1 else raw), paths)
        for raw, paths in entries
    ]
    found: dict[str, tuple[str, list[Path]]] = {}
    for _, name, paths in named:
        if not _why_no_name(name):
            found.setdefault(name.casefold(), (name, []))[1].extend(paths)
    if not found:
        raise MediaError(
            f"There are no named pictures in {str(folder)!r}: put one picture, or one folder, a person in it."
        )
    sitters = (Sitter(name, tuple(paths[:MOST_PICTURES])) for name, paths in found.values())
    complaints = _complaints([(raw, name) for raw, name, _ in named])
    return Album(tuple(sitters), (*complaints, *_passed_over(folder)))


def _passed_over(folder: Path) -> Iterator[str]:
    """Folders of people without a picture, and pictures of a kind that is not read."""
    for path in _entries(folder):
        inside = _entries(path) if path.is_dir() else [path]
        if path.is_dir() and not any(map(_is_picture, inside)):
            yield f"the cast folder {_shortened(path.name)!r} holds no picture that can be read"
        for unread in filter(_is_picture_unread, inside):
            yield f"the cast picture {_shortened(unread.name)!r} is not used: save it as .jpg or .png"


def _complaints(named: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What is odd about names, as they are written and as they are read."""
    met: set[str] = set()
    for raw, name in named:
        if why := _why_no_name(name):
            yield f"the cast picture {_shortened(raw)!r} names nobody: {why}"
        elif name.casefold() in met and not COUNTED.search(raw):
            yield f"{name!r} is in the cast folder more than once: taken for one person"
        met.add(name.casefold())


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and bytes of all pictures, so that other pictures are other work.

    Raises MediaError if one cannot be read.
    """
    digest = hashlib.sha256()
    for raw, paths in _named(folder):
        for path in paths:
            digest.update(f"{raw}\0{path.name}\0".encode("utf-8", "surrogateescape"))
            digest.update(_bytes_of(path))
    return digest.hexdigest()


def _named(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Each name as it is written, with its pictures, by name."""
    for path in _entries(folder):
        if path.is_dir():
            yield path.name, [one for one in _entries(path) if _is_picture(one)]
        elif _is_picture(path):
            yield path.stem, [path]


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise MediaError(f"The cast folder {str(folder)!r} cannot be read: {error.strerror}.") from error


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURES and path.is_file()


def _is_picture_unread(path: Path) -> bool:
    """Whether it is a picture, going by its name, of a kind that is not read."""
    kind = mimetypes.guess_type(path.name)[0] or ""
    return kind.startswith("image/") and path.is_file() and not _is_picture(path)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MediaError(f"The cast picture {str(path)!r} cannot be read: {error.strerror}.") from error


def _as_name(raw: str) -> str:
    """`jane_doe` is Jane Doe."""
    spaced = " ".join(printable(raw.replace("_", " ")).split())
    return spaced.title() if spaced.islower() and spaced.replace(" ", "").isalpha() else spaced


def _why_no_name(name: str) -> str | None:
    if not any(letter.isalnum() or not letter.isascii() for letter in name):
        return "it has no letters"
    if len(name) > LONGEST_NAME:
        return f"a name has at most {LONGEST_NAME} letters, this one has {len(name)}"
    return "it would be taken for a person's number" if NUMBERED.fullmatch(name) else None


def _uncounted(raw: str) -> str:
    return COUNTED.sub("", raw).casefold()


def _shortened(name: str) -> str:
    shown = printable(name)
    return shown if len(shown) <= 60 else shown[:59] + "…"
