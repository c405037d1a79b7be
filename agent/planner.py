"""Which tools a question needs next, by rules, given what the tools have said so far."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storyreel.agent.anchors import anchor_of, event_calls, hint_calls
from storyreel.agent.calls import LOOK, Call, Step, given
from storyreel.agent.card import FilmCard
from storyreel.agent.results import Item
from storyreel.agent.understanding.emotions import DEEDS, nearest_to
from storyreel.agent.understanding.question import Event, Intent, Question
from storyreel.agent.understanding.text import content_words
from storyreel.agent.understanding.times import NEXT_S
from storyreel.memory.intervals import clipped, joined, total_s
from storyreel.memory.name_rules import NUMBERED
from storyreel.memory.records import Span

_SETTLED_BEFORE = ("help", "vague", "unclear")
_OF_PEOPLE = (
    "appearances",
    "together",
    "companions",
    "feelings",
    "compare",
    "profile",
    "said",
    "happening",
    "on screen",
    "strongest",
    "mentions",
    "same",
    "toward",
    "arc",
    "turn",
    "disagree",
    "conflict",
    "tension",
)
WHILE_AWAY: tuple[Intent, ...] = ("happening", "said", "feelings", "strongest")
"""Kinds of question that can be asked of the time when somebody is not there."""
MOST_GAPS = 4
"""So many of the longest times without somebody are told of."""
SHORTEST_GAP_S = 2.0
READ_ONLY = frozenset({"dialogue", "text_emotion"})
"""Perception that decodes nothing: it reads subtitles or lines."""
_ORDER = {"dialogue": 0, "segments": 2, "text_emotion": 2}
_TWO = 2
_OF_SCENES = re.compile(r"\bscenes?\b", re.IGNORECASE)
_MARGIN_S = 4.0
"""An event's surroundings count as the event for `during`."""


def next_calls(question: Question, steps: Sequence[Step], card: FilmCard) -> list[Call]:
    """The calls to make now; none when it is time to answer."""
    fresh = since_last_look(steps)
    wanted = _wanted(question, fresh, card)
    missing = [call for call in wanted if all(step.call != call for step in fresh)]
    return missing or _looks(fresh, steps, card)


def since_last_look(steps: Sequence[Step]) -> list[Step]:
    """The steps whose results nothing newer has made stale."""
    last = max((place for place, step in enumerate(steps) if step.call.looks), default=-1)
    return list(steps[last + 1 :])


def past_end(question: Question, card: FilmCard) -> bool:
    """Whether the question's time lies past the film's end."""
    return question.span is not None and question.span.start_s >= card.duration_s > 0


def asked_span(question: Question, steps: Sequence[Step], card: FilmCard) -> Span | None:
    """The stretch of film that is asked about; None for all of it, or where its event was not found."""
    if question.event is None:
        return clamped(question.span, card) if question.span else None
    anchor = anchor_of(question.event, steps)
    return clamped(_beside(question.event, anchor, question), card) if anchor else None


def clamped(span: Span, card: FilmCard) -> Span:
    """The part of a span inside the film."""
    start_s = min(span.start_s, card.duration_s)
    return Span(start_s=start_s, end_s=min(max(span.end_s, start_s), max(card.duration_s, start_s)))


def _beside(event: Event, anchor: Item, question: Question) -> Span:
    start_s, end_s = anchor.span.start_s, anchor.span.end_s
    if event.relation == "in":
        margin_s = _MARGIN_S if question.intent == "happening" else 0.0
        return Span(start_s=max(0.0, start_s - margin_s), end_s=end_s + margin_s)
    wide = question.intent in ("appearances", "feelings", "mentions", "together") or question.which != "all"
    if event.relation == "after":
        return Span(start_s=end_s, end_s=1e9 if wide else end_s + NEXT_S)
    return Span(start_s=0.0 if wide else max(0.0, start_s - NEXT_S), end_s=start_s)


