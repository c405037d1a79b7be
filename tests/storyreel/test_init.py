"""What importing the package does."""

import os
import subprocess
import sys


def test_onnx_runtime_is_told_to_report_nothing_before_it_is_loaded():
    script = "import os, storyreel; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environment)
    assert done.stdout.strip() == b"1"
