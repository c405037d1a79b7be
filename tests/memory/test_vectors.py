"""The vector index: Chroma, filled from the facts and made again from them."""

import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from storyreel.errors import LibraryError
from storyreel.memory import characters, queue
from storyreel.memory.library import Library
from storyreel.memory.records import VoiceTurn
from storyreel.memory.vectors import index_pending, is_behind, rebuild


@pytest.fixture
def lines(make):
    said = ["Ready to orbit the planet.", "Tea, Earl Grey, hot.", "Shields up!", "The planet is inhabited."]
    return [make.line(k, words, 10 * k) for k, words in enumerate(said)]


def no_model(texts):
    raise AssertionError(f"asked to embed {texts}")


def test_lines_faces_segments_and_anchors_are_indexed_once(library, film, make, tell, lines, embed):
    face = make.track("t0.1", 1, 3)
    tell("dialogue", *lines, make.line(9, "[door slams]", 50, manner="sound"))
    tell("faces", face)
    tell("people", make.cluster(face))
    tell("segments", make.segment(0, 0, 60), make.segment(1, 60, 120))
    characters.reconcile(library.facts, film.id)
    assert is_behind(library, film.id)
    assert index_pending(library, embed) == 4 + 3 + 1 + 3
    assert {name: library.vectors.count(name) for name in ("dialogue", "faces", "segments", "anchors")} == {
        "dialogue": 4,
        "faces": 3,
        "segments": 1,
        "anchors": 3,
    }
    assert not is_behind(library, film.id)
    assert index_pending(library, no_model) == 0


def test_a_voice_is_indexed_by_its_turn(library, film, make, tell):
    random = np.random.default_rng(0).normal(size=(2, 256))
    ours, other = (random / np.linalg.norm(random, axis=1, keepdims=True)).astype(np.float32)
    tell(
        "voice_turns",
        VoiceTurn(span=make.span(1, 3), turn_id="v0.1", embedding=ours, embedding_model="ge2e"),
        VoiceTurn(span=make.span(4, 6), turn_id="v0.2", embedding=other, embedding_model="ge2e"),
        VoiceTurn(span=make.span(7, 7.2), turn_id="v0.3"),
    )
    assert index_pending(library, no_model) == 2, "a turn too short to know a voice by has no vector"
    near = library.vectors.query("voices", ours, film_id=film.id, limit=1)
    assert [(one.about, one.span) for one in near] == [("v0.1", make.span(1, 3))]


def test_the_nearest_come_first_within_film_and_span(library, film, make, lines, tell, embed):
    tell("dialogue", *lines)
    other = make.film("Sintel", "a")
    library.add(other)
    library.facts.commit(make.work(other, "dialogue"), [make.line(1, "Ready to orbit the planet.", 1)])
    index_pending(library, embed)
    [question] = embed(["ready to orbit a planet"])
    near = library.vectors.query("dialogue", question, film_id=film.id)
    assert [one.about for one in near][:2] == ["u0", "u3"]
    assert near[0].similarity > near[1].similarity > 0
    assert near[0].id == f"{film.id}/dialogue/u0"
    late = library.vectors.query("dialogue", question, film_id=film.id, span=make.span(25, 60), limit=1)
    assert [one.about for one in late] == ["u3"]


def test_vectors_of_another_length_live_beside(library, film, make, tell, embed):
    tell("dialogue", make.line(1, "Hello.", 1))
    index_pending(library, embed)
    assert library.vectors.query("dialogue", np.ones(5, np.float32), film_id=film.id) == []


def test_what_is_found_no_more_leaves_the_index(library, film, make, tell, lines, embed):
    tell("dialogue", *lines)
    index_pending(library, embed)
    tell("dialogue", lines[0], make.line(7, "Engage.", 70), version="2")
    assert index_pending(library, embed) == 2
    assert library.vectors.count("dialogue") == 2
    library.remove(film.id)
    assert library.vectors.count("dialogue") == 0


def test_a_segments_text_follows_its_caption_and_its_lines(library, film, make, tell, embed):
    tell("segments", make.segment(0, 0, 60))
    tell("dialogue", make.line(1, "Ready to orbit the planet.", 1))
    index_pending(library, embed)
    tell("captioner", make.caption("A close-up of a bearded man.", 0, 60))
    assert index_pending(library, embed) == 1, "only the segment's text changed"
    [question] = embed(["A close-up of a bearded man. Ready to orbit the planet."])
    assert library.vectors.query("segments", question, film_id=film.id)[0].similarity > 0.9


