"""Quotations of a sentence: what stands in one is the film's word, and no claim of who answers.

`Anna says “Ben stole it.”` claims that she says so, not that he did: a letter stands for each quotation
where a sentence is read.
"""

import re

QUOTATION = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
_FIRST = 0xE000
"""Of the private use area of Unicode."""
MASKED = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 999)}]")


def quotations(sentence: str) -> list[str]:
    """What a sentence puts in quotation marks."""
    return [first or second for first, second in QUOTATION.findall(sentence)]


def masked(sentence: str) -> tuple[str, dict[str, str]]:
    """A sentence with a letter for each quotation, and the quotations by their letters."""
    quotes = {chr(_FIRST + place): words for place, words in enumerate(quotations(sentence))}
    letters = iter(quotes)
    return QUOTATION.sub(lambda _: next(letters), sentence), quotes
