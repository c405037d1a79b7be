"""What memory says: one function for each way to ask it, all giving a `Found`."""

from collections.abc import Iterable, Sequence
from functools import partial

from storyreel.agent.captions import description, names_in_captions
from storyreel.agent.context import Context
from storyreel.agent.felt import joined_where_nobody, with_words
from storyreel.agent.results import Found, Item, ItemKind
from storyreel.agent.scenes import SceneFacts, SceneLine, names_of, scenes_of
from storyreel.agent.understanding.text import content_words
from storyreel.agent.watched import Need, unwatched
from storyreel.memory import timeline as timelines
from storyreel.memory.characters import characters as all_characters
from storyreel.memory.characters import resolve
from storyreel.memory.intervals import clipped, joined, shared, total_s
from storyreel.memory.records import (
    Caption,
    Character,
    Emotion,
    EmotionInterval,
    Observation,
    ScreenText,
    Segment,
    Shot,
    Span,
    Utterance,
)
from storyreel.memory.shots import join_continued
from storyreel.memory.timeline import Line

MOST_ITEMS = 40
"""A tool hands back no more: a model must be able to read it."""
MOST_SCENES = 12
UNKNOWN_FACE = "somebody unidentified"
_MOMENT_S = 1.0
_ITEM_KINDS: dict[str, ItemKind] = {Caption.kind: "caption", ScreenText.kind: "screen text"}


def on_screen(context: Context, start_s: float, end_s: float) -> Found:
    """Who is on screen in a stretch of film."""
    span = _inside(context, start_s, end_s)
    seen = timelines.on_screen(context.library.facts, context.film.id, span)
    names = names_of(context.library, context.film)
    items = [
        Item(
            kind="presence",
            span=piece,
            people=(names.get(one.character_id or "", UNKNOWN_FACE),),
            evidence=one.evidence,
        )
        for one in seen
        for piece in (_whole_stay(context, one.character_id, span) or one.spans)
    ]
    return _found(context, items, span, ("people",))


def _whole_stay(context: Context, character_id: str | None, span: Span) -> list[Span]:
    """For a moment: all of the appearance that it lies in."""
    if character_id is None or span.duration_s > _MOMENT_S:
        return []
    stays = timelines.presence(context.library.facts, context.film.id, character_id)
    return [stay for stay in stays if stay.overlap_s(span) > 0]


def presence(
    context: Context, character: str, start_s: float | None = None, end_s: float | None = None
) -> Found:
    """When a character is on screen, how often and how long."""
    who, span = _who(context, character), _span(context, start_s, end_s)
    stays = _within(timelines.presence(context.library.facts, context.film.id, who.id), span)
    items = [
        Item(kind="presence", span=stay, people=(who.name,), evidence=_faces(context, who.id, stay))
        for stay in stays[:MOST_ITEMS]
    ]
    return _found(context, items, span, ("people",), len(stays), total_s(stays))


