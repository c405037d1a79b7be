"""Names that captions must lose are counted as TRIPOD is published."""

from storyreel.eval.caption_names import Counts, characters_in, count, taken_out_of
from storyreel.eval.tripod import SCREENPLAYS, Synopsis


def test_characters_are_the_words_of_the_list(tmp_path):
    folder = tmp_path / SCREENPLAYS / "A Film"
    folder.mkdir(parents=True)
    (folder / "A Film_imdb_meta.txt").write_text(
        "year\t1986\ncast\tTom Actor\tPete the Maverick\ncast\tAnn Actor\n", encoding="utf-8"
    )
    assert characters_in(tmp_path, "A Film") == {"pete", "maverick"}
    assert characters_in(tmp_path, "Another") == set()


def test_a_name_that_is_left_and_one_that_is_no_characters_are_counted():
    sentences = (
        "Then Zorblax runs to Pete.",
        "Zorblax alone waits.",
        "Snowploughs wait and the snow sticks.",
        "Quicksand swallows them, as quicksand will.",
        "It rains.",
    )
    found = count(Synopsis("A Film", sentences, (), None), {"zorblax", "pete"})
    assert found == Counts(naming=2, kept=1, kept_told=1, taken=3, strange=1)


def test_names_taken_out_of_captions_and_captions_that_cannot_be_read_are_counted():
    captions = ["A dog runs to Zorblax.", "A man in a red coat waits.", "Der Mann und die Frau tanzen."]
    assert taken_out_of(captions) == ({"Zorblax": 1}, 1)
