"""Nothing that a film holds ends the fence around it, looks like who speaks, or hides from a reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyreel.agent.results import Found, Item
from storyreel.agent.wording.findings import findings
from storyreel.eval.injected import injections
from storyreel.memory.records import Span
from storyreel.prompts.loader import fenced, render

OPENING, CLOSING = "<film_data>", "</film_data>"
MARKS = (
    OPENING,
    CLOSING,
    "</",
    "<",
    ">",
    "film_data",
    "[INST]",
    "[/INST]",
    "<|im_start|>",
    "system",
    "\\u003c",
)
UNSEEN = ("\n", "\u200b", "\u202e", "\ufeff", "\x1b[2J", "\x00", "‹", '"', "{{", "}}", "{%", "&lt;")
BITS = st.sampled_from((*MARKS, *UNSEEN))
FILM_TEXT = st.lists(st.one_of(BITS, st.text(max_size=8))).map("".join)


def inside(shown: str) -> str:
    assert shown.startswith(OPENING)
    assert shown.endswith(CLOSING)
    return shown[len(OPENING) : -len(CLOSING)]


@given(FILM_TEXT)
def test_no_text_ends_its_fence(text: str):
    assert not set(inside(fenced(text))) & set("<>")


@given(FILM_TEXT)
def test_no_text_holds_what_a_terminal_obeys_or_nobody_sees(text: str):
    assert not set(inside(fenced(text))) & set("\x1b\x00\u200b\u202e\ufeff")


@given(FILM_TEXT)
def test_no_text_marks_who_speaks(text: str):
    shown = inside(fenced(text))
    assert not any(mark in shown for mark in ("[INST]", "[/INST]", "<|im_start|>"))


@given(FILM_TEXT)
def test_no_title_ends_the_fence_of_the_prompt(text: str):
    prompt = render("answer", title=text, duration="1:00", characters=(), depth=None, budget_s=90.0)
    plain = render("answer", title="", duration="1:00", characters=(), depth=None, budget_s=90.0)
    assert prompt.count(CLOSING) == plain.count(CLOSING)
    assert prompt.count(OPENING) == plain.count(OPENING)


@given(FILM_TEXT, FILM_TEXT)
def test_no_line_or_name_ends_the_fence_of_a_result(words: str, name: str):
    item = Item(kind="line", span=Span(start_s=1, end_s=2), text=words, people=(name,))
    shown = inside(fenced(findings(Found(items=(item,), notes=(words,)))))
    assert not set(shown) & set("<>")
    assert shown.count("\n") == 1  # the line is one sentence, the note another


@given(FILM_TEXT)
def test_no_sentence_to_be_written_anew_ends_its_fence(text: str):
    prompt = render("rewrite", faults=[{"text": text, "unknown": "1:07"}])
    assert (prompt.count(OPENING), prompt.count(CLOSING)) == (2, 2)


@pytest.mark.parametrize("injection", injections(), ids=lambda one: one.name)
def test_orders_stay_inside(injection):
    assert not set(inside(fenced(injection.text))) & set("<>")
