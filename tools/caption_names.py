"""Who may be named in a caption: those who are on screen, as placeholders; nobody else.

A model that is told who is there still gives names to strangers, puts people where they are not, and makes
some up. A name of somebody who is not seen gives way to "someone"; a sentence with several such names goes.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from storyreel.tools.caption_languages import begins_unread, language_in, may_be_somebody, tells_names
from storyreel.tools.caption_writing import is_writing
from storyreel.tools.naming import capitals
from storyreel.tools.naming.capitals import Run
from storyreel.tools.naming.lexicon import WORD, is_common, plain
from storyreel.tools.naming.people_words import ALSO_WORDS, GIVEN, PLACE_BEFORE, SURELY_PLACE_BEFORE, VERBS
from storyreel.tools.naming.small_names import with_capitals
from storyreel.tools.naming.words import DETERMINERS, TITLES

_LETTERS = re.compile(r"[^\W\d_]+")
NO_NAMES = DETERMINERS | PLACE_BEFORE | VERBS | {"old", "young", "little"}
"""Words that name nobody by themselves."""
_QUOTE = re.compile(r'"[^"]*"|“[^”]*”|«[^»]*»')
_NUMBERED = re.compile(r"\bPerson (?:\d+|[A-Z])\b")
_SEEN, _REJECTED, _KEPT, _END = "\ue000", "\ue001", "\ue002", "\ue003"
"""Marks that stand for what was read, so that nothing reads it twice; `caption_text` lets none come in."""
_MARK = re.compile(f"([{_SEEN}{_REJECTED}{_KEPT}])(\\d+){_END}")
_BEFORE_TIMES = PLACE_BEFORE | {"since", "until", "late", "early", "last", "next"}
_GIVEN_AS = re.compile(
    r",?\s+(?:who is |who's )?(?:named|called|known as|identified as|whose name is)\s+"
    f"{_REJECTED}(\\d+){_END}"
    f"|\\s*\\({_REJECTED}(\\d+){_END}\\)",
    re.IGNORECASE,
)
"""A name given to somebody who is told anyway."""
_RELATED = re.compile(
    r"\b(friend|brother|sister|wife|husband|mother|father|son|daughter|partner|colleague|boss|neighbou?r|man"
    f"|woman|boy|girl|detective|wizard|captain|doctor) {_REJECTED}\\d+{_END}(?!['’])"
)
"""Somebody who is told by more than a name."""
_OF_RENOWN = re.compile(
    f"\\b(?:the )?(?:actor|actress|singer|character|comedian|host|director)\\s+({_REJECTED}\\d+{_END})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cast:
    """Whom the caption of a segment may name, and whom it may not."""

    on_screen: Mapping[str, str]
    """Names to placeholders, of those who are seen in the segment."""
    elsewhere: Collection[str] = ()
    """Names of the film's other people."""
    told: str = ""
    """What is read and said there: names in it are no inventions where a caption tells of words."""


@dataclass(frozen=True)
class Checked:
    """Sentences with placeholders for people."""

    sentences: tuple[str, ...]
    rejected: tuple[str, ...]
    """Names that were taken out, each once."""
    illegible: bool = False
    """Whether sentences were left out in which names look like any other word."""


def checked(sentences: Sequence[str], cast: Cast, language: str | None = "en") -> Checked:
    """A caption's sentences without names of anybody who is not on screen.

    Sentences of which nobody can tell whether they name somebody else go: see `caption_languages`. `language`
    is the caption's as a whole; None where nothing tells it.

    >>> checked(["Anna talks to Batman."], Cast({"Anna": "{p:t1.3}"})).sentences
    ('{p:t1.3} talks to someone.',)
    """
    names = _Names.of(cast)
    told = [(one, language_in(one, language)) for one in sentences]
    readings = [_Reading(one, names, own) for one, own in told if tells_names(one, own)]
    readings = [one for one in readings if one.is_legible]
    invented = {plain(word) for one in readings for name in one.rejected for word in name.split()}
    for one in readings:
        one.take_out(invented)
    rejected = dict.fromkeys(name for one in readings for name in one.rejected)
    kept = tuple(filter(None, map(_without, readings)))
    return Checked(kept, tuple(rejected), len(readings) < len(sentences))


