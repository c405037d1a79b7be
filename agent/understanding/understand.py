"""From a question's words to what it asks."""

import re
from dataclasses import replace
from typing import Literal

from storyreel.agent.understanding.antecedents import (
    focused,
    of_whom_was_told,
    pointed,
    with_antecedent,
    with_its_own,
)
from storyreel.agent.understanding.emotions import strength_of, unknown_feeling
from storyreel.agent.understanding.feelings_asked import of_moods, of_one_who_feels
from storyreel.agent.understanding.follow_up import carried_over, is_elliptic, only_an_edge
from storyreel.agent.understanding.happenings import emotions_of, event_of
from storyreel.agent.understanding.intents import ask_of, intent_of
from storyreel.agent.understanding.parts import Parts, Setting, take_apart
from storyreel.agent.understanding.plainly import asking_part, sentences
from storyreel.agent.understanding.pronouns import Focus
from storyreel.agent.understanding.question import Intent, Question
from storyreel.agent.understanding.scope import is_denied, is_foreign, is_vague
from storyreel.agent.understanding.text import content_words, word_set
from storyreel.agent.understanding.times import TimeMention, names_no_time
from storyreel.agent.understanding.topics import with_topic
from storyreel.memory.records import Span

_OF_WATCHING = word_set(
    "see seen visible look looks like next then describe follows follow comes going occurs occur place scene "
    "man woman person boy girl"
)
_UNREAD: tuple[Intent, ...] = ("search", "outside", "vague", "help")
"""Kinds of question that say nothing of what is asked."""
_OF_SPEECH = re.compile(r"\b(?:speaks?|talks?|says?|lines?|words|dialogue|talkative)\b")
_MISSED = re.compile(r"\b(?:miss(?:ed)?|so far|up to speed|catch|fill me in)\b")
_LEAVES_OUT = re.compile(r"\b(?:without|but not|not with|no(?= P\b))\b")
_SUBJECT = r"(?:P|N)(?:(?:,| and) (?:P|N))*"
_INDIRECT = re.compile(rf"^(who|what|where|when|why|how) ({_SUBJECT}) (is|are|was|were)\b")
_INDIRECT_DEED = re.compile(
    rf"^(what|where|when|why|how) ({_SUBJECT}) (says?|said|talks?|tells?|told|speaks?|feels?|looks?)\b"
)
"""`Who Anna is`, `what Anna says`, as after `tell me`."""
_TERSE = re.compile(
    r"^P (?=(?:(?:total|first|last|final|next|all) )*(?:screen ?time|appearances?|scenes?|shots?|"
    r"entrance|debut|"
    r"exit|lines?|quotes?|words|moods?|feelings|emotions)\b)"
)
"""Few words, as one types them into a search."""
_THAT_ONE = re.compile(
    r"\b(?:that|this|the) P (?:guy|man|woman|girl|boy|lady|fellow|person|character|dude|kid|chap|one)\b"
)
_INVERTED = re.compile(
    rf"^(what|where|when|why|how) (says?|said|talks?|tells?|told|speaks?|feels?|looks?|appears?|thinks?|"
    rf"comes?) "
    rf"({_SUBJECT})\b"
)
"""`What says Anna`, as many languages have it."""
_IN_SCENES = re.compile(r"\b(?:scenes|segments)\b")


def understand(
    text: str, setting: Setting, previous: Question | None = None, focus: Focus | None = None
) -> Question:
    """What a question asks, given what was asked before it and what the last answer spoke of.

    Of several sentences the first counts that asks for something, with a time that another one gives.
    """
    whole = _understood(text, setting, previous, focus)
    if whole.intent not in _UNREAD:
        return whole
    if asked_last := asking_part(text):
        last = _understood(asked_last, setting, previous, focus)
        return whole if last.intent in _UNREAD else replace(last, text=text)
    if len(said := sentences(text)) == 1:
        return whole
    each = [_understood(one, setting, previous, focus) for one in said]
    asked = next((one for one in each if one.intent not in (*_UNREAD, "unclear")), None)
    if asked is None:
        return whole
    span = asked.span or next((one.span for one in each if one.span), None)
    return replace(asked, text=text, span=span)


def _understood(text: str, setting: Setting, previous: Question | None, focus: Focus | None) -> Question:
    """What one sentence asks, or all of them as one."""
    parts = take_apart(text, setting)
    focus = focused(focus or Focus(), setting)
    question = with_antecedent(_read(text, parts, setting), parts.masked, focus, setting)
    question = of_whom_was_told(with_its_own(question, parts, focus, setting), previous)
    if question.candidates or (only_an_edge(parts.masked) and previous is None):
        return question if question.candidates else replace(question, intent="unclear")
    if previous is not None and question.intent != "unclear" and is_elliptic(parts.masked):
        question = carried_over(previous, question, parts.masked)
    return pointed(question, parts, focus)


