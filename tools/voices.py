"""Voices: which turns of a film one voice speaks."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Span, VoiceCluster, VoiceTurn
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.scene import Scene

SAME_VOICE = {"ge2e-resemblyzer-v1": 0.70, "speechbrain-ecapa": 0.45}

Matrix = NDArray[np.float64]


def find_voices(scene: Scene, _args: Args) -> Result[VoiceCluster]:
    """Clusters of the film's turns, in order of their first words."""
    turns = scene.find(VoiceTurn)
    known = [turn for turn in turns if turn.embedding is not None]
    clusters = [
        _cluster(group)
        for model in sorted({str(turn.embedding_model) for turn in known})
        for group in _grouped([turn for turn in known if turn.embedding_model == model], SAME_VOICE[model])
    ]
    clusters.sort(key=lambda cluster: cluster.span.start_s)
    return Result[VoiceCluster](findings=tuple(clusters))


def _grouped(turns: Sequence[VoiceTurn], same: float) -> list[list[VoiceTurn]]:
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(turns) == 1:
        return [list(turns)]
    tree = linkage(_vectors(turns), "average", "cosine")
    groups: defaultdict[int, list[VoiceTurn]] = defaultdict(list)
    for turn, number in zip(turns, fcluster(tree, 1 - same, "distance"), strict=True):
        groups[int(number)].append(turn)
    return list(groups.values())


def _vectors(turns: Sequence[VoiceTurn]) -> Matrix:
    return np.array([turn.embedding for turn in turns])


def _cluster(turns: list[VoiceTurn]) -> VoiceCluster:
    vectors = _vectors(turns)
    centre = vectors.mean(axis=0)
    cohesion = float((vectors @ (centre / np.linalg.norm(centre))).mean())
    return VoiceCluster(
        span=Span(start_s=turns[0].span.start_s, end_s=max(turn.span.end_s for turn in turns)),
        turns=tuple(turn.turn_id for turn in turns),
        cohesion=min(1.0, max(0.0, cohesion)),
    )


TOOL = PerceptionTool(
    name="voices",
    version="1",
    description="Finds out which turns of a film one voice speaks.",
    run=find_voices,
    result=Result[VoiceCluster],
    needs=("voice_turns",),
    scope="film",
)
