"""Lets torchaudio be imported beside a torch that was built without CUDA.

The package index has it only with compiled parts that want CUDA's libraries. Its Python parts do without
them, and SpeechBrain needs no more.
"""

from importlib.util import find_spec
from pathlib import Path

import torch

package = find_spec("torchaudio")
if package is None or package.origin is None:
    raise SystemExit("torchaudio is not installed: install storyreel[gpu] first")
if torch.version.cuda is None:
    for library in (Path(package.origin).parent / "lib").glob("*.so"):
        library.unlink()
