"""The event that a question starts from: what kind it is, who is in it, what is said."""

import re
from dataclasses import replace

from storyreel.agent.understanding.emotions import FeelingMention, find_feelings
from storyreel.agent.understanding.events import Clause
from storyreel.agent.understanding.parts import Parts, Setting, lowered, mask
from storyreel.agent.understanding.people import PersonMention, find_people, find_strangers
from storyreel.agent.understanding.pronouns import Focus, meant_by, pronoun_in
from storyreel.agent.understanding.question import Event, EventKind, Question
from storyreel.agent.understanding.ranges import time_of_end
from storyreel.agent.understanding.text import content_words
from storyreel.memory.records import Emotion

SAYING_VERB = (
    "says?|said|asks?|asked|tells?|told|speaks?|spoke|talks?|talked|sings?|sang|mentions?|mentioned|shouts?|"
    "shouted|yells?|yelled|whispers?|whispered"
)
_SAYING = re.compile(rf"P (?:first |last )?(?:(?:{SAYING_VERB})\b|(?:lines?|words|speech)$)")
_MENTIONED = re.compile(
    r"(?P<what>.+?) (?:is|are|was|were|gets) (?:first |(?P<last>last ))?(?:mentioned|said|spoken of)$",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"^P (?:meets?|met|joins?|joined|sees?|saw|(?:is|are) with|(?:talks?|speaks?) (?:to|with)) P$|"
    r"^P and P (?:meet|met|appear|are (?:together|on screen))\b"
)
_REPORTED = re.compile(
    r"^(?:he|she|they|it)(?:'s|'re|'ll|'d)? (?:(?:is|are|was|were|has|have|had|will|would) )?", re.IGNORECASE
)
"""Whose deed somebody tells, in other words than theirs: who says `I put it out` says that he put it out."""
_MOST = re.compile(r"\b(?:\w+iest|saddest|maddest|most \w+|the most)\b", re.IGNORECASE)
_OPENER = "when "
_TIME = re.compile(r"\bT\b")
_FIRST_OF = re.compile(r"\b(?:first|second|last) (?P<what>\w+)$", re.IGNORECASE)
_BARE_RANK = re.compile(r"\b(?:first|second|last)$", re.IGNORECASE)
_HIS, _HE = re.compile(r"^(?:his|her) ", re.IGNORECASE), re.compile(r"^(?:he|she)\b", re.IGNORECASE)
_QUOTE = re.compile(r"\bQ\b")


def next_to_speak(question: Question) -> Question:
    """Who speaks after somebody or something is who speaks first after it; before it, who speaks last."""
    event = question.event
    if question.intent != "who said" or event is None or event.relation == "in" or question.quote:
        return question
    return replace(question, which="first" if event.relation == "after" else "last")


def emotions_of(feelings: list[FeelingMention]) -> tuple[Emotion, ...]:
    """The feelings meant, each once."""
    return tuple(dict.fromkeys(emotion for feeling in feelings for emotion in feeling.emotions))


def event_of(clause: Clause, setting: Setting, parts: Parts) -> Event:
    """The event of a clause, or of a stretch the two that are its ends."""
    if not clause.until:
        return _timed(clause, setting, parts)
    in_second = _QUOTE.search(clause.until) is not None
    first_quotes = parts.quotes[:-1] if in_second else parts.quotes
    first = _end_of(clause.words, setting, first_quotes, is_second=False)
    second = _like_the_first(clause.until, clause.words, setting)
    return replace(first, until=_end_of(second, setting, parts.quotes, is_second=True))


def _like_the_first(second: str, first: str, setting: Setting) -> str:
    """The second end with what the first names: of `Ben's first line and his last`, `Ben's last line`.

    A pronoun that cannot mean the first end's person stays as it is.
    """
    ranked = _FIRST_OF.search(first)
    whole = f"{second} {ranked['what']}" if ranked and _BARE_RANK.search(second) else second
    named = {one.person.id: one.person.name for one in find_people(first, setting.cast) if one.person}
    pronoun = pronoun_in(second.lower())
    if len(named) != 1 or pronoun is None or not meant_by(pronoun, Focus((tuple(named),)), setting.cast):
        return whole
    name = next(iter(named.values()))
    return _HE.sub(name, _HIS.sub(f"{name}'s ", whole, count=1), count=1)


