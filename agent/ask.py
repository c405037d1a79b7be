"""Asking: one LangGraph graph answers, whatever the model.

START → prepare → model ⇄ tools
                  ↑ ↓
                 check → END

From the check a language model's answer goes back once for what must be written anew, and once more, to the
offline model, if nothing of it held.
"""

import math
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from typing import Any, Literal, Protocol, cast

os.environ.setdefault("LANGGRAPH_STRICT_MSGPACK", "true")  # before LangGraph is loaded: it reads this once

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    BaseMessage,
    HumanMessage,
    RemoveMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.errors import GraphRecursionError
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.prebuilt.tool_node import ToolInvocationError, ToolNode
from langgraph.runtime import Runtime
from langgraph.types import Command

from storyreel.agent.adapters import perception_tools
from storyreel.agent.asked import places_asked, this_run
from storyreel.agent.calls import LOOK
from storyreel.agent.card import FilmCard
from storyreel.agent.check.answer import Checked, check
from storyreel.agent.check.ground import Ground
from storyreel.agent.context import LOOK_BUDGET_S, Context
from storyreel.agent.focus import focus_of
from storyreel.agent.live import Live
from storyreel.agent.llm.marks import STOOD_IN
from storyreel.agent.llm.model import GuardedChatModel
from storyreel.agent.memory_tools import memory_tools
from storyreel.agent.offline_model import CARD_KEY, FOCUS_KEY, NAME, NOTES_KEY, OfflineChatModel
from storyreel.agent.report import report
from storyreel.agent.results import Found
from storyreel.agent.second_thoughts import gives_way, rewritten, wants_rewriting
from storyreel.agent.state import Answer, InputState, State
from storyreel.agent.trace import Trace, traced
from storyreel.agent.watched import CAPTIONER, has_captioner
from storyreel.agent.wording.film import card_item
from storyreel.errors import LibraryError, QuestionError, StoryreelError, ToolError
from storyreel.memory.clock import clock
from storyreel.memory.library import Library
from storyreel.memory.records import Film
from storyreel.memory.threads import keep_newest, thread_id
from storyreel.printable import printable
from storyreel.prompts.loader import render, unfenced

__all__ = ["Answer", "Chat", "ask"]

MOST_STEPS = 60
"""Graph steps for one question, whatever the model; one with a budget comes to its end before."""
LONGEST_THREAD = 20
"""Questions; older ones are forgotten. Follow-ups lean on the last few of them."""
TOLD = "told"
"""The event of all the sentences that a language model has said so far, in one message, and that hold."""
OnEvent = Callable[[str, dict[str, Any]], None]
"""Called after each node with its name and what it changed, and meanwhile with TOLD and the sentences so far.

A message may turn out to be no answer, or half of one: then another begins anew.
"""
Graph = CompiledStateGraph[State, Context, InputState, State]
Next = Command[Literal["check", "model", "__end__"]]


class Node(Protocol):
    """A step of the graph that asks or calls something."""

    def __call__(self, state: State, *, runtime: Runtime[Context]) -> Any:  # noqa: ANN401 -- an update or Next
        """What it changes."""
        ...


Around = Callable[[str, Node], Node]


def ask(
    library: Library,
    film: Film,
    question: str,
    thread: str | None = None,
    model: BaseChatModel | None = None,
    on_event: OnEvent | None = None,
) -> Answer:
    """Answers a question about a film of the library.

    With a thread's name the conversation of that name goes on, and is kept in the library's folder. Without a
    model, rules and templates answer. What the film was not yet watched for is watched as far as the question
    needs and a short wait allows; the answer says so.
    """
    with Chat(library, film, thread=thread, model=model, on_event=on_event) as chat:
        return chat.ask(question)


