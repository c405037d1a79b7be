"""A question said plainly: typing shortcuts spelled out, and without greetings, thanks and frames around it.

`hey, could u tell me whether Ben ever smiles? thx` asks `does Ben ever smiles`.
"""

import re

_SHORT = {
    "wat": "what", "wut": "what", "whut": "what", "wats": "what is", "wen": "when", "wher": "where",
    "wheres": "where is", "iz": "is", "u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please",
    "thx": "thanks", "ty": "thanks", "tysm": "thanks", "ppl": "people", "abt": "about", "cuz": "because",
    "thru": "through", "vid": "video", "gimme": "give me", "lemme": "let me",
    "dont": "do not", "doesnt": "does not", "didnt": "did not", "isnt": "is not", "arent": "are not",
    "wasnt": "was not", "werent": "were not", "cant": "can not", "im": "i am", "ive": "i have",
    "id": "i would", "teh": "the", "hte": "the", "adn": "and", "ther": "there", "musik": "music",
    "idk": "i do not know", "bc": "because", "theyre": "they are", "theres": "there is", "tho": "though",
    "gonna": "going to", "rn": "right now", "coz": "because", "sya": "say",
    "dos": "does", "hwo": "how", "n": "and", "dat": "that", "w/": "with",
    "w/o": "without", "waht": "what", "youre": "you are",
}  # fmt: skip
_SHORTCUT = re.compile(rf"(?<![\w'])(?:{'|'.join(_SHORT)})(?![\w'])")

