"""After the check: a language model writes anew what nothing supported, and gives way if nothing is left."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, AnyMessage, BaseMessage, HumanMessage

from storyreel.agent.check.answer import Checked
from storyreel.agent.llm.model import STOOD_IN, GuardedChatModel
from storyreel.agent.sentences import joined, split
from storyreel.errors import LanguageModelError
from storyreel.prompts.loader import render

REWRITTEN = "rewritten"
"""Where an answer says that it was written a second time."""
DROPPED = "dropped"
"""Where the mark that lets the offline model answer lists the sentences that did not hold."""
NOTHING_HELD = "nothing that the language model said is supported by the film"


def wants_rewriting(said: AnyMessage, checked: Checked) -> bool:
    """Whether sentences fell that were not yet written a second time."""
    return bool(checked.unsupported) and REWRITTEN not in said.additional_kwargs


def rewritten(model: GuardedChatModel, messages: Sequence[BaseMessage], checked: Checked) -> AIMessage:
    """The answer, the last message, with its unsupported sentences written anew at its end; none twice.

    Where the model fails meanwhile, they stay as they are, and the next check takes them out.
    """
    wish = HumanMessage(render("rewrite", sentences=checked.unsupported))
    try:
        again = model.write([*messages, wish])
    except LanguageModelError:
        again = " ".join(checked.unsupported)
    told = {sentence.text for sentence in split(checked.kept)}
    new = joined([sentence for sentence in split(again) if sentence.text not in told])
    text = "\n".join(filter(None, [checked.kept, new]))
    return AIMessage(text, id=messages[-1].id, additional_kwargs={REWRITTEN: True})


def gives_way(said: AnyMessage, checked: Checked) -> AIMessage:
    """In place of an answer of which nothing held: the mark that lets the offline model answer."""
    mark = {STOOD_IN: NOTHING_HELD, DROPPED: list(checked.unsupported)}
    return AIMessage("", id=said.id, additional_kwargs=mark)


def dropped(run: Sequence[AnyMessage]) -> tuple[str, ...]:
    """The sentences of a language model that gave way in this run."""
    return tuple(sentence for said in run for sentence in said.additional_kwargs.get(DROPPED, ()))
