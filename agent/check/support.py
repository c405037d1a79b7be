"""Whether what was found supports all that a sentence claims, and which of it."""

import re
from collections.abc import Callable, Sequence

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.claims import CLOCK, Clause, Quote, Time, clauses_of
from storyreel.agent.check.counting import is_counted
from storyreel.agent.check.denials import denial_holds, is_always
from storyreel.agent.check.ground import ROUNDING_S, TITLES, Ground, holds, is_of, names, once, words_of
from storyreel.agent.check.numbers import Number
from storyreel.agent.results import Item
from storyreel.memory.clock import clock
from storyreel.memory.records import Emotion

_LONG_S = 90.0
"""A moment inside something longer than this is not shown by it."""
_MOST_WORDS_HELD = 2 / 3
"""Share of a clause's telling words that must stand in what was found of its people and times."""
_MOMENT = re.compile(rf"\bat ({CLOCK.pattern})(?!–)")
_FEW = 6
"""A claim over the whole film is cited by so many items at most."""


def support(sentence: str, ground: Ground, before: tuple[str, ...] = ()) -> list[Item] | None:
    """The items that a sentence rests on, or None if a claim of it has nothing to rest on.

    `before` are the people of the sentence before, whom a pronoun may mean.
    """
    if sentence in ground.notes:
        return _told_of(sentence, ground)
    clauses = clauses_of(sentence, ground, before)
    rests_on: list[Item] = []
    timed = {name for clause in clauses if clause.times for name in clause.names}
    for place, clause in enumerate(clauses):
        proof = _proof(clause, ground, clauses[place + 1 :])
        if proof is None:
            return None
        if clause.times or clause.quotes or not clause.names or not timed.issuperset(clause.names):
            rests_on += proof
    claims = any(_claims(clause) for clause in clauses)
    return once(rests_on) if claims or _is_frame(clauses) else None


def _told_of(note: str, ground: Ground) -> list[Item]:
    """The lines that begin at the very times that a note names: those that somebody's name rests on."""
    told = _MOMENT.findall(note)
    return [item for item in ground.items if item.kind == "line" and clock(item.span.start_s) in told]


def _claims(clause: Clause) -> bool:
    given = (clause.names, clause.times, clause.quotes, clause.feelings, clause.numbers, clause.content)
    return any(given) or clause.denies or clause.admits or bool(clause.kinds)


def _is_frame(clauses: Sequence[Clause]) -> bool:
    """`Here is what I found`: nothing is claimed; a bare yes or no claims all that was asked."""
    return bool(clauses) and not re.fullmatch(r"\W*(?:yes|no)\W*", clauses[0].text, re.IGNORECASE)


def _proof(clause: Clause, ground: Ground, rest: Sequence[Clause]) -> list[Item] | None:
    """The items that one clause rests on; None if it does not hold."""
    if not _known(clause, ground):
        return None
    if clause.admits:
        return []
    if clause.denies:
        return [] if denial_holds(clause, rest, ground) else None
    parts = (_quoted, _timed, _untimed, _besides, _told)
    proofs = [*(part(clause, ground) for part in parts), _counted(clause, ground, rest)]
    return None if None in proofs else once(item for proof in proofs for item in proof or ())


def _known(clause: Clause, ground: Ground) -> bool:
    """Whether every name was found, or, where something is denied or not known, was asked about."""
    allowed = ground.words
    if clause.denies or clause.admits:
        allowed = allowed | ground.asked_words | ground.cast_words
    if re.search(r"\bthere (?:is|are)\b|\bI know\b|\bask me\b", clause.text):
        allowed = allowed | ground.cast_words
    people = (*clause.names, *(quote.speaker for quote in clause.quotes if quote.speaker))
    return all(word in allowed or word in TITLES for name in people for word in words_of(name))


