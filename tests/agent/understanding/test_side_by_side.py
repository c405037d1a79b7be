"""Parts of the film that are compared are asked about one after the other."""

import pytest

from storyreel.agent.understanding.side_by_side import compared_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Compare scene 2 and scene 3", ("in scene 2", "in scene 3")),
        ("compare scenes 2, 3 and 4", ("in scene 2", "in scene 3", "in scene 4")),
        ("Compare scene two with the last scene", ("in scene two", "in the last scene")),
        ("the differences between the first and last act", ("in the first act", "in the last act")),
        ("Compare the first act to the last one", ("in the first act", "in the last act")),
        ("How does the beginning of the film compare to the end?", ("in the beginning", "in the end")),
        ("how is the first half different from the second", ("in the first half", "in the second half")),
        ("Compare the two halves", ("in the first half", "in the second half")),
        ("Compare 0:10-0:20 with 0:50-1:00", ("0:10-0:20", "0:50-1:00")),
    ],
)
def test_what_happens_in_each_part_is_asked(text: str, parts: tuple[str, ...]):
    assert compared_parts(text) == [f"What happens {part}?" for part in parts]


@pytest.mark.parametrize("text", ["Which is longer, scene 4 or scene 5?", "Is scene 4 longer than scene 5?"])
def test_how_long_each_part_is_is_asked(text: str):
    assert compared_parts(text) == ["How long is scene 4?", "How long is scene 5?"]


@pytest.mark.parametrize(
    "text", ["Who is in both scene 1 and scene 6?", "Who is in scene 1 but not in scene 6"]
)
def test_who_is_in_each_part_is_asked(text: str):
    assert compared_parts(text) == ["Who is on screen in scene 1?", "Who is on screen in scene 6?"]


@pytest.mark.parametrize(
    "text",
    [
        "Compare Anna and Ben",
        "How is Anna different from Ben?",
        "Compare Anna in scene 2 and scene 3",
        "Who is in scene 2 and what do they say?",
        "Is Anna longer on screen than Ben?",
        "Compare scenes 2, 3, 4 and 5",
        "How is it?",
        "Who is in scenes 2 to 4?",
        "Is scene 5 longer than 0:10?",
    ],
)
def test_what_else_is_compared_is_left_alone(text: str):
    assert compared_parts(text) == []
