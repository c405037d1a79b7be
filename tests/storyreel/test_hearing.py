"""What a server says is kept and shown without the key that it was sent, and can be written to a file."""

import pytest

from storyreel.hearing import Hearer, heard

KEY = "sk-secret-4711"


def test_a_key_is_in_no_text_of_any_json():
    said = {"id": f"Bearer {KEY}", KEY: [{"text": f"a{KEY}{KEY}"}], "tokens": 3, "more": None}
    assert heard(said, KEY) == {"id": "Bearer …", "…": [{"text": "a……"}], "tokens": 3, "more": None}


@pytest.mark.parametrize("placeholder", ["", "x", "none", "EMPTY"])
def test_what_only_fills_a_header_is_a_word_like_others(placeholder):
    assert heard("none is x of EMPTY", placeholder) == "none is x of EMPTY"


def test_halves_of_letters_are_joined_or_replaced():
    assert heard("a\ud83d\ude00b\ud800c\udc00", "") == "a\U0001f600b\ufffdc\ufffd"


@pytest.mark.parametrize("size", [1, 2, 5, 100])
@pytest.mark.parametrize(
    "text", [f"The key is {KEY}.", f"sk-s sk-secret-471 {KEY}{KEY} sk-", "\U0001f600 \ud83d", "安娜 sk"]
)
def test_a_text_that_comes_in_pieces_ends_as_it_would_in_one(text, size):
    letters = text.encode("utf-16-le", "surrogatepass")
    halves = [letters[at : at + 2].decode("utf-16-le", "surrogatepass") for at in range(0, len(letters), 2)]
    told: list[str] = []
    hearer = Hearer(told.append, KEY)
    for at in range(0, len(halves), size):
        hearer("".join(halves[at : at + size]))
        assert KEY[:10] not in "".join(told).replace("sk-secret-471 ", "")
    hearer.end()
    assert "".join(told) == heard(text, KEY)
