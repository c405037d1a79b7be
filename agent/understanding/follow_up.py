"""Follow-ups: what a short question leaves out is taken from the one before."""

import re
from dataclasses import replace

from storyreel.agent.understanding.question import Event, Intent, Question
from storyreel.agent.understanding.retelling import asks_shorter
from storyreel.agent.understanding.times import NEXT_S, Relation
from storyreel.memory.records import Span

_LINK = re.compile(
    r"^(?:and|so|but|also|or|ok|okay|then)\b[ ,]*|"
    r"^(?:now )?(?:trim|narrow|limit|restrict|cut|keep|confine|reduce) "
    r"(?:it|that|this|them|those)(?: down)? to "
)
_WHAT_ABOUT = re.compile(
    r"^(?:(?:and|so|but|also|or)\b[ ,]*)?(?:(?:what|how) about|what V$|same for|the same for)\b"
)
_BARE = re.compile(
    r"^(?:(?:and|so|but) )?(?:how long|how often|how many times|when|where|who|why|(?:by|of|at|about) whom|"
    r"(?:of|about) what)"
    r"(?: (?:is|was|does|did) (?:it|that|this)(?: happen)?)?"
    r"(?: in all| in total| altogether| exactly| precisely)?$"
)
_EDGE_ALONE = re.compile(
    r"^(?:(?:and|so|but) )?(?:(?:when|what)(?: is| was)? )?(?:for )?the (?:very )?(?:first|last)"
    r"(?: (?:time|one|occasion)(?: (?:that )?(?:they|he|she|it|that)(?: \w+)?)?)?$|"
    r"^(?:and )?(?:(?:when|at what time) (?:first|last)|(?:first|last) (?:time|one))$"
)
"""`And the last time?`"""
_ELSE = re.compile(r"^(?:(?:and|or|is|was|does) )*(?:who|any(?:one|body)|some(?:one|body)) else$")
"""`Anybody else?`"""
_ABOUT_THINGS: tuple[Intent, ...] = ("sounds", "search", "written")
"""Kinds of question that ask of things: what stands in their place is no name."""
_OTHER_WAY = re.compile(r"^(?:and |or )?(?:the )?(?:other way a?round|vice versa|reverse)$")
_BOTH = re.compile(r"^(?:and |or )?(?:what about )?both(?: of them)?(?: together)?$")
_TO_WHOM = re.compile(r"^(?:and )?(?:to whom|who(?:m)? to)(?: (?:is|was) (?:it|that) said)?$")
_BESIDE_ANOTHER = re.compile(r"^(?:and )?(?:as )?compared (?:to|with) P$|^(?:more|less) than P$")
"""`Compared to Ben?`"""
_NEIGHBOUR = re.compile(
    r"^(?:and )?(?:what (?:is|was|about) |who (?:is|was) )?the (?:(?P<noun>one|line|scene|time) )?"
    r"(?P<way>before|after|previous|next|following)(?(noun)|(?: (?:one|line|scene|time))?)"
    r"(?: (?:it|that|this))?$"
)
"""`And the one before?`"""
_ONE_BESIDE = re.compile(r"^(?:and )?(?:what (?:is|was|about) )?the (?:one|line) V$")
_NTH = r"(?:second|third|fourth|fifth|2nd|3rd|4th|5th)"
_NTH_ALONE = re.compile(
    rf"^(?:(?:and|so|but) )?(?:(?:when|what|who|where)(?: is| was)? )?(?:the {_NTH}|P {_NTH}(?= \w))"
    r"(?: (?:time|one|occasion|line|sound|noise|text|song|word|speaker|"
    r"person (?:to|who) (?:speaks?|talks?|appears?)))?"
    r"(?: (?:of|by|from) P)?$"
)
"""`And the second one?`, `what is the third line of P`."""
_FAR_S = 1e9
_EACH = re.compile(
    r"^(?:and )?(?:list|name|show|tell)(?: me)? (?:them|those|these)(?: all)?$|"
    r"^(?:and )?(?:who|which(?: ones?)?|what) (?:are|were) (?:they|those|these)$"
)
"""`List them.`"""
_SAID_AGAIN = (
    _WHAT_ABOUT,
    _BARE,
    _EDGE_ALONE,
    _ELSE,
    _EACH,
    _OTHER_WAY,
    _BESIDE_ANOTHER,
    _NEIGHBOUR,
    _ONE_BESIDE,
    _BOTH,
    _NTH_ALONE,
    _TO_WHOM,
)
_OF_TWO: tuple[Intent, ...] = ("toward", "together", "disagree", "compare")
_SLOTS_ALONE = re.compile(
    r"(?:[PETNV]|in|at|the|with|without|by|to|only|just|ones?|those|that|of|for|from|during|scenes?|parts?|"
    r"bits?|times?|moments?| )+"
)
"""`Only those without P`: nothing but what the question before is to have besides."""
_VERB = re.compile(
    r"\b(?:is|are|was|were|does|do|did|has|have|can|say|says|said|happens?|happened|appears?|talks?|show|"
    r"list|tell|"
    r"describe|summar\w+|mention\w*|compare|speaks?)\b"
)


