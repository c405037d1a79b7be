"""What cannot be known, what was not watched, and what was watched for the question."""

import re
from collections.abc import Sequence
from itertools import takewhile

from storyreel.agent.anchors import anchor_of, anchors_of, hint_calls, tells
from storyreel.agent.calls import LOOK, Step
from storyreel.agent.planning.looks import READ_ONLY
from storyreel.agent.results import Item
from storyreel.agent.salience import salience
from storyreel.agent.understanding.question import Event
from storyreel.agent.wording.dialogue import SAYS_LITTLE, line_of, lines_told
from storyreel.agent.wording.phrases import capitalised, counted, length, listed, quoted, stretch, times
from storyreel.agent.wording.told import Told
from storyreel.memory.clock import clock
from storyreel.memory.intervals import joined
from storyreel.memory.records import Span

_WATCHED_FOR = {
    "people": "faces",
    "faces": "faces",
    "expression": "expressions",
    "speech": "speech",
    "screen_text": "text on screen",
    "text_emotion": "the feeling of lines",
    "voice_emotion": "voices",
    "music_mood": "music and noises",
    "shots": "cuts",
    "segments": "scenes",
    "video_captioner": "what happens",
    "dialogue": "dialogue",
}
MOST_TELLING = 4
"""So many lines tell what is said of a name."""
HELP = (
    "Ask me who is on screen and when, who says what, who feels what, what happens at a time or after an "
    "event, how "
    "often and how long, or for a summary of all or a part of the film."
)
OTHER_FORM = (
    "I tell what is known once, in English and in my own words; for less or more of it, ask me about a time, "
    "a scene or a person."
)
NO_PLACE = "I can tell the first and the last of them, or all; please ask for one of these, or name a time."
UNCLEAR = "I do not know whom or what you mean; please name the person or the time."
NO_SCENES_YET = "I have not divided the film into scenes yet."
NO_SCENES = "Scenes are told apart by the picture, which this film has not; please name a time."
NO_HOUR = "I cannot tell which hour or day it is in the story; please name a time of the film, as 0:30."
NOTHING = "Nothing that I saw or heard tells me that."
"""What is said where a template has nothing to say."""
OUTSIDE = "Picture and sound do not tell me that."


def unclear(told: Told) -> str:
    """What of a question must be told otherwise."""
    scenes = told.card.scenes
    if told.question.subject == "hour":
        return NO_HOUR
    if told.question.subject != "scene":
        return NO_PLACE if told.question.subject == "place" else UNCLEAR
    if scenes:
        return f"I know {counted(scenes, 'scene')}; please name one of them by its number or its time."
    return NO_SCENES_YET if told.card.has_picture else NO_SCENES


def asked_back(told: Told) -> str:
    """Whom a pronoun means, where it may mean several."""
    names = [told.card.name_of(who) for who in told.question.candidates]
    return f"Do you mean {listed(names, 'or')}?"


def past_end(told: Told, span: Span) -> str:
    """The film is shorter than the question, which asks of the span, thinks."""
    return f"The film is {clock(told.card.duration_s)} long; {clock(span.start_s)} is past its end."


def stranger(told: Told) -> str:
    """Nobody is known by that name; what the dialogue says of it; who there is."""
    name = told.question.strangers[0]
    if any(step.failed and step.call.args.get("character") == name for step in told.fresh):
        return ""  # memory tells what became of this number
    if namesakes := _namesakes(name, told):
        return f"I do not know whom you mean by {name}: {listed(namesakes, 'or')}?"
    heard = sorted(told.about("dialogue"), key=lambda line: line.span.start_s)
    if not heard:
        return f"There is nobody named {name} in this film that I know of; {_meant(name, told)}"
    total = max(step.found.total for step in told.fresh if step.call.tool == "dialogue")
    often = f"{quoted(name)} is said {times(total)}, first at {clock(heard[0].span.start_s)}"
    parts = [f"I cannot tell which person is {name}. {often}; {lines_told(_telling(heard, name))}."]
    near = [item for item in told.about("search") if item.kind == "line" and item not in heard]
    near = [item for item in near if len(item.text.split()) >= SAYS_LITTLE]
    return " ".join([*parts, *([f"Nearest to the question: {lines_told(near[:3])}."] if near else [])])


def _meant(name: str, told: Told) -> str:
    """The one known name that differs in a letter, as a question; else who there is."""
    near = [one.name for one in told.card.characters if _is_a_slip(name.casefold(), one.name.casefold())]
    return f"did you mean {near[0]}?" if len(near) == 1 else f"{_who_there_is(told)}."


def _is_a_slip(typed: str, name: str) -> bool:
    """Whether one letter is wrong, missing or too many, or two neighbours have changed places."""
    alike = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(typed, name, strict=False))))
    rest, other = typed[alike:], name[alike:]
    turned = rest[1:2] + rest[:1] + rest[2:]
    return typed != name and (rest[1:] in (other, other[1:]) or rest == other[1:] or turned == other)


def _namesakes(name: str, told: Told) -> list[str]:
    """Several who have the name, each with when they are there first."""
    asked = set(name.casefold().split())
    called = [item for item in told.of("character") if asked <= set(item.people[0].casefold().split())]
    first = [
        f"{one.people[0]} ({'first seen' if one.screen_s else 'heard'} at {clock(one.span.start_s)})"
        for one in called
    ]
    return first if len(first) > 1 else []


