"""Questions with known answers over whole films, and whether what is cited bears the answers out.

Films are subtitle files, watched as a user would; questions and answers follow from their lines by rule.
Beside them stands one film that is put together of faces, voices and lines, so that its truth is known.
The offline model answers, and a served one beside it, on a part of the questions.
`python -m storyreel.eval.qa --data DIR --llm URL` prints every wrong answer too.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from storyreel.agent.ask import Answer, ask
from storyreel.agent.beside import Beside
from storyreel.agent.ingest import ingest
from storyreel.agent.llm.model import GuardedChatModel
from storyreel.agent.llm.wanted import language_model
from storyreel.agent.sentences import split
from storyreel.errors import MediaError
from storyreel.eval.agreement import OnProgress
from storyreel.eval.assembled_quiz import evidence_of, quiz_of_script
from storyreel.eval.citations import Cited, Evidence, Scores, score
from storyreel.eval.felt_in_films import pieces_in
from storyreel.eval.film_maker import make
from storyreel.eval.films import write_scripts
from storyreel.eval.quiz import Quiz, quiz_of
from storyreel.eval.rows import Measurement, Row
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Span, Utterance
from storyreel.tools.models.head import seen_by_any

SET = "films"
ASSEMBLED = "assembled"
FOLDER = Path("subtitles") / "films"
FILMS = 3
"""Few: a film takes a minute where others work beside it, and the assembled one two."""
SEED = 2026
ABSENT = ("xylophone", "astronaut", "submarine", "volcano", "penguin", "helicopter", "television", "pyramid")
SERVED = 24
"""Questions that a language model is asked: a small one on two processor cores takes a minute for each."""
OFFLINE = "offline"


@dataclass(frozen=True)
class Asked:
    """A question with what was answered, and what is true of its film."""

    quiz: Quiz
    answer: Answer
    film: Evidence

    @property
    def is_right(self) -> bool:
        """Whether the answer tells all that it must."""
        return self.quiz.is_right(self.answer.answer)

    @property
    def cited(self) -> list[Cited]:
        """Its sentences, each with all that the answer cites."""
        spans = tuple(Span(start_s=one.start_s, end_s=one.end_s) for one in self.answer.citations)
        return [Cited(sentence.text, spans) for sentence in split(self.answer.answer)]


def run(data: Path, on_progress: OnProgress, model: GuardedChatModel | None = None) -> Measurement:
    """Right answers, and precision and recall of citations, of the rules and of a language model beside them.

    Measures a sample of DIR/subtitles/films, always the same; no rows where there are none.
    """
    return measured(data, model, on_progress)[0]


def measured(
    data: Path,
    model: GuardedChatModel | None,
    on_progress: OnProgress,
    films: int = FILMS,
    served: int = SERVED,
) -> tuple[Measurement, dict[str, list[Asked]]]:
    """The figures, and all that was asked, by set and who answered."""
    paths = sample(data / FOLDER, films)
    with TemporaryDirectory() as folder, Library.open(Path(folder) / "library") as library:
        asking = _Asking(library, model, round(served / (len(paths) + 1)))
        for number, path in enumerate(paths):
            on_progress(SET, number, len(paths))
            asking.of_lines(path)
        on_progress(SET, len(paths), len(paths))
        asking.of_what_is_put_together(data, Path(folder), on_progress)
    return Measurement(list(_rows(asking.asked)), asking.notes), asking.asked


def sample(folder: Path, films: int) -> list[Path]:
    """So many of the folder's subtitle files, always the same."""
    paths = sorted(path for path in folder.glob("*") if path.suffix in (".srt", ".vtt", ".ass"))
    return sorted(random.Random(SEED).sample(paths, min(films, len(paths))))  # noqa: S311 -- no secret


