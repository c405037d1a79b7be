"""Where pulled weights lie, and whether what lies there is whole.

An entry's folder is moved into place in one step, with a stamp that records what was put there. Opening
compares sizes, which is cheap and notices a truncated or missing file; a thorough look reads every byte.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from storyreel.tools.weights.archive import sha256_of
from storyreel.tools.weights.manifest import Entry, FileName, Sha256

STAMP = "stamp.json"


class File(BaseModel):
    """A file as it was put into the cache."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size_bytes: int
    sha256: Sha256


class Stamp(BaseModel):
    """What an entry's folder holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entry_digest: str
    files: dict[FileName, File]

    @property
    def size_bytes(self) -> int:
        """All files together."""
        return sum(file.size_bytes for file in self.files.values())


def folder_of(entry: Entry, weights_dir: Path) -> Path:
    """Where an entry lies, there or not."""
    return weights_dir / entry.name


def write_stamp(entry: Entry, folder: Path) -> None:
    """Records what the folder now holds."""
    held = {
        name: File(size_bytes=(folder / name).stat().st_size, sha256=sha256_of(folder / name))
        for name in entry.files
    }
    (folder / STAMP).write_text(Stamp(entry_digest=entry.digest, files=held).model_dump_json(indent=2))


def read_stamp(entry: Entry, weights_dir: Path) -> Stamp | None:
    """What was put there; None if nothing was, or not by this manifest, or the stamp cannot be read."""
    try:
        stamp = Stamp.model_validate_json((folder_of(entry, weights_dir) / STAMP).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValidationError):
        return None
    return stamp if stamp.entry_digest == entry.digest else None


def damage(entry: Entry, weights_dir: Path, *, thorough: bool = False) -> str | None:
    """What is wrong with an entry's folder, in a few words; None if it is whole."""
    stamp = read_stamp(entry, weights_dir)
    if stamp is None:
        return "not pulled"
    for name, file in stamp.files.items():
        path = folder_of(entry, weights_dir) / name
        if not path.is_file():
            return f"{name!r} is gone"
        if path.stat().st_size != file.size_bytes or (thorough and sha256_of(path) != file.sha256):
            return f"{name!r} is damaged"
    return None
