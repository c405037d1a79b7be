"""What shows a kind of question: patterns over it with its slots masked, and the words they share.

P is a person, E a feeling, M a feeling compared (angrier, angriest), S a change of mood (cheers up), T a
time, Q quoted words, N a name that nobody has, V an event clause. Everything else is in small letters.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from storyreel.agent.understanding.question import Intent

ANYONE = "anyone|anybody|someone|somebody|everyone|everybody|people|they|we|the characters|the people"
WHO = rf"(?:P|N|{ANYONE}|(?:the|a) (?:man|woman|boy|girl|captain|person))"
SEEN = (
    r"(?:on[- ]?screen|in (?:the )?(?:shot|picture|frame|view|scene)|visible|shown|seen|present|"
    r"in the (?:film|movie|video|clip|room|house|kitchen|car|street|office|building)|there|around)"
)
SHOWS = (
    r"(?:appears?|appeared|appearing|show(?:s|ing)? up|turns? up|come(?:s)? in|enters?|entrance|"
    r"introduced(?! P)|debuts?|(?:walk|step|stroll|burst|barge|wander)(?:s|ed)?(?: in(?:to)?\b|(?= T)))"
)
FILM = r"(?:film|movie|video|clip|episode|story|show)"
SMALL_TALK = (
    r"(?:hello|hi|hey|yo|help|thanks|thank you|thank|bye|goodbye|good (?:night|morning|evening|afternoon|"
    r"job|work)|see you|cool|nice|great|perfect|awesome|wonderful|excellent|amazing|lol|haha+|wow|ok(?:ay)?|"
    r"alright|got it|well done|you are (?:\w+ )?(?:great|good|nice|funny|the best|wrong|right|useless|"
    r"stupid|smart)|that (?:is|was) (?:\w+ )?(?:great|good|nice|all|helpful|useful|perfect|wrong|right)|"
    r"that helped|never ?mind|(?:so|very) much|a lot|again|there|all|for now|later|and|so|to you)"
)
WHICH_PEOPLE = r"^(?:and |so )?(?:who|whom|which (?:characters?|people|persons?)|what (?:characters?|people))"
SAY = (
    r"(?:(?:say|tell|ask|talk|speak|discuss|remark|answer|whisper|mutter|mumble|claim|admit|confess|promis|explain|"
    r"declar|announc)(?:s|es?|e?d|ing|ted|ting)?|repl(?:y|ies|ied|ying)|said|told|spoke)"
)
MENTION = (
    r"(?:mention|mentions|mentioned|mentioning|refer|refers|referred|brings? (?:it |this |that )?up|brought "
    r"(?:it |this |that )?up|raises? (?:it|this|that)|allud(?:es?|ed) to|talk(?:s|ed)? about|"
    r"come up|(?:we|you|i|one) hear (?:about|of|the (?:name|word|phrase))|(?:is|are|was|be) heard of)"
)
COMES_UP = rf"(?:{MENTION}|named|spoken of|(?:comes?|crops?) up|recurs?|occurs?)"
EXTREME = r"(?:longest|shortest|brightest|darkest)"
STRETCH = r"(?:scene|shot|take|line|speech|segment|silence|pause)"
FEELING = r"(?:emotion|feeling|mood|expression)"
SOUND = r"(?:sounds?|noises?|music|songs?|singing|sound effects?|applause)"
NOISE = (
    r"(?:instruments?|orchestra plays?|gun ?shots?|gun ?fire|shots? fired|bangs?|explosions?|blasts?|"
    r"thunder(?:claps?)?|bells?|dogs? bark(?:s|ing)?|bark(?:s|ing)?|(?:phone|telephone|doorbell|bell|"
    r"alarm)s? (?:rings?|ringing|goes off|ring)|ring(?:s|ing)|alarms?|sirens?|knock(?:s|ing)?|footsteps?|"
    r"applause|applaud(?:s|ing)?|claps?|clapping|laughter|screams?|screaming|shrieks?|engines?|motors?|"
    r"horns?|honk(?:s|ing)?|"
    r"whistl(?:e|es|ing)|crash(?:es)?|doors? slam\w*|creak\w*|birds?|birdsong|waves|wind|rain|radio|drums?|"
    r"piano|guitar|violins?|trumpets?|organ|orchestra|choir|humming|sings?|sang|whisper(?:s|ing)?|snor(?:e|"
    r"es|ing)|cough(?:s|ing)?|sneez\w+|clock tick\w*|ticking)"
)
"""What is heard and no speech. Only what subtitles caption of it can be told."""
ENDS = r"(?! (?!(?:in (?:it|here|the|this)|anywhere|somewhere|at all|ever)\b)[a-z])"
"""Nothing that matters follows."""
MOOD = r"(?:moods?|feelings?|emotions?|emotional states?|expressions?|temper)"
CHANGE = (
    r"(?:changes?|changed|develops?|developed|evolves?|evolved|progress(?:es)?|shifts?|grows?|grown|"
    r"transforms?)"
)
LOVES = (
    r"(?:likes?|lov(?:es?|ing)|hat(?:es?|ing)|dislik(?:es?|ing)|"
    r"despis(?:es?|ing)|ador(?:es?|ing)|resent(?:s|ing)?|trust(?:s|ing)?|envy|envies|cares? (?:about|for)|"
    r"(?:falls?|fallen|be|is|are)? ?in love with|(?:mad|crazy) about|fond of|jealous of|suspicious of|"
    r"proud of|attracted to|interested in|fanc(?:y|ies)|admires?|respects?|miss(?:es)?|stand|bear|pit(?:y|"
    r"ies)|fears?)"
)
MANNER = (
    r"(?:nice|kind|mean|rude|cruel|friendly|cold|warm|polite|hostile|unkind|gentle|loyal|good|close|cool|"
    r"affectionate|"
    r"horrible|awful|tender|sweet)"
)
LOVED = (
    r"(?:liked|loved|hated|disliked|despised|adored|resented|trusted|envied|cared for|admired|respected|"
    r"missed|pitied|"
    r"feared|treated)"
)
SOMEBODY_UNKNOWN = (
    r"(?:the|that|this|an?|some|his|her|their) (?:[a-z'-]+ ){0,2}?"
    r"(?:m[ae]n|wom[ae]n|boys?|girls?|lady|ladies|guys?|fellow|kids?|child|children|baby|gentlem[ae]n|stranger|captain|doctor|nurse|officer|commander|"
    r"lieutenant|professor|major|colonel|general|sergeant|soldier|inspector|detective|police(?:man)?|cop|"
    r"judge|"
    r"lawyer|teacher|priest|king|queen|prince|princess|president|sheriff|waiter|waitress|porter|driver|pilot|"
    r"butler|maid|servant|boss|villain|hero|heroine|killer|murderer|thief|victim|father|mother|brother|sister|"
    r"son|daughter|husband|wife|uncle|aunt|crew|crowd|couple|family)"
)
"""Somebody as they look or what they are, whom no name tells: nobody is known by it."""
LOUDER = (
    r"\b(?:louder|quieter|softer)\b|"
    r"\b(?:who|P|(?:any|some)(?:one|body)) (?:\w+ )?(?:loud(?:est)?|quiet(?:est)?|silent)\b"
)
"""How loud somebody is, or whether it grows: neither is measured."""
RANKED = r"\b(?:second|third|fourth|fifth|2nd|3rd|4th|5th)[ -](?:most|least|best|worst|[a-z]+est|M)\b"
"""A place in an order that is not its first."""
LANGUAGE = r"(?:english|french|german|spanish|italian|latin|russian|japanese|chinese)"
WHOSE = r"(?:P|N|his|her)"
BOTH = r"(?:(?:P|N) and (?:P|N)|they|both)"
TO_WHOM = r"(?:P|N|him|her)(?: [TV])*$"
OTHER_SENSE = r"(?:sounds?|sounding|voice|tone|words|says?|saying|speaks?|lines?)"
ASKS_FOR = r"(?:what|which|is|are|does|do|when|where|how often|how many|how long|list|show|find|at what)"


@dataclass(frozen=True)
class Rule:
    """A kind of question and the patterns that show it."""

    intent: Intent
    subject: str
    patterns: tuple[str, ...]

    @cached_property
    def any_of(self) -> re.Pattern[str]:
        """All of its patterns in one."""
        return re.compile("|".join(self.patterns))
