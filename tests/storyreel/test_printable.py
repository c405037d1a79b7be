"""What a film says is shown and never obeyed."""

import pytest

from storyreel.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;a new title\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link", "link"),
        ("\x9b2Jcleared", "cleared"),
        ("bell\x07, back\x08, null\0, delete\x7f", "bell, back, null, delete"),
        ("\u202egnp.exe", "gnp.exe"),
        ("half a letter \udcff", "half a letter "),
        ("\x1b", ""),
    ],
)
def test_what_a_terminal_would_obey_is_left_out(text, shown):
    assert printable(text) == shown


@pytest.mark.parametrize(
    "text", ["two\nlines\tand a tab", "“Où est-elle ?”", "映画 🎬", "\u202bשלום\u202c", "[31m"]
)
def test_everything_else_stays(text):
    assert printable(text) == text
