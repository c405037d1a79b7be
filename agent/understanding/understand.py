"""From a question's words to what it asks."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from storyreel.agent.understanding.emotions import (
    DEEDS,
    FeelingMention,
    Shift,
    find_feelings,
    find_shift,
    strength_of,
    unknown_feeling,
)
from storyreel.agent.understanding.events import Clause, find_clause, with_one_subject, without_whom
from storyreel.agent.understanding.follow_up import beside, carried_over, is_elliptic, only_an_edge
from storyreel.agent.understanding.intents import ask_of, intent_of
from storyreel.agent.understanding.people import Person, PersonMention, find_people, find_strangers
from storyreel.agent.understanding.pronouns import (
    Focus,
    Pronoun,
    means_many,
    meant_by,
    pronoun_in,
    several_meant,
)
from storyreel.agent.understanding.question import Event, EventKind, Question
from storyreel.agent.understanding.scope import is_denied, is_foreign, is_vague, without_small_words
from storyreel.agent.understanding.text import content_words, corrected, even, word_set
from storyreel.agent.understanding.times import TimeMention, find_times, names_no_time
from storyreel.memory.records import Emotion

_OF_WATCHING = word_set(
    "see seen visible look looks like next then describe follows follow comes going occurs occur place scene "
    "man woman person boy girl"
)
_AIMED = re.compile(r"\bE (?:at|with|about|of|by|to|towards?|for|because of) (?:P|N)\b")
"""Somebody feels something about somebody else."""
_POINTS = re.compile(r"\b(?:that|then|this|same|next|else|later|afterwards|thereafter)\b")
"""Words that mean a moment spoken of before; without one, `who is there` asks about all of the film."""
_SAYING_VERB = (
    "says?|said|asks?|asked|tells?|told|speaks?|spoke|talks?|talked|sings?|sang|mentions?|mentioned|shouts?|"
    "shouted|yells?|yelled|whispers?|whispered"
)
_SAYING = re.compile(rf"P (?:first |last )?(?:{_SAYING_VERB})\b")
_MENTIONED = re.compile(
    r"(?P<what>.+?) (?:is|are|was|were|gets) (?:first |(?P<last>last ))?(?:mentioned|said|spoken of)$",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"^P (?:meets?|met|joins?|joined|sees?|saw|(?:is|are) with) P$|"
    r"^P and P (?:meet|met|appear|are (?:together|on screen))\b"
)
_OF_SPEECH = re.compile(r"\b(?:speaks?|talks?|says?|lines?|words|dialogue|talkative)\b")
_IN_SCENES = re.compile(r"\b(?:scenes|segments)\b")
_ADDRESSED = re.compile(rf"\b(?:{_SAYING_VERB}|say|tell|ask|talk|speak)\b(?:.* to)? P$")
_SOUNDING = re.compile(
    r"\b(?:sounds?|noises?|effects?|plays?|played|playing|starts?|stops?|begins?|ends?|list)\b"
)
_OPENER = "when "
_TENSE: tuple[Emotion, ...] = ("anger", "fear")
"""What tells that somebody is tense."""
_MOST_MEANT = 4
"""A word that means more feelings than these means any."""
_OF_WHOM = re.compile(r"(?<!in love) (?:of|with|about|for|at) P$")
"""Of whom somebody is jealous cannot be told."""
_STOPS = re.compile(r"\b(?:stops?|stopped|ceases?)\b")
_HEARD_FIRST = re.compile(
    r"^[^E]*\b(?:sounds?|sounding|voice|tone|words|says?)\b[^E]*\bE\b.*\b(?:looks?|looking|face|smil\w+|E)\b"
)
OF_FEELINGS = (
    "feelings", "strongest", "most", "compare", "toward", "arc", "turn", "disagree", "conflict", "tension",
)  # fmt: skip
"""Kinds of question that are answered with feelings, and so with how sure they are."""
_IT = re.compile(r"\b(?:it|that|this)\b")


@dataclass(frozen=True)
class Setting:
    """What is known before a question is read."""

    cast: tuple[Person, ...]
    duration_s: float
    title: str = ""


@dataclass(frozen=True)
class _Parts:
    """A question taken apart."""

    text: str
    masked: str
    """With P, E, M, S, T, Q, N and V in the slots, in small letters else."""
    times: list[TimeMention]
    people: list[PersonMention]
    strangers: list[PersonMention]
    feelings: list[FeelingMention]
    shift: Shift | None
    quotes: list[str]
    clause: Clause | None


def understand(
    text: str, setting: Setting, previous: Question | None = None, focus: Focus | None = None
) -> Question:
    """What a question asks, given what was asked before it and what the last answer spoke of."""
    parts = _take_apart(text, setting)
    focus = _focused(focus or Focus(), setting)
    question = _with_antecedent(_read(text, parts, setting), parts.masked, focus, setting)
    question = _of_whom_was_told(_with_its_own(question, parts, focus, setting), previous)
    if question.candidates or (only_an_edge(parts.masked) and previous is None):
        return question if question.candidates else replace(question, intent="unclear")
    if previous is not None and question.intent != "unclear" and is_elliptic(parts.masked):
        question = carried_over(previous, question, parts.masked)
    return _pointed(question, parts, focus)


def _of_whom_was_told(question: Question, previous: Question | None) -> Question:
    """`How sure are you?` asks of the answer before: of its feelings, or of its people's names."""
    if question.intent != "identity" or question.people or question.strangers or question.subject:
        return question
    if previous is not None and previous.intent in OF_FEELINGS:
        return replace(previous, text=question.text, doubted=True)
    of_people = previous is not None and previous.intent in ("identity", "same", "profile", "appearances")
    if previous is None or not of_people or not previous.people:
        return replace(question, intent="unclear")
    return replace(question, people=previous.people)


