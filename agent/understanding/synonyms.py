"""Rarer words and turns said in those that the kinds of question are told by.

`Enumerate the utterances of Ben concerning the boat` asks for `the lines of Ben about the boat`.
"""

import re

_TURNS: tuple[tuple[str, str], ...] = (
    (r"\1", r"(who|what|when|where|why|how) (?:the (?:heck|hell|devil|fuck)|on earth|in the world)"),
    ("when", r"when and where|where and when"),
    (r"\1", r"(laugh(?:s|ing)?|cr(?:y|ies|ying)) (?:his|her|their|your) (?:heads?|eyes|hearts?) (?:off|out)"),
    ("how many times does", r"count (?:all )?(?:the )?(?:times|occasions|instances)(?: that| when| where)?"),
    ("lines", r"statements?|remarks?"), ("about", r"concerns?(?= (?:the|his|her|their|an?)\b)"),
    ("with whom", r"in whose (?:company|presence)"), ("feelings of", r"feels? of"),
    ("mood", r"vibes?|ambience"), ("in a", r"in such a"),
    ("how", r"in (?:what|which) (?:manner|way|fashion)"),
    ("where", r"^were(?= (?:is|are|does|do|can)\b)"),
    (r"who is on screen \1", r"(?:the|that|this) (?:guy|man|woman|girl|boy|lady|person|one) ([^,]*), "
                             r"who (?:is|was) (?:he|she|that|it|this)(?=\W*$)"),
    ("says", r"states(?= that\b)"),
    (r"speak\1", r"say(s?) (?:something|anything)(?=\W*$| (?:in|at|during|before|after)\b)"),
    ("says thank", r"(?<=who )thank(?:s|ed)"),
    ("say sorry", r"(?<!who )apologi[sz]ed?"),
    ("says sorry", r"apologi[sz]es(?: to)?|(?<=who )apologi[sz]ed(?: to)?"),
    ("says congratulations", r"(?<=who )congratulate[sd]"),
    ("who", r"who (?:amongst|among|of|out of) (?:the (?:characters|people|persons|cast)|them)"),
    ("never speaks", r"(?:remains|stays|keeps) (?:\w+ly )?(?:silent|quiet|mute)"),
    ("leaves", r"goes away|departs|takes off"), ("leave", r"go away|depart|take off"),
    ("who", r"which (?:one )?of (?:the (?:characters|people|persons|cast)|them|these people)"),
    ("said", r"uttered|voiced|pronounced"),
    ("shows", r"exhibits|displays|manifests"), ("show", r"exhibit|manifest"),
    ("music", r"soundtrack|(?<=the )score"),
    ("film", r"motion pictures?|flick|feature film"),
    ("on screen", r"on the screen|on[- ]camera"),
    ("see", r"gets? to see"), ("be", r"gets? to be"),
    (r"what is \1 doing", r"what (?:is|are|was|were) (?!said|shown|seen|heard|happening|going)([^?,]{1,40}?) "
     r"(?:up to|busy with|occupied with|engaged in)(?=\W*$| (?:at|in|around|near|when|while|during|then|now|"
     r"here|there)\b)"),
    ("react", r"take(?= (?:it|this|that|the news)\b)|handle(?= (?:it|this|that|the news)\b)|cope(?= with\b)"),
    ("tense", r"(?:on|at) the edge of (?:my|your|our|one's|the|his|her|their) seats?|nail-? ?biting|"
              r"heart-? ?(?:pounding|stopping)"),
    ("without", r"not counting|not including|excluding|leaving out|except(?: for)?|minus|sans|"
                r"in the absence of"),
    ("how much time", r"(?:what|which|how (?:big|large) a) (?:share|percentage|percent|proportion|fraction|"
                      r"portion) of (?:the |this )?(?:whole |entire )?(?:film|movie|video|(?:running "
                      r")?time)"),
    ("kind of", r"sort of|type of"),
    ("this film", r"this (?:thing|one)(?=$|[?.!,])"),
    ("when", r"(?:at|in|on) (?:\w+ly )?(?:which|what) (?:points?|moments?|times?|instants?|junctures?|"
             r"occasions?|minutes?|stages?)"),
    ("first", r"initial(?:ly)?"), ("face", r"countenance|visage"),
    ("appears ", r"makes? (?:his|her|their) (?=(?:\w+ )?(?:entrance|appearance))"),
    ("most emotional", r"most (?:moving|touching|affecting|poignant|stirring)|"
                       r"(?:deepest|strongest|biggest|greatest|most) (?:feelings?|emotions?)"),
    ("how often", r"(?:on|at) how many (?:occasions|times|points)|what (?:is )?the number of times"),
    ("how much", r"to (?:which|what) (?:extent|degree)"),
    ("where", r"whereabouts(?= (?:is|are|do|does|did|can)\b)"),
    ("about", r"(?:(?:that|which) (?:concerns?|regards?|relates? to|deals? with|touch(?:es)? (?:up)?on)|"
              r"concerning|regarding|relating to|pertaining to|with (?:regards?|respect) to|in relation to|"
              r"on the (?:subject|topic|matter) of)"),
    ("people", r"individuals|folks"),
    ("person", r"individual"),
    ("list", r"enumerates?|itemi[sz]e"),
    ("give", r"indicate|specify|state(?= (?:the|when|where|who|all|every))|point out"),
    ("give", r"furnish|supply"),
    ("text", r"inscriptions?|lettering"),
    ("or", r"vs\.?|versus"),
    ("lines", r"utterances"),
    ("list", r"read (?:out|aloud)(?: to me)?(?= (?:all|every|each|the lines?|what|P)\b)"),
    ("", r"(?:straight|flat|full)[ -](?:up|out|on) (?=\w+)"),
    ("talks", r"yaps|blabs"), ("talk", r"yap|blab"),
    ("speaks", r"opens (?:his|her|their) mouth"), ("speak", r"open (?:his|her|their) mouth"),
    ("mood", r"demeanou?r|disposition|frame of mind|state of mind|emotional condition"),
    ("begins", r"commences"), ("begin", r"commence"),
    ("ends", r"concludes"), ("end", r"conclude"),
    ("seen", r"observed|witnessed|glimpsed|spotted"),
    ("appears", r"(?:makes|puts in) an? (?:\w+ )?appearance|pops up|crops up on screen"),
    ("appear", r"(?:make|put in) an? (?:\w+ )?appearance|pop up"),
    ("meets", r"encounters"), ("meet", r"encounter"),
    ("talk", r"converse"), ("talks", r"converses"), ("talking", r"conversing"),
    ("together with", r"in the company of"),
)  # fmt: skip
_SAID = tuple((plain, re.compile(rf"\b(?:{rare})\b", re.IGNORECASE)) for plain, rare in _TURNS)
_QUOTED = re.compile(r"(\"[^\"]*\")")


def in_common_words(text: str) -> str:
    """The text in common words; what stands in quotation marks stays as it is.

    >>> in_common_words('enumerate the utterances of Ben regarding the "motion picture"')
    'list the lines of Ben about the "motion picture"'
    """
    pieces = _QUOTED.split(text)
    return "".join(piece if piece.startswith('"') else _common(piece) for piece in pieces)


def _common(text: str) -> str:
    for plain, rare in _SAID:
        text = rare.sub(plain, text)
    return text
