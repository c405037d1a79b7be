"""What is true of the sample film, and whether Storyreel found it: each check is a figure against a bound."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storyreel.demo.script import NAMED, Card, Role, cues, scenes
from storyreel.export.document import FilmDocument, Person, Piece
from storyreel.memory.intervals import joined, shared, total_s
from storyreel.memory.records import Emotion, Span

CUT_TOLERANCE_S = 0.1
"""Two frames and a half."""
FADE_TOLERANCE_S = 1.0
"""A fade is a change without a moment of its own."""
LEAST_SHARE = 0.9
"""Of cuts found, of found cuts that are there, and of found time on screen that is true."""
LEAST_SEEN = 0.75
"""Of a person's time on screen: hands before a face and fades take some of it."""
LEAST_FELT = 0.5
"""Of the time somebody feels something, and of the time found that is true: feelings have no exact ends."""
FEELINGS: tuple[tuple[Role, Emotion], ...] = (
    ("Anna", "sadness"), ("Anna", "anger"), ("Anna", "fear"), ("Anna", "happiness"), ("Ben", "happiness"),
)  # fmt: skip

Answer = Mapping[str, Any]
"""What `ask --json` prints."""


@dataclass(frozen=True)
class Check:
    """One comparison of what was found with what is true."""

    what: str
    passed: bool
    figure: str

    def __str__(self) -> str:
        return f"{'✓' if self.passed else '✗'} {self.what}: {self.figure}"


def check(found: FilmDocument, answers: Mapping[str, Answer]) -> list[Check]:
    """Compares all that is remembered of the film, and the answers by question, with the screenplay.

    Raises KeyError if one of QUESTIONS has no answer.
    """
    people = _recognised(found)
    return [
        _cuts(found),
        _lines(found),
        _cards(found),
        _people(found, people),
        _names(people),
        *(_presence(role, person) for role, person in people.items()),
        *(_feeling(found, role, emotion) for role, emotion in FEELINGS),
        _silent_voices(found),
        *(judge(question, answers[question]) for question, judge in QUESTIONS.items()),
    ]


def on_screen(role: Role) -> list[Span]:
    """When somebody is seen."""
    return joined(span for span, shot in scenes() if shot.shows == role)


def feels(role: Role, emotion: Emotion) -> list[Span]:
    """When somebody's face shows or words say an emotion plainly."""
    shown = [span for span, shot in scenes() if shot.shows == role and shot.face == emotion]
    return joined(shown + [span for span, cue in cues() if cue.speaker == role and cue.emotion == emotion])


def _seen_roles() -> list[Role]:
    return list(dict.fromkeys(shot.shows for _, shot in scenes() if shot.shows))


def _spans(pieces: Iterable[Piece]) -> list[Span]:
    return joined(Span(start_s=piece.start_s, end_s=piece.end_s) for piece in pieces)


def _spans_of(person: Person) -> list[Span]:
    return joined(Span(start_s=start_s, end_s=end_s) for start_s, end_s in person.spans)


def _recognised(found: FilmDocument) -> dict[Role, Person | None]:
    """The character that each role was taken for: the one seen with it the longest."""
    return {role: _seen_most(found.characters, on_screen(role)) for role in _seen_roles()}


def _seen_most(people: Sequence[Person], spans: Sequence[Span]) -> Person | None:
    seconds = {person.id: total_s(shared(_spans_of(person), spans)) for person in people}
    best = max(people, key=lambda person: seconds[person.id], default=None)
    return best if best and seconds[best.id] > 0 else None


def _cuts(found: FilmDocument) -> Check:
    begin = {
        span.start_s: FADE_TOLERANCE_S if shot.fade_in_s else CUT_TOLERANCE_S for span, shot in scenes()[1:]
    }
    seen = [shot.start_s for shot in found.shots if shot.start_s > 0]
    right = [any(abs(cut_s - there_s) <= near_s for there_s in seen) for cut_s, near_s in begin.items()]
    real = [any(abs(cut_s - there_s) <= near_s for cut_s, near_s in begin.items()) for there_s in seen]
    passed = sum(right) >= LEAST_SHARE * len(right) and sum(real) >= LEAST_SHARE * len(real)
    return Check(
        "cuts", passed, f"{sum(right)} of {len(right)} found, {len(real) - sum(real)} that are not there"
    )