def _focused(focus: Focus, setting: Setting) -> Focus:
    """Where only one person is known, `he` and `she` can be nobody else."""
    alone = not focus.groups and len(setting.cast) == 1
    return replace(focus, groups=((setting.cast[0].id,),)) if alone else focus


def _take_apart(text: str, setting: Setting) -> _Parts:
    plain = corrected(even(text)).strip().rstrip("?!. ")
    quotes = re.findall(r'"([^"]+)"', plain) or re.findall(r"(?<!\w)'([^']+)'(?!\w)", plain)
    without_quotes = re.sub(r'"[^"]+"|(?<!\w)\'[^\']+\'(?!\w)', "Q", plain)
    times = find_times(without_quotes, setting.duration_s)
    without_times = _mask(without_quotes, [(time.start, time.end, "T") for time in times])
    without_times = with_one_subject(without_whom(without_times))
    clause = find_clause(without_times)
    rest = clause.rest if clause else without_times
    people = find_people(rest, setting.cast)
    strangers = find_strangers(
        _mask(rest, [(one.start, one.end, "p" * (one.end - one.start)) for one in people]),
        people,
        setting.title,
    )
    feelings, shift = find_feelings(rest), find_shift(rest)
    masks = [(one.start, one.end, "P") for one in people] + [(one.start, one.end, "N") for one in strangers]
    masks += [(shift.start, shift.end, "S")] if shift else []
    masks += [
        (one.start, one.end, "E" if one.degree == "plain" else "M")
        for one in feelings
        if not any(low < one.end and one.start < high for low, high, _ in masks)
    ]
    masked = _lowered(_mask(rest, masks))
    return _Parts(plain, masked, times, people, strangers, feelings, shift, quotes, clause)


def _mask(text: str, places: list[tuple[int, int, str]]) -> str:
    for start, end, letter in sorted(places, reverse=True):
        text = text[:start] + letter + text[end:]
    return " ".join(text.split())


def _lowered(masked: str) -> str:
    return re.sub(
        r"[A-Za-z][\w']*",
        lambda match: (
            match[0] if match[0] in ("P", "P's", "E", "M", "S", "T", "Q", "N", "V") else match[0].lower()
        ),
        masked,
    ).replace(" - ", " ")


