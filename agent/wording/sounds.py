"""What is heard beside speech, and what of that cannot be known."""

import re

from storyreel.agent.results import Item
from storyreel.agent.understanding.emotions import DEEDS, find_feelings
from storyreel.agent.wording.phrases import at_stretch, capitalised, listed, quoted, stretch
from storyreel.agent.wording.told import MOST_LISTED, Told, and_more, first_of

NONE = "I cannot tell: no sound is captioned there."
_ASKS = ("when", "whether", "count", "duration")
SILENCE = "silence"
_QUIET = ("quiet", "silent", "silence")
_OF_ALL = re.compile(r"(?:is|was) (?:it|(?:the|this) \w+) (?:\w+ )?(?:quiet|silent)\b", re.IGNORECASE)
"""`Is the film silent` is not whether it ever is."""
_LOUDNESS = re.compile(
    r"\b(?:loud\w*|nois(?:y|ier|iest)|quiet(?:er|est)|softly?|faint\w*|deafening)\b", re.IGNORECASE
)
"""What of a sound is not measured."""


def sounds(told: Told) -> str:
    """Which sounds and songs are heard, when."""
    heard = told.of("sound", "song", "heard")
    if set(told.question.topic.lower().split()) & set(_QUIET):
        return _silence(heard, told)
    if not heard:
        topic = quoted(told.question.topic)
        known = f"I cannot tell: no sound with {topic} is captioned{told.where} in the lines I know."
        return known if told.question.topic else NONE
    return f"{_yes(told)}{_heard(heard, told)}"


def _yes(told: Told) -> str:
    is_measured = not (_LOUDNESS.search(told.question.text) or find_feelings(told.question.text))
    return "Yes: " if told.question.ask == "whether" and is_measured else ""


def _silence(heard: list[Item], told: Told) -> str:
    """Whether and when it is silent; no, where something else is heard at the time."""
    if silent := [item for item in heard if item.text == SILENCE]:
        is_of_all = told.span is None and _OF_ALL.match(told.question.text)
        return f"{'Not all the time: ' if is_of_all else _yes(told)}{_heard(silent, told)}"
    if heard and told.span is not None:
        return f"{told.no}{_heard(heard, told)}"
    return f"I cannot tell of any silence{told.where}."


def heard_of(told: Told) -> str:
    """A captioned sound that is what is asked for; nothing where it is asked who makes it."""
    heard = told.about("sounds")
    asked = told.question
    if not heard or asked.people or asked.strangers or asked.ask not in _ASKS:
        return ""
    return _heard(heard, told)


def songs(told: Told) -> str:
    """The songs that are sung, where a question that is none of the film's parts asks for one."""
    sung = [item for item in told.about("sounds") if item.kind == "song"]
    return _heard(sung, told) if sung else ""


def _heard(heard: list[Item], told: Told) -> str:
    if told.question.which != "all" or len(heard) == 1:
        item = first_of(heard, told.question.which)[0]
        comma = "," if item.kind == "heard" and ", " in item.text else ""
        are = "are" if item.kind == "heard" and item.text.endswith("s") else "is"
        return capitalised(f"{_named(item)}{comma} {are} heard {at_stretch(item.span)}.")
    total = max([len(heard), *(step.found.total for step in told.fresh if step.call.tool == "sounds")])
    shown = heard[:MOST_LISTED]
    each = ", ".join(f"{_named(item)} ({stretch(item.span)})" for item in shown)
    return f"One hears {each}{and_more(total, len(shown))}."


def _named(item: Item) -> str:
    """A caption in its words, or what the ear tells."""
    return item.text if item.kind == "heard" else quoted(item.text)


def limit(told: Told) -> str:
    """Says whose sounds are known, where sounds are known from, and that feelings are no deeds."""
    return " ".join(filter(None, (_unmeasured(told), _known_from(told), _of_whom(told))))


def _unmeasured(told: Told) -> str:
    if told.question.intent != "sounds":
        return ""
    if find_feelings(told.question.text):
        return "How music feels I do not tell: I measure its tempo and its mode alone."
    return "How loud anything is I do not measure." if _LOUDNESS.search(told.question.text) else ""


def _of_whom(told: Told) -> str:
    """Of captioned screams, laughs and songs: who makes them, the caption tells or nobody."""
    named = told.people or list(told.question.strangers)
    asked = bool(named) and told.question.intent in ("sounds", "feelings")
    captioned = any(item.kind in ("sound", "song") for item in told.about("sounds"))
    whether = f"Whether that is {listed(named, 'or')} I cannot tell, unless a caption says so."
    return whether if asked and captioned else ""


def _known_from(told: Told) -> str:
    if told.question.intent == "sounds" or heard_of(told):
        if told.of("heard"):
            return "By ear I tell only music, noises and silence, not what makes them."
        return "I know sounds only where subtitles caption them."
    if told.question.intent == "feelings" and told.question.feeling in DEEDS:
        heard = _heard(told.about("sounds"), told) if told.about("sounds") else ""
        return f"{heard} I read feelings, not deeds: of “{told.question.feeling}” I can only guess.".strip()
    return ""
