"""Which kind of question it is: a table of patterns over the question with its slots masked, the first that fits.

P is a person, E a feeling, T a time, Q quoted words, N a name that nobody has, V an event clause. Everything else is
in small letters.
"""

import re

from storyreel.agent.understanding.question import Ask, Intent

_ANYONE = "anyone|anybody|someone|somebody|everyone|everybody|people|they|we|the characters|the people"
_WHO = rf"(?:P|N|{_ANYONE}|(?:the|a) (?:man|woman|boy|girl|captain|person))"
_SEEN = (r"(?:on[- ]?screen|in (?:the )?(?:shot|picture|frame|view|scene)|visible|shown|seen|present|in the (?:film|movie|video|"
         r"clip)|there|around)")
_SHOWS = r"(?:appears?|appeared|appearing|show(?:s|ing)? up|turns? up|come(?:s)? in|enters?|entrance|introduced|debuts?)"
_FILM = r"(?:film|movie|video|clip|episode|story|show)"
_SAY = r"(?:say|says|said|saying|tell|tells|told|talk|talks|talked|talking|speak|speaks|spoke|discuss(?:es|ed)?|remark|remarks)"
_MENTION = r"(?:mention|mentions|mentioned|mentioning|refer|refers|referred|bring up|brought up|talk(?:s|ed)? about|come up|hear|heard)"

