"""Names that somebody is called by: `What kind of place is this, Data?`, `Hey, Joey!`, `Anna, come in.`"""

import re
from collections.abc import Iterator

from storyreel.tools.naming.lexicon import Lexicon
from storyreel.tools.naming.spoken import Phrase, leading_name, phrases, sentences, whole_name

CALLS = re.compile(
    r"^(?:(?:oh|ah|aw|now|well|and|but|so)\s+)?"
    r"(?:hey|hi|hello|bye|goodbye|good-bye|bye-bye|welcome|thanks|thank you(?: so much| very much)?"
    r"|good (?:morning|evening|night|afternoon)|congratulations|please|come on|oh|ah|sorry|i'm sorry"
    r"|no|yes|yeah|okay|ok|all right|look|listen|wait|come|now|excuse me|poor|(?:my )?dear|dearest|old"
    r"|hallo|guten (?:morgen|abend|tag)|danke|ja|nein|bonjour|bonsoir|salut|merci|oui|non|hola|gracias"
    r"|sí|adiós|ciao|grazie)\s+(?=\S)",
    re.IGNORECASE,
)
"""What one says before a name without a comma."""
PRESENTS = re.compile(
    r"\b(?:this is|that is|that's|meet|it's|it is|named|called|name is|name's|known as|i am|i'm|from|between"
    r"|with|like|das ist|c'est|este es|esta es|questo è|ich bin|je suis|soy)\b[^,]*$",
    re.IGNORECASE,
)
"""Before a comma and a name: they tell of somebody, `This is my brother, Ross.`"""
KINSHIP = re.compile(
    r"\b(?:my|your|his|her|our|their|the|a|an|mein\w*|dein\w*|mon|ma|ton|ta|mi|tu|su)\s+(?:\w+\s+){0,2}\w+$",
    re.IGNORECASE,
)
LISTS = re.compile(r"^(?:and|or|und|oder|et|ou|y|o|e)\s", re.IGNORECASE)


def called(text: str, lexicon: Lexicon) -> Iterator[str]:
    """The names of those whom a line calls, in order; a name once."""
    found: dict[str, None] = {}
    for sentence in sentences(text):
        parts = phrases(sentence)
        for place, part in enumerate(parts):
            name = _called_in(parts, place, part, lexicon)
            if name:
                found[name] = None
    yield from found


def _called_in(parts: list[Phrase], place: int, part: Phrase, lexicon: Lexicon) -> str | None:
    if call := CALLS.match(part.words):
        return whole_name(part.words[call.end() :], lexicon)
    if len(parts) == 1:
        return whole_name(part.words, lexicon, at_start=True) if part.mark in ("!", "?") else None
    name = whole_name(part.words, lexicon, at_start=part.is_first)
    if name is None or _is_listed(parts, place, lexicon):
        return None
    return None if not part.is_first and _is_told_of(parts[place - 1].words) else name


def _is_listed(parts: list[Phrase], place: int, lexicon: Lexicon) -> bool:
    """Whether it is one of several: `Joey, Ross and I`, `Boston, Massachusetts`."""
    after = parts[place + 1].words if place + 1 < len(parts) else ""
    before = parts[place - 1].words if place else ""
    if LISTS.match(after) and leading_name(LISTS.sub("", after), lexicon):
        return True
    last = before.split()[-1].strip("\"'") if " " in before else ""
    return lexicon.is_name(last) or any(whole_name(words, lexicon) for words in (before, after))


def _is_told_of(before: str) -> bool:
    return PRESENTS.search(before) is not None and KINSHIP.search(before) is not None
