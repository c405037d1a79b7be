"""Who bears which name: weighs what a film says about its characters' names.

A name is called where somebody answers, and who calls it is not called so. Each such event is more or less
likely if a character bears the name; the product of these ratios, over all events of a name, tells whose it
is, or that it is nobody's who is seen or heard (naive Bayes, as in Everingham et al., "Hello! My name is…
Buffy", BMVC 2006, who let subtitles name faces by who speaks).
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from storyreel.memory.name_forms import is_same_name, one_form_each
from storyreel.memory.records import NameClaim, NameEvidence, Utterance
from storyreel.memory.speakers import Reason, Speaker

NAMED_FROM = 0.8
"""Confidence from which a character bears a name; below, it is only mentioned. Of the names so given to the
speakers of MELD's training seasons 48 of 50 are right; with every second line's speaker unknown and every
fourth of the others wrong, 26 of 27."""
MENTIONED_FROM = 0.15
"""Confidence below which a name is not even mentioned."""
NEAR_S = 8.0
"""Lines further apart than this are no question and answer."""
NEAR_LINES = 3
UNSURE_STEP = 0.6
"""What is left of trust in the next known speaker for each line between whose speaker is not known."""
NOBODYS = 0.3
"""How often a name that is called is of nobody in the film: 21% of MELD's, more where not all are seen."""
INDEPENDENT = 0.7
"""Exponent of the ratios: calls of one conversation err together."""
Event = tuple[bool | None, bool | None]
"""Whether the character speaks next, and spoke before; None where that is not known."""
CALLED: Mapping[Event, float] = {
    (True, True): 50,
    (True, False): 9.5,
    (False, True): 2.4,
    (False, False): 0.16,
    (True, None): 48,
    (False, None): 0.13,
    (None, True): 20,
    (None, False): 0.25,
    (None, None): 1.0,
}
"""How much more likely an event is of the one whose name is called than of anybody else in the film: counted
over the 494 calls of MELD's training dialogues whose name is one speaker's of their episode."""
CALLS = 0.16
"""The same for who says the line that calls: people seldom call themselves."""
INTRODUCES = 25.0
"""The same for who says `I'm Anna`, which is at times a joke or a quotation."""
SPEAKING: Mapping[Reason, float] = {"label": 1.0, "voice": 0.8, "mouth": 0.8, "face": 0.5}
"""What is left of trust in a speaker, by what tells who speaks, if they would call their own name: films show
whom one speaks to, and voices are cut at the wrong word."""
SPEAKS_OF = 0.1
"""The same for who says `Ask Anna`."""
TAKEN = 0.1
"""How much less likely a name is theirs who firmly bear another, or while another firmly bears it."""


@dataclass(frozen=True)
class _Voice:
    """Who is believed to speak, and how firmly."""

    who: str
    trust: float


@dataclass(frozen=True)
class _Weighed:
    name: str
    who: str
    probability: float
    claims: tuple[NameClaim, ...]


def evidence_by_character(
    people: Sequence[str],
    claims: Sequence[NameClaim],
    utterances: Sequence[Utterance],
    speakers: Mapping[str, Speaker],
    clusters: Mapping[str, str],
    known: Mapping[str, str] = {},
) -> dict[str, list[NameEvidence]]:
    """What speaks for which name of each character, by character id, the strongest first.

    `speakers` gives the speaker of utterances by id; `clusters` the character of a face cluster; `known` the
    names of characters that no dialogue has to tell.
    """
    shown = one_form_each([claim.name for claim in claims])
    parts = {c.actor.casefold(): shown[c.name] for c in claims if c.source == "credits" and c.actor}
    found: defaultdict[str, list[NameEvidence]] = defaultdict(list)
    for weighed in _said(people, claims, _Lines(utterances, speakers), shown, known):
        if weighed.probability >= MENTIONED_FROM:
            found[weighed.who].append(_from_dialogue(weighed))
    for claim in claims:
        if claim.source == "cast picture" and (who := clusters.get(claim.about or "")) in people:
            found[str(who)].append(_from_picture(claim, parts))
    return {who: sorted(some, key=lambda one: -one.confidence) for who, some in found.items()}


