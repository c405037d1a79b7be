"""Where a film's face tracks are, and which of them show what was once seen, whatever they are called."""

from collections.abc import Iterable

import numpy as np

from storyreel.memory.facts import Facts
from storyreel.memory.moments import SLACK_S, showing
from storyreel.memory.records import Box, FaceTrack, Moment
from storyreel.memory.schema import MIDDLE_LOOK


def middles(facts: Facts, film_id: str) -> dict[str, Moment]:
    """A moment of every face track, by track id, read without the rest of it."""
    query = f"""SELECT local_id, json_extract(payload, {MIDDLE_LOOK} || '.time_s') AS time_s,
                json_extract(payload, {MIDDLE_LOOK} || '.box') AS box
                FROM observations WHERE film_id = ? AND kind = ?"""  # noqa: S608 -- our path, values are bound
    with facts.database.read() as connection:
        rows = connection.execute(query, [film_id, FaceTrack.kind]).fetchall()
    return {
        row["local_id"]: Moment(
            track_id=row["local_id"], time_s=row["time_s"], box=Box.model_validate_json(row["box"])
        )
        for row in rows
    }


def located(facts: Facts, film_id: str, moments: Iterable[Moment]) -> dict[Moment, str]:
    """The track that shows each face now; faces that no track shows are left out."""
    spans = facts.spans(film_id, FaceTrack)
    names = np.array(list(spans))
    starts = np.array([span.start_s for span in spans.values()])
    ends = np.array([span.end_s for span in spans.values()])
    near = {
        moment: names[(starts <= moment.time_s + SLACK_S) & (ends >= moment.time_s - SLACK_S)].tolist()
        for moment in moments
    }
    wanted = sorted({name for candidates in near.values() for name in candidates})
    tracks = {one.track_id: one for one in facts.find(film_id, FaceTrack, local_ids=wanted)}
    found = {moment: showing(moment, [tracks[name] for name in names]) for moment, names in near.items()}
    return {moment: track.track_id for moment, track in found.items() if track is not None}
