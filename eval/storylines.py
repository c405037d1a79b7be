"""How well told storylines keep to their film: one name a person throughout, and what is cited holds.

Films are watched as a user would: a sample of subtitle files, and films with pictures that have subtitles
beside them. The story is told by rules, as a synopsis and by scenes, and what happens first in each film by
a served model too, beside the rules.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from storyreel.agent.cast import cast_of
from storyreel.agent.check.ground import words_of
from storyreel.agent.check.quotations import QUOTATION
from storyreel.agent.check.vocabulary import FRAME
from storyreel.agent.ingest import ingest
from storyreel.agent.llm.model import GuardedChatModel
from storyreel.agent.story import Story, StorySentence, tell
from storyreel.agent.storyline.naming import SURE
from storyreel.agent.storyline.records import OFFLINE
from storyreel.agent.understanding.text import content_words
from storyreel.errors import StoryreelError
from storyreel.eval.agreement import OnProgress
from storyreel.eval.citations import Cited, Evidence, Scores, Share, score
from storyreel.eval.qa import evidence, sample
from storyreel.eval.rows import Measurement, Row
from storyreel.memory import timeline
from storyreel.memory.clock import clock
from storyreel.memory.library import Library
from storyreel.memory.records import Character, Film, Span, Utterance
from storyreel.tools.contract import Depth
from storyreel.tools.media.subtitles import SUFFIXES
from storyreel.tools.naming import capitals
from storyreel.tools.naming.lexicon import plain
from storyreel.tools.naming.words import TITLES

SUBTITLES, CLIPS = Path("subtitles", "films"), Path("clips")
FILMS = 3
FIRST_S = 600.0
"""A served model tells so much of a film: on two processor cores a small one takes half a minute a scene."""
_LEAST_LETTERS = 3


@dataclass(frozen=True)
class Kept:
    """How far storylines keep to their films."""

    mentions: Share
    """Of people, by the one name that the film's cast list gives."""
    people: Share
    """Who is mentioned under no second name."""
    forms: Share
    """Of mentions of names of any kind, those in the form that is the commonest of what may mean the same:
    `Martins` and `Mr Martins`, `Harry` and `Harry Lime`."""
    scores: Scores
    talk: Share
    """Of words that tell what is talked of, outside quotations, those that stand in the lines cited."""
    dropped: int
    """Sentences."""
    by_template: Share
    """Sentences that stand in for those of a served model; of none where rules tell."""

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(
            self.mentions + other.mentions,
            self.people + other.people,
            self.forms + other.forms,
            self.scores + other.scores,
            self.talk + other.talk,
            self.dropped + other.dropped,
            self.by_template + other.by_template,
        )


@dataclass(frozen=True)
class Telling:
    """Who tells a film, and how far."""

    by: GuardedChatModel | None = None
    until_s: float | None = None

    @property
    def name(self) -> str:
        """As a row has it."""
        who = self.by.model_name if self.by else OFFLINE
        return who if self.until_s is None else f"to {clock(self.until_s)}, {who}"


def measure(data: Path, on_progress: OnProgress, model: GuardedChatModel | None = None) -> Measurement:
    """Rows over films of DATA. Raises StoryreelError if it has none."""
    texts, clips = sample(data / SUBTITLES, FILMS), clips_in(data / CLIPS)
    if not texts and not clips:
        raise StoryreelError(f"{str(data)!r} has no films to tell: expected {SUBTITLES}/ or {CLIPS}/ in it")
    rows: list[Row] = []
    notes: list[str] = []
    sets: tuple[tuple[str, list[Path], Depth, float | None], ...] = (
        ("subtitles", texts, "quick", FIRST_S),
        ("clips", clips, "standard", None),
    )
    for name, paths, depth, served_until_s in sets:
        tellings = _tellings(model, served_until_s)
        films = [one for path in paths if (one := _kept(path, depth, tellings, notes, on_progress))]
        for telling, kept in zip(tellings, zip(*films, strict=True), strict=False):
            rows += _rows(f"storylines, {name}, {telling.name}", sum(kept[1:], start=kept[0]), len(kept))
    return Measurement(rows, notes)