def _telling(lines: Sequence[Item], name: str) -> list[Item]:
    """The few lines that say most, in order of time; who somebody is says more than any talk of them."""
    own = re.escape(name)
    names = rf"\b(?:i'm|i am|name is|name's|this is) (?:\w+ )?{own}\b"
    introduces = re.compile(rf"{names}|\b{own} (?:is|was) (?:a|the|my)\b", re.IGNORECASE)
    weights = salience([line.text for line in lines])
    worth = [weight + bool(introduces.search(line.text)) for weight, line in zip(weights, lines, strict=True)]
    best = sorted(range(len(lines)), key=lambda place: -worth[place])[:MOST_TELLING]
    return [lines[place] for place in sorted(best)]


def _who_there_is(told: Told) -> str:
    names = [one.name for one in told.card.characters]
    if not names:
        return "I know no characters of it so far"
    unnamed = [name for name in names if re.fullmatch(r"Person \d+", name)]
    if len(unnamed) == len(names) > 1:
        return f"I know {len(names)} people by face alone, {names[0]} to {names[-1]}"
    return f"there {'is' if len(names) == 1 else 'are'} {listed(names[:12])}"


def no_event(told: Told) -> str:
    """The event that the question starts from was not found; what comes nearest to it."""
    event = told.question.event
    if event is None:
        return ""
    if event.until:
        return _no_end(event, told)
    if anchor_of(event, told.steps) is not None:
        return ""
    return f"I cannot tell when {event.clause}{_nearest_to(event, told)}."


def _no_end(event: Event, told: Told) -> str:
    """Which end of the stretch asked about was not found."""
    found = zip(event.sought, anchors_of(event, told.steps), strict=True)
    missing = [quoted(one.clause.strip("“”")) for one, item in found if item is None]
    ends = "are, the ends of that stretch" if len(missing) > 1 else "is, an end of that stretch"
    return f"I cannot tell when {listed(missing)} {ends}." if missing else ""


def _nearest_to(event: Event, told: Told) -> str:
    """Where a name of it is first said, or where its words are said by somebody else."""
    calls = hint_calls(event)
    tried = [step for step in told.steps if step.call in calls and "words" in step.call.args]
    heard = {str(step.call.args["words"]): step.found.items for step in tried}
    said = {words: min(items, key=lambda item: item.span.start_s) for words, items in heard.items() if items}
    if event.kind == "says":
        return "".join(f"; but {line_of(item)}" for item in said.values())
    first = [f"{quoted(name)} is first said at {clock(item.span.start_s)}" for name, item in said.items()]
    return f"; {listed(first)}" if first else ""


def unsure_event(told: Told) -> str:
    """Says so where the moment that the question starts from is only the nearest to its words."""
    event = told.question.event
    item = anchor_of(event, told.steps)
    if event is None or event.until or item is None or event.kind != "words" or tells(item, event):
        return ""
    return f"I cannot tell for sure when {event.clause}; I go by what comes nearest."


def looked(told: Told) -> str:
    """What was watched for this question."""
    looks = [step for step in told.steps if step.call.looks]
    failed = [step.failed for step in looks if step.failed]
    failed += [look.failed for step in looks for look in step.found.looks if look.failed]
    notes = [note for step in looks for note in step.found.notes]
    troubles = dict.fromkeys(_one_line(trouble) for trouble in [*failed, *notes])
    return " ".join([*_newly(looks), *(f"{capitalised(trouble)}." for trouble in troubles)])


def _newly(looks: list[Step]) -> list[str]:
    """What was looked at, or only read, that was not before."""
    watched = [step for step in looks if step.call.tool.removeprefix(LOOK) not in READ_ONLY]
    if _anew(watched):
        spans = joined([look.span for step in watched for look in step.found.looks])
        return [f"I looked at {listed([stretch(span) for span in spans])} for this."]
    return ["I read the lines for this."] if _anew(looks) else []


def _anew(looks: list[Step]) -> bool:
    return any(not look.cached for step in looks for look in step.found.looks)


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def unwatched(told: Told) -> str:
    """What the answer does not rest on because nobody looked there yet; `looked` tells which look failed."""
    missing = _missing(told)
    if not missing:
        return ""
    most_s = max(sum(span.duration_s for span in spans) for spans in missing.values())
    asked_s = told.span.duration_s if told.span else told.card.duration_s
    seen_s = max(0.0, asked_s - most_s)
    part = (
        f"Only {length(seen_s)} of {length(asked_s)} has"
        if seen_s >= 1
        else f"{'This part' if told.span else 'The film'} has not"
    )
    return (
        f"{part} been watched for {listed(list(missing))} so far; `storyreel ingest` watches the whole film."
    )


def _missing(told: Told) -> dict[str, list[Span]]:
    """What for, and where, nobody looked yet."""
    missing: dict[str, list[Span]] = {}
    tried = _failed_tools(told.steps)
    for step in told.fresh:
        for one in (one for one in step.found.unwatched if one.tool not in tried):
            missing.setdefault(_WATCHED_FOR.get(one.tool, one.tool), []).extend(one.spans)
    return {name: joined(spans) for name, spans in missing.items()}


def _failed_tools(steps: Sequence[Step]) -> set[str]:
    """Tools that were to look, and failed."""
    at_once = {step.call.tool.removeprefix(LOOK) for step in steps if step.call.looks and step.failed}
    return at_once | {look.tool for step in steps for look in step.found.looks if look.failed}


def failures(told: Told) -> str:
    """Tools of memory that could not answer, in their own words."""
    failed = dict.fromkeys(step.failed for step in told.fresh if step.failed and not step.call.looks)
    return " ".join(f"{capitalised(_one_line(trouble))}." for trouble in failed if trouble)


def clipped_note(told: Told) -> str:
    """Says so where the asked stretch reaches past the film's end."""
    span = told.question.span
    if (
        span is None
        or span.end_s <= told.card.duration_s + 1
        or told.question.relation != "in"
        or not told.card.duration_s
    ):
        return ""
    return f"The film ends at {clock(told.card.duration_s)}."
