"""After the check: a language model writes anew what nothing supported, and gives way if nothing is left."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, AnyMessage, BaseMessage

from storyreel.agent.asked import wish
from storyreel.agent.check.answer import Checked
from storyreel.agent.check.ground import Ground
from storyreel.agent.check.unfounded import unfounded
from storyreel.agent.llm.marks import STOOD_IN
from storyreel.agent.llm.model import GuardedChatModel
from storyreel.agent.sentences import joined, split
from storyreel.agent.understanding.text import content_words
from storyreel.agent.wording.findings import findings
from storyreel.errors import LanguageModelError
from storyreel.prompts.loader import render

REWRITTEN = "rewritten"
"""Where an answer says that it was written a second time."""
DROPPED = "dropped"
"""Where the mark that lets the offline model answer lists the sentences that did not hold."""
NOTHING_HELD = "nothing that the language model said is supported by the film"
MOST_OFFERED = 12
"""Sentences that hold, offered in place of those that do not."""


def wants_rewriting(said: AnyMessage, checked: Checked) -> bool:
    """Whether sentences fell that were not yet written a second time."""
    return bool(checked.unsupported) and REWRITTEN not in said.additional_kwargs


def rewritten(
    model: GuardedChatModel, messages: Sequence[BaseMessage], checked: Checked, ground: Ground
) -> AIMessage:
    """The answer, the last message, with its unsupported sentences written anew at its end; none twice.

    Where the model fails meanwhile, they stay as they are, and the next check takes them out.
    """
    try:
        again = _chosen(model, messages, checked, ground) if model.chooses(messages) else ""
        again = again or model.write([*messages, wish(render("rewrite", faults=_faults(checked, ground)))])
    except LanguageModelError:
        again = " ".join(checked.unsupported)
    told = {sentence.text for sentence in split(checked.kept)}
    new = joined([sentence for sentence in split(again) if sentence.text not in told])
    text = "\n".join(filter(None, [checked.kept, new]))
    return AIMessage(text, id=messages[-1].id, additional_kwargs={REWRITTEN: True})


def _faults(checked: Checked, ground: Ground) -> list[dict[str, str]]:
    """What does not hold, with what of it nobody found."""
    return [{"text": one, "unknown": ", ".join(unfounded(one, ground))} for one in checked.unsupported]


def _chosen(
    model: GuardedChatModel, messages: Sequence[BaseMessage], checked: Checked, ground: Ground
) -> str:
    """Of the sentences that tools told, those that the model answers with; empty where it chooses none."""
    told = _offered(checked, ground)
    chosen = wish(render("choose", question=ground.question, sentences=told))
    numbers = model.choose([*messages, chosen], len(told)) if told else []
    return " ".join(told[number - 1] for number in numbers)


def _offered(checked: Checked, ground: Ground) -> list[str]:
    """Of the sentences that tools told, the nearest to the question and to what fell, in their order."""
    texts = [findings(found) for found in ground.results[:-1]]
    told = dict.fromkeys(sentence.text for text in texts for sentence in split(text))
    asked, meant = (_telling(text) for text in (ground.question, " ".join(checked.unsupported)))
    near = sorted(told, key=lambda line: -_shared(line, asked) - _shared(line, meant))[:MOST_OFFERED]
    return [line for line in told if line in near]


def _telling(text: str) -> set[str]:
    return {word.lower() for word in content_words(text)}


def _shared(line: str, words: set[str]) -> float:
    """How much of the words stands in a line."""
    return len(words & _telling(line)) / max(len(words), 1)


def gives_way(said: AnyMessage, checked: Checked) -> AIMessage:
    """In place of an answer of which nothing held: the mark that lets the offline model answer."""
    mark = {STOOD_IN: NOTHING_HELD, DROPPED: list(checked.unsupported)}
    return AIMessage("", id=said.id, additional_kwargs=mark)


def dropped(run: Sequence[AnyMessage]) -> tuple[str, ...]:
    """The sentences of a language model that gave way in this run."""
    return tuple(sentence for said in run for sentence in said.additional_kwargs.get(DROPPED, ()))