def _quoted(clause: Clause, ground: Ground) -> list[Item] | None:
    """One item for each quotation, said by whom it is said to be."""
    proof: list[Item] = []
    for quote in clause.quotes:
        if quote.words in ground.cast:
            continue
        found = said_by(quote, ground)
        at_time = [item for item in found if any(_is_at(item, time) for time in clause.times)]
        if not found or (clause.times and not clause.names and not at_time):
            return None
        proof += (at_time or found)[:1]
    return proof


def said_by(quote: Quote, ground: Ground) -> list[Item]:
    """Items that hold a quotation, of its speaker where one is given."""
    found = ground.holding(quote.words) or []
    return [item for item in found if not quote.speaker or is_of(item, quote.speaker)]


def _timed(clause: Clause, ground: Ground) -> list[Item] | None:
    """Items for each of the clause's people at each of its times."""
    proof: list[Item] = []
    fits = _fitting(clause, ground)
    for time in clause.times:
        if clause.of_quote:
            continue
        for name in clause.names or ("",):
            found = [item for item in fits(name) if _is_at(item, time)]
            found = found or [item for item in _quotes_of(clause, ground) if _is_at(item, time)]
            if not found and not (not name and _is_frame_time(time, ground)):
                return None
            proof += sorted(found, key=lambda item: _distance(item, time))[:1]
    return proof


def _quotes_of(clause: Clause, ground: Ground) -> list[Item]:
    return [item for quote in clause.quotes for item in said_by(quote, ground)]


def _is_frame_time(time: Time, ground: Ground) -> bool:
    """`The film is 1:00 long`, `between 0:10 and 0:30`: times that were asked about say nothing."""
    return all(
        any(abs(edge_s - at_s) <= 1 for edge_s in ground.edges_s)
        for at_s in (time.start_s, min(time.end_s, ground.duration_s))
    )


def _distance(item: Item, time: Time) -> tuple[bool, float]:
    return item.kind in ("film", "scene"), abs(item.span.start_s - time.start_s) + abs(
        item.span.end_s - time.end_s
    )


def _is_at(item: Item, time: Time) -> bool:
    """Whether an item tells of a time: of all of a stretch, unless only something within it is claimed."""
    start_s, end_s = item.span.start_s, item.span.end_s
    if time.within:
        return start_s < time.end_s + 1 and end_s >= time.start_s
    if time.is_stretch:
        return holds(item.span, time.start_s, time.end_s)
    if min(abs(start_s - time.start_s), abs(end_s - time.start_s)) <= min(ROUNDING_S, time.grain_s):
        return True
    return item.span.duration_s <= _LONG_S and start_s < time.start_s + time.grain_s and end_s >= time.start_s


def _fitting(clause: Clause, ground: Ground) -> Callable[[str], list[Item]]:
    """What may prove the clause of somebody: items of what it claims of them."""
    emotions = {emotion for feeling in clause.feelings for emotion in feeling.emotions}
    felt = {feeling.word for feeling in clause.feelings}

    def fits(name: str) -> list[Item]:
        return [item for item in ground.items if _is_proof(item, name, clause, emotions, felt)]

    return fits


def _is_proof(item: Item, name: str, clause: Clause, emotions: set[Emotion], felt: set[str]) -> bool:
    kinds = clause.kinds
    if "speech" in kinds and item.kind in ("line", "song") and _is_spoken_of(item, name, clause):
        return True
    if name and not names(item, name):
        return False
    if "feeling" in kinds and _feels(item, emotions, felt):
        return True
    if "presence" in kinds and _shows(item, clause.times):
        return True
    if "speech" in kinds and item.kind in ("line", "song", "sound", "character"):
        return not name or is_of(item, name)
    return not kinds


def _is_spoken_of(item: Item, name: str, clause: Clause) -> bool:
    """`Ben talks of Anna`: who is named after the word of speech need not speak."""
    told = words.SPEECH.search(clause.text)
    after = clause.text[told.end() :] if told else ""
    return (name in after and not re.search(rf"\bby {re.escape(name)}\b", after)) and set(
        words_of(name)
    ) <= set(words_of(item.text))


