"""`storyreel characters`: the user puts people right, and finds that everything else follows."""

import subprocess
import sys

import pytest

from storyreel.memory.library import Library


@pytest.fixture
def film(two_faces) -> str:
    return two_faces


@pytest.fixture
def names(storyreel, film):
    def names_() -> dict[str, str]:
        return {one["id"]: one["name"] for one in storyreel("characters", film, "--json").json["characters"]}

    return names_


def test_the_list_helps_to_recognise_people(storyreel, film):
    header, first, *_, hint = storyreel("characters", film).out.splitlines()
    assert "first seen" in header
    assert first.split() == ["P1", "Person", "1", "1.5", "s", "0.0", "s", "0:00", "0:00", "t0.1"]
    assert "--sheet" in hint


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["name", "P1", "Beatrice"], "P1 is called 'Beatrice' now"),
        (["merge", "P1", "P2"], "P2 is one with Person 1 now"),
        (["forget", "P2"], "counts as nobody"),
    ],
    ids=lambda words: words[0],
)
def test_a_correction_is_told_listed_and_undone(storyreel, film, names, words, says):
    before = names()
    corrected = storyreel("characters", film, *words, "--json").json
    assert says in corrected["correction"]
    assert {one["id"]: one["name"] for one in corrected["characters"]} != before
    [made] = storyreel("characters", film, "history", "--json").json["corrections"]
    assert (made["kind"] in ("rename", "merge", "forget"), made["holds"]) == (True, True)
    assert "Undone" in storyreel("characters", film, "undo").out
    assert names() == before
    assert "undone" in storyreel("characters", film, "history").out


def test_a_split_is_told_of_too(storyreel, film, names):
    before = names()
    storyreel("characters", film, "merge", "P1", "P2")
    new = storyreel("characters", film, "split", "P1", "t0.2", "--json").json
    assert "a person of their own" in new["correction"]
    assert ["t0.2"] in [one["tracks"] for one in new["characters"]]
    storyreel("characters", film, "undo")
    storyreel("characters", film, "undo")
    assert names() == before


def test_a_name_shows_at_once_wherever_the_person_is_told_of(storyreel, film):
    storyreel("characters", film, "name", "P1", "Zerlina")
    assert "Zerlina" in storyreel("export", film, "--to", "md").out
    assert "Zerlina" in storyreel("ask", film, "Who is seen at 0:01?").out
    storyreel("characters", film, "merge", "P1", "P2")
    told = storyreel("export", film, "--to", "md").out
    assert "Person 2" not in told
    assert "Zerlina and Zerlina" not in told


def test_a_name_that_another_has_is_given_and_a_merge_offered(storyreel, film):
    storyreel("characters", film, "name", "P1", "Data")
    again = storyreel("characters", film, "name", "P2", "data")
    assert "merge P1 P2" in again.err
    assert again.code == 0


def test_no_merge_is_offered_with_who_was_only_heard_under_the_name_and_is_found_to_be_the_person(
    storyreel, make_film, tmp_path, remember_faces, library_dir
):
    titles = tmp_path / "lines.srt"
    titles.write_text("1\n00:00:00,200 --> 00:00:00,900\nANNA: Well?\n")
    path = make_film("Notorious.mkv", scenes=[((200, 30, 30), 2)])
    film = storyreel("ingest", path, "--depth", "quick", "--subtitles", titles, "--json").json["film"]
    remember_faces(library_dir, film, 1)
    heard = storyreel("characters", film, "--json").json["characters"]
    assert [(one["id"], one["name"]) for one in heard] == [("P1", "Anna"), ("P2", "Person 2")]
    named = storyreel("characters", film, "name", "P2", "Anna")
    assert "P1, who was called so and only heard, is one with P2 now." in named.err
    assert "merge" not in named.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["merge", "P1", "P1"], "one person already"),
        (["merge", "P1", "P99"], "Nobody is called 'P99'"),
        (["split", "P1", "t0.1"], "nothing to split"),
        (["split", "P1", "t9.9"], "no face track t9.9"),
        (["forget", "P99"], "Nobody is called"),
        (["undo"], "no correction to undo"),
        (["name", "P1", ""], "at least one letter"),
        (["name", "P1", "\n\t\x1b[31m"], "at least one letter"),
        (["name", "P1", "x" * 10_000], "at most 100 letters"),
        (["name", "P1", "Person 2"], "choose another name"),
    ],
    ids=lambda value: "-".join(value)[:24] if isinstance(value, list) else "",
)
def test_what_makes_no_sense_is_refused_in_one_line_and_changes_nothing(storyreel, film, words, says):
    refused = storyreel("characters", film, *words)
    assert (refused.code, refused.out) == (1, "")
    assert says in refused.complaint
    assert len(refused.err.strip().splitlines()) == 1
    assert storyreel("characters", film, "history", "--json").json["corrections"] == []


