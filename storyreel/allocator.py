"""How the C library keeps memory that was freed; only glibc is told, others do as they do."""

import ctypes
import platform

M_MMAP_THRESHOLD = -3
"""glibc's number for it, in malloc.h."""
LARGE_BYTES = 4_000_000
"""What pictures of a reel, sound and network layers take, and little else."""


def give_back_large_blocks() -> None:
    """Has large blocks go back to the system as soon as they are freed.

    glibc else learns from the first ones to keep all later ones up to 32 MB, in pieces that fit nothing: a
    tenth of what an ingest takes.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)


def give_back_what_is_free() -> None:
    """Returns to the system what lies free between smaller blocks.

    Recognising speech else leaves some megabytes more of it behind with every half minute of a film.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).malloc_trim(0)
