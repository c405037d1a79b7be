"""What this machine has and what is missing, without touching the network."""

import importlib
import importlib.util
import os
import platform
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from storyreel.agent.backends import Backends
from storyreel.config import Settings
from storyreel.errors import StoryreelError
from storyreel.memory.records import Record
from storyreel.services import ANSWERS, CAPTIONS, base_of, shown
from storyreel.tools import weights
from storyreel.tools.profile import profile_of
from storyreel.tools.video_captioner import CaptionerArgs

PYTHON = (3, 11)
PACKAGES = {
    "ai-edge-litert": "ai_edge_litert.interpreter",
    "av": "av",
    "chromadb": "chromadb",
    "ctranslate2": "ctranslate2",
    "faster-whisper": "faster_whisper",
    "langgraph": "langgraph.graph",
    "onnxruntime": "onnxruntime",
    "opencv-python-headless": "cv2",
    "pip": "pip",
}
"""Packages with compiled parts, or whose version decides much, and what to import of each."""
DECODERS = ("h264", "hevc", "vp9", "av1", "aac", "opus", "mp3")
"""What most films are written in."""
ROOM_BYTES = 1_000_000_000
"""All weights and a library of a hundred films fit in it."""
MEMORY_BYTES = 2_000_000_000
"""An ingest takes up to 1.5 GB."""


class Check(Record):
    """One thing that was looked at."""

    name: str
    ok: bool
    found: str
    advice: str = ""
    """What to do, where something is to be done."""


def checkup(settings: Settings) -> list[Check]:
    """Looks at everything that Storyreel needs; takes a few seconds and no network."""
    return [
        _python(),
        *_packages(),
        _decoders(),
        _profile(),
        _captioner(),
        _cores(),
        _memory(),
        _folder("library folder", settings.library_dir, "STORYREEL_LIBRARY"),
        _folder("weights folder", settings.weights_dir, "STORYREEL_WEIGHTS"),
        *(_weights(entry, settings) for entry in _wanted_weights(settings)),
        _variables(),
    ]


def _python() -> Check:
    ok = tuple(map(int, platform.python_version_tuple()[:2])) >= PYTHON
    wanted = ".".join(map(str, PYTHON))
    return Check(
        name="python",
        ok=ok,
        found=f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        advice="" if ok else f"install Python {wanted} or newer",
    )


def _packages() -> list[Check]:
    """Each is imported: a library of the system that it needs may be missing."""
    return [_package(name, module) for name, module in PACKAGES.items()]


def _package(name: str, module: str) -> Check:
    try:
        importlib.import_module(module)
        return Check(name=name, ok=True, found=version(name))
    except (ImportError, OSError, PackageNotFoundError) as error:
        reason = str(error).splitlines()[0]
        return Check(name=name, ok=False, found=f"cannot be loaded: {reason}", advice=f"pip install {name}")


def _decoders() -> Check:
    import av

    missing = [codec for codec in DECODERS if codec not in av.codecs_available]
    return Check(
        name="decoders",
        ok=not missing,
        found=", ".join(DECODERS) if not missing else f"no {', '.join(missing)}",
        advice="" if not missing else "pip install --force-reinstall av, whose wheels bring all of them",
    )


def _profile() -> Check:
    profile, why = profile_of("auto")
    return Check(name="profile", ok=True, found=f"{profile}: {why}")


def _captioner() -> Check:
    """What captions segments at full depth, unless `ingest` is told otherwise; no server is asked."""
    try:
        chosen = Backends.of("auto").captions
    except StoryreelError as error:
        return Check(name="captioner", ok=False, found=str(error), advice="see docs/captions.md")
    if chosen.backend == "endpoint":
        return _served_captioner(chosen)
    if chosen.backend == "scene-describer":
        advice = "`storyreel ingest --caption-llm URL` lets a served vision model caption too"
        return Check(name="captioner", ok=True, found="scene-describer", advice=advice)
    missing = [name for name in ("transformers", "peft") if importlib.util.find_spec(name) is None]
    found = f"video-llava, but no {missing[0]}" if missing else "video-llava, once its model is named"
    advice = "pip install 'storyreel[gpu]'" if missing else "`storyreel ingest --caption-model` names it"
    return Check(name="captioner", ok=not missing, found=found, advice=advice)


def _served_captioner(chosen: CaptionerArgs) -> Check:
    model = chosen.model or "the only model"
    try:
        where = base_of(chosen.url or "", CAPTIONS)
    except StoryreelError as error:
        return Check(name="captioner", ok=False, found=str(error), advice=f"put {CAPTIONS} right")
    return Check(name="captioner", ok=True, found=f"endpoint: {model} at {where}")


def _cores() -> Check:
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Check(name="cores", ok=True, found=str(count))


def _memory() -> Check:
    if not hasattr(os, "sysconf"):
        return Check(name="memory", ok=True, found="not known on this system")
    size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    ok = size >= MEMORY_BYTES
    advice = "" if ok else f"an ingest may need {_gigabytes(MEMORY_BYTES)}; close other programs"
    return Check(name="memory", ok=ok, found=_gigabytes(size), advice=advice)


def _folder(name: str, folder: Path, variable: str) -> Check:
    """Whether a folder, or the nearest one above it that is there, takes a file and has room."""
    there = next(above for above in (folder, *folder.parents) if above.exists())
    advice = f"set {variable} to a folder with room that you may write to"
    try:
        with tempfile.TemporaryFile(dir=there):
            free = shutil.disk_usage(there).free
    except OSError as error:
        return Check(name=name, ok=False, found=f"{folder}: {error.strerror}", advice=advice)
    ok = free >= ROOM_BYTES
    return Check(name=name, ok=ok, found=f"{folder}, {_gigabytes(free)} free", advice="" if ok else advice)


def _wanted_weights(settings: Settings) -> list[weights.Status]:
    """Those of the embedded profile, and what somebody pulled besides."""
    known = weights.status(settings, thorough=True)
    return [entry for entry in known if entry.profile == "embedded" or entry.present]


def _weights(entry: weights.Status, settings: Settings) -> Check:
    """Absent weights are in order as long as they may be fetched when they are needed."""
    name, command = f"weights {entry.name}", f"storyreel models pull {entry.name}"
    if entry.present:
        return Check(name=name, ok=True, found=f"whole, licence {entry.licence}")
    if entry.state == "absent" and not settings.offline:
        found = f"not pulled: fetched on first need, {entry.download_bytes / 1e6:.0f} MB"
        return Check(name=name, ok=True, found=found, advice=f"{command} fetches them now")
    offline = " with STORYREEL_OFFLINE unset" if settings.offline else ""
    return Check(name=name, ok=False, found=str(entry.damage), advice=command + offline)


def _variables() -> Check:
    """Those in force; of a key, or a password in an address, only that there is one."""
    ours = [(name, value) for name, value in sorted(os.environ.items()) if name.startswith("STORYREEL_")]
    found = ", ".join(f"{name}={_told(name, value)}" for name, value in ours)
    return Check(name="variables", ok=True, found=found or "none set")


def _told(name: str, value: str) -> str:
    if name.endswith("_KEY"):
        return "…"
    return shown(value) if "://" in value or name in (ANSWERS, CAPTIONS) else value


def _gigabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.1f} GB"