def best_names(evidence: Sequence[NameEvidence]) -> list[tuple[str, float]]:
    """The names that evidence speaks for, with what all of it together is worth, the strongest first."""
    doubt: dict[str, float] = {}
    written: dict[str, str] = {}
    for one in evidence:
        if one.name is not None:
            key = one.name.casefold()
            written.setdefault(key, one.name)
            doubt[key] = doubt.get(key, 1.0) * (1 - one.confidence)
    return sorted(((written[key], 1 - left) for key, left in doubt.items()), key=lambda pair: -pair[1])


def _said(
    people: Sequence[str],
    claims: Sequence[NameClaim],
    lines: "_Lines",
    shown: Mapping[str, str],
    known: Mapping[str, str],
) -> list[_Weighed]:
    """Each name is weighed twice: one that is firmly somebody's is nobody else's, and they bear no other."""
    called = _called(claims, lines, shown) if people else {}

    def weighed(firm: Set[tuple[str, str]]) -> list[_Weighed]:
        return [
            one
            for name, some in called.items()
            for one in _weigh(name, some, _chances(name, people, firm), lines)
        ]

    firm = set(known.items())
    sure = {(one.who, one.name) for one in weighed(firm) if one.probability >= NAMED_FROM}
    return weighed(firm | sure)


def _called(
    claims: Sequence[NameClaim], lines: "_Lines", shown: Mapping[str, str]
) -> dict[str, list[NameClaim]]:
    """The claims of each name that somebody is called by, or says that it is theirs."""
    by_name: defaultdict[str, list[NameClaim]] = defaultdict(list)
    for claim in claims:
        if claim.about in lines.place:
            by_name[shown[claim.name]].append(claim)
    return {
        name: some
        for name, some in by_name.items()
        if any(claim.source in ("vocative", "introduction") for claim in some)
    }


def _chances(name: str, people: Sequence[str], firm: Set[tuple[str, str]]) -> dict[str, float]:
    """How likely the name is each one's at first; `firm` has who surely bears which name."""
    bearers = {who for who, borne in firm if is_same_name(borne, name)}
    others = {who for who, borne in firm if not is_same_name(borne, name)}
    even = (1 - NOBODYS) / len(people)
    return {
        who: even * (TAKEN if who not in bearers and (bearers or who in others) else 1.0) for who in people
    }


def _weigh(
    name: str, claims: Sequence[NameClaim], chances: Mapping[str, float], lines: "_Lines"
) -> list[_Weighed]:
    """`chances` has how likely the name is each one's before; the rest is nobody's who is known."""
    ratios = {who: [(claim, _ratio(claim, who, lines)) for claim in claims] for who in chances}
    log_odds = {who: INDEPENDENT * sum(math.log(r) for _, r in some) for who, some in ratios.items()}
    top = max(0.0, *log_odds.values())
    masses = {who: chances[who] * math.exp(odds - top) for who, odds in log_odds.items()}
    total = NOBODYS * math.exp(-top) + sum(masses.values())
    return [
        _Weighed(name, who, masses[who] / total, tuple(claim for claim, ratio in ratios[who] if ratio > 1))
        for who in chances
        if any(ratio > 1 for _, ratio in ratios[who])
    ]


def _ratio(claim: NameClaim, who: str, lines: "_Lines") -> float:
    """How much more likely the line is if the name is this character's than if it is not."""
    place = lines.place[claim.about or ""]
    speaker = lines.voices[place]
    says = speaker is not None and speaker.who == who
    if claim.source == "vocative":
        return _call_ratio(place, speaker, who, lines)
    if claim.source == "mention":
        return _tempered(SPEAKS_OF, lines.firmness(place)) if says else 1.0
    if speaker is None:
        return 1.0
    return _tempered(INTRODUCES * claim.confidence if says else 1 / INTRODUCES, speaker.trust)


