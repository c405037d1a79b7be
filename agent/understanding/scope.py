"""What each kind of question may speak of: with any other word in it, it asks something else.

`Is Anna on screen?` and `is Anna dead?` look alike to a rule; `dead` is what tells them apart.
"""

import re

from storyreel.agent.understanding.kinds.rule import LANGUAGE, LOUDER, RANKED, SAY, SOMEBODY_UNKNOWN
from storyreel.agent.understanding.question import Intent
from storyreel.agent.understanding.text import word_set

_GLUE = word_set(
    "anyone's anybody's someone's somebody's everyone's everybody's a an the and or but also so then "
    "too in on at of to for by into during within through throughout across is are was were be been "
    "being am do does did has have had having can could will would shall should may might must there "
    "here that this these those it its i we you me us they them their he she him her his hers himself "
    "herself who whom whose what which when where how how's often much many long time times ever always "
    "again all any each every some such anyone anybody someone somebody everyone everybody people "
    "person persons character characters one ones else please exactly only just really actually still "
    "already once twice two three four five first last next other others total altogether point points "
    "moment moments scene scenes part parts bit bits film movie video clip episode story shot shots "
    "segment segments seconds second minutes minute hour hours half as than if and/or whole entire p's "
    "n's s between timestamp timestamps instances instance occasions occasion precisely exact specific "
    "particular single usually normally generally general overall finally eventually suddenly quickly "
    "soon apparently clearly obviously visibly truly especially particularly maybe perhaps probably "
    "anywhere somewhere own besides fewest final latest earliest currently now"
)
_SMALL = word_set(
    "cumulative combined aggregate lowkey literally basically bruh entire course before until till take "
    "heck hell damn fucking bloody freaking even else okay yet maybe kinda sorta quite rather pretty "
    "bit little lot lots bunch plenty loads right away certain given various several both either "
    "neither roughly approximately some sort kind kinds type types way ways again anymore nowadays "
    "supposed going call consider say identify locate pinpoint enumerate detail details instances "
    "occurrences examples example case cases sequence sequences interval intervals period periods "
    "stretch stretches spot spots timeframe timecode timecodes timestamped stamps act acts chapter "
    "chapters quarter third final middle beginning end ending start opening happens occur occurs "
    "occurring occurred exist exists takes taking am be being get gets getting got let lets any "
    "whatsoever possible possibly"
)
"""Words that say how, not what: by them no question becomes another one."""
_ADVERB = re.compile(r"[a-z]{3,}ly")
_NO_ADVERBS = word_set(
    "family reply replies belly lily italy july emily fly ally bully jelly assembly supply apply rely "
    "rally ugly holy silly lonely deadly friendly lovely elderly early daily only sly butterfly likely "
    "homely ghastly beastly"
)
_SEEING = word_set(
    "off provide provides indicate presence longest shortest average since absence met meet screen "
    "on-screen onscreen screentime camera picture pictures frame view visible see seen saw show shows "
    "shown showing appear appears appeared appearing appearance appearances up turn turns come comes "
    "came coming enter enters entered entering entrance introduced debut debuts present around face "
    "faces list find tell give display near beside duration length number amount next same spend spends "
    "spent leave leaves left leaving exit exits exited disappear disappears disappeared vanish vanishes "
    "vanished return returns returned returning back reappear reappears arrive arrives arrived arriving "
    "gone away rank ranking ranked order walk walks walked walking step steps stepped stroll strolls "
    "burst bursts barge barges wander wanders absent missing off-screen offscreen feature features "
    "entrance entrances code codes featuring shared sharing shares share"
)
_SPEAKING = word_set(
    "anything something say says said saying tell tells told talk talks talked talking speak speaks "
    "spoke speaking line lines dialogue words get gets hear heard never not no nothing reply replies "
    "replied answer answers answered whisper whispers whispered mutter mutters mumble mumbles claim "
    "claims claimed admit admits admitted confess confesses promise promises promised explain explains "
    "explained declare declares announce announces"
)
_SHARING = word_set(
    "together alone with without both share shares meet meets met meeting join joins pair alongside "
    "company accompanies accompany besides accompanied stand stands standing sit sits sitting "
    "side themselves no hang "
    "hangs hanging out pass passes most mostly often"
)
_FEELING = word_set(
    "betray betrays reveal reveals from with timeline graph chart predominate predominates both over "
    "gradually towards toward harbour harbours harbor harbors bear bears hold holds greatest highest "
    "experiences experience like notice notices noticed stay stays stayed remain remains neither nor "
    "number fraction percentage proportion feel feels felt holding faring feeling feelings emotion "
    "emotions emotional emotionally mood moods state expression expressions facial look looks looking "
    "looked seem seems seemed get gets getting got become becomes became turn doing very so quite most "
    "more less least any kind when while time not never end ends ended fade fades subsides states even "
    "though main dominant predominant prevailing prevails dominates common mainly mostly biggest "
    "strongest laugh smile surprise dramatic intense shows tone voice sound sounds sounding describe go "
    "goes going through without strongly strong loud loudly out express expresses expressed expressing "
    "display displays start starts started begin begins began reach reaches reached atmosphere "
    "throughout low high react reacts reacted reaction reactions respond responds behave behaves act "
    "acts cope copes same alike subside pass passes"
)
_MEASURING = word_set(
    "fewer lines top rank speaks speak talks talk speaking talking different say says more most less "
    "least longer longest shortest shorter frequent frequently prominent important main role "
    "protagonist hero star lead than compare compared comparison difference talkative utter amount "
    "share shares"
)
_WATCHING = word_set(
    "describe happen happens happened happening go goes going occur occurs place takes take look looks "
    "like follows follow action what with doing"
)
_MOVED = word_set(
    "culminate culminates escalate escalates "
    "agree agrees agreement from with about change changes changed develop develops developed evolve "
    "evolves evolved progress progresses shift shifts grow grows grown transform transforms course over "
    "arc journey development trajectory evolution curve overall general atmosphere film's temper "
    "disagree disagrees differ clash track trace chart graph plot follow flips flip flipped gives way "
    "build builds building throughout contradicts belies belied betrayed undercut undermined "
    "contradicted their own point odds differently different opposite opposing contrary conflicting "
    "disagreement disagreements react but though although yet while hide hides hiding mask masks "
    "masking conceal conceals fake fakes faking pretend pretends pretending feign feigns feigning mixed "
    "contradictory signal signals contradict conflict match something say says saying words lines "
    "speaks swing swings stop stops stopped cease ceases turns turned turning go goes went passes moves "
    "switch switches suddenly finally quickly tense tenser tensest tension suspense suspenseful "
    "exciting thrilling greatest biggest nerve-racking nerveracking gripping beginning end start middle "
    "highest lowest peak peaks high low rise rises fall falls argue argues argued arguing expression "
    "argument arguments quarrel quarrels quarrelled quarreling bicker bickers bickering row out fell "
    "eye page pages mind minds opinion opinions wavelength along put puts brave transition transitions "
    "climax climactic reacts truth inside underneath deep"
)
"""Words of how feelings move, meet and part."""
_SCOPES: dict[Intent, frozenset[str]] = {
    "on screen": _SEEING | {"not", "never", "nobody", "without"},
    "appearances": _SEEING | {"meet", "not", "never", "without", "with"},
    "throughout": _SEEING,
    "together": _SEEING | _SHARING,
    "companions": _SEEING | _SHARING | _SPEAKING,
    "feelings": _SEEING | _FEELING | {"about", "anything", "something", "everything", "nobody", "no", "none"},
    "strongest": _SEEING | _FEELING | _MEASURING | {"with"},
    "arc": _SEEING | _FEELING | _MOVED | _MEASURING,
    "turn": _SEEING | _FEELING | _MOVED,
    "disagree": _SEEING | _FEELING | _MOVED | {"things", "heated", "ugly", "rough"},
    "conflict": _SEEING | _FEELING | _MOVED,
    "tension": _SEEING | _FEELING | _MOVED | _MEASURING,
    "most": _SEEING | _SPEAKING | _FEELING | _MEASURING,
    "compare": _SEEING | _SPEAKING | _FEELING | _MEASURING,
    "identity": word_set(
        "full real sure certain confident reliable based base know why so say quite very come called named "
        "known call makes think believe really name"
    ),
    "same": word_set("same different distinct identical men man woman women"),
    "cast": _SEEING
    | word_set(
        "introduce cast main names name different distinct star stars features plays play know recognise"
        " named recognize we are heard hear voice yet not never big large called everybody's everyone's"
    ),
}
"""Kinds that are not here carry what they are about as words to look for, or ask for no one thing."""
_SLOTS = frozenset(("P", "N", "E", "M", "S", "T", "V"))