def _without(reading: "_Reading") -> str:
    """The sentence with its people, or nothing where too many of them are not there, or it tells no more."""
    if len({name.casefold() for name in reading.rejected}) > 1:
        return ""
    text = _OF_RENOWN.sub(r"\1", _RELATED.sub(r"\1", _GIVEN_AS.sub("", reading.text)))
    if reading.rejected and not any(sign.isalpha() for sign in _MARK.sub("", text)):
        return ""
    return _MARK.sub(lambda mark: reading.stands_for(mark, text), text)


@dataclass(frozen=True)
class _Names:
    """The film's names as they may be written: whole, or a part that tells somebody."""

    seen: Mapping[str, str | None]
    """To placeholders; None where two who are seen share it."""
    absent: frozenset[str]
    told: frozenset[str]
    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, cast: Cast) -> "_Names":
        owners: defaultdict[str, set[str]] = defaultdict(set)
        for name, placeholder in cast.on_screen.items():
            for alias in _aliases(name):
                owners[alias].add(placeholder)
        seen = {alias: next(iter(whose)) if len(whose) == 1 else None for alias, whose in owners.items()} | {
            name.casefold(): placeholder for name, placeholder in cast.on_screen.items()
        }
        absent = frozenset(alias for name in cast.elsewhere for alias in _aliases(name)) - set(seen)
        told = frozenset(plain(word) for word in WORD.findall(cast.told))
        return cls(seen, absent, told, _pattern([*seen, *absent]))


def _aliases(name: str) -> Iterator[str]:
    """A name in small letters, whole and by those of its parts that tell somebody.

    >>> list(_aliases("Mr. John Hill")), list(_aliases("OLD WOMAN"))
    (['mr. john hill', 'john hill', 'john', 'hill'], [])
    """
    words = name.casefold().split()
    parts = [word for word in words if _may_name(plain(word)) and len(word.strip(".")) > 1]
    telling = [part for part in parts if part not in NO_NAMES and not part.isdigit()]
    if telling and not _NUMBERED.fullmatch(name):
        yield from dict.fromkeys([" ".join(words), " ".join(telling), *telling])


def _may_name(key: str) -> bool:
    """Whether a word can be somebody's name; `Grace` is, though it begins `Your Grace` too."""
    return capitals.is_given(key) or not is_common(key)


def _pattern(aliases: Iterable[str]) -> re.Pattern[str] | None:
    """Any alias, the longest first, with a title before it."""
    telling = {alias for alias in aliases if alias and alias not in NO_NAMES}
    forms = [_form(alias) for alias in sorted(telling, key=len, reverse=True)]
    titles = "|".join(sorted(TITLES))
    return re.compile(f"(?:\\b(?:{titles})\\.? )?(?:{'|'.join(forms)})", re.IGNORECASE) if forms else None


def _form(alias: str) -> str:
    return f"(?<![\\w-]){re.escape(alias)}(?!\\w|-\\w)"


