"""Whether what was found supports all that a sentence claims, and which of it."""

import re
from collections.abc import Sequence

from storyreel.agent.check import frames
from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.besides import holds_besides
from storyreel.agent.check.claims import clauses_of
from storyreel.agent.check.clause import Clause, Quote, without_names
from storyreel.agent.check.denials import denial_holds
from storyreel.agent.check.depicted import depicts, tells
from storyreel.agent.check.figures import count_proof
from storyreel.agent.check.fitting import fitting, is_topic
from storyreel.agent.check.ground import MOST_CITED, TITLES, Ground, has, is_of, names, once, words_of
from storyreel.agent.check.moments import distance, is_at
from storyreel.agent.check.order import is_in_order
from storyreel.agent.check.overreach import overreaches
from storyreel.agent.check.quotations import masked
from storyreel.agent.check.reported import is_report, lines_holding
from storyreel.agent.check.times import CLOCK, Time
from storyreel.agent.results import Item
from storyreel.memory.clock import clock
from storyreel.memory.name_rules import says_something

_MOST_WORDS_HELD = 0.85
"""Share of a clause's telling words that must stand in what was found of its people and times: all of six."""
_PLAYS = " plays"
"""What is heard does."""
_MOMENT = re.compile(rf"\bat ({CLOCK.pattern})(?!–)")


def support(sentence: str, ground: Ground, before: tuple[str, ...] = ()) -> list[Item] | None:
    """The items that a sentence rests on, or None if a claim of it has nothing to rest on.

    `before` are the people of the sentence before, whom a pronoun may mean.
    """
    if sentence in ground.notes:
        return _told_of(sentence, ground)
    clauses = clauses_of(sentence, ground, before)
    if overreaches(masked(sentence)[0], clauses, ground) or not is_in_order(sentence, ground, before):
        return None
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
    if clause.lacks_people or not _known(clause, ground) or _is_bare_predicate(clause):
        return None
    if clause.admits:
        return [] if _is_of_what_is_known(clause, ground) else None
    if clause.denies:
        return [] if denial_holds(clause, rest, ground) else None
    if not holds_besides(clause, ground):
        return None
    parts = (_quoted, _timed, _untimed, _told)
    proofs = [*(part(clause, ground) for part in parts), count_proof(clause, ground, rest)]
    return None if None in proofs else once(item for proof in proofs for item in proof or ())


def _is_bare_predicate(clause: Clause) -> bool:
    """Whether it says of somebody that they did or were something, in no word that could be looked up."""
    told = (clause.kinds, clause.quotes, clause.feelings, clause.numbers, clause.content)
    if not clause.names or any(told) or clause.denies or clause.admits:
        return False
    return bool(words.PREDICATE.search(clause.text)) and not words.IN_FILM.search(clause.text)


def _known(clause: Clause, ground: Ground) -> bool:
    """Whether every name was found, or, where something is denied or not known, was asked about."""
    allowed = ground.words
    if clause.denies or clause.admits:
        allowed = allowed | ground.asked_words | ground.cast_words
    if re.search(r"\bthere (?:is|are)\b|\bI know\b|\bask me\b", clause.text):
        allowed = allowed | ground.cast_words
    people = (*clause.names, *(quote.speaker for quote in clause.quotes if quote.speaker))
    return all(ground.calls(name) for name in people) and all(
        word in allowed or word in TITLES for name in people for word in words_of(name)
    )


def _is_of_what_is_known(clause: Clause, ground: Ground) -> bool:
    """Whether not to know it takes nothing for granted: `I cannot tell why he killed her` says he did.

    What was asked may be named, and what the film speaks of, but no deed that nobody asked about.
    """
    asked, told = " ".join(ground.asked_words), " ".join(ground.words | ground.cast_words)
    before, *_ = words.ADMISSION.split(clause.text)
    own = words_of(words.ADMISSION.sub(" ", clause.text))
    unasked = [word for word in clause.content if word in own and not has(asked, word)]
    deeds = {*frames.deeds_in(without_names(clause.text, clause.names)), *words_of(before)}
    unknown = [word for word in unasked if word in deeds or not has(told, word)]
    return not deeds.intersection(unknown) and not (unknown and words.TAKEN_FOR_GRANTED.search(clause.text))


def _quoted(clause: Clause, ground: Ground) -> list[Item] | None:
    """One item for each quotation, said by whom it is said to be."""
    proof: list[Item] = []
    for quote in clause.quotes:
        if quote.words in ground.cast:
            continue
        found = [
            item
            for item in said_by(quote, ground)
            if _is_of_that_kind(item, quote, clause) and _is_of_those_named(item, quote, clause)
        ]
        at_time = [item for item in found if any(is_at(item, time) for time in clause.times)]
        if not found or (clause.times and not clause.names and not at_time):
            return None
        proof += (at_time or found)[:1]
    return proof


def _is_of_that_kind(item: Item, quote: Quote, clause: Clause) -> bool:
    """Whether it is written where the clause says so, and spoken where it says that."""
    if not quote.speaker and words.ON_SIGNS.search(clause.text):
        return item.kind not in ("line", "song")
    return item.kind != "screen text" or not (quote.speaker or words.SAYING.search(clause.text))


def _is_of_those_named(item: Item, quote: Quote, clause: Clause) -> bool:
    """Whether one of the people that the clause speaks of besides says it, where it tells not who."""
    if quote.speaker or clause.inherited or clause.of_quote or clause.kinds - {"speech"}:
        return True
    named = [name for name in clause.names if not is_topic(name, clause) and not _is_told(name, clause)]
    return not named or any(is_of(item, name) for name in named)