_ABOUT = re.compile(r"(?<=\d)-?ish\b")
"""`At 1:12ish`."""
_GREETING = (
    r"(?:hi|hello|hey|good (?:morning|evening|afternoon)|greetings)(?: (?:there|all|again|storyreel))?"
)
_THANKS = (
    r"(?:kindly|thanks|thank you|cheers)(?: (?:so|very) much| a lot| a bunch| in advance)?|please|if you can|"
    r"if possible|if you (?:do not|don't) mind|for me"
)
_ASKING_WORD = r"(?:who|whom|whose|what|when|where|why|how|which)"
KNOWING = (
    r"(?:know|tell|ask|asking|say|see|hear|read|learn|remember|recall|forget|forgot|understand|explain|show|"
    r"inform|advise|remind|determine|ascertain|establish|identify|verify|confirm|check|wonder|wondering|notice|"
    r"discover|give|list|name|guess|(?:find|figure|work|point|make) out|idea|clue|sure|certain|curious|"
    r"interested in|question is)"
)
_PLEA = re.compile(
    rf"^(?!{_ASKING_WORD}\b)(?:(?:please|just|kindly|do),? )*"
    r"(?:(?:[\w']+,? ){0,10}?(?:i|me|my|you|we|us|one|any|no)\b(?:'\w+)?(?:,? [\w']+){0,10}?,? )??"
    rf"{KNOWING}(?:,? (?:if you (?:would|can|could|please|will)|me|us|to me|about|of|to|as to|exactly|"
    rf"precisely|please|just|for sure))*,? "
    rf"(?=(?:{_ASKING_WORD}|whether|if|(?:at|in|on|by|to|with|for|from) (?:which|what|whom|how))\b)",
    re.IGNORECASE,
)
"""`Might I trouble you to tell me`, `do we ever learn`, and the like."""
_TAG = (
    r"would you say|do you think|if any|if at all|if ever|if so|or not|or nah?|or what|by any chance|in your "
    r"opinion|all in "
    r"all|can you tell|as far as you (?:know|can tell)|or is it the other way (?:a?round)|(?:is|was|does|do|"
    r"did) "
    r"(?:not )?(?:it|he|she|they)(?: not)?|right|correct|though"
)
"""What is put behind a question, and asks nothing more."""
_AFTERTHOUGHT = re.compile(
    r"(?:^|[ ,.;?-]+)(?:or (?:am|did|do|have|was) (?:i|we)\b|(?:and |but |please )*do not (?:leave out|"
    r"skip|forget|omit)\b)"
    r"[^,;.?]*[ .!?]*$",
    re.IGNORECASE,
)
"""`Or did I dream that`, `do not skip the ending`."""
_SMALL_TALK = (
    r"(?:(?:a )?quick question|one (?:more )?question|question|also|ok(?:ay)?|so|well|btw|by the way|just "
    r"curious|i am curious|next(?: question)?)(?=[,:-])|(?:so )?like(?=,)|(?:lol|lmao|rofl|omg|haha+|"
    r"pray tell|"
    r"hm+|h+m+m+|uh+m*|um+|"
    r"er+m*|oh|ah|"
    r"aw+|wow|whoa|yo|dude|man|guys|folks|anyways?|honestly|listen|look|right|yeah|yep|nah|sorry|"
    r"wait)(?=[ ,:-])(?! is\b)"
)
_WISH = "|".join(
    (
        rf"i(?:'d| would| should| am|'m)? (?:just )?(?:like|love|want|need|wanted|trying|hoping) to "
        rf"{KNOWING}",
        r"(?:can|could|would|will|might) you (?:please |kindly |maybe )?(?=(?:tell|show|give|list|find|name|"
        r"describe|explain|summar|recap|count|read|compare|remind|provide|identify|mention|outline|"
        r"help)\w*\b)",
        rf"(?:please )?(?:to )?(?:(?:tell|let|remind|show|inform) (?:me|us)(?: know| please)?|"
        rf"advise(?: me| us)?)"
        rf"(?= (?:{_ASKING_WORD}|if|whether|at what)\b)",
        r"(?:can|could) (?:i|we) (?:please )?(?:know|see)",
        r"(?:i|we) (?:would|will) be (?:\w+ )?(?:grateful|glad|happy|obliged|thankful) if you (?:could|"
        r"would)",
        r"it would be (?:great|nice|good|kind|lovely|helpful) if you (?:could|would)",
        r"(?:i|we) (?:am|are) (?:\w+ )?(?:interested in|curious about|looking for)",
        r"(?:may|might|can|could) (?:i|we) (?:please )?(?:ask|inquire|enquire)",
        r"i(?: would|'d) (?:appreciate|like|love|want|need) (?=(?:a|an|the|some) (?:list|summary|overview|"
        r"recap|description|"
        r"timeline|breakdown)\b)",
        r"(?:(?:for|to) [^,?!.]{1,40}?,? )?i (?:will |would )?(?:need|want|require) "
        r"(?=(?:each|every|all|any|a|an|the|only|just|clean|some|two)\b)",
        r"is it (?:true|right|possible) that|what i want to know is|the question is",
    )
)
_OPENING = re.compile(
    rf"^(?:(?:{_GREETING}|{_THANKS}|{_SMALL_TALK}|{_WISH})\b[ ,.!:-]*)+(?=\w|\")", re.IGNORECASE
)
_CLOSING = re.compile(
    rf"(?<!\bsay)(?<!\bsays)(?<!\bsaid)(?<!\bsaying)(?:[ ,.!?-]+(?:{_THANKS}|{_GREETING}))+[ .!?]*$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?<=\w),? ?[-,?] ?(?:{_TAG})[ .!?]*$|(?<=\w) or (?:not|nah?|what)[ .!?]*$", re.IGNORECASE
)
_POLITE = re.compile(rf"^(?:(?:{_GREETING}|{_THANKS})[ ,.!?-]*)+$", re.IGNORECASE)
"""Nothing but politeness."""
_WHETHER = re.compile(r"^(?:if|whether)\b(?: or not)? ", re.IGNORECASE)
_THERE_IS = re.compile(
    r"^(?:(?:is|are|was|were) there|(?:there|it) exists?|exists? there|does (?:there|it) exist) "
    r"(?:ever )?(?:a|an|any|some|one|the)? ?(?:single |particular |specific )?"
    r"(?:scenes?|moments?|points?|parts?|times?|bits?|shots?|places?|occasions?) "
    r"(?:(?:in (?:the|this) (?:film|movie|video|clip) )?(?:where|when|in which|at which|during which|"
    r"that))\b ",
    re.IGNORECASE,
)
_IS_ANY_SIGN = re.compile(
    r"^(?:is there |are there )?(?:any |some )?(?:chance|indications?|signs?|hints?|evidence|proof|"
    r"possibility|way) (?:that )?"
    r"(?=\w+ \w)",
    re.IGNORECASE,
)
_FILM_SHOWS = re.compile(
    r"^(?:does|do|has) (?:the|this) (?:film|movie|video|story) (?:ever )?(?:contain|have|include|feature|"
    r"show|got) "
    r"(?:a|an|any|some|one)? ?(?:scenes?|moments?|parts?|shots?|bits?) (?:where|when|in which|with)\b ",
    re.IGNORECASE,
)
_MOMENT = (
    r"(?:scenes?|moments?|points?|parts?|times?|bits?|shots?|places?|spots?|sections?|occasions?|"
    r"timestamps?|intervals?|"
    r"periods?|stretch(?:es)?|sequences?|instances?|instants?)"
)
_FINDING = (
    r"(?:find|finding|list|show|give|name|get|provide|identify|locate|tell|see|watch|rewatch|love|loved|like|liked|remember|"
    r"want|need|looking|know|miss|missed|jump|skip|go|is|are)"
)
_MOMENTS_WHERE = re.compile(
    rf"^(?:(?:i|we|you|there|let us|can|could|please|help)\b[^,;.?]{{0,40}} )?{_FINDING}\b(?: (?:me|us|for|"
    rf"to|about|out|all|each|back|of|"
    rf"every|any|the|that|those|a|an|one|some|exact|first|last|whole)){{0,5}} {_MOMENT} "
    r"(?:where|when|in which|at which|on which|during which|that)\b ",
    re.IGNORECASE,
)
_WHICH_SHOW = re.compile(
    rf"^(?:which|what) {_MOMENT} (?:show|feature|depict|portray|contain|include|have|has)s? "
    rf"(?=\w+)",
    re.IGNORECASE,
)
_WHERE_IS_THAT = re.compile(
    r"[,;.?] ?(?:(?:so|and|but|roughly|about|exactly) )*(?:when|where|at what time|at what point|what "
    r"time|which minute)"
    r"(?: (?:exactly|roughly))? (?:is|was|does|do|can|would|should) (?:it|that|this|i|we)\b[^,;.?]*[?!. ]*$",
    re.IGNORECASE,
)
"""`I love the bit where he sings, where is it`."""
_WHEN_WAS_THAT = re.compile(
    r"^(?!(?:who|what|when|where|why|how|which|is|are|does|do|did)\b)(?P<told>[^,;.?]{8,}?)(?: at some "
    r"point)?(?:,? "
    r"right)?[,;.?]+ (?:so |and |but )?(?:when|where|at what time|what time|which minute)(?: exactly)? "
    r"(?:is|was) "
    r"(?:it|that|this)(?: exactly| again)?$",
    re.IGNORECASE,
)
"""`Ben sings at some point, when was that`."""
_RHETORICAL = re.compile(
    r"^(?P<verb>is|are|was|were|does|did|has|have) not (?!there\b|here\b|on\b|in\b)", re.IGNORECASE
)
"""`Is not Anna afraid` supposes that she is."""
_OF_ALL = re.compile(
    r"^(?:over|through|throughout|during|across|in|for) (?:the )?(?:whole |entire |course of )*(?:the |"
    r"this )?(?:whole |entire )?(?:film|movie|video|story|clip|episode), ",
    re.IGNORECASE,
)
"""What every question means, if it opens with it."""


