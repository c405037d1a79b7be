"""The library: a folder of films, found by path, id and title, safe to share and to kill."""

import hashlib
import os
import sqlite3
import subprocess
import sys

import pytest

from storyreel.errors import LibraryError
from storyreel.memory import schema
from storyreel.memory.library import Library
from storyreel.memory.records import FaceTrack, Utterance


@pytest.fixture
def film_file(tmp_path, make):
    """A film whose file exists, so that paths can be asked for."""
    path = tmp_path / "Night of the Living Dead.mkv"
    path.write_bytes(b"not really a film, but it has bytes")
    content_hash = hashlib.sha256(path.read_bytes()).hexdigest()
    film = make.film("Night of the Living Dead").model_copy(
        update={"id": content_hash[:12], "content_hash": content_hash, "path": str(path)}
    )
    return path, film


def test_opening_makes_the_folder_and_finds_what_was_added_before(tmp_path, make):
    folder = tmp_path / "new" / "library"
    with Library.open(folder) as library:
        assert library.films() == []
        library.add(make.film("Charade", "c"))
        library.add(make.film("Sintel", "a"))
    with Library.open(folder) as library:
        assert [film.title for film in library.films()] == ["Charade", "Sintel"]


class TestFindingAFilm:
    def test_by_id_by_its_beginning_and_by_title_in_any_case(self, library, make):
        charade, sintel = make.film("Charade", "c"), make.film("Sintel", "a")
        library.add(charade)
        library.add(sintel)
        for which in (charade.id, "ccc", "Charade", "cHARADE"):
            assert library.film(which) == charade

    def test_unknown_names_what_is_near(self, library, make):
        with pytest.raises(LibraryError, match="the library is empty"):
            library.film("Charade")
        library.add(make.film("Charade"))
        with pytest.raises(LibraryError, match="did you mean 'Charade'"):
            library.film("Sharade")
        with pytest.raises(LibraryError, match=r"it has 'Charade'\.$"):
            library.film("Metropolis")
        for odd in ("", "\0", "~nobody/film", "x" * 5000, "'; DROP TABLE films; --"):
            with pytest.raises(LibraryError):
                library.film(odd)

    def test_ambiguous_asks_for_an_id(self, library, make):
        library.add(make.film("The Stranger", "a"))
        library.add(make.film("The Stranger", "b"))
        with pytest.raises(LibraryError, match=r"'The Stranger' \(aaaaaaaaaaaa\).*by its id"):
            library.film("the stranger")

    def test_by_path_without_reading_the_file_again(self, library, film_file):
        path, film = film_file
        library.add(film)
        known = path.stat()
        path.write_bytes(b"x" * known.st_size)
        os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))
        assert library.film(str(path)).id == film.id, "size and time of change are trusted"
        os.utime(path, ns=(0, 0))
        assert library.film_at(path) is None, "a changed file is read, and is another film"

    def test_a_moved_or_copied_file_is_known_by_its_content(self, library, film_file):
        path, film = film_file
        library.add(film)
        moved = path.rename(path.with_name("moved.mkv"))
        found = library.film(str(moved))
        assert (found.id, found.path) == (film.id, str(moved))
        assert library.film(film.title).path == str(moved), "the library has learnt where it is now"

    def test_a_file_that_is_gone_is_still_known_by_its_path(self, library, film_file):
        path, film = film_file
        library.add(film)
        path.unlink()
        assert library.film(str(path)).id == film.id


def test_choices_are_kept_by_film(library, film):
    library.remember(film.id, "subtitles", {"path": "/films/charade.en.srt", "encoding": None})
    library.remember(film.id, "depth", "quick")
    library.remember(film.id, "depth", "standard")
    assert library.recall(film.id, "subtitles") == {"path": "/films/charade.en.srt", "encoding": None}
    assert library.recall(film.id, "depth") == "standard"
    assert library.recall(film.id, "nothing") is None


def test_removing_a_film_forgets_all_of_it_and_nothing_else(library, film, make, tell):
    other = make.film("Sintel", "a")
    library.add(other)
    for one in (film, other):
        library.facts.commit(make.work(one, "dialogue"), [make.line(1, "Hello there.", 1)])
        library.facts.commit(make.work(one, "faces"), [make.track("t0.1", 1, 3)])
    library.pictures_dir(film.id).mkdir(parents=True)
    library.remove(film.id)
    assert [one.id for one in library.films()] == [other.id]
    assert library.facts.find(film.id, Utterance) == library.facts.find(film.id, FaceTrack) == []
    assert not library.pictures_dir(film.id).exists()
    assert len(library.facts.search(other.id, "hello")) == 1
    with library.facts.database.read() as connection:
        for table in ("works", "observations", "vectors", "film_choices"):
            count = f"SELECT count(*) FROM {table} WHERE film_id = ?"  # noqa: S608 -- our tables
            assert connection.execute(count, [film.id]).fetchone()[0] == 0
    with pytest.raises(LibraryError, match="no film"):
        library.remove(film.id)