TABLE: tuple[tuple[Intent, str, str], ...] = (
    # intent, subject, pattern
    ("help", "", r"^(?:hello|hi|hey|help|thanks|thank you|what can (?:you|i) (?:do|ask))\b.{0,30}$"),
    ("why", "", r"\b(?:why|how come|for what reason|the reason (?:for|why)|what (?:is the )?(?:cause|reason))\b"),
    ("profile", "", r"^(?:who (?:is|was) (?:this )?(?:P|N)|(?:tell me (?:more )?about|describe|introduce) (?:P|N)|what (?:do (?:you|we) know|is known|"
                    r"can you (?:say|tell me?)) about P|P)$"),
    ("outside", "", r"\b(?:direct(?:or|ed)|produc(?:er|ed)|wrote|writer|budget|box office|oscar|award|rating|imdb|which year|what year|when was "
                    r"(?:it|the film|this) (?:made|shot|released|filmed)|actors?|actress|plays? the role|filmed|sequel|genre|wear(?:s|ing)?|"
                    r"colou?r of|hair|clothes|weather|song is|what song|which song|smell|recommend|good film|good movie|thinking|think of|"
                    r"how old|years? old)\b"),
    ("film", "duration", rf"\b(?:how long (?:is|does) (?:the|this|it) ?(?:{_FILM})?(?: (?:last|run))?$|(?:length|duration|"
                         rf"running time|runtime|run time)(?: of (?:the|this) {_FILM})?$|how many (?:minutes|seconds|hours) "
                         rf"(?:long )?is (?:the|this|it))"),
    ("film", "title", rf"\b(?:title|name) of (?:the|this) {_FILM}|(?:which|what) {_FILM} (?:is|am|are) (?:this|i|we)|what is "
                      rf"(?:this|the) {_FILM} called"),
    ("film", "subtitles", r"\bsubtitles?\b|\bcaptions?\b|\bclosed captions?\b"),
    ("film", "languages", r"\b(?:languages?|audio tracks?|sound tracks?|dubbed)\b"),
    ("film", "picture", r"\b(?:resolution|frame ?rate|fps|aspect ratio|black and white|in colou?r|how wide|how high)\b"),
    ("film", "known", r"\b(?:how much (?:of it )?(?:have|did) you (?:watch|see)|have you (?:watched|seen)|ingest(?:ed)?|depth)\b"),
    ("film", "shots", r"\bhow many (?:shots|cuts)\b|\bnumber of (?:shots|cuts)\b"),
    ("film", "scenes", r"\bhow many (?:scenes|segments)(?! (?:is|are|does|do|with|have|has|feature|show|contain|include)\b.* P)"
                       r"|\bnumber of scenes\b"),
    ("film", "lines", r"\bhow many lines(?: of dialogue)?(?: are| is| does the)?(?: there| in|$)"),
    ("compare", "", r"\bcompare\b|\b[EM],? P or P\b|^(?:between|of) P and P\b|\b(?:more|less|most|longer|[EM]),? (?:on screen |often |"
                    r"time )*(?:for )?(?:T )?P or P|\bP or P$|\b(?:does|is) P .*(?:more|less|[EM]).* than P|\bP .* than P"),
    ("longest", "", r"\b(?:longest|shortest|brightest|darkest) (?:scene|shot|take|line|speech|segment|silence|pause)"),
    ("most", "feelings", r"^(?:who|which (?:character|person)) (?:is|seems|looks|feels|gets|was)(?: the)? M\b|^who E (?:the )?(?:most|least)\b"),
    ("strongest", "", r"\bM\b(?! of the (?:time|film))|\bbiggest (?:laugh|smile|surprise)|\bmost (?:emotional|dramatic|intense)\b|"
                      r"\bhow (?:E|angry|happy|sad) does P get|\bwhen is P (?:the )?M"),
    ("most", "speech", rf"\b(?:who|which (?:character|person)) (?:talk|speak|say|has)(?:s|)? (?:the )?(?:most|least|more)|\b(?:most|"
                       rf"least) (?:lines|dialogue|words|talkative)|\b{_SAY} (?:the )?(?:most|least)\b"),
    ("most", "presence", r"\b(?:appears?|is|seen|shows? up|on screen|present|screen ?time|visible)\b.*\b(?:the )?(?:most|least|more)\b|\b(?:"
                         r"most|least) (?:screen ?time|often|frequent(?:ly)?|prominent|important|seen)|\bmain (?:character|role|person|"
                         r"people)|\bprotagonist|\b(?:hero|star|lead) of\b"),
    ("who said", "", rf"^(?:who|which (?:character|person|one))\b.*\b(?:{_SAY}|utters?|shouts?|asks?|asked|whispers?)\b.*Q|"
                     rf"^whose (?:line|words)\b|^who (?:says|said|asks|asked|utters)\b(?! (?:anything|something|that about|the most))"),
    ("mentions", "", r"\b(?:when|where|how often|how many times|at what time)\b.*(?:\bQ\b)"),
    ("mentions", "", rf"\b(?:when|where|how often|how many times|who|does|do|did|is|are|was|first|last|every)\b.*\b{_MENTION}\b(?!.*"
                     rf"\bwhat\b)"),
    ("mentions", "", r"\b(?:when|where|how often|how many times)\b.*\b(?:say|says|said|the words?|the name|the phrase)\b"),
    ("summary", "", rf"\b(?:summar(?:y|ies|ize|ise)\w*|recap|synopsis|plot|storyline|overview|gist|tl;?dr|in a nutshell|outline)\b|"
                    rf"\bwhat is (?:(?:the|this) {_FILM}|it) about|\btell me (?:the story|about (?:the|this) {_FILM})|\bwhat (?:happens|"
                    rf"happened|goes on|is going on)(?: in (?:the|this|it) ?(?:{_FILM})?)?$|\bhow does (?:it|(?:the|this) {_FILM}) (?:end|"
                    rf"start|begin|open|T)|\bdescribe (?:the|this) {_FILM}|\bhow does (?:it|(?:the|this) {_FILM})|^what is the story\b"),
    ("written", "", r"\b(?:text|title card|sign|signs|credits?|caption|written|writing|letters|read(?:s|able)?)\b.*(?:\bon[- ]?screen|\bpicture|"
                    r"\bsay|\bsays|\bwritten|\bread|\bshown|\bthere|T|$)|\bwords? (?:is|are|can be)? ?(?:on|seen|read|shown)|\bwhat does the "
                    r"(?:screen|sign|title|text) (?:say|read)"),
    ("said", "", r"\b(?:first|last|final|opening|closing) (?:words?|line|lines|sentence|thing (?:said|P says))"),
    ("appearances", "speech", rf"\b(?:how often|how many times|how many lines|how long|how much)\b.*\bP (?:{_SAY}|have|has|get)|\bhow "
                              rf"many lines\b.*\bP|\bspeaking time\b|\bwhen (?:does|is|do) P (?:first |last )?(?:speak|speaks|talk|talks|"
                              rf"speaking|talking)\b(?! (?:about|of|to))|\bdoes P (?:ever )?(?:speak|talk)$"),
    ("who said", "", r"^who (?:is |was |are )?(?:speaking|talking|speaks|talks|the speaker)\b(?! about)"),
    ("said", "", rf"\bwhat (?:is|are|was|do|does|did|else|has|have)\b.*\b{_SAY}\b|\bquotes?\b|\blines?\b.*\b(?:P|of|T)|\bP's (?:lines?|words)\b|"
                 rf"\bwhat (?:words|lines|dialogue)\b|\bdialogue\b|\bconversation\b|\b{_SAY}\b.*\babout\b|\bdo (?:P|they|people) talk about"),
    ("mentions", "", rf"^(?:does|do|did|is|has) .*\b{_SAY}\b.*\bQ|^is Q\b|^Q$"),
    ("together", "", r"\bP(?:,? P)*,? (?:and|with|without|but not|or|&) (?:P|N)\b.*|\bP (?:meets?|talks? (?:to|with)|speaks? (?:to|with)|joins?) "
                     r"(?:P|N)\b|\b(?:both|all) of them\b|\btogether\b|\bdo(?:es)? P (?:ever )?(?:meet|see|join|share).*\bP|\bP (?:is |be )?"
                     r"alone\b|\balone\b"),
    ("companions", "", r"\bwho (?:else )?(?:is|are|was|appears?|stands?|sits?|can be seen|talks?)\b.*\b(?:with|beside|next to|near|together "
                       r"with|to) P|\bwho (?:does|do|did) P (?:meet|see|talk|speak|appear|share)|\bwho(?:m)? (?:is|was) P (?:with|talking|"
                       r"speaking)|\bP's company|\bwho accompanies P"),
    ("feelings", "", r"\b(?:how (?:do|does|did|is|are|was) (?:P|they|people|everyone|anyone|the (?:people|characters)) (?:feel|feeling|"
                     r"doing emotionally)|what (?:is|are|do|does|did) (?:P|they|people|everyone) feel(?:ing)?|feelings?|emotions?|moods?|"
                     r"emotional state|facial expressions?|expressions?)\b"),
    ("feelings", "", r"\bE\b"),
    ("cast", "", r"\bhow long is (?:everyone|everybody|each)"),
    ("said", "", rf"^when (?:do|does|is|are) (?:{_ANYONE}) {_SAY}$"),
    ("cast", "", rf"\b(?:who (?:is|are|plays?|appears?|features?|stars?)(?: there| all)?(?: in| of)? (?:the|this|it) ?{_FILM}?$|who (?:is|are) in "
                 rf"(?:the|this|it)(?: {_FILM})?$|who (?:is|are) the (?:\w+ )?(?:characters?|people|persons)|(?:list|name|show)\b.*\b(?:characters?"
                 rf"|people|persons|cast)|how many (?:different |distinct |named |main )*(?:characters?|people|persons|faces)|(?:the|which|what) "
                 rf"(?:characters?|people|cast)(?: are| is| appear)?(?: there| in .*)?$|\bcast\b|who do you (?:know|recogni[sz]e)|who all is)"),
    ("on screen", "", r"^(?:and |so )?(?:who|whom|which (?:characters?|people|persons?)|what (?:characters?|people))\b(?! (?:is|are) (?:P|N)$)"),
    ("on screen", "", r"\bhow many (?:people|persons|faces|characters)\b"),
    ("appearances", "presence", r"\b(?:when|where|how often|how many times|how many scenes|how many seconds|how many minutes|how long|"
                                r"how much (?:time|screen ?time)|at what (?:time|point)|what times?|which (?:scenes?|moments?|parts?|shots?)|show "
                                r"(?:me )?|find|list|every|each|all|first|last|next)\b.*\b(?:P|N)\b"),
    ("happening", "", r"\b(?:what|describe|tell me|show)\b.*\b(?:happen(?:s|ed|ing)?|going on|goes on|occurs?|takes? place|see|seen|shown|show|"
                      r"visible|looks? like|do|does|doing|did|comes? next|next|follows|else)\b|\bwhat(?: is| are)?(?: there)?(?: on screen)? (?:T|V)|"
                      r"^(?:describe )?(?:T|V)$|^(?:then|and then|next|what next|and)$|\bwhat (?:about|is) T|\b(?:the|this|that) scene\b"),
    ("appearances", "presence", rf"^(?:is|are|was|does|do|did|has|can|will)\b.*\b(?:P|N)\b.*(?:{_SEEN}|{_SHOWS}|T|V|in|see|there|$)"),
    ("on screen", "", rf"^(?:is|are|was) (?:there )?(?:{_ANYONE}|a (?:face|person|man|woman))\b"),
    ("profile", "", r"^(?:P|N)$"),
)
_COMPILED = tuple((intent, subject, re.compile(pattern)) for intent, subject, pattern in TABLE)

