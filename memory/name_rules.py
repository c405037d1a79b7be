"""What may be a person's name, whoever gives it."""

import re

LONGEST_NAME = 100
"""Letters; longer is a mistake."""
NUMBERED = re.compile(r"(?:p|person )(\d+)", re.IGNORECASE)
"""A character as its number names it."""
_MOST_WORDS = 4
"""Beside such as `van` and `de`."""
_SAYS_SOMETHING = re.compile(
    r"(?<=\s)the\b|[:;(){}\[\]<>|=\"“”]|\b(?:of|who|whom|whose|that|is|are|was|were|did|does|has|had|to|by|"
    r"from|with|and|or|not|his|her|their|your|you|me|it|ignore|instructions?|says?|said|tell|system|assistant)\b",
    re.IGNORECASE,
)


def says_something(name: str) -> bool:
    """Whether a name, as a file or a label gives it, is more than a name: `Ben The Murderer Of Anna`."""
    words = [word for word in name.split() if not word.islower()]
    return len(words) > _MOST_WORDS or bool(_SAYS_SOMETHING.search(name))
