"""Which kind of question it is: rules over the question with its slots masked, the first that fits."""

import re
from collections.abc import Callable

from storyreel.agent.understanding.kinds import film, measures, moods, names, presence, words
from storyreel.agent.understanding.kinds.rule import SMALL_TALK, Rule
from storyreel.agent.understanding.question import Ask, Intent
from storyreel.agent.understanding.scope import in_scope

KindOf = Callable[[str], tuple[Intent, str]]
"""What tells the kind of a masked question, and what it is about."""

_TALK = Rule(
    "help",
    "",
    (
        rf"^(?:{SMALL_TALK}\b[ ,.!]*)+$",
        r"^(?:hello|hi|hey|help|thanks|thank you)\b.{0,30}$",
        r"^what (?:(?:(?:kinds?|sorts?) of )?(?:things|questions|stuff) )?(?:can|could|do|may) (?:you|"
        r"i) (?:do|ask|know)\b"
        r".{0,30}$",
        r"^(?:who|what) (?:are|is) (?:you|storyreel)$",
        r"^are you (?:an? |really )?(?:\w+ )?(?:ai|robot|bot|human|person|machine|program|real|computer|"
        r"chatbot|there|ok)$",
        r"^what (?:should|can|could|shall) (?:i|we) (?:watch|see)(?: next| now| tonight| instead)?$",
        r"^(?:will|is) it (?:going to )?\w+\b.*\b(?:tomorrow|today|tonight|(?:this|next) week)$",
        r"^(?:how (?:are|do) you(?: doing| work)?|what is your name|tell me (?:a joke|about yourself)|"
        r"sing (?:me )?a song)$",
    ),
)
"""What is no question of the film."""
RULES = (
    _TALK,
    *moods.RULES,
    *names.RULES,
    *film.RULES,
    *measures.RULES,
    *words.RULES,
    *presence.RULES,
)
"""From the particular to the general: the first that fits, and leaves no word unread, decides."""

_ASKS: tuple[tuple[Ask, tuple[str, ...]], ...] = (
    (
        "duration",
        (
            r"^.{0,12}\b(?:how long|how much (?:time|screen ?time|of)|for how long|how many (?:seconds|"
            r"minutes)|screen ?time|total time)\b",
        ),
    ),
    ("count", (r"\b(?:how often|how many|how frequently|count|number of)\b",)),
    (
        "who",
        (r"^(?:and |so |but )?(?:V,? )?(?:T,? )?(?:who|whom|whose|which (?:character|person|people|one))\b",),
    ),
    (
        "when",
        (
            r"\b(?:when|at what|what times?|which (?:moments?|scenes?|parts?|shots?)|where|every|"
            r"each time|first|last|all)\b",
            r"^(?:\w+ )?(?:list|show|find)\b",
        ),
    ),
    (
        "whether",
        (r"^(?:and |so |but )?(?:V,? )?(?:T,? )?(?:is|are|was|were|does|do|did|has|have|can|will)\b",),
    ),
)
_ASKED = tuple((ask, re.compile("|".join(patterns))) for ask, patterns in _ASKS)


def intent_of(masked: str) -> tuple[Intent, str]:
    """The kind of question and what it is about; `search` where no rule fits.

    >>> intent_of("who is on screen T")
    ('on screen', '')
    """
    fitting = (rule for rule in RULES if rule.any_of.search(masked))
    rule = next((rule for rule in fitting if in_scope(rule.intent, rule.subject, masked)), None)
    return (rule.intent, rule.subject) if rule else ("search", "")


def ask_of(masked: str) -> Ask:
    """Whether it wants a time, a person, a number, a yes or no, or a description."""
    return next((ask for ask, pattern in _ASKED if pattern.search(masked)), "what")
