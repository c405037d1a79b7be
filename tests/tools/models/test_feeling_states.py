"""Lines of dialogue as vectors: how dialogues are cut, and who speaks is told."""

from itertools import pairwise

import numpy as np
import pytest

from storyreel.tools.models import feeling_states, minilm


def tokens(*lengths: int) -> list[list[int]]:
    return [[100 + number] * length for number, length in enumerate(lengths)]


def text_of(ids: list[int]) -> str:
    return minilm.tokenizer().decode(ids, skip_special_tokens=False)


@pytest.mark.parametrize("count", [1, 2, 7, 40, 200])
def test_every_line_is_told_once(count) -> None:
    lines = tokens(*np.random.default_rng(count).integers(1, 64, count).tolist())
    found = list(feeling_states.passages(lines, ["one"] * count))
    assert [line for passage in found for line in passage.told] == list(range(count))


def test_lines_of_a_cut_dialogue_are_read_with_those_around_them() -> None:
    found = list(feeling_states.passages(tokens(*[20] * 30), ["one"] * 30))
    assert len(found) > 1
    for before, after in pairwise(found):
        assert (
            before.read.stop - before.told.stop
            == after.told.start - after.read.start
            == feeling_states.MARGIN
        )


def test_a_passage_is_not_too_long_to_be_read() -> None:
    lines = tokens(*[63] * 20)
    for passage in feeling_states.passages(lines, [0] * 20):
        assert len(passage.read) * (63 + feeling_states.MARKS) <= feeling_states.PASSAGE_TOKENS + 66


def test_a_passage_ends_with_its_dialogue() -> None:
    found = list(feeling_states.passages(tokens(5, 5, 5, 5), ["one", "one", "two", "two"]))
    assert [passage.read for passage in found] == [range(2), range(2, 4)]


def test_speakers_are_told_by_letters_in_order_of_their_first_line() -> None:
    lines = feeling_states.tokens_of(["Hello.", "Hi.", "Who is there?"])
    ids, borders = feeling_states.lay_out(range(3), lines, ["Monica", None, "Monica"])
    assert text_of(ids) == "[CLS] a : hello. [SEP] hi. [SEP] a : who is there? [SEP]"
    assert text_of(ids[borders[1] : borders[2]]) == "hi. [SEP]"
    assert borders[-1] == len(ids)


def test_names_of_speakers_change_nothing() -> None:
    first, second = (
        feeling_states.describe(["I hate you!", "Why?"], [0, 0], names)
        for names in (["Ross", "Joey"], ["A", "B"])
    )
    assert np.array_equal(first, second)


def test_a_very_long_line_is_cut() -> None:
    assert len(feeling_states.tokens_of(["word " * 500])[0]) == feeling_states.LINE_TOKENS
