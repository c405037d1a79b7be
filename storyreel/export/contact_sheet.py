"""A sheet of everybody's best faces, to recognise people by and to see who was mistaken for whom."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from storyreel.agent.portraits import keep_portraits
from storyreel.export.figures import FAINT, Lettering, colour_of, figure_of, fitted, save, thumbnail
from storyreel.export.roles import Role, lasting, nobody_in, roles_of
from storyreel.memory.clock import clock
from storyreel.memory.library import Library
from storyreel.memory.records import Film

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FACE_PX = 120
ROW_PX = 160
NAME_PX = 250
HEAD_PX = 60
FOOT_PX = 50
MOST_FACES = 8
MOST_ROWS = 60
"""More people than this make a picture that many programs do not open."""
NAME_COLUMNS = 26


def draw_sheet(library: Library, film: Film, path: Path) -> list[str]:
    """Writes the sheet; returns what the user should know of it, one line each.

    Raises QuestionError if nobody is known in the film, StoryreelError if the file cannot be written.
    """
    notes = keep_portraits(library, film)
    roles = roles_of(library, film)
    if not roles:
        raise nobody_in(library, film)
    seen = [role for role in roles if role.faces]
    lettering = Lettering.of([film.title, *(role.name for role in roles)])
    figure = figure_of(NAME_PX + MOST_FACES * (FACE_PX + 10) + 20, _height(seen))
    _head(figure, film, lettering)
    for row, role in enumerate(seen[:MOST_ROWS]):
        _draw_role(figure, role, _top(figure) - HEAD_PX - row * ROW_PX, lettering)
    _foot(figure, roles, lettering)
    save(figure, path)
    return notes + unshown_names(roles, lettering)


def unshown_names(roles: Sequence[Role], lettering: Lettering) -> list[str]:
    """A line for those whose names no font of this machine can draw."""
    bare = [f"{role.name} ({role.id})" for role in roles if not lettering.has(role.name)]
    if not bare:
        return []
    return [
        f"No font on this machine has all letters of {', '.join(bare)}: the picture shows the id instead. "
        "Install one that has, such as Noto Sans for that script."
    ]


def shown_name(role: Role, lettering: Lettering) -> str:
    """The name, or the id where the name cannot be drawn."""
    return role.name if lettering.has(role.name) else role.id


def _height(seen: Sequence[Role]) -> int:
    return HEAD_PX + min(len(seen), MOST_ROWS) * ROW_PX + FOOT_PX


def _top(figure: "Figure") -> float:
    return float(figure.bbox.height)


def _write(
    figure: "Figure", x_px: float, y_px: float, text: str, lettering: Lettering, **style: object
) -> None:
    width, height = figure.bbox.width, figure.bbox.height
    figure.text(x_px / width, y_px / height, text, va="top", **lettering.style(**style))


def _head(figure: "Figure", film: Film, lettering: Lettering) -> None:
    title = film.title if lettering.has(film.title) else film.id
    _write(figure, 20, _top(figure) - 16, fitted(title, 90), lettering, fontsize=15)


def _draw_role(figure: "Figure", role: Role, top_px: float, lettering: Lettering) -> None:
    from matplotlib.patches import Rectangle

    edge = (10 / figure.bbox.width, (top_px - FACE_PX) / figure.bbox.height)
    size = (4 / figure.bbox.width, FACE_PX / figure.bbox.height)
    figure.add_artist(Rectangle(edge, *size, color=colour_of(role.id), linewidth=0))
    name = fitted(shown_name(role, lettering), NAME_COLUMNS)
    _write(figure, 24, top_px - 4, name, lettering, fontsize=12, fontweight="bold")
    facts = [role.id, f"on screen {lasting(role.screen_time_s)}"]
    facts += [f"speaks {lasting(role.speech_time_s)}"] if role.speaks else []
    facts += [f"first seen at {clock(span.start_s)}" for span in role.on_screen[:1]]
    _write(figure, 24, top_px - 28, "\n".join(facts), lettering, fontsize=9, linespacing=1.5)
    for place, face in enumerate(role.faces[:MOST_FACES]):
        x_px = NAME_PX + place * (FACE_PX + 10)
        picture = thumbnail(face.picture, FACE_PX)[::-1]
        figure.figimage(picture, xo=x_px, yo=round(top_px) - FACE_PX, origin="lower")
        words = f"{face.track_id}  {clock(face.time_s)}"
        _write(figure, x_px, top_px - FACE_PX - 4, words, lettering, fontsize=8, color=FAINT)


def _foot(figure: "Figure", roles: Sequence[Role], lettering: Lettering) -> None:
    more = [role for role in roles if role.faces][MOST_ROWS:]
    heard = [shown_name(role, lettering) for role in roles if not role.faces]
    said = []
    if more:
        said.append(f"{len(more)} more are seen, each for {lasting(more[0].screen_time_s)} or less.")
    if heard:
        said.append(f"Only heard: {', '.join(heard)}.")
    _write(figure, 20, FOOT_PX - 12, fitted(" ".join(said), 170), lettering, fontsize=10, color=FAINT)