def _read(text: str, parts: _Parts, setting: Setting) -> Question:
    intent, subject = intent_of(_told_first(parts.masked))
    time = parts.times[0] if parts.times else None
    known = tuple(dict.fromkeys(one.person.id for one in parts.people if one.person))
    present, absent = _split_absent(parts, known)
    question = Question(
        text=text,
        intent=intent,
        ask=ask_of(parts.masked),
        people=present,
        absent=absent,
        strangers=tuple(one.words for one in parts.strangers),
        emotions=_emotions(parts.feelings),
        feeling=parts.feelings[0].word if parts.feelings else "",
        strength=strength_of(parts.feelings),
        mutual=subject == "mutual",
        unknown_feeling=unknown_feeling(parts.masked),
        span=time.span if time else None,
        relation=time.relation if time else "in",
        event=_event(parts.clause, setting, parts) if parts.clause else None,
        which=_which(parts.masked),
        quote=parts.quotes[0] if parts.quotes else "",
        verbatim=bool(parts.quotes),
        subject=subject,
        denied=is_denied(parts.masked) or any(one.denied for one in parts.feelings),
        foreign=is_foreign(text),
        least=bool(re.search(r"\b(?:least|shortest|less|darkest)\b", parts.masked)),
    )
    return _with_topic(_settled(question, parts), parts, setting)


def _told_first(masked: str) -> str:
    """The question with a time or event that it opens with put at its end."""
    return re.sub(r"^([TV]),? (?=\w)(.*)$", r"\2 \1", masked)


def _settled(question: Question, parts: _Parts) -> Question:
    """The intent once its slots are seen: a cast at a time is who is on screen then."""
    if names_no_time(parts.text):
        return replace(question, intent="unclear")
    if question.foreign:
        return replace(question, intent="search", people=(), strangers=(), subject="")
    if parts.clause is None and is_vague(parts.masked):
        return replace(question, intent="vague")
    question = _refined(_of_one_who_feels(question, parts.masked), parts)
    return _measured(_of_moods(question, parts), parts.masked)


def _of_moods(question: Question, parts: _Parts) -> Question:
    """With the two sides of what moves or conflicts: the feelings before and after, of face and of voice."""
    feelings = [mention.emotions for mention in parts.feelings]
    if question.intent == "turn":
        return _turned(question, parts, feelings)
    if question.intent == "conflict":
        return _conflicting(question, parts.masked, feelings)
    if question.intent == "tension" and question.people:
        return replace(question, intent="feelings", emotions=_TENSE, feeling="tense")
    if question.intent == "identity" and question.emotions:
        return replace(question, intent="feelings", doubted=True)
    if question.intent == "feelings" and question.unknown_feeling and _OF_WHOM.search(parts.masked):
        return replace(question, people=question.people[:-1], aimed=True)
    if question.intent == "arc":
        return _over_time(question, parts)
    return replace(question, aimed=True) if question.intent == "toward" else question


def _over_time(question: Question, parts: _Parts) -> Question:
    """An emotional arc is of every feeling; the end beside the beginning is all of the film."""
    emotions = () if len(question.emotions) > _MOST_MEANT else question.emotions
    span = None if len(parts.times) > 1 else question.span
    return replace(question, emotions=emotions, span=span)


def _turned(question: Question, parts: _Parts, feelings: list[tuple[Emotion, ...]]) -> Question:
    if parts.shift:
        return replace(question, before=parts.shift.before, emotions=parts.shift.after)
    if _STOPS.search(parts.masked) or len(feelings) > 1:
        return replace(question, before=feelings[0], emotions=feelings[1] if len(feelings) > 1 else ())
    return replace(question, emotions=())


def _conflicting(question: Question, masked: str, feelings: list[tuple[Emotion, ...]]) -> Question:
    """The face's feeling and that of voice or words; what is hidden is heard, if anything tells it."""
    if len(feelings) > 1:
        seen, heard = feelings[::-1] if _HEARD_FIRST.search(masked) else feelings
        return replace(question, emotions=seen, heard=heard)
    hidden = bool(feelings) and re.search(r"\b(?:hid\w+|mask\w*|conceal\w*)\b", masked)
    return replace(question, emotions=(), heard=feelings[0]) if hidden else question


def _refined(question: Question, parts: _Parts) -> Question:
    if question.intent == "happening" and _is_of_something(question, parts):
        return replace(question, intent="search")
    if question.intent == "who said" and re.search(r"\b(?:to|with) P$", parts.masked):
        return replace(question, intent="search")
    if question.intent == "cast" and (question.span or question.event):
        return replace(question, intent="on screen")
    if question.intent == "summary" and question.event:
        return replace(question, intent="happening")
    if question.intent == "most" and question.subject == "feelings" and len(question.people) > 1:
        return replace(question, intent="compare")
    if (
        question.unknown_feeling
        and not question.emotions
        and question.intent in ("on screen", "search", "appearances", "together", "companions")
    ):
        return replace(question, intent="feelings")
    return question


