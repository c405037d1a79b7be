"""Who says what, when a thing is mentioned, what can be read."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from storyreel.agent.results import Item
from storyreel.agent.understanding.text import content_words
from storyreel.agent.wording.phrases import (
    at_stretch,
    capitalised,
    in_sentence,
    listed,
    quoted,
    stretch,
    times,
)
from storyreel.agent.wording.told import MOST_LISTED, Told, and_more, first_of
from storyreel.memory.clock import clock
from storyreel.memory.speakers import Reason

SAYS_LITTLE = 3
"""Lines of fewer words answer nothing: a name that is called out."""
GOING_BY: Mapping[Reason, str] = {
    "voice": "the voice",
    "mouth": "whose mouth moves",
    "face": "whose face is seen",
}
_UNSEEN = re.compile(r"\boff[- ]?(?:screen|camera)\b|\bvoice[- ]?over\b", re.IGNORECASE)
SILENT = "Nobody is heard: the film has no sound and no subtitles."


def is_silent(told: Told) -> bool:
    """Whether nothing can be heard or read in the film at all."""
    return not told.card.has_sound and not told.card.lines


def said(told: Told) -> str:
    """What is said, by whom, about what."""
    lines, topic = told.of("line", "song", "sound"), told.question.topic
    who = listed(told.people)
    about = f" about {topic}" if topic else ""
    if not lines and is_silent(told):
        return "The film has no sound and no subtitles, so I know of nothing that is said."
    if not lines:
        return f"I know of no line{about}{f' that {who} says' if who else ''}{told.where}."
    if told.question.which != "all":
        lines = first_of([line for line in lines if line.kind != "sound"] or lines, told.question.which)
    shown = lines[:MOST_LISTED]
    near = " ".join(note for found in told.found for note in found.notes if note.startswith("No line"))
    if len(lines) == 1:
        opening = {"first": "The first line", "last": "The last line"}.get(told.question.which, "")
        return f"{opening}{told.where if opening else ''}{' is: ' if opening else ''}{line_of(lines[0])}."
    total = max(sum(found.total for found in told.found), len(lines))
    return f"{near} {capitalised(lines_told(shown))}{and_more(total, len(shown))}.".strip()


def lines_told(lines: Sequence[Item]) -> str:
    """Lines in order, each speaker named once for what they say in a row."""
    rows = [list(row) for _, row in groupby(lines, key=lambda line: (line.kind, speaker_of(line)))]
    return "; ".join(_row(row) for row in rows)


def _row(lines: Sequence[Item]) -> str:
    first = lines[0]
    verb = {"sound": "one hears", "song": f"{speaker_of(first)} sings"}.get(
        first.kind, f"{speaker_of(first)} says"
    )
    return f"{verb} {', '.join(f'{quoted(line.text)} ({clock(line.span.start_s)})' for line in lines)}"


def line_of(item: Item) -> str:
    """A line with its speaker, where known, and time."""
    if item.kind == "sound":
        return f"at {clock(item.span.start_s)} one hears {quoted(item.text)}"
    verb = "sings" if item.kind == "song" else "says"
    return f"at {clock(item.span.start_s)} {speaker_of(item)} {verb} {quoted(item.text)}"


def speaker_of(item: Item) -> str:
    """The speaker, and what tells so where no label does."""
    if not item.people:
        return "somebody"
    by = going_by([item])
    return f"{item.people[0]} ({by})" if by else item.people[0]


def going_by(lines: Sequence[Item]) -> str:
    """What tells who says the lines, the most frequent first; empty where labels do for one at least."""
    ways = Counter(line.speaker_by for line in lines)
    if None in ways or "label" in ways:
        return ""
    return "going by " + listed([GOING_BY[way] for way, _ in ways.most_common() if way]) if ways else ""


def who_said(told: Told) -> str:
    """The speaker of a line."""
    sings = re.search(r"\bsing(?:s|ing)?\b", told.question.text, re.IGNORECASE)
    lines = told.of("song") if sings else told.of("line", "song")
    asked = told.question.quote
    if not lines and is_silent(told):
        return SILENT
    if _UNSEEN.search(told.question.text) and not asked:
        return "I cannot tell who speaks off screen; ask me, for example, who is only heard."
    if not lines:
        return (
            f"Nobody says {quoted(asked)}{told.where} in the lines I know."
            if asked
            else f"I know of no line{told.where}."
        )
    if told.question.which != "all":
        lines = first_of(_of_others(lines, told), told.question.which)
    best = lines if not asked else [line for line in told.about("dialogue") if line.kind in ("line", "song")]
    return " ".join(_spoken(line) for line in best[:3])


def _of_others(lines: list[Item], told: Told) -> list[Item]:
    """Without the lines of whom others speak after or before, where that is asked."""
    event = told.question.event
    own = [told.card.name_of(who) for who in event.people] if event and event.kind == "says" else []
    return [line for line in lines if not set(line.people) & set(own)] or lines


def _spoken(line: Item) -> str:
    if not line.people:
        return f"{quoted(line.text)} is said {at_stretch(line.span)}; I cannot tell by whom."
    by = going_by([line])
    return f"{line.people[0]} says {quoted(line.text)} {at_stretch(line.span)}{f', {by}' if by else ''}."


def mentions(told: Told) -> str:
    """When and how often something is mentioned, and by whom."""
    if told.question.rivals or not (told.question.topic or told.question.people):
        return _named_most(told)
    lines, topic = told.of("line", "song", "sound"), quoted(told.question.topic)
    who = listed(told.people)
    total = max(sum(found.total for found in told.found), len(lines))
    if not lines:
        return (
            f"{told.no}{topic} is not mentioned{f' by {who}' if who else ''}{told.where} in the lines I know."
        )
    if told.question.which != "all":
        which = told.question.which
        there = _with_word(lines, told.question.topic) or lines
        return f"{topic} is {which} mentioned when {line_of(first_of(there, which)[0])}."
    shown = lines[:MOST_LISTED]
    listing = f"{lines_told(shown)}{and_more(total, len(shown))}"
    return f"{told.yes}{topic} is mentioned {times(total)}{told.where}: {listing}."


def _with_word(lines: Sequence[Item], word: str) -> list[Item]:
    """The lines that have just this word: `murder`, and not `murderers`."""
    just = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    return [line for line in lines if just.search(line.text)]


def _named_most(told: Told) -> str:
    """How often each of two, or of the people known, is mentioned, the most often first."""
    counts = {step.call.args["words"]: step.found.total for step in told.fresh if "words" in step.call.args}
    never = [name for name, count in counts.items() if not count]
    if not counts:
        return "Of nobody who is seen or heard do I know the name."
    if told.question.denied or len(never) == len(counts):
        names = listed([quoted(name) for name in never], "or")
        return f"No line that I know has {names}." if never else "Everybody whom I know is mentioned."
    ranked = sorted(counts.items(), key=lambda one: one[1], reverse=not told.question.least)
    each = [f"{quoted(name)} is mentioned {times(count)}" for name, count in ranked if count]
    return f"{_is_so(ranked, told)}{'; '.join(each)}{_but_not(never, told)}."


def _is_so(ranked: Sequence[tuple[str, int]], told: Told) -> str:
    """Yes, if the first of two is what it is asked to be, no if it is not."""
    if told.question.ask != "whether" or not told.question.rivals:
        return ""
    is_apart = ranked[0][1] != ranked[-1][1]
    return told.yes if is_apart and ranked[0][0] == told.question.rivals[0] else told.no


def _but_not(never: Sequence[str], told: Told) -> str:
    names = listed([quoted(name) for name in never], "or")
    return f"; no line that I know has {names}" if told.question.rivals and never else ""


def written(told: Told) -> str:
    """What can be read in the picture."""
    wanted = told.question.quote
    texts = [one for one in told.of("screen text") if wanted.casefold() in one.text.casefold()]
    if not texts:
        return f"I read no {quoted(wanted) if wanted else 'text'} on screen{told.where}."
    if told.question.which != "all":
        which, item = told.question.which, first_of(texts, told.question.which)[0]
        return f"The {which} text on screen{told.where} is {quoted(item.text)}, {at_stretch(item.span)}."
    shown = texts[:MOST_LISTED]
    each = listed([f"{quoted(item.text)} ({stretch(item.span)})" for item in shown])
    return f"On screen one reads {each}{and_more(len(texts), len(shown))}."


def searched(told: Told) -> str:
    """What fits the words of a question that no rule understands."""
    items = sorted(near(told), key=lambda item: len(item.text.split()) < SAYS_LITTLE)[:4]
    if not items:
        topic = f"about {quoted(told.question.topic)}" if told.question.topic else "like it"
        return (
            f"I found nothing {topic}: I hear words, read text and know faces, but recognise no other things."
        )
    nearest = "; ".join(hit(item) for item in items)
    return f"I have no sure answer; what comes nearest: {nearest}."


def near(told: Told) -> list[Item]:
    """What a search found; how a shot looks only where it has a word of the question."""
    looks = ("caption", "scene")
    found = [item for item in told.about("search") if item.kind != "character" and item.text]
    return [item for item in found if item.kind not in looks or has_a_word(item, told)]


def has_a_word(item: Item, told: Told) -> bool:
    """Whether it has a word of what is asked about, whatever its ending."""
    text = item.text.lower()
    return any(word.lower()[: max(4, len(word) - 3)] in text for word in content_words(told.question.topic))


def first_sentence(text: str) -> str:
    """Its first sentence, without the point.

    >>> first_sentence("Two shots, in dim light. Anna can be seen.")
    'Two shots, in dim light'
    """
    return text.split(". ")[0].rstrip(".")


def hit(item: Item) -> str:
    """What was said, read or seen, and when."""
    if item.kind in ("line", "song", "sound"):
        return line_of(item)
    if item.kind == "screen text":
        return f"{at_stretch(item.span)} the screen reads {quoted(item.text)}"
    return f"{at_stretch(item.span)} one sees this: {in_sentence(first_sentence(item.text))}"