@dataclass
class _Reading:
    """One sentence while its names are looked at."""

    text: str
    names: _Names
    language: str | None
    rejected: list[str] = field(default_factory=list)
    placeholders: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    is_small: bool = field(default=False, init=False)
    """Whether it is written without capitals."""
    is_legible: bool = field(default=True, init=False)
    """Whether its names can be told from its other words."""

    def __post_init__(self) -> None:
        self.is_small = self.text[:1].islower()
        self.text = _QUOTE.sub(self._quote, self.text)
        if self.names.pattern:
            self.text = self.names.pattern.sub(self._own, self.text)
        self.text = _NUMBERED.sub(self._reject, self.text)
        if self._is_english:
            self.text = with_capitals(self.text, self.is_small)
        self.is_legible = self.language == "en" or not any(map(begins_unread, capitals.runs(self.text)))
        self._look_for(self._is_somebody)
        self.text = _LETTERS.sub(self._reject_caseless, self.text)

    def take_out(self, invented: Collection[str]) -> None:
        """Takes out names that other sentences gave away where this one begins with them."""
        self._look_for(lambda run: any(plain(word) in invented for word in run.words))

    def stands_for(self, mark: re.Match[str], text: str) -> str:
        """What a mark is written as."""
        if mark[1] == _REJECTED:
            return "someone" if text[: mark.start()].strip(capitals.OPENING) else "Someone"
        return (self.placeholders if mark[1] == _SEEN else self.kept)[int(mark[2])]

    def _quote(self, quote: re.Match[str]) -> str:
        """Keeps what really is read or said there as it is."""
        words = [plain(word) for word in WORD.findall(quote[0])]
        return self._marked(_KEPT, self.kept, quote[0]) if self.names.told.issuperset(words) else quote[0]

    def _own(self, found: re.Match[str]) -> str:
        """A name of the film."""
        if not self._is_meant(found):
            return found[0]
        alias = self._alias(found[0])
        placeholder = self.names.seen.get(alias)
        return self._marked(_SEEN, self.placeholders, placeholder) if placeholder else self._reject(found)

    def _alias(self, name: str) -> str:
        """As it is known, with or without the title before it."""
        small = name.casefold()
        return small if small in self.names.seen or small in self.names.absent else small.split(" ", 1)[-1]

    def _is_meant(self, found: re.Match[str]) -> bool:
        """Whether a word that is a name is one here: `Rose` walks, roses and `May` are something else."""
        before, after = self.text[: found.start()], self.text[found.end() :]
        word, key = plain(capitals.last_word(before)), plain(found[0].split()[-1])
        if found[0].split()[-1].islower():
            is_name = key in GIVEN or self.is_small
            return is_name and key not in ALSO_WORDS and not is_common(key) and word not in DETERMINERS
        if capitals.goes_on(after) or capitals.has_begun(before):
            return False  # a part of a longer name, which is somebody else's
        if key not in ALSO_WORDS and not is_common(key):
            return True
        if not before.strip(capitals.OPENING):
            return capitals.goes_on_as_person(after)
        return word not in _BEFORE_TIMES and word not in DETERMINERS

    def _look_for(self, is_one: Callable[[Run], bool]) -> None:
        """Takes out runs of words with capitals that are found to be somebody's name."""
        for run in reversed(list(capitals.runs(self.text))):
            if is_one(run):
                name = self.text[run.start : run.end].removesuffix("'s").removesuffix("’s")
                mark = self._marked(_REJECTED, self.rejected, name)
                self.text = self.text[: run.start] + mark + self.text[run.start + len(name) :]

    def _is_somebody(self, run: Run) -> bool:
        keys = [plain(word) for word in run.words]
        if not self.names.absent.intersection(keys) and self._is_told(run.words, run.start, run.after):
            return False
        if any(key in self.names.absent and key not in ALSO_WORDS for key in keys) or run.titled:
            return True
        is_given = any(map(capitals.is_given, keys))
        if not is_given and self._is_quoted(run.start):
            return False
        return self._is_told_of(run, keys, is_given) if self._is_english else may_be_somebody(run, keys)

    @property
    def _is_english(self) -> bool:
        """Whether nothing speaks for another language."""
        return self.language in (None, "en")

    def _is_told_of(self, run: Run, keys: Sequence[str], is_given: bool) -> bool:
        """Whether English words around a run, and its own, tell of somebody."""
        if capitals.is_no_person(run, keys) or (run.is_of_place and not is_given):
            return False
        if not run.owns and run.before in (SURELY_PLACE_BEFORE if is_given else PLACE_BEFORE):
            return False
        if not run.at_start or len(keys) > 1:
            return True
        return (is_given or self.language == "en") and capitals.begins_with_person(run, keys[0])

    def _is_told(self, words: Iterable[str], start: int, after: str) -> bool:
        """Whether words are read or said in the film, and told as such."""
        known = all(plain(word) in self.names.told for word in words)
        return known and (self._is_quoted(start) or is_writing(self.text[:start], after))

    def _is_quoted(self, start: int) -> bool:
        """Whether it is in a quotation: what is to be read says all kinds of things in capitals."""
        before = self.text[:start]
        return before.count('"') % 2 == 1 or before.count("“") > before.count("”")

    def _reject(self, found: re.Match[str]) -> str:
        return self._marked(_REJECTED, self.rejected, found[0])

    def _reject_caseless(self, word: re.Match[str]) -> str:
        """A word of a script without capitals, among others that have some, is taken for a name."""
        is_one = len(word[0]) > 1 and word[0].lower() == word[0].upper()
        is_told = is_one and self._is_told([word[0]], word.start(), word.string[word.end() :])
        return self._reject(word) if is_one and not is_told else word[0]

    def _marked(self, kind: str, kept: list[str], text: str) -> str:
        if text not in kept:
            kept.append(text)
        return f"{kind}{kept.index(text)}{_END}"