def _tellings(model: GuardedChatModel | None, until_s: float | None) -> list[Telling]:
    """By rules, and by a model beside rules that tell as much."""
    as_much = [Telling(None, until_s)] if until_s else []
    return [Telling(), *as_much, Telling(model, until_s)] if model else [Telling()]


def clips_in(folder: Path) -> list[Path]:
    """Films that have subtitles beside them."""
    paths = sorted(folder.glob("*"))
    told = {path.name.split(".")[0] for path in paths if path.suffix in SUFFIXES}
    return [path for path in paths if path.stem in told and path.suffix not in SUFFIXES]


def _kept(
    path: Path, depth: Depth, tellings: Sequence[Telling], notes: list[str], on_progress: OnProgress
) -> list[Kept]:
    """Of each telling; empty if the film cannot be watched."""
    on_progress(f"storyline of {path.stem}", 0, 1)
    with TemporaryDirectory() as folder, Library.open(Path(folder) / "library") as library:
        try:
            film = library.film(ingest(library, path, depth).film)
        except StoryreelError as error:
            notes.append(f"storylines: {error}")
            return []
        return [kept_of(library, film, telling) for telling in tellings]


def kept_of(library: Library, film: Film, telling: Telling = Telling()) -> Kept:
    """How far the synopsis and the scenes of one film keep to it."""
    stories = [tell(library, film, length, telling.until_s, telling.by) for length in ("synopsis", "scenes")]
    sentences = [sentence for story in stories for sentence in story.sentences]
    cast = cast_of(library, film)
    own_words = [QUOTATION.sub(" ", sentence.text) for sentence in sentences]
    cited = [_cited(sentence) for sentence in sentences]
    held = _evidence(library, film, cast)
    return Kept(
        *names_kept(own_words, cast),
        forms_kept(own_words),
        score(cited, held),
        talk_held(cited, held),
        sum(len(story.dropped) for story in stories),
        sum(map(_by_template, stories), start=Share()) if telling.by else Share(),
    )


def _by_template(story: Story) -> Share:
    return Share(sum(len(one.sentences) for one in story.stood_in), len(story.sentences))


def _cited(sentence: StorySentence) -> Cited:
    spans = tuple(Span(start_s=one.start_s, end_s=one.end_s) for one in sentence.citations)
    return Cited(sentence.text, spans)


def _evidence(library: Library, film: Film, cast: Sequence[Character]) -> Evidence:
    """What is said, and who is seen and speaks when."""
    said = evidence(film, library.facts.find(film.id, Utterance))
    names = {one.id: one.name for one in cast}
    seen = timeline.on_screen(library.facts, film.id, film.span)
    spoken = timeline.dialogue(library.facts, film.id)
    stays = [
        (span, names[one.character_id]) for one in seen if one.character_id in names for span in one.spans
    ]
    stays += [
        (line.utterance.span, names[line.character_id]) for line in spoken if line.character_id in names
    ]
    return Evidence(film.duration_s, said.lines, frozenset(names.values()), stays)


def talk_held(sentences: Sequence[Cited], known: Evidence) -> Share:
    """The telling words of sentences that name no character, outside quotations, in the lines they cite."""
    held = []
    for one in sentences:
        if not any(name in one.text for name in known.names):
            told = set(words_of(" ".join(text for _, text in known.within(one.spans))))
            said = words_of(QUOTATION.sub(" ", one.text))
            held += [word in told for word in said if word not in FRAME and content_words(word)]
    return Share.count(held)