def test_a_rebuild_needs_no_model(library, film, tell, lines, embed):
    tell("dialogue", *lines)
    index_pending(library, embed)
    [question] = embed(["tea"])
    before = library.vectors.query("dialogue", question, film_id=film.id)
    assert rebuild(library, no_model) == 4
    assert library.vectors.query("dialogue", question, film_id=film.id) == before


def test_a_damaged_index_says_what_to_do_and_can_be_rebuilt(library, film, tell, lines, embed):
    tell("dialogue", *lines)
    index_pending(library, embed)
    library.close()
    (library.directory / "vectors" / "chroma.sqlite3").write_bytes(b"damaged" * 500)
    with Library.open(library.directory) as library:
        with pytest.raises(LibraryError, match="storyreel memory rebuild") as error:
            library.vectors.count("dialogue")
        assert "\n" not in str(error.value)
        assert rebuild(library, no_model) == 4
        assert library.vectors.count("dialogue") == 4


def test_a_file_where_the_index_belongs_gives_way_to_a_rebuild(library, film, tell, lines, embed):
    tell("dialogue", *lines)
    index_pending(library, embed)
    library.close()
    shutil.rmtree(library.directory / "vectors")
    (library.directory / "vectors").write_text("in the way", encoding="utf-8")
    with Library.open(library.directory) as library:
        assert rebuild(library, no_model) == 4


def test_an_index_that_was_thrown_away_is_filled_again(library, film, tell, lines, embed):
    tell("dialogue", *lines)
    index_pending(library, embed)
    library.close()
    shutil.rmtree(library.directory / "vectors")
    with Library.open(library.directory) as library:
        assert index_pending(library, no_model) == 4


INDEXER = """
import sys
from pathlib import Path
import numpy as np
from storyreel.memory.library import Library
from storyreel.memory.vectors import index_pending

def embed(texts):
    print("embedding", flush=True)
    return np.random.default_rng(len(texts)).normal(size=(len(texts), 64)).astype("f4")

with Library.open(Path(sys.argv[1])) as library:
    index_pending(library, embed)
    print("done", flush=True)
"""


def start_indexer(library) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", INDEXER, str(library.directory)]
    indexer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert indexer.stdout.readline() == "embedding\n"
    return indexer


def test_a_kill_between_facts_and_vectors_is_made_good_next_time(library, film, make, tell, embed):
    tell("dialogue", *(make.line(k, f"Line {k} of many.", k / 10) for k in range(900)))
    for delay_s in (0.0, 0.3):
        indexer = start_indexer(library)
        time.sleep(delay_s)
        os.kill(indexer.pid, signal.SIGKILL)
        indexer.communicate()
    index_pending(library, embed)
    assert library.vectors.count("dialogue") == 900
    assert not queue.has_work(library.facts.database)


def test_a_running_reader_sees_what_another_process_indexes(library, film, make, tell, embed):
    tell("dialogue", make.line(1, "Hello.", 1))
    index_pending(library, embed)
    [question] = embed(["anything"])
    assert len(library.vectors.query("dialogue", question, film_id=film.id)) == 1
    tell("dialogue", *(make.line(k, f"Line {k}.", k) for k in range(20)), version="2")
    indexer = start_indexer(library)
    out, _ = indexer.communicate()
    assert indexer.returncode == 0
    assert out.endswith("done\n")
    assert len(library.vectors.query("dialogue", question, film_id=film.id, limit=50)) == 20


FILLER = """
import sys
from pathlib import Path
import numpy as np
from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import Span, Utterance
from storyreel.memory.vectors import index_pending

def embed(texts):
    return np.random.default_rng(len(texts)).normal(size=(len(texts), 64)).astype("f4")

with Library.open(Path(sys.argv[1])) as library:
    for reel in range(4):
        span = Span(start_s=30 * reel, end_s=30 * reel + 30)
        lines = [Utterance(span=span, utterance_id=f"u{reel}.{k}", words=f"Line {k}", source="recognised")
                 for k in range(60)]
        work = Work(film_id="c" * 12, tool="speech", version="1", inputs="00", span=span)
        library.facts.commit(work, lines)
        index_pending(library, embed)
"""


def test_asking_while_another_process_indexes_always_gets_an_answer(library, film, make, tell, embed):
    tell("dialogue", *(make.line(k, f"Line {k} of many.", k / 10) for k in range(1000)))
    index_pending(library, embed)
    filler = subprocess.Popen([sys.executable, "-c", FILLER, str(library.directory)])
    questions = embed([f"Line {k}" for k in range(100)])
    asked = 0
    while filler.poll() is None:
        near = library.vectors.query("dialogue", questions[asked % 100], film_id=film.id, limit=10)
        assert len(near) == 10
        asked += 1
    assert filler.returncode == 0
    assert library.vectors.count("dialogue") == 1240
