"""A picture of who is on screen when and feels what: a lane for each person, along the film's time."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyreel.agent.portraits import keep_portraits
from storyreel.export.contact_sheet import shown_name, unshown_names
from storyreel.export.figures import FAINT, INK, Lettering, colour_of, figure_of, fitted, save, thumbnail
from storyreel.export.mood_lanes import (
    LABEL_PX,
    STRIP_PX,
    TENSION_GAP_PX,
    TENSION_PX,
    draw_feelings,
    draw_legend,
    draw_tension,
)
from storyreel.export.roles import Role, lasting, nobody_in, roles_of
from storyreel.memory import tension, timeline
from storyreel.memory.clock import clock
from storyreel.memory.intervals import joined
from storyreel.memory.library import Library
from storyreel.memory.records import EmotionInterval, Film, Span

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LANES_PX = 1300
"""Width of the time axis."""
LANE_PX = 36
FACE_PX = 32
MARGIN_PX = 12
LEFT_PX, RIGHT_PX, TOP_PX, BOTTOM_PX = 240, 30, 70, 60
LEGEND_PX = 20
MOST_LANES = 24
"""Who is seen less than so many others shares one lane with the rest."""
NAME_COLUMNS = 22
LEAST_PX = 1.5
"""A bar is at least this wide, or a glimpse in two hours could not be seen."""
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
MOST_TICKS = 14
SEEN_PX, SPEAKS_PX, FEELS_PX = (4, 19), (26, 5), 34
"""Below a lane's upper edge: where the bars begin and how high they are; where feelings begin."""


@dataclass(frozen=True)
class _Sheet:
    """What is drawn, and how high its parts are."""

    film: Film
    named: Sequence[Role]
    rest: Sequence[Role]
    felt: Sequence[EmotionInterval]
    curve: tension.Tension
    lettering: Lettering

    @property
    def unknown(self) -> list[EmotionInterval]:
        """Feelings of nobody known."""
        return [one for one in self.felt if one.character_id is None]

    @property
    def lanes(self) -> int:
        return len(self.named) + bool(self.rest) + bool(self.unknown)

    @property
    def lane_px(self) -> int:
        """A lane has a strip for feelings only where any are drawn."""
        return LANE_PX + (STRIP_PX + 3 if self.felt else 0)

    @property
    def tension_px(self) -> int:
        return TENSION_PX + TENSION_GAP_PX if self.curve.parts else 0

    @property
    def top_px(self) -> int:
        return TOP_PX + (LEGEND_PX if self.felt else 0)

    @property
    def height_px(self) -> int:
        return self.top_px + self.lanes * self.lane_px + self.tension_px + BOTTOM_PX

    def of(self, roles: Sequence[Role]) -> list[EmotionInterval]:
        """What they feel."""
        ids = {role.id for role in roles}
        return [one for one in self.felt if one.character_id in ids]


def draw_lanes(
    library: Library,
    film: Film,
    path: Path,
    only: str | None = None,
    felt: Sequence[EmotionInterval] | None = None,
) -> list[str]:
    """Writes the picture, of one person if `only` is their id; returns what the user should know of it.

    `felt` are the feelings to draw; all that are known if left out. Raises QuestionError if nobody is known
    in the film, StoryreelError if the file cannot be written.
    """
    notes = keep_portraits(library, film)
    felt = timeline.emotion_intervals(library.facts, film.id, only) if felt is None else felt
    sheet = _sheet(library, film, only, felt)
    save(_drawn(sheet), path)
    return notes + unshown_names(sheet.named, sheet.lettering)


def _drawn(sheet: _Sheet) -> "Figure":
    figure = figure_of(LEFT_PX + LANES_PX + RIGHT_PX, sheet.height_px)
    axes = _axes(figure, sheet)
    for lane, role in enumerate(sheet.named):
        _draw_lane(axes, lane, role, sheet)
        if role.faces:
            face = thumbnail(role.faces[0].picture, FACE_PX)[::-1]
            figure.figimage(face, xo=MARGIN_PX, yo=_face_px(sheet, lane), origin="lower")
    if sheet.rest:
        _draw_rest(axes, len(sheet.named), sheet)
    if sheet.unknown:
        _draw_unknown(axes, sheet)
    return figure


def _sheet(library: Library, film: Film, only: str | None, felt: Sequence[EmotionInterval]) -> _Sheet:
    feel = {one.character_id for one in felt}
    roles = [role for role in roles_of(library, film) if only in (None, role.id)]
    roles = [role for role in roles if role.on_screen or role.speaks or role.id in feel]
    if not roles:
        raise nobody_in(library, film)
    most = len(roles) if len(roles) <= MOST_LANES else MOST_LANES - 1
    lettering = Lettering.of([film.title, *(role.name for role in roles[:most])])
    return _Sheet(film, roles[:most], roles[most:], felt, tension.curve(library.facts, film), lettering)


def _face_px(sheet: _Sheet, lane: int) -> int:
    """From the picture's lower edge to that of a lane's face."""
    lower = BOTTOM_PX + sheet.tension_px + (sheet.lanes - lane - 1) * sheet.lane_px
    return lower + (sheet.lane_px - FACE_PX) // 2


