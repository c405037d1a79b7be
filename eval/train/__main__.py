"""`python -m storyreel.eval.train HEAD --data DIR` ships what it learns; `captions` leaves it in `--out`."""

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any

from storyreel.errors import StoryreelError

HEADS = ("voice", "face", "words", "overlap", "sound", "fusion", "events", "captions")


def main() -> None:
    """Trains what the command line names."""
    asked = _parser().parse_args()
    trainer = importlib.import_module(f"storyreel.eval.train.{asked.head}")
    more: dict[str, Any] = {"model": asked.model, "out": asked.out} if asked.head == "captions" else {}
    try:
        figures = trainer.train(
            asked.data, lambda message: print(message, file=sys.stderr, flush=True), **more
        )
    except StoryreelError as error:
        sys.exit(f"error: {error}")
    for name, value in figures.items():
        print(f"{name}: {value:.3f}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m storyreel.eval.train", description="Train a small head.")
    parser.add_argument("head", choices=HEADS)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="where the labelled sets lie")
    parser.add_argument("--model", default="", help="captions: Video-LLaVA's folder, or owner/name@commit")
    parser.add_argument(
        "--out", type=Path, default=Path("adapter"), metavar="DIR", help="captions: the adapter"
    )
    return parser


if __name__ == "__main__":
    main()
