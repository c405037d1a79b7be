"""In which languages a caption's names can be told from its other words, and how strictly.

English is read by its words. Of other languages that write names alone with capitals, those are all that is
known, so each one counts; where names look like other words, nobody can tell whom a sentence names.
"""

import re
from collections.abc import Sequence

from storyreel.tools.languages import COMMON, told_by_words
from storyreel.tools.naming.capitals import Run, is_given
from storyreel.tools.naming.lexicon import is_common, plain
from storyreel.tools.naming.people_words import NAME_NOBODY, NO_PEOPLE
from storyreel.tools.naming.words import words_of

NOUNS_WITH_CAPITALS = ("de",)
"""Languages in which a capital tells nothing."""
_LETTERS = re.compile(r"[^\W\d_]+")
_QUOTE = re.compile(r'"[^"]*"|“[^”]*”|«[^»]*»')
_ELIDED = re.compile(r"^(?:l|d|un|dell|all)['’]")
_IN = words_of("dans en nel nella nello in em op w we på")
"""Before the name of a place, in other languages than English."""
_LITTLE = frozenset(word for words in COMMON.values() for word in words.split())
_FIRST = words_of("""
    deux trois quatre cinq plusieurs quelques chaque homme femme hommes femmes enfant enfants garçon fille
    gens personnes personne quelqu'un foule chien voiture puis ensuite derrière devant pendant dos tres
    cuatro varios varias algunos algunas hombre mujer hombres mujeres niño niña niños gente personas alguien
    perro coche luego después mientras detrás delante due tre quattro alcuni alcune uomo donna uomini donne
    bambino bambina bambini persone qualcuno poi mentre dietro davanti dois duas três quatro vários várias
    alguns algumas homem mulher homens mulheres menino menina crianças pessoas alguém depois enquanto atrás
    twee drie vier enkele man vrouw mannen vrouwen jongen meisje kinderen mensen iemand daarna terwijl
    achter två tre några mann kvinde kvinna män mænd kvinnor kvinder pojke flicka barn människor mennesker
    någon
""")
"""What captions of other languages begin with, besides little words."""


def language_in(sentence: str, of_caption: str | None) -> str | None:
    """A sentence's language, else its caption's; None where nothing tells."""
    return told_by_words(sentence) or of_caption


def tells_names(sentence: str, language: str | None) -> bool:
    """Whether names differ from other words by their capitals: not among German nouns, nor in Chinese.

    >>> tells_names("Anna enters.", "en"), tells_names("Anna kommt.", "de"), tells_names("安娜进来。", "zh")
    (True, False, False)
    """
    letters = "".join(_LETTERS.findall(_QUOTE.sub("", sentence)))
    cased = sum(sign.lower() != sign.upper() for sign in letters)
    return language not in NOUNS_WITH_CAPITALS and 2 * cased >= len(letters)


def begins_unread(run: Run) -> bool:
    """Whether a run is one word that begins a sentence, and nobody knows whether it is a name."""
    if not run.at_start or run.titled or len(run.words) > 1:
        return False
    key = _ELIDED.sub("", plain(run.words[0]))
    known = any(key in words for words in (_LITTLE, _FIRST, NAME_NOBODY))
    return not (known or is_given(key) or is_common(key))


def may_be_somebody(run: Run, keys: Sequence[str]) -> bool:
    """Whether a capital stands for somebody, where no other word tells more than that a place is told of."""
    if any(map(is_given, keys)):
        return run.before not in _IN or run.owns
    if run.at_start and len(keys) == 1:
        return False
    return run.before not in _IN and NO_PEOPLE.isdisjoint(keys)
