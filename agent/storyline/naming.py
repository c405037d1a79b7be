"""One name for each person, from the first line of a story to the last."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from storyreel.agent.check.ground import TITLES
from storyreel.agent.check.quotations import QUOTATION
from storyreel.agent.check.vocabulary import NO_NAMES
from storyreel.memory.records import Character

SURE = 0.5
"""From this confidence on, another name that somebody goes by is taken for theirs."""
_RANKS = {
    "capt": "captain", "lt": "lieutenant", "dr": "doctor", "prof": "professor", "sgt": "sergeant",
    **{rank: rank for rank in (
        "captain", "lieutenant", "doctor", "professor", "sergeant", "commander", "inspector", "detective",
        "colonel", "major", "king", "queen", "father",
    )},
}  # fmt: skip
"""How a rank stands before a name, and the word for it alone."""
_GENDERED = frozenset(["mr", "mrs", "ms", "miss", "sir", "lady", "lord", "madame", "monsieur"])
_LEAST_LETTERS = 3


class CanonicalNames:
    """How a film's people are called in its story."""

    def __init__(
        self, cast: Sequence[Character], names: Mapping[str, str], spoken: Mapping[str, str] | None = None
    ) -> None:
        """`names` are those to be used, by id; aliases that two people share mean neither of them.

        `spoken` are other forms of names, with those to be used, of people who are only spoken of.
        """
        meant: defaultdict[str, set[str]] = defaultdict(set)
        for one in cast:
            for alias in _aliases(one, names.get(one.id, "")):
                meant[alias].add(names[one.id])
        others = {form: name for form, name in (spoken or {}).items() if form not in meant}
        own = {*names.values(), *others.values()}
        seen = {alias: min(who) for alias, who in meant.items() if len(who) == 1 and alias not in own}
        self._known = others | seen
        self._ranks = _ranks(meant)
        words = sorted({*self._known, *own}, key=len, reverse=True)
        titles = "|".join(sorted({*TITLES, *_RANKS}))
        all_names = "|".join(map(re.escape, words)) or "(?!)"  # which nothing is
        self._pattern = re.compile(
            rf"(?<![\w’'-])(?:(?P<title>(?i:{titles}))\.? )?(?P<name>{all_names})(?![\w-])"
        )

    def told(self, sentence: str) -> str:
        """The sentence with each person by their one name; quotations stay the film's own words."""
        return "".join(
            part if is_quotation else self._ranked(self._renamed(part))
            for part, is_quotation in _parts(sentence)
        )

    def _renamed(self, text: str) -> str:
        return self._pattern.sub(lambda match: self._one(match, text), text)

    def _one(self, match: re.Match[str], text: str) -> str:
        name, title = match["name"], (match["title"] or "").lower()
        full = self._known.get(name, name)
        is_known = {match[0], match[0].replace(".", "")} & self._known.keys()
        if title and title not in full.lower().split() and title in _GENDERED and not is_known:
            return match[0]  # Mr. Lampert may be the husband of Regina Lampert
        return match[0] if _is_part_of_a_name(match, text) else full

    def _ranked(self, text: str) -> str:
        """`the lieutenant`, where only one of the cast is one, and is not named beside it."""
        for rank, who in self._ranks.items():
            if who not in text:
                text = re.sub(rf"\b[Tt]he {rank}\b(?! [A-Z])", who, text)
        return text


def _aliases(one: Character, name: str) -> Iterator[str]:
    """Other ways to call somebody: parts of the name, labels, names that are nearly as well borne out."""
    if not name or name == f"Person {one.id[1:]}":
        return
    others = [told.name for told in one.name_evidence if told.name and told.confidence >= SURE]
    labels = [label.title() for label in one.speaker_labels if not label[-1:].isdigit()]
    for known in dict.fromkeys([name, *others, *labels, *one.speaker_labels]):
        yield known
        yield known.upper()
        parts = [part.strip(".,") for part in known.split()]
        if len(parts) > 1:
            yield from (part for part in parts if _tells(part))


def _tells(part: str) -> bool:
    low = part.lower()
    return len(part) >= _LEAST_LETTERS and part[:1].isupper() and low not in TITLES and low not in NO_NAMES


def _ranks(meant: dict[str, set[str]]) -> dict[str, str]:
    """Ranks that one person alone bears."""
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for alias, who in meant.items():
        if rank := _RANKS.get(alias.split()[0].strip(".").lower()):
            bearers[rank] |= who
    return {rank: min(who) for rank, who in bearers.items() if len(who) == 1}


def _parts(sentence: str) -> Iterator[tuple[str, bool]]:
    """Pieces of a sentence, and whether each is a quotation."""
    at = 0
    for match in QUOTATION.finditer(sentence):
        yield sentence[at : match.start()], False
        yield match[0], True
        at = match.end()
    yield sentence[at:], False


def _is_part_of_a_name(match: re.Match[str], text: str) -> bool:
    """Whether it stands in another name, as `Grant` in `Hugh Grant`, or before one, as in `Will Riker`."""
    before = re.search(r"([A-Z][\w’'-]*) $", text[: match.start()])
    opens = before is not None and not text[: before.start()].strip(" “\"'")
    joined = before is not None and before[1].lower() not in NO_NAMES and before[1].lower() not in TITLES
    return (joined and not opens) or re.match(r" [A-Z](?!\w* \d)", text[match.end() :]) is not None