def spelled_out(text: str) -> str:
    """The text without the shortcuts of typing; only words in small letters are any.

    >>> spelled_out("wat r u")
    'what are you'
    """
    return _ABOUT.sub("", _SHORTCUT.sub(lambda match: _SHORT[match[0]], text))


def unframed(text: str) -> str:
    """The question itself, without what politeness puts around it; all of it where nothing else is left.

    >>> unframed("Hi! Could you tell me when Anna cries? Thank you so much")
    'when Anna cries'
    """
    if _POLITE.match(text):
        return text
    inner = _OPENING.sub("", _PLEA.sub("", _TAIL.sub("", _AFTERTHOUGHT.sub("", _CLOSING.sub("", text)))))
    inner = _OF_ALL.sub("", inner)
    for frame in (_WHETHER, _THERE_IS, _FILM_SHOWS, _IS_ANY_SIGN):
        inner = frame.sub("does ", inner)
    found = _MOMENTS_WHERE.sub("when ", inner)
    if found != inner:
        inner = _WHERE_IS_THAT.sub("", found)
    inner = _WHEN_WAS_THAT.sub(r"when \g<told>", inner.rstrip("?!. "))
    return _RHETORICAL.sub(r"\g<verb> ", _WHICH_SHOW.sub("when ", inner))
