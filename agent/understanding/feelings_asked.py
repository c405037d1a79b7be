"""What a question asks about feelings: of whom, from which to which, of face or of voice."""

import re
from dataclasses import replace
from itertools import product

from storyreel.agent.moods import opposite
from storyreel.agent.understanding.emotions import DEEDS
from storyreel.agent.understanding.parts import Parts
from storyreel.agent.understanding.question import Question
from storyreel.memory.records import Emotion

_AIMED = re.compile(r"\bE (?:at|on|with|about|of|by|to|towards?|for|because of) (?:P|N)\b")
"""Somebody feels something about somebody else."""
_ONE_EACH = re.compile(
    r"\bP (?:is |looks? |feels? |seems? )?E,? (?:and|but|while|when) P (?:is |looks? |feels? |seems? )?E\b"
)
"""What one feels while another feels something else."""
_TENSE: tuple[Emotion, ...] = ("anger", "fear")
"""What tells that somebody is tense."""
_MOST_MEANT = 4
"""A word that means more feelings than these means any."""
_OF_WHOM = re.compile(r"(?<!in love) (?:of|with|about|for|at) P$")
"""Of whom somebody is jealous cannot be told."""
_STOPS = re.compile(r"\b(?:stops?|stopped|ceases?|ends?|ended|fades?|subsides?|pass(?:es)?|goes? away)\b")
_HEARD_FIRST = re.compile(
    r"^[^E]*\b(?:sounds?|sounding|voice|tone|words|says?)\b[^E]*\bE\b.*\b(?:looks?|looking|face|smil\w+|E)\b"
)
_FEIGNED = re.compile(r"\b(?:fak(?:es?|ed|ing)|pretend\w*|feign\w*)\b")
"""What is feigned, the face shows."""
OF_FEELINGS = (
    "feelings", "strongest", "most", "compare", "toward", "arc", "turn", "disagree", "conflict", "tension",
)  # fmt: skip
"""Kinds of question that are answered with feelings, and so with how sure they are."""


def of_moods(question: Question, parts: Parts) -> Question:
    """With the two sides of what moves or conflicts: the feelings before and after, of face and of voice."""
    feelings = [mention.emotions for mention in parts.feelings]
    if question.intent == "turn":
        return _turned(question, parts, feelings)
    if question.intent == "conflict":
        return _conflicting(question, parts.masked, feelings)
    if question.intent == "tension" and question.people:
        return replace(question, intent="feelings", emotions=_TENSE, feeling="tense")
    if question.intent == "identity" and question.emotions:
        return replace(question, intent="feelings", doubted=True)
    if (
        question.intent == "feelings"
        and question.unknown_feeling
        and not question.emotions
        and _OF_WHOM.search(parts.masked)
    ):
        return replace(question, people=question.people[:-1], aimed=True)
    if question.intent == "arc":
        return _over_time(question, parts)
    return _toward(question) if question.intent == "toward" else question


def _toward(question: Question) -> Question:
    """What somebody causes is felt by the other: of him who makes her laugh, her feelings beside him tell."""
    is_caused = question.subject == "caused"
    people = question.people[::-1] if is_caused else question.people
    return replace(question, people=people, subject="" if is_caused else question.subject, aimed=True)


def _over_time(question: Question, parts: Parts) -> Question:
    """An emotional arc is of every feeling; the end beside the beginning is all of the film."""
    emotions = () if len(question.emotions) > _MOST_MEANT else question.emotions
    span = None if len(parts.times) > 1 else question.span
    return replace(question, emotions=emotions, span=span)


def _turned(question: Question, parts: Parts, feelings: list[tuple[Emotion, ...]]) -> Question:
    if parts.shift:
        before = feelings[0] if feelings else parts.shift.before
        return replace(question, before=before, emotions=parts.shift.after)
    if _STOPS.search(parts.masked) or len(feelings) > 1:
        return replace(question, before=feelings[0], emotions=feelings[1] if len(feelings) > 1 else ())
    return replace(question, emotions=())


def _conflicting(question: Question, masked: str, feelings: list[tuple[Emotion, ...]]) -> Question:
    """The face's feeling and that of voice or words; what is hidden is heard, if anything tells it."""
    if len(feelings) > 1:
        seen, heard = feelings[1::-1] if _HEARD_FIRST.search(masked) else feelings[:2]
        return replace(question, emotions=seen, heard=heard)
    if feelings and _FEIGNED.search(masked):
        return replace(question, emotions=feelings[0])
    hidden = bool(feelings) and re.search(r"\b(?:hid\w+|mask\w*|conceal\w*)\b", masked)
    return replace(question, emotions=(), heard=feelings[0]) if hidden else question


def of_one_who_feels(question: Question, masked: str) -> Question:
    """Angry at somebody: only who is angry can be told. Laughing is told by its feeling, so never as yes."""
    if question.intent != "feelings":
        return question
    if _ONE_EACH.search(masked) and len(question.people) > 1:
        return replace(question, intent="disagree")
    if _is_against(question):
        return _of_both(question)
    if _AIMED.search(masked):
        question = replace(question, people=question.people[:-1], strangers=(), aimed=True, ask="when")
    guessed = question.ask == "whether" and question.feeling in DEEDS
    return replace(question, ask="when") if guessed else question


def _is_against(question: Question) -> bool:
    """Whether it asks for one person's feeling while another feels the contrary."""
    event = question.event
    if event is None or event.kind != "feels" or event.relation != "in" or not question.people:
        return False
    others = set(event.people) - set(question.people)
    pairs = product(question.emotions, event.emotions)
    return len(others) == 1 and any(opposite(one, other) for one, other in pairs)


def _of_both(question: Question) -> Question:
    """One asks when both are so: every such moment is wanted, not only the first of the other's feeling."""
    others = question.event.people if question.event else ()
    people = tuple(dict.fromkeys((*question.people, *others)))
    return replace(question, intent="disagree", people=people, event=None)