def _lines(found: FilmDocument) -> Check:
    true: Counter[tuple[str | None, str]] = Counter(
        (cue.speaker, cue.words.strip("[]♪ ")) for _, cue in cues()
    )
    heard = Counter((line.speaker, line.words) for line in found.utterances)
    right = (true & heard).total()
    return Check("lines with their speakers", true == heard, f"{right} of {true.total()}")


def _cards(found: FilmDocument) -> Check:
    true = {shot.picture.words for _, shot in scenes() if isinstance(shot.picture, Card)}
    read = {writing.words.upper() for writing in found.screen_texts}
    figure = f"{len(true & read)} of {len(true)}, and {len(read - true)} that are not there"
    return Check("words in the picture", true == read, figure)


def _people(found: FilmDocument, people: Mapping[Role, Person | None]) -> Check:
    apart = {person.id for person in people.values() if person}
    more = sum(bool(person.spans) for person in found.characters) - len(apart)
    figure = f"{len(apart)} of {len(people)}, and {more} who are not there"
    return Check("people told apart", len(apart) == len(people), figure)


def _names(people: Mapping[Role, Person | None]) -> Check:
    names = {role: person.name if person else "nobody" for role, person in people.items()}
    right = [name == role if role in NAMED else name.startswith("Person ") for role, name in names.items()]
    return Check("names", all(right), ", ".join(f"{role} is {name}" for role, name in names.items()))


def _presence(role: Role, person: Person | None) -> Check:
    true, seen = on_screen(role), _spans_of(person) if person else []
    return _overlap(f"when {role} is on screen", true, seen, LEAST_SEEN, LEAST_SHARE)


def _feeling(found: FilmDocument, role: Role, emotion: Emotion) -> Check:
    said = _spans(one for one in found.emotions if one.character == role and one.emotion == emotion)
    return _overlap(f"{emotion} of {role}", feels(role, emotion), said, LEAST_FELT, LEAST_FELT)


def _overlap(
    what: str, true: Sequence[Span], seen: Sequence[Span], least_found: float, least_true: float
) -> Check:
    common_s, true_s, seen_s = total_s(shared(true, seen)), total_s(true), total_s(seen)
    passed = seen_s > 0 and common_s >= least_found * true_s and common_s >= least_true * seen_s
    return Check(what, passed, f"{common_s:.1f} of {true_s:.1f} s found, {seen_s - common_s:.1f} s too much")


def _silent_voices(found: FilmDocument) -> Check:
    """Anna and Ben have no voices, so nothing may be read from them."""
    wrong = sum("voice" in one.modalities for one in found.emotions if one.character in NAMED)
    return Check("feelings read from voices that are not there", wrong == 0, str(wrong))


def _angry_anna(question: str, answer: Answer) -> Check:
    said = joined(
        Span(start_s=one["start_s"], end_s=one["end_s"])
        for one in answer["intervals"]
        if one["character"] == "Anna" and one["emotion"] == "anger"
    )
    return _overlap(question, feels("Anna", "anger"), said, LEAST_FELT, LEAST_FELT)


def _says(*words: str) -> Callable[[str, Answer], Check]:
    """The answer must have all of the words."""

    def judge(question: str, answer: Answer) -> Check:
        missing = [word for word in words if word.casefold() not in answer["answer"].casefold()]
        figure = f"does not say {', '.join(missing)}" if missing else f"says {', '.join(words)}"
        return Check(question, not missing, figure)

    return judge


def _after_the_door(question: str, answer: Answer) -> Check:
    [slam_s] = [span.start_s for span, cue in cues() if cue.noise == "door"]
    ends = [citation["end_s"] for citation in answer["citations"]]
    late = sum(end_s > slam_s for end_s in ends)
    return Check(question, bool(ends) and late == len(ends), f"{late} of {len(ends)} citations reach past it")


QUESTIONS: Mapping[str, Callable[[str, Answer], Check]] = {
    "When does Anna appear angry?": _angry_anna,
    "Who is on screen at 0:18?": _says("Anna"),
    "What does Ben say about the box?": _says("I found your box behind the portraits"),
    "What happens after the door slams?": _after_the_door,
    "How often does Ben appear?": _says(str(len(on_screen("Ben")))),
}
"""What is asked of the film, and how the answer is judged."""