def _measured(question: Question, masked: str) -> Question:
    """With what is measured: people are compared, or counted in scenes, by more than one thing."""
    if question.intent == "compare" and not question.emotions:
        return replace(question, subject=_measure(masked))
    in_scenes = question.intent == "appearances" and question.ask == "count" and _IN_SCENES.search(masked)
    return replace(question, subject="scenes") if in_scenes else question


def _measure(masked: str) -> str:
    """By what people are compared, where it is asked who does it more."""
    if not re.search(r"\b(?:more|less|most|least|longer|often)\b", masked):
        return ""
    return "speech" if _OF_SPEECH.search(masked) else "presence"


def _of_one_who_feels(question: Question, masked: str) -> Question:
    """Angry at somebody: only who is angry can be told. Laughing is told by its feeling, so never as yes."""
    if question.intent != "feelings":
        return question
    if _AIMED.search(masked):
        question = replace(question, people=question.people[:-1], strangers=(), aimed=True, ask="when")
    guessed = question.ask == "whether" and question.feeling in DEEDS
    return replace(question, ask="when") if guessed else question


def _is_of_something(question: Question, parts: _Parts) -> bool:
    """Whether it asks what becomes of a thing, and not of a time, an event or a person."""
    if question.span or question.event or question.people:
        return False
    masked = re.sub(r"\b[PTEMVQ]\b", " ", parts.masked)
    return any(word.lower() not in _OF_WATCHING for word in content_words(masked))