@dataclass(frozen=True)
class _Asking:
    """Who is asked, and all that was answered so far."""

    library: Library
    model: GuardedChatModel | None
    served: int
    """Questions about each film for the language model."""
    asked: dict[str, list[Asked]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def of_lines(self, path: Path) -> None:
        """Questions about a subtitle file."""
        try:
            film = self.library.film(ingest(self.library, path, "quick").film)
        except MediaError as error:
            self.notes.append(f"{SET}: {error}")
            return
        lines = self.library.facts.find(film.id, Utterance)
        quizzes = quiz_of(lines, film.duration_s, ABSENT, seed=SEED)
        self._ask(SET, film, quizzes, evidence(film, lines))

    def of_what_is_put_together(self, data: Path, folder: Path, on_progress: OnProgress) -> None:
        """Questions about one film of known truth; none where the data lacks what it is put together of."""
        pieces, notes = pieces_in(data, seen_by_any())
        if not (pieces.voices and pieces.faces and pieces.dialogues):
            return
        self.notes.extend(notes)
        for number, script in enumerate(write_scripts(pieces, 1, SEED)):
            on_progress(ASSEMBLED, number, 1)
            path, cast = make(script, folder)
            film = self.library.film(ingest(self.library, path, given=Beside.of(cast, None)).film)
            lines = self.library.facts.find(film.id, Utterance)
            quizzes = quiz_of(lines, film.duration_s, ABSENT, seed=SEED)
            self._ask(ASSEMBLED, film, [*quizzes, *quiz_of_script(script, SEED)], evidence_of(script))

    def _ask(self, of: str, film: Film, quizzes: Sequence[Quiz], truth: Evidence) -> None:
        few = random.Random(film.id).sample(quizzes, min(len(quizzes), self.served))  # noqa: S311 -- no secret
        self._put(f"{of}, {OFFLINE}", film, quizzes, truth, None)
        if self.model:
            self._put(f"{of}, {self.model.model_name}", film, few, truth, self.model)

    def _put(
        self,
        to: str,
        film: Film,
        quizzes: Sequence[Quiz],
        truth: Evidence,
        model: GuardedChatModel | None,
    ) -> None:
        answered = [Asked(quiz, ask(self.library, film, quiz.ask, model=model), truth) for quiz in quizzes]
        self.asked.setdefault(to, []).extend(answered)


def evidence(film: Film, lines: Sequence[Utterance]) -> Evidence:
    """What the lines of a film prove."""
    told = [(line.span, f"{line.speaker or ''} {line.words}") for line in lines]
    names = frozenset(line.speaker for line in lines if line.speaker)
    return Evidence(film.duration_s, told, names)


def _rows(asked: dict[str, list[Asked]]) -> Iterator[Row]:
    for of, every in asked.items():
        if every:
            yield from _rows_of(of, every)


def _rows_of(of: str, every: Sequence[Asked]) -> Iterator[Row]:
    """Figures of one set and one who answered."""
    yield _row(of, "right answers", [one.is_right for one in every])
    for kind in dict.fromkeys(one.quiz.kind for one in every):
        yield _row(of, f"right: {kind}", [one.is_right for one in every if one.quiz.kind == kind])
    scores = sum((score(one.cited, one.film) for one in every), start=Scores())
    for metric, share, chance in (
        ("citation precision, times", scores.times, {}),
        ("citation precision, names", scores.names, {}),
        ("citation precision, quotations", scores.quotes, {}),
        ("cited segment nearer than another", scores.nearer, {"chance": 0.5}),
        ("citation recall", scores.recall, {}),
    ):
        if share.of:
            yield Row(set=of, metric=metric, value=share.value, n=share.of, baseline=chance)
    dropped = sum(len(one.answer.unsupported) for one in every)
    yield Row(set=of, metric="sentences dropped", value=dropped, n=len(every), baseline={})
    if not of.endswith(OFFLINE):
        yield _row(of, "rules stood in", [one.answer.stood_in is not None for one in every])


def _row(of: str, metric: str, right: Sequence[bool]) -> Row:
    return Row(set=of, metric=metric, value=sum(right) / len(right), n=len(right), baseline={})


def main(
    data: Annotated[Path, typer.Option(help="The folder that holds subtitles/films.")],
    llm: Annotated[str | None, typer.Option(help="An OpenAI-compatible server to ask too.")] = None,
    llm_model: Annotated[str | None, typer.Option(help="Which of its models.")] = None,
    films: Annotated[int, typer.Option(help="So many films.")] = FILMS,
    served: Annotated[int, typer.Option(help="So many questions for the served model.")] = SERVED,
) -> None:
    """Prints figures, wrong answers and dropped sentences."""
    model = language_model(llm, llm_model) if llm else None
    measurement, asked = measured(data, model, lambda *_: None, films, served)
    for row in measurement.rows:
        typer.echo(f"{row.set}: {row.metric} {row.value:.3f} (n {row.n})")
    for of, every in asked.items():
        for one in every:
            if not one.is_right or one.answer.unsupported:
                typer.echo(
                    f"{of} | {'right' if one.is_right else 'WRONG'} | {one.quiz} | {one.answer.answer}"
                )
                typer.echo(f"    dropped: {one.answer.unsupported}")


if __name__ == "__main__":
    typer.run(main)