def _feels(item: Item, emotions: set[Emotion], felt: set[str]) -> bool:
    """A feeling that was read, or that stands in a description of what is seen."""
    described = item.kind in ("caption", "scene", "sound") and bool(felt & set(words_of(item.text)))
    return item.emotion in emotions or described


def _shows(item: Item, times: Sequence[Time]) -> bool:
    """Whether it puts somebody in the picture: a description of a scene does so only for all of the scene."""
    if item.kind == "presence" or (item.kind == "emotion" and "face" in item.modalities):
        return True
    if item.kind in ("line", "song"):
        return item.speaker_by in ("mouth", "face")
    if item.kind == "character":
        return bool(item.screen_s)
    return item.kind in ("scene", "caption") and all(time.is_stretch for time in times)


def _untimed(clause: Clause, ground: Ground) -> list[Item] | None:
    """Items for what is claimed without a time."""
    if clause.times or clause.of_quote:
        return []
    proof: list[Item] = []
    fits = _fitting(clause, ground)
    listed = re.search(r"\bthere (?:is|are)\b|\bI know\b|\bask me\b", clause.text)
    for name in clause.names or ("",):
        found = fits(name) or [item for item in _quotes_of(clause, ground) if not name or is_of(item, name)]
        if not found and (name or clause.kinds) and not (listed and set(words_of(name)) <= ground.cast_words):
            return None
        if name and not clause.quotes:
            proof += found[: _FEW if clause.kinds else 1]
    together = words.TOGETHER.search(clause.text) and len(clause.names) > 1
    return proof if not together or _meet(clause.names, ground) else None


def _meet(people: Sequence[str], ground: Ground) -> bool:
    """Whether there is a moment when all are seen."""
    stays = [
        [item.span for item in ground.items if item.kind == "presence" and is_of(item, n)] for n in people
    ]
    return any(all(any(one.overlap_s(other) > 0 for other in own) for own in stays[1:]) for one in stays[0])


def _counted(clause: Clause, ground: Ground, rest: Sequence[Clause]) -> list[Item] | None:
    """Items for each number."""
    proof: list[Item] = []
    of_part = bool(clause.times) or bool(re.search(r"\d:\d\d|\bscene\b|\bminute", ground.question))
    for number in clause.numbers:
        if number.unit == "people" and clause.times:
            found: list[Item] | None = _people_there(number.value, clause.times, ground)
        else:
            found = is_counted(number, clause, ground, of_part)
        if found is None and (
            _is_length_of_film(number, clause, ground)
            or _is_listed(number, clause, rest)
            or (_is_more(number, clause) and any(number.value < found.total for found in ground.results))
        ):
            found = []
        if found is None and not _is_told(number.words, clause, ground):
            return None
        proof += [] if clause.times else (found or [])[:_FEW]
    return proof


def _is_length_of_film(number: Number, clause: Clause, ground: Ground) -> bool:
    near = abs(number.value - ground.duration_s) <= number.precision
    return near and number.unit == "seconds" and " long" in clause.text


def _is_listed(number: Number, clause: Clause, rest: Sequence[Clause]) -> bool:
    """Whether the sentence itself lists so many moments of nobody in particular; each is looked up."""
    listed = len({(time.start_s, time.end_s) for later in rest for time in later.times})
    listed += sum(int(other.value) for later in rest for other in later.numbers if _is_more(other, later))
    return number.unit == "times" and not clause.names and not clause.feelings and listed == number.value


def _is_more(number: Number, clause: Clause) -> bool:
    """`and 4 more`: those that are not listed."""
    return f"{number.words} more" in clause.text


def _people_there(value: float, times: Sequence[Time], ground: Ground) -> list[Item] | None:
    seen = [item for item in ground.items if item.kind == "presence"]
    there = [item for item in seen if all(_is_at(item, time) for time in times)]
    at_once = [item for item in there if all(item.span.holds(time.start_s) for time in times)]
    for some in (there, at_once):
        if len({name for item in some for name in item.people}) == value:
            return some
    return None


