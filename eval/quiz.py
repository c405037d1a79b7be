"""Questions about a film whose right answers follow from its lines by rule."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from storyreel.agent.check.times import CLOCK
from storyreel.agent.sentences import split
from storyreel.agent.understanding.emotions import find_feelings
from storyreel.agent.understanding.text import content_words
from storyreel.agent.understanding.times import clock_s
from storyreel.eval.citations import unquoted
from storyreel.memory.clock import clock
from storyreel.memory.records import Emotion, Span, Utterance

Kind = Literal[
    "when a line is said",
    "what is said at a time",
    "what is said between two times",
    "who says a line",
    "how often a word is said",
    "when a word is first said",
    "when a word is last said",
    "whether a word is said",
    "what nothing tells",
    "who speaks at a time",
    "who is seen at a time",
    "what somebody feels at a time",
    "when somebody feels something",
    "what is said next",
]
NEAR_S = 2.0
"""An answer's time may be so far from the line's."""
WINDOW_S = 20.0
MOST_LINES = 5
"""Between two times: more are told in part."""
LEAST_WORDS = 4
"""A line so long is known again."""
OFTEN = range(2, 8)
OF_EACH = 2
"""Questions of a kind, in as many of its wordings as chance has it."""
WORDINGS: dict[Kind, tuple[str, ...]] = {
    "when a line is said": (
        "When does somebody say “{}”?",
        "At what time do we hear “{}”?",
        "Where in the film is the line “{}”?",
    ),
    "what is said at a time": (
        "What is said at {}?",
        "Which line can be heard at {}?",
        "What are they saying at {}?",
    ),
    "what is said between two times": (
        "What is said between {} and {}?",
        "Tell me everything that is said from {} to {}.",
        "What are the lines between {} and {}?",
    ),
    "who says a line": ("Who says “{}”?", "Whose line is “{}”?", "Which character says “{}”?"),
    "how often a word is said": (
        "How often is the word “{}” said?",
        "How many times does anybody say “{}”?",
        "Count how often “{}” comes up.",
    ),
    "when a word is first said": (
        "When is “{}” first said?",
        "When do we first hear the word “{}”?",
        "At what point does somebody mention “{}” for the first time?",
    ),
    "when a word is last said": (
        "When is “{}” last said?",
        "When do we hear the word “{}” for the last time?",
        "What is the last time that somebody mentions “{}”?",
    ),
    "whether a word is said": (
        "Does anybody say “{}”?",
        "Is the word “{}” ever spoken?",
        "Does “{}” come up at all?",
    ),
}
_TOLD_NUMBERS = {
    word: count
    for count, word in enumerate(
        ("once", "twice", "three", "four", "five", "six", "seven", "eight", "nine"), start=1
    )
}
_SECONDS = re.compile(r"\b(\d+(?:\.\d+)?) seconds\b")
_DENIES = re.compile(
    r"\b(?:no|not|nobody|none|nothing|never|cannot|past|unknown|left out)\b|n['’]t\b", re.IGNORECASE
)
UNANSWERABLE = (
    "Who directed the film?",
    "What is the name of Wolfgang's goldfish?",
    "When does Zebulon Quackenbush appear?",
    "Why does the moon explode?",
    "How much did the camera cost?",
)


@dataclass(frozen=True)
class Quiz:
    """A question, and what tells a right answer."""

    kind: Kind
    ask: str
    times_s: tuple[float, ...] = ()
    """Of which the answer must name one; none if empty."""
    words: tuple[str, ...] = ()
    """All of which it must tell."""
    not_words: tuple[str, ...] = ()
    """None of which it may tell."""
    during: tuple[Span, ...] = ()
    """In which at least half of the times lie that it tells; anywhere if empty."""
    feels: Emotion | None = None
    """What it must tell, in any word for it."""
    count: int | None = None
    says_no: bool | None = None
    """Whether it must deny; None where either may be."""

    def is_right(self, answer: str) -> bool:
        """Whether an answer tells all that it must."""
        told = _even(answer)
        return (
            (not self.times_s or any(_is_near(at_s, self.times_s) for at_s in _times(answer)))
            and (not self.during or _lie_within(_times(answer), self.during))
            and all(_even(words) in told for words in self.words)
            and not any(_even(words) in told for words in self.not_words)
            and (self.feels is None or self.feels in _feelings(answer))
            and (self.count is None or self.count == _first_count(answer))
            and (self.says_no is None or self.says_no == _denies(answer))
        )


def quiz_of(lines: Sequence[Utterance], duration_s: float, absent: Sequence[str], seed: int) -> list[Quiz]:
    """Questions of each kind that the lines allow, always the same for a seed.

    `absent` are words that may be missing in the film.
    """
    chance = random.Random(seed)  # noqa: S311 -- a sample, no secret
    spoken = [line for line in lines if line.manner == "speech" and len(_words(line.words)) >= LEAST_WORDS]
    often = Counter(_even(line.words) for line in spoken)
    known = [
        line for line in spoken if often[_even(line.words)] == 1 and not re.search(r"[\"“”<>]", line.words)
    ]
    if not known:
        return []
    rounds = [
        (
            *_of_lines(known, lines, chance),
            *_of_words(lines, absent, chance),
            *_of_nothing(duration_s, chance),
        )
        for _ in range(OF_EACH)
    ]
    return list(dict.fromkeys(quiz for one in rounds for quiz in one))


def _asked(kind: Kind, chance: random.Random, *told: str) -> str:
    return chance.choice(WORDINGS[kind]).format(*told)


def _of_lines(
    known: Sequence[Utterance], lines: Sequence[Utterance], chance: random.Random
) -> Iterator[Quiz]:
    line = chance.choice(known)
    kind: Kind = "when a line is said"
    yield Quiz(kind, _asked(kind, chance, line.words), (line.span.start_s,))
    line = chance.choice(known)
    middle = clock((line.span.start_s + line.span.end_s) / 2)
    kind = "what is said at a time"
    yield Quiz(kind, _asked(kind, chance, middle), words=(line.words,))
    if window := _window(known, lines, chance):
        start_s, end_s, inside = window
        kind = "what is said between two times"
        ask = _asked(kind, chance, clock(start_s), clock(end_s))
        yield Quiz(kind, ask, words=tuple(one.words for one in inside))
    if named := [line for line in known if line.speaker]:
        line = chance.choice(named)
        kind = "who says a line"
        yield Quiz(kind, _asked(kind, chance, line.words), words=(line.speaker or "",))


def _window(
    known: Sequence[Utterance], lines: Sequence[Utterance], chance: random.Random
) -> tuple[float, float, list[Utterance]] | None:
    """A stretch of whole seconds with few lines, none of which its edges cut."""
    for line in chance.sample(known, len(known)):
        start_s, end_s = float(int(line.span.start_s)), int(line.span.start_s) + WINDOW_S
        touched = [one for one in lines if one.span.start_s < end_s + 1 and one.span.end_s > start_s - 1]
        whole = all(start_s <= one.span.start_s and one.span.end_s <= end_s for one in touched)
        if whole and len(touched) <= MOST_LINES:
            return start_s, end_s, touched
    return None


def _of_words(lines: Sequence[Utterance], absent: Sequence[str], chance: random.Random) -> Iterator[Quiz]:
    said: dict[str, list[float]] = {}
    for line in lines:
        for word in _words(line.words):
            said.setdefault(word, []).append(line.span.start_s)
    yield from _of_words_said(said, chance)
    if missing := [word for word in absent if word not in said]:
        kind: Kind = "whether a word is said"
        yield Quiz(kind, _asked(kind, chance, chance.choice(missing)), says_no=True)


def _of_words_said(said: dict[str, list[float]], chance: random.Random) -> Iterator[Quiz]:
    truths: dict[Kind, Callable[[list[float]], dict[str, Any]]] = {
        "how often a word is said": lambda at_s: {"count": len(at_s)},
        "when a word is first said": lambda at_s: {"times_s": (min(at_s),)},
        "when a word is last said": lambda at_s: {"times_s": (max(at_s),)},
        "whether a word is said": lambda at_s: {"times_s": tuple(at_s), "says_no": False},
    }
    often = _said_often(said)
    for kind, truth in truths.items() if often else ():
        word = chance.choice(often)
        yield Quiz(kind, _asked(kind, chance, word), **truth(said[word]))


def _said_often(said: dict[str, list[float]]) -> list[str]:
    """Telling words that are said a few times, each time in another line."""
    telling = [
        word
        for word in sorted(content_words(" ".join(said)))
        if len(word) > LEAST_WORDS and word in said and word.isalpha()
    ]
    return [word for word in telling if len(said[word]) in OFTEN and len(set(said[word])) == len(said[word])]


def _of_nothing(duration_s: float, chance: random.Random) -> Iterator[Quiz]:
    past = f"What is said at {clock(duration_s + 3600)}?"
    for ask in (past, chance.choice(UNANSWERABLE)):
        yield Quiz("what nothing tells", ask, says_no=True)


def _is_near(at_s: float, times_s: Sequence[float]) -> bool:
    return any(abs(at_s - true_s) <= NEAR_S for true_s in times_s)


def _times(answer: str) -> list[float]:
    """Clock times and seconds; times in other words tell no line's moment."""
    told = unquoted(answer)
    return [*map(clock_s, CLOCK.findall(told)), *map(float, _SECONDS.findall(told))]


def _lie_within(times_s: Sequence[float], spans: Sequence[Span]) -> bool:
    """Whether at least half of the times do; of none, not."""
    inside = [any(span.start_s - NEAR_S <= at_s <= span.end_s + NEAR_S for span in spans) for at_s in times_s]
    return bool(inside) and sum(inside) >= len(inside) / 2


def _feelings(answer: str) -> set[Emotion]:
    """What it says that somebody feels, whoever."""
    told = find_feelings(unquoted(answer))
    return {emotion for mention in told if not mention.denied for emotion in mention.emotions}


def _first_count(answer: str) -> int | None:
    """What it counts, be it in figures or in words."""
    told = re.findall(
        rf"\b(?:\d{{1,4}}|{'|'.join(_TOLD_NUMBERS)})\b", CLOCK.sub(" ", unquoted(answer)).lower()
    )
    return next((_TOLD_NUMBERS.get(one) or int(one) for one in told), None)


def _denies(answer: str) -> bool:
    """Whether its first sentence says no, or that it is not known."""
    first = next(iter(split(unquoted(answer))), None)
    return first is not None and bool(_DENIES.search(first.text))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower())


def _even(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(words)} "
