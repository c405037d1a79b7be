"""A picture of who is on screen when: a lane for each person, along the film's time."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from storyreel.agent.portraits import keep_portraits
from storyreel.errors import QuestionError
from storyreel.export.contact_sheet import shown_name, unshown_names
from storyreel.export.figures import FAINT, INK, Lettering, colour_of, figure_of, fitted, save, thumbnail
from storyreel.export.roles import Role, lasting, roles_of
from storyreel.memory.clock import clock
from storyreel.memory.intervals import joined
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Span

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LANES_PX = 1300
"""Width of the time axis."""
LANE_PX = 36
FACE_PX = 32
MARGIN_PX = 12
LEFT_PX, RIGHT_PX, TOP_PX, BOTTOM_PX = 240, 30, 70, 60
MOST_LANES = 24
"""Who is seen less than so many others shares one lane with the rest."""
NAME_COLUMNS = 22
LEAST_PX = 1.5
"""A bar is at least this wide, or a glimpse in two hours could not be seen."""
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
MOST_TICKS = 14


def draw_lanes(library: Library, film: Film, path: Path, only: str | None = None) -> list[str]:
    """Writes the picture, of one person if `only` is their id; returns what the user should know of it.

    Raises QuestionError if nobody is known in the film, StoryreelError if the file cannot be written.
    """
    notes = keep_portraits(library, film)
    roles = [role for role in roles_of(library, film) if only in (None, role.id)]
    roles = [role for role in roles if role.on_screen or role.speaks]
    if not roles:
        raise QuestionError(f"Nobody is known in {film.title!r} yet: ingest it at standard depth.")
    named, rest = (
        (roles, []) if len(roles) <= MOST_LANES else (roles[: MOST_LANES - 1], roles[MOST_LANES - 1 :])
    )
    lettering = Lettering.of([film.title, *(role.name for role in named)])
    lanes = len(named) + bool(rest)
    figure = figure_of(LEFT_PX + LANES_PX + RIGHT_PX, TOP_PX + lanes * LANE_PX + BOTTOM_PX)
    axes = _axes(figure, film, lanes, lettering)
    for lane, role in enumerate(named):
        _draw_lane(axes, lane, role, shown_name(role, lettering), film, lettering)
        if role.faces:
            bottom = BOTTOM_PX + (lanes - lane - 1) * LANE_PX + (LANE_PX - FACE_PX) // 2
            face = thumbnail(role.faces[0].picture, FACE_PX)[::-1]
            figure.figimage(face, xo=MARGIN_PX, yo=bottom, origin="lower")
    if rest:
        _draw_rest(axes, len(named), rest, film, lettering)
    save(figure, path)
    return notes + unshown_names(named, lettering)


def _axes(figure: "Figure", film: Film, lanes: int, lettering: Lettering) -> "Axes":
    """Time from left to right, lanes from top to bottom."""
    width, height = figure.bbox.width, figure.bbox.height
    place = (LEFT_PX / width, BOTTOM_PX / height, LANES_PX / width, lanes * LANE_PX / height)
    axes = figure.add_axes(place)
    axes.set_xlim(0, max(film.duration_s, 0.1))
    axes.set_ylim(lanes, 0)
    axes.set_yticks([])
    step_s = next((step for step in STEPS_S if film.duration_s / step <= MOST_TICKS), STEPS_S[-1])
    ticks = [float(k * step_s) for k in range(int(film.duration_s // step_s) + 1)]
    axes.set_xticks(ticks, [clock(tick) for tick in ticks], fontsize=9, color=INK)
    axes.grid(axis="x", color="#e4e4e4", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    title = film.title if lettering.has(film.title) else film.id
    head = lettering.style(fontsize=14, va="top")
    figure.text(16 / width, 1 - 14 / height, fitted(f"Who is on screen in {title}", 100), **head)
    key = lettering.style(fontsize=9, va="top", color=FAINT)
    figure.text(16 / width, 1 - 42 / height, "Broad: on screen. Narrow, below it: speaks.", **key)
    return axes


def _draw_lane(axes: "Axes", lane: int, role: Role, name: str, film: Film, lettering: Lettering) -> None:
    colour = colour_of(role.id)
    _bars(axes, role.on_screen, (lane + 0.12, 0.52), colour, film)
    _bars(axes, role.speaks, (lane + 0.72, 0.14), colour, film)
    _label(axes, lane, fitted(name, NAME_COLUMNS), lasting(role.screen_time_s), lettering)


def _draw_rest(axes: "Axes", lane: int, rest: Sequence[Role], film: Film, lettering: Lettering) -> None:
    """Everybody who has no lane of their own, together."""
    grey = (0.6, 0.6, 0.6)
    _bars(axes, joined(span for role in rest for span in role.on_screen), (lane + 0.12, 0.52), grey, film)
    _bars(axes, joined(span for role in rest for span in role.speaks), (lane + 0.72, 0.14), grey, film)
    longest = lasting(max(role.screen_time_s for role in rest))
    _label(axes, lane, f"{len(rest)} others", f"≤ {longest} each", lettering)


def _bars(
    axes: "Axes",
    spans: Sequence[Span],
    place: tuple[float, float],
    colour: tuple[float, float, float],
    film: Film,
) -> None:
    least_s = film.duration_s * LEAST_PX / LANES_PX
    axes.broken_barh(
        [(span.start_s, max(span.duration_s, least_s)) for span in spans],
        place,
        facecolors=colour,
        linewidth=0,
    )


def _label(axes: "Axes", lane: int, name: str, seen: str, lettering: Lettering) -> None:
    """Left of the lane."""
    across = axes.get_yaxis_transform()
    left = (MARGIN_PX + FACE_PX + 8 - LEFT_PX) / LANES_PX
    axes.text(left, lane + 0.32, name, transform=across, va="center", **lettering.style(fontsize=10))
    small = lettering.style(fontsize=8, color=FAINT)
    axes.text(left, lane + 0.76, seen, transform=across, va="center", **small)
