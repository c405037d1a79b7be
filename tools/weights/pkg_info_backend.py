"""Stands in for setuptools when pip asks a source distribution for its metadata (PEP 517).

Answers from the PKG-INFO that every source distribution carries, so that no code of the archive runs and no
build tool is fetched. Runs in pip's subprocess, in the unpacked archive's folder; may import nothing of ours.
"""

import shutil
import sys
from email import message_from_bytes
from pathlib import Path

__legacy__ = sys.modules[__name__]
"""What pip asks where an archive names no build tool."""


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: object = None) -> str:  # noqa: ARG001
    """Makes a .dist-info folder inside the given one; returns its name."""
    facts = message_from_bytes(Path("PKG-INFO").read_bytes())
    folder = Path(metadata_directory, f"{facts['Name'].replace('-', '_')}-{facts['Version']}.dist-info")
    folder.mkdir()
    shutil.copyfile("PKG-INFO", folder / "METADATA")
    return folder.name
