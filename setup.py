"""Maps the top-level rooms into the one import package `storyreel`."""

from setuptools import find_packages, setup

ROOMS = ("agent", "tools", "memory", "prompts", "eval")


def packages() -> dict[str, str]:
    """Every import package and the folder it lives in."""
    found = {"storyreel": "storyreel"}
    for name in find_packages(include=["storyreel.*"]):
        if name.split(".")[1] not in ROOMS:  # those are links, for static checkers only
            found[name] = name.replace(".", "/")
    for room in ROOMS:
        for name in find_packages(include=[room, f"{room}.*"]):
            found[f"storyreel.{name}"] = name.replace(".", "/")
    return found


setup(
    packages=sorted(packages()),
    package_dir=packages(),
    package_data={
        "storyreel.memory": ["pool.*"],
        "storyreel.tools": ["weights.toml", "heads/*"],
        "storyreel.prompts": ["*.md.j2"],
        "storyreel.eval": ["*.tsv", "*.toml"],
        "storyreel.eval.train": ["*.tsv"],
        "storyreel": ["py.typed"],
    },
)