def beside(span: Span, relation: Relation, later_s: float = 0.0, length_s: float = 0.0) -> Span:
    """The stretch right before or after another, or a moment so much later; `in` is the stretch itself."""
    length_s = length_s or NEXT_S
    if later_s:
        start_s = max(0.0, (span.end_s if span.duration_s > 1 and later_s > 0 else span.start_s) + later_s)
        return Span(start_s=start_s, end_s=start_s + 1)
    if relation == "before":
        return Span(start_s=max(0.0, span.start_s - length_s), end_s=span.start_s)
    return Span(start_s=span.end_s, end_s=span.end_s + length_s) if relation == "after" else span


def is_elliptic(masked: str) -> bool:
    """Whether a question cannot stand alone: `what about P`, `and T`, `and E`.

    >>> is_elliptic("what about P"), is_elliptic("when does P appear")
    (True, False)
    """
    if asks_shorter(masked) or any(kind.match(masked) for kind in _SAID_AGAIN):
        return True
    words = _LINK.sub("", masked)
    return not _VERB.search(words) and (words != masked or bool(_SLOTS_ALONE.fullmatch(words)))


def only_an_edge(masked: str) -> bool:
    """Whether it asks for the first or last time of what another question asked.

    >>> only_an_edge("and the last time"), only_an_edge("when is the first line")
    (True, False)
    """
    return _EDGE_ALONE.match(masked) is not None


def asks_place(masked: str) -> bool:
    """Whether it asks for the second or a later one of what is told in order.

    >>> asks_place("when is the second one"), asks_place("what happens in the second act")
    (True, False)
    """
    return _NTH_ALONE.match(masked) is not None


def both_alone(masked: str) -> bool:
    """Whether it asks the previous question of the two who were spoken of last: `and both?`."""
    return _BOTH.match(masked) is not None


def carried_over(previous: Question, question: Question, masked: str) -> Question:
    """The previous question with the parts that the new one gives."""
    if question.lacks_its_place:
        return question
    if question.subject == "form" and not (asks_shorter(masked) and previous.intent == "summary"):
        return question
    if again := _said_again(previous, question, masked):
        return replace(again, text=question.text)
    if question.event is not None and question.event.kind == "previous" and not question.people:
        return _pointing(previous, question)
    if topic := _other_topic(previous, question, masked):
        return replace(previous, text=question.text, topic=topic, quote="")
    given = _given(previous, question)
    if "alone" in masked or "together" in masked:
        given |= {"intent": "together", "subject": "alone" if "alone" in masked else ""}
    if not given and previous.topic:
        given["topic"] = _rest(question.text)
    fitting = replace(_fitting(previous, question), text=question.text)
    return replace(fitting, **given)  # type: ignore[arg-type]  # field names are the record's


def _other_topic(previous: Question, question: Question, masked: str) -> str:
    """Another name that is spoken of: `when is Kurtz mentioned`, `and Winkel?`; nothing else."""
    is_named = question.people or question.strangers
    is_of_all = previous.intent == "mentions" and not previous.people
    is_spoken_of = is_of_all or (previous.intent == "said" and "about" in masked.split())
    return _rest(question.text) if is_named and is_spoken_of and not previous.rivals else ""


def _said_again(previous: Question, question: Question, masked: str) -> Question | None:
    """The previous question where only its place, its question word, its people or its thing is another."""
    if only_an_edge(masked):
        return replace(previous, which=question.which)
    if asks_shorter(masked):
        return previous
    if _BARE.match(masked):
        return _asked_again(previous, question)
    return (
        _beside_the_last(previous, question, masked)
        or _of_others(previous, question, masked)
        or _of_another_thing(previous, question)
    )


