"""What is exported is what is remembered, in a shape that other programs read back."""

import csv
import io
import json
import re

import pysubs2
import pytest

from storyreel.export import FORMATS, FilmDocument, export
from storyreel.export.document import Feeling, FilmFacts, Line, Person, Scene, ShotPiece, Writing
from storyreel.memory import characters
from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import (
    Box,
    Caption,
    FaceLook,
    FaceTrack,
    Film,
    NameEvidence,
    PersonCluster,
    Segment,
    Shot,
    Span,
    Utterance,
)

NAMES = ["Anna", 'Ann "the Knife", Jr.', "Li\nMei", "Анна ✨", "=cmd()", "@SUM(1)", "<b>Bob</b> & co -->"]
"""What subtitles call people, the last few with bad intent."""


def document_with(name: str, words: str = "Where are we?", manner: str = "speech") -> FilmDocument:
    """A film in which one person of that name is seen, speaks and is angry."""
    return FilmDocument(
        film=FilmFacts(
            id="0123456789ab", title="Opening Night", content_hash="0" * 64, duration_s=75.0, width_px=640,
            height_px=360, audio_tracks=(), subtitle_tracks=(), depth="standard",
        ),
        characters=(
            Person(
                id="P1", name=name, screen_time_s=2.5, speech_time_s=1.5, spans=((1.0, 2.0), (60.0, 61.5)),
                name_evidence=(NameEvidence(source="user", text="named by the user", confidence=1.0),),
                tracks=("t0.0", "t2.0"),
            ),
        ),
        shots=(ShotPiece(start_s=0, end_s=75, opening="start"),),
        segments=(Scene(id="g0", start_s=0, end_s=75, captions=("A close-up of a woman.",)),),
        utterances=(
            Line(
                id="u1", start_s=1.25, end_s=2.75, words=words, manner=manner, speaker=name, speaker_id="P1",
                source="subtitles", confidence=None, language=None,
            ),
        ),
        emotions=(
            Feeling(
                start_s=1.5, end_s=2.5, character_id="P1", character=name, emotion="anger", confidence=0.75,
                modalities={"text": 0.8}, evidence=("0123456789ab/text_emotion/text:u1:1.500",),
            ),
        ),
        screen_texts=(Writing(start_s=3, end_s=5, words="THE END", confidence=0.9),),
        notes=("sound: silent from 0:10 to 0:20",),
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_json_gives_back_the_document(name):
    document = document_with(name)
    text = FORMATS["json"](document)
    assert FilmDocument.model_validate_json(text) == document
    assert json.loads(text)["characters"][0]["name"] == name


def test_json_names_its_shape_and_hides_where_the_film_lies():
    found = json.loads(FORMATS["json"](document_with("Anna")))
    assert found["format"] == "storyreel/1"
    assert "path" not in found["film"]
    assert found["emotions"][0]["modalities"] == {"text": 0.8}


@pytest.mark.parametrize("name", NAMES)
def test_csv_has_a_row_for_each_presence_and_each_feeling_in_order_of_time(name):
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](document_with(name)), newline="")))
    assert [(row["what"], float(row["start_s"])) for row in rows] == [
        ("presence", 1.0), ("emotion", 1.5), ("presence", 60.0),
    ]  # fmt: skip
    assert rows[1]["emotion"] == "anger"
    assert (rows[1]["face"], rows[1]["voice"], rows[1]["text"]) == ("", "", "0.8")
    assert all(row["character"].removeprefix("'") == name for row in rows)


