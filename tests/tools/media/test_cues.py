"""What one cue says: who speaks, what is heard, what is sung."""

import pytest

from storyreel.memory.records import Span
from storyreel.tools.media.cues import lines_of
from storyreel.tools.media.repair import Cue


def said(text: str, speaker: str | None = None) -> list[tuple[str, str | None, str]]:
    lines = lines_of(Cue(Span(start_s=10, end_s=14), text, speaker))
    return [(line.manner, line.speaker, line.words) for line in lines]


def speech(words: str, speaker: str | None = None) -> tuple[str, str | None, str]:
    return ("speech", speaker, words)


def test_lines_of_one_voice_are_one_line():
    assert said("As feared, our examination\nof the freighter") == [
        speech("As feared, our examination of the freighter")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- Ready?\n- Not yet.",
        "-Ready?\n-Not yet.",
        "– Ready?\n– Not yet.",
        ">> Ready?\n>> Not yet.",
        "- Ready? - Not yet.",
    ],
)
def test_dashes_part_two_voices(text):
    assert said(text) == [speech("Ready?"), speech("Not yet.")]


def test_a_dashed_line_runs_on_until_the_next_dash():
    assert said("- Where did\nyou go?\n- Out.") == [speech("Where did you go?"), speech("Out.")]


@pytest.mark.parametrize("text", ["--and so it goes", "-5 degrees outside", "—and then he left"])
def test_some_dashes_are_only_dashes(text):
    assert said(text) == [speech(text)]


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("ANNA: Hello.", "ANNA", "Hello."),
        ("Anna: Hello.", "Anna", "Hello."),
        ("MR. SMITH: Hello.", "MR. SMITH", "Hello."),
        ("LA FORGE: Hello.", "LA FORGE", "Hello."),
        ("Von Trapp: Hello.", "Von Trapp", "Hello."),
        ("MAN 2: Hello.", "MAN 2", "Hello."),
        ("Man #2: Hello.", "Man #2", "Hello."),
        ("[ANNA] Hello.", "ANNA", "Hello."),
        ("(Anna) Hello.", "Anna", "Hello."),
        ("[Man on radio] Hello.", "Man on radio", "Hello."),
        ("[ANNA]: Hello.", "ANNA", "Hello."),
        ("ANNA:\nHello.", "ANNA", "Hello."),
        ("- ANNA: Hello.", "ANNA", "Hello."),
        ("ÉLODIE: Bonjour.", "ÉLODIE", "Bonjour."),
        ("NARRATOR: unless they hurry.", "NARRATOR", "unless they hurry."),
        ("MRS. HALL: and so on.", "MRS. HALL", "and so on."),
    ],
)
def test_labels_name_the_speaker(text, speaker, words):
    assert said(text) == [speech(words, speaker)]


@pytest.mark.parametrize(
    "text",
    [
        "Time: 10:30",
        "12:30",
        "Note: this is a test.",
        "I said: go",
        "He said: Go",
        "It's 11: 15.",
        "Listen: He is here.",
        "On Monday: We sail.",
        "WARNING: KEEP OUT",
        "WARNING: do not enter",
        "Narrator of it all: unless",
        "Anna: unless",
        "A: the first letter",
        "Look at http://example.org",
        "You say: Pokey, play",
        "Remember: Never again.",
        "Subtitles: Lu",
    ],
)
def test_not_every_colon_follows_a_speaker(text):
    assert said(text) == [speech(text)]


def test_two_labels_in_a_cue_are_two_voices():
    assert said("ANNA: Where?\nBEN: Here.") == [speech("Where?", "ANNA"), speech("Here.", "BEN")]


def test_how_a_speaker_is_heard_is_kept():
    assert said("Man (on phone): Hello?") == [("sound", "Man", "on phone"), speech("Hello?", "Man")]


@pytest.mark.parametrize("text", ["[door slams]", "(door slams)", "- [door slams]", "(door\nslams)"])
def test_brackets_hold_sounds(text):
    assert said(text) == [("sound", None, "door slams")]


@pytest.mark.parametrize("sound", ["LAUGHS", "sighs", "whispering", "CRYING", "clears throat", "SIGH"])
def test_a_sound_before_words_is_no_speaker(sound):
    assert said(f"[{sound}] I know.") == [("sound", None, sound), speech("I know.")]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Get out of my house! ♪ La la ♪", [("speech", "Get out of my house!"), ("song", "La la")]),
        ("♪ La la ♪ Stop it!", [("song", "La la"), ("speech", "Stop it!")]),
        ("Listen. ♪ La la", [("speech", "Listen."), ("song", "La la")]),
        ("♪ La la ♪ and on ♪", [("song", "La la and on")]),
    ],
)
def test_a_note_makes_a_song_of_its_own_words_alone(text, lines) -> None:
    assert [(manner, words) for manner, _, words in said(text)] == lines


@pytest.mark.parametrize("text", ["♪ La la la ♪", "♪ La la la", "# La la la #", "♫ La la la ♫"])
def test_notes_mark_songs(text):
    assert said(text) == [("song", None, "La la la")]


def test_notes_alone_are_music():
    assert said("♪♪") == [("sound", None, "music")]


def test_a_hash_before_a_number_is_no_song():
    assert said("You're #1 here.") == [speech("You're #1 here.")]


def test_dots_stay_as_they_are():
    assert said("- Thank you, Data.\n- ...and 57 seconds.") == [
        speech("Thank you, Data."),
        speech("...and 57 seconds."),
    ]


def test_the_formats_own_speaker_counts_where_no_label_stands():
    assert said("Hello.\nBEN: Hi.", "Anna") == [speech("Hello.", "Anna"), speech("Hi.", "BEN")]


def test_the_time_is_shared_by_the_length_of_the_words():
    lines = lines_of(Cue(Span(start_s=10, end_s=14), "- Yes\n- Certainly not now"))
    assert [line.span.start_s for line in lines] == [10, pytest.approx(10 + 4 * 3 / 20)]
    assert lines[0].span.end_s == lines[1].span.start_s
    assert lines[-1].span.end_s == 14
