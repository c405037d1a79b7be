"""Speakers' labels in subtitles: `ANNA:`, `[Man] `, `Man (on phone):`, and what only looks like one."""

import re

LABEL = re.compile(
    r"^(?P<who>[^\W\d_][^:()\[\]!?,;…\"]{0,30}?)\s*(?P<how>[(\[][^:()\[\]]*[)\]])?\s*:(?=\s|$)\s*"
)
BRACKET_LABEL = re.compile(r"^[(\[](?P<who>[^()\[\]]{1,30})[)\]]:?\s*(?=\S)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOBILIARY = _words("de der la van von")
"""Particles that a name may begin with: La Forge, Von Trapp."""
PARTICLES = NOBILIARY | _words("and of on the in at no")
NOT_LABELS = _words("""
    again also and answer attention because beware but careful caution chapter clue contents correction danger
    date day dear directed example exit fact finally first here's hint however i idea important it's last
    later listen look lyrics meaning message moral motto music name next no note now number objective oh okay
    once one only or part place plus point problem produced ps question quote reason remember result rule
    scene score second see so sorry starring status step still subject subtitles synced synopsis that's then
    there therefore think third time title today tomorrow tonight translation two wait wanted warning well
    what why written yes yesterday yet you
""")
"""Words that stand before a colon without naming a speaker."""
ROLES = _words("""
    all announcer audience both boy boys catcher child children chorus crowd driver everyone father female
    girl girls group guard host kid kids male man men mother narrator officer operator player reporter
    soldier speaker umpire vendor voice voices waiter woman women
""")
SOUND_VERBS = _words("""
    babbles barks beeps bellows belches blows breathes burps buzzes cackles chatters cheers chirps chokes
    chuckles claps clears clicks coughs creaks cries echoes exclaims exhales fades gags gasps giggles groans
    growls grumbles grunts gulps hisses hiccups honks howls hums inhales knocks laughs meows moans mouths
    mumbles murmurs mutters neighs pants plays purrs retches rings roars screams screeches scoffs shouts
    shrieks shudders sighs sings slams slurps sneezes snickers sniffles sniffs snores snorts sobs spits
    splutters squeaks squeals stammers stops stutters thuds wails weeps wheezes whimpers whines whispers
    whistles whoops yawns yells yelps
""")
SOUND_WORDS = _words("continues indistinct inaudible laughter muffled music offscreen speech strained")


def label_of(turn: str) -> tuple[str, str] | None:
    """The speaker a turn is labelled with and the words after it; None without a label.

    What says how the speaker is heard stays with the words.

    >>> label_of("Man (on phone): Hello?")
    ('Man', '(on phone) Hello?')
    """
    if (found := BRACKET_LABEL.match(turn)) and _is_bracketed_name(found["who"]):
        return found["who"].strip(), turn[found.end() :]
    found = LABEL.match(turn)
    if not found or not _is_name(found["who"]):
        return None
    who, words = found["who"].strip(), turn[found.end() :]
    runs_on = words[:1].islower() and not _is_capitals(who)
    if runs_on or (who[-1].isdigit() and words[:1].isdigit()):
        return None
    return who, f"{found['how'] or ''} {words}".strip()


def _is_capitals(who: str) -> bool:
    """Whether it can only be a label, even before small letters: `NARRATOR: unless …`."""
    return who.isupper() and sum(map(str.isalpha, who)) > 2


def _is_name(words: str) -> bool:
    """Whether words before a colon can name a speaker: few, capitalised, and no heading such as `Note`."""
    parts = [part.strip(".#'") for part in words.split()]
    if not 1 <= len(parts) <= 4 or parts[0].lower() in NOT_LABELS or parts[-1].lower() == "by":
        return False
    if parts[0].lower() in ROLES:
        return True
    capitals = (part[:1].isupper() or not part[:1].isalpha() or part in PARTICLES for part in parts)
    begins = parts[0][:1].isupper() and parts[0].lower() not in PARTICLES - NOBILIARY
    return begins and all(capitals)


def _is_bracketed_name(words: str) -> bool:
    """Whether brackets before words hold a name and not a sound: `[ANNA] Hello`, `[Man on radio] Hello`."""
    parts = words.lower().split()
    return len(parts) <= 3 and not any(map(_is_of_sound, parts)) and _is_name(words)


def _is_of_sound(word: str) -> bool:
    """Whether a word tells of a noise or a way of speaking: `sighs`, `a sigh`, `laughing`, `loudly`."""
    verb = word if word.endswith("s") else f"{word}s"
    return verb in SOUND_VERBS or word in SOUND_WORDS or (len(word) > 4 and word.endswith(("ing", "ly")))
