"""Screenplays: who says what, in the layouts that people write them in, laid along the film's lines."""

from pathlib import Path

import pytest

from storyreel.errors import MediaError
from storyreel.memory.records import Span, Utterance
from storyreel.tools.naming.alignment import aligned
from storyreel.tools.naming.screenplay import Speech, parse, read

SPEECHES = [
    Speech("ANNA", "Is anybody there?"),
    Speech("MR. BELL", "Only me and the cat, my dear."),
    Speech("ANNA", "Then put out the light and come upstairs."),
    Speech("MR. BELL", "The cat says no to that."),
]
STANDARD = """
INT. HOUSE - NIGHT

Anna listens at the door.

                    ANNA
          Is anybody
          there?

                    MR. BELL (O.S.)
               (after a while)
          Only me and the cat, my dear.

                                                  CUT TO:

                    ANNA (CONT'D)
          Then put out the light and come
          upstairs.

     23             MR. BELL                              23
          The cat says no to that.
"""
FOUNTAIN = """
INT. HOUSE - NIGHT

ANNA
Is anybody there?

MR. BELL (O.S.)
(after a while)
Only me and the cat, my dear.

ANNA
Then put out the light and come upstairs.

MR. BELL
The cat says no to that.
"""
GAPS = FOUNTAIN.replace("ANNA\n", "ANNA\n\n").replace("BELL\n", "BELL\n\n").replace("(O.S.)\n", "(O.S.)\n\n")
DOUBLE = STANDARD.replace("\n", "\n\n")
TRANSCRIPT = "\n".join(f"{one.speaker.title()}: {one.words}" for one in SPEECHES)


@pytest.mark.parametrize("text", [STANDARD, FOUNTAIN, GAPS, DOUBLE])
def test_layouts(text):
    assert parse(text) == SPEECHES


def test_a_transcript():
    assert [(one.speaker.upper(), one.words) for one in parse(TRANSCRIPT)] == [
        (one.speaker, one.words) for one in SPEECHES
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-8"])
def test_encodings(tmp_path: Path, encoding):
    path = tmp_path / "film.fountain"
    path.write_bytes(FOUNTAIN.replace("Only me", "Café noir").encode(encoding))
    assert read(path)[1].words.startswith("Café noir")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"A novel. It has no speakers, only prose, on and on.\n" * 50,
        b"%PDF-1.7\n" + STANDARD.encode(),
        b"<?xml version='1.0'?><FinalDraft/>",
        b"\0\1\2" * 999,
    ],
)
def test_what_is_no_screenplay_is_refused_in_one_line(tmp_path: Path, content):
    path = tmp_path / "script.txt"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=r"script\.txt.*save") as error:
        read(path)
    assert "\n" not in str(error.value)


def test_a_screenplay_that_is_not_there(tmp_path: Path):
    with pytest.raises(MediaError, match="cannot be read"):
        read(tmp_path / "gone.txt")


def lines(*words: str) -> list[Utterance]:
    return [
        Utterance(
            utterance_id=f"u{k}", words=one, span=Span(start_s=2 * k, end_s=2 * k + 2), source="subtitles"
        )
        for k, one in enumerate(words)
    ]


class TestAlignment:
    def test_lines_get_the_speaker_of_their_words_where_the_film_says_otherwise_too(self):
        film = lines(
            "Is somebody there?",
            "Only me and the cat.",
            "My dear.",
            "This line was never written.",
            "Put out the light,",
            "and come upstairs now.",
        )
        said = aligned(SPEECHES, film)
        assert {one.utterance.utterance_id: one.speech.speaker for one in said} == {
            "u0": "ANNA", "u1": "MR. BELL", "u2": "MR. BELL", "u4": "ANNA", "u5": "ANNA",
        }  # fmt: skip
        assert said[0].share == pytest.approx(2 / 3)

    def test_a_line_said_twice_goes_where_its_neighbours_go(self):
        speeches = [Speech("ANNA", "No. The door is shut."), Speech("BEN", "No. My key is lost.")]
        said = aligned(speeches, lines("No.", "My key is lost."))
        assert [one.speech.speaker for one in said] == ["BEN", "BEN"]

    def test_another_films_script_has_nothing_to_say(self):
        assert aligned(SPEECHES, lines("Warp speed.", "Engage!")) == []

    def test_nothing_and_nobody(self):
        assert aligned([], lines("Hello.")) == []
        assert aligned(SPEECHES, []) == []
