"""Two parts of the film that are compared are asked about one after the other."""

import pytest

from storyreel.agent.understanding.side_by_side import compared_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Compare scene 2 and scene 3", ("in scene 2", "in scene 3")),
        ("compare scenes 2 and 3", ("in scene 2", "in scene 3")),
        (
            "What's the difference between the first and last scene?",
            ("in the first scene", "in the last scene"),
        ),
        ("Compare the first act to the last one", ("in the first act", "in the last act")),
        ("How does the beginning of the film compare to the end?", ("at the beginning", "at the end")),
        ("how is the first half different from the second half", ("in the first half", "in the second half")),
    ],
)
def test_each_part_is_asked_about(text: str, parts: tuple[str, str]):
    assert compared_parts(text) == [f"What happens {part}?" for part in parts]


@pytest.mark.parametrize(
    "text",
    [
        "Compare Anna and Ben",
        "How is Anna different from Ben?",
        "Compare Anna in scene 2 and scene 3",
        "How is it?",
    ],
)
def test_what_else_is_compared_is_left_alone(text: str):
    assert compared_parts(text) == []
