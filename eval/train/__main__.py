"""`python -m storyreel.eval.train voice|face|words|overlap|sound|fusion --data DIR` ships what it learns."""

import argparse
import importlib
import sys
from pathlib import Path


def main() -> None:
    """Trains the head that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m storyreel.eval.train", description="Train a small head.")
    parser.add_argument("head", choices=["voice", "face", "words", "overlap", "sound", "fusion"])
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="where the labelled sets lie")
    asked = parser.parse_args()
    trainer = importlib.import_module(f"storyreel.eval.train.{asked.head}")
    figures = trainer.train(asked.data, lambda message: print(message, file=sys.stderr, flush=True))
    for name, value in figures.items():
        print(f"{name}: {value:.3f}")


if __name__ == "__main__":
    main()
