"""What people feel, and how tense the film is, drawn along its time."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from storyreel.export.figures import FAINT, INK, Lettering
from storyreel.memory.records import EMOTIONS, Emotion, EmotionInterval, Film
from storyreel.memory.tension import Tension

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS: Mapping[Emotion, str] = {
    "anger": "#D55E00",
    "disgust": "#009E73",
    "fear": "#CC79A7",
    "happiness": "#F0E442",
    "sadness": "#0072B2",
    "surprise": "#000000",
    "neutral": "#FFFFFF",
}
"""Apart for every kind of colour vision (Okabe and Ito 2008, "Color universal design"), pale ones too: their
sky blue is left out, which is what unsure sadness looks like."""
FAINTEST = 0.3
"""The least sure feeling is still to be seen."""
STRIP_PX = 13
TENSION_PX, TENSION_GAP_PX = 80, 26
LABEL_PX = 52
"""Where labels begin, left of the lanes."""
_LETTER_PX, _SMALL_PX = 7, 6
"""About as wide are letters of the legend, and in strips, where a feeling is named if that fits."""
_DARK: tuple[Emotion, ...] = ("sadness", "disgust", "surprise")
_LEGIBLE = 0.6
"""On dark colours fuller than this, white letters are read more easily."""
_TENSION_INK = "#555555"


def draw_feelings(
    axes: "Axes", felt: Sequence[EmotionInterval], top_px: float, px_per_s: float, lettering: Lettering
) -> None:
    """A strip of feelings, the shortest in front; the surer, the fuller their colour. y is in pixels."""
    for order, one in enumerate(sorted(felt, key=lambda one: -one.span.duration_s)):
        width_s = max(one.span.duration_s, 2 / px_per_s)
        fullness = max(FAINTEST, one.confidence)
        depth = 2 + order / len(felt)
        axes.broken_barh(
            [(one.span.start_s, width_s)],
            (top_px, STRIP_PX),
            facecolors=[_on_white(one.emotion, fullness)],
            edgecolors=INK,
            linewidth=0.4,
            zorder=depth,
        )
        if width_s * px_per_s >= _SMALL_PX * len(one.emotion):
            place = (one.span.start_s + width_s / 2, top_px + STRIP_PX / 2)
            colour = "white" if one.emotion in _DARK and fullness > _LEGIBLE else INK
            small = lettering.style(fontsize=7, ha="center", va="center_baseline", color=colour)
            axes.text(*place, one.emotion, zorder=depth, **small)


def _on_white(emotion: Emotion, fullness: float) -> tuple[float, ...]:
    """The colour mixed with white, so that nothing behind a bar shines through. Shape (3,)."""
    from matplotlib.colors import to_rgb

    return tuple(1 - fullness * (1 - part) for part in to_rgb(COLOURS[emotion]))


def draw_legend(figure: "Figure", left_px: float, top_px: float, lettering: Lettering) -> None:
    """A square in its colour for each emotion, and what the fullness of a colour means."""
    from matplotlib.patches import Rectangle

    width, height = figure.bbox.width, figure.bbox.height
    at_px = left_px
    for emotion in (one for one in EMOTIONS if one != "neutral"):
        square = (at_px / width, 1 - (top_px + 10) / height)
        figure.add_artist(
            Rectangle(
                square, 10 / width, 10 / height, facecolor=COLOURS[emotion], edgecolor=INK, linewidth=0.4
            )
        )
        words = lettering.style(fontsize=9, va="baseline", color=FAINT)
        figure.text((at_px + 15) / width, 1 - (top_px + 9) / height, emotion, **words)
        at_px += 24 + _LETTER_PX * len(emotion)
    words = lettering.style(fontsize=9, va="baseline", color=FAINT)
    figure.text(at_px / width, 1 - (top_px + 9) / height, "The surer, the fuller the colour.", **words)


def draw_tension(
    figure: "Figure", place_px: tuple[float, float, float], film: Film, curve: Tension, lettering: Lettering
) -> "Axes":
    """The curve on a time axis of its own at (left, bottom, width); with gaps where nothing is known."""
    left, bottom, width = place_px
    whole = figure.bbox
    axes = figure.add_axes(
        (left / whole.width, bottom / whole.height, width / whole.width, TENSION_PX / whole.height)
    )
    axes.set_xlim(0, max(film.duration_s, 0.1))
    _draw_curve(axes, curve)
    left_of = (LABEL_PX - left) / width
    words = lettering.style(fontsize=10, va="center", ha="left")
    axes.text(left_of, 0.62, "Tension", transform=axes.transAxes, **words)
    by = lettering.style(fontsize=7, va="top", ha="left", color=FAINT)
    axes.text(left_of, 0.46, "\n".join(_rows(list(curve.parts))), transform=axes.transAxes, **by)
    return axes


def _draw_curve(axes: "Axes", curve: Tension) -> None:
    """A value a second, drawn in its middle, between 0 and 1."""
    import numpy as np

    middles_s = np.arange(len(curve.values)) + 0.5
    axes.fill_between(middles_s, curve.values, color=_TENSION_INK, alpha=0.35, linewidth=0)
    axes.plot(middles_s, curve.values, color=_TENSION_INK, linewidth=1)
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 1], ["0", "1"], fontsize=7, color=FAINT)


def _rows(parts: Sequence[str]) -> list[str]:
    """By what the tension is reckoned, two to a row."""
    rows = [", ".join(parts[place : place + 2]) for place in range(0, len(parts), 2)]
    return [f"by {row}" if place == 0 else row for place, row in enumerate(rows)]
