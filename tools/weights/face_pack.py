"""Takes single named files out of a model pack that the insightface library fetches, each checked."""

import sys
from contextlib import redirect_stdout
from pathlib import Path

from storyreel.errors import WeightsError
from storyreel.tools.weights.archive import check
from storyreel.tools.weights.manifest import FacePack


def take(pack: FacePack, downloads: Path, folder: Path) -> None:
    """Moves the pack's files into a folder under their own plain names.

    Raises WeightsError if the pack is out of reach or a file is not what it should be.
    """
    unpacked = _fetch(pack, downloads)
    for member in pack.members:
        arrived = unpacked / member.path
        if not arrived.is_file():
            raise WeightsError(f"{pack} does not hold the file {member.path!r}")
        check(arrived, member.sha256, f"{member.path!r} of {pack}")
        arrived.replace(folder / member.file)


def _fetch(pack: FacePack, downloads: Path) -> Path:
    try:
        from insightface.utils.storage import download
    except ImportError as error:
        raise WeightsError(f"{pack} needs the gpu extra: pip install 'storyreel[gpu]'") from error
    try:
        with redirect_stdout(sys.stderr):  # it talks, and stdout may be a JSON object's
            return Path(download("models", pack.name, force=True, root=str(downloads)))
    except (OSError, RuntimeError) as error:
        raise WeightsError(f"{pack} cannot be had: {str(error).splitlines()[0]}") from error
