"""How the C library keeps memory that was freed."""

import ctypes
import platform

M_MMAP_THRESHOLD = -3
"""glibc's number for it, in malloc.h."""
LARGE_BYTES = 4_000_000
"""What pictures of a reel, sound and network layers take, and little else."""


def give_back_large_blocks() -> None:
    """Has large blocks go back to the system as soon as they are freed, where the C library is glibc.

    It else learns from the first ones to keep all later ones up to 32 MB, in pieces that fit nothing: a tenth
    of what an ingest takes.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