_BUT_NOT = re.compile(r"\b(?:but not|not with)\b")
_OF_ABSENCE = re.compile(r"(?<=\bmissing) from\b|(?<=\babsent) from\b")


_BY_SOMEBODY_UNKNOWN = (
    rf"\b(?:is|are|does|do|did|has) {SOMEBODY_UNKNOWN} (?:\w+ )?{SAY}\b|"
    rf"\b(?:to|with|lines? of|words of|quotes? of|said by) {SOMEBODY_UNKNOWN}$"
)
_NEVER_WITH = r"(?<!but )\b(?:not|never)\b.* with P\b"
_FINDS = r"^(?:do|does|did|has|have) (?:P|he|she) (?:\w+ )?(?:find|found)\b"
_BEYOND: dict[Intent, re.Pattern[str]] = {
    "said": re.compile(rf"^how many\b|\b(?:longest|shortest)\b|{_BY_SOMEBODY_UNKNOWN}"),
    "who said": re.compile(
        rf"{_BY_SOMEBODY_UNKNOWN}|\b{LANGUAGE}$|"
        r"\basks?(?:ed)? (?:an?|any|the|some|most) (?:\w+ )?questions?\b"
    ),
    "companions": re.compile(r"\b(?:not|never|nobody)\b"),
    "sounds": re.compile(rf"^(?:is|are) there no\b|{LOUDER}"),
    "on screen": re.compile(_NEVER_WITH),
    "mentions": re.compile(r"\b(?:most|least) (?:common|frequent|used) (?:words?|phrases?|names?)\b"),
    "happening": re.compile(r"^what (?:do|does|did|has|have) (?:P|N) (?:\w+ )?(?:see|seen|find|look like)\b"),
    "appearances": re.compile(
        rf"{_FINDS}|^how many (?:shots|cuts|frames)\b|\b(?:longest|shortest) shot\b|{_NEVER_WITH}"
    ),
}
"""What no answer of a kind tells, though its words are those of the kind."""
_RANKED = re.compile(RANKED)
_TELLS_AN_ORDER = (("most", "presence"), ("most", "speech"), ("most", "lines"), ("most", "scenes"))


