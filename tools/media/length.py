"""How long a film really is, and where its clock jumps."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyreel.memory.records import Piece, Span
from storyreel.tools.media.container import JOINED_FORMATS, packets_of, rewind, seek, start_of

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.stream import Stream

TAIL_S = 10.0
"""How much of the end is read to learn where a film really ends."""
TOLERANCE_S = 1.0
"""How far a container may be wrong about its length without a word."""
BACKWARD_S, FORWARD_S = 1.0, 10.0
"""Steps of a stream's clock beyond which it has jumped."""
MEETING_S = 5.0
"""How far apart the streams' clocks may be after a jump that they make together."""


def measure(container: "InputContainer") -> tuple[float, tuple[Piece, ...], list[str]]:
    """The film's length in seconds, its pieces if its clock jumps, and what the user should know of it."""
    if container.format.name in JOINED_FORMATS and len(pieces := _pieces(container)) > 1:
        note = f"the file's clock jumps {len(pieces) - 1} times; its pieces are taken one after the other"
        return pieces[-1].span.end_s, pieces, [note]
    length_s, notes = _length(container)
    return length_s, (), notes


def _length(container: "InputContainer") -> tuple[float, list[str]]:
    """Seconds up to the end of the last packet, and a warning if the container says otherwise."""
    import av

    claimed_s = (container.duration or 0) / av.time_base
    measured_s = _last_moment(container, max(0.0, claimed_s - TAIL_S)) or _last_moment(container, 0.0)
    claims_s = (claimed_s, claimed_s - start_of(container))  # Matroska counts from the clock's zero
    if not claimed_s or any(abs(measured_s - claim_s) <= TOLERANCE_S for claim_s in claims_s):
        return measured_s, []
    return measured_s, [f"the file says it lasts {claimed_s:.1f} s, but it ends at {measured_s:.1f} s"]


def _last_moment(container: "InputContainer", from_s: float) -> float:
    seek(container, from_s)
    ends_s = [end_s for _, _, _, end_s in _moments(container)]
    return round(max(0.0, max(ends_s, default=0.0) - start_of(container)), 6)


def _moments(container: "InputContainer") -> "list[tuple[Stream, int, float, float]]":
    """Stream, place in the file, and clock at the beginning and end of each packet from here on."""
    streams = [s for s in (*container.streams.video, *container.streams.audio) if s.codec_context]
    return [
        (
            packet.stream,
            packet.pos or 0,
            float(packet.pts * packet.time_base),
            float((packet.pts + (packet.duration or 0)) * packet.time_base),
        )
        for packet in packets_of(container, *streams)
        if packet is not None and packet.pts is not None
    ]


@dataclass
class _Run:
    """A piece while it is being read, in the container's clock."""

    position: int
    start_s: float
    end_s: float


@dataclass
class _Runs:
    """The pieces met so far, and which of them each stream has reached."""

    runs: list[_Run] = field(default_factory=list)
    reached: dict[int, int] = field(default_factory=dict)
    last_s: dict[int, float] = field(default_factory=dict)

    def take(self, stream: int, position: int, start_s: float, end_s: float) -> None:
        """Adds a packet to the piece that it belongs to, or begins one with it."""
        if stream not in self.last_s:
            self.reached[stream] = 0
        elif not -BACKWARD_S <= start_s - self.last_s[stream] <= FORWARD_S:
            self.reached[stream] = self._piece_after(self.reached[stream], start_s)
        self.last_s[stream] = start_s
        k = self.reached[stream]
        if k == len(self.runs):
            self.runs.append(_Run(position, start_s, end_s))
        self.runs[k].start_s = min(self.runs[k].start_s, start_s)
        self.runs[k].end_s = max(self.runs[k].end_s, end_s)

    def _piece_after(self, reached: int, clock_s: float) -> int:
        for k in range(reached + 1, len(self.runs)):
            if self.runs[k].start_s - MEETING_S <= clock_s <= self.runs[k].end_s + MEETING_S:
                return k
        return len(self.runs)


def _pieces(container: "InputContainer") -> tuple[Piece, ...]:
    rewind(container)
    met = _Runs()
    for stream, position, start_s, end_s in _moments(container):
        met.take(stream.index, position, start_s, end_s)
    pieces: list[Piece] = []
    now_s = 0.0
    for run in met.runs:
        span = Span(start_s=now_s, end_s=round(now_s + run.end_s - run.start_s, 6))
        pieces.append(Piece(position=run.position, clock_s=run.start_s, span=span))
        now_s = span.end_s
    return tuple(pieces)
