"""Whom a pronoun means: who was spoken of last and is not known to be the other; where two fit, both."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from storyreel.agent.understanding.people import Person
from storyreel.agent.understanding.question import Question
from storyreel.agent.understanding.text import word_set
from storyreel.memory.records import Span

Pronoun = Literal["he", "she"]
_FORMS: dict[Pronoun, frozenset[str]] = {
    "he": word_set("he him his himself"),
    "she": word_set("she her hers herself"),
}
_MANY = word_set("they them their theirs both")
_FORMS_OF_NAMES: dict[Pronoun, frozenset[str]] = {
    "he": word_set(
        "mr sir lord king prince uncle father albert alfred arthur ben benjamin bernard carl charles daniel "
        "david edward ernest george harold harry henry hugh jack james john joseph louis michael oscar paul "
        "peter philip ralph richard robert roger thomas tom walter william"
    ),
    "she": word_set(
        "mrs miss ms madam lady queen princess aunt mother agnes alice amy anna anne barbara betty caroline "
        "catherine cleo clara dorothy edith elizabeth ellen emily emma eva florence helen jane julia laura "
        "lucy margaret maria marie martha mary nancy ruth sarah susan sylvia vera"
    ),
}
"""Titles and first names that leave no doubt; a face or a voice is never asked."""
MOST_MEANT = 3
"""`They` means the people of the last question where there were no more than these, else the last two."""
_TELLS_NO_PLACE = ("search", "outside", "help", "vague", "unclear")
"""Kinds of question whose answer is not known to be where it was found."""
_SAME_S = 0.1
_TELLS_MOMENTS = ("said", "mentions", "sounds", "written", "who said")
"""Kinds of question whose answer is told moment by moment, whatever is asked of them."""
_TELLS_WHO = ("on screen", "companions", "most", "strongest", "who said", "feelings", "cast")
"""Kinds of question that are answered with people, if they name none."""


@dataclass(frozen=True)
class Focus:
    """What a conversation has spoken of, the most recent first."""

    groups: tuple[tuple[str, ...], ...] = ()
    """Character ids, for each question the people it asked about, or was answered with."""
    span: Span | None = None
    """Where the last answer was."""
    topic: str = ""
    """What lines were asked for last."""
    called: frozenset[tuple[str, Pronoun]] = frozenset()
    """Of whom which pronoun was used."""
    proof: Span | None = None
    """Where what the last answer told last is."""
    moments: tuple[Span | None, ...] = ()
    """When the last answer that lists moments says it is so; None for those it only counted."""

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody spoken of, each once."""
        return tuple(dict.fromkeys(who for group in self.groups for who in group))

    def is_one_told(self, span: Span | None) -> bool:
        """Whether a question's span is one of the moments that were told."""
        starts_s = [moment.start_s for moment in self.moments if moment]
        return span is not None and any(abs(start_s - span.start_s) < _SAME_S for start_s in starts_s)

    def _lists_anew(self, question: Question) -> bool:
        return lists_moments(question) and not self.is_one_told(question.span)

    def after(
        self,
        question: Question,
        told: tuple[str, ...],
        span: Span | None,
        proof: Span | None = None,
        moments: tuple[Span | None, ...] = (),
    ) -> "Focus":
        """The focus once a question was answered with some people and a stretch of film.

        What is answered with no more than what may bear on it leaves the talk where it was.
        """
        if question.intent in _TELLS_NO_PLACE:
            span, proof = self.span or span, self.proof or proof
        asks_who = question.intent in _TELLS_WHO or (question.ask == "who" and question.intent != "search")
        people = question.people or (told if asks_who else ())
        spoken_of = {(question.people[-1], question.pronoun)} if question.pronoun and question.people else ()
        return replace(
            self,
            groups=((people, *self.groups) if people else self.groups),
            span=span,
            proof=proof,
            moments=moments if self._lists_anew(question) else self.moments,
            topic=question.topic or question.quote or self.topic,
            called=self.called.union(spoken_of),
        )


def lists_moments(question: Question) -> bool:
    """Whether the answer may be a list of moments: those of `when`, or of what is said or heard."""
    if question.intent in _TELLS_NO_PLACE:
        return False
    return question.ask in ("when", "count", "duration", "whether") or question.intent in _TELLS_MOMENTS


def pronoun_in(masked: str) -> Pronoun | None:
    """The pronoun for one person in a question, if there is one.

    >>> pronoun_in("when does she appear"), pronoun_in("when do they appear")
    ('she', None)
    """
    words = set(re.findall(r"[a-z]+", masked))
    return next((pronoun for pronoun, forms in _FORMS.items() if words & forms), None)


def means_many(masked: str) -> bool:
    """Whether a question has a pronoun for several."""
    return bool(set(re.findall(r"[a-z]+", masked)) & _MANY)


def meant_by(pronoun: Pronoun, focus: Focus, cast: tuple[Person, ...]) -> tuple[str, ...]:
    """Who it means; several where it may mean each of them, nobody where it fits no one spoken of."""
    names = {one.id: one.name for one in cast}
    known = {who: set(_known_as(who, names.get(who, ""), focus)) for who in focus.people}
    for group in focus.groups:
        fitting = [who for who in group if known[who] <= {pronoun}]
        sure = [who for who in fitting if known[who]]
        if fitting:
            return tuple(sure or fitting)
    return ()


def _known_as(who: str, name: str, focus: Focus) -> Iterator[Pronoun]:
    yield from (pronoun for one, pronoun in focus.called if one == who)
    words = name.lower().replace(".", "").split()[:1]
    yield from (pronoun for pronoun, names in _FORMS_OF_NAMES.items() if names.intersection(words))


def several_meant(focus: Focus) -> tuple[str, ...]:
    """Whom `they` means: the people of the last question if it had several, else the last two."""
    latest = focus.groups[0] if focus.groups else ()
    return latest if 1 < len(latest) <= MOST_MEANT else focus.people[:2]
