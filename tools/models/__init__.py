"""Wrappers of the models that several tools share; weights and heavy imports load on first use."""

import sys


def let_go() -> None:
    """Forgets every model that is loaded, so that its memory is free; the next use loads it anew."""
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{__name__}."):
            for one in vars(module).values():
                if hasattr(one, "cache_clear"):
                    one.cache_clear()
