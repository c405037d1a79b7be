"""What the user lays beside a film: cast pictures and a screenplay, chosen once and kept for later."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storyreel.memory.library import Library
from storyreel.tools.cast import CastArgs, with_folder
from storyreel.tools.contract import Args
from storyreel.tools.names import NamesArgs, with_script


@dataclass(frozen=True)
class Beside:
    """What was given for a film just now, as the tools take it."""

    cast: CastArgs | None = None
    script: NamesArgs | None = None

    @classmethod
    def of(cls, cast: Path | None, script: Path | None) -> "Beside":
        """Looks at what is given. Raises MediaError for what cannot be used."""
        return cls(with_folder(cast) if cast else None, with_script(script) if script else None)

    def remember(self, library: Library, film_id: str) -> None:
        """Keeps the choice for later ingests and questions; what is not given stays as it was."""
        for name, args in (("cast", self.cast), ("names", self.script)):
            if args:
                library.remember(film_id, name, args.model_dump(mode="json"))


def arguments(library: Library, film_id: str) -> dict[str, Callable[[], Args]]:
    """The arguments of the tools that read what lies beside a film, as it is when they are run."""

    def cast() -> CastArgs:
        chosen = CastArgs.model_validate(library.recall(film_id, "cast") or {})
        folder = _still_there(chosen.folder)
        return with_folder(folder) if folder else chosen

    def names() -> NamesArgs:
        chosen = NamesArgs.model_validate(library.recall(film_id, "names") or {})
        script = _still_there(chosen.script)
        return with_script(script) if script else chosen

    return {"cast": cast, "names": names}


def _still_there(path: str | None) -> Path | None:
    """None for what is gone, which stays chosen: work done with it counts, and redoing it will complain."""
    return Path(path) if path is not None and Path(path).exists() else None