def _split_absent(parts: _Parts, known: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who must be there and who must not: whoever stands after `without`."""
    if not re.search(r"\b(?:without|but not|not with)\b", parts.masked):
        return known, ()
    before = len(re.findall(r"\bP\b", re.split(r"\b(?:without|but not|not with)\b", parts.masked)[0]))
    return known[:before], known[before:]


def _emotions(feelings: list[FeelingMention]) -> tuple[Emotion, ...]:
    return tuple(dict.fromkeys(emotion for feeling in feelings for emotion in feeling.emotions))


def _which(masked: str) -> Literal["all", "first", "last"]:
    if re.search(r"\b(?:first|earliest|introduced|debuts?)\b(?! (?:T|half|third|minute))", masked):
        return "first"
    return (
        "last" if re.search(r"\b(?:last|final|latest)\b(?! (?:T|half|third|minute|long))", masked) else "all"
    )


def _event(clause: Clause, setting: Setting, parts: _Parts) -> Event:
    if clause.is_previous:
        return Event("previous", clause.relation)
    if mentioned := _MENTIONED.match(clause.words):
        words = _spelt_out(mentioned["what"], parts.quotes).strip("“”")
        return Event("says", clause.relation, words, clause.words, last=bool(mentioned["last"]))
    named = find_people(clause.words, setting.cast)
    named += _strangers_in(clause.words, named, setting)
    slots = [(one.start, one.end, "P" if one.person else "N") for one in named]
    masked = _lowered(_mask(clause.words, slots))
    emotions = _emotions(find_feelings(clause.words))
    event = Event(
        _kind_of_event(masked, clause, emotions),
        clause.relation,
        " ".join(content_words(clause.words)) or clause.words,
        _spelt_out(clause.words, parts.quotes),
        tuple(one.person.id for one in named if one.person),
        tuple(one.words for one in named),
        emotions,
        bool(re.search(r"\blast\b", clause.words)),
    )
    return replace(event, words=_words_said(clause.words, parts.quotes)) if event.kind == "says" else event


def _strangers_in(clause: str, known: list[PersonMention], setting: Setting) -> list[PersonMention]:
    """Names nobody has in a clause, whose first word is capital only if it is a name."""
    found = find_strangers(f"{_OPENER}{clause}", [], setting.title)
    shift = len(_OPENER)
    moved = [replace(one, start=one.start - shift, end=one.end - shift) for one in found]
    return [one for one in moved if all(one.end <= other.start or other.end <= one.start for other in known)]


def _kind_of_event(masked: str, clause: Clause, emotions: tuple[Emotion, ...]) -> EventKind:
    """What kind of thing happens; only of people who are known, and by what is seen or heard of them."""
    if re.search(r"\bQ\b", masked) or _SAYING.match(masked):
        return "says" if "N" not in masked.split() else "words"
    if emotions:
        return "feels" if "N" not in masked.split() else "words"
    if _MEETING.search(masked):
        return "meets"
    return "appears" if masked == "P" or ("P" in masked.split() and clause.is_appearance) else "words"


def _words_said(clause: str, quotes: list[str]) -> str:
    """The words that somebody says in a clause; none in `Ben speaks`."""
    if re.search(r"\bQ\b", clause):
        return quotes[-1]
    said = re.search(rf"\b(?:{_SAYING_VERB})\b(?: (?:that|about|of))?(.*)$", clause, re.IGNORECASE)
    return said[1].strip() if said else ""


def _spelt_out(clause: str, quotes: list[str]) -> str:
    return re.sub(r"\bQ\b", f"“{quotes[-1]}”", clause) if quotes else clause


def _with_topic(question: Question, parts: _Parts, setting: Setting) -> Question:
    """Fills in what is talked about; a person who is talked about is not the speaker."""
    if question.intent == "mentions":
        return _mentioned(question, parts, setting)
    if question.intent in ("said", "who said") and (
        about := re.search(r"\babout (.+)$", parts.text, re.IGNORECASE)
    ):
        speakers = tuple(one for one in question.people if not _names_in(about[1], setting, one))
        strangers = tuple(one for one in question.strangers if one not in about[1])
        return replace(question, people=speakers, strangers=strangers, topic=_topic(about[1], setting))
    if question.intent == "said" and len(question.people) > 1 and _ADDRESSED.search(parts.masked):
        return replace(question, people=question.people[:-1], aimed=True)
    if question.intent == "who said" and not question.quote:
        words = re.sub(r"^.*?\b(?:says?|said|asks?|asked|utters?)\b", "", parts.text, flags=re.IGNORECASE)
        heard = (
            "" if re.search(r"^who (?:is |was |are )?(?:speak|talk|sing)", parts.masked) else words.strip()
        )
        return replace(question, quote=heard, strangers=())
    return _looked_for(question, parts, setting)


def _looked_for(question: Question, parts: _Parts, setting: Setting) -> Question:
    """With the words that lines, sounds or pictures are searched for."""
    if question.foreign:
        return replace(question, topic=without_small_words(parts.text))
    if question.intent == "sounds":
        words = _topic(_SOUNDING.sub(" ", re.sub(r"\b[PTEMVQN]\b", " ", parts.masked)), setting)
        return replace(question, topic=words, strangers=())
    if question.subject == "thing":
        return replace(question, topic=_topic(re.sub(r"^.*?\b(?:feel \w+|about)", "", parts.text), setting))
    if question.intent in ("search", "why", "outside", "written"):
        return replace(question, topic=_topic(re.sub(r"\b[PTEMVQ](?:'s)?\b", " ", _spelt(parts)), setting))
    return question


def _mentioned(question: Question, parts: _Parts, setting: Setting) -> Question:
    """Who mentions is the person before the verb; everybody and everything else is what is mentioned."""
    active = re.search(
        r"\b(?:does|do|did|when P|P) .*?(?:mention|talk|refer|say|bring|hear)\w*\b", parts.masked
    )
    speaks_first = bool(active and re.search(r"\b(?:does|do|did|when) P\b|^P\b", parts.masked))
    if active and re.search(r"\b(?:does|do|did) N\b", parts.masked):
        return replace(question, strangers=question.strangers[:1])  # a speaker whom nobody knows
    speaker, mentioned = (question.people[:1], question.people[1:]) if speaks_first else ((), question.people)
    names = [person.name for person in setting.cast if person.id in mentioned]
    words = question.quote or " ".join([*names, *question.strangers]) or _topic(_after_verb(parts), setting)
    return replace(question, people=speaker, strangers=(), topic=words)


def _spelt(parts: _Parts) -> str:
    """The masked question with strangers' names put back."""
    return (
        re.sub(r"\bN\b", lambda _: names.pop(0), parts.masked)
        if (names := [one.words for one in parts.strangers])
        else parts.masked
    )


def _after_verb(parts: _Parts) -> str:
    return re.sub(r"\b(?:the )?(?:words?|name|phrase)\b", "", _shown(parts))


def _shown(parts: _Parts) -> str:
    return re.sub(r"\b[PTEMVN](?:'s)?\b", " ", parts.masked) if not parts.feelings else parts.text


def _topic(words: str, setting: Setting) -> str:
    times = [(time.start, time.end, " ") for time in find_times(words, setting.duration_s)]
    skipped = (
        "often",
        "many",
        "first",
        "last",
        "come",
        "comes",
        "came",
        "hear",
        "heard",
        "refer",
        "bring",
        "brought",
        "word",
        "words",
        "about",
        "on-screen",
        "screen",
        "times",
        "people",
        "appear",
        "appears",
    )
    return " ".join(word for word in content_words(_mask(words, times)) if word.lower() not in skipped)


def _names_in(words: str, setting: Setting, person_id: str) -> bool:
    return any(one.person and one.person.id == person_id for one in find_people(words, setting.cast))


def _pointed(question: Question, parts: _Parts, focus: Focus) -> Question:
    """Puts topics and moments of the conversation where the question only points at them."""
    if question.intent in ("said", "mentions") and not question.topic and _IT.search(parts.masked):
        question = replace(question, topic=focus.topic)
    event = question.event
    if event is None or event.kind != "previous":
        return question
    if focus.span is None:
        whole = question.intent == "on screen" and not _POINTS.search(parts.masked)
        return replace(question, intent=question.intent if whole else "unclear", event=None)
    return replace(question, event=None, span=beside(focus.span, event.relation), relation=event.relation)


def _with_antecedent(question: Question, masked: str, focus: Focus, setting: Setting) -> Question:
    """Puts people of the conversation where the question has only pronouns."""
    if question.intent == "who said" and question.quote.lower() in ("that", "it", "this") and focus.span:
        return replace(question, quote="", span=focus.span)
    if pronoun := pronoun_in(masked):
        return _with_one(question, pronoun, meant_by(pronoun, focus, setting.cast), masked)
    several = several_meant(focus)
    if len(several) < 2 or question.people:
        return question
    if question.intent == "most" and question.subject == "feelings" and "M" in masked:
        return replace(question, intent="compare", people=several)
    return replace(question, people=several) if _is_of_several(question, masked) else question


def _with_its_own(question: Question, parts: _Parts, focus: Focus, setting: Setting) -> Question:
    """The event with its pronoun read: of whom the question is about, or who was spoken of."""
    pronoun = pronoun_in(parts.clause.words.lower()) if parts.clause else None
    if parts.clause is None or pronoun is None:
        return question
    who = question.people[:1] or meant_by(pronoun, focus, setting.cast)[:1]
    name = next((one.name for one in setting.cast if one.id in who), None)
    words = re.sub(r"\b(?:he|she)\b", name or r"\g<0>", parts.clause.words, flags=re.IGNORECASE)
    return replace(question, event=_event(replace(parts.clause, words=words), setting, parts))


def _is_of_several(question: Question, masked: str) -> bool:
    asked_of = ("together", "feelings", "appearances", "compare", "toward", "disagree")
    return means_many(masked) and question.intent in asked_of


def _with_one(question: Question, pronoun: Pronoun, meant: tuple[str, ...], masked: str) -> Question:
    """The question with the pronoun read as who it means, or as one of several."""
    if not meant:
        return question if question.people else replace(question, intent="unclear")
    people = (*question.people, *(who for who in meant[:1] if who not in question.people))
    candidates = meant if len(meant) > 1 else ()
    read = _again(replace(question, people=people, pronoun=pronoun, candidates=candidates), masked)
    feels = read.intent == "toward" and re.search(r"\b(?:he|she|his|her)\b.*\bP\b", masked)
    return replace(read, people=people[::-1], pronoun=None) if feels else read


def _again(question: Question, masked: str) -> Question:
    """The intent once the pronoun is read as a person."""
    named = re.sub(r"\b(?:he|she|him|himself|herself)\b", "P", masked)
    named = re.sub(r"\b(?:his|hers|her)\b(?= \w)", "P's", named)
    named = re.sub(r"\b(?:her|his|hers)\b", "P", named)
    intent, subject = intent_of(named)
    return replace(question, intent=intent, subject=subject)
