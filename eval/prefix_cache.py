"""How much a server's cache gains by the order of our prompts: `python -m storyreel.eval.prefix_cache URL`.

Twenty questions about one film are asked in our order, what is the same for all of them first and the
question last, and in a naive one, the question first. Both say the same words, in turns, to one server; one
token is written, so the time to it is the time that reading takes.
"""

import statistics
import time
from dataclasses import dataclass
from typing import Annotated

import typer
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from storyreel.agent.ask import known_tools, system_message
from storyreel.agent.card import CardPerson, FilmCard
from storyreel.agent.context import LOOK_BUDGET_S
from storyreel.agent.llm.endpoint import Endpoint
from storyreel.agent.llm.guided import in_plain_words
from storyreel.agent.llm.model import GuardedChatModel
from storyreel.agent.llm.server import Server

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
QUESTIONS = (
    "Who is on screen at 0:47?",
    "When does Ben first appear?",
    "What does Anna say about the map?",
    "When is Ben angry?",
    "Who mentions the treasure?",
    "How often do Anna and Clara meet?",
    "What happens after the storm?",
    "Who is the last to leave the ship?",
    "When does somebody whisper?",
    "What is written on the door?",
    "Why does David lie to Emma?",
    "Which scene is the longest?",
    "Who speaks most?",
    "When is there music?",
    "What does Frank want from Grace?",
    "Is Henry ever seen with Ida?",
    "When does Jack laugh?",
    "Who is called captain?",
    "What is said at 1:02:03?",
    "How does the film end?",
)
CAST = ("Anna", "Ben", "Clara", "David", "Emma", "Frank", "Grace", "Henry", "Ida", "Jack", "Karl", "Lena")


@dataclass(frozen=True)
class Gain:
    """Times to the first token of the second question and all later ones, and how long a prompt is."""

    ours_s: tuple[float, ...]
    naive_s: tuple[float, ...]
    tokens: int

    @property
    def ratio(self) -> float:
        """Of the medians."""
        return statistics.median(self.ours_s) / statistics.median(self.naive_s)


def our_order(question: str) -> list[BaseMessage]:
    """What a model is sent about a film of two hours: rules, film, cast and tools, then the question."""
    card = FilmCard(
        film_id="0123456789ab",
        title="The Voyage",
        duration_s=7200.0,
        has_picture=True,
        has_sound=True,
        budget_s=LOOK_BUDGET_S,
        characters=tuple(CardPerson(id=f"P{place}", name=name) for place, name in enumerate(CAST, 1)),
    )
    tools = {tool.name: tool for tool in known_tools()}
    system = system_message(card, GuardedChatModel(server=Server(Endpoint("http://127.0.0.1/v1"))))
    return in_plain_words([system, HumanMessage(question)], tools)


def naive_order(question: str) -> list[BaseMessage]:
    """The same words with the question first."""
    system, asked = our_order(question)
    return [SystemMessage(f"The question: {asked.text}\n\n{system.text}"), HumanMessage("Answer it.")]


def measured(server: Server, questions: tuple[str, ...] = QUESTIONS) -> Gain:
    """Asks every question in both orders, in turns. Raises LanguageModelError if the server fails."""
    times = [
        (first_token_s(server, our_order(one)), first_token_s(server, naive_order(one))) for one in questions
    ]
    ours, naive = zip(*times[1:], strict=True)
    return Gain(ours, naive, _tokens(server))


def first_token_s(server: Server, prompt: list[BaseMessage]) -> float:
    """How long the server takes to read a prompt and write a token."""
    began = time.perf_counter()
    server.ask(prompt, max_completion_tokens=1)
    return time.perf_counter() - began


def _tokens(server: Server) -> int:
    used = server.ask(our_order(QUESTIONS[0]), max_completion_tokens=1).usage_metadata
    return used["input_tokens"] if used else 0


@app.command()
def main(
    url: Annotated[str, typer.Argument(help="A server's address, as http://127.0.0.1:8000/v1.")],
    model: Annotated[str | None, typer.Option(help="Which of its models [default: its only one].")] = None,
) -> None:
    """Prints medians of both orders, and their ratio."""
    gain = measured(Server(Endpoint.of(url, model)))
    typer.echo(
        f"prompt: {gain.tokens} tokens; questions 2 to {len(gain.ours_s) + 1}, median time to the first token"
    )
    for name, times in (("ours", gain.ours_s), ("naive", gain.naive_s)):
        typer.echo(f"{name:6} {statistics.median(times):.3f} s ({min(times):.3f}–{max(times):.3f})")
    typer.echo(f"ratio  {gain.ratio:.3f}")


if __name__ == "__main__":
    app()
