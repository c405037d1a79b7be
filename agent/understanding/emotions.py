"""Feelings in a question: everyday words for Ekman's six, by hand from common synonyms."""

import re
from dataclasses import dataclass
from typing import Literal

from storyreel.agent.understanding.text import word_set
from storyreel.memory.records import EMOTIONS, Emotion

Degree = Literal["plain", "more", "most", "less", "least"]

_WORDS: dict[Emotion, str] = {
    "anger": (
        "angry angrily anger angered mad furious fury rage raging enraged outraged livid irate annoyed "
        "irritated upset frustrated hostile aggressive resentful indignant fuming yelling yells yell "
        "shouting shouts shout pissed grumpy exasperated angers annoys irritates infuriates infuriated "
        "enrages upsets outrages cross bitter wrath wrathful hostility seething cranky indignation "
        "irritable irritably agitated vexed ire incensed infuriating annoying scowling "
        "scowls scowl snarling snarls snarl fumes fume temperamental short-tempered huffy sulky "
        "resentment grudge grudges annoy irritate infuriate enrage outrage narked miffed riled peeved "
        "displeased cheesed-off rants ranting rant tantrum tantrums sulks "
        "sulking sulk "
        "vicious offended insulted provoked provokes bad-tempered testy"
    ),
    "disgust": (
        "disgusted disgust disgusting revolted repulsed repelled sickened grossed nauseated appalled "
        "contempt contemptuous disgusts revolts repulses repulsion revulsion loathing loathes loathe "
        "disdain disdainful queasy grossed-out"
    ),
    "fear": (
        "afraid fear fearful fears scared scary frightened frightening terrified terror horrified anxious "
        "anxiety nervous worried worry worries panicked panic panics panicking alarmed dread uneasy "
        "petrified scares frightens frightening terrifies terrify horrifies alarms panic-stricken fright "
        "spooked creeped unnerved apprehensive distressed fearing dreading dreads panicky trembling "
        "trembles tremble nervously "
        "anxiously fearfully worriedly worrying timid jittery paranoid terrifying fearsome frantic stressed "
        "jumpy rattled freaked trepidation apprehension unease nervousness "
        "scare frighten terrify horrify alarm hysterical cowers cowering cower whimpers whimpering "
        "intimidated threatened troubled"
    ),
    "happiness": (
        "happy happily happiness joy joyful glad cheerful delighted pleased amused elated merry smiling "
        "smiles smile smiled laughing laughs laugh laughed laughter grinning grins ecstatic thrilled jolly "
        "positive overjoyed joyous beaming delights pleases amuses bliss blissful giggling giggles giggle "
        "chuckles chuckling gleeful content upbeat euphoric contented contentment contentedly gladness "
        "glee grin cheery cheerfulness "
        "cheerfully delight delightful elation euphoria exhilarated merrily joyfully "
        "delight amuse chuffed stoked buzzing giddy radiant rejoices rejoicing rejoice jubilant gladdened "
        "enjoys enjoying "
        "satisfied contently cackles cackling cackle snickers beams chortles smirks smirking"
    ),
    "sadness": (
        "sad sadly sadness unhappy upset sorrow sorrowful depressed depressing miserable gloomy grief "
        "grieving heartbroken crying cries cry cried weeping weeps tearful tears sobbing sobs melancholy "
        "mournful hurt disappointed devastated distraught saddens saddened depresses upsets despair "
        "despairing despondent downcast dejected grieves mourning mourns teary wistful sorrowfully glum "
        "gloom melancholic unhappiness unhappily dismayed grief-stricken "
        "heartbreak tearfully weep weepy wept bawling bawls sob sobbed mourn miserably dispirited "
        "sadden depress gutted bummed heartsick forlorn crestfallen downhearted low-spirited somber sombre "
        "woeful bereft "
        "anguish anguished saddening sorrows lamenting laments crushed shattered blubbering wails wailing"
    ),
    "surprise": (
        "surprised surprise surprising astonished amazed shocked shock shocking startled stunned "
        "astounded baffled flabbergasted surprises astonishes amazes shocks startles stuns astonishment "
        "amazement bewildered dumbfounded astounding startle startling speechless gobsmacked "
        "astonish amaze stun thunderstruck staggered gasps gasping gasp perplexed nonplussed awestruck "
        "dumbstruck incredulous "
        "disbelief"
    ),
    "neutral": (
        "neutral calm chill calmly unemotional expressionless impassive emotionless composed calmness serene "
        "serenity tranquil unmoved "
        "poker-faced stoic stone-faced blank unfazed unruffled relaxed"
    ),
}
_PHRASES: dict[str, tuple[Emotion, ...]] = {
    "in a good mood": ("happiness",),
    "in good spirits": ("happiness",),
    "in high spirits": ("happiness",),
    "straight face": ("neutral",),
    "keep his cool": ("neutral",),
    "keep her cool": ("neutral",),
    "keeps his cool": ("neutral",),
    "keeps her cool": ("neutral",),
    "over the moon": ("happiness",),
    "in a bad mood": ("anger", "sadness"),
    "in a foul mood": ("anger",),
    "fed up": ("anger",),
    "always cross": ("anger",),
    "is cross": ("anger",),
    "get cross": ("anger",),
    "gets cross": ("anger",),
    "so cross": ("anger",),
    "very cross": ("anger",),
    "looks cross": ("anger",),
    "seems cross": ("anger",),
    "cross with": ("anger",),
    "in tears": ("sadness",),
    "on edge": ("fear",),
    "taken aback": ("surprise",),
    "beside himself": ("anger", "sadness"),
    "beside herself": ("anger", "sadness"),
    "down in the dumps": ("sadness",),
    "on cloud nine": ("happiness",),
    "ticked off": ("anger",),
    "worked up": ("anger",),
    "creeped out": ("fear", "disgust"),
    "weirded out": ("disgust", "surprise"),
    "grossed out": ("disgust",),
    "stressed out": ("fear",),
    "at ease": ("neutral",),
    "cheesed off": ("anger",),
    "hacked off": ("anger",),
    "in a rage": ("anger",),
    "raises his voice": ("anger",),
    "raises her voice": ("anger",),
    "raise his voice": ("anger",),
    "raise her voice": ("anger",),
    "in a temper": ("anger",),
    "up in arms": ("anger",),
    "in stitches": ("happiness",),
    "in hysterics": ("happiness",),
    "having fun": ("happiness",),
    "have fun": ("happiness",),
    "has fun": ("happiness",),
    "have a good time": ("happiness",),
    "has a good time": ("happiness",),
    "having a good time": ("happiness",),
    "having a great time": ("happiness",),
    "scared stiff": ("fear",),
    "feeling down": ("sadness",),
    "feels down": ("sadness",),
    "is down": ("sadness",),
    "looks down": ("sadness",),
    "seems down": ("sadness",),
    "so down": ("sadness",),
    "feeling blue": ("sadness",),
    "feels blue": ("sadness",),
    "on the verge of tears": ("sadness",),
    "close to tears": ("sadness",),
    "lost for words": ("surprise",),
}
_COMPARED: dict[Emotion, tuple[str, ...]] = {
    "anger": ("angrier angriest", "madder maddest"),
    "fear": ("scarier scariest",),
    "happiness": ("happier happiest", "merrier merriest", "funnier funniest", "jollier jolliest"),
    "sadness": ("sadder saddest", "unhappier unhappiest", "gloomier gloomiest"),
    "neutral": ("calmer calmest",),
}
DEEDS = word_set(
    "yelling yells yell shouting shouts shout smiling smiles smile smiled laughing laughs laugh laughed "
    "laughter grinning grins crying cries cry cried weeping weeps sobbing sobs hurt"
)
"""What people do, not feel: from their feelings it can only be guessed."""
EVOKED = word_set("funnier funniest scarier scariest depressing disgusting")
"""What a film is to those who watch it: what people in it feel tells little of that."""
_GROUPS: dict[str, tuple[Emotion, ...]] = {
    "emotional": tuple(emotion for emotion in EMOTIONS if emotion != "neutral"),
    "negative": ("anger", "disgust", "fear", "sadness"),
    "dramatic": tuple(emotion for emotion in EMOTIONS if emotion != "neutral"),
}
_STRONG = word_set(
    "gutted crushed shattered anguished thunderstruck hysterical jubilant furious fury rage raging "
    "enraged outraged livid irate fuming exasperated revolted appalled terrified terror horrified "
    "panicked panic panics panicking petrified ecstatic thrilled elated overjoyed heartbroken grief "
    "grieving devastated distraught sobbing sobs weeping weeps astounded stunned flabbergasted shocked"
)
_MILD = word_set("annoyed irritated frustrated grumpy nervous uneasy gloomy")
Strength = Literal["strong", "mild"]
_NEAREST: tuple[tuple[str, tuple[Emotion, ...]], ...] = (
    ("jealous envious jealousy envy", ("anger", "sadness", "fear")),
    ("guilty ashamed embarrassed remorseful guilt shame embarrassment remorse regret", ("sadness", "fear")),
    ("lonely homesick nostalgic hopeless loneliness nostalgia", ("sadness",)),
    ("desperate desperation", ("fear", "sadness")),
    ("suspicious distrustful suspicion", ("fear", "anger")),
    ("impatient stubborn vengeful impatience", ("anger",)),
    ("hateful contemptuous", ("anger", "disgust")),
    (
        "proud grateful hopeful relieved romantic affectionate flirting flirty pride gratitude relief",
        ("happiness",),
    ),
    ("excited excitement", ("happiness", "surprise")),
    ("confused puzzled curious confusion curiosity", ("surprise",)),
    ("bored boring boredom thoughtful indifferent", ("neutral",)),
    ("hungry tired sleepy drunk sarcastic ironic shy", ()),
)
"""Feelings people ask for that are none of the seven, and those of the seven that come nearest: jealousy is
a blend of anger, sadness and fear (Sharpsteen 1991), the others are by hand."""
_BEYOND = {word: emotions for words, emotions in _NEAREST for word in words.split()}
_THING = (
    r"(?:it|this|that|these|those|the|an?|any(?:thing)?|some(?:thing)?|every(?:thing)?|nothing|all|what|how|"
    r"(?:my|your|his|its|our|their|her(?! (?:in|at|on|when|while|and|or|too)\b)) \w+|\w+'s|\w+ing)\b"
)
_MAD_ABOUT = rf"\b(?:crazy about|mad about (?!{_THING})\w)"
"""Mad about her is in love; mad about the car, her car or being late is angry."""
NO_FEELING = re.compile(
    rf"{_MAD_ABOUT}|"
    r"\bhappy (?:hour|birthday|end(?:ing)?|"
    r"new year|families)\b|\bmerry christmas\b|\bsurprise party\b|\bmad (?:scientist|hatter|max)\b|"
    r"\bangry birds\b|\banger management\b|\bgood grief\b|\bcry(?:ing)? wolf\b|\bcalm before the storm\b|"
    r"\blaughing (?:gas|stock)\b|\bi am afraid (?:so|not|that)\b|\bshock absorbers?\b|\bsad to say\b",
    re.IGNORECASE,
)
"""Words of feeling that mean none: somebody mad about her is in love, and a happy hour is a discount."""
_LOVE = re.compile(rf"\bin love\b|\bfalls? for\b|{_MAD_ABOUT}")
"""Love is not among the seven either; it shows as happiness, if at all."""
_SHIFTS: tuple[tuple[str, tuple[Emotion, ...], tuple[Emotion, ...]], ...] = (
    (
        r"(?:cheer|perk|brighten|lighten)(?:s|ed|ing)? up",
        ("sadness", "anger", "fear", "disgust"),
        ("happiness",),
    ),
    (
        r"(?:mood|spirits) (?:brighten|lift|improve)s?",
        ("sadness", "anger", "fear", "disgust"),
        ("happiness",),
    ),
    (r"(?:mood|spirits) (?:darken|sour|sink|drop|worsen)s?", (), ("sadness", "anger", "fear")),
    (
        r"(?:calm|cool|settle|simmer|wind)(?:s|ed|ing)? down|cools? off|relax(?:es)?|pulls? "
        r"(?:himself|herself|themselves) together",
        ("anger", "fear"),
        ("neutral", "happiness"),
    ),
    (
        r"(?:loses?|lost|losing) (?:his|her|their|the) (?:temper|cool|composure)|(?:loses?|lost) it|blows? "
        r"up|flips? out|snaps?|snapped|hits? the roof|sees? red|goes? ballistic|went ballistic",
        (),
        ("anger",),
    ),
    (
        r"breaks? down|broke down|burst(?:s|ing)? into tears|chokes? up|tears? up|wells? up|falls? apart",
        (),
        ("sadness",),
    ),
    (r"freaks? out|freaked out|loses? (?:his|her|their) nerve", (), ("fear",)),
    (r"lights? up|lit up|starts? (?:smiling|laughing)", (), ("happiness",)),
)
_SHIFT = re.compile(
    "|".join(f"(?P<s{place}>\\b(?:{words})\\b)" for place, (words, *_) in enumerate(_SHIFTS)), re.IGNORECASE
)


