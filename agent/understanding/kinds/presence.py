"""Kinds of question about who is there, what they feel, and what happens."""

from storyreel.agent.understanding.kinds.rule import ANYONE, FILM, SAY, SEEN, SHOWS, WHICH_PEOPLE, Rule

RULES = (
    Rule(
        "together",
        "",
        (
            r"^(?!.*\b[EM]\b).*\bP(?:,? P)*,? (?:and|with|without|but not|no|or|&) (?:P|N)\b.*",
            r"^(?!.*\bE with\b).*\bP\b.* (?:with|alongside|beside|next to|near) (?:P|N)\b",
            r"\bP (?:meets?|talks? (?:to|with)|speaks? (?:to|with)|joins?) (?:P|N)\b",
            r"\b(?:both|all) of them\b",
            r"\btogether\b",
            r"\b(?:do(?:es)?|did) P (?:ever )?(?:meet|see|join|share).*\bP",
            r"\balone\b|\b(?:on (?:his|her|their) own|by (?:himself|herself|themselves)|side by side)\b",
        ),
    ),
    Rule(
        "companions",
        "",
        (
            r"^(?!.*\b[EM]\b).*\bwho (?:else )?(?:is|are|was|appears?|stands?|sits?|can be seen|"
            r"talks?)\b.*\b(?:with|beside|"
            r"next to|near|together with|to) P",
            rf"{WHICH_PEOPLE} (?:does|do|did|has|have) P (?:\w+ )?(?:meet|met|see|seen|talk|talked|speak|"
            rf"appear|share)",
            r"\bwho(?:m)? (?:is|was) P (?:with|talking|speaking)",
            r"\bP and who(?:m)?(?: else)?\b",
            r"\bP company|\b(?:with|to) whom? (?:is|was|does|did|do) P\b",
            r"^(?:is|are|was) (?:there )?(?:any|some)(?:one|body)(?: else)? (?:there )?(?:with|near|beside) "
            r"P\b",
            r"\bwho (?:\w+ )?(?:appears?|is|are|was|shares?)\b.*\b(?:alongside|with) P",
            r"\b(?:who|any(?:body|one)|some(?:body|one))(?: else)?\b.*\b(?:besides|apart from|other than|"
            r"along with) P",
            r"\bwho (?:does|do|did) P (?:\w+ )*(?:with|near|beside)$",
            r"\bwho accompanies P",
            r"^(?:is|was) P (?:\w+ )?(?:with|accompanied by|near|beside) (?:any|some)(?:one|body)(?: "
            r"else)?\b",
            r"\b(?:is|was|does) P (?:\w+ )?(?:with|beside|near) (?:the )?others?(?: people)?$",
        ),
    ),
    Rule(
        "feelings",
        "",
        (
            r"\b(?:how (?:do|does|did|is|are|was) (?:P|N|they|people|everyone|everybody|anyone|anybody|the "
            r"(?:people|characters)) (?:feel|feeling|doing emotionally|doing|holding up|faring)|what "
            r"(?:is|are|do|does|did) (?:P|"
            r"they|people|everyone|everybody|anyone|anybody) feel(?:ing)?|feelings?|emotions?|moods?|"
            r"emotional state|facial expressions?|expressions?)\b",
        ),
    ),
    Rule(
        "feelings",
        "",
        (
            r"\bE\b",
            r"^what (?:do|does|did|is) P (?:face|voice|eyes|tone)\b",
            r"^how (?:does|do|did) (?:P|N|he|she|they|everyone|everybody) (?:\w+ )?(?:sound|look|seem|"
            r"appear)(?: [TV])+$",
            r"^how (?:is|are|was|were) (?:P|N|he|she|they|everyone|everybody)(?: [TV])*$",
            r"^how (?:do|does|did) (?:P|N|he|she|they) (?:\w+ )?(?:react|respond|behave|act|cope)"
            r"(?: (?:to |with )?(?:it|this|that|the news))?(?: [TV])*$",
        ),
    ),
    Rule(
        "cast",
        "",
        (
            r"\bhow long is (?:everyone|everybody|each)",
            r"\bscreen ?time (?:for|of|per) (?:each|every|all)\b",
            r"^what (?:is|are) (?:everyone|everybody|they all|all of them|the characters?|the people)(?: "
            r"all)? (?:called|named)",
        ),
    ),
    Rule("said", "", (rf"^when (?:do|does|is|are) (?:{ANYONE}) {SAY}$",)),
    Rule(
        "cast",
        "",
        (
            r"\b(?:who (?:is|are|plays?|appears?|features?|stars?)(?: there| all)?(?: in| of)? (?:the|this|"
            rf"it) ?{FILM}?$|who (?:is|are) in (?:the|this|it)(?: {FILM})?$|who (?:is|"
            r"are) the (?:\w+ )?(?:characters?|people|persons)|(?:list|name|show|"
            r"introduce)\b.*\b(?:characters?|"
            r"people|everyone|everybody|"
            r"persons|cast)|how many (?:different |distinct |named |main )*(?:characters?|people|persons|"
            r"faces)(?! (?:have|has|had|do|does|did|die|died|get|got|were|was) )|"
            r"(?:the|which|what) (?:characters?|people|cast)(?: are| is| appear)?(?: there| in .*)?$|"
            r"\bcast\b|who do you (?:know|recogni[sz]e)|who all is)",
        ),
    ),
    Rule(
        "on screen",
        "",
        (
            rf"^when (?:do|can) (?:we|you|i|one) see (?:{ANYONE}|nobody|no ?one)$",
            rf"^(?:the )?(?:people|persons|characters|faces) (?:who are |that are )?(?:{SEEN})\b",
            rf"^when (?:do|does|is|are) (?:{ANYONE}|nobody|the first (?:face|person)) (?:first |last )?"
            rf"(?:{SEEN}|{SHOWS})",
            rf"{WHICH_PEOPLE}\b.*\b(?:{SEEN}|{SHOWS}|do (?:we|you|i) see)(?!\w)",
            r"^(?:people|faces|characters|persons|everyone|everybody|anyone|anybody)(?: [TV])+$",
            rf"{WHICH_PEOPLE} (?:is|are|was|were) (?:missing|absent)(?: from| in)?(?: [TV])*$",
            r"^(?:is|are|was|were) there any (?:people|faces|characters|persons)\b(?: [TV])*$",
            rf"{WHICH_PEOPLE} (?:just )?(?:leaves?|left|exits?|goes|went|arrives?|comes?|came)\b.*\bT\b",
            r"^who (?:is|are|was) with whom?\b",
            rf"{WHICH_PEOPLE}(?: else| all)?(?: (?:is|are|was|were)(?: it| this| that| here)?)?,?"
            r"(?: [TV])*$",
        ),
    ),
    Rule(
        "appearances",
        "presence",
        (
            r"\b(?:when|where|how often|how many times|how many scenes|how many seconds|how many minutes|"
            r"how long|how much (?:time|screen ?time)|at what (?:time|point)|what times?|which (?:scenes?|"
            r"moments?|parts?|shots?)|show (?:me )?|find|list|every|each|all|first|last|next|final|"
            r"screen ?time|timestamps?|appearances?)\b.*\b(?:P|N)\b",
            r"\b(?:duration|length|number|amount)\b.*\bP (?:appearances?|presence|screen ?time|"
            r"scenes)\b",
            r"\blongest (?:time|stretch|period|absence)\b.*\bP\b",
            r"^P (?:first|last) (?:seen|shown|there|appears?|time)\b",
            r"^how (?:long|far|many (?:minutes|seconds|hours))\b.*\b(?:until|till|before)\b.*\bP\b",
            r"^(?:P|N) (?:total |first |last |final |next |every |all )*(?:screen ?time|appearances?|"
            r"scenes?|"
            r"shots?|entrance|debut|exit|moments?)(?: [TV])*$",
        ),
    ),
    Rule(
        "happening",
        "",
        (
            r"\b(?:what|describe|tell me|show)\b.*\b(?:happen(?:s|ed|ing)?|going on|goes on|occurs?|"
            r"takes? place|see|seen|shown|show|visible|looks? like|do|does|doing|did|comes? next|next|"
            r"follows|else|goes down|going down|transpires?)\b",
            r"^(?:and |so )?what(?: is| are)?(?: there)?(?: on screen)? (?:T|V)",
            r"^(?:describe )?(?:T|V)$",
            r"^(?:then|and then|next|and|what (?:then|next|now))(?: [TV])*$",
            r"\bwhat (?:about|is) T",
            r"\b(?:the|this|that) scene\b",
        ),
    ),
    Rule(
        "appearances",
        "presence",
        (
            rf"^(?:is|are|was|does|do|did|has|can|will)\b.*\b(?:P|N)\b.*(?:{SEEN}|{SHOWS}|T|V|in|see|there|"
            r"$)",
        ),
    ),
    Rule("on screen", "", (rf"^(?:is|are|was) (?:there )?(?:{ANYONE}|a (?:face|person|man|woman))\b",)),
    Rule("profile", "", (r"^(?:P|N)$",)),
    Rule(
        "search",
        "role",
        (
            r"^(?:and |so )?(?:who|which (?:person|character|one)) (?:is|was|are|were) (?:the|a|an) "
            r"[a-z' -]+$",
        ),
    ),
)
