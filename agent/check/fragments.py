"""Answers of a word or two, that lean on the question: `Nobody.`, `Never.`, `Everyone.`, `He does.`, `Anna.`

A denial stands where tools were asked and found nothing. Names are read with a question that begins with who:
`Anna.` as `Anna is angry at 0:31.` What else claims all that was asked, in no word that could be looked up,
falls: it can be said in whole sentences.
"""

import re
from collections.abc import Sequence

from storyreel.agent.check.clause import Clause, without_names
from storyreel.agent.check.ground import Ground

_DOES = r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would)"
_ANYBODY = (
    r"(?:he|she|it|they|both|all|some|somebody|someone|everybody|everyone|everything|each|always)"
    r"(?: both| all| each)?"
)
_NOBODY = r"(?:no|nope|nobody|no one|none|never|nothing|neither|not)"
_OF_THEM = r"(?: of (?:them|these|those|it))?"
_FIRST = r"\W*(?:(?:yes|no|well),? )?"
_LAST = r"(?: (?:at all|once|so|too|else|yet|ever))?\W*"
_DENIAL = re.compile(
    rf"{_FIRST}(?:{_NOBODY}{_OF_THEM}(?: {_DOES})?|{_ANYBODY}{_OF_THEM} {_DOES}(?: not|n['’]t)|"
    rf"there (?:is|are|was|were) (?:none|nobody|no one|nothing)){_LAST}",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    rf"{_FIRST}(?:yes|yeah|(?:{_ANYBODY}{_OF_THEM}|there)(?: {_DOES})?){_LAST}", re.IGNORECASE
)
_BARE = re.compile(rf"{_FIRST}·(?:(?:,|,? and|,? or) ·)*\W*", re.IGNORECASE)
_WHO = re.compile(r"^\W*who(?= \w)", re.IGNORECASE)


def is_fragment(sentence: str) -> bool:
    """Whether a sentence says nothing without the question."""
    return bool(_DENIAL.fullmatch(sentence) or _CLAIM.fullmatch(sentence))


def holds(fragment: str, ground: Ground) -> bool:
    """Whether it is a denial, and nothing was found that could speak against it."""
    was_asked = any(found.asked for found in ground.results)
    is_empty = all(item.kind == "film" for item in ground.items)
    return bool(_DENIAL.fullmatch(fragment)) and was_asked and is_empty


def is_bare_name(clauses: Sequence[Clause]) -> bool:
    """Whether a sentence is nothing but names."""
    texts = [without_names(one.text, one.names) for one in clauses if one.names and not one.quotes]
    return len(texts) == len(clauses) > 0 and all(_BARE.fullmatch(text) for text in texts)


def with_question(names: str, question: str) -> str | None:
    """What names answer to a question, as a sentence; None where it does not begin with who."""
    told = names.strip(" .!*-•")
    return f"{_WHO.sub(told, question).rstrip(' ?')}." if _WHO.match(question) else None
