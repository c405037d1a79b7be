"""An answer is said while it comes, and what turns out to be none is taken back."""

import sys

import pytest

from storyreel.agent.ask import TOLD
from storyreel.agent.state import Answer
from storyreel.cli.aloud import TAKEN_BACK, Aloud
from storyreel.cli.session import language_model


def told(answer: str, *sentences: str) -> None:
    aloud = Aloud()
    for one in sentences:
        aloud.hear(TOLD, {TOLD: one})
    aloud.finish(Answer.model_validate({"answer": answer, "model": "m", "citations": [], "tools": []}))


@pytest.mark.parametrize(
    ("heard", "answer", "shown"),
    [
        (["Anna.", "Anna. Ben."], "Anna. Ben. (Not sure.)", "Anna. Ben. (Not sure.)\n"),
        (["Anna. Ben.", "Anna.", "Anna. Ben. Eve."], "Anna. Ben. Eve.", "Anna. Ben. Eve.\n"),
        (["I cannot tell."], "It is Ben.", f"I cannot tell.\n{TAKEN_BACK}\nIt is Ben.\n"),
        (["I cannot tell.", "It is"], "It is Ben.", f"I cannot tell.\n{TAKEN_BACK}\nIt is Ben.\n"),
        (["Anna. Ben."], "Anna.", f"Anna. Ben.\n{TAKEN_BACK}\nAnna.\n"),
        ([], "Anna.", "Anna.\n"),
    ],
    ids=["goes on", "said again", "another", "another that comes", "less", "all at once"],
)
def test_a_terminal_is_told_each_word_once(capsys, monkeypatch, heard, answer, shown):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    told(answer, *heard)
    assert capsys.readouterr().out == shown


def test_what_is_no_terminal_is_told_the_answer_alone(capsys):
    told("It is Ben.", "I cannot tell.")
    assert capsys.readouterr().out == "It is Ben.\n"


@pytest.mark.parametrize("is_terminal", [True, False])
def test_who_waits_at_a_terminal_is_told_that_a_silent_server_is_waited_for(capsys, monkeypatch, is_terminal):
    model = language_model("http://127.0.0.1:9", None)
    assert model
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    model.server.on_silence(300.0)
    line = "Still waiting for the language model: it has 300 s for this.\n"
    assert capsys.readouterr() == ("", line if is_terminal else "")