def names_kept(sentences: Sequence[str], cast: Sequence[Character]) -> tuple[Share, Share]:
    """Of mentions those by the one name, and of people mentioned those under no other; without quotations."""
    whose = _names(cast)
    every = "|".join(map(re.escape, sorted(whose, key=len, reverse=True))) or "(?!)"
    under: defaultdict[str, list[str]] = defaultdict(list)
    for sentence in sentences:
        for name in re.findall(rf"(?<![\w’'-])(?:{every})(?![\w-])", sentence):
            under[whose[name]].append(name)
    canonical = {one.id: one.name for one in cast}
    mentions = [name == canonical[who] for who, names in under.items() for name in names]
    return Share.count(mentions), Share.count(len(set(names)) == 1 for names in under.values())


def forms_kept(sentences: Sequence[str]) -> Share:
    """Of mentions of names, those by the commonest of the forms that have words in common."""
    runs = [run for one in sentences for run in capitals.runs(one) if not run.at_start]
    forms = {" ".join(run.words) for run in runs}
    every = "|".join(map(re.escape, sorted(forms, key=len, reverse=True))) or "(?!)"
    titles = "|".join(sorted(TITLES))
    named = re.compile(rf"(?<![\w’'-])(?:(?i:{titles})\.? )?(?:{every})(?![\w-])")
    told = Counter(name for one in sentences for name in named.findall(one))
    return sum((_in_one_form(told, family) for family in families(told)), start=Share())


def families(names: Iterable[str]) -> list[set[str]]:
    """Names that may mean one: all the words of one, but for titles, stand in the other.

    >>> sorted(map(sorted, families(["Harry", "Harry Lime", "Mr Lime", "Anna", "Holly Lime"])))
    [['Anna'], ['Harry', 'Harry Lime', 'Holly Lime', 'Mr Lime']]
    """
    found: list[set[str]] = []
    for name in names:
        kin = [family for family in found if any(_may_be_one(name, other) for other in family)]
        found = [family for family in found if family not in kin] + [{name}.union(*kin)]
    return found


def _may_be_one(name: str, other: str) -> bool:
    one, two = ({plain(word) for word in each.split()} - TITLES for each in (name, other))
    return one <= two or two <= one


def _in_one_form(told: Mapping[str, int], family: Iterable[str]) -> Share:
    counts = [told[name] for name in family]
    return Share(max(counts), sum(counts))


def _names(cast: Sequence[Character]) -> Mapping[str, str]:
    """Whom each name means, where it means one alone: full names first, then others and parts of them."""
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for one in cast:
        for name in {one.name, *_others(one)}:
            meant[name].add(one.id)
    own = {one.name: one.id for one in cast}
    return {name: min(who) for name, who in meant.items() if len(who) == 1} | own


def _others(one: Character) -> Iterator[str]:
    if one.is_named:
        known = [told.name for told in one.name_evidence if told.name and told.confidence >= SURE]
        labels = [label.title() for label in one.speaker_labels]
        yield from (*known, *labels)
        yield from (part for part in one.name.split() if len(part) >= _LEAST_LETTERS and "." not in part)


def _rows(name: str, kept: Kept, films: int) -> Iterator[Row]:
    shares = {
        "one name a person, mentions": kept.mentions,
        "one name a person, people": kept.people,
        "one form a name, mentions": kept.forms,
        "citation precision, times": kept.scores.times,
        "citation precision, quotations": kept.scores.quotes,
        "citation precision, names": kept.scores.names,
        "citation precision, what is talked of": kept.talk,
        "cited segment nearer than another": kept.scores.nearer,
        "citation recall": kept.scores.recall,
        "rules stood in, sentences": kept.by_template,
    }
    for metric, share in shares.items():
        if share.of:
            chance = {"chance": 0.5} if share is kept.scores.nearer else {}
            yield Row(set=name, metric=metric, value=share.value, n=share.of, baseline=chance)
    yield Row(set=name, metric="sentences dropped", value=kept.dropped, n=films, baseline={})
