"""What a question only points at: people by pronouns, moments and things of the conversation."""

import re
from dataclasses import replace

from storyreel.agent.understanding.feelings_asked import OF_FEELINGS
from storyreel.agent.understanding.follow_up import beside, both_alone
from storyreel.agent.understanding.happenings import before_speech, event_of
from storyreel.agent.understanding.intents import KindOf
from storyreel.agent.understanding.parts import Parts, Setting
from storyreel.agent.understanding.people import find_people
from storyreel.agent.understanding.pronouns import (
    Focus,
    Pronoun,
    means_many,
    meant_by,
    pronoun_in,
    several_meant,
)
from storyreel.agent.understanding.question import Question

_QUOTED = re.compile(r'["“”]')
_NOW = re.compile(
    r"^(?:and |so |but )?(?:what|who|how) (?:is|are) (?:he|she|they) (?:doing|saying|feeling|talking)\b"
)
_THERE = re.compile(
    r"^(?:and )?(?:who|what|which)\b(?! else).*(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bin )\bthere$"
)
"""`Who speaks there?`, of the part that was spoken of."""
_POINTS = re.compile(r"\b(?:that|then|this|same|next|else|later|afterwards|thereafter)\b")
"""Words that mean a moment spoken of before; without one, `who is there` asks about all of the film."""
_IN_IT = re.compile(r"^who (?:all )?(?:is|are|appears?) (?:\w+ )?in it\b|^who (?:is|was) (?:that|this)$")
_OF_NOBODY_NAMED = re.compile(r"(?:(?!\b[PN]\b).)*\b(?:is|was|does|did|has|can) (?:he|she)\b")
"""`Does she like Ben`: nobody is named before, so it is not known whom it is about."""
_SPOKEN_OF = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:about|of|mention\w*|to|towards?|tells?|told|asks?|by|named?) (?P<whom>him|her)"
        r"(?=\W*$| (?:in|at|on|during|before|after|when|while|first|last|and|or|most|ever)\b)",
        r"\b(?:is|was|does) (?P<whom>he|she) (?:\w+ )?(?:mentioned|named|spoken of|talked about|come up)\b",
        r"\b(?P<whom>his|her) name\b",
    )
)
"""`What does Anna say about him`: it is not he who says it."""
_OF_TWO = re.compile(r"\b(?:he|she)\b.*\b(?:him|her)\b", re.IGNORECASE)
"""Whom each of two pronouns means is not told by one name."""
_IT = re.compile(r"\b(?:it|that|this)\b")


def of_whom_was_told(question: Question, previous: Question | None) -> Question:
    """`How sure are you?` asks of the answer before: of its feelings, or of its people's names."""
    if question.intent != "identity" or question.people or question.strangers or question.subject:
        return question
    if previous is not None and previous.intent in OF_FEELINGS:
        return replace(previous, text=question.text, doubted=True)
    of_people = previous is not None and previous.intent in ("identity", "same", "profile", "appearances")
    if previous is None or not of_people or not previous.people:
        return replace(question, intent="unclear")
    return replace(question, people=previous.people)


def focused(focus: Focus, setting: Setting, previous: Question | None) -> Focus:
    """Where only one person is known, `he` and `she` can be nobody else; what has a time, was spoken of."""
    if focus.span is None and previous is not None:
        focus = replace(focus, span=previous.span)
    alone = not focus.groups and len(setting.cast) == 1
    return replace(focus, groups=((setting.cast[0].id,),)) if alone else focus


def pointed(question: Question, parts: Parts, focus: Focus) -> Question:
    """Puts topics and moments of the conversation where the question only points at them."""
    if question.intent in ("said", "mentions", "search") and not question.topic and _IT.search(parts.masked):
        question = replace(question, topic=focus.topic)
    if question.intent == "cast" and focus.span and _IN_IT.search(parts.masked):
        return replace(question, intent="on screen", span=focus.span)
    event = question.event
    if event is None or event.kind != "previous":
        return _at_their_time(question, parts, focus)
    if focus.span is None:
        whole = question.intent == "on screen" and not _POINTS.search(parts.masked)
        return replace(question, intent=question.intent if whole else "unclear", event=None)
    place = (focus.proof or focus.span) if event.length_s else focus.span
    span = beside(place, event.relation, event.later_s, event.length_s)
    return replace(question, event=None, span=span, relation="in" if event.later_s else event.relation)