class Chat:
    """A conversation about a film: a context manager that keeps what was said before.

    With a thread's name it is kept on disk and goes on where that thread ended, in any process.
    """

    def __init__(
        self,
        library: Library,
        film: Film,
        thread: str | None = None,
        model: BaseChatModel | None = None,
        on_event: OnEvent | None = None,
        budget_s: float = LOOK_BUDGET_S,
    ) -> None:
        self.context = Context(library, film, model or OfflineChatModel(), budget_s, self._tell)
        self.thread = thread or "unnamed"
        self.on_event = on_event
        self._resources = ExitStack()
        self._is_kept = thread is not None
        self._graph = compiled(self._saver() if self._is_kept else _in_memory())

    def ask(self, question: str) -> Answer:
        """Answers the next question.

        Raises QuestionError for one without a word, StoryreelError if the model calls tools without coming to
        an answer.
        """
        question = printable(question).strip()
        if not question:
            raise QuestionError(
                "The question is empty: ask who is on screen, who says or feels what, and when."
            )
        model = name_of(self.context.model)
        seconds = _seconds_of(self.context.model)
        with traced(self.context.library, self.context.film, question, model, seconds) as trace:
            answer = self._answer(question, trace)
            answer = answer.model_copy(update={"tokens": trace.spent.tokens, "cost": trace.spent.cost})
            trace.write("answer", **answer.model_dump(mode="json", exclude={"tools"}))
        return answer

    def _answer(self, question: str, trace: Trace) -> Answer:
        config: RunnableConfig = {
            "configurable": {"thread_id": self._thread_id},
            "recursion_limit": MOST_STEPS,
            "max_concurrency": 1,  # perception works on one film one tool at a time
        }
        message: InputState = {"messages": [HumanMessage(question)]}
        answer: dict[str, Any] = {}
        try:
            for node, update in self._run(message, config):
                answer = (update or {}).get("answer", answer)
                trace.heard(node, update or {})
                if self.on_event:
                    self.on_event(node, update)
        except GraphRecursionError:
            raise StoryreelError(
                f"The model came to no answer in {MOST_STEPS} steps: ask something simpler, or use "
                f"another model."
            ) from None
        return Answer.model_validate(answer)

    def _tell(self, sentences: str) -> None:
        if self.on_event:
            self.on_event(TOLD, {TOLD: sentences})

    def _run(self, message: InputState, config: RunnableConfig) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each node and what it changed. The thread is saved at the end alone: each copy holds all of it."""
        context = self.context.anew()
        try:
            for step in self._graph.stream(
                message, config, context=context, stream_mode="updates", durability="exit"
            ):
                yield from cast("dict[str, dict[str, Any]]", step).items()
            if self._is_kept:
                keep_newest(self.context.library.threads_path, self._thread_id)
        except sqlite3.DatabaseError as error:
            raise self._no_threads(error) from error

    @property
    def _thread_id(self) -> str:
        return thread_id(self.context.film.id, self.thread)

    def _saver(self) -> BaseCheckpointSaver[Any]:
        from langgraph.checkpoint.sqlite import SqliteSaver

        try:
            return self._resources.enter_context(
                SqliteSaver.from_conn_string(str(self.context.library.threads_path))
            )
        except sqlite3.DatabaseError as error:
            raise self._no_threads(error) from error

    def _no_threads(self, error: sqlite3.DatabaseError) -> LibraryError:
        """The facts explain their own failures: what SQLite still raises comes from the threads' file."""
        path = str(self.context.library.threads_path)
        return LibraryError(
            f"Conversations cannot be kept in {path!r} ({error}): see that the disk has space and the file "
            "may be written, or move it elsewhere."
        )

    def close(self) -> None:
        """Lets go of the thread's file."""
        self._resources.close()

    def __enter__(self) -> "Chat":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _in_memory() -> BaseCheckpointSaver[Any]:
    from langgraph.checkpoint.memory import InMemorySaver

    return InMemorySaver()


@cache
def _tools() -> ToolNode:
    return ToolNode([*memory_tools(), *perception_tools()], handle_tool_errors=_explain)


def _explain(error: ToolError | ToolInvocationError) -> str:
    """What a model is told of a failed tool; any other error is a defect and crashes."""
    return str(error)


def compiled(
    saver: BaseCheckpointSaver[Any] | None,
    context: type[Any] = Context,
    around: Around = lambda _, node: node,
) -> Graph:
    """The graph, with threads kept by a saver; `context` is Context or what opens as one.

    `around` is given the name and function of each node that asks or calls anything, and returns what runs in
    its place.
    """
    graph = StateGraph(State, context_schema=context, input_schema=InputState)
    graph.add_node("prepare", prepare)
    graph.add_node("model", around("model", call_model))
    graph.add_node("tools", around("tools", call_tools))
    graph.add_node("check", around("check", check_answer), destinations=("check", "model", END))
    graph.add_edge(START, "prepare")
    graph.add_edge("prepare", "model")
    graph.add_conditional_edges("model", _tools_or_check, ["tools", "check"])
    graph.add_edge("tools", "model")
    return graph.compile(checkpointer=saver)


def prepare(state: State) -> dict[str, Any]:
    """Forgets the oldest questions and earlier tool talk: an answer rests on this run's results alone."""
    asked = places_asked(state["messages"])
    earlier = enumerate(state["messages"][: asked[-1]])
    oldest = asked[-LONGEST_THREAD:][0]
    old = [message for place, message in earlier if place < oldest or _is_tool_talk(message)]
    return {"messages": [RemoveMessage(id=str(message.id)) for message in old], "answer": {}}


def _is_tool_talk(message: BaseMessage) -> bool:
    """Calls, results, and what was left empty for another model to answer."""
    is_call = isinstance(message, AIMessage) and (bool(message.tool_calls) or not message.text)
    return isinstance(message, ToolMessage) or is_call


