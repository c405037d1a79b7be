"""How far a long measurement has come."""

from storyreel.eval.progress import counted, in_words


def test_each_thing_is_told_of_before_it_and_the_end_after_the_last() -> None:
    told = []
    for thing in counted(["a", "b"], lambda done, of: told.append((done, of))):
        told.append(thing)
    assert told == [(0, 2), "a", (1, 2), "b", (2, 2)]


def test_of_nothing_the_end_is_told() -> None:
    told = []
    assert list(counted([], lambda *step: told.append(step))) == []
    assert told == [(0, 0)]


def test_in_words_only_some_steps_are_said() -> None:
    said: list[str] = []
    list(counted(range(450), in_words("faces", said.append)))
    assert said == ["0 of 450 faces", "200 of 450 faces", "400 of 450 faces"]
