"""What importing the package does."""

import os
import subprocess
import sys

import pytest


def test_onnx_runtime_is_told_to_report_nothing_before_it_is_loaded():
    script = "import os, storyreel; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environment)
    assert done.stdout.strip() == b"1"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals to send")
@pytest.mark.parametrize(("command", "kept"), [("ingest", "; what was done so far is kept"), ("eval", "")])
def test_an_ended_command_says_that_its_work_is_kept_only_where_it_is(command, kept):
    """The signal comes from the process itself, once the command line heeds it."""
    script = (
        "import os, signal, sys, time; from storyreel import cli; from storyreel.cli import app;"
        f"sys.argv = ['storyreel', {command!r}];"
        "app.app = lambda: os.kill(os.getpid(), signal.SIGTERM) or time.sleep(9);"
        "cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (143, f"storyreel: stopped{kept}\n")
