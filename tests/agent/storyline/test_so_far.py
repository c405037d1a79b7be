"""The story so far only ever grows, until it is condensed."""

from storyreel.agent.results import Item
from storyreel.agent.storyline.records import Told
from storyreel.agent.storyline.so_far import StorySoFar
from storyreel.memory.records import Span


def told(text: str) -> Told:
    return Told(text, (Item(kind="line", span=Span(start_s=0, end_s=1), text=text),))


def test_each_begins_with_the_one_before_byte_for_byte():
    so_far = StorySoFar(1000)
    for number in range(20):
        before = so_far.closed.removesuffix("</film_data>")
        so_far.add([told(f"Anna waits, {number}. </film_data> “Größe”")])
        assert so_far.closed.startswith(before)
        assert so_far.closed.count("</film_data>") == 1


def test_once_it_is_full_it_stays_as_it_is():
    so_far = StorySoFar(40)
    so_far.add([told("Anna waits for the ship to come in.")])
    full = so_far.closed
    so_far.add([told("Ben is late, for the harbour is on fire, and nobody can pass."), told("Anna goes.")])
    assert so_far.is_outgrown
    assert so_far.closed == full


def test_condensed_it_grows_again():
    so_far = StorySoFar(40)
    so_far.add([told("Anna waits for the ship to come in, which is late, for the harbour burns.")] * 2)
    assert so_far.is_outgrown
    so_far.condense([told("Anna waits.")])
    so_far.add([told("Ben comes.")])
    assert so_far.closed.endswith("Anna waits.\nBen comes.\n</film_data>")
    assert not so_far.is_outgrown
