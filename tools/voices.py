"""Voices: which turns of a film one voice speaks."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from storyreel.memory.records import Span, VoiceCluster, VoiceTurn
from storyreel.tools.contract import Args, PerceptionTool, Result
from storyreel.tools.scene import REEL_S, Scene

SAME_VOICE = {"ge2e-resemblyzer-v1": 0.82}
"""Mean cosine similarity from which two reels' voices are one, by encoder; chosen on conversations of four
minutes mixed of calm and of acted speech (EmoDB, RAVDESS)."""
UNMEASURED = 0.5
"""For encoders with an angular margin (Desplanques et al., "ECAPA-TDNN", 2020), whose strangers are about 0
alike."""
TOLD_APART = 0.1
"""So much more alike must voices be that were told apart within one reel: only there were they compared step
by step, with the same room and the same microphone."""

Strand = list[VoiceTurn]
"""Turns of one voice within a reel."""


def find_voices(scene: Scene, _args: Args) -> Result[VoiceCluster]:
    """Clusters of the film's turns, in order of their first words."""
    turns = scene.find(VoiceTurn)
    strands = _strands(turns)
    known = [strand for strand in strands if _model(strand)]
    clusters = [
        _cluster(group)
        for model in sorted({_model(strand) for strand in known})
        for group in _grouped([strand for strand in known if _model(strand) == model], model)
    ]
    clusters.sort(key=lambda cluster: (cluster.span.start_s, cluster.turns[0]))
    return Result[VoiceCluster](findings=tuple(clusters), notes=tuple(_notes(scene, strands)))


def _notes(scene: Scene, strands: Sequence[Strand]) -> Iterator[str]:
    if not strands and scene.film.has_sound:
        yield "nobody was heard to speak"
    if unknown := sum(len(strand) for strand in strands if not _model(strand)):
        what = "1 turn is" if unknown == 1 else f"{unknown} turns are"
        yield f"{what} too short to tell whose voice speaks, and counted as nobody's"
    for model in sorted({_model(strand) for strand in strands} - {"", *SAME_VOICE}):
        yield f"how alike pieces of one voice are was never measured with {model!r}: voices may be mixed up"


def _strands(turns: Sequence[VoiceTurn]) -> list[Strand]:
    strands: defaultdict[tuple[int, int], Strand] = defaultdict(list)
    for turn in turns:
        strands[int(turn.span.start_s // REEL_S), turn.voice].append(turn)
    return list(strands.values())


def _model(strand: Strand) -> str:
    """The model of its embeddings; empty without any."""
    return next((turn.embedding_model for turn in strand if turn.embedding_model), "")


def _grouped(strands: list[Strand], model: str) -> list[list[VoiceTurn]]:
    """Agglomerative clustering with average linkage: turns of one voice."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(strands) == 1:
        return [strands[0]]
    centres = np.stack([_centre(strand) for strand in strands])
    distances = np.maximum(0, 1 - centres @ centres.T)
    reels = np.array([strand[0].span.start_s // REEL_S for strand in strands])
    distances[reels[:, np.newaxis] == reels] += TOLD_APART
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), "average")
    same = SAME_VOICE.get(model, UNMEASURED)
    groups: defaultdict[int, list[VoiceTurn]] = defaultdict(list)
    for strand, number in zip(strands, fcluster(tree, 1 - same, "distance"), strict=True):
        groups[int(number)] += strand
    return list(groups.values())


def _centre(turns: Sequence[VoiceTurn]) -> NDArray[np.float64]:
    """The mean of the turns' embeddings, each counted by its length; unit length, shape (d,)."""
    known = [turn for turn in turns if turn.embedding is not None]
    total = np.array([turn.span.duration_s for turn in known]) @ np.array([turn.embedding for turn in known])
    centre: NDArray[np.float64] = total / np.linalg.norm(total)
    return centre


def _cluster(turns: list[VoiceTurn]) -> VoiceCluster:
    turns = sorted(turns, key=lambda turn: turn.span.start_s)
    vectors = np.array([turn.embedding for turn in turns if turn.embedding is not None])
    cohesion = float((vectors @ _centre(turns)).mean())
    return VoiceCluster(
        span=Span(start_s=turns[0].span.start_s, end_s=max(turn.span.end_s for turn in turns)),
        turns=tuple(turn.turn_id for turn in turns),
        cohesion=min(1.0, max(0.0, cohesion)),
    )


TOOL = PerceptionTool(
    name="voices",
    version="2",
    description="Finds out which turns of a film one voice speaks.",
    run=find_voices,
    result=Result[VoiceCluster],
    needs=("voice_turns",),
    scope="film",
)
