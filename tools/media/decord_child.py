"""Reads frames with decord, in a process of its own that may hang or crash; imports nothing of ours.

Arguments: the film's path, width and height. Standard input: for each clip a line of JSON, a list of times in
seconds after the film's first picture; it ends where that ends. Standard output: for each clip a line of
JSON, the times of its frames, then their pixels as plain bytes: RGB, row by row, one frame behind the other.
It ends with `OTHER_FRAMES` where decord says that it lost its way: it would go on and give other frames.
"""

import json
import os
import sys
import tempfile
from typing import Any

SLACK_S = 0.001
"""decord tells times in single precision."""
NO_SUBSTITUTES = 1e-9
"""The share of a film's frames that decord may put others in place of, without telling, before it fails."""


OTHER_FRAMES = 3
"""The exit code."""
LOST = b"Failed to skip frames"
"""What decord prints."""


def main(path: str, width: str, height: str) -> None:
    """Answers clip by clip, as long as somebody asks."""
    answers = os.fdopen(os.dup(1), "wb")
    log = tempfile.TemporaryFile()  # noqa: SIM115  as long as the process
    os.dup2(log.fileno(), 2)
    os.dup2(2, 1)  # what the libraries print is no answer
    import cv2
    import decord

    film = decord.VideoReader(path, num_threads=1, fault_tol=NO_SUBSTITUTES)
    starts_s = film.get_frame_timestamp(range(len(film)))[:, 0]
    for line in sys.stdin:
        chosen = _shown_at(json.loads(line), starts_s)
        pictures = film.get_batch(chosen).asnumpy()
        log.seek(0)
        if LOST in log.read():
            sys.exit(OTHER_FRAMES)
        answers.write(json.dumps([float(starts_s[one]) for one in chosen]).encode() + b"\n")
        for picture in pictures:
            scaled = cv2.resize(picture, (int(width), int(height)), interpolation=cv2.INTER_AREA)
            answers.write(scaled.tobytes())
        answers.flush()


def _shown_at(times_s: list[float], starts_s: Any) -> list[int]:  # noqa: ANN401  decord has no types
    """Of each time, the number of the last frame that has begun, or of the first one."""
    import numpy as np

    begun = np.searchsorted(starts_s, np.array(times_s) + SLACK_S, side="right")
    return [max(0, int(number) - 1) for number in begun]


if __name__ == "__main__":
    main(*sys.argv[1:])
