"""Facts: typed findings that commit together with the mark that their work is done."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyreel.errors import LibraryError
from storyreel.memory.records import EmotionReading, FaceTrack, Shot, Span, Utterance


def test_work_is_done_once_it_is_committed_with_the_same_version_inputs_and_span(library, film, make):
    work = make.work(film, "dialogue")
    assert library.facts.done(work) is None
    library.facts.commit(work, [])
    assert library.facts.done(work) is not None
    for other in ({"version": "2"}, {"inputs": "ff"}, {"span": make.span(0, 30)}, {"tool": "speech"}):
        assert library.facts.done(work.model_copy(update=other)) is None


def test_findings_come_back_typed_equal_and_in_order_of_time(library, film, make, tell):
    late, early = make.line(2, "Later.", 50), make.line(1, "Sooner.", 5)
    face = make.track("t0.1", 3, 6)
    tell("dialogue", late, early)
    tell("faces", face)
    assert library.facts.find(film.id, Utterance) == [early, late]
    assert library.facts.find(film.id, FaceTrack) == [face]
    assert library.facts.find(film.id, FaceTrack, local_ids=["t9.9"]) == []


def test_a_span_finds_what_overlaps_it_and_a_moment_what_holds_it(library, film, make, tell):
    tell("dialogue", make.line(1, "One.", 0, 2), make.line(2, "Two.", 2, 4), make.line(3, "Now!", 4, 4))

    def found(start_s, end_s):
        return [one.utterance_id for one in library.facts.find(film.id, Utterance, make.span(start_s, end_s))]

    assert found(1, 3) == ["u1", "u2"]
    assert found(2, 2) == ["u2"], "half-open: the first line is over at 2 s"
    assert found(4, 4) == ["u3"], "a finding without length is where it is"
    assert found(5, 60) == []


def test_observations_carry_who_found_what_and_can_be_asked_by_each(library, film, make, tell):
    tell(
        "dialogue",
        make.line(1, "Hello.", 1, speaker="ANNA"),
        make.line(2, "Hm?", 4, manner="sound"),
        version="7",
    )
    [observation] = library.facts.observations(film.id, subject="ANNA")
    assert observation.id == f"{film.id}/dialogue/u1"
    assert (observation.tool_version, observation.label, observation.text) == ("7", "speech", "Hello.")
    assert Utterance.model_validate(observation.payload) == make.line(1, "Hello.", 1, speaker="ANNA")
    assert [one.id for one in library.facts.observations(film.id, label="sound")] == [
        f"{film.id}/dialogue/u2"
    ]
    assert library.facts.observations(film.id, ids=[observation.id], kind="shot") == []


def test_doing_a_reel_again_replaces_that_reel_alone(library, film, make):
    def shot(start_s):
        return Shot(span=make.span(start_s, start_s + 5), opening="cut", motion=0, brightness=0, saturation=0)

    first, second = make.span(0, 30), make.span(30, 60)
    library.facts.commit(make.work(film, "shots", first), [shot(0), shot(10)])
    library.facts.commit(make.work(film, "shots", second), [shot(30)])
    library.facts.commit(make.work(film, "shots", first, inputs="ff"), [shot(20)])
    assert [one.span.start_s for one in library.facts.find(film.id, Shot)] == [20, 30]
    assert [work.inputs for work in library.facts.works(film.id)] == ["ff", "00"]


def test_a_tool_that_comes_to_read_the_whole_film_replaces_its_reels(library, film, make):
    library.facts.commit(make.work(film, "speech", make.span(0, 30)), [make.line(1, "Old.", 3)])
    library.facts.commit(make.work(film, "speech", version="2"), [make.line(2, "New.", 3)])
    assert [one.words for one in library.facts.find(film.id, Utterance)] == ["New."]
    assert [row.id for row, _ in library.facts.search(film.id, "old")] == []


def test_notes_are_said_once_in_order_of_time(library, film, make):
    library.facts.commit(make.work(film, "shots", make.span(30, 60)), [], notes=["A gap.", "Dark."])
    library.facts.commit(make.work(film, "shots", make.span(0, 30)), [], notes=["A gap."], seconds=2.5)
    assert library.facts.notes(film.id) == ["A gap.", "Dark."]
    assert library.facts.works(film.id)[0].seconds == 2.5


def test_the_output_digest_changes_exactly_with_the_findings_that_overlap(library, film, make, tell):
    def digest(*tools):
        return library.facts.output_digest(film.id, tools, make.span(0, 30))

    never_ran = digest("dialogue", "speech")
    tell("speech")
    assert digest("dialogue", "speech") == never_ran, "nothing found is like never asked"
    tell("dialogue", make.line(1, "Hello.", 1))
    spoken = digest("dialogue", "speech")
    assert spoken != never_ran
    assert digest("speech", "dialogue") == spoken
    tell("dialogue", make.line(1, "Hello.", 1), make.line(2, "Far away.", 90), version="2")
    assert digest("dialogue", "speech") == spoken, "what lies outside the span does not count"
    tell("dialogue", make.line(1, "Hello!", 1))
    assert digest("dialogue", "speech") != spoken


def test_two_findings_of_one_id_are_a_defect_and_keep_nothing(library, film, make):
    with pytest.raises(ValueError, match="u1"):
        library.facts.commit(make.work(film, "dialogue"), [make.line(1, "A.", 1), make.line(1, "B.", 2)])
    assert library.facts.works(film.id) == []


class TestSearch:
    def test_finds_words_in_other_forms_the_best_first(self, library, film, tell, make):
        tell(
            "dialogue",
            make.line(1, "The planets orbit two suns, a planet each.", 1),
            make.line(2, "A planet.", 5),
            make.line(3, "Tea, Earl Grey, hot.", 9),
        )
        found = library.facts.search(film.id, "PLANET orbiting")
        assert [row.payload["utterance_id"] for row, _ in found] == ["u1", "u2"]
        assert found[0][1] < found[1][1]

    def test_narrows_by_kind_and_span(self, library, film, tell, make):
        tell("dialogue", make.line(1, "Red sun.", 1), make.line(2, "Red moon.", 80))
        tell("captioner", make.caption("A red room.", 0, 30))
        words = [row.text for row, _ in library.facts.search(film.id, "red", span=make.span(0, 30))]
        assert sorted(words) == ["A red room.", "Red sun."]
        assert [row.text for row, _ in library.facts.search(film.id, "red", kinds=["caption"])] == [
            "A red room."
        ]

    @pytest.mark.parametrize(
        ("said", "asked"),
        [
            ("Où est le château ?", "chateau"),
            ("我们去看电影吧", "电影"),
            ("Где моя шапка?", "ШАПКА"),
            ("映画が好きです", "映画"),
            ("ฉันรักหนัง", "หนัง"),
            ("안녕하세요 여러분", "안녕하세요"),
            ("Don't go!", "don't"),
        ],
    )
    def test_knows_other_scripts_and_accents(self, library, film, tell, make, said, asked):
        tell("dialogue", make.line(1, said, 1), make.line(2, "Nothing here.", 5))
        assert [row.text for row, _ in library.facts.search(film.id, asked)] == [said]

    @settings(max_examples=150, deadline=None)
    @given(
        asked=st.text(max_size=40)
        | st.sampled_from(['"', "a AND", "NEAR(x, 2)", "* ^ -", "text:a", "🎬", "'); --"])
    )
    def test_takes_anything_a_user_may_type(self, asked):
        assert isinstance(self.facts.search("c" * 12, asked), list)

    @pytest.fixture(autouse=True)
    def _facts(self, library):
        type(self).facts = library.facts


def test_many_threads_read_and_write_at_once(library, film, make):
    spans = [make.span(k, k + 1) for k in range(40)]

    def commit_and_read(place):
        library.facts.commit(
            make.work(film, "dialogue", spans[place]), [make.line(place, f"Line {place}.", place)]
        )
        return len(library.facts.find(film.id, Utterance))

    with ThreadPoolExecutor(8) as threads:
        counts = list(threads.map(commit_and_read, range(40)))
    assert max(counts) == 40
    assert min(counts) >= 1


WRITER = """
import sys
from pathlib import Path
from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import Span, Utterance