def _timed(clause: Clause, setting: Setting, parts: Parts) -> Event:
    """What somebody says at a time that is told: `after Ben at 0:23`."""
    event = _event_of(replace(clause, words=_TIME.sub("", clause.words).strip()), setting, parts.quotes)
    if not parts.times or event.kind != "says" or not _TIME.search(clause.words):
        return _event_of(clause, setting, parts.quotes)
    return replace(event, at_s=parts.times[0].span.start_s)


def _end_of(words: str, setting: Setting, quotes: list[str], *, is_second: bool) -> Event:
    """One end of a stretch, told as a time or as an event."""
    at_s = time_of_end(words, setting.duration_s, is_second)
    if at_s is not None:
        return Event("time", "in", clause=words, at_s=at_s)
    return _event_of(Clause(words, "in", ""), setting, quotes)


def _event_of(clause: Clause, setting: Setting, quotes: list[str]) -> Event:
    if clause.is_previous:
        return Event("previous", clause.relation, later_s=clause.later_s)
    if mentioned := _MENTIONED.match(clause.words):
        words = _spelt_out(mentioned["what"], quotes).strip("“”")
        event = Event("says", clause.relation, words, clause.words, last=bool(mentioned["last"]))
    else:
        event = _happening_of(clause, setting, quotes)
    return replace(event, later_s=clause.later_s, length_s=clause.length_s)


def _happening_of(clause: Clause, setting: Setting, quotes: list[str]) -> Event:
    """What somebody does, says or feels, or what is so."""
    named = find_people(clause.words, setting.cast)
    named += _strangers_in(clause.words, named, setting)
    slots = [(one.start, one.end, "P" if one.person else "N") for one in named]
    masked = lowered(mask(clause.words, slots))
    emotions = emotions_of(find_feelings(clause.words))
    is_bare_name = masked in ("N", "P") and clause.is_of_speech
    event = Event(
        _kind_of_event(masked, clause, emotions),
        clause.relation,
        " ".join(content_words(clause.words)) or clause.words,
        f"{clause.words} speaks" if is_bare_name else _spelt_out(clause.words, quotes),
        tuple(one.person.id for one in named if one.person),
        tuple(one.words for one in named),
        emotions,
        bool(re.search(r"\blast\b", clause.words)),
        bool(_MOST.search(clause.words)),
    )
    return replace(event, words=_words_said(clause.words, quotes)) if event.kind == "says" else event


def _strangers_in(clause: str, known: list[PersonMention], setting: Setting) -> list[PersonMention]:
    """Names nobody has in a clause, whose first word is capital only if it is a name."""
    found = find_strangers(f"{_OPENER}{clause}", [], setting.title)
    shift = len(_OPENER)
    moved = [replace(one, start=one.start - shift, end=one.end - shift) for one in found]
    return [one for one in moved if all(one.end <= other.start or other.end <= one.start for other in known)]


def _kind_of_event(masked: str, clause: Clause, emotions: tuple[Emotion, ...]) -> EventKind:
    """What kind of thing happens; only of people who are known, and by what is seen or heard of them."""
    if _MEETING.search(masked):
        return "meets"
    if re.search(r"\bQ\b", masked) or _SAYING.match(masked):
        return "says" if "N" not in masked.split() else "words"
    if emotions:
        return "feels" if "N" not in masked.split() else "words"
    if masked == "P" and clause.is_of_speech and clause.relation != "in":
        return "says"
    return "appears" if masked == "P" or ("P" in masked.split() and clause.is_appearance) else "words"


def _words_said(clause: str, quotes: list[str]) -> str:
    """The words that somebody says in a clause; none in `Ben speaks`."""
    if re.search(r"\bQ\b", clause):
        return quotes[-1]
    said = re.search(
        rf"\b(?:{SAYING_VERB})\b(?: (?:him|her|them|us|me|you|P))?(?: (?:that|about|of|to))?(.*)$",
        clause,
        re.IGNORECASE,
    )
    return _REPORTED.sub("", said[1].strip()) if said else ""


def before_speech(clause: str) -> str:
    """A clause up to what is said in it.

    >>> before_speech("she says that he lied")
    'she says'
    """
    said = re.search(rf"^.*?\b(?:{SAYING_VERB})\b", clause, re.IGNORECASE)
    return said[0] if said else clause


def _spelt_out(clause: str, quotes: list[str]) -> str:
    return re.sub(r"\bQ\b", f"“{quotes[-1]}”", clause) if quotes else clause
