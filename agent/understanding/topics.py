"""What a question is about beyond people, times and feelings: the words to look for."""

import re
from dataclasses import replace

from storyreel.agent.understanding.happenings import SAYING_VERB
from storyreel.agent.understanding.kinds.rule import COMES_UP, MENTION, NOISE, SOUND
from storyreel.agent.understanding.parts import Parts, Setting, mask
from storyreel.agent.understanding.people import find_people
from storyreel.agent.understanding.question import Question
from storyreel.agent.understanding.scope import without_small_words
from storyreel.agent.understanding.text import content_words, word_set
from storyreel.agent.understanding.times import find_times

_ADDRESSED = re.compile(rf"\b(?:{SAYING_VERB}|say|tell|ask|talk|speak)\b(?:.* to)? P$")
_TOLD = re.compile(r"\b(?:say|says|said) .*\bto P$")
"""To whom something is said, who is not what is said."""
_WHO_TELLS = re.compile(r"^who (?:is )?(?:tell|ask|warn|remind)\w* P about\b")
_SPEAKS_TO = re.compile(r"\bP (?:\w+ )?(?:say|talk|speak|talking|speaking|tell|telling|address|addressing)\b")
_TALK_TOGETHER = re.compile(r"\bP(?:, P)* and P\b")
_SOUNDING = re.compile(
    r"\b(?:sounds?|noises?|effects?|plays?|played|playing|starts?|stops?|begins?|ends?|list|loudest|noisiest|"
    r"quietest|non-?speech|occurs?|miss(?:ed)?|instruments?|key|tempo|like|open(?:s|ing)?|background|long|best|worst|nicest|loud|noisy|audible|accompany)\b|"
    r"\b(?:without|apart from|besides|other than) (?:\w+ )?(?:speech|talking|dialogue|voices|words)\b"
)
_HEARD = re.compile(rf"\b(?:{SOUND}|{NOISE}|silence)\b")
_OF_ASKING = word_set(
    "give show tell list person persons character characters "
    "besides often many much first last come comes came hear heard refer bring brings brought word words "
    "about on-screen screen times people appear appears talked discussed discuss name find line lines "
    "exactly most least more less mostly usually ever anywhere somewhere kind kinds sort sorts type "
    "types entire whole point points totally right describe"
)
"""Words that ask, and are not what is asked about."""
_THEIR_SOUND = re.compile(r"\b(?:does|do|did|is|was|can|hear) N\b")
"""A scream of somebody whom nobody knows."""
_BESIDES = re.compile(r"\b(?:besides|other than|apart from|without) P\b")
_SAID_BY = re.compile(
    r"\b(?:lines?|words|quotes?) (?:of|by|from) P\b|\bP(?:'s)? (?:lines?|words|quotes?)\b|"
    r"\b(?:said|spoken|mentioned|used|brought up|raised) by P\b"
)
_SAID_OF = re.compile(r"^P (?:\w+ )?(?:lines?|quotes?|dialogue) (?:on |with |of |re )?(?P<what>[a-z].*)$")
"""Few words: `anna lines boat`."""
_ABOUT = re.compile(r"\b(?:about|(?<=say )of|(?<=said )of|(?<=says )of) (.+)$", re.IGNORECASE)
_SPEAKS = re.compile(r"\bwho (?:is |was |are )?(?:speak|talk|sing)")
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_RIVALS = re.compile(
    rf"^\w+ (?:(?P<one>.+?) {COMES_UP} (?:\w+ )?(?:more|less) (?:\w+ )?than (?P<other>.+)|"
    rf".*?\b{COMES_UP} (?:the )?(?:more|most|less|least)\b[^,]*, (?P<this>.+?),? or (?P<that>.+))$",
    re.IGNORECASE,
)
"""Of two, which is mentioned more."""
_UP_TO_SAYING = re.compile(r"^.*?\b(?:says?|said|asks?|asked|utters?)\b", re.IGNORECASE)
_ORDER = r"^(?:please )?(?:list|count|give|find|name)\b"


def with_topic(question: Question, parts: Parts, setting: Setting) -> Question:
    """Fills in what is talked about; a person who is talked about is not the speaker."""
    if question.intent == "companions":
        return replace(question, aimed=bool(_SPEAKS_TO.search(parts.masked)))
    if question.intent == "mentions":
        return _mentioned(question, parts, setting)
    if question.intent in ("said", "who said") and (about := _ABOUT.search(parts.text)):
        return _said_about(about[1], question, parts, setting)
    if question.intent == "said":
        return _said(question, parts, setting)
    if question.intent == "who said" and not question.quote:
        return replace(question, quote=_asked_words(parts), strangers=())
    return _looked_for(question, parts, setting)


def _said_about(about: str, question: Question, parts: Parts, setting: Setting) -> Question:
    """Of several speakers, not spoken about, all but the first are spoken to; so is who is told."""
    if _WHO_TELLS.match(parts.masked):
        return replace(question, people=(), topic=_topic(about, setting))
    speakers = tuple(one for one in question.people if not _names_in(about, setting, one))
    strangers = tuple(one for one in question.strangers if one not in about)
    spoken_to = len(speakers) > 1 and not _TALK_TOGETHER.search(parts.masked)
    said_by = speakers[:1] if spoken_to else speakers
    topic = _topic(about, setting)
    return replace(question, people=said_by, strangers=strangers, aimed=spoken_to, topic=topic)


