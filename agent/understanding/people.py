"""People in a question: the film's characters by name, pronouns, and names that nobody in the film has."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from storyreel.agent.understanding.emotions import find_feelings, unknown_feeling
from storyreel.agent.understanding.slips import meant_by
from storyreel.agent.understanding.text import word_set, words_of

_TITLES = word_set("mr mrs ms miss dr doctor captain capt commander lieutenant lt professor sir lady lord")
_RANKS = {
    word: word
    for word in words_of(
        "doctor captain commander lieutenant professor major colonel general sergeant inspector detective "
        "judge father sister king queen prince princess senator president sheriff nurse"
    )
} | {"dr": "doctor", "capt": "captain", "lt": "lieutenant", "prof": "professor", "sgt": "sergeant"}
"""Titles by which the only one who has it may be called: the captain."""
_ALSO_WORDS = word_set(
    "angel art bill bob chance charity chase data dawn dean drew ernest faith frank gene grace grant "
    "guy hope hunter ivy jack joy june king lance lane mark may mike miles nick pat penny pierce ray "
    "rich rob robin rose ruby rusty sue summer sunny violet wade will woody young"
)
"""Names that are words too: as names only with a capital, or where nothing but a name fits."""
_DEEDS_TOO = word_set("chance chase drew frank grant hope mark may pat rich rob sue wade will woody young")
"""Of these, those that are verbs, or tell how something is: they are names only where a name fits."""
_NO_NAME_AFTER = re.compile(
    r"\b(?:the|an?|his|her|their|my|your|our|its|this|that|any|some|(?<!but )(?<!and )no|in|last|next)$",
    re.IGNORECASE,
)
_NAME_FITS_AFTER = re.compile(
    r"\b(?:when|where|why|how often|how long|how come|does|did|has|is|was|about|and|or|with|without|of|to|"
    r"for|from|by|"
    r"between|towards?|against|but no|and no|at|see|show|than|because|reason|does not|did not|is not)$",
    re.IGNORECASE,
)
_IS_VERB = re.compile(
    r" (?:he|she|they|it|i|we|you|there|the|be|an?|any\w*|some\w*|every\w*|not|ever|have|happen)\b",
    re.IGNORECASE,
)
_KIN = tuple(
    word_set(words)
    for words in (
        "grandma grandmother granny gran nana grandmama",
        "grandpa grandfather granddad grandad gramps",
        "mom mum mother mama mommy mummy ma",
        "dad father papa daddy pa",
        "aunt auntie aunty",
        "uncle",
    )
)
"""Words for one kind of relative."""
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        words_of("one two three four five six seven eight nine ten eleven twelve"), start=1
    )
}
_LEAST_ALIKE = 0.8
_SHORTEST = 5
"""Letters of a name that another word is taken for if it is much like it."""
_COMMON_CAPITALS = word_set(
    "T V Q P I English French German Spanish Italian Japanese Russian Chinese American British "
    "Christmas God Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March "
    "April June July August September October November December Storyreel TV OK I'm I've I'd I'll"
)
_SLOT = re.compile(
    r"\b(?:when|where|how often|how long|how many times|why)(?: else)? (?:is|was|does|did|has) "
    r"(?P<name>[a-z]{3,}) (?:[a-z]+)|^(?:is|was|does|did|has) (?P<asked>[a-z]{3,}) (?:ever|in|on|happy|sad|"
    r"angry|afraid|appear|smile|cry)\b|^(?:who is|tell me about|what about|how about) (?P<who>[a-z]{3,})\?*$"
)
_NUMBERED = re.compile(r"\b(?:person|speaker|voice) #?\d+\b", re.IGNORECASE)
_WHO_IS = re.compile(r"[Ww]ho (?:is|was) [A-Z]")
"""Here even a word of the film's title is a name: who is Godfrey?"""
_ARTICLE = re.compile(
    r"\b(?:happen(?:s|ed)? to|bec(?:omes?|ame) of|(?:what|where|how far) (?:is|was)) (?:the|an?) $",
    re.IGNORECASE,
)
"""Before a name it makes a thing of it: what happened to the Odin?"""
_OPENINGS = word_set(
    "is are was were does do did has have had can could will would should when where why how"
)
"""Words that stand before a name where they open a question."""
_NOT_NAMES = word_set(
    "the this that these those there they their them she her he his him it its anyone anybody someone "
    "somebody everyone everybody nobody one people person man woman boy girl captain most least more "
    "less any all each what who which else here everything nothing something film movie scene and your "
    "you our with speaking talking longest shortest happy happier happiest sad sadder saddest angry "
    "angrier angriest afraid next first last main text words dialogue music sound mood tension long "
    "often said mentioned seen visible shown on alone together not laughing crying smiling coming going "
    "appearing showing walking playing scared surprised shocked furious being a an in"
)


