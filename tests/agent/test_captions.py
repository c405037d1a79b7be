"""Captions name people as they are called now, and tell of the picture alone."""

from storyreel.agent.ask import ask
from storyreel.agent.captions import description
from storyreel.memory.characters import rename
from storyreel.memory.library import Library
from storyreel.memory.records import Caption, Film, Span

WORDS = (
    '{p:t0.1} can be seen. {p:t0.1} looks angry. Somebody says: "Go. Now!" 3 more lines follow. '
    "Sounds are heard: door slams."
)


def test_what_is_said_is_left_to_the_lines():
    assert description(WORDS, {"p:t0.1": "Ben"}) == "Ben can be seen. Ben looks angry."


def test_a_new_name_is_in_the_next_answer(library: Library, voyage: Film, commit):
    commit("captioner", [Caption(span=Span(start_s=0, end_s=20), words=WORDS, backend="scene-describer")])
    assert "Ben looks angry" in ask(library, voyage, "What happens in the first 20 seconds?").answer
    rename(library.facts, voyage.id, "P2", "Benedict")
    answer = ask(library, voyage, "What happens in the first 20 seconds?")
    assert "Benedict looks angry" in answer.answer
    assert "{p:" not in answer.answer


def test_who_begins_a_caption_keeps_the_capital_in_an_answer(library: Library, voyage: Film, commit):
    words = "A man waits. Odin, in a coat, waves. {p:t1.1} sits at a table. Grace laughs."
    commit("video_captioner", [Caption(span=Span(start_s=0, end_s=20), words=words, backend="seer")])
    answer = ask(library, voyage, "What happens in the first 20 seconds?").answer
    assert "a man waits; Odin, in a coat, waves; Person 3 sits at a table" in answer