def _is_told(name: str, clause: Clause) -> bool:
    """`“…” is said to Ben`, `somebody tells Ben “…”`: nothing in the film tells whom."""
    return bool(re.search(rf"\b(?:to|at|tells?|told|asks?|asked) {re.escape(name)}\b", clause.text))


def said_by(quote: Quote, ground: Ground) -> list[Item]:
    """Items that hold a quotation, of its speaker where one is given."""
    found = ground.holding(quote.words) or []
    return [item for item in found if not quote.speaker or is_of(item, quote.speaker)]


def _timed(clause: Clause, ground: Ground) -> list[Item] | None:
    """Items for each of the clause's people at each of its times."""
    proof: list[Item] = []
    fits = fitting(clause, ground)
    for time in clause.times:
        if clause.of_quote:
            continue
        for name in clause.names or ("",):
            found = [item for item in fits(name) if is_at(item, time)]
            found = found or [item for item in _quotes_of(clause, ground) if is_at(item, time)]
            if not found and not (not name and _is_frame_time(time, ground)):
                return None
            proof += sorted(found, key=lambda item: distance(item, time))[:1]
    return proof


def _quotes_of(clause: Clause, ground: Ground) -> list[Item]:
    return [item for quote in clause.quotes for item in said_by(quote, ground)]


def _is_frame_time(time: Time, ground: Ground) -> bool:
    """`The film is 1:00 long`, `between 0:10 and 0:30`: times that were asked about say nothing."""
    return all(
        any(abs(edge_s - at_s) <= 1 for edge_s in ground.edges_s)
        for at_s in (time.start_s, min(time.end_s, ground.duration_s))
    )


def _untimed(clause: Clause, ground: Ground) -> list[Item] | None:
    """Items for what is claimed without a time."""
    if clause.times or clause.of_quote:
        return []
    proof: list[Item] = []
    fits = fitting(clause, ground)
    listed = re.search(r"\bthere (?:is|are)\b|\bI know\b|\bask me\b", clause.text)
    for name in clause.names or ("",):
        found = fits(name) or [item for item in _quotes_of(clause, ground) if not name or is_of(item, name)]
        if not found and (name or clause.kinds) and not (listed and set(words_of(name)) <= ground.cast_words):
            return None
        if name and not clause.quotes:
            proof += found[: MOST_CITED if clause.kinds else 1]
    together = words.TOGETHER.search(clause.text) and len(clause.names) > 1
    return proof if not together or _meet(clause.names, ground) else None


def _meet(people: Sequence[str], ground: Ground) -> bool:
    """Whether there is a moment when all are seen."""
    stays = [
        [item.span for item in ground.items if item.kind == "presence" and is_of(item, n)] for n in people
    ]
    return any(all(any(one.overlap_s(other) > 0 for other in own) for own in stays[1:]) for one in stays[0])


def _told(clause: Clause, ground: Ground) -> list[Item] | None:
    """Items whose words hold most of what else the clause tells.

    What somebody says in the film is no fact of it: lines hold only what is told as said.
    """
    content = _without_title(clause, ground)
    if is_report(clause) and not lines_holding(clause, content, _MOST_WORDS_HELD, ground):
        return None
    if not content:
        return []
    if "speech" in clause.kinds and (spoken := lines_holding(clause, content, _MOST_WORDS_HELD, ground)):
        return [] if clause.times or clause.quotes else spoken[:1]
    there = [item for item in ground.items if all(is_at(item, time) for time in clause.times)]
    about = [item for item in there if any(names(item, name) for name in clause.names)]
    those = about if clause.names and not clause.inherited else there
    pool = [item for item in those if _shown(item, clause)]
    whole = bool(clause.names) and (not clause.inherited or bool(words.PRONOUN.match(clause.text)))
    accounts = [(item, _own_account(item, ground)) for item in pool if not whole or _is_told_of(item, clause)]
    held = {word for word in content if any(has(text, word) for _, text in accounts)}
    if len(held) < (1 if whole else _MOST_WORDS_HELD) * len(content):
        return None
    if clause.times or clause.quotes:
        return []
    best = sorted(accounts, key=lambda one: -sum(has(one[1], word) for word in held))
    return [item for item, _ in best[:1]] if held else []


def _is_told_of(item: Item, clause: Clause) -> bool:
    """Whether it is no description, or one that has a sentence which tells all that of those people."""
    return item.kind not in ("caption", "scene") or tells(item, clause)


def _shown(item: Item, clause: Clause) -> bool:
    """Whether its words are the program's own account of the film, not words out of it."""
    if item.kind == "screen text":
        return bool(clause.quotes or words.WRITTEN.search(clause.text))
    return item.kind not in ("line", "song") or bool(clause.quotes)


def _without_title(clause: Clause, ground: Ground) -> list[str]:
    """What the clause tells, apart from the title where it names that in full."""
    title = words_of(ground.title)
    named = f" {' '.join(title)} " in f" {' '.join(words_of(clause.text))} "
    return [word for word in clause.content if not (named and word in title)]


def _own_account(item: Item, ground: Ground) -> str:
    """What an item tells itself: a title, what somebody is called and what a sign reads are no facts."""
    if item.kind == "character" or any(map(says_something, item.people)):
        return ""  # why somebody is called so tells of nothing but names
    text = depicts(item)
    text = without_names(text.replace(ground.title, " "), (*item.people, *ground.cast))
    return frames.apart_from_frames(words.CITES.sub(" ", text)) + _PLAYS * (item.kind == "heard")


def people_of(sentence: str, ground: Ground) -> tuple[str, ...]:
    """Who a sentence is about, for the pronouns of the next."""
    return tuple(dict.fromkeys(name for clause in clauses_of(sentence, ground) for name in clause.names))
