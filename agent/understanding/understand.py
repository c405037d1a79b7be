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
    with_objects_named,
)
from storyreel.agent.understanding.bearing import bearing_of, unread
from storyreel.agent.understanding.emotions import find_feelings, strength_of, unknown_feeling
from storyreel.agent.understanding.essence import shorter
from storyreel.agent.understanding.feelings_asked import of_moods, of_one_who_feels
from storyreel.agent.understanding.follow_up import asks_place, carried_over, is_elliptic, only_an_edge
from storyreel.agent.understanding.happenings import emotions_of, event_of, next_to_speak
from storyreel.agent.understanding.intents import KindOf, ask_of, intent_of
from storyreel.agent.understanding.parts import Parts, Setting, take_apart
from storyreel.agent.understanding.people import find_people
from storyreel.agent.understanding.places_told import points_at_one, with_place_named
from storyreel.agent.understanding.pronouns import Focus
from storyreel.agent.understanding.question import Intent, Question
from storyreel.agent.understanding.retelling import asks_other_form
from storyreel.agent.understanding.scope import is_denied, is_foreign, is_ranked, is_vague
from storyreel.agent.understanding.text import content_words, word_set
from storyreel.agent.understanding.times import TimeMention, names_no_time, names_story_time
from storyreel.agent.understanding.topics import with_topic
from storyreel.agent.understanding.word_order import in_question_order
from storyreel.memory.records import Span

_OF_WATCHING = word_set(
    "see seen visible look looks like next then describe follows follow comes going occurs occur place scene "
    "man woman person boy girl guy lady fellow dude chap kid child"
)
_UNREAD: tuple[Intent, ...] = ("search", "outside", "vague", "help")
"""Kinds of question that say nothing of what is asked."""
_OF_SPEECH = re.compile(r"\b(?:speaks?|talks?|says?|lines?|words|dialogue|talkative)\b")
_MISSED = re.compile(r"\b(?:miss(?:ed)?|so far|up to speed|catch|fill me in)\b")
_LEAVES_OUT = re.compile(r"\b(?:without|but not|not with|no(?= P\b))\b")
_LEAST = re.compile(r"\b(?:least|fewest|fewer|shortest|less|darkest)\b")
_MOMENT_S = 180.0
"""What is not understood of a stretch no longer than this is answered by all that is known of it."""
_NO_SPOILERS = re.compile(r"\b(?:no|without|avoid\w*|not|free of)\b.{0,20}\bspoil\w*|\bspoiler-?free\b")
_UNSPOILT = 1 / 3
"""Of a film: told where a question wants nothing spoilt and names no limit."""
_FIRST = re.compile(
    r"^since when\b|\b(?:first|earliest|opening|introduced|debuts?)\b(?! (?:T|half|third|minute))|"
    r"^how (?:long|far|many)\b.* (?:until|till|before) "
)
_LAST = re.compile(
    r"\b(?:last|final|latest|closing|for good)\b(?! (?:T|half|third|minute|long))|"
    r"^when (?:do|does|did) P (?:\w+ )?(?:leave|exit|disappear|vanish)\b"
)
_Q = re.compile(r"\bQ\b")
_QUOTE = re.compile(r'["“”]')
_ALONE = re.compile(
    r"\b(?:alone|by (?:themselves|himself|herself)|on (?:their|his|her) own|in private|just the (?:two|"
    r"three) of them|nobody else|no one else|(?:just|only) (?=[PN](?:,? P)*,? and ))\b"
)
_SEVERAL = re.compile(r"\b(?:together|two|three|both)\b")
_THEY = re.compile(r"\b(?:they|them)\b(?! together)")
_OF_PRESENCE = re.compile(
    r"(?:and |so |but )?(?:at [\d:]+,? )?(?:who|which \w+) (?:else )?"
    r"(?:(?:is|are|was|were|left|leaves?|goes)\b|(?:stay|remain|stand|sit|hang|wait|linger|arrive|enter|come|walk|appear|show)\w*\b)",
    re.IGNORECASE,
)
"""`Who remains at the end`: whoever is there."""
_IN_SCENES = re.compile(r"\b(?:scenes|segments)\b")


def understand(
    text: str, setting: Setting, previous: Question | None = None, focus: Focus | None = None
) -> Question:
    """What a question asks, given what was asked before it and what the last answer spoke of.

    What is said besides is left out where the question is not read with it; a time that it gives is kept.
    """
    whole = _understood(text, setting, previous, focus)
    if whole.intent not in _UNREAD:
        return whole
    if read := _without_besides(text, setting, previous, focus or Focus()):
        return _with_time(replace(read, text=text), whole)
    if whole.intent == "search" and not whole.subject and not whole.foreign:
        whole = _never_denied(_understood(text, setting, previous, focus, bearing_of), setting)
    return _at_a_moment(whole)


