"""Questions with known answers over whole films, and whether what is cited bears the answers out.

Films are subtitle files, watched as a user would; questions and answers follow from their lines by rule.
The offline model answers, and beside it the language model of `STORYREEL_LLM`, on a part of the questions.
`python -m storyreel.eval.qa --data DIR --llm URL` prints every wrong answer too.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from storyreel.agent.ask import Answer, ask
from storyreel.agent.ingest import ingest
from storyreel.agent.llm.wanted import language_model
from storyreel.agent.sentences import split
from storyreel.errors import MediaError
from storyreel.eval.agreement import OnProgress
from storyreel.eval.citations import Cited, Evidence, Scores, score
from storyreel.eval.quiz import Quiz, quiz_of
from storyreel.eval.rows import Measurement, Row
from storyreel.memory.library import Library
from storyreel.memory.records import Film, Span, Utterance

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

SET = "films"
FOLDER = Path("subtitles") / "films"
FILMS = 12
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


def run(data: Path, cross_validate: bool, on_progress: OnProgress) -> Measurement:  # noqa: ARG001 -- all suites'
    """Right answers, and precision and recall of citations, of the rules and of a language model beside them.

    Measures a sample of DIR/subtitles/films, always the same; no rows where there are none.
    """
    return measured(data, language_model(), on_progress)[0]


def measured(
    data: Path,
    model: "BaseChatModel | None",
    on_progress: OnProgress,
    films: int = FILMS,
    served: int = SERVED,
) -> tuple[Measurement, dict[str, list[Asked]]]:
    """The figures, and all that was asked, by who answered."""
    paths = sample(data / FOLDER, films)
    asked: dict[str, list[Asked]] = {OFFLINE: []}
    notes: list[str] = []
    with TemporaryDirectory() as folder, Library.open(Path(folder) / "library") as library:
        for number, path in enumerate(paths):
            on_progress(SET, number, len(paths))
            _ask_film(library, path, model, served / max(1, len(paths)), asked, notes)
    on_progress(SET, len(paths), len(paths))
    return Measurement(list(_rows(asked)), notes), asked


def sample(folder: Path, films: int) -> list[Path]:
    """So many of the folder's subtitle files, always the same."""
    paths = sorted(path for path in folder.glob("*") if path.suffix in (".srt", ".vtt", ".ass"))
    return sorted(random.Random(SEED).sample(paths, min(films, len(paths))))  # noqa: S311 -- no secret


def _ask_film(
    library: Library,
    path: Path,
    model: "BaseChatModel | None",
    served: float,
    asked: dict[str, list[Asked]],
    notes: list[str],
) -> None:
    try:
        film = library.film(ingest(library, path, "quick").film)
    except MediaError as error:
        notes.append(f"{SET}: {error}")
        return
    lines = library.facts.find(film.id, Utterance)
    quizzes = quiz_of(lines, film.duration_s, ABSENT, seed=SEED)
    truth = evidence(film, lines)
    asked[OFFLINE] += [Asked(quiz, ask(library, film, quiz.ask), truth) for quiz in quizzes]
    if model:
        few = random.Random(film.id).sample(quizzes, min(len(quizzes), round(served)))  # noqa: S311 -- no secret
        name = getattr(model, "model_name", "served")
        asked.setdefault(name, []).extend(
            Asked(quiz, ask(library, film, quiz.ask, model=model), truth) for quiz in few
        )


def evidence(film: Film, lines: Sequence[Utterance]) -> Evidence:
    """What the lines of a film prove."""
    told = [(line.span, f"{line.speaker or ''} {line.words}") for line in lines]
    names = frozenset(line.speaker for line in lines if line.speaker)
    return Evidence(film.duration_s, told, names)


def _rows(asked: dict[str, list[Asked]]) -> Iterator[Row]:
    for who, every in asked.items():
        if every:
            yield from _rows_of(who, every)


def _rows_of(who: str, every: Sequence[Asked]) -> Iterator[Row]:
    """Figures of one who answered."""
    yield _row(who, "right answers", [one.is_right for one in every])
    for kind in dict.fromkeys(one.quiz.kind for one in every):
        yield _row(who, f"right: {kind}", [one.is_right for one in every if one.quiz.kind == kind])
    scores = sum((score(one.cited, one.film) for one in every), start=Scores())
    for metric, share, chance in (
        ("citation precision, times", scores.times, {}),
        ("citation precision, names", scores.names, {}),
        ("citation precision, quotations", scores.quotes, {}),
        ("cited segment nearer than another", scores.nearer, {"chance": 0.5}),
        ("citation recall", scores.recall, {}),
    ):
        if share.of:
            yield Row(set=f"{SET}, {who}", metric=metric, value=share.value, n=share.of, baseline=chance)
    dropped = sum(len(one.answer.unsupported) for one in every)
    yield Row(set=f"{SET}, {who}", metric="sentences dropped", value=dropped, n=len(every), baseline={})
    if stood_in := [one.answer.stood_in is not None for one in every if who != OFFLINE]:
        yield _row(who, "rules stood in", stood_in)


def _row(who: str, metric: str, right: Sequence[bool]) -> Row:
    return Row(set=f"{SET}, {who}", metric=metric, value=sum(right) / len(right), n=len(right), baseline={})


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
    for who, every in asked.items():
        for one in every:
            if not one.is_right or one.answer.unsupported:
                typer.echo(
                    f"{who} | {'right' if one.is_right else 'WRONG'} | {one.quiz} | {one.answer.answer}"
                )
                typer.echo(f"    dropped: {one.answer.unsupported}")


if __name__ == "__main__":
    typer.run(main)