HOLDER = """
import sys
from pathlib import Path
from storyreel.memory.library import Library
with Library.open(Path(sys.argv[1])) as library, library.ingest_lock("c" * 12):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_film_is_ingested_by_one_process_at_a_time(library, film):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(library.directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout.readline() == "held\n"
    with (
        pytest.raises(LibraryError, match="Another process is ingesting"),
        library.ingest_lock(film.id, wait_s=0.1),
    ):
        pass
    with library.ingest_lock("a" * 12, wait_s=0.1):
        assert library.films(), "other films, and questions, are free"
    holder.kill()
    holder.communicate()
    with library.ingest_lock(film.id, wait_s=5):
        pass


class TestALibraryThatCannotBeUsed:
    def test_of_a_newer_version_is_refused_and_left_as_it_is(self, library):
        with library.facts.database.write() as connection:
            connection.execute("PRAGMA user_version = 99")
        library.close()
        before = (library.directory / "facts.sqlite3").read_bytes()
        with pytest.raises(LibraryError, match=r"version 99.*upgrade"):
            Library.open(library.directory)
        assert (library.directory / "facts.sqlite3").read_bytes() == before

    def test_of_another_program_is_refused(self, tmp_path):
        foreign = sqlite3.connect(tmp_path / "facts.sqlite3")
        foreign.execute("CREATE TABLE recipes (name TEXT)")
        foreign.close()
        with pytest.raises(LibraryError, match="another program"):
            Library.open(tmp_path)

    def test_a_file_that_is_no_database_is_refused(self, tmp_path):
        (tmp_path / "facts.sqlite3").write_bytes(b"hello" * 1000)
        with pytest.raises(LibraryError, match="not a Storyreel file"):
            Library.open(tmp_path)

    @pytest.mark.parametrize("below", ["", "deeper"])
    def test_a_file_where_a_folder_is_expected(self, tmp_path, below):
        (tmp_path / "file").write_text("")
        with pytest.raises(LibraryError, match="under a file"):
            Library.open(tmp_path / "file" / below)

    def test_a_folder_that_no_disk_can_have(self, tmp_path):
        with pytest.raises(LibraryError, match="cannot be made"):
            Library.open(tmp_path / ("x" * 300))

    def test_a_file_where_the_locks_belong(self, library, film):
        (library.directory / "locks").write_text("in the way", encoding="utf-8")
        with pytest.raises(LibraryError, match=r"locks' is in the way"), library.ingest_lock(film.id):
            pass

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_that_cannot_be_written(self, tmp_path):
        tmp_path.chmod(0o500)
        with pytest.raises(LibraryError, match="permissions"):
            Library.open(tmp_path / "library")

    def test_a_damaged_file_says_so(self, library, film, make, tell):
        tell("dialogue", *(make.line(k, "Some words to fill pages with. " * 20, k / 10) for k in range(500)))
        library.close()
        facts = library.directory / "facts.sqlite3"
        damaged = bytearray(facts.read_bytes())
        damaged[8192:] = b"\xff" * (len(damaged) - 8192)
        facts.write_bytes(damaged)
        with pytest.raises(LibraryError, match="damaged"), Library.open(library.directory) as library:
            library.facts.find(film.id, Utterance)


def test_an_older_library_is_brought_up_to_date_whole_or_not_at_all(library, film):
    older = (*schema.MIGRATIONS, ("CREATE TABLE voices (name TEXT) STRICT",))
    with library.facts.database.write() as connection:
        schema.migrate(connection, older)
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(older)
        assert connection.execute("SELECT count(*) FROM voices").fetchone()[0] == 0
    assert [one.id for one in library.films()] == [film.id]
    broken = (*older, ("CREATE TABLE songs (name TEXT) STRICT", "CREATE TABLE voices (name TEXT)"))
    with pytest.raises(sqlite3.OperationalError), library.facts.database.write() as connection:
        schema.migrate(connection, broken)
    with library.facts.database.read() as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(older)
        assert connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'songs'").fetchone() is None


def test_opening_a_library_and_its_facts_loads_no_chroma(tmp_path):
    script = (
        "import sys; from pathlib import Path; from storyreel.memory.library import Library\n"
        "from storyreel.memory import characters, search, timeline\n"
        "Library.open(Path(sys.argv[1])).films(); assert 'chromadb' not in sys.modules, 'loaded'"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True)
