"""Locks on files that the operating system takes back when their process dies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whoosh.util.filelock import FileLock

__all__ = ["lock_of"]


def lock_of(path: Path) -> FileLock:
    """Give the lock of a file, which is made where it is missing; it is not taken before `acquire` says so."""
    from whoosh.util.filelock import FileLock  # what only asks does without

    return FileLock(str(path))
