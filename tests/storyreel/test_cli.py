"""The command line as people and programs use it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storyreel import __version__


@pytest.fixture
def film(storyreel, film_with_everything) -> Path:
    assert storyreel("ingest", film_with_everything, "--depth", "quick", "--json").code == 0
    return film_with_everything


def test_help_is_quick_to_load():
    code = (
        "import sys; sys.argv = ['storyreel', '--help']\n"
        "from storyreel.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'cv2', 'chromadb', 'langgraph', 'langchain_core', 'av', 'numpy', 'pydantic'}\n"
        "print('heavy:', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "heavy: []"
    assert "ingest" in done.stdout


def test_version(storyreel):
    assert storyreel("--version").out.strip() == __version__


def test_ingest_prints_one_json_object(storyreel, film_with_everything):
    outcome = storyreel("ingest", film_with_everything, "--depth", "quick", "--json")
    assert outcome.json.keys() >= {"film", "duration_s", "depth", "stages", "seconds", "real_time_factor"}
    assert all(stage.keys() >= {"name", "seconds", "items", "cached"} for stage in outcome.json["stages"])
    assert outcome.json["depth"] == "quick"


def test_a_second_ingest_says_that_it_did_nothing(storyreel, film):
    assert "nothing to do" in storyreel("ingest", film, "--depth", "quick").out


def test_one_bad_film_does_not_keep_the_others_out(storyreel, film_with_everything, tmp_path):
    outcome = storyreel("ingest", tmp_path / "gone.mkv", film_with_everything, "--depth", "quick")
    assert outcome.code == 1
    assert "gone.mkv" in outcome.complaint
    assert "everything" in storyreel("library").out


def test_ask_answers_with_the_promised_shape(storyreel, film):
    answer = storyreel("ask", film, "Who says 'Where are we?'", "--json").json
    assert answer.keys() == {"answer", "citations", "intervals", "tools", "model", "unsupported"}
    assert "Anna" in answer["answer"]
    [citation, *_] = answer["citations"]
    assert citation.keys() == {"start_s", "end_s", "text", "evidence"}
    assert 0.4 <= citation["start_s"] <= 0.6


def test_ask_goes_on_with_a_thread(storyreel, film):
    storyreel("ask", film, "What is said at 0:01?", "--thread", "mine")
    assert "No, there" in storyreel("ask", film, "And after that?", "--thread", "mine").out


def test_a_film_never_ingested_is_watched_quickly_first(storyreel, film_with_everything):
    outcome = storyreel("ask", film_with_everything, "What is said at 0:01?")
    assert outcome.code == 0
    assert "Where are we" in outcome.out
    assert "watching it quickly first" in outcome.err


def test_what_was_watched_first_is_among_the_tools_of_the_answer(storyreel, film_with_everything):
    tools = storyreel("ask", film_with_everything, "What is said at 0:01?", "--json").json["tools"]
    watched = {tool["name"]: tool for tool in tools if tool["args"] == {"depth": "quick"}}
    assert {"dialogue", "shots"} <= set(watched)
    assert not watched["shots"]["cached"]
    again = storyreel("ask", film_with_everything, "What is said at 0:01?", "--json").json["tools"]
    assert [tool["name"] for tool in again] == [
        tool["name"] for tool in tools if tool not in watched.values()
    ]


@pytest.mark.parametrize("command", ["characters", "timeline"])
def test_what_finds_nothing_says_how_closely_the_film_was_watched(storyreel, make_film, command):
    film = make_film("two words.mp4", scenes=[((90, 90, 90), 1)])
    said = storyreel(command, film).err
    assert "was watched to quick depth only" in said
    assert f"storyreel ingest '{film}' watches it more closely" in said
    storyreel("ingest", film)
    assert "watches it more closely" not in storyreel(command, film).err


def test_chat_answers_line_by_line(storyreel, film, monkeypatch):
    questions = iter(["Who says 'Where are we?'", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(questions))
    assert "Anna" in storyreel("chat", film).out


@pytest.mark.parametrize("goodbye", ["/quit", "exit", "Bye"])
def test_a_goodbye_ends_a_chat(storyreel, film, monkeypatch, goodbye):
    questions = iter([goodbye])
    monkeypatch.setattr("builtins.input", lambda _: next(questions))
    assert storyreel("chat", film).out == ""


@pytest.mark.parametrize("length", ["logline", "synopsis", "scenes"])
def test_story_cites_every_sentence(storyreel, film, length):
    told = storyreel("story", film, "--length", length, "--json").json
    assert told.keys() == {"film", "length", "sentences", "dropped"}
    assert told["sentences"]
    for sentence in told["sentences"]:
        assert sentence["citations"], sentence
        assert all(citation.keys() == {"start_s", "end_s"} for citation in sentence["citations"])


def test_story_tells_nothing_beyond_a_time(storyreel, film):
    told = storyreel("story", film, "--spoilers-until", "0:02", "--json").json
    assert all(
        citation["end_s"] <= 2.5 for sentence in told["sentences"] for citation in sentence["citations"]
    )


def test_timeline_has_the_promised_shape(storyreel, film):
    outcome = storyreel("timeline", film, "--json").json
    assert outcome.keys() == {"film", "intervals"}


def test_characters_are_named_merged_and_split(storyreel, film):
    [anna] = [
        who for who in storyreel("characters", film, "--json").json["characters"] if who["name"] == "Anna"
    ]
    assert anna.keys() >= {"id", "name", "name_evidence", "screen_time_s", "speech_time_s", "spans"}
    renamed = storyreel(
        "characters", film, "name", anna["id"], "Anna", "'the Cat' Müller 安娜", "--json"
    ).json
    assert "Anna 'the Cat' Müller 安娜" in [who["name"] for who in renamed["characters"]]


@pytest.mark.parametrize("form", ["json", "md", "csv", "srt", "vtt"])
def test_export_writes_a_file(storyreel, film, form, tmp_path):
    out = tmp_path / f"out.{form}"
    assert storyreel("export", film, "--to", form, "-o", out).out == ""
    assert "Where are we" in out.read_text(encoding="utf-8") or form == "csv"


def test_export_spares_the_film_and_its_subtitles(storyreel, film, tmp_path):
    mine = Path(shutil.copy(film, tmp_path / film.name))
    storyreel("ingest", mine, "--depth", "quick")
    subtitles = mine.with_suffix(".en.srt")
    subtitles.write_text("kept", encoding="utf-8")
    for source in (mine, subtitles):
        before = source.read_bytes()
        outcome = storyreel("export", mine, "--to", "srt", "-o", source)
        assert outcome.code == 1
        assert "name another file" in outcome.complaint
        assert source.read_bytes() == before


def test_export_replaces_what_it_wrote_before(storyreel, film, tmp_path):
    out = tmp_path / "out.md"
    out.write_text("before", encoding="utf-8")
    storyreel("export", film, "--to", "md", "-o", out)
    assert "Where are we" in out.read_text(encoding="utf-8")


def test_library_lists_and_forgets(storyreel, film):
    [known] = storyreel("library", "list", "--json").json["films"]
    assert known["title"] == "everything"
    removed = storyreel("library", "remove", known["id"], "--json").json
    assert removed == {"removed": known["id"], "corrections_kept": 0}
    assert "empty" in storyreel("library").out
    assert film.exists()


def test_models_lists_licences(storyreel):
    models = storyreel("models", "--json").json["models"]
    assert {"whisper-base", "minilm", "centerface"} <= {model["name"] for model in models}
    assert all(model["licence"] for model in models)


def test_memory_is_rebuilt(storyreel, film):
    assert storyreel("memory", "rebuild", "--json").json["indexed"] >= 3


def test_doctor_says_which_profile(storyreel):
    assert "embedded" in storyreel("doctor").out


@pytest.mark.parametrize(
    "words",
    [
        ("ingest", "no-such-film.mkv"),
        ("ask", "no-such-film.mkv", "Who?"),
        ("story", "no such title"),
        ("export", "nothing", "--to", "md"),
        ("library", "remove", "nothing"),
        ("models", "pull", "nothing"),
        ("eval", "emotion", "--data", "no-such-folder"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_cannot_be_done_is_said_in_one_line(storyreel, words):
    outcome = storyreel(*words)
    assert outcome.code == 1
    assert outcome.out == ""
    assert outcome.complaint.startswith("storyreel: ")


@pytest.mark.parametrize(
    "words",
    [
        ("characters", "{film}", "name", "P9", "Somebody"),
        ("characters", "{film}", "merge", "P1", "P1"),
        ("characters", "{film}", "split", "P1", "t0.99"),
        ("characters", "{film}", "name", "P1", "x" * 10_000),
        ("timeline", "{film}", "--character", "Nobody"),
        ("timeline", "{film}", "--character", ""),
        ("ask", "{film}", "  "),
        ("story", "{film}", "--spoilers-until", ""),
        ("timeline", "{film}", "--emotion", "purple"),
        ("story", "{film}", "--spoilers-until", "soon"),
        ("story", "{film}", "--spoilers-until", "1:99"),
        ("story", "{film}", "--spoilers-until", "0"),
        ("export", "{film}", "--to", "md", "-o", "/no/such/folder/out.md"),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_what_a_film_does_not_have_is_said_in_one_line(storyreel, film, words):
    outcome = storyreel(*(str(film) if word == "{film}" else word for word in words))
    assert outcome.code == 1
    assert outcome.complaint.startswith("storyreel: ")


@pytest.mark.parametrize(
    "words",
    [
        ("ingest",),
        ("ask", "film"),
        ("export", "film", "--to", "pdf"),
        ("characters", "{film}", "dance"),
        ("library", "list", "--library", ""),
    ],
    ids=lambda words: " ".join(words),
)
def test_wrong_usage_exits_with_2(storyreel, film, words):
    assert storyreel(*(str(film) if word == "{film}" else word for word in words)).code == 2


@pytest.mark.parametrize("words", [("story", "{film}"), ("ask", "{film}", "Who?"), ("chat", "{film}")])
def test_a_model_without_a_server_is_wrong_usage(storyreel, film, words, monkeypatch):
    monkeypatch.delenv("STORYREEL_LLM", raising=False)
    command = [str(film) if word == "{film}" else word for word in words]
    outcome = storyreel(*command, "--llm-model", "x")
    assert (outcome.code, outcome.out) == (2, "")
    assert "--llm-model names a model of a server" in outcome.err


def test_a_full_or_forbidden_library_folder_is_said_in_one_line(storyreel, film_with_everything, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    outcome = storyreel("ingest", film_with_everything, "--library", tmp_path / "file")
    assert outcome.code == 1
    assert "file" in outcome.complaint


def test_json_goes_to_stdout_and_all_else_to_stderr(film_with_everything, tmp_path):
    command = [
        sys.executable,
        "-m",
        "storyreel",
        "ingest",
        str(film_with_everything),
        "--depth",
        "quick",
        "--json",
    ]
    environment = os.environ | {"STORYREEL_LIBRARY": str(tmp_path / "elsewhere")}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert json.loads(done.stdout)["depth"] == "quick"


def test_a_name_that_is_not_unicode_is_said_in_one_line(storyreel):
    outcome = storyreel("ingest", "caf\udce9.mkv")
    assert outcome.code == 1
    assert "not valid Unicode" in outcome.complaint


@pytest.mark.parametrize(
    "words", [("ingest", "{long}"), ("ask", "{long}", "Who?"), ("library", "--library", "{long}")], ids=str
)
def test_a_name_of_ten_thousand_letters_is_said_in_one_short_line(storyreel, words):
    outcome = storyreel(*("x" * 10_000 if word == "{long}" else word for word in words))
    assert outcome.code == 1
    assert len(outcome.complaint) < 1200


HOSTILE = "\x1b[31mRED\x1b[0m \x07 \x9b2J \u202e"


@pytest.fixture
def hostile_film(storyreel, make_film, tmp_path) -> Path:
    lines = tmp_path / "lines.srt"
    lines.write_text(f"1\n00:00:00,500 --> 00:00:01,500\nANNA: I hate you {HOSTILE}!\n", encoding="utf-8")
    film = make_film(f"{HOSTILE}.mkv", scenes=[((200, 30, 30), 2)])
    assert storyreel("ingest", film, "--depth", "quick", "--subtitles", lines).code == 0
    return film


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "{film}", "What is said?"),
        ("ask", "{film}", "What is said?", "--json"),
        ("story", "{film}"),
        ("timeline", "{film}"),
        ("characters", "{film}", "--json"),
        ("library",),
        ("library", "--json"),
        *(("export", "{film}", "--to", form) for form in ("json", "md", "csv", "srt", "vtt")),
        ("ingest", "{film}", "--depth", "quick"),
    ],
    ids=" ".join,
)
def test_nothing_in_a_film_reaches_the_terminal_raw(storyreel, hostile_film, words):
    outcome = storyreel(*(hostile_film if word == "{film}" else word for word in words))
    assert outcome.code == 0
    assert not set("\x1b\x07\x9b\u202e") & set(outcome.out + outcome.err)


def run_as_a_process(words, library_dir, stdin=b"", stdout=subprocess.PIPE, **variables):
    return subprocess.run(
        [sys.executable, "-m", "storyreel", *map(str, words)],
        input=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        env=os.environ | {"STORYREEL_LIBRARY": str(library_dir)} | variables,
    )


def test_a_terminal_that_lacks_letters_gets_others(film, library_dir):
    done = run_as_a_process(["ask", film, "What is said?"], library_dir, PYTHONIOENCODING="latin-1")
    assert b"?Where are we" in done.stdout
    assert done.stderr == b""


def test_json_keeps_every_letter_whatever_the_terminal_lacks(storyreel, film, library_dir):
    storyreel("characters", film, "name", "P1", "安娜")
    done = run_as_a_process(["characters", film, "--json"], library_dir, PYTHONIOENCODING="latin-1")
    assert json.loads(done.stdout)["characters"][0]["name"] == "安娜"


def test_bytes_typed_into_a_chat_that_are_no_letters_are_taken_as_some(film, library_dir):
    done = run_as_a_process(["chat", film], library_dir, stdin=b"\xff\xfe\nWhat is said at 0:01?\n")
    assert done.returncode == 0
    assert "Where are we" in done.stdout.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_an_answer_that_finds_no_space_is_said_in_one_line(film, library_dir):
    with Path("/dev/full").open("wb") as full:
        done = run_as_a_process(["library"], library_dir, stdout=full)
    assert done.returncode == 1
    assert done.stderr.decode().strip().count("\n") == 0
    assert b"no space" in done.stderr


def test_without_weights_what_needs_none_is_done_and_the_rest_later(
    storyreel, film_with_everything, library_dir, tmp_path
):
    lacking = {"STORYREEL_OFFLINE": "1", "STORYREEL_WEIGHTS": str(tmp_path / "none")}
    done = run_as_a_process(["ingest", film_with_everything, "--json"], library_dir, **lacking)
    failed = {
        stage["name"]: stage["failed"] for stage in json.loads(done.stdout)["stages"] if stage["failed"]
    }
    assert done.returncode == 1
    assert "'everything' was watched without" in done.stderr.decode().splitlines()[-1]
    assert "centerface" in failed["faces"][0]
    assert "minilm" in failed["index"][0]
    assert not {"dialogue", "shots", "segments"} & failed.keys()
    assert "not finished" in storyreel("library").out
    asked = run_as_a_process(["ask", film_with_everything, "What is said at 0:03?"], library_dir, **lacking)
    assert "No, there" in asked.stdout.decode()
    again = storyreel("ingest", film_with_everything, "--json")
    assert again.code == 0
    assert {stage["name"] for stage in again.json["stages"] if not stage["cached"]} >= {"faces", "index"}


def test_a_film_in_the_place_of_another_is_not_taken_for_it(storyreel, make_film, tmp_path):
    path = make_film("first.mkv", scenes=[((200, 30, 30), 2)])
    first = storyreel("ingest", path, "--depth", "quick", "--json").json["film"]
    make_film("first.mkv", scenes=[((30, 30, 200), 3)])
    assert "is another film now" in storyreel("ask", first, "Who is on screen at 0:01?").out
    asked = storyreel("ask", path, "How long is the film?")
    assert "3 seconds" in asked.out
    assert f"held another film before ({first})" in asked.err
    second = storyreel("ingest", path, "--depth", "quick", "--json").json["film"]
    assert second != first
    listed = {one["id"]: one["replaced"] for one in storyreel("library", "--json").json["films"]}
    assert listed == {first: True, second: False}
    assert "(another film now)" in storyreel("library").out


@pytest.fixture
def without_write_access():
    """Words before a command that keep even root from writing what may not be written."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may write everything")
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all"]


