"""Builds sdist and wheel, and checks that the wheel is one import package that works from another folder."""

import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("agent", "tools", "memory", "prompts", "eval")
MUST_HOLD = (
    "storyreel/tools/weights.toml",
    "storyreel/prompts/",
    "storyreel/tools/heads/",
    "storyreel/py.typed",
)


def build(folder: Path) -> Path:
    """The wheel, built from the sdist as a packager would."""
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)], check=True, stdout=sys.stderr
    )
    return next(folder.glob("*.whl"))


def check_contents(wheel: Path) -> None:
    """One top-level name, and the data files inside."""
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.split("/")[0] for name in names if not name.split("/")[0].endswith(".dist-info")}
    if top != {"storyreel"}:
        sys.exit(f"expected only 'storyreel' at the top of the wheel, got {sorted(top)}")
    for wanted in MUST_HOLD:
        if not any(name.startswith(wanted) for name in names):
            sys.exit(f"the wheel lacks {wanted}")


def check_import(wheel: Path, folder: Path) -> None:
    """Imports every room out of the wheel, away from the checkout."""
    venv.create(folder / "venv", system_site_packages=False, with_pip=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--no-deps", str(wheel)], check=True)
    imports = "; ".join(f"import storyreel.{room}" for room in ROOMS)
    subprocess.run([str(python), "-c", imports], check=True, cwd=folder)


def main() -> None:
    """Runs every check."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = build(Path(folder) / "dist")
        check_contents(wheel)
        check_import(wheel, Path(folder))
    print("wheel: one import package, data files inside, imports from another folder")


if __name__ == "__main__":
    main()
