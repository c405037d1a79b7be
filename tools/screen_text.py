"""Screen text: titles, credits, signs and captions that can be read in the picture."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from storyreel.memory.records import ScreenText, Shot, Span
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.models import ocr
from storyreel.tools.scene import Frame, Scene

GLIMPSE_S = 0.7
"""Shots shorter than this are not searched: nobody could read them."""
SLICE_S = 6.0
"""One look is read for every slice of a shot of at most this length."""
CLEAR = 0.75
"""Confidence that words need…"""
CLEAR_SHORT = 0.9
"""…and that words of fewer than four letters need, which foliage and folds spell too."""
SAME_WORDS = 0.8
"""Similarity from which two readings are one text."""
PAUSE_S = 1.0
"""A text that is gone no longer than this between two looks is one text."""


def read_screen(scene: Scene, _args: Args) -> Result[ScreenText]:
    """Texts with the time they stand, in order of time, then from the top down."""
    texts: list[ScreenText] = []
    for span, look in _looks(scene):
        for line in ocr.read(look.pixels):
            if _is_words(line):
                _add(texts, ScreenText(span=span, words=line.words, box=line.box, confidence=line.confidence))
    texts.sort(key=lambda text: (text.span.start_s, text.box.y, text.box.x))
    return Result[ScreenText](findings=tuple(texts))


def _looks(scene: Scene) -> Iterator[tuple[Span, Frame]]:
    """Slices of the shots, each with the look nearest to its middle, when titles stand fully lit."""
    for shot in scene.find(Shot):
        for span in _slices(shot.span) if shot.span.duration_s >= GLIMPSE_S else ():
            if look := _middle_look(scene.pictures.looks, span):
                yield span, look


def _middle_look(looks: Sequence[Frame], span: Span) -> Frame | None:
    inside = [look for look in looks if span.holds(look.time_s)]
    return min(inside, key=lambda look: abs(look.time_s - span.middle_s), default=None)


def _slices(span: Span) -> list[Span]:
    count = max(1, -int(-span.duration_s // SLICE_S))
    edges = [span.start_s + span.duration_s * k / count for k in range(count)] + [span.end_s]
    return [Span(start_s=a, end_s=b) for a, b in pairwise(edges)]


def _is_words(line: ocr.Line) -> bool:
    signs = [sign for sign in line.words if not sign.isspace()]
    letters = [sign for sign in signs if sign.isalnum()]
    enough = len(letters) >= 2 and 2 * len(letters) > len(signs)
    return enough and line.confidence >= (CLEAR if len(letters) >= 4 else CLEAR_SHORT)


def _add(texts: list[ScreenText], text: ScreenText) -> None:
    """Adds a text, or prolongs the one that it repeats."""
    for index, known in enumerate(texts):
        if text.span.start_s - known.span.end_s <= PAUSE_S and _same(known, text):
            better = max(known, text, key=lambda one: one.confidence)
            whole = Span(start_s=known.span.start_s, end_s=max(known.span.end_s, text.span.end_s))
            texts[index] = better.model_copy(update={"span": whole})
            return
    texts.append(text)


def _same(a: ScreenText, b: ScreenText) -> bool:
    """The same words at a later time, wherever they stand (credits roll); two at one time are two texts."""
    return a.span != b.span and a.span.end_s <= b.span.start_s and _alike(a.words, b.words) >= SAME_WORDS


def _alike(a: str, b: str) -> float:
    return SequenceMatcher(None, a.casefold(), b.casefold(), autojunk=False).ratio()


TOOL = PerceptionTool(
    name="screen_text",
    version="1",
    description="Reads words that stand in the picture: titles, signs, credits.",
    run=read_screen,
    result=Result[ScreenText],
    needs=("shots",),
)
