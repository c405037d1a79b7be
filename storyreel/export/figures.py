"""Drawing with matplotlib: figures measured in pixels, letters of any script, files in any of its formats."""

import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyreel.errors import StoryreelError

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

DPI = 100
FORMATS = ("png", "jpg", "jpeg", "webp", "svg", "pdf")
PLAIN_FONT = "DejaVu Sans"
"""Comes with matplotlib; has Latin, Greek, Cyrillic, Hebrew, Arabic and some more."""
GOLDEN = 0.618034
INK, FAINT = "#222222", "#777777"


def figure_of(width_px: int, height_px: int) -> "Figure":
    """An empty white figure of a size in pixels."""
    import logging

    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # how it finds fonts is nobody's business
    from matplotlib.figure import Figure

    return Figure(figsize=(width_px / DPI, height_px / DPI), dpi=DPI, facecolor="white")


def save(figure: "Figure", path: Path) -> None:
    """Writes a figure in the format that the file's name ends on.

    Raises StoryreelError, in one line, for other endings and for what cannot be written.
    """
    form = path.suffix[1:].lower()
    if form not in FORMATS:
        raise StoryreelError(f"cannot draw {str(path)!r}: name a file that ends on .{', .'.join(FORMATS)}")
    drawn = io.BytesIO()
    figure.savefig(drawn, format=form)
    try:
        path.write_bytes(drawn.getvalue())
    except (OSError, ValueError) as error:
        raise StoryreelError(
            f"cannot write {str(path)!r}: {getattr(error, 'strerror', None) or error}"
        ) from error


def colour_of(character_id: str) -> tuple[float, float, float]:
    """The same colour for the same person in every picture, far from their neighbours'."""
    from matplotlib.colors import hsv_to_rgb

    number = int(character_id[1:])
    red, green, blue = hsv_to_rgb((number * GOLDEN % 1, 0.65, 0.8 - 0.2 * (number % 2)))
    return float(red), float(green), float(blue)


@dataclass
class Lettering:
    """Fonts that have the letters of some texts, and the letters that no font of this machine has."""

    families: list[str] = field(default_factory=lambda: [PLAIN_FONT])
    missing: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Lettering":
        """Looks through the machine's fonts where the plain one does not do."""
        found = cls()
        found.missing = {letter for text in texts for letter in text if _is_drawn(letter)}
        found.missing -= _letters_of(_plain_font())
        if found.missing:
            found._add_fonts_of_machine()
        return found

    def has(self, text: str) -> bool:
        """Whether all of a text can be drawn."""
        return self.missing.isdisjoint(text)

    def style(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- matplotlib's own text properties
        """Properties of a text that says what it says: `$` begins no formula."""
        return {"fontfamily": self.families, "parse_math": False, "color": INK, **more}

    def _add_fonts_of_machine(self) -> None:
        from matplotlib import font_manager

        for path in sorted(font_manager.findSystemFonts()):
            if has := self.missing & _letters_of(path):
                font_manager.fontManager.addfont(path)
                self.families.append(font_manager.FontProperties(fname=path).get_name())
                self.missing -= has
            if not self.missing:
                return


def _plain_font() -> str:
    from matplotlib import font_manager

    return str(font_manager.findfont(PLAIN_FONT))


def _letters_of(font: str) -> set[str]:
    """What a font can draw; nothing for one that matplotlib cannot read or scale, as coloured emoji."""
    from matplotlib.ft2font import FT2Font

    try:
        face = FT2Font(font)
    except RuntimeError:
        return set()
    return {chr(code) for code in face.get_charmap()} if face.scalable else set()


def _is_drawn(letter: str) -> bool:
    return not letter.isspace() and unicodedata.category(letter) not in ("Cf", "Mn")


def fitted(text: str, columns: int) -> str:
    """A text cut to a width in Latin letters; others, as Chinese ones, are twice as wide."""
    wide = [2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text]
    if sum(wide) <= columns:
        return text
    kept = next(count for count in range(len(text)) if sum(wide[: count + 1]) > columns - 1)
    return text[:kept] + "…"


def thumbnail(path: Path, side_px: int) -> "NDArray[np.uint8]":
    """A picture in a square, shape (side_px, side_px, 3) RGB; grey where there is none."""
    import cv2
    import numpy as np

    square = np.full((side_px, side_px, 3), 225, np.uint8)
    picture = cv2.imread(str(path)) if path.is_file() else None
    if picture is None:
        return square
    scale = side_px / max(picture.shape[:2])
    width, height = (max(1, round(length * scale)) for length in picture.shape[1::-1])
    top, left = (side_px - height) // 2, (side_px - width) // 2
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    square[top : top + height, left : left + width] = small[:, :, ::-1]
    return square