def _axes(figure: "Figure", sheet: _Sheet) -> "Axes":
    """Time from left to right, lanes from top to bottom in pixels; the tension below, on the same times."""
    width, height = figure.bbox.width, figure.bbox.height
    lanes_px = sheet.lanes * sheet.lane_px
    bottom_px = BOTTOM_PX + sheet.tension_px
    axes = figure.add_axes((LEFT_PX / width, bottom_px / height, LANES_PX / width, lanes_px / height))
    axes.set_xlim(0, max(sheet.film.duration_s, 0.1))
    axes.set_ylim(lanes_px, 0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    _draw_times(axes, sheet.film)
    if sheet.tension_px:
        place = (LEFT_PX, BOTTOM_PX, LANES_PX)
        _draw_times(draw_tension(figure, place, sheet.film, sheet.curve, sheet.lettering), sheet.film)
    _draw_head(figure, sheet)
    return axes


def _draw_times(axes: "Axes", film: Film) -> None:
    step_s = next((step for step in STEPS_S if film.duration_s / step <= MOST_TICKS), STEPS_S[-1])
    ticks = [float(k * step_s) for k in range(int(film.duration_s // step_s) + 1)]
    axes.set_xticks(ticks, [clock(tick) for tick in ticks], fontsize=9, color=INK)
    axes.grid(axis="x", color="#e4e4e4", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _draw_head(figure: "Figure", sheet: _Sheet) -> None:
    """What the picture shows, and what its bars mean."""
    width, height = figure.bbox.width, figure.bbox.height
    title = sheet.film.title if sheet.lettering.has(sheet.film.title) else sheet.film.id
    shows = "Who is on screen and feels what in" if sheet.felt else "Who is on screen in"
    head = sheet.lettering.style(fontsize=14, va="top")
    figure.text(16 / width, 1 - 14 / height, fitted(f"{shows} {title}", 100), **head)
    key = sheet.lettering.style(fontsize=9, va="top", color=FAINT)
    bars = "Broad: on screen. Narrow, below it: speaks."
    bars += " Lowest: feels." if sheet.felt else " No feelings are known."
    figure.text(16 / width, 1 - 42 / height, bars, **key)
    if sheet.felt:
        draw_legend(figure, 16, 62, sheet.lettering)


def _draw_lane(axes: "Axes", lane: int, role: Role, sheet: _Sheet) -> None:
    top_px = lane * sheet.lane_px
    _bars(axes, role, top_px, colour_of(role.id), sheet)
    name = fitted(shown_name(role, sheet.lettering), NAME_COLUMNS)
    _label(axes, top_px, name, lasting(role.screen_time_s), sheet)


def _draw_rest(axes: "Axes", lane: int, sheet: _Sheet) -> None:
    """Everybody who has no lane of their own, together."""
    top_px = lane * sheet.lane_px
    together = Role(
        "P0",
        "",
        tuple(joined(span for role in sheet.rest for span in role.on_screen)),
        tuple(joined(span for role in sheet.rest for span in role.speaks)),
        (),
    )
    _bars(axes, together, top_px, (0.6, 0.6, 0.6), sheet, sheet.of(sheet.rest))
    longest = lasting(max(role.screen_time_s for role in sheet.rest))
    _label(axes, top_px, f"{len(sheet.rest)} others", f"≤ {longest} each", sheet)


def _draw_unknown(axes: "Axes", sheet: _Sheet) -> None:
    """What somebody feels of whom it is not known who they are."""
    top_px = (sheet.lanes - 1) * sheet.lane_px
    draw_feelings(axes, sheet.unknown, top_px + FEELS_PX, LANES_PX / axes.get_xlim()[1], sheet.lettering)
    _label(axes, top_px, "Somebody", "speaker unknown", sheet)


def _bars(
    axes: "Axes",
    role: Role,
    top_px: float,
    colour: tuple[float, float, float],
    sheet: _Sheet,
    felt: Sequence[EmotionInterval] | None = None,
) -> None:
    """When somebody is seen, when they speak, what they feel."""
    for spans, (below_px, high_px) in ((role.on_screen, SEEN_PX), (role.speaks, SPEAKS_PX)):
        _bar(axes, spans, (top_px + below_px, high_px), colour, sheet.film)
    own = sheet.of([role]) if felt is None else felt
    draw_feelings(axes, own, top_px + FEELS_PX, LANES_PX / axes.get_xlim()[1], sheet.lettering)


def _bar(
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


def _label(axes: "Axes", top_px: float, name: str, seen: str, sheet: _Sheet) -> None:
    """Left of the lane."""
    across = axes.get_yaxis_transform()
    left = (LABEL_PX - LEFT_PX) / LANES_PX
    middle_px = top_px + sheet.lane_px / 2
    style: dict[str, Any] = {"transform": across, "va": "center"}
    axes.text(left, middle_px - 7, name, **style, **sheet.lettering.style(fontsize=10))
    axes.text(left, middle_px + 9, seen, **style, **sheet.lettering.style(fontsize=8, color=FAINT))
