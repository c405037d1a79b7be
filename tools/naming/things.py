"""Things that are called by a name, often somebody's: works, music, ships, makes, teams.

A caption that tells of them says nothing of who is there: `plays Beethoven`, `a Batman shirt`.
"""

import re
from collections.abc import Sequence

from storyreel.tools.naming.words import DETERMINERS, words_of

SHIPS = words_of("uss hms hmcs hmas usns rms mv ss")
MUSIC = words_of("""
    symphony sonata concerto requiem overture opera aria nocturne waltz fugue prelude étude etude rhapsody
    cantata oratorio quartet serenade mazurka polonaise minuet adagio allegro toccata ballade
""")
ORDINALS = words_of("first second third fourth fifth sixth seventh eighth ninth tenth")
"""By which music goes too: `Beethoven's Fifth`."""
WORKS = MUSIC | words_of("""
    album anthem ballet book comic composition drawing engraving essay film hymn memoir movie mural music
    musical novel painting photograph piece play poem poetry print record sculpture song story tune work
""")
KINDS = WORKS | words_of("""
    airline band boat brand cartoon channel company game magazine newspaper planet programme program
    restaurant series ship show spaceship spacecraft starship submarine yacht
""")
"""What a name may follow: `the film Casablanca`."""
GOODS = words_of("""
    ad advertisement bag ball balls banner billboard bottle bottles cans car cars chair clothes clothing coat
    coats coffee collar concert costume costumes cup doll dolls figurine flag games gear glasses gloves hat
    hats helmet helmets jacket jackets jersey jerseys logo lunchbox machine magazine mascot mask merchandise
    mug movie movies painting phone phones poster posters sandals shirt shirts shoe shoes sneakers song songs
    store suit sunglasses sweater sweatshirt sweatshirts symphony t-shirt t-shirts tattoo toy toys truck
    trucks trunks umbrella uniform uniforms van vehicle vehicles
    biplane boat helicopter jet locomotive motorcycle pistol plane revolver rifle scooter tank tractor
    athlete athletes dog dogs fan fans group member members player players puppies puppy supporter supporters
    team terrier terriers
""")
"""No verbs, of which a name before them only tells the kind: `a Batman shirt`."""
COUNTED = words_of("two three four five six seven eight nine ten several many few dozen dozens")
"""Nobody is so many."""
_DONE_TO_WORKS = re.compile(
    r"\b(?:reads?|reading|recit(?:es?|ing)|sings?|singing|hums?|humming|whistl(?:es?|ing)|plays?|playing"
    r"|perform(?:s|ing)?|conduct(?:s|ing)?|wears?|wearing|drinks?|drinking|sips?|sipping|smokes?|smoking) $",
    re.IGNORECASE,
)
"""After these stands what is read, played, worn or drunk, unless somebody is read a letter."""
_BY = re.compile(rf"\b(?:{'|'.join(sorted(WORKS))})s? by $", re.IGNORECASE)
_OF_KIND = re.compile(rf"\b(?:the|an?|this|his|her|their) (?:{'|'.join(sorted(KINDS))}) $", re.IGNORECASE)
_FOLLOWING = re.compile(r" ([\w'’-]+)")
_NUMBERED = re.compile(r" \d+(?! [a-z]+s\b)")


def is_thing(keys: Sequence[str], owns: bool, before: str, after: str) -> bool:
    """Whether a name is a thing's, by its words in small letters and the text before and after it.

    `owns` says that the name has a possessive at its end.

    >>> [is_thing(["hamlet"], False, "She reads ", after) for after in (".", " a letter.")]
    [True, False]
    """
    found = _FOLLOWING.match(after)
    following = found[1].lower() if found else ""
    return (
        keys[0] in SHIPS
        or bool(SHIPS.intersection(before.lower().split()[-1:]))
        or following in MUSIC
        or not (MUSIC | ORDINALS).isdisjoint(keys[1:])
        or _BY.search(before) is not None
        or (not owns and _is_kind(before, after, following))
    )


def _is_kind(before: str, after: str, following: str) -> bool:
    """Whether it tells of what kind something is, or which of its kind."""
    done = _DONE_TO_WORKS.search(before) is not None and following not in DETERMINERS
    numbered = _NUMBERED.match(after) is not None
    return following in GOODS or numbered or done or _OF_KIND.search(before) is not None
