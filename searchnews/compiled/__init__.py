"""Loops over letters and postings in machine code: twins of modules of Python, which stay the reference.

They are built with the package where there is a C++ compiler, and asked for by name; where there is none, nor a wheel,
all is as it is with them, but slower. The environment variable SEARCHNEWS_PURE turns them off. They import nothing of
the package but its values (`model`): what they need to know is handed to them.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import Any, Final

__all__ = ["VERSION", "compiled"]

VERSION: Final = 3
"""What each of these modules was built for: it goes up with every change of how they are called."""


@cache
def compiled(name: str) -> Any:
    """Give a compiled module; None where it was not built, or for another version, or is not to be used."""
    if os.environ.get("SEARCHNEWS_PURE"):
        return None
    try:
        module = import_module(f"{__name__}.{name}")
    except ImportError:
        return None
    return module if module.VERSION == VERSION else None