def _wanted(question: Question, steps: Sequence[Step], card: FilmCard) -> list[Call]:
    if question.intent in _SETTLED_BEFORE or question.candidates or past_end(question, card):
        return [Call("film_summary", {})] if past_end(question, card) else []
    if question.strangers and question.intent in _OF_PEOPLE:
        return _about_stranger(question)
    if question.event is None and question.absent and question.intent in WHILE_AWAY:
        return _while_away(question, steps, card)
    if question.event is None:
        return _CALLS[question.intent](_Wish(question, card, asked_span(question, steps, card)))
    anchors = event_calls(question.event)
    span = asked_span(question, steps, card)
    if span is not None:
        return [*anchors, *_CALLS[question.intent](_Wish(question, card, span))]
    tried = all(any(step.call == call for step in steps) for call in anchors)
    return [*anchors, *(hint_calls(question.event) if tried else [])]


def _while_away(question: Question, steps: Sequence[Step], card: FilmCard) -> list[Call]:
    """First when they are there, then what is asked for of the times between."""
    where = presence_of_absent(question, card)
    gaps = gaps_without(question, steps, card)
    calls = _CALLS[question.intent]
    return [*where, *(call for gap in gaps for call in calls(_Wish(question, card, gap)))]


def presence_of_absent(question: Question, card: FilmCard) -> list[Call]:
    """The calls for when those are seen who must not be there."""
    wish = _Wish(question, card, clamped(question.span, card) if question.span else None)
    return [call for who in question.absent for call in wish.call("presence", character=who)]


def gaps_without(question: Question, steps: Sequence[Step], card: FilmCard) -> list[Span]:
    """The longest times when none of those is seen who must not be there, in order; none where unknown."""
    where = presence_of_absent(question, card)
    answers = [step.found for step in steps if step.call in where]
    if not where or len(answers) < len(where):
        return []
    whole = clamped(question.span, card) if question.span else card.span
    stays = joined(clipped(item.span, whole) for found in answers for item in found.items)
    gaps = sorted(left_of(whole, stays), key=lambda gap: -gap.duration_s)
    return sorted(
        (gap for gap in gaps[:MOST_GAPS] if gap.duration_s >= SHORTEST_GAP_S), key=lambda gap: gap.start_s
    )


def left_of(whole: Span, stays: Sequence[Span]) -> list[Span]:
    """What of a span the stays, in order and apart, leave."""
    edges = [whole.start_s, *(time_s for stay in stays for time_s in (stay.start_s, stay.end_s)), whole.end_s]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [Span(start_s=low, end_s=max(low, high)) for low, high in pairs]


def _about_stranger(question: Question) -> list[Call]:
    """What the dialogue says of a name that nobody is known by, and of what else is asked."""
    if NUMBERED.fullmatch(question.strangers[0].casefold()):  # memory knows what became of it
        return [Call("characters", {"character": question.strangers[0]})]
    calls = [Call("characters", {}), Call("dialogue", {"words": question.strangers[0], "exact": True})]
    about = " ".join(content_words(question.text))
    is_more = question.intent != "profile" and about.lower() != question.strangers[0].lower()
    return [*calls, Call("search", {"words": about})] if is_more else calls


@dataclass(frozen=True)
class _Wish:
    """A question with what its calls are made of."""

    question: Question
    card: FilmCard
    span: Span | None

    @property
    def within(self) -> dict[str, Any]:
        """The span as arguments, if there is one."""
        return (
            {"start_s": round(self.span.start_s, 3), "end_s": round(self.span.end_s, 3)} if self.span else {}
        )

    @property
    def whole(self) -> dict[str, Any]:
        """The span as arguments, the whole film without one."""
        return self.within or {"start_s": 0.0, "end_s": self.card.duration_s}

    @property
    def person(self) -> str | None:
        """The first person asked about."""
        return self.question.people[0] if self.question.people else None

    @property
    def sought(self) -> str:
        """What lines must have; one word in quotation marks as it stands."""
        words = self.question.quote or self.question.topic
        return f'"{words}"' if self.question.verbatim and len(words.split()) == 1 else words

    def call(self, tool: str, **args: object) -> list[Call]:
        """One call within the span, arguments without a value left out."""
        return [Call(tool, given(**args) | self.within)]

    def feelings(self) -> list[Call]:
        """The feelings of each person, or of anybody."""
        emotions = list(self.question.emotions) or None
        return [
            call
            for who in self.question.people or (None,)
            for call in self.call("timeline", character=who, emotions=emotions)
        ]