@dataclass(frozen=True)
class Person:
    """Who can be asked about."""

    id: str
    name: str
    perhaps: tuple[str, ...] = ()
    """Names that may be theirs: they mean them where nobody surely has the name."""


@dataclass(frozen=True)
class PersonMention:
    """Somebody as a question names them."""

    start: int
    """Where the name begins in the question, in characters."""
    end: int
    person: Person | None
    """None for a name that nobody in the film has."""
    words: str


_ADDRESS = r"(?:the )?(?:(?:little|old|young|poor|dear) )?"


def find_people(text: str, cast: tuple[Person, ...]) -> list[PersonMention]:
    """Characters named in a question, in order, with their article; a modest misspelling is forgiven.

    >>> [mention.person.id for mention in find_people("Where is Anna?", (Person("P1", "Anna Hill"),))]
    ['P1']
    """
    found: list[PersonMention] = []
    for name, person in _names(cast):
        for match in re.finditer(rf"(?<!\w){_ADDRESS}{re.escape(name)}(?:'s)?(?!\w)", text, re.IGNORECASE):
            follows = any(one.end + 1 == match.start() for one in found)
            if (follows or _is_meant(match, name, text)) and not _overlaps(match, found):
                found.append(PersonMention(*match.span(), person, match[0]))
    return sorted(found + _misspelt(text, cast, found), key=lambda mention: mention.start)


def _names(cast: tuple[Person, ...]) -> list[tuple[str, Person]]:
    """Every way to name each person, sure ones and the longest first; a part of it only where one has it."""
    names: dict[str, set[Person]] = {}
    for person in cast:
        for name in _ways_to_name(person):
            names.setdefault(name, set()).add(person)
    sure = set(names)
    for person in cast:
        for name in {name.lower() for name in person.perhaps} - sure:
            names.setdefault(name, set()).add(person)
    alone = [(name, next(iter(people))) for name, people in names.items() if len(people) == 1]
    return sorted(alone, key=lambda pair: (pair[0] in _ALSO_WORDS, -len(pair[0])))


def _ways_to_name(person: Person) -> set[str]:
    name = person.name.lower()
    ways = {name, person.id.lower()}
    if numbered := re.fullmatch(r"(person|speaker|voice) (\d+)", name):
        word = {number: word for word, number in _NUMBER_WORDS.items()}.get(numbered[2])
        return (
            ways
            | {f"{numbered[1]}{numbered[2]}", f"{numbered[1]} #{numbered[2]}"}
            | ({f"{numbered[1]} {word}"} if word else set())
        )
    parts = [part for part in re.findall(r"[^\W\d_][\w'-]+", name) if part not in _TITLES]
    rank = _RANKS.get(name.split()[0].rstrip(".")) if parts else None
    by_rank = {f"the {rank}"} if rank else set()
    named = ways | {part for part in parts if len(part) > 1} | {" ".join(parts)} - {""}
    unhyphened = {way.replace("-", between) for way in named for between in (" ", "")}
    return named | unhyphened | by_rank | _as_kin(name)


def _as_kin(name: str) -> set[str]:
    """`Their grandmother`, of Grandma Ida."""
    alike = next((words for words in _KIN if name.split()[0] in words), frozenset[str]())
    return {f"{whose} {word}" for whose in ("the", "his", "her", "their") for word in alike}


def _is_meant(match: re.Match[str], name: str, text: str) -> bool:
    """Whether it is the name, where it may be a word too."""
    before, after = text[: match.start()].rstrip(), text[match.end() :]
    if name not in _ALSO_WORDS:
        return True
    word = match[0].removeprefix("the ")
    if word[0].isupper() and before:
        return True
    if match[0].endswith("'s"):
        return not _NO_NAME_AFTER.search(before)
    if word != match[0]:
        return False
    if _IS_SOMEBODY.match(after):
        return True
    if name in _DEEDS_TOO:
        return _is_name_of_deed(before, after) or _opens_as_name(word, before, after)
    return not _NO_NAME_AFTER.search(before)


