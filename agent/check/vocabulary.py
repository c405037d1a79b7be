"""Words by which a sentence is read: who acts, what is claimed, what is denied, and what claims nothing."""

import re

from storyreel.agent.understanding.text import word_set


def _any(words: str) -> re.Pattern[str]:
    """Any of the words or phrases of a text, in whose words `_` is a blank."""
    either = "|".join(words.split()).replace("_", " ")
    return re.compile(rf"\b(?:{either})\b", re.IGNORECASE)


NEGATION = re.compile(
    r"\b(?:not(?! only| later than)|no(?!-| (?:later|earlier|sooner) than)|none|nobody|no one|nothing|never|"
    r"neither\b(?:[^.;]*? nor)?|nor|cannot|unknown(?! (?:speaker|voice|person)\b)|past|far from|"
    r"anything but|hardly|barely|scarcely|seldom|rarely)\b|n['’]t\b",
    re.IGNORECASE,
)
TAG = re.compile(r",? (?:no|right|is(?:n['’]t)? (?:he|she|it)|does(?:n['’]t)? (?:he|she))\?$", re.IGNORECASE)
"""A question put after a claim denies nothing of it."""
TURNS_SENSE = re.compile(
    rf"{NEGATION.pattern}|\b(?:without|almost|nearly|if|unless|except|instead|whether|wish(?:es|ed)?)\b",
    re.IGNORECASE,
)
"""What a quotation may not leave out."""
NEARLY = re.compile(
    r"\b(?:almost|nearly|practically|virtually|all but|not quite|close to|on the verge of|about to)\b"
    r"(?! (?:certain|sure|always|all|every|the|half|two|three|four|five|six|seven|eight|nine|ten|\d|an?)\b)"
    r"(?! (?:certainly|surely|\d))",
    re.IGNORECASE,
)
"""What is neither so nor not so: no reading tells it."""
ADMISSION = re.compile(
    r"\b(?:i|we) (?:cannot|can['’]t|can not|could not|couldn['’]t|do not|don['’]t|did not|didn['’]t) "
    r"(?:tell|know|say|determine|answer|be sure|find out|identify|have)\b|"
    r"\b(?:is|are|it['’]s) (?:not known|unknown|unclear|not clear)\b|"
    r"\bthere is no (?:information|evidence|indication|telling)\b|"
    r"\bnothing (?:tells|shows|says) (?:where|why|how)\b|"
    r"\b(?:tools?|results?|picture and sound) (?:do|does|did) not (?:tell|say|show|indicate)\b|"
    r"\bi have no (?:sure )?answer\b|\bi know too little\b|\bnot why\b|\ba face does not show it\b|"
    r"\bi read only\b|\bask me\b|\bd(?:o|id) you mean ·(?:(?:,| or|, or) ·)*\W*$|"
    r"\bno line has those words\b|\bmay have nothing to do with it\b",
    re.IGNORECASE,
)
"""What says that something is not known: it claims nothing of the film."""
TAKEN_FOR_GRANTED = _any(
    r"why how who whom whose (?<!moment_)when where what which after before since that_(?!is\b|was\b)"
)
"""After it stands what is taken to be so."""
PREDICATE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|does|did|do|done|can|could|will|would|shall|should|may|might|"
    r"must)\b|['’](?:ll|d|re|ve)\b",
    re.IGNORECASE,
)
IN_FILM = _any("in_(?:the|this)_(?:film|movie|scene) characters? heard there_(?:is|are) I_know ask_me")
"""Who somebody is in the film, apart from what they do."""
PRESENCE = _any(
    "on[_-]screen appears? appeared appearances? "
    r"(?:is|are|was|were|be)(?:n['’]t)?_(?:\w+_)?(?:there|seen|visible|present|shown|alone) see sees "
    "in_(?:the_)?(?:picture|shot|frame|view) comes?_in(?:to)? enters? arrives? shows?_up re-?appears? "
    "leaves? exits? disappears? together shares?_the_(?:screen|frame|picture) to_be_seen"
)
SAYING = _any(
    "says? said saying speaks? spoke talks? talked asks? asked sings? sang answers? answered "
    "repl(?:y|ies|ied) tells? told shouts? shouted yells? yelled cries cried exclaims? exclaimed adds? "
    "added mentions? mentioned calls? (?<!is_)(?<!are_)(?<!was_)called insists? admits? admitted "
    "declares? declared claims? claimed states? stated explains? explained "
    r"(?:reminds?|reminded|warns?|warned)(?=[^.;]*(?::|[\ue000-\ue3e7]|_to\b)) remarks? remarked noted "
    r"complain(?:s|ed)?(?!_(?:about|of)\b|\W*[.!?]$) "
    "orders? ordered announces? announced responds? responded reports? reported "
    "discuss(?:es|ed)?"
)
"""Verbs of speech."""
WEEPS = _any(r"cr(?:ies|ied|ying)(?!_out\b|_that\b) we(?:eps?|pt|eping) sobs? sobbing tears")
SPEECH = re.compile(
    rf"(?:{SAYING.pattern}|\blines?\b|\bspeaker\b|"
    r"·(?:['’]s voice)? (?:(?:is|are|was|were|can|could)(?:n['’]t| not)?|cannot)(?: \w+)?(?: be)? heard\b)",
    re.IGNORECASE,
)
"""Names are dots."""
OPENER = re.compile(
    r"^\W*(?:(?:yes|no|well|of course|interestingly|notably|in short|overall)[,:]|note that)\s+(?=\w)",
    re.IGNORECASE,
)
"""What an answer begins with; the rest says it again."""
INDEFINITE = _any(
    "somebody someone (?:unknown|unidentified)_(?:person|speaker|voice) anyone anybody everyone "
    "everybody nobody no_one none one_(?:hears|reads|sees) people a_voice "
    "the_(?:film|picture|screen|title|words?|(?:first_|last_)?lines?|longest|shortest)"
)
OF_THE_PROGRAM = re.compile(r"^\W*I\b")
"""Who answers speaks of itself: of nobody named before."""
NO_ONE = _any("nobody no_one none no_other nobody_else")
EVERYBODY = re.compile(r"^\W*(?:everyone|everybody|all of them|all (?:the )?characters)\b", re.IGNORECASE)
SEVERAL = re.compile(
    r"^\W*(?:then |later |next,? )?(?:(?:both|neither)\b(?! (?-i:[A-Z·]))|they\b|their\b)", re.IGNORECASE
)
PRONOUN = re.compile(
    r"^\W*(?:then |later |next,? )?(?:he|she|they|both|neither|his|her|their)\b", re.IGNORECASE
)
ALONE = _any("alone only(?!_heard) by_(?:him|her|them)sel(?:f|ves) nobody_else")
ALWAYS = _any(
    "always constantly all_the_time throughout continuously the_(?:whole|entire)_(?:film|time) "
    "every_(?:scene|shot|moment|time)"
)
TURNS = re.compile(
    r"\bfrom \w+ (?:in)?to \w+|\b(?:turns|changes|fades|gives way) (?:in)?to\b|\bbecomes\b", re.IGNORECASE
)
CAUSE = re.compile(
    r"\b(?:because|due to|owing to|thanks to|therefore|thus|hence|as a result|which is why|"
    r"that(?: is|['’]s) why|so that|in order to|leads? to|led to|caus(?:es?|ed|ing)|in response to|"
    r"makes? (?:him|her|them|(?-i:[A-Z·])\w*)|reacts? to|reacting to|"
    r"^\W*asked|when asked|"
    r"since (?!\d|then\b|the (?:start|beginning)\b))\b|, so (?!I\b|\d|\w+ (?:cuts?|shots?)\b)",
    re.IGNORECASE,
)
"""Why something is so: no tool tells that."""
PICTURE = re.compile("(?![🎬🎥📽🎞📺📌📍👉👤👥🔊🗣🔹🔸])[\u2620\u2694\u2764\U0001f300-\U0001faff]")
"""A feeling or a deed in a picture: which, a reader may choose."""
COMPARISON = re.compile(
    r"\b(?:more|less|fewer|\w{2,}(?<!oth)(?<!rath)(?<!lat)(?<!earli)er) (?:\w+ )?than\b"
    r"(?! \d| an? second\b| once\b| in \d)|"
    r"\bthe (?:most|fewest|least) (?:words|(?:screen )?time|appearances)\b|"
    r"(?<!\bin )(?<!\bhas )(?<!\bhave )\bthe (?:most|fewest|least) scenes\b|"
    r"\b(?:at (?:least|most)|no (?:more|less|fewer) than)\b|"
    r"\b(?:under|over|up to) \w+ (?:seconds|minutes|times)\b|"
    r"(?:\b(?:most|(?<!first )(?<!second )(?<!last )half|majority|thirds?|quarters?|all|percent|none)|\d ?%) "
    r"of "
    r"(?:the|its|his|her|their|(?-i:[A-Z·]\w*)['’]s) (?:screen |speaking )?"
    r"(?:film|movie|time|lines|words|scenes|shots|dialogue|appearances)\b|"
    r"\ball (?:the )?(?:lines|words|scenes) (?:but|are)\b|\blines (?:are |were )?(?:both|all|each)\b|"
    r"\bmore and more\b|\b(?:increasingly|ever more)\b",
    re.IGNORECASE,
)
"""What would have to be reckoned for everybody, or for all of the film."""
ENTERS = _any("enters? arrives? comes?_in(?:to)? walks?_in shows?_up re-?appears? (?:gets|becomes)_visible")
LEAVES = _any("leaves? exits? goes_out walks?_out disappears? is_gone")
IS_SAID = re.compile(rf"\b(?:is|are|was|were|be) (?:\w+ )?{SAYING.pattern}", re.IGNORECASE)
SPEAKS_OF = r"\b(?:mention(?:s|ed|ing)?|(?:speaks?|spoke|speaking|talks?|talked|talking) (?:of|about))"
IS_MENTIONED = re.compile(
    r"(?<!what )\b(?:is|are|was|were) (?:\w+ )?(?:mentioned|named|said|spoken of|talked (?:of|about))\b",
    re.IGNORECASE,
)
"""Who stands before it is spoken of, and need not speak."""
_TOLD = r"(?:him|her|them|somebody|everybody|(?-i:[A-Z·])\w*(?: (?-i:[A-Z])\w*)?)"
_ONE = (
    r"(?:the|an?|his|her|their|my|this|these|those|nobody|somebody|everybody|(?-i:[A-Z·])\w*(?:['’]s \w+)?)"
)
REPORTED = re.compile(
    rf"{SAYING.pattern}(?: (?:to )?{_TOLD})?:? (?:that\b|(?=(?:he|she|they|it|we|you|i|there) ))|"
    r"\b(?:says?|said|claims?|claimed|states?|stated|admits?|admitted|insists?|declares?|declared|explains?|"
    rf"explained|complains?|complained|announces?|announced|reports?|reported|(?:tells?|told) {_TOLD}) "
    rf"(?={_ONE} "
    r"(?!(?:at|from|in|to|and|as|on|again|with|while|when|after|before|by|lines?|words?|same|until)\b)\w)",
    re.IGNORECASE,
)
"""What comes after it is what somebody says: `Ben says that she lied`, `Ben says Anna lied`."""
REPORTS = {
    "asked": re.compile(
        rf"\b(?:asks?|asked|wonders?|wondered)(?: {_TOLD})? "
        r"(?=(?:who|whom|whose|what|where|when|why|how|which|whether|if)\b)",
        re.IGNORECASE,
    ),
    "ordered": re.compile(
        r"\b(?:tells?|told|asks?|asked|orders?|ordered|warns?|warned|calls? (?:on|upon)) "
        rf"{_TOLD} (?=(?:not )?to \w)",
        re.IGNORECASE,
    ),
    "stated": REPORTED,
}
"""How a report is told, and what comes after it is told to be asked, ordered or stated."""
IN_WHAT_IS_SAID = re.compile(r"\bwhat (?:is|was) (?:said|sung)\b|\bsays \w+ lines?\b", re.IGNORECASE)
"""Where a feeling is read from, or how much is said: no saying of its own."""
ONE_AND_THE_SAME = re.compile(
    r"·(?: and ·)? (?:is|are|was|were)(?: \w+)? "
    r"(?:one (?:person|character|man|woman|and the same)|the same|·)",
    re.IGNORECASE,
)
"""That two are one; names are dots."""
ONLY_WHO = re.compile(
    r"\b[Oo]nly [A-Z]|\b[A-Z]\w* (?:is|was) the only|\b[A-Z]\w* alone\b|\b(?:[Nn]obody|[Nn]o one) but [A-Z]"
)
SAYS_ONLY = _any(
    r"only_says? says?_only just_says? says?_just the_only_(?:thing|words?) all_(?:that_)?\w+_says"
)
TOO = re.compile(r"\b(?:too|as well|also|likewise)\b|^\W*so (?:is|was|does|did)\b", re.IGNORECASE)
"""What is said of somebody else is so here, and then."""
AT_ONCE = frozenset({"while", "when", "whenever", "as"})
"""What opens a clause that is so at the time of the other."""
MOST_TENSE = _any("most_(?:tense|suspenseful) tensest (?:most|highest|greatest)_tension")
MOSTLY = _any("mostly mainly predominantly chiefly (?:pre)?dominant prevailing")
SURENESS = (
    (re.compile(r"\b(?:certainly|definitely|undoubtedly|surely)\b", re.IGNORECASE), 0.9),
    (re.compile(r"\b(?:probably|likely)\b", re.IGNORECASE), 0.6),
)
"""Words of sureness and the confidence that each needs, as the program itself uses them."""
WRITTEN = _any("text written reads?")
ANY_FEELING = _any("feelings? emotions?")
SUGGESTION = re.compile(r"\bask me, for example\b", re.IGNORECASE)
"""What follows is a question, no claim."""
FACE_SHOWS = re.compile(r"\bno face shows\b", re.IGNORECASE)
THERE_IS_NO = re.compile(r"\bthere (?:is|are|was|were) (?:no|not any)\b", re.IGNORECASE)
"""As `there are no characters`: nobody who is known is not nobody."""
THESE_TIMES = re.compile(r"\bat these times\b", re.IGNORECASE)
TOGETHER = re.compile(
    r"\b(?:together|side by side|"
    r"(?:on screen|seen|visible|shown|appears?|there|is|are|alone) with (?-i:[A-Z]))",
    re.IGNORECASE,
)
SINGS = _any("sings? sang sung singing")
KNOWS_NOTHING = re.compile(r"\bI know of nothing\b", re.IGNORECASE)
"""Says of a time that nothing was found then, not that nothing happens."""
PAST_END = re.compile(r"\bpast (?:its|the) end\b", re.IGNORECASE)
CITES = re.compile(r"\b(?:reads?|sa(?:ys|id|ying)|written|words?|text|signs?)\b[^.!?]*", re.IGNORECASE)
"""The rest of a sentence that tells what a sign or somebody in the picture says."""
ABOUT = _any("about of mentions? mentioned that")
LENGTH = re.compile(r"\blong\b|\b(?:film|movie|it) (?:lasts|runs)\b", re.IGNORECASE)
GOING_BY = re.compile(
    r"\bwhose mouth moves\b|(?<=[\ue000-\ue3e7] )(?:(?:comes?|came) from|belongs? to)\b", re.IGNORECASE
)
"""How a speaker is known, or who says a quotation, which is looked up: it claims nothing else of the film."""
ON_SIGNS = re.compile(
    r"\b(?:text|written|writing|reads?|inscription|title|caption|sign|poster|letter|screen (?:says|shows))\b|"
    r"[\ue000-\ue3e7],? (?:(?:is|are|was|were|can be) )?"
    r"(?:on(?: the)? screen|shown|displayed|visible|seen|appears)\b",
    re.IGNORECASE,
)
"""What tells of a quotation that it is written."""