def _appearances(wish: _Wish) -> list[Call]:
    if wish.question.subject == "speech":
        return wish.call("dialogue", speaker=wish.person)
    if wish.question.subject == "scenes":
        return wish.call("characters", character=wish.person)
    if wish.question.absent:
        return _together(wish)
    return [call for who in wish.question.people for call in wish.call("presence", character=who)] or [
        Call("on_screen", wish.whole)
    ]


def _on_screen(wish: _Wish) -> list[Call]:
    absent = list(wish.question.absent)
    others = [one.id for one in wish.card.characters if one.id not in absent]
    if not absent:
        return [Call("on_screen", wish.whole)]
    return [call for who in others for call in wish.call("together", characters=[who], without=absent)]


def _together(wish: _Wish) -> list[Call]:
    people, absent = list(wish.question.people), list(wish.question.absent)
    if not people:
        return [Call("on_screen", wish.whole)]
    if len(people) == 1 and not absent:
        return wish.call("together", characters=people, alone=True)
    return wish.call("together", characters=people, without=absent)


def _compare(wish: _Wish) -> list[Call]:
    named = wish.question.people and wish.question.emotions
    return wish.feelings() if named else [Call("characters", {}), *wish.feelings()]


def _most(wish: _Wish) -> list[Call]:
    of_feelings = wish.question.subject in ("feelings", "emotion")
    return wish.feelings() if of_feelings else wish.call("characters")


def _who_said(wish: _Wish) -> list[Call]:
    words = wish.sought
    return wish.call("dialogue", words=words, exact=True) if words else wish.call("dialogue")


def _happening(wish: _Wish) -> list[Call]:
    if wish.span is None and wish.person:
        name = wish.card.name_of(wish.person)
        return [*wish.call("presence", character=wish.person), *wish.call("search", words=name)]
    return [Call("segment_detail", wish.whole)]


def _profile(wish: _Wish) -> list[Call]:
    who = wish.person
    return [
        Call("characters", {"character": who}),
        Call("timeline", {"character": who}),
        Call("dialogue", {"speaker": who}),
    ]


def _identity(wish: _Wish) -> list[Call]:
    if wish.question.subject == "everybody":
        return [Call("characters", {})]
    people = [Call("characters", {"character": who}) for who in wish.question.people]
    return people or (_about_stranger(wish.question) if wish.question.strangers else [])


def _strongest(wish: _Wish) -> list[Call]:
    if not _OF_SCENES.search(wish.question.text):
        return wish.feelings()
    emotions = list(wish.question.emotions) or None
    return wish.call("feeling_scenes", character=wish.person, emotions=emotions)


def _toward(wish: _Wish) -> list[Call]:
    """Beside whom; of what both feel, each beside the other; of a thing, when it is spoken of."""
    people, question = wish.question.people, wish.question
    if question.subject == "thing":
        spoken_of = wish.call("dialogue", words=question.topic, exact=True)
        felt = wish.call("timeline", character=wish.person, emotions=list(question.emotions) or None)
        return [*spoken_of, *felt]
    if len(people) != _TWO:
        return [call for who in people for call in wish.call("timeline", character=who)]
    pairs = [people, people[::-1]] if question.mutual else [people]
    return [
        call for one, other in pairs for call in wish.call("feelings_between", character=one, other=other)
    ]