def call_model(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    """Lets the model call tools or answer; what it says that holds is told while it goes on."""
    context = runtime.context.opened()
    card = context.card()
    run = this_run(state["messages"])
    ground = _ground(run, _results(run), card, context.model)
    live = Live(ground, context.tell)
    model = context.model.bind_tools(tools_for(context))
    talk = [system_message(card, context.model), *state["messages"]]
    return {"messages": [model.invoke(talk, config={"callbacks": [live]})]}


def call_tools(state: State, runtime: Runtime[Context]) -> dict[str, Any]:  # noqa: ARG001 -- a node's form
    """Runs the tools that the model called."""
    return cast("dict[str, Any]", _tools().invoke(state))


def known_tools() -> list[BaseTool]:
    """Every tool that a model may call, of memory and of perception."""
    return list(_tools().tools_by_name.values())


def tools_for(context: Context) -> list[BaseTool]:
    """Those that can do anything for this film: captions need a model that the user chose."""
    idle = set() if has_captioner(context.library, context.film) else {f"{LOOK}{CAPTIONER}"}
    return [tool for tool in known_tools() if tool.name not in idle]


def system_message(card: FilmCard, model: BaseChatModel) -> SystemMessage:
    """The film card, as words and as a record; the offline model reads the record alone."""
    prompt = card.title if isinstance(model, OfflineChatModel) else _prompt(card)
    return SystemMessage(prompt, additional_kwargs={CARD_KEY: card.model_dump(mode="json")})


def _prompt(card: FilmCard) -> str:
    return render(
        "answer",
        title=card.title,
        duration=clock(card.duration_s),
        characters=card.characters,
        depth=card.depth,
        budget_s=card.budget_s,
    )


def _tools_or_check(state: State) -> Literal["tools", "check"]:
    last = state["messages"][-1]
    return "tools" if isinstance(last, AIMessage) and last.tool_calls else "check"


def check_answer(state: State, runtime: Runtime[Context]) -> Next:
    """Checks the model's answer against this run's results, and reports what it rests on."""
    context = runtime.context.opened()
    card = context.card()
    run = this_run(state["messages"])
    results = _results(run)
    ground = _ground(run, results, card, context.model)
    checked = check(unfenced(str(run[-1].text)), ground)
    if again := _again(context, state["messages"], checked, ground, card):
        return again
    instead_of = run[-1].additional_kwargs.get(STOOD_IN)
    name = NAME if instead_of else name_of(context.model)
    answer = report(checked, run, results, name, stood_in=instead_of)
    focus = focus_of(checked, results, card)
    said = AIMessage(checked.text, id=run[-1].id, additional_kwargs={FOCUS_KEY: focus})
    return Command(update={"messages": [said], "answer": answer.model_dump(mode="json")}, goto="__end__")


def _again(
    context: Context, messages: Sequence[AnyMessage], checked: Checked, ground: Ground, card: FilmCard
) -> Next | None:
    """Where an answer of a language model goes that does not hold; None if it may stand."""
    model, said = context.model, messages[-1]
    if not isinstance(model, GuardedChatModel) or STOOD_IN in said.additional_kwargs:
        return None
    if wants_rewriting(said, checked):
        talk = [system_message(card, model), *messages]
        better = rewritten(model.bind_tools(tools_for(context)), talk, checked, ground)
        return Command(update={"messages": [better]}, goto="check")
    if not checked.kept:
        return Command(update={"messages": [gives_way(said, checked)]}, goto="model")
    return None


def _ground(
    run: Sequence[AnyMessage], results: Sequence[Found], card: FilmCard, model: BaseChatModel
) -> Ground:
    """What the answer may rest on; that a sentence claims nothing, only our own templates may say."""
    own = isinstance(model, OfflineChatModel | GuardedChatModel)
    notes = run[-1].additional_kwargs.get(NOTES_KEY, ()) if own else ()
    return Ground(
        results=(*results, Found(items=(card_item(card),))),
        question=str(run[0].text),
        cast=tuple(one.name for one in card.characters),
        title=card.title,
        duration_s=card.duration_s,
        notes=frozenset([*notes, *(note for found in results for note in found.notes)]),
    )


def _results(run: Sequence[AnyMessage]) -> list[Found]:
    return [
        Found.model_validate(message.artifact)
        for message in run
        if isinstance(message, ToolMessage) and message.artifact is not None
    ]


def name_of(model: BaseChatModel) -> str:
    """What a model is called in answers and traces."""
    return (
        NAME
        if isinstance(model, OfflineChatModel)
        else str(getattr(model, "model_name", None) or model._llm_type)
    )


def _seconds_of(model: BaseChatModel) -> float:
    """How long a question may take a served model; rules need no bound."""
    return model.budget.seconds if isinstance(model, GuardedChatModel) else math.inf
