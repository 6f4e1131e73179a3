"""Folders walked in order.

Owns which files of a folder are read. Sorted by name, so that two walks give the same articles in the same
order; hidden files are passed over; a folder reached twice, by a link or a loop of links, is walked once.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from searchnews.ingest.report import Report

__all__ = ["is_passed_over", "shown", "walk"]


def walk(folder: Path, report: Report) -> Iterator[Path]:
    """Give the files under `folder`; what is no file is reported, READMEs and Markdown passed over in silence."""
    waiting = [folder]
    seen: set[tuple[int, int]] = set()
    while waiting:
        path = waiting.pop()
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                if (status.st_dev, status.st_ino) not in seen:
                    seen.add((status.st_dev, status.st_ino))
                    names = sorted(name for name in os.listdir(path) if not name.startswith("."))  # noqa: PTH208
                    waiting.extend(path / name for name in reversed(names))  # names sort faster than Paths
                continue
        except OSError as error:
            report.skip_source(shown(path), error.strerror or str(error))
            continue
        if not stat.S_ISREG(status.st_mode):
            report.skip_source(shown(path), "not a regular file")
        elif not _is_note(path.name):
            yield path


def shown(path: Path) -> str:
    """Give the absolute path as text that can be stored: bytes that are no UTF-8 become U+FFFD."""
    absolute = os.path.abspath(path)  # noqa: PTH100  # resolve() would follow links: the path given is the path kept
    return os.fsencode(absolute).decode("utf-8", "replace")


def is_passed_over(name: str) -> bool:
    """Say whether a file in an archive would be passed over in a folder: hidden, a README, Markdown, a system's own."""
    parts = name.replace("\\", "/").split("/")
    return any(part.startswith(".") and part.strip(".") for part in parts) or "__MACOSX" in parts or _is_note(parts[-1])


def _is_note(name: str) -> bool:
    lowered = name.lower()
    return lowered.startswith("readme") or lowered.endswith(".md")
