"""A clip's frames as files that other programs read."""

import io

from storyreel.tools.models.captions import Clip
from storyreel.tools.scene import Frame

QUALITY = 85
"""Of JPEG; more adds bytes that models do not see."""
STEP_S = 0.5
"""How long each frame is shown in a video: servers sample it again, about twice a second."""


def jpeg(frame: Frame) -> bytes:
    """One frame as JPEG."""
    import cv2

    bgr = cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return data.tobytes()


def mp4(clip: Clip) -> bytes:
    """All frames as H.264 in MP4, one after another at the same pace; sides are even, as H.264 wants them."""
    import av

    file = io.BytesIO()
    height, width = clip.frames[0].pixels.shape[:2]
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=round(1 / STEP_S))
        stream.width, stream.height, stream.pix_fmt = width // 2 * 2, height // 2 * 2, "yuv420p"
        for frame in clip.frames:
            picture = av.VideoFrame.from_ndarray(
                frame.pixels[: stream.height, : stream.width].copy(), "rgb24"
            )
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return file.getvalue()
