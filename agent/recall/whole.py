"""A stretch of film, or all of it: everything known there, or a summary scene by scene."""

from collections.abc import Sequence
from dataclasses import replace

from storyreel.agent.context import Context
from storyreel.agent.recall.asked import found, inside, span_of
from storyreel.agent.recall.items import described, felt_item, sentence_item, spoken
from storyreel.agent.recall.seen import on_screen
from storyreel.agent.results import Asked, Found, Item
from storyreel.agent.scenes import SceneFacts, names_of, scenes_of
from storyreel.agent.watched import unwatched
from storyreel.agent.wording.phrases import at_stretch
from storyreel.memory import timeline as timelines
from storyreel.memory.intervals import clipped
from storyreel.memory.records import Caption, ScreenText, Shot, Span
from storyreel.memory.shots import join_continued

MOST_SCENES = 12
NEAR_S = 5.0
"""A moment in which nothing is said is told by what is said this long before or after it."""
_LOOKED_AT = 0.95
"""A stretch is known if so much of it is."""
BLACK_AND_WHITE = "black and white"


def segment_detail(context: Context, start_s: float, end_s: float) -> Found:
    """Everything known of a stretch of film: who, what is said, seen, read and felt."""
    span = inside(context, start_s, end_s)
    facts, film = context.library.facts, context.film
    names = names_of(context.library, film)
    lines = [spoken(line, names) for line in _said_at(context, span)]
    captions = described(context, facts.observations(film.id, kind=Caption.kind, span=span)).values()
    texts = described(context, facts.observations(film.id, kind=ScreenText.kind, span=span)).values()
    feelings = [felt_item(one, names) for one in timelines.emotion_intervals(facts, film.id, span=span)]
    people = on_screen(context, start_s, end_s).items
    items = [*captions, *people, *lines, *feelings, *texts]
    asked = Asked(kinds=("presence", "speech", "feeling"))
    return found(context, items, span, ("lines", "people", "captions"), asked=asked)


def _said_at(context: Context, span: Span) -> list[timelines.Line]:
    """What is said then; of a moment in which nothing is, what is said just before and after it."""
    facts, film = context.library.facts, context.film
    said = timelines.dialogue(facts, film.id, span)
    if said or span.duration_s > 1:
        return said
    return timelines.dialogue(facts, film.id, inside(context, span.start_s - NEAR_S, span.end_s + NEAR_S))


def film_summary(context: Context, start_s: float | None = None, end_s: float | None = None) -> Found:
    """The film, or a part, scene by scene: who is there, the most telling line, the strongest feeling."""
    span = span_of(context, start_s, end_s)
    names = names_of(context.library, context.film)
    scenes = scenes_of(context.library, context.film, span)
    most_lines = 3 if len(scenes) <= 3 else 2 if len(scenes) <= 6 else 1
    parts = [_part(scene, span) for scene in _spread(scenes)]
    items = [item for scene in parts for item in _scene_items(scene, names, most_lines)]
    return Found(
        items=(*items, *_shots(context, span), *_colour(scenes), *_lights(context, scenes)),
        total=len(scenes),
        span=span,
        unwatched=unwatched(context.library, context.film, ("lines", "segments"), span),
    )


def _spread(scenes: Sequence[SceneFacts]) -> list[SceneFacts]:
    """As many scenes as fit, of each of that many runs the most telling; and the longest and the shortest."""
    count = min(MOST_SCENES, len(scenes))
    runs = [
        scenes[place * len(scenes) // count : (place + 1) * len(scenes) // count] for place in range(count)
    ]
    chosen = [max(run, key=_tells) for run in runs]
    chosen += [pick(scenes, key=lambda scene: scene.span.duration_s) for pick in (max, min) if scenes]
    return [scene for scene in scenes if any(scene is one for one in chosen)]


def _part(scene: SceneFacts, span: Span | None) -> SceneFacts:
    """What of a scene lies in the stretch asked for."""
    if span is None or scene.span.overlap_s(span) >= scene.span.duration_s:
        return scene
    return replace(
        scene,
        span=clipped(scene.span, span),
        people=tuple(one for one, stays in scene.stays.items() if any(s.overlap_s(span) > 0 for s in stays)),
        lines=tuple(line for line in scene.lines if line.span.overlap_s(span) >= line.span.duration_s / 2),
        feelings=tuple(one for one in scene.feelings if one.span.overlap_s(span) > 0),
        captions=(),
    )


def _tells(scene: SceneFacts) -> float:
    return scene.best_lines[0].salience if scene.best_lines else 0.0


def _scene_items(scene: SceneFacts, names: dict[str, str], most_lines: int) -> list[Item]:
    people = tuple(names[one] for one in scene.people[:6] if one in names)
    caption = scene.captions[0].words if scene.captions else ""
    items = [Item(kind="scene", span=scene.span, people=people, text=caption, evidence=scene.evidence)]
    items += [sentence_item(best, names) for best in scene.best_lines[:most_lines]]
    strongest = max(scene.feelings, key=lambda one: one.confidence, default=None)
    return items + ([felt_item(strongest, names)] if strongest else [])


def _colour(scenes: Sequence[SceneFacts]) -> list[Item]:
    """Whether the film is black and white, as far as scenes are described."""
    told = [scene for scene in scenes if any(one.words for one in scene.captions)]
    if not told:
        return []
    grey = sum(any(BLACK_AND_WHITE in one.words for one in scene.captions) for scene in told)
    words = f"It is in {BLACK_AND_WHITE}." if grey else "It is in colour."
    if 0 < grey < len(told):
        words = f"Of {len(told)} scenes that I looked at, {grey} are in {BLACK_AND_WHITE}."
    whole = Span(start_s=told[0].span.start_s, end_s=told[-1].span.end_s)
    return [Item(kind="film", span=whole, text=words)]


def _lights(context: Context, scenes: Sequence[SceneFacts]) -> list[Item]:
    """The darkest and the brightest of several scenes, by the mean brightness of their shots, 0 to 1."""
    shots = context.library.facts.find(context.film.id, Shot)
    lights = {_light_of(scene.span, shots): scene.span for scene in scenes}
    known = sorted(light for light in lights if light is not None)
    if len(known) < 2 or None in lights:
        return []
    return [
        _lit(which, lights[light], light)
        for which, light in (("darkest", known[0]), ("brightest", known[-1]))
    ]


def _lit(which: str, span: Span, light: float) -> Item:
    words = f"The {which} scene runs {at_stretch(span)}: its mean brightness is {light:.2f} of 1."
    return Item(kind="film", span=span, text=words)


def _light_of(span: Span, shots: Sequence[Shot]) -> float | None:
    """The mean brightness of a stretch; None where less than all of it was looked at."""
    inside = [
        (clipped(shot.span, span).duration_s, shot.brightness)
        for shot in shots
        if shot.span.overlap_s(span) > 0
    ]
    lasting_s = sum(seconds for seconds, _ in inside)
    if lasting_s < _LOOKED_AT * span.duration_s or not lasting_s:
        return None
    return sum(seconds * brightness for seconds, brightness in inside) / lasting_s


def _shots(context: Context, span: Span | None) -> list[Item]:
    """The longest and the shortest shot."""
    shots = join_continued(context.library.facts.find(context.film.id, Shot, span))
    edges = [pick(shots, key=lambda shot: shot.span.duration_s) for pick in (max, min)] if shots else []
    return [Item(kind="shot", span=shot.span) for shot in edges]
