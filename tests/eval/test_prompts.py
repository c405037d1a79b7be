"""Versions of prompts are compared by the figures of an evaluation, in one run."""

import subprocess
import sys
from pathlib import Path

from storyreel.prompts.loader import digests


def test_figures_stand_under_the_hashes_of_the_prompts_that_differ(tmp_path: Path):
    (tmp_path / "answer_now.md.j2").write_text("Answer.")
    command = [sys.executable, "-m", "storyreel.eval.prompts", str(tmp_path), "planner", "--size", "2"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    heads = [place for place, line in enumerate(lines) if "answer_now" in line]
    assert lines[heads[0]] == f"as shipped: answer_now {digests()['answer_now']}"
    assert lines[heads[1]].startswith(f"{tmp_path}: answer_now ")
    assert lines[heads[0] + 1 : heads[1]]
    assert lines[heads[1] + 1 :]
