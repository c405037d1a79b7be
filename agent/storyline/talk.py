"""What is talked of: whom lines call, whom and which things they speak of."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile

from storyreel.agent.check.ground import words_of
from storyreel.agent.scenes import SceneFacts, SceneLine
from storyreel.agent.storyline.forms import one_form
from storyreel.agent.storyline.reporting import IRREGULAR_PAST
from storyreel.agent.storyline.vague import VAGUE
from storyreel.agent.understanding.text import content_words
from storyreel.tools.naming.lexicon import Lexicon, is_common, plain
from storyreel.tools.naming.spoken import Phrase, phrases, sentences, whole_name
from storyreel.tools.naming.vocatives import called
from storyreel.tools.naming.words import TITLES

_LEAST_SAID, _FEW_LINES = 2, 100
"""How often a name, or a thing, is said in a film that tells of it, unless it has hardly any lines."""
_LEAST_DETERMINED = 0.3
"""Of its occurrences: how many of a noun follow an article or the like."""
_PRESENTED = re.compile(
    r"\b(?:i'm|i am|name is|name's|hey|hi|hello|goodbye|oh|dear|thanks|thank you) $", re.I
)
"""Before a name: who is called, or gives a name, is not talked of."""
_RUN = re.compile(r"[A-Z][\w'’-]*\.?(?: [A-Z][\w'’-]*\.?)*")
_OWNER = re.compile(r"['’]s\b")
_DETERMINED = r"(?:the|a|an|my|your|his|her|our|their)"
_AFTER_NOUN = (
    r"(?=[.,!?;:…\"”]|$|(?: (?:of|in|on|at|to|for|from|with|by|and|or|but|is|was|are|were|has|had|will|would"
    r"|can|could|that|which|who|when|if|because|as|i|you|he|she|we|they|it|there|here|into|out|up|down|over"
    r"|under|off|about|before|after|then|now|isn't|wasn't|won't|i'm|i'll|you're|he's|she's|it's)\b))"
)
_THING = re.compile(rf"\b(?i:{_DETERMINED}) (?:[a-z]+ )?([a-z]{{3,}}){_AFTER_NOUN}")
"""The Romanian is no thing."""
_PAST = re.compile(rf"\w{{3,}}ed|{IRREGULAR_PAST}")
"""Behind `the storm` or `her father` stands what it did."""


@dataclass(frozen=True)
class Talk:
    """What a stretch of a film is talk of, each with the line that says it best."""

    called: dict[str, SceneLine]
    """Names of whom somebody speaks to…"""
    people: dict[str, SceneLine]
    """…and speaks of…"""
    things: dict[str, SceneLine]
    """…and things, as words in small letters."""


@dataclass(frozen=True)
class TalkReader:
    """Reads what lines of one film speak of."""

    scenes: tuple[SceneFacts, ...]

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon.of(line.words for line in self._lines)

    @cached_property
    def _lines(self) -> list[SceneLine]:
        return [line for scene in self.scenes for line in scene.lines if _is_speech(line)]

    @cached_property
    def _names(self) -> Counter[str]:
        """How many lines say each name."""
        return Counter(name for line in self._lines for name in set(self._names_in(line.words)))

    @cached_property
    def _nouns(self) -> Counter[str]:
        """How often each word stands where a thing is named, of those that mostly do and are no names."""
        said = Counter(word for line in self._lines for word in words_of(line.words))
        found = Counter(noun for line in self._lines for noun in _nouns_in(line.words))
        names = {word for name in self._names for word in words_of(name)}
        return Counter(
            {
                noun: count
                for noun, count in found.items()
                if noun not in names and count >= max(self._least, _LEAST_DETERMINED * said[noun])
            }
        )

    @cached_property
    def _least(self) -> int:
        return _LEAST_SAID if len(self._lines) >= _FEW_LINES else 1

    @cached_property
    def _rarity(self) -> dict[str, float]:
        """Of each thing, how few scenes speak of it."""
        told = [{noun for line in scene.lines for noun in _nouns_in(line.words)} for scene in self.scenes]
        spread = Counter(noun for nouns in told for noun in nouns)
        return {noun: math.log((1 + len(self.scenes)) / count) for noun, count in spread.items()}

    def called_in(self, words: str) -> list[str]:
        """Names of those whom a line calls."""
        return [name for name in called(words, self._lexicon) if self._is_known(name)]

    def people_in(self, words: str) -> list[str]:
        """Names of those a line speaks of, and not to."""
        not_of = set(self.called_in(words))
        return [name for name in self._names_in(words) if name not in not_of and self._is_known(name)]

    def things_in(self, words: str) -> list[str]:
        """Things that a line speaks of and that the film speaks of again, the rarest first."""
        found = [noun for noun in dict.fromkeys(_nouns_in(words)) if noun in self._nouns]
        return sorted(found, key=lambda noun: -self._rarity[noun])

    @cached_property
    def one_form(self) -> dict[str, str]:
        """For names that are said in several forms the one to tell them by."""
        return one_form(self._names)

    def in_one_form(self, names: Iterable[str]) -> list[str]:
        """The names by which to tell of these, each once."""
        return list(dict.fromkeys(self.one_form.get(name, name) for name in names))

    def saying(self, name: str) -> SceneLine | None:
        """The first line that says a name in this form."""
        said = re.compile(rf"(?<![\w’'-]){re.escape(name)}(?![\w-])")
        return next((line for line in self._lines if said.search(line.words)), None)

    def talk(self, lines: Iterable[SceneLine], people: int, things: int) -> Talk:
        """What most of these lines speak of, so many at most of each kind."""
        spoken = [line for line in lines if _is_speech(line)]
        called_ = _sayers((name, line) for line in spoken for name in self.called_in(line.words))
        told = _sayers((name, line) for line in spoken for name in self.people_in(line.words))
        named = _sayers((noun, line) for line in spoken for noun in self.things_in(line.words))
        rare = {noun: len(found) * self._rarity[noun] for noun, found in named.items()}
        own = _best(self._once(called_), people)
        of = {name: lines for name, lines in self._once(told).items() if name not in own}
        return Talk(own, _best(of, people), _best(named, things, rare))

    def _once(self, found: dict[str, list[SceneLine]]) -> dict[str, list[SceneLine]]:
        """Each person in one form, with the lines of all."""
        lines: dict[str, list[SceneLine]] = {}
        for name, said in found.items():
            lines.setdefault(self.one_form.get(name, name), []).extend(said)
        return lines

    def _is_known(self, name: str) -> bool:
        return self._names[name] >= self._least

    def _names_in(self, words: str) -> list[str]:
        parts = [part for sentence in sentences(_OWNER.sub("", words)) for part in phrases(sentence)]
        return list(dict.fromkeys(name for part in parts for name in self._names_of(part)))

    def _names_of(self, part: Phrase) -> Iterator[str]:
        """Names in a phrase; a run of capitals is one or none: no Service is in `the Secret Service`."""
        for run in _RUN.finditer(part.words):
            at_start = part.is_first and run.start() == 0
            name = self._name_of(run[0].split(), at_start)
            if name and not _PRESENTED.search(part.words[: run.start()]):
                yield name

    def _name_of(self, run: list[str], at_start: bool) -> str | None:
        """The name that a run is, but for words before it that have a capital for another reason."""
        words = list(dropwhile(_is_no_name, run))
        if at_start and words == run and len(run) > 1 and not self._lexicon.inside[plain(run[0])]:
            words = run[1:]  # `Bring Mr. Gray`
        return whole_name(" ".join(words), self._lexicon, at_start and words == run)


def _is_no_name(word: str) -> bool:
    return is_common(plain(word)) and plain(word) not in TITLES


def _is_speech(line: SceneLine) -> bool:
    return line.first.utterance.manner == "speech"


def _nouns_in(words: str) -> list[str]:
    found = _THING.findall(words)
    return [noun for noun in found if noun not in VAGUE and _may_be_thing(noun)]


def _may_be_thing(noun: str) -> bool:
    is_plain = not is_common(noun) or noun in TITLES
    return is_plain and not _PAST.fullmatch(noun) and bool(content_words(noun))


def _sayers(found: Iterable[tuple[str, SceneLine]]) -> dict[str, list[SceneLine]]:
    """Each name or thing with the lines that say it."""
    lines: dict[str, list[SceneLine]] = {}
    for what, line in found:
        lines.setdefault(what, []).append(line)
    return lines


def _best(
    found: dict[str, list[SceneLine]], most: int, weights: dict[str, float] | None = None
) -> dict[str, SceneLine]:
    """Those that weigh most, or are said most often, each with the line of theirs that tells most."""
    chosen = sorted(found, key=lambda what: -(weights or {}).get(what, len(found[what])))[:most]
    return {what: max(found[what], key=lambda line: line.salience) for what in chosen}
