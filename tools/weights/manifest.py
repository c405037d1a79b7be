"""What weights there are: the strict loader of weights.toml."""

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _plain_name(value: str) -> str:
    if value in ("", ".", "..") or not set(value).isdisjoint("/\\:\0"):
        raise ValueError(f"expected a plain file name, got {value!r}")
    return value


def _inside(value: str) -> str:
    if "\\" in value or value.startswith("/") or ".." in PurePosixPath(value).parts:
        raise ValueError(f"expected a path inside an archive, got {value!r}")
    return value


FileName = Annotated[str, AfterValidator(_plain_name)]
Profile = Literal["embedded", "gpu", "tests"]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Member(_Strict):
    """One file wanted out of an archive."""

    path: Annotated[str, AfterValidator(_inside)]
    """As the archive names it."""
    file: FileName = ""
    """What to call it; the last part of `path` unless given."""
    sha256: Sha256

    @model_validator(mode="before")
    @classmethod
    def _named_after_path(cls, data: dict[str, str]) -> dict[str, str]:
        return {"file": PurePosixPath(data.get("path", "")).name} | data


class Package(_Strict):
    """One archive of the package index, and what is wanted of it."""

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    version: str = Field(pattern=r"^[A-Za-z0-9.+!]+$")
    archive: FileName = Field(pattern=r"\.(whl|tar\.gz)$")
    size_bytes: int = Field(gt=0)
    sha256: Sha256
    members: tuple[Member, ...] = Field(min_length=1)

    @property
    def is_wheel(self) -> bool:
        """Whether it is a wheel (zip) rather than a source distribution (tar.gz)."""
        return self.archive.endswith(".whl")

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Join(_Strict):
    """A file that comes in parts."""

    file: FileName
    parts: tuple[FileName, ...] = Field(min_length=2)
    sha256: Sha256


class Hub(_Strict):
    """Files of a model hub's repository, at one revision."""

    repository: str = Field(pattern=r"^[\w.-]+/[\w.-]+$")
    revision: str = Field(pattern=r"^[0-9a-f]{40}$")
    size_bytes: int = Field(gt=0)
    members: tuple[Member, ...] = Field(min_length=1)

    def __str__(self) -> str:
        return f"the hub's {self.repository}"


class FacePack(_Strict):
    """Files of a model pack that the insightface library knows how to fetch."""

    name: FileName
    size_bytes: int = Field(gt=0)
    members: tuple[Member, ...] = Field(min_length=1)

    def __str__(self) -> str:
        return f"InsightFace's pack {self.name}"


class Entry(_Strict):
    """Weights known by one name, in a folder of that name."""

    name: FileName
    about: str
    licence: str
    convert: Literal["centerface", "dlib_face", "minilm", "ge2e"] | None = None
    """The converter (convert_<name>.py) that makes `files` of the members."""
    for_tests: bool = False
    """Pulled only by its name: no film needs it."""
    revision: int = Field(default=1, ge=1)
    """Raised when the same members would now be made into something else."""
    files: tuple[FileName, ...] = Field(min_length=1)
    """What the folder holds when complete."""
    joins: tuple[Join, ...] = ()
    packages: tuple[Package, ...] = ()
    hub: Hub | None = None
    face_pack: FacePack | None = None

    @model_validator(mode="after")
    def _every_file_has_a_source(self) -> Self:
        taken = [member.file for source in self.sources for member in source.members]
        if len(set(taken)) < len(taken):
            raise ValueError(f"two members of {self.name!r} share a file name")
        missing = set(self.files) - set(taken) - {join.file for join in self.joins}
        if missing and self.convert is None:
            raise ValueError(f"nothing makes {sorted(missing)} of {self.name!r}")
        return self

    @property
    def sources(self) -> tuple[Package | Hub | FacePack, ...]:
        """All that it is made of."""
        elsewhere = (source for source in (self.hub, self.face_pack) if source)
        return (*self.packages, *elsewhere)

    @property
    def source(self) -> str:
        """What it comes from, in words."""
        return ", ".join(map(str, self.sources))

    @property
    def profile(self) -> Profile:
        """The profile that needs it: what the package index does not hold, embedded does without."""
        if self.for_tests:
            return "tests"
        return "gpu" if self.hub or self.face_pack else "embedded"

    @property
    def download_bytes(self) -> int:
        """What a pull transfers."""
        return sum(source.size_bytes for source in self.sources)

    @property
    def digest(self) -> str:
        """Changes whenever the entry does."""
        return hashlib.sha256(self.model_dump_json(exclude={"for_tests"}).encode()).hexdigest()


@cache
def manifest() -> dict[str, Entry]:
    """Every entry by its name, in the order of the file.

    Raises pydantic.ValidationError if weights.toml is malformed: a defect, not a user's mistake.
    """
    tables = tomllib.loads((files("storyreel.tools") / "weights.toml").read_text("utf-8"))
    return {name: Entry.model_validate({"name": name} | table) for name, table in tables.items()}
