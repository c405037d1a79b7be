"""How well a mouth's motion goes with the loudness of what is heard: of several mouths, whose sound it is.

Mouths open for loud syllables, a little before or after. The correlation is weak: of seconds of people who
talk, 0.3 with their own sound and 0.05 with another's. So it takes long, and says something only of mouths
that are compared with each other.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

WINDOW = 75
"""Changes of the mouth, about six seconds of them, that are compared."""
LAGS_S = (-0.16, -0.08, 0.0, 0.08, 0.16)
"""Of the sound behind the mouth; the best of them counts."""
FRAME_S = 0.08
"""Of sound, around each change, whose loudness it is compared with."""
FAINTEST = 2.5
"""So far below the loudest, in decades of power, sound counts as silence."""
LEAST_CHANGE = 0.02
"""Added to changes before their logarithm is taken: less is noise of the picture."""
NO_POWER = 1e-9

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Loudness:
    """Of a piece of a film."""

    samples: Samples
    start_s: float

    def at(self, times_s: Array) -> Array:
        """Logarithm of the mean power around each of the times; shape (n,)."""
        power = np.concatenate([[0.0], np.cumsum(np.square(self.samples, dtype=np.float64))])
        from_start_s = times_s - self.start_s
        first, last = (
            np.clip(((from_start_s + side * FRAME_S / 2) * SAMPLE_RATE_HZ).astype(int), 0, len(self.samples))
            for side in (-1, 1)
        )
        mean: Array = (power[last] - power[first]) / np.maximum(1, last - first)
        return np.log10(mean + NO_POWER)


def likeness(times_s: Array, changes: Array, loudness: Loudness, moments_s: Array) -> Array:
    """Correlation, -1 to 1, of a mouth's changes with the sound around each moment; shape (moments,).

    -1 where the mouth or the sound does not change at all.
    """
    motion = np.log(changes + LEAST_CHANGE)
    heard = np.stack([loudness.at(times_s + lag_s) for lag_s in LAGS_S])
    nearest = [np.argsort(np.abs(times_s - moment_s), kind="stable")[:WINDOW] for moment_s in moments_s]
    return np.array([max(_correlation(motion[near], sound[near]) for sound in heard) for near in nearest])


def _correlation(motion: Array, sound: Array) -> float:
    sound = np.maximum(sound, sound.max() - FAINTEST)
    if not motion.std() or not sound.std():
        return -1.0
    return float(np.corrcoef(motion, sound)[0, 1])
