"""Questions about a film whose right answers follow from its lines by rule."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from storyreel.agent.check.times import CLOCK
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
_TOLD_NUMBERS = dict(
    enumerate(["no", "once", "twice", "three", "four", "five", "six", "seven", "eight", "nine"])
)
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
            and (self.count is None or self.count in _counts(answer))
            and (self.says_no is None or self.says_no == _denies(answer))
        )


def quiz_of(lines: Sequence[Utterance], duration_s: float, absent: Sequence[str], seed: int) -> list[Quiz]:
    """One question of each kind that the lines allow, always the same for a seed.

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
    return [
        *_of_lines(known, lines, chance),
        *_of_words(lines, absent, chance),
        *_of_nothing(duration_s, chance),
    ]


def _of_lines(
    known: Sequence[Utterance], lines: Sequence[Utterance], chance: random.Random
) -> Iterator[Quiz]:
    line = chance.choice(known)
    yield Quiz("when a line is said", f"When does somebody say “{line.words}”?", (line.span.start_s,))
    line = chance.choice(known)
    middle = clock((line.span.start_s + line.span.end_s) / 2)
    yield Quiz("what is said at a time", f"What is said at {middle}?", words=(line.words,))
    if window := _window(known, lines, chance):
        start_s, end_s, inside = window
        ask = f"What is said between {clock(start_s)} and {clock(end_s)}?"
        yield Quiz("what is said between two times", ask, words=tuple(one.words for one in inside))
    if named := [line for line in known if line.speaker]:
        line = chance.choice(named)
        yield Quiz("who says a line", f"Who says “{line.words}”?", words=(line.speaker or "",))


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
    if often := _said_often(said):
        word = chance.choice(often)
        yield Quiz("how often a word is said", f"How often is the word “{word}” said?", count=len(said[word]))
        word = chance.choice(often)
        yield Quiz("when a word is first said", f"When is “{word}” first said?", (min(said[word]),))
        word = chance.choice(often)
        yield Quiz("when a word is last said", f"When is “{word}” last said?", (max(said[word]),))
        word = chance.choice(often)
        yield Quiz("whether a word is said", f"Does anybody say “{word}”?", tuple(said[word]), says_no=False)
    if missing := [word for word in absent if word not in said]:
        word = chance.choice(missing)
        yield Quiz("whether a word is said", f"Does anybody say “{word}”?", says_no=True)


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


def _counts(answer: str) -> list[int]:
    told = CLOCK.sub(" ", unquoted(answer)).lower()
    in_words = [count for count, word in _TOLD_NUMBERS.items() if re.search(rf"\b{word}\b", told)]
    return [*(int(one) for one in re.findall(r"\b\d{1,4}\b", told)), *in_words]


def _denies(answer: str) -> bool:
    """Whether it says no, or that it does not know, and names no moment of the film."""
    return bool(_DENIES.search(unquoted(answer)))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower())


def _even(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(words)} "
