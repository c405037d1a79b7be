"""What a sentence in German, French, Spanish or Italian claims, in English, where each of its words is known.

A glossary holds the few words by which answers tell who is on screen, who says or feels what, and when. One
word beside them, and the sentence is none that could be checked: it stays as it is, and falls.
"""

import re
from collections.abc import Mapping
from functools import cache

from storyreel.agent.check.claims import masked, masked_as
from storyreel.agent.check.times import CLOCK

_GERMAN = {
    "is": "ist wird",
    "are": "sind werden",
    "has": "hat",
    "on screen": "zu_sehen im_bild auf_dem_bildschirm sichtbar",
    "appears": "erscheint wirkt scheint",
    "appear": "erscheinen wirken",
    "sounds": "klingt",
    "feels": "fühlt_sich",
    "says": "sagt fragt",
    "mentioned": "erwähnt",
    "angry": "wütend zornig verärgert",
    "sad": "traurig",
    "happy": "glücklich fröhlich",
    "afraid": "ängstlich verängstigt",
    "surprised": "überrascht",
    "disgusted": "angeekelt angewidert",
    "not": "nicht",
    "nobody": "niemand",
    "somebody": "jemand",
    "and": "und",
    "from": "von",
    "to": "bis",
    "at": "um bei",
    "between": "zwischen",
    "for": "für",
    "in all": "insgesamt",
    "times": "mal",
    "seconds": "sekunden",
    "people": "personen",
    "for the first time": "zum_ersten_mal",
}
_FRENCH = {
    "is": "est",
    "is not": "n'est_pas",
    "nobody is": "personne_n'est",
    "are": "sont",
    "on screen": "à_l'écran visible visibles",
    "appears": "apparaît semble paraît",
    "appear": "apparaissent",
    "feels": "se_sent",
    "says": "dit demande",
    "mentioned": "mentionné mentionnée",
    "angry": "en_colère fâché fâchée",
    "sad": "triste",
    "happy": "heureux heureuse content contente",
    "is afraid": "a_peur",
    "afraid": "effrayé effrayée",
    "surprised": "surpris surprise",
    "disgusted": "dégoûté dégoûtée",
    "somebody": "quelqu'un",
    "and": "et",
    "from": "de",
    "to": "jusqu'à",
    "at": "à",
    "between": "entre",
    "for": "pendant",
    "in all": "au_total en_tout",
    "times": "fois",
    "seconds": "secondes",
    "people": "personnes",
    "for the first time": "pour_la_première_fois",
}
_SPANISH = {
    "is": "está es",
    "are": "están son",
    "on screen": "en_pantalla visible visibles",
    "appears": "aparece parece",
    "appear": "aparecen",
    "feels": "se_siente",
    "says": "dice pregunta",
    "mentioned": "mencionado mencionada",
    "angry": "enojado enojada enfadado enfadada",
    "sad": "triste",
    "happy": "feliz contento contenta",
    "is afraid": "tiene_miedo",
    "afraid": "asustado asustada",
    "surprised": "sorprendido sorprendida",
    "disgusted": "asqueado asqueada",
    "not": "no",
    "nobody": "nadie",
    "somebody": "alguien",
    "and": "y",
    "from": "de desde",
    "to": "hasta",
    "at": "a_las a_los a en",
    "between": "entre",
    "for": "durante",
    "in all": "en_total",
    "times": "veces",
    "seconds": "segundos",
    "people": "personas",
    "for the first time": "por_primera_vez",
}
_ITALIAN = {
    "is": "è",
    "are": "sono",
    "on screen": "sullo_schermo visibile visibili",
    "appears": "appare sembra",
    "appear": "appaiono",
    "feels": "si_sente",
    "says": "dice chiede",
    "mentioned": "menzionato menzionata",
    "angry": "arrabbiato arrabbiata",
    "sad": "triste",
    "happy": "felice contento contenta",
    "is afraid": "ha_paura",
    "afraid": "spaventato spaventata",
    "surprised": "sorpreso sorpresa",
    "disgusted": "disgustato disgustata",
    "not": "non",
    "nobody": "nessuno",
    "somebody": "qualcuno",
    "and": "e",
    "from": "da dalle",
    "to": "fino_a fino_alle",
    "at": "a alle",
    "between": "tra",
    "for": "per",
    "in all": "in_tutto in_totale",
    "times": "volte",
    "seconds": "secondi",
    "people": "persone",
    "for the first time": "per_la_prima_volta",
}
_GLOSSARIES = (_GERMAN, _FRENCH, _SPANISH, _ITALIAN)
_STRETCH = re.compile(rf"\bfrom ({CLOCK.pattern}) at ({CLOCK.pattern})")
"""`de 0:04 à 0:16`: the same word is at and to."""


def in_english(sentence: str, names: tuple[str, ...]) -> str:
    """The sentence in English, word by word, if one glossary knows all of it but names and quotations."""
    hidden, quotes = masked(sentence)
    for number in range(len(_GLOSSARIES)):
        if told := _told(hidden, number, names):
            for place, words in enumerate(quotes):
                told = told.replace(masked_as(place), f"“{words}”")
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
        for english, foreign in _GLOSSARIES[number].items()
        for one in foreign.split()
    }


@cache
def _either(number: int) -> str:
    """Any word of a glossary, the longest first."""
    longest = sorted(_known(number), key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"
