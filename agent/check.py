"""Checks an answer: every time, name and quotation must stand in a result of this run's tools.

It reads any model's text. A sentence that fails is mended where its quotation tells the right words or time,
else removed and listed.
"""

import difflib
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from storyreel.agent.results import Found, Item
from storyreel.agent.sentences import Sentence, joined, split
from storyreel.agent.understanding.emotions import find_feelings
from storyreel.agent.understanding.text import word_set
from storyreel.agent.understanding.times import clock_s
from storyreel.agent.wording.phrases import ADJECTIVES, counted
from storyreel.memory.clock import clock
from storyreel.memory.records import Citation

_CLOCK = re.compile(r"(?<![\d:.])\d{1,3}:\d{2}(?::\d{2})?(?:\.\d+)?(?![\d:])")
_SECONDS = re.compile(
    r"\b(?:at|from|until|around|before|after|by|to) (\d+(?:\.\d+)?) ?(?:s|sec|seconds?)\b"
    r"|\b(\d+(?:\.\d+)?) seconds? (?:into|mark|in(?=[,.;]|$))|\bsecond (\d+)\b"
)
_QUOTATION = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
_NEGATION = re.compile(
    r"\b(?:no|not|none|nobody|no one|nothing|never|neither|nor|cannot|unknown|without|past)\b|n't\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"(?<![\w'’])(?:(?:Person|Speaker|Voice) \d+\b(?!:)|[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)")
_TITLES = word_set("mr mrs ms miss dr captain capt commander lieutenant lt professor sir lady lord person")
_NO_NAMES = word_set(
    "i a an the this that these those there here he she it they we you his her its their my our your "
    "who what when where why how which nobody someone somebody everyone everybody anyone nothing "
    "something everything people person one two three four five six seven eight nine ten most many some "
    "all both each every other another few in on at by for from to with without after before during "
    "while until around between about over under then next later first last finally also and but or if "
    "as so because since although however meanwhile yes no not only never once twice dialogue lines "
    "line music sound silence text subtitles film scene scenes shot shots the time times words speech "
    "speaker face faces voice anger disgust fear happiness sadness surprise according storyreel of is "
    "are was were do does did can could please say ask try sorry hello english french german ingest "
    "nowhere out up down near more less its it’s that’s there’s i’m i’ve"
)
_VERB_NEXT = re.compile(
    r"^(?:'s|’s)?,? (?:is|are|was|were|has|had|appears?|says?|said|asks?|asked|looks?|looked|seems?|"
    r"feels?|talks?|speaks?|"
    r"smiles?|laughs?|cries|walks?|enters?|leaves?|meets?|and (?=[A-Z])|answers?|replies|tells?|told|"
    r"becomes?|shouts?|stands?)(?:\b|(?=[A-Z]))"
)
_NEAR_S = 1.0
"""Clock times are whole seconds: a time may be this far from what it names."""
_LONG_S = 90.0
"""A moment inside something longer than this is not shown by it."""
_ALIKE = 0.85
_MOST_CITED = 6


@dataclass(frozen=True)
class Checked:
    """An answer after the check."""

    text: str
    citations: tuple[Citation, ...]
    unsupported: tuple[str, ...]
    """Sentences that were removed."""


@dataclass(frozen=True)
class Ground:
    """All that the sentences of an answer may rest on."""

    results: tuple[Found, ...]
    question: str
    cast: tuple[str, ...]
    """Names of all characters of the film."""
    title: str
    duration_s: float

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything found, each thing once."""
        return tuple(
            {
                (item.kind, item.span.start_s, item.text, item.people, item.emotion): item
                for found in self.results
                for item in found.items
            }.values()
        )

    @cached_property
    def bounds_s(self) -> frozenset[float]:
        """Times that were asked, looked at or not looked at: they may be told, but show nothing."""
        spans = [found.span for found in self.results if found.span]
        spans += [span for found in self.results for missing in found.unwatched for span in missing.spans]
        spans += [look.span for found in self.results for look in found.looks]
        return frozenset(
            [0.0, self.duration_s, *(time for span in spans for time in (span.start_s, span.end_s))]
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of what was found, in small letters."""
        texts = [item.text for item in self.items] + [name for item in self.items for name in item.people]
        return frozenset(word for text in [*texts, self.title] for word in _words(text))

    @cached_property
    def asked_words(self) -> frozenset[str]:
        """Every word of the question."""
        return frozenset(_words(self.question))

    @cached_property
    def texts(self) -> tuple[tuple[Item, str], ...]:
        """Items with their words made even, and those of neighbours joined: a quotation may run over two."""
        spoken = [(item, " ".join(_words(item.text))) for item in self.items if item.text]
        lines = sorted(
            (item for item in self.items if item.kind == "line"), key=lambda item: item.span.start_s
        )
        pairs = [
            (first, " ".join(_words(f"{first.text} {second.text}")))
            for first, second in itertools.pairwise(lines)
            if second.span.start_s - first.span.end_s < 2 * _NEAR_S
        ]
        return (*spoken, *pairs)


def check(answer: str, ground: Ground) -> Checked:
    """Keeps what is supported, mends what can be, and says how much was left out."""
    kept: list[Sentence] = []
    cited: list[Item] = []
    removed: list[str] = []
    for sentence in split(answer):
        mended = _mend(sentence.text, ground)
        rests_on = support(mended, ground)
        if rests_on is None:
            removed.append(sentence.text)
        else:
            kept.append(replace(sentence, text=mended))
            cited += [item for item in rests_on if item not in cited]
    return Checked(_with_note(kept, len(removed)), tuple(map(citation, cited)), tuple(removed))


def citation(item: Item) -> Citation:
    """What an item says, as evidence."""
    return Citation(span=item.span, text=told(item), evidence=item.evidence)


def told(item: Item) -> str:
    """An item in a few words."""
    who = " and ".join(item.people)
    if item.kind == "emotion" and item.emotion:
        return f"{who or 'somebody'} {ADJECTIVES[item.emotion]}"
    if item.kind == "presence":
        return f"{who} on screen"
    return f"{who}: {item.text}" if who and item.kind == "line" else item.text or who


def _with_note(kept: list[Sentence], removed: int) -> str:
    if not removed:
        return joined(kept)
    number, them = counted(removed, "sentence was", "sentences were"), "it" if removed == 1 else "them"
    left_out = f"({number} left out: nothing found in the film supports {them}.)"
    return f"{joined(kept) or 'I have no answer that the film supports.'} {left_out}"


def support(sentence: str, ground: Ground) -> list[Item] | None:
    """The items that a sentence rests on, or None if a claim of it has nothing to rest on."""
    denies = bool(_NEGATION.search(_QUOTATION.sub("", sentence)))
    quoting = [_quotation_support(words, denies, ground) for words in _quotations(sentence)]
    names = _names(sentence, ground)
    if None in quoting or not _names_hold(names, denies, ground):
        return None
    times_s = _times(sentence)
    timed = [_time_support(time_s, sentence, names, denies, ground) for time_s in times_s]
    if None in timed or (not denies and not _feelings_hold(sentence, names, times_s, ground)):
        return None
    if timed and names and not denies and not any(timed) and not any(quoting):
        return None  # only times that were asked about: nothing puts these people there
    shown = [item for items in (*quoting, *timed) if items for item in items[:1]]
    return _once(shown or ([] if denies else _about(names, ground)))[:_MOST_CITED]


def _once(items: Iterable[Item]) -> list[Item]:
    kept: list[Item] = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return kept


def _quotations(sentence: str) -> list[str]:
    return [first or second for first, second in _QUOTATION.findall(sentence)]


def _times(sentence: str) -> list[float]:
    outside = _QUOTATION.sub(" ", sentence)
    seconds = [float(next(filter(None, groups))) for groups in _SECONDS.findall(outside)]
    return [clock_s(time) for time in _CLOCK.findall(outside)] + seconds


def _quotation_support(words: str, denies: bool, ground: Ground) -> list[Item] | None:
    pieces = [" ".join(_words(piece)) for piece in re.split(r"\.\.\.|…", words)]
    pieces = [piece for piece in pieces if piece]
    found = [item for item, text in ground.texts if any(f" {piece} " in f" {text} " for piece in pieces)]
    every = all(any(f" {piece} " in f" {text} " for _, text in ground.texts) for piece in pieces)
    if found and every:
        return found
    return [] if (denies and set(_words(words)) <= ground.asked_words) or words in ground.cast else None


def _time_support(
    time_s: float, sentence: str, names: list[str], denies: bool, ground: Ground
) -> list[Item] | None:
    """Items at that time which speak of the people and feelings of the sentence."""
    there = [item for item in ground.items if _is_at(item, time_s)]
    fitting = [item for item in there if not names or not item.people or _shares_name(item, names)]
    emotions = {
        emotion for feeling in find_feelings(_QUOTATION.sub(" ", sentence)) for emotion in feeling.emotions
    }
    felt = [item for item in fitting if item.emotion in emotions]
    if emotions and any(item.kind == "emotion" for item in fitting) and not denies:
        fitting = felt or [item for item in fitting if item.kind != "emotion"]
    bound = any(abs(bound_s - time_s) <= _NEAR_S for bound_s in ground.bounds_s)
    if fitting and (names or not bound):
        return sorted(
            fitting,
            key=lambda item: (
                not _shares_name(item, names),
                item.kind == "film",
                abs(item.span.start_s - time_s),
            ),
        )
    return [] if bound or (denies and _was_asked(time_s, ground)) else None


def _was_asked(time_s: float, ground: Ground) -> bool:
    return any(abs(asked - time_s) <= _NEAR_S for asked in _times(ground.question))


def _is_at(item: Item, time_s: float) -> bool:
    if min(abs(item.span.start_s - time_s), abs(item.span.end_s - time_s)) <= _NEAR_S:
        return True
    return item.span.duration_s <= _LONG_S and item.span.holds(time_s)


def _shares_name(item: Item, names: Sequence[str]) -> bool:
    own = {word for person in item.people for word in _words(person)} | set(_words(item.text))
    return any(
        own.issuperset(word for word in _words(name) if word not in _TITLES - {"person"}) for name in names
    )


def _names(sentence: str, ground: Ground) -> list[str]:
    """Names that a sentence uses: characters of the film, and capitalised words that are no others."""
    outside = _QUOTATION.sub(lambda match: " " * len(match[0]), sentence)
    found = [name for match in _CAPITALS.finditer(outside) if (name := _name(match, outside, ground))]
    small = {name for name in ground.cast if name.islower() and re.search(rf"\b{re.escape(name)}\b", outside)}
    return [*found, *small]


def _name(match: re.Match[str], sentence: str, ground: Ground) -> str:
    words = [re.sub(r"['’]s?$", "", word) for word in match[0].split()]
    opens = not re.search(r"\w", sentence[: match.start()]) or sentence[: match.start()].rstrip()[-1:] in (
        ":",
        "•",
    )
    while words and (words[0].lower() in _NO_NAMES and not _is_numbered(words)):
        words, opens = words[1:], False
    known = any(set(_words(" ".join(words))) <= set(_words(name)) for name in ground.cast)
    if not words or (
        opens and not known and len(words) == 1 and not _VERB_NEXT.match(sentence[match.end() :])
    ):
        return ""
    return " ".join(words)


def _is_numbered(words: list[str]) -> bool:
    return len(words) > 1 and words[1].isdigit()


def _names_hold(names: list[str], denies: bool, ground: Ground) -> bool:
    allowed = ground.words | (ground.asked_words if denies else frozenset())
    if denies:
        allowed |= {word for name in ground.cast for word in _words(name)}
    return all(
        word in allowed or (word in _TITLES and len(name.split()) > 1)
        for name in names
        for word in _words(name)
    )


def _feelings_hold(sentence: str, names: list[str], times_s: list[float], ground: Ground) -> bool:
    """Whether what people are said to feel was read in their face, voice or words then, or was described."""
    feelings = find_feelings(_QUOTATION.sub(" ", sentence))
    if not names or not feelings:
        return True
    emotions = {emotion for feeling in feelings for emotion in feeling.emotions}
    read = [
        item
        for item in ground.items
        if item.emotion in emotions and (_shares_name(item, names) or not item.people)
    ]
    if times_s and any(item.kind == "emotion" for item in ground.items):
        return any(
            item.span.start_s <= max(times_s) + _NEAR_S and item.span.end_s >= min(times_s) - _NEAR_S
            for item in read
        )
    return bool(read) or any(
        feeling.word in _words(item.text) for feeling in feelings for item in ground.items
    )


def _about(names: list[str], ground: Ground) -> list[Item]:
    return [item for item in ground.items if names and _shares_name(item, names)][:3]


def _mend(sentence: str, ground: Ground) -> str:
    """Puts the film's own words and time into a sentence that quotes almost rightly."""
    for words in _quotations(sentence):
        if _quotation_support(words, False, ground) is None and (item := _meant(words, ground)):
            sentence = sentence.replace(words, item.text)
    quoted = [items for words in _quotations(sentence) if (items := _quotation_support(words, False, ground))]
    times = _CLOCK.findall(_QUOTATION.sub(" ", sentence))
    if (
        len(quoted) == 1
        and len(quoted[0]) == 1
        and len(times) == 1
        and not _is_at(quoted[0][0], clock_s(times[0]))
    ):
        return sentence.replace(times[0], clock(quoted[0][0].span.start_s))
    return sentence


def _meant(words: str, ground: Ground) -> Item | None:
    """The line that a quotation almost is."""
    plain = " ".join(_words(words))
    scored = [
        (difflib.SequenceMatcher(None, plain, text).ratio(), number)
        for number, (_, text) in enumerate(ground.texts)
    ]
    best = max(scored, default=(0.0, 0))
    return ground.texts[best[1]][0] if best[0] >= _ALIKE else None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower().replace("’s", "").replace("'s", ""))