def together(
    context: Context,
    characters: Sequence[str],
    without: Sequence[str] = (),
    alone: bool = False,
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """When characters share the picture; with one character, who is there too; without some, or alone."""
    span = _span(context, start_s, end_s)
    wanted = [_who(context, one) for one in characters]
    others = _rest(context, wanted) if alone else [_who(context, one) for one in without]
    if len(wanted) == 1 and not others and not alone:
        return _company(context, wanted[0], span)
    common = timelines.together(context.library.facts, context.film.id, [one.id for one in wanted])
    for other in others:
        common = _less(common, timelines.presence(context.library.facts, context.film.id, other.id))
    stays = [stay for stay in _within(common, span) if stay.duration_s > 0.1]
    evidence = [
        tuple(id_ for one in wanted for id_ in _faces(context, one.id, stay)) for stay in stays[:MOST_ITEMS]
    ]
    items = [
        Item(kind="presence", span=stay, people=tuple(one.name for one in wanted), evidence=ids)
        for stay, ids in zip(stays, evidence, strict=False)
    ]
    return _found(context, items, span, ("people",), len(stays), total_s(stays))


def _company(context: Context, who: Character, span: Span | None) -> Found:
    facts, film = context.library.facts, context.film
    own = timelines.presence(facts, film.id, who.id)
    items = [
        Item(
            kind="presence",
            span=stay,
            people=(who.name, other.name),
            evidence=_faces(context, other.id, stay),
        )
        for other in _rest(context, [who])
        for stay in _within(shared(own, timelines.presence(facts, film.id, other.id)), span)
    ]
    return _found(context, items, span, ("people",))


def timeline(
    context: Context,
    character: str | None = None,
    emotions: Sequence[Emotion] = (),
    min_confidence: float | None = None,
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """When a character, or anyone, appears to feel something."""
    span = _span(context, start_s, end_s)
    who = _who(context, character) if character else None
    felt = _felt(context, who, emotions, min_confidence, span)
    names = names_of(context.library, context.film)
    ranked = sorted(felt, key=lambda one: -one.confidence)[:MOST_ITEMS]
    items = [felt_item(one, names) for one in sorted(ranked, key=lambda one: one.span.start_s)]
    items = with_words(context.library, context.film, items)
    needs: tuple[Need, ...] = ("lines", "text_emotion", "people", "expression")
    return _found(context, items, span, needs, len(felt), total_s(one.span for one in felt))


def _felt(
    context: Context,
    who: Character | None,
    emotions: Sequence[Emotion],
    min_confidence: float | None,
    span: Span | None,
) -> list[EmotionInterval]:
    wanted: Iterable[Emotion | None] = dict.fromkeys(emotions) or [None]
    person = who.id if who else None
    intervals = partial(
        timelines.emotion_intervals, context.library.facts, context.film.id, person, span=span
    )
    if min_confidence is not None:
        intervals = partial(intervals, min_confidence=min_confidence)
    found = [one for emotion in wanted for one in intervals(emotion)]
    return joined_where_nobody(found)


def felt_item(one: EmotionInterval, names: dict[str, str]) -> Item:
    """A feeling as an item."""
    who = names.get(one.character_id) if one.character_id else None
    return Item(
        kind="emotion",
        span=one.span,
        people=(who,) if who else (),
        emotion=one.emotion,
        confidence=round(one.confidence, 3),
        modalities=one.modalities,
        evidence=one.evidence,
    )


def dialogue(
    context: Context,
    speaker: str | None = None,
    words: str | None = None,
    exact: bool = False,
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """What is said: of one speaker, with certain words, in a stretch of film."""
    span = _span(context, start_s, end_s)
    who = _who(context, speaker) if speaker else None
    lines = timelines.dialogue(context.library.facts, context.film.id, span, who.id if who else None)
    notes: tuple[str, ...] = ()
    if words:
        lines, notes = _with_words(context, lines, words, exact, span)
    names = names_of(context.library, context.film)
    needs: tuple[Need, ...] = ("lines", "people") if speaker else ("lines",)
    return _found(
        context,
        [spoken(line, names) for line in lines[:MOST_ITEMS]],
        span,
        needs,
        len(lines),
        total_s(joined(line.utterance.span for line in lines)),
        notes,
    )


def spoken(line: Line, names: dict[str, str]) -> Item:
    """A line as an item."""
    kinds: dict[str, ItemKind] = {"speech": "line", "sound": "sound", "song": "song"}
    speaker = names.get(line.character_id) if line.character_id else line.utterance.speaker
    return Item(
        kind=kinds[line.utterance.manner],
        span=line.utterance.span,
        people=(speaker,) if speaker else (),
        text=" ".join(line.utterance.words.split()),
        confidence=line.confidence if line.character_id else None,
        evidence=(line.observation_id,),
    )


def sentence_item(sentence: SceneLine, names: dict[str, str]) -> Item:
    """A sentence over one or more lines as an item."""
    evidence = tuple(line.observation_id for line in sentence.lines)
    return spoken(sentence.first, names).model_copy(
        update={"text": sentence.words, "span": sentence.span, "evidence": evidence}
    )


def _with_words(
    context: Context, lines: Sequence[Line], words: str, exact: bool, span: Span | None
) -> tuple[list[Line], tuple[str, ...]]:
    """Lines that have the phrase, else all its words, else, unless `exact`, those nearest to it."""
    phrase = _with_phrase(lines, words)
    if phrase and len(words.split()) > 1:
        return phrase, ()
    every = _with_all(context, lines, words, span)
    if every or exact:
        return every, ()
    hits, notes = _search(context, words, (Utterance.kind,), span)
    order = {hit.id: place for place, hit in enumerate(hits)}
    near = sorted(
        (line for line in lines if line.observation_id in order), key=lambda line: order[line.observation_id]
    )
    return near[:5], (
        f"No line has all the words of '{words}'; these are the nearest.",
        *notes,
    ) if near else notes


def _with_phrase(lines: Sequence[Line], words: str) -> list[Line]:
    """Lines that the phrase stands in; it may run over from one to the next."""
    stream = [(word, place) for place, line in enumerate(lines) for word in _plain(line.utterance.words)]
    sought = _plain(words)
    starts = [
        at
        for at in range(len(stream) - len(sought) + 1)
        if sought and all(stream[at + step][0] == word for step, word in enumerate(sought))
    ]
    places = {stream[at + step][1] for at in starts for step in range(len(sought))}
    return [lines[place] for place in sorted(places)]


def _plain(text: str) -> list[str]:
    return [
        "".join(letter for letter in word if letter.isalnum()).lower()
        for word in text.split()
        if any(letter.isalnum() for letter in word)
    ]


def _with_all(context: Context, lines: Sequence[Line], words: str, span: Span | None) -> list[Line]:
    ids: set[str] | None = None
    for word in content_words(words) or tuple(words.split()):
        hits = context.library.facts.search(context.film.id, word, 10_000, kinds=(Utterance.kind,), span=span)
        having = {hit.id for hit, _ in hits}
        ids = having if ids is None else ids & having
    return [line for line in lines if line.observation_id in (ids or set())]


def search(
    context: Context,
    words: str,
    kinds: Sequence[str] = (),
    start_s: float | None = None,
    end_s: float | None = None,
) -> Found:
    """What was said, seen or read that fits some words, the best first."""
    span = _span(context, start_s, end_s)
    hits, notes = _search(context, words, kinds, span)
    names = names_of(context.library, context.film)
    spoken_now = {
        line.observation_id: line for line in timelines.dialogue(context.library.facts, context.film.id, span)
    }
    others = _described(context, [hit for hit in hits if hit.id not in spoken_now])
    items = [spoken(spoken_now[hit.id], names) if hit.id in spoken_now else others[hit.id] for hit in hits]
    return _found(context, [item for item in items if item.text], span, ("lines",), notes=notes)


def _search(
    context: Context, words: str, kinds: Sequence[str], span: Span | None
) -> tuple[list[Observation], tuple[str, ...]]:
    """By words alone where they do: meaning needs a model and an index, which take a second to load."""
    from storyreel.memory.search import KINDS, search

    wanted = tuple(kinds) or KINDS
    by_words = [
        hit
        for hit, _ in context.library.facts.search(
            context.film.id, " ".join(content_words(words)) or words, 10, kinds=wanted, span=span
        )
    ]
    if by_words and _covers(by_words[0].text, words):
        return by_words, ()
    from storyreel.tools.models import minilm

    hits = search(context.library, context.film.id, words, minilm.embed, wanted, span, 10)
    return [hit.observation for hit in hits.hits], hits.notes


def _covers(text: str, words: str) -> bool:
    """Whether two thirds of the words, or more, stand in a text, whatever their endings."""
    stems = [word.lower()[: max(4, len(word) - 3)] for word in content_words(words)]
    return sum(stem in text.lower() for stem in stems) * 3 >= len(stems) * 2


def _described(context: Context, seen: Sequence[Observation]) -> dict[str, Item]:
    """What was seen or read as items, by observation id."""
    captioned = any(one.kind == Caption.kind for one in seen)
    names = names_in_captions(context.library, context.film) if captioned else {}
    return {one.id: _description(one, names) for one in seen}


def _description(seen: Observation, names: dict[str, str]) -> Item:
    text = description(seen.text, names) if seen.kind == Caption.kind else " ".join(seen.text.split())
    kind = _ITEM_KINDS.get(seen.kind, "scene")
    return Item(kind=kind, span=seen.span, text=text, confidence=seen.score, evidence=(seen.id,))


def screen_text(context: Context, start_s: float | None = None, end_s: float | None = None) -> Found:
    """What can be read in the picture."""
    span = _span(context, start_s, end_s)
    texts = context.library.facts.observations(context.film.id, kind=ScreenText.kind, span=span)
    return _found(context, list(_described(context, texts).values()), span, ("screen_text",))


def segment_detail(context: Context, start_s: float, end_s: float) -> Found:
    """Everything known of a stretch of film: who, what is said, seen, read and felt."""
    span = _inside(context, start_s, end_s)
    facts, film = context.library.facts, context.film
    names = names_of(context.library, film)
    lines = [spoken(line, names) for line in timelines.dialogue(facts, film.id, span)]
    captions = _described(context, facts.observations(film.id, kind=Caption.kind, span=span)).values()
    texts = _described(context, facts.observations(film.id, kind=ScreenText.kind, span=span)).values()
    feelings = [felt_item(one, names) for one in timelines.emotion_intervals(facts, film.id, span=span)]
    people = on_screen(context, start_s, end_s).items
    return _found(context, [*captions, *people, *lines, *feelings, *texts], span, ("lines", "people"))


def characters(
    context: Context, character: str | None = None, start_s: float | None = None, end_s: float | None = None
) -> Found:
    """Who there is, with how long and how often each is seen and heard."""
    span = _span(context, start_s, end_s)
    people = (
        [_who(context, character)] if character else all_characters(context.library.facts, context.film.id)
    )
    scenes = list(context.library.facts.spans(context.film.id, Segment).values())
    items = [_portrait(context, one, span, scenes) for one in people]
    return _found(
        context,
        [item for item in items if item.screen_s or item.lines or not span],
        span,
        ("people", "lines"),
    )


def _portrait(context: Context, who: Character, span: Span | None, scenes: Sequence[Span]) -> Item:
    facts, film = context.library.facts, context.film
    stays = _within(timelines.presence(facts, film.id, who.id), span)
    lines = timelines.dialogue(facts, film.id, span, who.id)
    times = [*stays, *(line.utterance.span for line in lines)]
    whole = (
        Span(start_s=min(one.start_s for one in times), end_s=max(one.end_s for one in times))
        if times
        else film.span
    )
    first = stays[0] if stays else whole
    return Item(
        kind="character",
        span=Span(start_s=first.start_s, end_s=whole.end_s) if whole.end_s >= first.start_s else whole,
        people=(who.name,),
        text=who.name_evidence[0].text if who.is_named else "",
        times=len(stays),
        scenes=sum(any(stay.overlap_s(scene) > 0 for stay in stays) for scene in scenes),
        lines=len(lines),
        screen_s=round(total_s(stays), 2),
        speech_s=round(total_s(joined(line.utterance.span for line in lines)), 2),
        evidence=(
            *(id_ for stay in stays[:1] for id_ in _faces(context, who.id, stay)),
            *(line.observation_id for line in lines[:1]),
        ),
    )


def film_summary(context: Context, start_s: float | None = None, end_s: float | None = None) -> Found:
    """The film, or a part, scene by scene: who is there, the most telling line, the strongest feeling."""
    span = _span(context, start_s, end_s)
    names = names_of(context.library, context.film)
    scenes = scenes_of(context.library, context.film, span)
    most_lines = 3 if len(scenes) <= 3 else 2 if len(scenes) <= 6 else 1
    items = [item for scene in _spread(scenes) for item in _scene_items(scene, names, most_lines)]
    return Found(
        items=(*items, *_shots(context, span)),
        total=len(scenes),
        span=span,
        unwatched=unwatched(context.library, context.film, ("lines", "segments"), span),
    )


def _spread(scenes: Sequence[SceneFacts]) -> list[SceneFacts]:
    """At most as many scenes as fit: of each of that many runs of scenes, the most telling."""
    count = min(MOST_SCENES, len(scenes))
    runs = [
        scenes[place * len(scenes) // count : (place + 1) * len(scenes) // count] for place in range(count)
    ]
    return [max(run, key=_tells) for run in runs]


def _tells(scene: SceneFacts) -> float:
    return scene.best_lines[0].salience if scene.best_lines else 0.0


def _scene_items(scene: SceneFacts, names: dict[str, str], most_lines: int) -> list[Item]:
    people = tuple(names[one] for one in scene.people[:6] if one in names)
    caption = scene.captions[0].words if scene.captions else ""
    items = [Item(kind="scene", span=scene.span, people=people, text=caption, evidence=scene.evidence)]
    items += [sentence_item(best, names) for best in scene.best_lines[:most_lines]]
    strongest = max(scene.feelings, key=lambda one: one.confidence, default=None)
    return items + ([felt_item(strongest, names)] if strongest else [])


def _shots(context: Context, span: Span | None) -> list[Item]:
    """The longest and the shortest shot."""
    shots = join_continued(context.library.facts.find(context.film.id, Shot, span))
    edges = [pick(shots, key=lambda shot: shot.span.duration_s) for pick in (max, min)] if shots else []
    return [Item(kind="shot", span=shot.span) for shot in edges]


def _found(
    context: Context,
    items: Sequence[Item],
    span: Span | None,
    needs: Iterable[Need],
    total: int | None = None,
    seconds: float | None = None,
    notes: tuple[str, ...] = (),
) -> Found:
    return Found(
        items=tuple(items[:MOST_ITEMS]),
        total=len(items) if total is None else total,
        seconds=seconds,
        span=span,
        unwatched=unwatched(context.library, context.film, needs, span),
        notes=notes,
    )


def _who(context: Context, character: str) -> Character:
    return resolve(context.library.facts, context.film.id, character)


def _rest(context: Context, people: Sequence[Character]) -> list[Character]:
    ids = {one.id for one in people}
    return [one for one in all_characters(context.library.facts, context.film.id) if one.id not in ids]


def _span(context: Context, start_s: float | None, end_s: float | None) -> Span | None:
    if start_s is None and end_s is None:
        return None
    return _inside(context, start_s or 0.0, context.film.duration_s if end_s is None else end_s)


def _inside(context: Context, start_s: float, end_s: float) -> Span:
    """The stretch asked for, inside the film and in order."""
    low, high = sorted((max(0.0, start_s), max(0.0, end_s)))
    return Span(start_s=min(low, context.film.duration_s), end_s=min(high, context.film.duration_s))


def _within(spans: Sequence[Span], span: Span | None) -> list[Span]:
    return list(spans) if span is None else [clipped(one, span) for one in spans if one.overlap_s(span) > 0]


def _less(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What of the spans none of the others covers."""
    left: list[Span] = []
    for span in spans:
        start_s = span.start_s
        for other in (one for one in others if one.overlap_s(span) > 0):
            if other.start_s > start_s:
                left.append(Span(start_s=start_s, end_s=other.start_s))
            start_s = max(start_s, other.end_s)
        if start_s < span.end_s:
            left.append(Span(start_s=start_s, end_s=span.end_s))
    return left


def _faces(context: Context, character_id: str, span: Span) -> tuple[str, ...]:
    """Observation ids of the character's face tracks in a span."""
    seen = timelines.on_screen(context.library.facts, context.film.id, span)
    return next((one.evidence for one in seen if one.character_id == character_id), ())
