"""Reads a screenplay: who says what, in order. Standard or Fountain layout, or `ANNA: words`."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from storyreel.errors import MediaError
from storyreel.tools.media.labels import label_of

MOST_BYTES = 20_000_000
"""A screenplay has some 200 kB."""
OTHER_FORMATS = (b"%PDF", b"PK\x03\x04", b"<?xml", b"{\\rtf")
MOST_CUE_WORDS = 5
LONGEST_CUE = 40
NO_CUE = re.compile(
    r"^(?:INT|EXT|EST|I/E|CUT|FADE|DISSOLVE|ANGLE|CLOSE|SMASH|MATCH|INSERT|CONTINUED|CREDITS?|TITLE|SUPER"
    r"|OMITTED|THE END|END|BACK TO|LATER|MONTAGE|SERIES OF|POV|NEW ANGLE|WIDE|FLASHBACK|SCENE|ACT|PAGE"
    r"|REVISED|DAY|NIGHT|MORNING)\b"
)
ASIDE = re.compile(r"\s*\([^()]*\)?\s*")
CUE_MARKS = re.compile(r"^\d+\s+|\s+\d+[A-Z]?$|[*^@]+$|^@")
"""Scene numbers in the margins, revision stars, and Fountain's signs."""
COLUMNS = "   "
"""Between the names of two who speak at once, side by side."""
NAME_SIGNS = re.compile(r"[^\W_][\w .,'’#&/\-]*", re.UNICODE)
LEAST_SPEECHES = 4
MOST_ADJACENT = 0.1
"""With double spacing, fewer than this share of the written lines have another right below."""
CLEARLY_MORE = 2
"""How many times more speeches another layout must give to be taken for the script's."""


@dataclass(frozen=True)
class Speech:
    """What somebody says without a pause in the script."""

    speaker: str
    words: str


def read(path: Path) -> list[Speech]:
    """The speeches of a screenplay file, in order.

    Raises MediaError for what is no readable text, or holds no dialogue.
    """
    speeches = parse(_text(path))
    if len(speeches) < LEAST_SPEECHES:
        raise MediaError(
            f"{path.name!r} is no screenplay that can be read: it has fewer than {LEAST_SPEECHES} "
            "speeches; save it as plain text with the speakers' names in capitals."
        )
    return speeches


def parse(text: str) -> list[Speech]:
    """The speeches of a screenplay's text: by cues on lines of their own, else by `ANNA: words`."""
    lines = _single_spaced(text.expandtabs().splitlines())
    found = _by_cues(lines)
    for other in (_by_cues(_without_gap(lines)), _by_labels(lines)):
        if len(other) > CLEARLY_MORE * len(found):
            found = other
    return found


def _without_gap(lines: list[str]) -> list[str]:
    """Without the blank line that some scripts have below a cue and below how it is said."""
    opens = [bool(_cue(line)) or line.strip().startswith("(") for line in lines]
    return [line for k, line in enumerate(lines) if line.strip() or not (k and opens[k - 1])]


def _single_spaced(lines: list[str]) -> list[str]:
    """A script that is typed with double spacing without every other line; any other as it is."""
    written = [bool(line.strip()) for line in lines]
    if sum(one and other for one, other in pairwise(written)) > MOST_ADJACENT * sum(written):
        return lines
    return [line for k, line in enumerate(lines) if line.strip() or (k and not lines[k - 1].strip())]


def _by_cues(lines: list[str]) -> list[Speech]:
    found: list[Speech] = []
    speaker, words = "", list[str]()
    for place, line in enumerate(lines):
        cue = _cue(line) if place + 1 < len(lines) and lines[place + 1].strip() else None
        if cue or not line.strip():
            _end(found, speaker, words)
            speaker, words = cue or "", []
        elif speaker:
            words.append(line)
    _end(found, speaker, words)
    return found


def _end(found: list[Speech], speaker: str, words: list[str]) -> None:
    said = " ".join(ASIDE.sub(" ", " ".join(words)).split())
    if speaker and said:
        found.append(Speech(speaker, said))


def _cue(line: str) -> str | None:
    """The speaker that a line names, if all it does is name one."""
    cue = CUE_MARKS.sub("", ASIDE.sub(" ", line).strip()).strip(" :,")
    is_short = 0 < len(cue) <= LONGEST_CUE and len(cue.split()) <= MOST_CUE_WORDS
    if not is_short or not cue.isupper() or COLUMNS in cue or cue[-1] in "-/":
        return None
    return cue if NAME_SIGNS.fullmatch(cue) and not NO_CUE.match(cue) else None


def _by_labels(lines: list[str]) -> list[Speech]:
    found: list[Speech] = []
    for line in lines:
        if label := label_of(line.strip()):
            _end(found, label[0], [label[1]])
    return found


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise MediaError(f"The screenplay {str(path)!r} cannot be read: {error.strerror}.") from error
    if len(raw) > MOST_BYTES or raw.startswith(OTHER_FORMATS) or b"\0" in raw:
        raise MediaError(f"{path.name!r} is no plain text: save the screenplay as a .txt or .fountain file.")
    return _decoded(raw)


def _decoded(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(raw).best()
        return str(best) if best else raw.decode("cp1252", errors="replace")