NO_NAMES = word_set(
    "i a an the this that these those there here he she it they we you his her its their my our your "
    "who what when where why how which nobody someone somebody everyone everybody anyone nothing "
    "something everything people person one two three four five six seven eight nine ten most many some "
    "all both neither besides each every other another few in on at by for from to with without after before "
    "during while until around between about over under then next later first last finally also and but or "
    "if as so because since although however meanwhile yes no not none only never once twice dialogue lines "
    "line music sound silence text subtitles film scene scenes shot shots the time times words speech "
    "speaker face faces voice anger disgust fear happiness sadness surprise according storyreel of is "
    "are was were do does did can could please say ask try sorry hello english french german ingest "
    "nowhere out up down near more less its it’s that’s there’s i’m i’ve only together early soon towards "
    "earlier again always sometimes based overall what's here's noises sounds"
)
"""Words that may begin with a capital and name nobody."""
FRAME = word_set(
    "screen seen visible present shown alone appear appears appeared appearance appearances picture frame "
    "view comes come into enters enter look looks looking sounds sound sounding seem seems feels feeling "
    "moment moments minute minutes second seconds hour hours once twice thrice first last next "
    "earlier later again long longer shorter longest shortest least lasts lasting runs run line lines voice "
    "words word face faces confidence read reads readings shows show heard hear hears know known find found "
    "result results tools answer question asked based overall early soon towards end heart beginning "
    "middle start begins ends opens closes sure nearest bears bear what's here together side without "
    "character characters person shot shots cut cuts clearly going whose often sentence said says say "
    "asks ask exclaims sings sing speaks speak spoken talk talks full follows follow told name named named "
    "gives give way instead other than except quote quotes saying yes no nothing none nobody whole part "
    "film movie expression expressions emotion emotions feelings see sees seeing throughout always every "
    "indicates according subtitles dialogue scene scenes also then when while meanwhile still only even "
    "several half way through number count total alone lot kind recognise things thing "
    "pictures far it's that's there's he's she's they're tells reply replies replied answers "
    "answered adds added mentions mentioned stands stand many few two three four five six seven eight nine "
    "ten eleven twelve person's who's moment's exactly briefly people one more most same saw voices after "
    "before both less surest clear unidentified example goes over times everybody nobody anybody others "
    "almost certainly probably perhaps likely definitely undoubtedly surely mostly mainly "
    "predominantly chiefly mood moods turn turns near opposite though stays arousal around about roughly "
    "approximately mean means meant share shares text texts title titled lasts last stretch stretches "
    "interval intervals including includes include included among such altogether reappears apart apparently "
    "evidently visibly seemingly remain remains third fourth fifth final "
    "finally besides well opening closing disappears leaves leave exits exit unknown occurs occur "
    "experiences dominant prevailing followed speaker fewest fewer"
)
"""Words that tell how something is known or when, but nothing of the film."""
DOES = (
    r"(?:is|was|has|appears|says|asks|looks|seems|sounds|feels|talks|speaks|smiles|laughs|cries|walks|enters|"
    r"leaves|meets|answers|replies|tells|comes|becomes|gets|shouts|stands|exclaims|never|does|goes|gives|takes)"
)
"""What one person does: with it, a name after `and` begins a clause of its own."""
CLAIMS = re.compile(rf"\b{DOES}\b")
"""What makes words a clause."""
LITTLE_VERBS = (
    r"(?:is|are|was|were|has|had|appears?|says?|said|asks?|asked|looks?|looked|seems?|sounds?|feels?|talks?|"
    r"speaks?|smiles?|laughs?|cries|walks?|enters?|leaves?|meets?|answers?|replies|tells?|told|comes?|"
    r"becomes?|shouts?|stands?|exclaims?|never|does|did|do|kills?|takes?|goes|gives?)"
)
