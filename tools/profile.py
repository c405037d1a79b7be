"""Which set of backends a machine is fit for: the embedded one everywhere, the gpu one where it can run."""

import importlib.util
from typing import Literal

Profile = Literal["embedded", "gpu"]
Wish = Literal["auto", "embedded", "gpu"]
_EXTRA = ("torch", "insightface", "speechbrain")


def profile_of(wish: Wish) -> tuple[Profile, str]:
    """The profile that a wish comes to on this machine, and why."""
    if wish != "auto":
        return wish, "asked for"
    missing = [name for name in _EXTRA if importlib.util.find_spec(name) is None]
    if missing:
        return "embedded", f"{missing[0]} is not installed: pip install 'storyreel[gpu]' brings it"
    import torch

    if not torch.cuda.is_available():
        return "embedded", "torch sees no CUDA device"
    return "gpu", f"torch sees {torch.cuda.get_device_name()}"