def _arc(wish: _Wish) -> list[Call]:
    return [*wish.call("arc", character=wish.person), *wish.call("turns", character=wish.person)]


def _turn(wish: _Wish) -> list[Call]:
    """The turns; and when either feeling is there at all, for where there is no turn."""
    before, after = list(wish.question.before) or None, list(wish.question.emotions) or None
    either = [one for one in (*wish.question.before, *wish.question.emotions) if one != "neutral"]
    beside = wish.call("timeline", character=wish.person, emotions=either) if either else []
    return [*wish.call("turns", character=wish.person, before=before, after=after), *beside]


def _conflict(wish: _Wish) -> list[Call]:
    seen, heard = list(wish.question.emotions) or None, list(wish.question.heard) or None
    return wish.call("conflicts", character=wish.person, seen=seen, heard=heard)


def _nearest_feeling(wish: _Wish) -> list[Call]:
    """Of a feeling that cannot be told: what comes nearest to it, and who says its word."""
    unknown = wish.question.unknown_feeling or ""
    near, word = list(nearest_to(unknown)), unknown.removeprefix("in ")
    felt = [
        call
        for who in wish.question.people[:1] or (None,)
        for call in (wish.call("timeline", character=who, emotions=near) if near else [])
    ]
    return [*felt, *wish.call("dialogue", words=word, exact=True)]


def _why(wish: _Wish) -> list[Call]:
    return wish.feelings() if wish.question.emotions or wish.person else _search(wish)


def _feelings(wish: _Wish) -> list[Call]:
    """When somebody is not angry, their other feelings tell."""
    if wish.question.unknown_feeling and not wish.question.emotions:
        return _nearest_feeling(wish)
    whole = replace(wish, question=replace(wish.question, emotions=())) if wish.question.denied else wish
    heard = wish.call("sounds", words=wish.question.feeling) if wish.question.feeling in DEEDS else []
    return [*whole.feelings(), *heard]


def _search(wish: _Wish) -> list[Call]:
    if wish.question.subject == "role":
        return wish.call("dialogue", words=wish.question.topic, exact=True)
    words = wish.question.topic or wish.question.text
    return [*wish.call("search", words=words), *wish.call("sounds", words=words)]


_CALLS: dict[Intent, Callable[[_Wish], list[Call]]] = {
    "on screen": _on_screen,
    "appearances": _appearances,
    "together": _together,
    "companions": lambda wish: wish.call("together", characters=list(wish.question.people)),
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
    "longest": lambda wish: wish.call("film_summary"),
    "film": lambda wish: wish.call("film_summary"),
    "summary": lambda wish: wish.call("film_summary"),
    "said": lambda wish: wish.call("dialogue", speaker=wish.person, words=wish.question.topic or None),
    "who said": _who_said,
    "mentions": lambda wish: wish.call("dialogue", speaker=wish.person, words=wish.sought, exact=True),
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


def _looks(fresh: Sequence[Step], steps: Sequence[Step], card: FilmCard) -> list[Call]:
    """Calls that watch what the results lack: what costs nothing always, the rest if it is little."""
    lacking = {
        (missing.tool, span) for step in fresh for missing in step.found.unwatched for span in missing.spans
    }
    cheap = {
        (tool, span)
        for tool, span in lacking
        if tool in READ_ONLY or not (card.has_picture or card.has_sound)
    }
    dear_s = total_s(joined(span for tool, span in lacking - cheap))
    chosen = lacking if dear_s <= card.budget_s else cheap
    calls = [
        Call(f"{LOOK}{tool}", {"start_s": round(span.start_s, 3), "end_s": round(span.end_s, 3)})
        for tool, span in sorted(chosen, key=lambda one: (_ORDER.get(one[0], 1), one[0], one[1].start_s))
    ]
    return [call for call in calls if all(step.call != call for step in steps)]
