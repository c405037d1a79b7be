"""Which language lines of dialogue are in, as far as common words and letters tell.

A cheap look, so that a reader that has learnt one language does not read another: little words (Cavnar and
Trenkle 1994 count letters instead, which short lines have too few of) and the alphabet.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
NEAR = 3
"""Lines before and after that help to tell."""
LEAST = 2.0
"""Common words that tell a language."""
NEARBY = 0.5
"""How much those of lines nearby count."""
LETTERS_READ = 400
"""Of a line."""
COMMON = {
    "en": "a an the be is are was were am been i you he she it we they me my your his her its our their this "
    "that these those of and to in for on with at by from but or not no yes what who how why when "
    "where which do does did don't doesn't didn't can can't could would should will won't have "
    "has had i'm you're he's she's it's that's we're they're i'll you'll i've let's there here "
    "just if so as up out about all know get go come say see think want take make good right well "
    "now then please oh okay yeah hey",
    "fr": "le la les un une des du de et est je tu il elle nous vous ils elles ne pas que qui quoi dans "
    "pour sur avec mais ou où ce cette ces mon ma mes ton ta tes son sa ses au aux c'est j'ai "
    "n'est qu'il d'un suis es sommes êtes sont avez ont était oui non très bien tout rien moi toi "
    "lui",
    "de": "der die das ein eine einen einem und ist ich du er sie es wir ihr nicht kein keine mit auf "
    "für von zu im dem den des was wer wie wo warum bin bist sind war habe hast hat haben wird "
    "kann ja nein auch noch nur schon doch mir mich dir dich uns sich aber oder wenn dass mein "
    "dein sein",
    "es": "el la los las un una unos de del y es yo tú él ella nosotros que qué no sí en por para con "
    "pero o mi tu su mis tus lo le les se me te nos está estoy eres soy son fue era he has muy "
    "bien todo nada como cómo cuando dónde este esta eso esto porque",
    "it": "il lo la gli le un una di del della e è io tu lui lei noi voi che chi non sì in per con ma "
    "mio mia tuo tua suo sua questo questa sono sei siamo siete hai abbiamo era molto bene "
    "tutto niente come cosa perché dove quando mi ti ci si ne anche",
    "pt": "o os as um uma de do da dos das e é eu tu ele ela nós você vocês que não sim em no na por "
    "para com mas meu minha seu sua isso isto este esta está estou são foi era tem tenho muito "
    "bem tudo nada como onde quando porque me te se lhe",
    "nl": "de het een en is ik jij je hij zij we wij jullie niet geen met op voor van te dat die wat "
    "wie hoe waar waarom ben bent zijn was heb hebt heeft hebben kan ja nee ook nog maar of als "
    "mijn jouw zo er",
    "sv": "den det ett en och är jag du han hon vi ni de inte ingen med på för av till som vad vem hur "
    "var varför har hade kan ska ja nej också men eller om min din sin så mig dig",
    "da": "det den er jeg du han hun vi ikke en et og at der til på med for af som hvad hvem hvor min "
    "din sin mig dig har var kan skal vil ja nej også men om så",
    "hr": "je da ne se i u na to sam si smo ste su što tko kako gdje zašto ja ti on ona mi vi oni za od "
    "s nije bio nisam ali ili samo ovo",
    "pl": "nie tak to jest ja ty on ona my wy oni się w na z do że co kto jak gdzie dlaczego jestem "
    "jesteś są był była mam masz ma czy ale lub mój twój bardzo dobrze wszystko nic już tylko",
    "tr": "bir ve bu şu o ben sen biz siz onlar değil var yok ne kim nasıl nerede neden için ile ama mi "
    "mı mu mü da de çok iyi evet hayır benim senin onun gibi daha",
}
_WORDS = {code: frozenset(words.split()) for code, words in COMMON.items()}
_OTHERS = frozenset().union(*(words for code, words in _WORDS.items() if code != "en"))
_SHARED = (_WORDS["en"] & _OTHERS).union(
    {"a", "am", "ben", "bin", "del", "den", "die", "era", "hat", "men"},
    {"mia", "pour", "sin", "son", "sons", "sur", "ten", "ton", "van", "war"},
)
"""Words, or names, that are both English and another language's."""
NAMES = {
    "en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "sv": "Swedish", "da": "Danish", "hr": "Croatian", "pl": "Polish", "tr": "Turkish",
}  # fmt: skip


def name_of(code: str) -> str:
    """A language's English name, else what was given."""
    return NAMES.get(code, code)


def languages_of(lines: Sequence[str]) -> list[str | None]:
    """Each line's language code, or its script's name in small letters; None where nothing tells.

    >>> languages_of(["Where have you been?", "Je ne sais pas.", "Где ты был?", "Hm."])
    ['en', 'fr', 'cyrillic', None]
    """
    counts = [_common_words(line) for line in lines]
    return [_script(line) or _likeliest(place, counts) for place, line in enumerate(lines)]


def told_by_words(line: str) -> str | None:
    """The language or script of a line by its common words, be it one, without those that English shares.

    None where English and another language have as many.

    >>> told_by_words("Eine Frau lacht."), told_by_words("Anna's hat falls.")
    ('de', None)
    """
    counts = _common_words(" ".join(word for word in WORD.findall(line) if word.lower() not in _SHARED))
    english = counts.pop("en")
    other = max(counts, key=counts.__getitem__)
    by_words = None if counts[other] == english else "en" if english > counts[other] else other
    return _script(line) or by_words


def _common_words(line: str) -> Counter[str]:
    words = WORD.findall(line[:LETTERS_READ].lower().replace("’", "'"))
    return Counter({code: sum(word in common for word in words) for code, common in _WORDS.items()})


def _script(line: str) -> str | None:
    """The alphabet of most letters, unless it is ours."""
    scripts = Counter(_alphabets(line[:LETTERS_READ]))
    most = max(scripts, key=scripts.__getitem__, default="latin")
    return None if most == "latin" else most


def _alphabets(line: str) -> Iterable[str]:
    letters = (letter for letter in line if unicodedata.category(letter) in ("Lu", "Ll", "Lo"))
    return (unicodedata.name(letter, "latin").split()[0].lower() for letter in letters)


def _likeliest(place: int, counts: Sequence[Counter[str]]) -> str | None:
    """By the line's own common words where they are clear, else by those of lines nearby too."""
    own = counts[place]
    clear = max(own, key=lambda code: (own[code], code == "en"))
    if own[clear] >= LEAST:
        return clear
    nearby = counts[max(0, place - NEAR) : place + NEAR + 1]
    total = {code: own[code] + NEARBY * sum(one[code] for one in nearby) for code in own}
    best = max(total, key=lambda code: (total[code], own[code]))
    return best if own[clear] > 0 and total[best] >= LEAST else None
