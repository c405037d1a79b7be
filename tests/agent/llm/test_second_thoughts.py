"""A model that is asked to write a sentence anew may write its whole answer again."""

from storyreel.agent.ask import ask
from storyreel.memory.library import Library
from storyreel.memory.records import Film
from tests.agent.llm.conftest import ScriptedServer, calls, says


def test_what_held_is_not_told_twice(library: Library, voyage: Film, scripted: ScriptedServer):
    held, wrong = "Anna is on screen at 0:47.", "Ben is on screen at 0:47."
    on_screen = calls(("on_screen", {"start_s": 46.5, "end_s": 47.5}))
    scripted.plays(on_screen, says(f"{held} {wrong}"), says(f"{held} {wrong}"))
    found = ask(library, voyage, "Who is on screen at 0:47?", model=scripted.model())
    assert found.answer.count(held) == 1
    assert found.unsupported == (wrong,)