def is_ranked(masked: str) -> bool:
    """Whether it asks for the second or third of an order.

    >>> is_ranked("who speaks the second most"), is_ranked("what happens in the second half")
    (True, False)
    """
    return _RANKED.search(masked) is not None


def in_scope(intent: Intent, subject: str, masked: str) -> bool:
    """Whether a question of a kind says nothing but what that kind of question says.

    >>> [in_scope("appearances", "presence", f"is P {state}") for state in ("on screen", "dead")]
    [True, False]
    """
    beyond = _BEYOND.get(intent)
    if (beyond and beyond.search(masked)) or (is_ranked(masked) and (intent, subject) not in _TELLS_AN_ORDER):
        return False
    allowed = _SCOPES.get(intent)
    if subject in ("speech", "lines"):
        allowed = _SEEING | _SPEAKING | _MEASURING
    if subject == "faces":
        allowed = _SEEING | {"belong", "belongs", "track", "tracks"}
    if intent == "happening" and not re.search(r"\b[TV]\b", masked):
        allowed = _SEEING | _WATCHING | {"without"}
    words = re.findall(r"[^\W_][\w'-]*", _OF_ABSENCE.sub(" ", _BUT_NOT.sub(" ", masked)))
    return allowed is None or all(word in allowed or says_little(word) for word in words)