def test_a_library_that_may_not_be_written_can_be_read(
    storyreel, film, library_dir, make_film, without_write_access
):
    def attempt(*words: object) -> subprocess.CompletedProcess[str]:
        command = [*without_write_access, sys.executable, "-m", "storyreel", *map(str, words)]
        environment = os.environ | {"STORYREEL_LIBRARY": str(library_dir)}
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)

    library_dir.chmod(0o500)
    try:
        listed, asked = attempt("library"), attempt("ask", film, "What is said at 0:01?")
        refused = attempt("ingest", make_film("other.mp4", scenes=[((9, 9, 9), 1)]), "--depth", "quick")
    finally:
        library_dir.chmod(0o700)
    assert str(film) in listed.stdout
    assert "Where are we" in asked.stdout
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].endswith("it cannot be written; check its permissions.")


def heed_interrupts() -> None:
    """A background job of a script inherits that interrupts are ignored; a user's terminal does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals to send")
@pytest.mark.parametrize(
    ("number", "code", "word"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "stopped")]
)
def test_an_ingest_that_is_ended_says_so_and_goes_on_later(
    storyreel, film_with_everything, library_dir, number, code, word
):
    command = [sys.executable, "-m", "storyreel", "ingest", str(film_with_everything)]
    environment = os.environ | {"STORYREEL_LIBRARY": str(library_dir)}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, env=environment, text=True, preexec_fn=heed_interrupts
    ) as running:
        while not (library_dir / "facts.sqlite3").exists():
            time.sleep(0.05)
        running.send_signal(number)
        assert running.stderr.read().splitlines()[-1] == f"storyreel: {word}; what was done so far is kept"
    assert running.returncode == code
    assert storyreel("ingest", film_with_everything).code == 0
