"""Knows faces again by time and place, however their tracks are cut and numbered."""

from collections.abc import Iterable

from storyreel.memory.records import FaceTrack, Moment

SAME_PLACE = 0.3
"""Intersection over union from which two boxes at one moment are the same face."""
SLACK_S = 0.3
"""How far looks of one face that were made at different times may lie apart: half a step between looks."""


def showing(moment: Moment, tracks: Iterable[FaceTrack]) -> FaceTrack | None:
    """The track that shows the face, if one does: rather one of that very time, then of that very place."""
    fitting = [track for track in tracks if _overlap(moment, track) >= SAME_PLACE]
    return max(
        fitting,
        key=lambda track: (
            track.span.holds(moment.time_s),
            round(_overlap(moment, track), 3),
            track.track_id == moment.track_id,
        ),
        default=None,
    )


def _overlap(moment: Moment, track: FaceTrack) -> float:
    if not track.span.start_s - SLACK_S <= moment.time_s <= track.span.end_s + SLACK_S:
        return 0.0
    nearest = min(track.looks, key=lambda look: abs(look.time_s - moment.time_s))
    return moment.box.iou(nearest.box)
