"""What a sentence in German, French, Spanish or Italian claims, in English, where each of its words is known.

A glossary holds the few words by which answers tell who is on screen, who says or feels what, and when. One
word beside them, and the sentence is none that could be checked: it stays as it is, and falls.

`Um 0:32 ist Ben wütend.` is checked as `At 0:32 is Ben angry.`; `Anna tötet Ben.` has a word beside them.
"""

import re
from collections.abc import Mapping
from functools import cache

from storyreel.agent.check.quotations import masked
from storyreel.agent.check.times import CLOCK

_LANGUAGES = 4
_GLOSSARY = {
    "is": "ist wird | est | está es | è",
    "is not": "| n'est_pas | |",
    "nobody is": "| personne_n'est | |",
    "are": "sind werden | sont | están son | sono",
    "has": "hat | | |",
    "on screen": "zu_sehen im_bild auf_dem_bildschirm sichtbar | à_l'écran visible visibles | "
    "en_pantalla visible visibles | sullo_schermo visibile visibili",
    "appears": "erscheint wirkt scheint | apparaît semble paraît | aparece parece | appare sembra",
    "appear": "erscheinen wirken | apparaissent | aparecen | appaiono",
    "sounds": "klingt | | |",
    "feels": "fühlt_sich | se_sent | se_siente | si_sente",
    "says": "sagt fragt | dit demande | dice pregunta | dice chiede",
    "mentioned": "erwähnt | mentionné mentionnée | mencionado mencionada | menzionato menzionata",
    "angry": "wütend zornig verärgert | en_colère fâché fâchée | "
    "enojado enojada enfadado enfadada | arrabbiato arrabbiata",
    "sad": "traurig | triste | triste | triste",
    "happy": "glücklich fröhlich | heureux heureuse content contente | "
    "feliz contento contenta | felice contento contenta",
    "afraid": "ängstlich verängstigt | effrayé effrayée | asustado asustada | spaventato spaventata",
    "surprised": "überrascht | surpris surprise | sorprendido sorprendida | sorpreso sorpresa",
    "disgusted": "angeekelt angewidert | dégoûté dégoûtée | asqueado asqueada | disgustato disgustata",
    "not": "nicht | | no | non",
    "nobody": "niemand | | nadie | nessuno",
    "somebody": "jemand | quelqu'un | alguien | qualcuno",
    "and": "und | et | y | e",
    "from": "von | de | de desde | da dalle",
    "to": "bis | jusqu'à | hasta | fino_a fino_alle",
    "at": "um bei | à | a_las a_los a en | a alle",
    "between": "zwischen | entre | entre | tra",
    "for": "für | pendant | durante | per",
    "in all": "insgesamt | au_total en_tout | en_total | in_tutto in_totale",
    "times": "mal | fois | veces | volte",
    "seconds": "sekunden | secondes | segundos | secondi",
    "people": "personen | personnes | personas | persone",
    "for the first time": "zum_ersten_mal | pour_la_première_fois | por_primera_vez | per_la_prima_volta",
    "is afraid": "| a_peur | tiene_miedo | ha_paura",
}
"""English, and the words for it in German, French, Spanish and Italian; those of several words have a `_`."""
_STRETCH = re.compile(rf"\bfrom ({CLOCK.pattern}) at ({CLOCK.pattern})")
"""`de 0:04 à 0:16`: the same word is at and to."""


def in_english(sentence: str, names: tuple[str, ...]) -> str:
    """The sentence in English, word by word, if one glossary knows all of it but names and quotations."""
    hidden, quotes = masked(sentence)
    for number in range(_LANGUAGES):
        if told := _told(hidden, number, names):
            for letter, words in quotes.items():
                told = told.replace(letter, f"“{words}”")
            return told
    return sentence


def _told(text: str, number: int, names: tuple[str, ...]) -> str | None:
    """The text by one glossary; None where it has another word, or none of the glossary's."""
    known = _known(number)
    others = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"
    token = re.compile(
        rf"(?P<name>\b(?:{others})\b)|(?P<word>{_either(number)})|(?P<other>[^\W\d_]+)|.", re.I
    )
    found = list(token.finditer(text))
    if any(one["other"] for one in found) or not any(one["word"] for one in found):
        return None
    told = "".join(known[one["word"].lower()] if one["word"] else one[0] for one in found)
    return _STRETCH.sub(r"from \1 to \2", told)


@cache
def _known(number: int) -> Mapping[str, str]:
    """English by foreign words."""
    return {
        one.replace("_", " "): english
        for english, words in _GLOSSARY.items()
        for one in words.split("|")[number].split()
    }


@cache
def _either(number: int) -> str:
    """Any word of a glossary, the longest first."""
    longest = sorted(_known(number), key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"