def _said(question: Question, parts: Parts, setting: Setting) -> Question:
    """Who speaks, and to whom."""
    if few := _SAID_OF.match(parts.masked):
        return replace(question, topic=_topic(few["what"], setting))
    are_several = len(question.people) > 1
    if question.people and parts.masked.endswith("by P"):
        return replace(question, people=question.people[-1:], aimed=are_several)
    is_to_another = _ADDRESSED.search(parts.masked) and not _TALK_TOGETHER.search(parts.masked)
    if are_several and is_to_another:
        return replace(question, people=question.people[:-1], aimed=True)
    return question


def _asked_words(parts: Parts) -> str:
    """The words of which it is asked who says them; none where it is asked who speaks."""
    if _SPEAKS.search(parts.masked):
        return ""
    words = _UP_TO_SAYING.sub("", parts.text)
    return "" if words == parts.text else words.strip()


def _looked_for(question: Question, parts: Parts, setting: Setting) -> Question:
    """With the words that lines, sounds or pictures are searched for."""
    if question.foreign:
        return replace(question, topic=without_small_words(parts.text))
    if question.intent == "sounds":
        words = _sounds_in(_topic(_SOUNDING.sub(" ", re.sub(r"\b[PTEMVQN]\b", " ", parts.masked)), setting))
        is_theirs = _THEIR_SOUND.search(parts.masked)
        return replace(
            question, topic=words or question.feeling, strangers=question.strangers if is_theirs else ()
        )
    if question.subject == "role":
        return replace(question, topic=_topic(parts.text.split(" of ")[0], setting))
    if question.subject == "thing":
        return replace(
            question,
            topic=_topic(re.sub(r"^.*?\b(?:feel \w+|(?:react|respond) to|about)", "", parts.text), setting),
        )
    if question.intent in ("search", "why", "outside", "written"):
        return replace(question, topic=_topic(re.sub(r"\b[PTEMVQ](?:'s)?\b", " ", _spelt(parts)), setting))
    return question


def _sounds_in(words: str) -> str:
    """Of words asked for, those that are sounds, if any are."""
    return " ".join(_HEARD.findall(words)) or words


def _mentioned(question: Question, parts: Parts, setting: Setting) -> Question:
    """Who mentions is the person before the verb; everybody and everything else is what is mentioned."""
    if question.subject == "rivals" and (asked := _RIVALS.match(parts.text)):
        two = tuple(_ARTICLE.sub("", words.strip(" ,")) for words in asked.groups() if words)
        return replace(question, people=(), strangers=(), rivals=two)
    active = re.search(
        r"\b(?:does|do|did|when P|P) .*?(?:mention|talk|refer|say|bring|hear)\w*\b", parts.masked
    )
    speaks_first = bool(active and re.search(r"\b(?:does|do|did|when) P\b|^P\b", parts.masked))
    speaks_first = speaks_first or bool(_SAID_BY.search(parts.masked))
    if active and re.search(r"\b(?:does|do|did) N\b", parts.masked):
        return replace(question, strangers=question.strangers[:1])  # a speaker whom nobody knows
    speaker, mentioned = (question.people[:1], question.people[1:]) if speaks_first else ((), question.people)
    if _BESIDES.search(parts.masked):
        speaker, mentioned = (), ()
    is_told_somebody = speaks_first and _TOLD.search(parts.masked)
    mentioned = mentioned[:-1] if is_told_somebody else mentioned
    names = [person.name for person in setting.cast if person.id in mentioned]
    words = question.quote or " ".join([*names, *question.strangers]) or _topic(_after_verb(parts), setting)
    is_aimed = question.aimed or question.subject == "to whom" or bool(is_told_somebody)
    return replace(question, people=speaker, strangers=(), topic=words, aimed=is_aimed)


def _spelt(parts: Parts) -> str:
    """The masked question with strangers' names put back."""
    return (
        re.sub(r"\bN\b", lambda _: names.pop(0), parts.masked)
        if (names := [one.words for one in parts.strangers])
        else parts.masked
    )


def _after_verb(parts: Parts) -> str:
    if named := re.search(
        r"\b(?:word|name|phrase|term) ([\w'-]+)(?:$| (?:ever |even )?(?:used|said|spoken|heard|uttered)\b)",
        _shown(parts),
        re.IGNORECASE,
    ):
        return named[1]
    said = re.split(rf"\b{MENTION}\b", _shown(parts), maxsplit=1)[-1]
    if content_words(said):
        return said
    return re.sub(rf"{_ORDER}|\b(?:the )?(?:words?|name|phrase)\b", "", _shown(parts), flags=re.IGNORECASE)


def _shown(parts: Parts) -> str:
    return re.sub(r"\b[PTEMVN](?:'s)?\b", " ", parts.masked) if not parts.feelings else parts.text


def _topic(words: str, setting: Setting) -> str:
    """The words that are worth looking for."""
    times = [(time.start, time.end, " ") for time in find_times(words, setting.duration_s)]
    plain = mask(words, times).replace("how long", " ")
    return " ".join(word for word in content_words(plain) if word.lower() not in _OF_ASKING)


def _names_in(words: str, setting: Setting, person_id: str) -> bool:
    return any(one.person and one.person.id == person_id for one in find_people(words, setting.cast))
