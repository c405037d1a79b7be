"""A question with what its calls are made of."""

from dataclasses import dataclass
from typing import Any

from storyreel.agent.calls import Call, given
from storyreel.agent.card import FilmCard
from storyreel.agent.understanding.question import Question
from storyreel.memory.records import Span


@dataclass(frozen=True)
class Wish:
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
        """What lines must have; as it stands what is in quotation marks, if one word or said at all."""
        words, asked = self.question.quote or self.question.topic, self.question
        is_whether = asked.intent == "mentions" and asked.ask == "whether"
        return f'"{words}"' if asked.verbatim and (is_whether or len(words.split()) == 1) else words

    def call(self, tool: str, **args: object) -> list[Call]:
        """One call within the span, arguments without a value left out."""
        return [Call(tool, given(**args) | self.within)]

    def feelings(self) -> list[Call]:
        """The feelings of each person, or of anybody."""
        emotions = list(self.question.emotions) or None
        return [
            call
            for who in self.question.people or (None,)
            for call in self.call(
                "timeline", character=who, emotions=emotions, min_confidence=self.question.least_sure
            )
        ]