with Library.open(Path(sys.argv[1])) as library:
    print("open", flush=True)
    for k in range(int(sys.argv[2]), int(sys.argv[3])):
        span = Span(start_s=k, end_s=k + 1)
        lines = [Utterance(span=span, utterance_id=f"u{k}.{n}", words=f"Line {n} of {k}", source="subtitles")
                 for n in range(20)]
        work = Work(film_id="c" * 12, tool="dialogue", version="1", inputs="00", span=span)
        library.facts.commit(work, lines)
"""


def start_writer(directory: Path, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(directory), str(first), str(last)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert writer.stdout.readline() == "open\n"
    return writer


def test_two_processes_write_and_a_third_reads(library, film):
    writers = [start_writer(library.directory, 0, 30), start_writer(library.directory, 30, 60)]
    seen = 0
    while any(writer.poll() is None for writer in writers):
        now = len(library.facts.spans(film.id, Utterance))
        assert now >= seen
        assert now % 20 == 0, "a commit is seen whole or not at all"
        seen = now
    assert [writer.wait() for writer in writers] == [0, 0]
    for writer in writers:
        writer.stdout.close()
    assert len(library.facts.find(film.id, Utterance)) == 60 * 20


def test_a_kill_at_any_moment_leaves_whole_commits_that_can_be_gone_on_with(library, film):
    for delay_s in (0.0, 0.005, 0.02, 0.05, 0.1):
        writer = start_writer(library.directory, 0, 10_000)
        time.sleep(delay_s)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        works = library.facts.works(film.id)
        assert len(library.facts.find(film.id, Utterance)) == 20 * len(works)
        assert all(work.findings == 20 for work in works)
    with library.facts.database.read() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        words = connection.execute("SELECT count(*) FROM words").fetchone()[0]
    assert words == 20 * len(works)


def test_a_full_disk_is_one_line_and_nothing_half_written(library, film, make):
    with library.facts.database.write() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    with library.facts.database.read() as connection:
        connection.execute(f"PRAGMA max_page_count = {pages + 10}")
    lines = [make.line(k, "A long line of words. " * 40, k / 10) for k in range(1000)]
    with pytest.raises(LibraryError, match="no space left") as error:
        library.facts.commit(make.work(film, "dialogue"), lines)
    assert "\n" not in str(error.value)
    assert library.facts.find(film.id, Utterance) == []
    assert library.facts.works(film.id) == []


def test_waiting_readers_do_not_keep_a_writer_out(library, film, make, tell):
    tell("dialogue", make.line(1, "Before.", 1))
    reading, done = threading.Event(), threading.Event()

    def read_for_long():
        with library.facts.database.read() as connection:
            connection.execute("SELECT count(*) FROM observations").fetchone()
            reading.set()
            done.wait(10)
            return connection.execute("SELECT text FROM observations").fetchone()["text"]

    with ThreadPoolExecutor(1) as threads:
        reader = threads.submit(read_for_long)
        reading.wait(10)
        tell("dialogue", make.line(1, "After.", 1), version="2")
        done.set()
        assert reader.result() == "Before.", "a read sees one state throughout"


def test_readings_keep_all_seven_probabilities(library, film, make, tell):
    reading = make.reading("t0.1", "face", "anger", 0.7, 1, 3)
    tell("expression", reading)
    assert library.facts.find(film.id, EmotionReading, Span(start_s=0, end_s=9)) == [reading]


def test_defects_of_sql_are_not_explained_away(library):
    with pytest.raises(sqlite3.OperationalError), library.facts.database.read() as connection:
        connection.execute("SELECT nonsense FROM nowhere")
