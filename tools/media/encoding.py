"""Text of a file that does not say its encoding."""

from pathlib import Path
from typing import TYPE_CHECKING

from storyreel.errors import MediaError
from storyreel.tools.media.container import check_readable

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""Longest first: the mark of UTF-32 begins with that of UTF-16."""
LEGACY = (
    "cp1252",
    "cp1250",
    "cp1251",
    "gb18030",
    "big5",
    "shift_jis",
    "cp949",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "koi8_r",
    "euc_jp",
    "cp874",
)
"""What subtitles were written in before Unicode, the commonest first: it goes first where several fit."""
MOST_BYTES = 32_000_000
"""No subtitle file is larger; what is, is something else."""
SAMPLE = 4096


def read_text(path: Path) -> tuple[str, str]:
    """A file's text, and the encoding it was read in.

    Raises MediaError if the file is missing, empty, too large or not text.
    """
    check_readable(path)
    if path.stat().st_size > MOST_BYTES:
        raise MediaError(f"{str(path)!r} is too large to be subtitles")
    raw = path.read_bytes()
    encoding = _marked(raw) or _unmarked(raw)
    text = "" if encoding is None else raw.decode(encoding, errors="replace").lstrip("\ufeff")
    if encoding is None or "\0" in text:
        raise MediaError(f"{str(path)!r} is not text: picture or binary subtitles cannot be read")
    if not text.strip():
        raise MediaError(f"{str(path)!r} is empty")
    return text, encoding


def _marked(raw: bytes) -> str | None:
    return next((encoding for mark, encoding in BYTE_ORDER_MARKS if raw.startswith(mark)), None)


def _unmarked(raw: bytes) -> str | None:
    """UTF-8 if it is that; UTF-16 by its zero bytes; else the likeliest by its letters; None if binary."""
    from charset_normalizer import from_bytes

    if b"\0" in raw:
        return _wide(raw[:SAMPLE])
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        matches = from_bytes(raw, cp_isolation=list(LEGACY))
        likeliest = min(matches, key=lambda m: (m.chaos - m.coherence, _rank(m)), default=None)
        return LEGACY[_rank(likeliest)] if likeliest else None
    return "utf-8"


def _rank(match: "CharsetMatch") -> int:
    return min(LEGACY.index(encoding) for encoding in match.could_be_from_charset if encoding in LEGACY)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: almost every other byte of Western text is zero."""
    half = max(1, len(sample) // 2)
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if max(even, odd) < 0.3 or min(even, odd) > 0.05:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"
