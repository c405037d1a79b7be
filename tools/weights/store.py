"""What the rest of Storyreel asks of its weights; settings are read from the environment at each call."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from storyreel.config import Settings
from storyreel.errors import WeightsError
from storyreel.tools.weights import cache, progress
from storyreel.tools.weights.manifest import Entry, Profile, manifest
from storyreel.tools.weights.pull import OnProgress, pull_entry


class Status(BaseModel):
    """One entry, for `models list` and `models pull`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    about: str
    profile: Profile
    licence: str
    source: str
    """What it is taken from."""
    state: Literal["present", "absent", "damaged"]
    damage: str | None
    """What is wrong with it, in a few words."""
    size_bytes: int
    """On disk; 0 unless present."""
    download_bytes: int
    """What a pull transfers."""
    folder: str

    @property
    def present(self) -> bool:
        """Whether it can be used as it is."""
        return self.state == "present"


def path(name: str, file: str) -> Path:
    """Where a file of an entry lies; pulls the entry first if it is not there, showing progress on stderr.

    Raises WeightsError if it cannot be had, ValueError if there is no such entry or file: a defect.
    """
    if file not in _known(name).files:
        raise ValueError(f"expected a file of weights {name!r}, {_known(name).files}, got {file!r}")
    return folder(name) / file


def folder(name: str) -> Path:
    """The folder of an entry, for libraries that open a whole folder; otherwise as `path`."""
    entry, settings = _known(name), Settings.from_environment()
    if cache.damage(entry, settings.weights_dir) is None:
        return cache.folder_of(entry, settings.weights_dir)
    with progress.on_stderr() as show:
        return pull_entry(entry, settings.weights_dir, show, offline=settings.offline)


def pull(names: Sequence[str], on_progress: OnProgress) -> list[Status]:
    """Pulls the named entries where they are not whole, and says how they then stand.

    If none is named, those of the embedded profile are.

    Raises WeightsError if there is no such entry or one cannot be had; those before it stay.
    """
    unknown = [name for name in names if name not in manifest()]
    if unknown:
        raise WeightsError(f"no weights are named {unknown[0]!r}; there are {', '.join(manifest())}")
    settings = Settings.from_environment()
    entries = [entry for entry in manifest().values() if _is_wanted(entry, names)]
    for entry in entries:
        pull_entry(entry, settings.weights_dir, on_progress, offline=settings.offline, thorough=True)
    return [_status(entry, settings.weights_dir, thorough=False) for entry in entries]


def status(settings: Settings | None = None, *, thorough: bool = False) -> list[Status]:
    """Every entry and how it stands, in the manifest's order; `thorough` reads every byte.

    Looks where the environment says unless settings are given.
    """
    weights_dir = (settings or Settings.from_environment()).weights_dir
    return [_status(entry, weights_dir, thorough=thorough) for entry in manifest().values()]


def _is_wanted(entry: Entry, names: Sequence[str]) -> bool:
    return entry.name in names if names else entry.profile == "embedded"


def _known(name: str) -> Entry:
    try:
        return manifest()[name]
    except KeyError:
        raise ValueError(f"expected weights of {list(manifest())}, got {name!r}") from None


def _status(entry: Entry, weights_dir: Path, *, thorough: bool) -> Status:
    stamp = cache.read_stamp(entry, weights_dir)
    damage = cache.damage(entry, weights_dir, thorough=thorough)
    return Status(
        name=entry.name,
        about=entry.about,
        profile=entry.profile,
        licence=entry.licence,
        source=entry.source,
        state="present" if damage is None else "damaged" if stamp else "absent",
        damage=damage,
        size_bytes=stamp.size_bytes if stamp and damage is None else 0,
        download_bytes=entry.download_bytes,
        folder=str(cache.folder_of(entry, weights_dir)),
    )