def _at_their_time(question: Question, parts: Parts, focus: Focus) -> Question:
    """What `they` say or do whom the last answer told, and what he is doing, is asked of that time."""
    is_of_them = means_many(parts.masked) and question.intent in ("said", "happening") and not question.people
    is_of_now = bool(_NOW.match(parts.masked) or _THERE.search(parts.masked))
    if not (is_of_them or is_of_now) or question.span or question.event or focus.span is None:
        return question
    return replace(question, span=focus.span)


def with_objects_named(text: str, focus: Focus, setting: Setting) -> str:
    """The question with the name for `him` or `her` of whom is spoken, where only one can be meant."""
    found = next((match for one in _SPOKEN_OF if (match := one.search(text))), None)
    pronoun = pronoun_in(found["whom"].lower()) if found else None
    if found is None or pronoun is None or _QUOTED.search(text) or _OF_TWO.search(text):
        return text
    named = {one.person.id for one in find_people(text, setting.cast) if one.person}
    meant = meant_by(pronoun, focus, setting.cast)
    names = [one.name for one in setting.cast if one.id in meant and one.id not in named]
    whose = "'s" if found[0].endswith(" name") else ""
    start, end = found.span("whom")
    return f"{text[:start]}{names[0]}{whose}{text[end:]}" if len(names) == 1 else text


def with_antecedent(
    question: Question, masked: str, focus: Focus, setting: Setting, kind_of: KindOf
) -> Question:
    """Puts people of the conversation where the question has only pronouns."""
    if question.lacks_its_place:
        return question
    if question.intent == "who said" and question.quote.lower() in ("that", "it", "this") and focus.span:
        return replace(question, quote="", span=focus.proof or focus.span)
    if pronoun := pronoun_in(masked):
        return _with_one(question, pronoun, meant_by(pronoun, focus, setting.cast), masked, kind_of)
    several = several_meant(focus)
    if len(several) < 2 or question.people:
        return question
    if question.intent == "most" and question.subject == "feelings" and "M" in masked:
        return replace(question, intent="compare", people=several)
    if question.intent == "on screen" and question.ask == "when" and means_many(masked):
        return replace(question, intent="appearances", subject="presence", people=several)
    return replace(question, people=several) if _is_of_several(question, masked) else question


def with_its_own(question: Question, parts: Parts, focus: Focus, setting: Setting) -> Question:
    """The event with its pronoun read: of whom the question is about, or who was spoken of.

    Whom a pronoun in what is said means, the speaker's own words tell.
    """
    told = before_speech(parts.clause.words) if parts.clause else ""
    pronoun = pronoun_in(told.lower())
    if parts.clause is None or pronoun is None:
        return question
    groups = (question.people, *focus.groups) if question.people else focus.groups
    who = meant_by(pronoun, replace(focus, groups=groups), setting.cast)[:1]
    name = next((one.name for one in setting.cast if one.id in who), None)
    words = re.sub(r"\b(?:he|she)\b", name or r"\g<0>", told, flags=re.IGNORECASE)
    words += parts.clause.words[len(told) :]
    return replace(question, event=event_of(replace(parts.clause, words=words), setting, parts))


def _is_of_several(question: Question, masked: str) -> bool:
    if both_alone(masked):
        return True
    asked_of = ("together", "feelings", "appearances", "compare", "toward", "disagree")
    return means_many(masked) and question.intent in asked_of


def _with_one(
    question: Question, pronoun: Pronoun, meant: tuple[str, ...], masked: str, kind_of: KindOf
) -> Question:
    """The question with the pronoun read as who it means, or as one of several."""
    if not meant:
        is_of_named = re.search(r"\b[PN]\b", masked) and not _OF_NOBODY_NAMED.match(masked)
        return question if is_of_named else replace(question, intent="unclear")
    people = (*question.people, *(who for who in meant[:1] if who not in question.people))
    candidates = meant if len(meant) > 1 else ()
    read = _again(replace(question, people=people, pronoun=pronoun, candidates=candidates), masked, kind_of)
    feels = read.intent == "toward" and re.search(r"\b(?:he|she|his|her)\b.*\bP\b", masked)
    return replace(read, people=people[::-1], pronoun=None) if feels else read


def _again(question: Question, masked: str, kind_of: KindOf) -> Question:
    """The intent once the pronoun is read as a person."""
    named = re.sub(r"\b(?:he|she|him|himself|herself)\b", "P", masked)
    named = re.sub(r"\b(?:his|hers|her)\b(?= \w)", "P", named)
    named = re.sub(r"\b(?:her|his|hers)\b", "P", named)
    intent, subject = kind_of(named)
    return replace(question, intent=intent, subject=subject)
