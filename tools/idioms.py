"""Words of feeling that are not meant so, put as they are meant before a line is read.

"I'm afraid we're closed" tells no fear, and "Oh, great. Now it's broken." no joy. Each rule puts plain words
for a turn of speech; where the same words may be meant (`I'm afraid he'll kill us`, `Oh, great! You came!`)
it leaves them.
"""

import re

from storyreel.tools.models.feeling_states import STRAIGHT

_AM = r"(?:'m|'re| am| are)"
_IS = r"(?:'m|'re|'s| am| are| is| was| were)"
_CLAUSE = r"(?:so|not|(?:that )?(?:i|we|he|she|it|they|you|the|there|this|that|your|my|our)(?:'\w+)?)\b"
_DANGER = r"\b(?:kill|hurt|die|gun|hate|lose|attack|come back)\b"
_LOVED = r"(?:mad|crazy|nuts|wild) about\b"
_THING = r"(phone|battery|car|engine|radio|watch|laptop|line|tv|computer)"
_PRAISE = "(?:great|terrific|wonderful|fantastic|brilliant|perfect|lovely|charming|marvelous|super)"
_TROUBLE = (
    r"(?=.*(?:\b(?:again|another|broke|broken|forgot|forgotten|idiot|genius|jammed|late|locked|lost|mess|miss|"
    r"missed|moron|nothing|now|rain|raining|rat|ruin\w*|spilled|stuck|trouble|woke|worse|wrong)\b|"
    r"\b(?:won|can|does|did|is|are|do)n't\b|\bhere (?:he|she) comes\b))"
)
_PLAIN = (
    (rf"\b(?:i|we){_AM} afraid (?={_CLAUSE})(?!.*{_DANGER})", "it seems "),
    (rf",\s*i{_AM} afraid(?=[.,]|$)", ""),
    (rf"{_IS}((?: \w+)?) {_LOVED}", r" is\1 so in love with"),
    (r"\bdying to\b", "so happy to"),
    (rf"\b{_THING}(?:'s| is| just)* (?:died|dead|dying)\b", r"\1 stopped"),
    (r"\bi(?:'d| would) love (?=(?:a|an|some|the|another)\b)", "i want "),
    (r"\bi(?:'d| would) love to (?=see the|have a|order)", "i want to "),
    (r"\bi(?:'d)? hate to (?=ask|bother|trouble|interrupt|be a)", "may i "),
    (r"\bterribly (?=kind|nice|sweet|glad|happy|pretty)", "very "),
    (rf"^(?:oh,? |well,? |that's )?(?:just )?{_PRAISE}[.,…]+ {_TROUBLE}", "damn it! "),
    (rf"^oh,? {_PRAISE}\. (?!.*!)", "damn it! "),
    (rf"^thanks (?:a lot|for telling me now)[.,] {_TROUBLE}", "damn you! "),
    (rf"^nice (?:going|work|job)[.,] {_TROUBLE}", "you idiot! "),
    (r"\bjust what (?:i|we) needed[.,] (?!.*!)", "damn it! "),
    (r"^yeah,? right\.(?= |$)", "that's nonsense, you liar."),
)
LONGEST = 2000
"""Letters of a line; beyond, looking ahead from each turn of speech to the end would take seconds."""
RULES = tuple((re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in _PLAIN)


def meant(words: str) -> str:
    """The line in plainer words, else as it is; so is one that is longer than anybody's.

    >>> meant("I'm afraid we're closed."), meant("I'm afraid he'll kill us.")
    ("it seems we're closed.", "I'm afraid he'll kill us.")
    """
    words = words.translate(STRAIGHT)
    if len(words) > LONGEST:
        return words
    for pattern, plain in RULES:
        words = pattern.sub(plain, words)
    return words