def _without_besides(text: str, setting: Setting, previous: Question | None, focus: Focus) -> Question | None:
    """The question without what is said besides; None where it is not read so either."""
    for before, asked, beside in shorter(text):
        people = _named_in(before, setting)
        read = _understood(asked, setting, previous, _speaking_of(people, focus))
        is_read = read.intent not in (*_UNREAD, "unclear") and not _QUOTE.search(before + beside)
        if is_read and _is_all_of(read, beside, people, setting):
            return read
    return None


def _never_denied(question: Question, setting: Setting) -> Question:
    """A question of which a part is unread gets neither yes nor no, but the times that bear on it."""
    if question.ask != "whether" or not unread(take_apart(question.text, setting).masked):
        return question
    return replace(question, ask="when")


def _speaking_of(people: tuple[str, ...], focus: Focus) -> Focus:
    """The focus once somebody was named before the question."""
    return replace(focus, groups=(people, *focus.groups)) if people else focus


def _named_in(words: str, setting: Setting) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.person.id for one in find_people(words, setting.cast) if one.person))


def _is_all_of(read: Question, beside: str, before: tuple[str, ...], setting: Setting) -> bool:
    """Whether what is left out names nobody and nothing that the question would be about."""
    of_event = read.event.people if read.event else ()
    known = {*read.people, *read.absent, *of_event, *_named_in(read.topic, setting)}
    of_others = {*before, *_named_in(beside, setting)} - known
    return not of_others and not find_feelings(beside)


def _with_time(question: Question, whole: Question) -> Question:
    if question.span or question.event or whole.span is None:
        return question
    return replace(question, span=whole.span, relation=whole.relation)


def _understood(
    text: str,
    setting: Setting,
    previous: Question | None,
    focus: Focus | None,
    kind_of: KindOf = intent_of,
) -> Question:
    """What one sentence asks, or all of them as one."""
    focus = focused(focus or Focus(), setting, previous)
    named = with_place_named(with_objects_named(text, focus, setting), previous, focus)
    parts = take_apart(named, setting)
    read = _read(named, parts, setting, kind_of)
    subject = read.event.people[:1] if read.event and not read.people else ()
    focus = _speaking_of(subject, focus)
    question = with_antecedent(read, parts.masked, focus, setting, kind_of)
    question = of_whom_was_told(with_its_own(question, parts, focus, setting), previous)
    if question.candidates or (only_an_edge(parts.masked) and previous is None):
        return question if question.candidates else replace(question, intent="unclear")
    only_how_sure = question.least_sure is not None and is_vague(parts.masked)
    if previous is not None and question.intent != "unclear" and (is_elliptic(parts.masked) or only_how_sure):
        question = carried_over(previous, question, parts.masked)
    return pointed(_in_company(_beside_somebody(question), parts.masked), parts, focus)


def _beside_somebody(question: Question) -> Question:
    """How somebody feels while they are with somebody is what they feel toward them, wherever they meet."""
    event = question.event
    if question.intent != "feelings" or event is None or event.relation != "in":
        return question
    others = tuple(one for one in event.people if one not in question.people)
    are_two = event.kind in ("meets", "appears") and len(question.people) == len(others) == 1
    if not are_two or (question.emotions and question.ask != "whether"):
        return question
    return replace(question, intent="toward", people=(*question.people, *others), event=None)


def _read(text: str, parts: Parts, setting: Setting, kind_of: KindOf) -> Question:
    """The kind of a question, with its slots filled in."""
    intent, subject = kind_of(in_question_order(parts.masked))
    question = Question(
        text=text,
        intent=intent,
        subject=subject,
        ask=ask_of(parts.masked),
        strangers=tuple(one.words for one in parts.strangers),
        mutual=subject == "mutual",
        which=_which(parts.masked),
        quote=parts.quotes[0] if parts.quotes and _Q.search(parts.masked) else "",
        verbatim=bool(parts.quotes),
        denied=is_denied(parts.masked) or any(one.denied for one in parts.feelings),
        foreign=is_foreign(text),
        least_sure=parts.least_sure,
        least=bool(_LEAST.search(parts.masked)),
    )
    slotted = _with_feelings(_with_people(_with_time_and_event(question, parts, setting), parts), parts)
    settled = _unspoilt(_settled(slotted, parts), parts.masked, setting.duration_s)
    return next_to_speak(with_topic(settled, parts, setting))


def _with_time_and_event(question: Question, parts: Parts, setting: Setting) -> Question:
    event = event_of(parts.clause, setting, parts) if parts.clause else None
    if not parts.times:
        return replace(question, event=event)
    if (
        parts.clause
        and re.search(r"\bT\b", parts.clause.words)
        and parts.times[0].span.duration_s <= _MOMENT_S
    ):
        if event and event.at_s is not None:
            return replace(question, event=event)
        event = None  # at that time, as is said
    return replace(question, event=event, span=parts.times[0].span, relation=parts.times[0].relation)