def _opens_as_name(word: str, before: str, after: str) -> bool:
    """`Mark only …`: with a capital, a first word that opens no question."""
    return not before and word[0].isupper() and word not in ("Will", "May") and not _IS_VERB.match(after)


def _is_name_of_deed(before: str, after: str) -> bool:
    if not before:
        return bool(_BESIDE_A_NAME.match(after) or find_feelings(" ".join(after.split()[:1])))
    return bool(_NAME_FITS_AFTER.search(before)) and not _IS_VERB.match(after)


_IS_SOMEBODY = re.compile(
    r" (?:guy|man|woman|girl|boy|lady|fellow|dude|kid|chap|character|person)\b", re.IGNORECASE
)
_BESIDE_A_NAME = re.compile(
    r" (?:and|or|with|vs|scenes?|lines?|quotes?|appearances?|screen ?time|is|was|has|says?|said|moods?|"
    r"feelings?|emotions?|"
    r"moments?|first|last|(?!this|his|its|as|is)[a-z]+s)\b",
    re.IGNORECASE,
)


def _overlaps(match: re.Match[str], found: list[PersonMention]) -> bool:
    return any(match.start() < other.end and other.start < match.end() for other in found)


def _misspelt(text: str, cast: tuple[Person, ...], found: list[PersonMention]) -> list[PersonMention]:
    """A slip of the keys is a name anywhere; what is merely like a name, only where a name can stand."""
    called = [(name.removeprefix("the "), person) for name, person in _names(cast)]
    names = {name: person for name, person in called if len(name) >= 4 and " " not in name}
    mentions = []
    for match in re.finditer(r"\b[^\W\d_]{4,}\b", text):
        if match[0].lower() in _NOT_NAMES or _overlaps(match, found):
            continue
        if near := meant_by(match[0], names) or _like_a_name(match, text, names):
            mentions.append(PersonMention(*match.span(), names[near], match[0]))
    return mentions


def _like_a_name(match: re.Match[str], text: str, names: Iterable[str]) -> str | None:
    if len(match[0]) < _SHORTEST or not _can_be_name(match, text):
        return None
    long = [name for name in names if len(name) >= _SHORTEST]
    return next(iter(difflib.get_close_matches(match[0].lower(), long, n=1, cutoff=_LEAST_ALIKE)), None)


def _can_be_name(match: re.Match[str], text: str) -> bool:
    before = text[: match.start()].rstrip()
    return match[0][0].isupper() or bool(
        re.search(r"\b(?:is|was|does|did|about|and|or|with|without)$", before)
    )


def find_strangers(text: str, known: list[PersonMention], title: str) -> list[PersonMention]:
    """Names that nobody in the film has: capitalised inside the question, or where only a name fits."""
    found = []
    for match in re.finditer(r"(?<![\w'])[A-Z][\w'-]*(?: (?:[A-Z][\w'-]*|\d+\b))*", text):
        words = _without_opening(match, text)
        of_title = "" if _WHO_IS.match(text) else title
        is_thing = _ARTICLE.search(text[: match.start()]) is not None
        if words and not is_thing and not _overlaps(match, known) and not _is_usual(words, of_title):
            start = match.end() - len(words)
            found.append(PersonMention(start, match.end(), None, words.removesuffix("'s")))
    for match in _NUMBERED.finditer(text):
        if not _overlaps(match, known + found):
            found.append(PersonMention(*match.span(), None, match[0]))
    if not found and (slot := _SLOT.search(text)) and not _overlaps(slot, known):
        group = next(name for name in ("name", "asked", "who") if slot[name])
        if slot[group] not in _NOT_NAMES and not _is_feeling(slot[group]):
            found.append(PersonMention(*slot.span(group), None, slot[group].capitalize()))
    return found


def _is_feeling(word: str) -> bool:
    return bool(find_feelings(word)) or unknown_feeling(word) is not None


def _without_opening(match: re.Match[str], text: str) -> str:
    """The capitalised words, less a sentence's first word, which is always capital."""
    opens = match.start() == 0 or text[: match.start()].rstrip()[-1:] in (".", "?", "!", '"')
    words = match[0].split()
    return " ".join(
        words[1:]
        if opens and len(words) > 1 and words[0].lower() in _NOT_NAMES | _OPENINGS
        else []
        if opens
        else words
    )


def _is_usual(words: str, title: str) -> bool:
    return words in _COMMON_CAPITALS or words.lower() in title.lower()