def _beside_the_last(previous: Question, question: Question, masked: str) -> Question | None:
    """The previous question, of what comes next before or after what it was answered with."""
    if neighbour := _NEIGHBOUR.match(masked):
        return _neighbouring(previous, "before" if neighbour["way"] in ("before", "previous") else "after")
    if _ONE_BESIDE.match(masked) and question.event:
        return _neighbouring(previous, question.event.relation)
    return None


def _of_others(previous: Question, question: Question, masked: str) -> Question | None:
    """The previous question of somebody else, of each, or of two the other way round."""
    if _TO_WHOM.match(masked) and previous.intent in ("who said", "said", "mentions"):
        topic = previous.quote or previous.topic
        if not topic:
            return replace(previous, aimed=True)
        return replace(previous, intent="mentions", subject="to whom", aimed=True, topic=topic)
    if _ELSE.match(masked):
        return replace(previous, people=(), ask="who")
    if _EACH.match(masked):
        return replace(previous, ask="when" if previous.people else "who")
    if _OTHER_WAY.match(masked):
        return replace(previous, people=previous.people[::-1])
    if _BESIDE_ANOTHER.match(masked):
        subject = previous.subject if previous.subject == "speech" else "presence"
        return replace(previous, intent="compare", people=previous.people + question.people, subject=subject)
    return _of_both(previous, question) if _BOTH.match(masked) else None


def _of_both(previous: Question, question: Question) -> Question:
    """The previous question of the two who were spoken of last, if there are two."""
    if len(question.people) < 2:
        return replace(question, intent="unclear")
    if previous.intent != "appearances":
        return replace(previous, people=question.people)
    intent: Intent = "compare" if previous.subject == "speech" else "together"
    return replace(previous, people=question.people, intent=intent)


def _of_another_thing(previous: Question, question: Question) -> Question | None:
    of_a_thing = previous.intent in _ABOUT_THINGS and question.strangers
    return replace(previous, topic=_rest(question.text)) if of_a_thing else None


def _neighbouring(previous: Question, relation: Relation) -> Question:
    event = Event("previous", relation, length_s=_FAR_S)
    return replace(previous, event=event, span=None, which="last" if relation == "before" else "first")


def _pointing(previous: Question, question: Question) -> Question:
    """`And after that?`: the same question there, or else what happens there."""
    if previous.intent in ("on screen", "said", "feelings"):
        return replace(previous, text=question.text, event=question.event, span=None, which="all")
    return replace(question, intent="happening")


def _given(previous: Question, question: Question) -> dict[str, object]:
    given: dict[str, object] = {}
    if question.people or question.strangers:
        is_other_of_two = (
            previous.intent in _OF_TWO and len(previous.people) == 2 and len(question.people) == 1
        )
        people = (previous.people[0], *question.people) if is_other_of_two else question.people
        given |= {"people": people, "strangers": question.strangers, "absent": question.absent}
        given |= {"pronoun": question.pronoun, "candidates": ()}
    elif question.absent:
        given["absent"] = question.absent
    if question.emotions:
        given |= {"emotions": question.emotions, "feeling": question.feeling}
    if question.span is not None or question.event is not None:
        given |= {"span": question.span, "relation": question.relation, "event": question.event}
    if question.least_sure is not None:
        given["least_sure"] = question.least_sure
    if question.which != "all":
        given["which"] = question.which
    if question.least:
        given["least"] = True
    return given | ({"quote": question.quote} if question.quote else {})


def _rest(text: str) -> str:
    """What is left of `and about the pods?`."""
    skipped = ("and", "what", "about", "how", "the", "a")
    return " ".join(word for word in text.strip("?!. ").split() if word.lower() not in skipped)


def _asked_again(previous: Question, question: Question) -> Question:
    """The previous question with only another question word: `how long?`, `why?`."""
    if question.intent == "why":
        return replace(previous, text=question.text, intent="why")
    if previous.intent == "happening" and question.ask in ("duration", "count"):
        return replace(question, intent="unclear")
    return replace(previous, text=question.text, ask=question.ask)


def _fitting(previous: Question, question: Question) -> Question:
    """The previous question, turned where its kind does not take what is given now."""
    if question.people and previous.intent in ("on screen", "cast", "most", "film", "help", "unclear"):
        return replace(previous, intent="appearances", ask="when", subject="presence")
    if question.people and previous.intent == "mentions":
        return replace(
            previous, topic=re.sub(r"(?i)^(?:and |what about |how about )+", "", question.text).strip("?!. ")
        )
    if question.emotions and previous.intent not in ("feelings", "strongest", "compare"):
        return replace(previous, intent="feelings", ask="when")
    return previous