def says_little(word: str) -> bool:
    """Whether a word stands for a slot, holds a question together, or says how and not what."""
    is_adverb = _ADVERB.fullmatch(word) is not None and word not in _NO_ADVERBS
    return word in _SLOTS or word in _GLUE or word in _SMALL or is_adverb or word.isdigit()


_NOT = re.compile(
    r"\b(?:not|never|neither|nobody|nothing|no (?:lines?|words?|dialogue)|absent|missing|gone|(?<!give )away|"
    r"off-?screen)\b"
)


def is_denied(masked: str) -> bool:
    """Whether it asks for when something is not so; `without` and `but not` are no denials.

    >>> is_denied("when is P not on screen"), is_denied("when is P there but not P")
    (True, False)
    """
    return bool(_NOT.search(_BUT_NOT.sub(" ", masked)))


_VAGUE = re.compile(
    r"^(?:(?:please|ok|okay|so|well|and|hm+|h+m+m*|um+|uh+|er+|eh|huh|what|tell|show|ask|answer|say|"
    r"something|"
    r"anything|question|me|us|the|a|it|this|more|yes|no|yeah|nope|maybe|sure|question|test|you|"
    r"know|think|i|do|not|dunno|whatever|stuff|things?)\b[ ,.!?]*)*$"
)


def is_vague(masked: str) -> bool:
    """Whether it asks for nothing that could be looked for: no word, or only such as `tell me`.

    >>> is_vague("hm"), is_vague("tell me"), is_vague("who is P")
    (True, True, False)
    """
    return not re.search(r"\w", masked) or bool(_VAGUE.match(masked))


_FOREIGN = word_set(
    "wer wo wann wie warum welche welcher ist sind das der ein eine und nicht wird auf im dem den zu "
    "mit sagt sieht bild qui que quand pourquoi comment est sont le les une dans avec pas où quel "
    "quelle fait il elle des du à quién quien qué cuándo cuando dónde donde cómo como por está están el "
    "los las en con una chi che cosa quando dove perché è sono gli nel sullo schermo quem onde não são "
    "os uma na em waar wanneer het een niet op met waarom"
)
"""Question words, articles and auxiliaries of German, French, Spanish, Italian, Portuguese and Dutch."""
_ENGLISH = _GLUE | _SEEING | _SPEAKING | _FEELING | word_set("why about not no with happens")
_ALSO_ENGLISH = word_set("me he on in so was is a do i an as we no come at")


def is_foreign(text: str) -> bool:
    """Whether a question is in another language than English, by its script or its small words.

    >>> is_foreign("Wann ist Anna wütend"), is_foreign("when is Anna angry")
    (True, False)
    """
    letters = [letter for letter in text if letter.isalpha()]
    if letters and sum(letter > "\u024f" for letter in letters) * 2 > len(letters):
        return True
    words = [word for word in re.findall(r"[^\W\d_]+", text.lower()) if word not in _ALSO_ENGLISH]
    foreign = sum(word in _FOREIGN for word in words)
    return foreign > sum(word in _ENGLISH for word in words) and foreign * 4 >= len(words)


def without_small_words(text: str) -> str:
    """The words of a question in another language that are worth looking for."""
    return " ".join(word for word in re.findall(r"\w+", text) if word.lower() not in _FOREIGN)