def _with_people(question: Question, parts: Parts) -> Question:
    known = tuple(dict.fromkeys(one.person.id for one in parts.people if one.person))
    present, absent = _split_absent(parts, known)
    return replace(question, people=present, absent=absent)


def _with_feelings(question: Question, parts: Parts) -> Question:
    return replace(
        question,
        emotions=emotions_of(parts.feelings),
        feeling=parts.feelings[0].word if parts.feelings else "",
        strength=strength_of(parts.feelings),
        unknown_feeling=unknown_feeling(parts.masked),
    )


def _settled(question: Question, parts: Parts) -> Question:
    """The intent once its slots are seen: a cast at a time is who is on screen then."""
    if names_no_time(parts.text):
        return replace(question, intent="unclear", span=None)
    if asks_other_form(parts.masked):
        return replace(question, intent="help", subject="form")
    if points_at_one(parts.text):
        return replace(question, intent="unclear", subject="one")
    if asks_place(parts.masked):
        return replace(question, intent="unclear", subject="place")
    if parts.lost_scene or names_story_time(parts.masked):
        return replace(question, intent="unclear", subject="scene" if parts.lost_scene else "hour", span=None)
    if question.foreign:
        return replace(question, intent="search", people=(), strangers=(), subject="")
    if parts.clause is None and is_vague(parts.masked):
        return replace(question, intent="vague")
    question = _refined(of_one_who_feels(_compared(question, parts), parts.masked), parts)
    return _measured(_of_all_the_way(of_moods(question, parts), parts), parts.masked)


def _of_all_the_way(question: Question, parts: Parts) -> Question:
    """`Does it get sadder towards the end` asks of all the way there."""
    is_way = question.intent == "arc" and re.search(r"\b(?:towards?|by|until|till) the end", parts.text)
    return replace(question, span=None) if is_way else question


def _in_company(question: Question, masked: str) -> Question:
    """Alone, or with whom: one person is together with others, whoever they are."""
    if question.intent != "together" or question.absent:
        return question
    if question.subject == "alone" or _ALONE.search(masked):
        if not question.people and _THEY.search(masked):
            return replace(question, intent="unclear")
        is_of_some = not question.people and _SEVERAL.search(masked)
        return replace(question, subject="" if is_of_some else "alone")
    is_one = len(question.people) == 1 and not question.strangers
    return replace(question, intent="companions") if is_one else question


def _compared(question: Question, parts: Parts) -> Question:
    """Whether somebody is happier than else is no question of when most."""
    degrees = {one.degree for one in parts.feelings}
    is_of_more = question.intent == "strongest" and degrees & {"more", "less"} and "most" not in degrees
    return replace(question, intent="feelings") if is_of_more else question


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


def _at_a_moment(question: Question) -> Question:
    """Where it is not understood what is asked of a moment, all that is known then is told."""
    is_moment = question.span is not None and question.span.duration_s <= _MOMENT_S and not question.quote
    if question.intent != "search" or question.foreign or question.ask == "count" or not is_moment:
        return question
    if question.ask == "who" and not _OF_PRESENCE.match(question.text):
        return question
    return replace(question, intent="on screen" if question.ask == "who" else "happening")


def _unspoilt(question: Question, masked: str, duration_s: float) -> Question:
    """A summary that is to spoil nothing, or not the end, tells the film's first third."""
    is_limited = question.span is not None and question.span.end_s < duration_s
    if question.intent != "summary" or is_limited or not _NO_SPOILERS.search(masked):
        return question
    return replace(question, span=Span(start_s=0, end_s=duration_s * _UNSPOILT), relation="before")


def _until(question: Question, time: TimeMention) -> Question:
    """What somebody missed who comes in at a moment lies before it; a stretch they missed is what it is."""
    if time.moment_s is None or time.relation != "in":
        return question
    return replace(question, span=Span(start_s=0, end_s=time.moment_s), relation="before")


def _measured(question: Question, masked: str) -> Question:
    """With what is measured: people are compared, or counted in scenes, by more than one thing."""
    if question.intent == "most" and is_ranked(masked):
        return replace(question, ask="count")  # everybody's, in order: who has most is not asked
    if question.intent == "compare" and not question.emotions:
        return replace(question, subject=_measure(masked))
    in_scenes = question.intent == "appearances" and question.ask == "count" and _IN_SCENES.search(masked)
    of_speech = question.subject == "speech" or _OF_SPEECH.search(masked)
    return replace(question, subject="scenes") if in_scenes and not of_speech else question


def _measure(masked: str) -> str:
    """By what people are compared, where it is asked who does it more."""
    if not re.search(r"\b(?:more|less|fewer|most|least|longer|often)\b", masked):
        return ""
    counted = re.search(r"\b(?:lines|scenes)\b", masked)
    if counted:
        return counted[0]
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
    if _FIRST.search(masked):
        return "first"
    return "last" if _LAST.search(masked) else "all"
