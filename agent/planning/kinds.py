"""The calls of memory that each kind of question needs."""

import re
from collections.abc import Callable
from dataclasses import replace

from storyreel.agent.calls import Call
from storyreel.agent.planning.wish import Wish
from storyreel.agent.understanding.emotions import DEEDS, nearest_to
from storyreel.agent.understanding.question import Intent, Question
from storyreel.agent.understanding.text import content_words
from storyreel.memory.name_rules import NUMBERED

_TWO = 2
MOST_NAMED = 8
"""Of so many people it is counted how often they are mentioned."""
MOST_OTHERS = 3
"""So many people are looked at where it is asked who loves or hates somebody."""
LONG_S = 600.0
"""What happens in a stretch longer than this is told scene by scene."""
_OF_LINES = re.compile(r"\b(?:lines?|speech)\b", re.IGNORECASE)
_OF_SCENES = re.compile(r"\b(?:scenes?|parts?|bits?|sequences?)\b", re.IGNORECASE)


def about_stranger(question: Question) -> list[Call]:
    """What the dialogue says of a name that nobody is known by, and of what else is asked."""
    if NUMBERED.fullmatch(question.strangers[0].casefold()):  # memory knows what became of it
        return [Call("characters", {"character": question.strangers[0]})]
    calls = [Call("characters", {}), Call("dialogue", {"words": question.strangers[0], "exact": True})]
    about = " ".join(content_words(question.text))
    is_more = question.intent != "profile" and about.lower() != question.strangers[0].lower()
    return [*calls, Call("search", {"words": about})] if is_more else calls


def _appearances(wish: Wish) -> list[Call]:
    if wish.question.subject == "speech":
        speakers = wish.question.people or (None,)
        return [call for who in speakers for call in wish.call("dialogue", speaker=who)]
    if wish.question.subject == "scenes":
        return wish.call("characters", character=wish.person)
    if wish.question.absent and wish.question.people:
        return _together(wish)
    return [
        call
        for who in wish.question.people or wish.question.absent
        for call in wish.call("presence", character=who)
    ] or [Call("on_screen", wish.whole)]


def _on_screen(wish: Wish) -> list[Call]:
    absent = list(wish.question.absent)
    others = [one.id for one in wish.card.characters if one.id not in absent]
    if not absent:
        return [Call("on_screen", wish.whole)]
    return [call for who in others for call in wish.call("together", characters=[who], without=absent)]


def _together(wish: Wish) -> list[Call]:
    people, absent = list(wish.question.people), list(wish.question.absent)
    if not people:
        return _anybody_alone(wish) if wish.question.subject == "alone" else [Call("on_screen", wish.whole)]
    if wish.question.subject == "alone" and not absent:
        return wish.call("together", characters=people, alone=True)
    return wish.call("together", characters=people, without=absent)


def _anybody_alone(wish: Wish) -> list[Call]:
    """Of those who are seen most, when each is alone."""
    people = [one.id for one in wish.card.characters][:MOST_NAMED]
    return [call for who in people for call in wish.call("together", characters=[who], alone=True)]


def _companions(wish: Wish) -> list[Call]:
    """Who is near; of those somebody speaks to, whom their lines name too."""
    lines = wish.call("dialogue", speaker=wish.person) if wish.question.aimed else []
    return [*wish.call("together", characters=list(wish.question.people)), *lines]


def _compare(wish: Wish) -> list[Call]:
    """By what they feel, by what is measured, or if nothing is said of it, by both."""
    if wish.question.people and wish.question.emotions:
        return wish.feelings()
    measured = wish.call("characters")
    return measured if wish.question.subject else [*measured, *wish.feelings()]


def _most(wish: Wish) -> list[Call]:
    of_feelings = wish.question.subject in ("feelings", "emotion")
    return wish.feelings() if of_feelings else wish.call("characters")


def _said(wish: Wish) -> list[Call]:
    """What somebody says, or each of those who talk with one another."""
    words = wish.question.topic or None
    return [
        call
        for who in wish.question.people or (None,)
        for call in wish.call("dialogue", speaker=who, words=words)
    ]


def _who_said(wish: Wish) -> list[Call]:
    words = wish.sought
    return wish.call("dialogue", words=words, exact=True) if words else wish.call("dialogue")


def _happening(wish: Wish) -> list[Call]:
    if wish.span is None and wish.person:
        name = wish.card.name_of(wish.person)
        return [*wish.call("presence", character=wish.person), *wish.call("search", words=name)]
    if wish.span and wish.span.duration_s > LONG_S:
        return wish.call("film_summary")
    return [Call("segment_detail", wish.whole)]


def _profile(wish: Wish) -> list[Call]:
    who = wish.person
    return [
        Call("characters", {"character": who}),
        Call("timeline", {"character": who}),
        Call("dialogue", {"speaker": who}),
    ]


def _identity(wish: Wish) -> list[Call]:
    if wish.question.subject == "everybody":
        return [Call("characters", {})]
    people = [Call("characters", {"character": who}) for who in wish.question.people]
    return people or (about_stranger(wish.question) if wish.question.strangers else [])


def _strongest(wish: Wish) -> list[Call]:
    if not _OF_SCENES.search(wish.question.text):
        return wish.feelings()
    emotions = list(wish.question.emotions) or None
    return wish.call("feeling_scenes", character=wish.person, emotions=emotions)


def _longest(wish: Wish) -> list[Call]:
    of_lines = _OF_LINES.search(wish.question.text)
    return wish.call("dialogue", speaker=wish.person) if of_lines else wish.call("film_summary")