@pytest.mark.parametrize(
    "name",
    [
        "Robert'); DROP TABLE films; --",
        "$(rm -rf ~); `id` | sh",
        "👩‍👩‍👧 🎬",
        "{p:t0.2}",
        "%s {0} \\1",
        "می‌خواهم",
    ],
)
def test_any_name_is_only_a_name(storyreel, film, names, name):
    named = storyreel("characters", film, "name", "P1", name, "--json").json
    assert named["correction"] == f"P1 is called '{name}' now."
    assert names()["P1"] == name
    assert name in storyreel("export", film, "--to", "json").json["characters"][0]["name"]


@pytest.mark.parametrize("words", [["rename", "P1", "X"], ["name", "P1"], ["merge", "P1"], ["undo", "2"]])
def test_wrong_usage_says_what_there_is(storyreel, film, words):
    refused = storyreel("characters", film, *words)
    assert refused.code == 2
    assert "forget ID" in refused.err


def test_a_correction_that_waits_is_told_of_as_long_as_it_waits(storyreel, make_film, tmp_path):
    path = make_film(scenes=[((200, 30, 30), 2)])
    titles = tmp_path / "lines.srt"
    titles.write_text("1\n00:00:00,200 --> 00:00:00,900\nANNA: Well?\n")
    film = storyreel("ingest", path, "--depth", "quick", "--subtitles", titles, "--json").json["film"]
    assert "waits" not in storyreel("characters", film, "name", "P1", "Beatrice").err
    titles.write_text("1\n00:00:00,200 --> 00:00:00,900\nWell?\n")
    storyreel("ingest", path, "--depth", "quick", "--subtitles", titles)
    assert "A correction waits" in storyreel("characters", film).err
    assert "A correction waits" in storyreel("characters", film, "history").err


@pytest.fixture
def anna(storyreel, make_film, tmp_path):
    """Ingests a film in which Anna speaks; returns the id and what the user is told."""
    path = make_film(scenes=[((200, 30, 30), 2)])
    titles = tmp_path / "lines.srt"
    titles.write_text("1\n00:00:00,200 --> 00:00:00,900\nANNA: Well?\n")

    def ingest() -> tuple[str, str]:
        done = storyreel("ingest", path, "--depth", "quick", "--subtitles", titles, "--json")
        return done.json["film"], done.err

    return ingest


def test_corrections_outlive_a_film_that_is_removed(storyreel, anna):
    film, told = anna()
    assert "holds again" not in told
    storyreel("characters", film, "name", "P1", "Beatrice")
    assert f"remove {film} --corrections" in storyreel("library", "remove", film).out
    _, told = anna()
    assert "holds again" in told
    assert "Beatrice" in storyreel("characters", film).out
    storyreel("characters", film, "undo")
    assert "Anna" in storyreel("characters", film).out


@pytest.mark.parametrize("at_once", [True, False])
def test_they_are_forgotten_too_where_that_is_asked_for(storyreel, anna, at_once):
    film, _ = anna()
    storyreel("characters", film, "name", "P1", "Beatrice")
    if not at_once:
        storyreel("library", "remove", film)
    storyreel("library", "remove", film, "--corrections")
    assert "holds again" not in anna()[1]
    assert "Anna" in storyreel("characters", film).out
    assert "no correction" in storyreel("characters", film, "undo").complaint


def test_a_correction_while_another_process_watches_holds_and_says_what_is_left(
    storyreel, film, names, library_dir
):
    with Library.open(library_dir) as library, library.ingest_lock(film):
        corrected = storyreel("characters", film, "name", "P1", "Anna")
    assert corrected.code == 0
    assert "being watched just now: your correction is kept" in corrected.err
    assert names()["P1"] == "Anna"


def test_corrections_while_the_film_is_being_watched_are_kept(footage, tmp_path, storyreel):
    path = footage("noface_face.mov")
    titles = tmp_path / "lines.srt"
    titles.write_text(
        "1\n00:00:00,500 --> 00:00:01,500\nANNA: Well?\n\n2\n00:00:02,000 --> 00:00:03,000\nBEN: No.\n"
    )
    film = storyreel("ingest", path, "--depth", "quick", "--subtitles", titles, "--json").json["film"]
    command = [sys.executable, "-m", "storyreel"]
    watching = subprocess.Popen([*command, "ingest", path], stdout=subprocess.DEVNULL)
    steps = [["name", "P1", "Anna Karenina"], ["merge", "P1", "P2"], ["undo"], ["name", "P2", "Benedick"]]
    during = 0
    for step in steps:
        subprocess.run([*command, "characters", film, *step], check=True, capture_output=True)
        during += watching.poll() is None
    assert watching.wait(timeout=300) == 0
    assert during > 0, "the ingest was over before the first correction"
    found = {one["id"]: one["name"] for one in storyreel("characters", film, "--json").json["characters"]}
    assert found | {"P1": "Anna Karenina", "P2": "Benedick"} == found
    assert len(storyreel("characters", film, "history", "--json").json["corrections"]) == 3
