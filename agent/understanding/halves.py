"""A question of two parts: who is there or speaks at a time, and what they feel then."""

import re
from dataclasses import replace

from storyreel.agent.understanding.parts import Setting
from storyreel.agent.understanding.pronouns import Focus
from storyreel.agent.understanding.question import Intent, Question
from storyreel.agent.understanding.understand import understand
from storyreel.memory.records import Span

_BOTH = re.compile(
    r"^(?P<who>(?:[^?!.,]+,? )?(?:who|which (?:people|characters?))\b[^?!.]+?),? and "
    r"(?:what|how) (?:do|does|are|is|did|was|were) (?:they|he|she|their|his|her)"
    r" (?:feel|feeling|moods?|emotions?|emotional states?|expressions?)(?: then| there)?[?!. ]*$",
    re.IGNORECASE,
)
_TELLS_WHO: tuple[Intent, ...] = ("on screen", "who said")


def first_understood(
    text: str, setting: Setting, previous: Question | None = None, focus: Focus | None = None
) -> Question:
    """What a question asks, or of two parts its first: who is there, who speaks."""
    if both := _BOTH.match(text.strip()):
        first = replace(understand(both["who"], setting, previous, focus), text=text)
        return first if is_in_two(first) else understand(text, setting, previous, focus)
    return understand(text, setting, previous, focus)


def is_in_two(question: Question) -> bool:
    """Whether a question is the first part of its text, and asks who it is that the second part means."""
    return question.intent in _TELLS_WHO and _BOTH.match(question.text.strip()) is not None


def second_of(first: Question, people: tuple[str, ...], span: Span | None) -> Question:
    """What those feel, character ids, whom the first part told, and when."""
    return Question(text=first.text, intent="feelings", people=people, span=span)
