"""Names that people give themselves: `My name is Anna`, `This is Captain Picard of the Enterprise`."""

import re
from collections.abc import Iterator

from storyreel.tools.naming.lexicon import Lexicon
from storyreel.tools.naming.spoken import leading_name, with_full_stops, without_false_ends

SAYS = re.compile(
    r"\b(?:my name is|my name's|the name is|(?<!her )(?<!his )(?<!your )(?<!their )name's|calls? me"
    r"|mein name ist|ich heiße|ich heisse|nennen sie mich|nenn mich"
    r"|je m'appelle|mon nom est|je me nomme|appelez-moi|appelle-moi"
    r"|me llamo|mi nombre es|llámame|llámeme|mi chiamo|il mio nome è|chiamami)[,:]?\s+(?=\S)",
    re.IGNORECASE,
)
IS = re.compile(
    r"(?:^|(?<=[.,!?;:…—–\-\"] )|\b(?:hi|hello|hey|yes|and|well|oh)[,.!]? )"
    r"(?:i'm|i am|je suis|soy|sono)\s+(?=\S)",
    re.IGNORECASE,
)
"""`I'm Anna`: only where a sentence begins, and only if nothing but the name follows."""
SPEAKS = re.compile(r"\bthis is\s+(?=\S)", re.IGNORECASE)
CALLING = re.compile(r"^(?:of|from|speaking|calling|here|at|with)\b", re.IGNORECASE)
"""After `This is Anna`, tells that she speaks of herself."""
ON_THE_LINE = re.compile(r"\b(?:hello|hi|yes|yeah)[,.!]? this is\s+(?=\S)", re.IGNORECASE)
ME = re.compile(r"\b(?:it's me|it is me|c'est moi|soy yo|ich bin's|ich bin es),\s+(?=\S)", re.IGNORECASE)
NOTHING_MORE = re.compile(r"^(?:$|(?:and|from|of|your|the|und|et|y|de)\b)")
ANYTHING = re.compile("")
_CUT = re.compile(r"[,.!?;:…—–\"](?=\s|$)|\s-")


PATTERNS = (
    (SAYS, ANYTHING, 0.9),
    (IS, NOTHING_MORE, 0.6),
    (SPEAKS, CALLING, 0.6),
    (ON_THE_LINE, NOTHING_MORE, 0.6),
    (ME, ANYTHING, 0.7),
)
"""What says it, what must follow the name, and how far to believe it: people joke, lie and quote."""


def given(text: str, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """The names by which whoever says the line calls themselves, each with how far to believe it."""
    text = without_false_ends(text.replace("’", "'"))
    for pattern, follows, confidence in PATTERNS:
        for found in pattern.finditer(text):
            if name := _name_at(text[found.end() :], lexicon, follows):
                yield name, confidence


def _name_at(rest: str, lexicon: Lexicon, follows: re.Pattern[str]) -> str | None:
    cut = _CUT.search(rest)
    found = leading_name(with_full_stops(rest[: cut.start()] if cut else rest), lexicon)
    return found[0] if found and follows.match(found[1]) else None