def _call_ratio(place: int, speaker: _Voice | None, who: str, lines: "_Lines") -> float:
    """By who calls, as far as that is known, and who speaks next and before."""
    unknown = _answer_ratio(place, None, who, lines)
    if speaker is None:
        return unknown
    if speaker.who == who:
        trust = lines.firmness(place)  # pooled by logarithms, or one answer would outweigh any doubt
        return float(CALLS**trust * unknown ** (1 - trust))
    return speaker.trust * _answer_ratio(place, speaker.who, who, lines) + (1 - speaker.trust) * unknown


def _answer_ratio(place: int, speaker: str | None, who: str, lines: "_Lines") -> float:
    after, before = lines.neighbour(place, 1, speaker), lines.neighbour(place, -1, speaker)
    return sum(
        first_chance * second_chance * CALLED[first, second]
        for first, first_chance in _outcomes(after, who)
        for second, second_chance in _outcomes(before, who)
    )


def _outcomes(voice: _Voice | None, who: str) -> list[tuple[bool | None, float]]:
    """Whether somebody is this character, or not known, with the chance of each."""
    if voice is None:
        return [(None, 1.0)]
    return [(voice.who == who, voice.trust), (None, 1 - voice.trust)]


def _tempered(ratio: float, trust: float) -> float:
    return trust * ratio + 1 - trust


class _Lines:
    """The film's spoken lines in order, each with who is believed to speak."""

    def __init__(self, utterances: Sequence[Utterance], speakers: Mapping[str, Speaker]) -> None:
        spoken = [one for one in utterances if one.manner == "speech"]
        self.spans = [one.span for one in spoken]
        self.place = {one.utterance_id: place for place, one in enumerate(spoken)}
        self.known = [speakers.get(one.utterance_id) for one in spoken]
        self.voices = [_Voice(one.character_id, one.confidence) if one else None for one in self.known]

    def firmness(self, place: int) -> float:
        """How firmly it is known who calls a name, if it would be the one who is called."""
        known = self.known[place]
        if known is None:
            return 0.0
        return known.confidence * SPEAKING[known.reason]

    def neighbour(self, place: int, step: int, speaker: str | None) -> _Voice | None:
        """The next other speaker on one side, trusted less for each line between whose is not known."""
        trust = 1.0
        for other in range(place + step, place + step * (NEAR_LINES + 1), step):
            if not 0 <= other < len(self.spans) or self._gap_s(other - step, other) > NEAR_S:
                return None
            voice = self.voices[other]
            if voice is None:
                trust *= UNSURE_STEP
            elif voice.who != speaker:
                return _Voice(voice.who, voice.trust * trust)
        return None

    def _gap_s(self, one: int, other: int) -> float:
        first, second = min(one, other), max(one, other)
        return self.spans[second].start_s - self.spans[first].end_s


def _from_dialogue(weighed: _Weighed) -> NameEvidence:
    first = weighed.claims[0]
    introduces = next((claim for claim in weighed.claims if claim.source == "introduction"), None)
    count = len({claim.about for claim in weighed.claims})
    lines = "a line" if count == 1 else f"{count} lines"
    how = "says" if introduces else f"answers to the name in {lines}, as"
    quoted = introduces or first
    return NameEvidence(
        source="dialogue",
        name=weighed.name,
        text=f"{how} “{quoted.words}”",
        time_s=quoted.span.start_s,
        confidence=weighed.probability,
    )


def _from_picture(claim: NameClaim, parts: Mapping[str, str]) -> NameEvidence:
    part = parts.get(claim.name.casefold())
    text = f"looks like the cast picture {claim.words!r}"
    if part:
        text += f"; the credits say that {claim.name} plays {part}"
    name = part or claim.name
    return NameEvidence(source="cast picture", name=name, text=text, confidence=claim.confidence)