_ASKS: tuple[tuple[Ask, str], ...] = (
    ("duration", r"^.{0,12}\b(?:how long|how much (?:time|screen ?time|of)|for how long|how many (?:seconds|minutes)|screen ?time|total "
                 r"time)\b"),
    ("count", r"\b(?:how often|how many|how frequently|count|number of)\b"),
    ("who", r"^(?:and |so |but )?(?:V,? )?(?:T,? )?(?:who|whom|whose|which (?:character|person|people|one))\b"),
    ("when", r"\b(?:when|at what|what times?|which (?:moments?|scenes?|parts?|shots?)|where|list|every|each time|show|find|first|last|all)\b"),
    ("whether", r"^(?:and |so |but )?(?:V,? )?(?:T,? )?(?:is|are|was|were|does|do|did|has|have|can|will)\b"),
)
_ASKS_COMPILED = tuple((ask, re.compile(pattern)) for ask, pattern in _ASKS)


def intent_of(masked: str) -> tuple[Intent, str]:
    """The kind of question and what it is about; `search` where no pattern fits.

    >>> intent_of("who is on screen T")
    ('on screen', '')
    """
    for intent, subject, pattern in _COMPILED:
        if pattern.search(masked):
            return intent, subject
    return "search", ""


def ask_of(masked: str) -> Ask:
    """Whether it wants a time, a person, a number, a yes or no, or a description."""
    return next((ask for ask, pattern in _ASKS_COMPILED if pattern.search(masked)), "what")
