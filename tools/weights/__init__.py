"""Model weights by name: pulled on first need, checked, kept in the weights folder.

from storyreel.tools import weights
session = onnxruntime.InferenceSession(weights.path("centerface", "centerface.onnx"))
"""

from storyreel.tools.weights.manifest import Entry, manifest
from storyreel.tools.weights.pull import OnProgress, Progress
from storyreel.tools.weights.store import Status, folder, path, pull, status

__all__ = ["Entry", "OnProgress", "Progress", "Status", "folder", "manifest", "path", "pull", "status"]