def _toward(wish: Wish) -> list[Call]:
    """Beside whom; of what both feel, each beside the other; of a thing, when it is spoken of."""
    people, question = wish.question.people, wish.question
    if question.subject == "thing":
        spoken_of = wish.call("dialogue", words=question.topic, exact=True)
        felt = wish.call("timeline", character=wish.person, emotions=list(question.emotions) or None)
        return [*spoken_of, *felt]
    if question.subject in ("whom", "by whom"):
        return _beside_others(wish)
    if len(people) != _TWO:
        return [call for who in people for call in wish.call("timeline", character=who)]
    pairs = [people, people[::-1]] if question.mutual else [people]
    return [
        call for one, other in pairs for call in wish.call("feelings_between", character=one, other=other)
    ]


def _beside_others(wish: Wish) -> list[Call]:
    """What somebody feels beside each of those who are seen most, or what these feel beside them."""
    who = wish.person
    others = [one.id for one in wish.card.characters if one.id != who][:MOST_OTHERS]
    pairs = [(who, other) if wish.question.subject == "whom" else (other, who) for other in others]
    return [
        call for one, other in pairs for call in wish.call("feelings_between", character=one, other=other)
    ]


def _arc(wish: Wish) -> list[Call]:
    return [*wish.call("arc", character=wish.person), *wish.call("turns", character=wish.person)]


def _turn(wish: Wish) -> list[Call]:
    """The turns; and when either feeling is there at all, for where there is no turn."""
    before, after = list(wish.question.before) or None, list(wish.question.emotions) or None
    either = [one for one in (*wish.question.before, *wish.question.emotions) if one != "neutral"]
    beside = wish.call("timeline", character=wish.person, emotions=either) if either else []
    return [*wish.call("turns", character=wish.person, before=before, after=after), *beside]


def _conflict(wish: Wish) -> list[Call]:
    seen, heard = list(wish.question.emotions) or None, list(wish.question.heard) or None
    return wish.call("conflicts", character=wish.person, seen=seen, heard=heard)


def _mentions(wish: Wish) -> list[Call]:
    """The lines with certain words; where none are given, those that name each of the people known."""
    if wish.sought or wish.person:
        return wish.call("dialogue", speaker=wish.person, words=wish.sought, exact=True)
    known = [one.name for one in wish.card.characters if not NUMBERED.fullmatch(one.name.casefold())]
    names = wish.question.rivals or known[:MOST_NAMED]
    calls = [call for name in names for call in wish.call("dialogue", words=name, exact=True)]
    return calls or [Call("characters", {})]  # whose result tells the names that are spoken


def _nearest_feeling(wish: Wish) -> list[Call]:
    """Of a feeling that cannot be told: what comes nearest to it, and who says its word."""
    unknown = wish.question.unknown_feeling or ""
    near, word = list(nearest_to(unknown)), unknown.removeprefix("in ")
    felt = [
        call
        for who in wish.question.people[:1] or (None,)
        for call in (wish.call("timeline", character=who, emotions=near) if near else [])
    ]
    return [*felt, *wish.call("dialogue", words=word, exact=True)]


def _why(wish: Wish) -> list[Call]:
    """Why somebody feels so is told by what is said then; why something is done, by what is said of it."""
    if wish.question.emotions or not wish.question.topic:
        return wish.feelings() if wish.question.emotions or wish.person else _search(wish)
    return wish.call("search", words=wish.question.topic)


def _feelings(wish: Wish) -> list[Call]:
    """When somebody is not angry, their other feelings tell."""
    if wish.question.unknown_feeling and not wish.question.emotions:
        return _nearest_feeling(wish)
    their_others = wish.question.denied and wish.question.people
    whole = replace(wish, question=replace(wish.question, emotions=())) if their_others else wish
    heard = wish.call("sounds", words=wish.question.feeling) if wish.question.feeling in DEEDS else []
    return [*whole.feelings(), *heard]


def _search(wish: Wish) -> list[Call]:
    if wish.question.subject == "role":
        return wish.call("dialogue", words=wish.question.topic, exact=True)
    topic = wish.question.topic
    sounds = wish.call("sounds", words=topic) if topic else []  # without a word, every sound would be one
    return [*wish.call("search", words=topic or wish.question.text), *sounds]


CALLS: dict[Intent, Callable[[Wish], list[Call]]] = {
    "on screen": _on_screen,
    "appearances": _appearances,
    "together": _together,
    "companions": _companions,
    "feelings": _feelings,
    "strongest": _strongest,
    "toward": _toward,
    "arc": _arc,
    "turn": _turn,
    "disagree": lambda wish: wish.call("disagreements", characters=list(wish.question.people) or None),
    "conflict": _conflict,
    "tension": lambda wish: wish.call("tension"),
    "compare": _compare,
    "most": _most,
    "cast": lambda wish: wish.call("characters"),
    "throughout": lambda wish: wish.call("characters", character=wish.person),
    "longest": _longest,
    "film": lambda wish: wish.call("film_summary"),
    "summary": lambda wish: wish.call("film_summary"),
    "said": _said,
    "who said": _who_said,
    "mentions": _mentions,
    "sounds": lambda wish: wish.call("sounds", words=wish.question.topic or None),
    "written": lambda wish: wish.call("screen_text"),
    "happening": _happening,
    "profile": _profile,
    "why": _why,
    "identity": _identity,
    "same": lambda wish: _together(wish) if len(wish.question.people) > 1 else _identity(wish),
    "outside": lambda wish: _search(wish) if wish.question.topic else [],
    "search": _search,
}
"""By the kind of question."""
