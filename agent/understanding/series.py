"""Several questions in one text, taken apart: `when does Anna cry, and who is with her?`"""

import re

from storyreel.agent.understanding.people import Person, find_people
from storyreel.agent.understanding.side_by_side import compared_parts
from storyreel.agent.understanding.text import QUOTED

MOST_PARTS = 3
_LINK = re.compile(
    r"\s*[,;]?\s+(?:and|then|also|plus|but)\b(?:,? (?:then|also|if so))*,? |\s*;\s+|\?+\s+(?:(?:and|also|"
    r"then),? )*",
    re.IGNORECASE,
)
"""What leads over to another question, if one follows."""
_OF = r"(?:(?:with|to|at|by|from|for|about|in|of|since) )?"
_AUXILIARY = r"(?:is|are|was|were|does|do|did|has|have|can|could|will)"
_ASKING = re.compile(
    rf"{_OF}(?:who|whom|whose|what|which)(?:'s|'re)?\b|{_OF}how (?:long|often|many|much)\b|"
    rf"(?:when|where|why|how)(?:'s|'re)?(?: (?:else )?{_AUXILIARY}\b|$)|(?:when|where|why|how)'s\b|"
    r"(?:when|where) (?:for|at|in|the|first|last|exactly|else)\b|"
    r"(?:tell|show|list|give|describe|name) ",
    re.IGNORECASE,
)
"""How another question begins; `when she cries` begins none."""
_VERB_FIRST = re.compile(rf"{_AUXILIARY} (?P<subject>\S.*)", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:he|she|it|they|there|the|any\w*|some\w*|every\w*)\b", re.IGNORECASE)
_INDIRECT = re.compile(r"\b(?:tell|show|know|say|wonder\w*|explain|find out)\b", re.IGNORECASE)
_OPENS_INDIRECT = re.compile(r"(?:when|where|why|how)\b", re.IGNORECASE)
_LONGEST = 600
"""Letters of what can be a few questions."""
_BOTH_ENDS = re.compile(
    r"^(?!.*\b(?:compare|between|from|than|differ\w*|chang\w*)\b)(?P<before>.*\b)(?P<one>first|last)"
    r"(?P<rest>(?: \w+){0,4}?),? and(?: when| who| then)?(?: (?:for )?the)? (?!(?P=one))(?P<other>first|last)"
    r"\b(?: time(?=\W*$))?(?P<after>.*)$",
    re.IGNORECASE,
)
"""`When does he first appear and when last`, `his first and last line`."""
_FEWEST_WORDS = 3
"""Words that a first part has: `when and where` are one question."""


def parts_asked(text: str, cast: tuple[Person, ...] = ()) -> list[str]:
    """The questions that a text puts one after another; the text alone if they are one, or too many.

    >>> parts_asked("when does Ben sing, and who hears him?")
    ['when does Ben sing', 'who hears him?']
    """
    if len(text) > _LONGEST:
        return [text]
    if compared := compared_parts(text):
        return compared
    if ends := _BOTH_ENDS.match(text):
        return [f"{ends['before']}{ends[end]}{ends['rest']}{ends['after']}" for end in ("one", "other")]
    hidden = QUOTED.sub(lambda quote: "q" * len(quote[0]), text)
    parts, begins = [], 0
    for link in _LINK.finditer(hidden):
        if _asks(hidden[begins : link.start()]) and _opens_a_question(hidden, link, cast):
            parts.append(text[begins : link.start()])
            begins = link.end()
    parts.append(text[begins:])
    return parts if len(parts) <= MOST_PARTS else [text]


def _asks(words: str) -> bool:
    """Whether words are a question by themselves."""
    begins = [match.start() for match in re.finditer(r"\b\w", words)]
    is_asking = any(_ASKING.match(words, place) for place in begins) or _VERB_FIRST.match(words)
    return len(begins) >= _FEWEST_WORDS and bool(is_asking)


def _opens_a_question(text: str, link: re.Match[str], cast: tuple[Person, ...]) -> bool:
    after = text[link.end() :].rstrip("?!. ")
    if _ASKING.match(after) or (_OPENS_INDIRECT.match(after) and _INDIRECT.search(text[: link.start()])):
        return True
    verb = _VERB_FIRST.match(after)
    return verb is not None and _opens_with_a_subject(verb["subject"], cast)


def _opens_with_a_subject(words: str, cast: tuple[Person, ...]) -> bool:
    return bool(_SUBJECT.match(words)) or any(one.start == 0 for one in find_people(words, cast))
