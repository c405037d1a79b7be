"""Where things live and what is allowed, read from the environment when asked, never at import."""

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path, user_data_path


@dataclass(frozen=True)
class Settings:
    """The few choices a user makes outside a command line."""

    library_dir: Path
    """Holds the film library (`STORYREEL_LIBRARY`)."""
    weights_dir: Path
    """Holds model weights (`STORYREEL_WEIGHTS`)."""
    offline: bool
    """Forbids every download (`STORYREEL_OFFLINE=1`)."""

    @classmethod
    def from_environment(cls) -> "Settings":
        """Reads the `STORYREEL_…` variables, with the platform's own folders as defaults."""
        library = os.environ.get("STORYREEL_LIBRARY")
        weights = os.environ.get("STORYREEL_WEIGHTS")
        return cls(
            library_dir=Path(library) if library else user_data_path("storyreel") / "library",
            weights_dir=Path(weights) if weights else user_cache_path("storyreel") / "weights",
            offline=os.environ.get("STORYREEL_OFFLINE", "") not in ("", "0"),
        )
