"""Lines written all small, or all in capitals, with the capitals that a book would give them."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from storyreel.agent.scenes import SceneFacts, SceneLine
from storyreel.agent.understanding.text import content_words
from storyreel.agent.wording.phrases import capitalised
from storyreel.memory.timeline import Line
from storyreel.tools.naming.lexicon import MOST_DETERMINED, WORD, Lexicon, is_common, plain
from storyreel.tools.naming.people_words import ALSO_WORDS, GIVEN
from storyreel.tools.naming.words import DETERMINERS

_LEAST_CASED = 0.03
"""A film of which fewer words have a capital is written all small."""
_LEAST_SAID = 2
"""How often a name is said that is no slip."""
_LEAST_CALLED, _LEAST_AFTER_NAME = 0.1, 0.5
"""Of a word's occurrences: how many call somebody, or follow a given name or a rank, where it is a name."""
_TITLE = r"(?:mr|mrs|ms|mister|dr|senor|señor|senorita|señorita|monsieur)"
_TITLED = re.compile(rf"\b{_TITLE}\b\.?\s+([^\W\d_]{{3,}})")
_CALLED = re.compile(
    r"\b(?:hello|hi|hey|oh|dear|miss|look|listen|with|about|wife|brother|sister"
    r"|thanks|thank you|goodbye|good (?:night|morning|evening)|name is|name's)"
    r"\s+([^\W\d_]{3,})\b(?!['’])"
)
_RANKED = re.compile(
    r"\b(?:captain|doctor|professor|sergeant|lieutenant|inspector|colonel|major|sheriff|judge|uncle|aunt|king"
    r"|queen) ([^\W\d_]{3,})\b(?!['’])"
)
_PAIR = re.compile(r"(?=\b([^\W\d_]{2,}) ([^\W\d_]{3,})\b(?!['’]))")
_DETERMINED = re.compile(rf"\b(?:{'|'.join(sorted(DETERMINERS))}) ([^\W\d_]{{3,}})\b")
_ALWAYS_LARGE = re.compile(rf"\b(?:i|{_TITLE})\b")
_BEGINNING = re.compile(r"(?<=[.!?…] )([\W_]*)([^\W\d_])")


def cased(scenes: Sequence[SceneFacts]) -> list[SceneFacts]:
    """The scenes with capitals in those lines whose own tell nothing; all others stay as they are.

    Names are known from how the film writes them elsewhere; where it has no capitals at all, from titles
    and calls before them, a list of given names, and what follows these again and again.
    """
    texts = [line.words for scene in scenes for line in scene.lines]
    telling = [text for text in texts if not _is_shouted(text)]
    is_small = _is_small(telling)
    if not is_small and len(telling) == len(texts):
        return list(scenes)
    names = _names_by_company(texts) if is_small or not telling else _names_as_written(telling)

    def written(words: str) -> str:
        if _is_shouted(words):
            return capitalised(_capitals(words, names))
        return _capitals(words, names) if is_small else words

    return [
        replace(scene, lines=tuple(_rewritten(line, written) for line in scene.lines)) for scene in scenes
    ]


def _is_shouted(text: str) -> bool:
    """Whether all of several words are capitals: one alone may be an abbreviation, or a shout."""
    return text.isupper() and len(WORD.findall(text)) > 1


def _is_small(texts: Sequence[str]) -> bool:
    words = [word for text in texts for word in WORD.findall(text) if len(word) > 1]
    return bool(words) and sum(word[0].isupper() for word in words) < _LEAST_CASED * len(words)


def _names_as_written(texts: Sequence[str]) -> set[str]:
    lexicon = Lexicon.of(texts)
    return {key for key in lexicon.inside if lexicon.is_name(key.capitalize())}


def _names_by_company(texts: Sequence[str]) -> set[str]:
    """Names of a film without capitals, by what stands before them."""
    small = [text.lower() for text in texts]
    said = Counter(plain(word) for text in small for word in WORD.findall(text))
    titled, called, determined = (_counts(one, small) for one in (_TITLED, _CALLED, _DETERMINED))
    known = {name for name in titled if _may_be_name(name)}
    known |= {name for name in GIVEN - ALSO_WORDS if said[name] >= _LEAST_SAID}
    known |= _often(called, said, _LEAST_CALLED) & ALSO_WORDS
    known = {name for name in known if determined[name] <= MOST_DETERMINED * said[name]}
    known |= _often(_counts(_RANKED, small), said, _LEAST_AFTER_NAME)
    following = Counter(two for text in small for one, two in _PAIR.findall(text) if one in known)
    return known | _often(following, said, _LEAST_AFTER_NAME)


def _counts(pattern: re.Pattern[str], texts: Sequence[str]) -> Counter[str]:
    return Counter(word for text in texts for word in pattern.findall(text))


def _often(found: Counter[str], said: Counter[str], share: float) -> set[str]:
    enough = {name for name, count in found.items() if count >= max(_LEAST_SAID, share * said[name])}
    return {name for name in enough if _may_be_name(name)}


def _may_be_name(word: str) -> bool:
    return not is_common(word) and word not in DETERMINERS and bool(content_words(word))


def _capitals(words: str, names: Collection[str]) -> str:
    """A line in small letters but for names, titles, `I`, and where a sentence begins."""
    small = WORD.sub(lambda match: _written(match[0], names), words.lower())
    small = _ALWAYS_LARGE.sub(lambda match: match[0].capitalize(), small)
    return _BEGINNING.sub(lambda match: match[1] + match[2].upper(), small)


def _written(word: str, names: Collection[str]) -> str:
    return word[:1].upper() + word[1:] if plain(word) in names else word


def _rewritten(line: SceneLine, written: Callable[[str], str]) -> SceneLine:
    """A sentence with other letters; whether it is shouted is told by all of it."""
    return replace(line, lines=tuple(_respelt(one, written) for one in line.lines))


def _respelt(line: Line, written: Callable[[str], str]) -> Line:
    utterance = line.utterance.model_copy(update={"words": written(line.utterance.words)})
    return line.model_copy(update={"utterance": utterance})