def _read(text: str, parts: Parts, setting: Setting) -> Question:
    intent, subject = intent_of(_told_first(parts.masked))
    time = parts.times[0] if parts.times else None
    known = tuple(dict.fromkeys(one.person.id for one in parts.people if one.person))
    present, absent = _split_absent(parts, known)
    question = Question(
        text=text,
        intent=intent,
        ask=ask_of(parts.masked),
        people=present,
        absent=absent,
        strangers=tuple(one.words for one in parts.strangers),
        emotions=emotions_of(parts.feelings),
        feeling=parts.feelings[0].word if parts.feelings else "",
        strength=strength_of(parts.feelings),
        mutual=subject == "mutual",
        unknown_feeling=unknown_feeling(parts.masked),
        span=time.span if time else None,
        relation=time.relation if time else "in",
        event=event_of(parts.clause, setting, parts) if parts.clause else None,
        which=_which(parts.masked),
        quote=parts.quotes[0] if parts.quotes else "",
        verbatim=bool(parts.quotes),
        subject=subject,
        denied=is_denied(parts.masked) or any(one.denied for one in parts.feelings),
        foreign=is_foreign(text),
        least_sure=parts.least_sure,
        least=bool(re.search(r"\b(?:least|shortest|less|darkest)\b", parts.masked)),
    )
    return with_topic(_settled(question, parts), parts, setting)


def _told_first(masked: str) -> str:
    """The question with a time or event that it opens with put at its end, and in the order of a question."""
    told = re.sub(r"^([TV]),? (?=\w)(.*)$", r"\2 \1", masked)
    told = _THAT_ONE.sub("P", _TERSE.sub("P's ", told))
    told = _INVERTED.sub(r"\1 does \3 \2", told)
    told = _INDIRECT.sub(r"\1 \3 \2", told)
    told = _INDIRECT_DEED.sub(r"\1 does \2 \3", told)
    return re.sub(rf"^how ({_SUBJECT}) (?:feels?|felt)\b", r"how does \1 feel", told)


def _settled(question: Question, parts: Parts) -> Question:
    """The intent once its slots are seen: a cast at a time is who is on screen then."""
    if names_no_time(parts.text):
        return replace(question, intent="unclear")
    if question.foreign:
        return replace(question, intent="search", people=(), strangers=(), subject="")
    if parts.clause is None and is_vague(parts.masked):
        return replace(question, intent="vague")
    question = _refined(of_one_who_feels(question, parts.masked), parts)
    return _measured(of_moods(question, parts), parts.masked)


def _refined(question: Question, parts: Parts) -> Question:
    if question.intent == "happening" and _is_of_something(question, parts):
        return replace(question, intent="search")
    if question.intent == "who said" and re.search(r"\b(?:to|with) P$", parts.masked):
        return replace(question, intent="search")
    if question.intent == "cast" and (question.span or question.event):
        return replace(question, intent="on screen")
    if question.intent == "summary" and question.event:
        return replace(question, intent="happening")
    if question.intent == "summary" and _MISSED.search(parts.masked) and parts.times[:1]:
        return _until(question, parts.times[0])
    if question.intent == "most" and question.subject == "feelings" and len(question.people) > 1:
        return replace(question, intent="compare")
    if (
        question.unknown_feeling
        and not question.emotions
        and question.intent in ("on screen", "search", "appearances", "together", "companions")
    ):
        return replace(question, intent="feelings")
    return question


def _until(question: Question, time: TimeMention) -> Question:
    """What somebody missed who comes in at a moment lies before it; a stretch they missed is what it is."""
    if time.moment_s is None or time.relation != "in":
        return question
    return replace(question, span=Span(start_s=0, end_s=time.moment_s), relation="before")


def _measured(question: Question, masked: str) -> Question:
    """With what is measured: people are compared, or counted in scenes, by more than one thing."""
    if question.intent == "compare" and not question.emotions:
        return replace(question, subject=_measure(masked))
    in_scenes = question.intent == "appearances" and question.ask == "count" and _IN_SCENES.search(masked)
    return replace(question, subject="scenes") if in_scenes else question


def _measure(masked: str) -> str:
    """By what people are compared, where it is asked who does it more."""
    if not re.search(r"\b(?:more|less|most|least|longer|often)\b", masked):
        return ""
    return "speech" if _OF_SPEECH.search(masked) else "presence"


def _is_of_something(question: Question, parts: Parts) -> bool:
    """Whether it asks what becomes of a thing, and not of a time, an event or a person."""
    if question.span or question.event or question.people:
        return False
    masked = re.sub(r"\b[PTEMVQ]\b", " ", parts.masked)
    return any(word.lower() not in _OF_WATCHING for word in content_words(masked))


def _split_absent(parts: Parts, known: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who must be there and who must not: whoever stands after `without`."""
    if not (leaves_out := _LEAVES_OUT.search(parts.masked)):
        return known, ()
    before = len(re.findall(r"\bP\b", parts.masked[: leaves_out.start()]))
    return known[:before], known[before:]


def _which(masked: str) -> Literal["all", "first", "last"]:
    if re.search(r"\b(?:first|earliest|introduced|debuts?)\b(?! (?:T|half|third|minute))", masked):
        return "first"
    return (
        "last" if re.search(r"\b(?:last|final|latest)\b(?! (?:T|half|third|minute|long))", masked) else "all"
    )
