"""Slips of the keys in words that decide what is asked, mended."""

import difflib
import re
from functools import cache

from storyreel.agent.understanding.emotions import LEXICON
from storyreel.agent.understanding.slips import slips
from storyreel.agent.understanding.text import is_empty, word_set

_KEY_WORDS = word_set(
    "angry happy afraid scared shocked surprised disgusted frightened furious cheerful happier happiest "
    "saddest angriest emotional emotion emotions feeling feelings screen appear appears appearance "
    "visible together without between before after during while minute minutes second seconds beginning "
    "ending middle halfway happen happens happened happening summary summarize summarise mention mentions "
    "mentioned character characters people person subtitles language languages longest shortest compare "
    "dialogue scenes describe speaks talks"
)
"""Words that decide what is asked: what is merely like one is taken for it."""
_TELLING = word_set(
    "saying feeling what when where which about there their with from feel feels look looks does says said "
    "talk talks "
    "laugh laughs smile smiles cries happy angry scared afraid upset nervous worried mood scene scenes "
    "music sound sounds song voice face film movie time times minute minutes second seconds first last "
    "alone without together before after during while begin begins start starts ending people everyone "
    "everybody anyone anybody someone somebody character characters screen appear appears happen happens "
    "written between often many long visible speaks mention mentions summary every ever half"
)
_LONG = 6
_SLIPPED_IN = _TELLING.union(word for word in LEXICON if len(word) >= _LONG and word.isalpha())
"""Words of questions that fingers slip in."""
_NO_SLIPS = word_set(
    "abut aloe anger appeal appeals apple beyond bored cheer chuckle compared comparing compose crank "
    "crise daring described describes description disappear disappears disguised disgust disgusting doe "
    "dos dose drying ended enjoy fae fee feeding feels fees fells fight firs fist fleeing form freeing "
    "frighten frightening gaping hallway happily hidden incense languish las lat lats log longer loo loos "
    "man manny may mentioning minuet minuets mod moo morning move naked neural pearson people's peoples "
    "persona persons please prison provoke rating rattle reappear revolt sacred sad sai scaled scarce "
    "scare scares scarred scars scene scents score scored senses shared shock shocking shorter shots sid "
    "smirk soared sober socks sog son spared sparks speak speaking spears star stared stars started "
    "starting stat stats stocked stoke summaries surprise surprises surprising tal talk talking tall thee "
    "there these those three ties trouble unhappy vice visibly were where whimper white whole wile wit"
)
"""English words, most found in the vocabulary of a language model, that are slips of none of these."""
_LEAST_ALIKE = 0.83
_SHORTEST = 5
"""Letters of a word that is taken for one like it."""


def corrected(text: str) -> str:
    """Mends modest misspellings of the words that decide what is asked.

    >>> corrected("who is on screan when they are suprised?")
    'who is on screen when they are surprised?'
    """
    return re.sub(r"\b[a-z]{3,}\b", lambda match: _mended(match[0]), text)


@cache
def _mended(word: str) -> str:
    if word in _KEY_WORDS | _NO_SLIPS | LEXICON.keys() or is_empty(word):
        return word
    if meant := slips(_SLIPPED_IN, _NO_SLIPS).get(word):
        return meant
    if len(word) < _SHORTEST:
        return word
    near = [one for one in _KEY_WORDS if one[0] == word[0] and abs(len(one) - len(word)) < 2]
    alike = difflib.get_close_matches(word, near, n=1, cutoff=_LEAST_ALIKE)
    return alike[0] if alike else word