@pytest.mark.parametrize("name", ["=cmd()", "+1", "-1", "@SUM(1)", "\t=1", "  =cmd()"])
def test_csv_has_no_cell_that_a_spreadsheet_runs(name):
    rows = csv.DictReader(io.StringIO(FORMATS["csv"](document_with(name)), newline=""))
    assert all(row["character"] == f"'{name}" for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_srt_puts_the_speaker_before_the_words(name):
    [cue] = pysubs2.SSAFile.from_string(FORMATS["srt"](document_with(name)), keep_html_tags=True)
    assert (cue.start, cue.end) == (1250, 2750)
    assert cue.plaintext == f"{' '.join(name.split())}: Where are we?".replace("-->", "→")


@pytest.mark.parametrize("name", NAMES)
def test_vtt_puts_the_speaker_into_a_voice_span(name):
    text = FORMATS["vtt"](document_with(name))
    [cue] = pysubs2.SSAFile.from_string(text, keep_html_tags=True)
    assert text.startswith("WEBVTT\n\n")
    assert (cue.start, cue.end) == (1250, 2750)
    speaker, words = re.fullmatch(r"<v ([^<>]+)>(.*)", cue.plaintext).groups()
    assert speaker.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == " ".join(name.split())
    assert words == "Where are we?"


@pytest.mark.parametrize("to", ["srt", "vtt"])
def test_words_cannot_begin_a_cue_of_their_own(to):
    text = FORMATS[to](document_with("Anna", "Wait\n\n2\n00:00:09.000 --> 00:00:10.000\nInjected"))
    assert text.count("-->") == 1
    assert "\n\n2\n" not in text


@pytest.mark.parametrize("to", ["srt", "vtt"])
def test_braces_and_lines_of_dialogue_stay(to):
    [cue] = pysubs2.SSAFile.from_string(FORMATS[to](document_with("Anna", "{whispers} Come.\nNow.")))
    assert cue.text.endswith(r"{whispers} Come.\NNow.")


@pytest.mark.parametrize(
    ("manner", "words", "shown"),
    [("sound", "door slams", "[door slams]"), ("song", "La la", "Anna: ♪ La la ♪")],
)
def test_sounds_and_songs_are_marked_as_subtitles_mark_them(manner, words, shown):
    [cue] = pysubs2.SSAFile.from_string(FORMATS["srt"](document_with("Anna", words, manner)))
    assert cue.plaintext == shown


def test_markdown_reports_people_scenes_feelings_dialogue_and_notes():
    text = FORMATS["md"](document_with("Anna"))
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    assert headings == [
        "Opening Night", "People", "Scenes", "Emotional moments", "Dialogue", "Words in the picture", "Notes",
    ]  # fmt: skip
    assert "| Anna | P1 | 2.5 s | 1.5 s | named by the user |" in text
    assert "- `0:01–0:02` Anna: anger, confidence 0.75 (text 0.80)" in text
    assert "- `0:01–0:02` **Anna:** Where are we?" in text


def test_markdown_shows_what_looks_like_markup_as_it_is():
    text = FORMATS["md"](document_with("a|b", "# <script>alert(1)</script>\n| *now* [x](y)"))
    assert r"| a\|b | P1 |" in text
    assert r"**a\|b:** \# \<script>alert(1)\</script> \| \*now\* \[x\](y)" in text


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library") as library:
        yield library


def remember(library: Library, film: Film, tool: str, *findings) -> None:
    library.facts.commit(
        Work(film_id=film.id, tool=tool, version="1", inputs="", span=film.span), findings, ("odd",)
    )


def utterance(id_: str, span: Span, **what) -> Utterance:
    return Utterance(span=span, utterance_id=id_, source="subtitles", **what)


@pytest.fixture
def film(library):
    film = Film(
        id="0123456789ab", title="Orbit", path="/films/orbit.mp4", content_hash="0" * 64, duration_s=40
    )
    library.add(film)
    remember(
        library, film, "shots",
        *(Shot(span=Span(start_s=start_s, end_s=end_s), opening=opening, motion=0, brightness=0, saturation=0)
          for start_s, end_s, opening in [(0, 12, "start"), (12, 30, "cut"), (30, 40, "continued")]),
    )  # fmt: skip
    remember(
        library, film, "dialogue",
        utterance("u1", Span(start_s=1, end_s=2), words="Hello.", speaker="ANNA"),
        utterance("u2", Span(start_s=3, end_s=4), words="rain", manner="sound"),
    )  # fmt: skip
    seen = Span(start_s=12, end_s=15)
    look = FaceLook(time_s=12, box=Box(x=0.4, y=0.2, width=0.2, height=0.3), score=0.9, quality=0.9)
    remember(library, film, "faces", FaceTrack(span=seen, track_id="t0.1", looks=(look,)))
    remember(library, film, "people", PersonCluster(span=seen, tracks=("t0.1",), cohesion=1))
    remember(library, film, "segments", Segment(span=film.span, index=0))
    words = "A still scene. {p:t0.1} can be seen."
    remember(library, film, "captioner", Caption(span=film.span, words=words, backend="scene-describer"))
    return film


def test_a_film_of_the_library_is_exported_with_its_shots_whole_and_its_speakers_named(library, film):
    found = json.loads(export(library, film, "json"))
    assert [(shot["start_s"], shot["end_s"]) for shot in found["shots"]] == [(0, 12), (12, 40)]
    assert [(line["speaker"], line["words"]) for line in found["utterances"]] == [
        ("Anna", "Hello."),
        (None, "rain"),
    ]
    seen = {person["name"]: person["spans"] for person in found["characters"]}
    assert seen == {"Person 1": [[12, 15]], "Anna": []}
    assert found["notes"] == ["odd"]


def test_captions_name_who_is_seen_as_they_are_called_now(library, film):
    characters.rename(library.facts, film.id, "P1", "Ben")
    found = json.loads(export(library, film, "json"))
    assert found["segments"][0]["captions"] == ["A still scene. Ben can be seen."]


@pytest.mark.parametrize(
    ("to", "beginning"),
    [("json", "{"), ("md", "# Orbit"), ("csv", "start_s,end_s"), ("srt", ""), ("vtt", "WEBVTT")],
)
def test_a_film_of_which_nothing_is_known_yet_can_be_exported(library, film, to, beginning):
    empty = film.model_copy(update={"id": "ba9876543210", "content_hash": "1" * 64})
    library.add(empty)
    text = export(library, empty, to)
    assert text.startswith(beginning)
    assert "Hello" not in text


def test_every_format_names_the_speaker(library, film):
    assert "Anna: Hello." in export(library, film, "srt")
    assert "<v Anna>Hello." in export(library, film, "vtt")
    assert "**Anna:** Hello." in export(library, film, "md")