def _lexicon() -> dict[str, tuple[tuple[Emotion, ...], Degree]]:
    meanings: dict[str, list[Emotion]] = {}
    for emotion, words in _WORDS.items():
        for word in words.split():
            meanings.setdefault(word, []).append(emotion)
    lexicon: dict[str, tuple[tuple[Emotion, ...], Degree]] = {
        word: (tuple(emotions), "plain") for word, emotions in meanings.items()
    }
    for emotion, pairs in _COMPARED.items():
        for more, most in (pair.split() for pair in pairs):
            lexicon |= {more: ((emotion,), "more"), most: ((emotion,), "most")}
    lexicon |= {words: (emotions, "plain") for words, emotions in (*_GROUPS.items(), *_PHRASES.items())}
    return lexicon


LEXICON = _lexicon()
_DEGREES: dict[str, Degree] = {"more": "more", "most": "most", "less": "less", "least": "least"}
_PATTERN = re.compile(
    r"\b(?:(?P<not>(?:not|never|no longer)(?: (?:at all|ever|feel|feels|feeling|look|looks|looking|seem|"
    r"appear|appears|being|be|get|so|very|really|too))*) )?(?:(?P<degree>more|most|less|least) "
    rf")?(?P<word>{'|'.join(sorted(LEXICON, key=len)[::-1])})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FeelingMention:
    """A feeling as a question puts it."""

    start: int
    """Where its words begin in the question, in characters."""
    end: int
    word: str
    emotions: tuple[Emotion, ...]
    """Every emotion the word may mean: upset is anger or sadness."""
    degree: Degree = "plain"
    denied: bool = False
    """Not angry, never angry."""


def find_feelings(text: str) -> list[FeelingMention]:
    """Every word of feeling, in order.

    >>> [mention.emotions for mention in find_feelings("is she ever furious?")]
    [('anger',)]
    """
    none = [match.span() for match in (*NO_FEELING.finditer(text), *_SHIFT.finditer(text))]
    matches = [match for match in _PATTERN.finditer(text) if not _lies_in(match.start("word"), none)]
    return [_feeling(match) for match in matches]


def _lies_in(place: int, stretches: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in stretches)


def _feeling(match: re.Match[str]) -> FeelingMention:
    emotions, degree = LEXICON[match["word"].lower()]
    if match["degree"]:
        degree = _DEGREES[match["degree"].lower()]
    return FeelingMention(
        match.start(), match.end(), match["word"].lower(), emotions, degree, match["not"] is not None
    )


def strength_of(feelings: list[FeelingMention]) -> Strength | None:
    """How strong a feeling a word asks for: to be furious is more than to be annoyed."""
    words = {feeling.word for feeling in feelings}
    return "strong" if words & _STRONG else "mild" if words & _MILD else None


def unknown_feeling(text: str) -> str | None:
    """A feeling that is asked for but none of the seven that can be told."""
    if _LOVE.search(text.lower()):
        return "in love"
    return next((word for word in re.findall(r"[a-z-]+", text.lower()) if word in _BEYOND), None)


def nearest_to(unknown: str) -> tuple[Emotion, ...]:
    """Those of the seven that come nearest to a feeling that is none of them; none where nothing does.

    >>> nearest_to("lonely"), nearest_to("hungry")
    (('sadness',), ())
    """
    return ("happiness",) if unknown == "in love" else _BEYOND[unknown]


@dataclass(frozen=True)
class Shift:
    """A change of mood as a question puts it: to cheer up."""

    start: int
    """Where its words begin in the question, in characters."""
    end: int
    before: tuple[Emotion, ...]
    """Any but those after it if empty."""
    after: tuple[Emotion, ...]


def find_shift(text: str) -> Shift | None:
    """The change of mood that a question's verb means, if it has one.

    >>> find_shift("when does she cheer up").after
    ('happiness',)
    """
    match = _SHIFT.search(text)
    if match is None:
        return None
    _, before, after = _SHIFTS[int(str(match.lastgroup)[1:])]
    return Shift(match.start(), match.end(), before, after)