def _is_told(number: str, clause: Clause, ground: Ground) -> bool:
    """Whether a description or a line has the number, in the same words."""
    plain = " ".join(words_of(number))
    return any(
        f" {plain} " in f" {text} " and all(_is_at(item, time) for time in clause.times)
        for item, text in ground.texts
        if item.kind not in ("line", "song") or "speech" in clause.kinds or not clause.kinds
    )


def _besides(clause: Clause, ground: Ground) -> list[Item] | None:
    """What `only`, `alone`, `without` and `always` claim besides."""
    seen = [item for item in ground.items if item.kind == "presence"]
    if clause.without or (words.ALONE.search(clause.text) and clause.names and "presence" in clause.kinds):
        shut_out = [
            item
            for item in seen
            if (
                any(is_of(item, name) for name in clause.without)
                if clause.without
                else not any(is_of(item, name) for name in clause.names)
            )
        ]
        if any(_reaches_into(item, time) for item in shut_out for time in clause.times):
            return None
    if words.ALWAYS.search(clause.text) and not clause.numbers and not is_always(clause, ground):
        return None
    return [] if _is_in_order(clause, ground) else None


def _is_in_order(clause: Clause, ground: Ground) -> bool:
    """Whether what is said to be somebody's first or last is that."""
    fits = _fitting(clause, ground)
    for pattern, edge in ((words.FIRST, 0), (words.LAST, -1)):
        by_start = sorted(fits(clause.names[0]), key=_start_s) if clause.names else []
        if pattern.search(clause.text) and clause.kinds and clause.times and clause.names:
            spans = [item for item in by_start if _is_moment(item)]
            if spans and not _is_edge(spans, clause.times[0], edge):
                return False
    return True


def _is_edge(items: Sequence[Item], time: Time, edge: int) -> bool:
    """Whether none of the items lies wholly before, or after, those at a time."""
    there = [item for item in items if _is_at(item, time)]
    if edge == 0:
        return any(all(other.span.end_s > one.span.start_s for other in items) for one in there)
    return any(all(other.span.start_s < one.span.end_s for other in items) for one in there)


def _start_s(item: Item) -> float:
    return item.span.start_s


def _is_moment(item: Item) -> bool:
    return item.kind in ("presence", "emotion", "line", "song", "character")


def _reaches_into(item: Item, time: Time) -> bool:
    """Whether it lies in a time by more than rounding."""
    low, high = time.start_s, max(time.end_s, time.start_s + time.grain_s)
    return min(item.span.end_s, high) - max(item.span.start_s, low) > (1.0 if time.is_stretch else ROUNDING_S)


def _told(clause: Clause, ground: Ground) -> list[Item] | None:
    """Items whose words hold most of what else the clause tells."""
    if not clause.content:
        return []
    there = [item for item in ground.items if all(_is_at(item, time) for time in clause.times)]
    about = [item for item in there if any(names(item, name) for name in clause.names)]
    pool = about if clause.names and not clause.inherited else there
    content = set(clause.content) - set(words_of(ground.title))
    held = {word for word in content if any(_has(item, word) for item in pool)}
    if len(held) < _MOST_WORDS_HELD * len(content):
        return None
    if clause.times or clause.quotes:
        return []
    best = sorted(pool, key=lambda item: -sum(_has(item, word) for word in held))
    return best[:1] if held else []


def _has(item: Item, word: str) -> bool:
    stem = word[: max(4, len(word) - 3)]
    return any(one.startswith(stem) for one in words_of(f"{item.text} {' '.join(item.people)}"))


def people_of(sentence: str, ground: Ground) -> tuple[str, ...]:
    """Who a sentence is about, for the pronouns of the next."""
    return tuple(dict.fromkeys(name for clause in clauses_of(sentence, ground) for name in clause.names))
