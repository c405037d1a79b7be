"""Takes single named files out of a model hub's repository, each checked against its SHA-256.

The hub's own library fetches them: the user's settings for it apply, and it goes on where it was stopped.
"""

from pathlib import Path

from storyreel.errors import WeightsError
from storyreel.tools.weights.archive import check
from storyreel.tools.weights.manifest import Hub


def take(hub: Hub, downloads: Path, folder: Path) -> None:
    """Moves the hub's files into a folder under their own plain names.

    Raises WeightsError if the hub is out of reach or a file is not what it should be.
    """
    for member in hub.members:
        arrived = _fetch(hub, member.path, downloads)
        check(arrived, member.sha256, f"{member.path!r} of {hub}")
        arrived.replace(folder / member.file)


def _fetch(hub: Hub, path: str, downloads: Path) -> Path:
    try:
        from huggingface_hub import hf_hub_download
    except ImportError as error:
        raise WeightsError(f"{hub} needs the gpu extra: pip install 'storyreel[gpu]'") from error
    try:
        return Path(hf_hub_download(hub.repository, path, revision=hub.revision, local_dir=downloads))
    except OSError as error:  # which all the library's own errors are
        raise WeightsError(f"{hub} cannot be had: {str(error).splitlines()[0]}") from error
