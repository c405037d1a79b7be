"""Long conversations are shortened from their oldest end, and never in what the check reads."""

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from storyreel.agent.llm.fit import fitted, size
from storyreel.agent.results import Found, Item
from storyreel.errors import LanguageModelError
from storyreel.memory.records import Span


def result(number: int) -> ToolMessage:
    items = tuple(
        Item(kind="line", span=Span(start_s=start_s, end_s=start_s + 1), text=f"Line {start_s} of many.")
        for start_s in range(40)
    )
    found = Found(items=items, total=57)
    return ToolMessage(found.as_json(), tool_call_id=f"c{number}", artifact=found.model_dump(mode="json"))


def conversation(results: int) -> list[BaseMessage]:
    messages: list[BaseMessage] = [SystemMessage("Rules."), HumanMessage("What is said?")]
    for number in range(results):
        call = {"name": "dialogue", "args": {}, "id": f"c{number}"}
        messages += [AIMessage("", tool_calls=[call]), result(number)]
    return messages


def test_what_fits_is_left_as_it_is():
    messages = conversation(2)
    assert fitted(messages, 100_000) == messages


def test_the_oldest_result_is_told_in_a_line_first():
    messages = conversation(3)
    kept = fitted(messages, size(messages) - 10)
    assert "57 found: line from 0 s to 40 s" in str(kept[3].text)
    assert kept[5] == messages[5]
    assert kept[7] == messages[7]


def test_a_shortened_result_still_holds_everything_for_the_check():
    messages = conversation(2)
    (shortened,) = [one for one in fitted(messages, size(messages) - 10) if "shortened" in str(one.text)]
    assert isinstance(shortened, ToolMessage)
    assert len(Found.model_validate(shortened.artifact).items) == 40


def test_old_questions_go_next():
    talk = [SystemMessage("Rules."), HumanMessage("Old? " * 200), AIMessage("Yes."), HumanMessage("New?")]
    assert [str(one.text) for one in fitted(talk, 60)] == ["Rules.", "New?"]


def test_what_cannot_fit_is_said():
    with pytest.raises(LanguageModelError, match="reads too little at once"):
        fitted([SystemMessage("Rules. " * 200), HumanMessage("New?")], 100)
