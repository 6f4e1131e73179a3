"""Running one step in a process of its own, and what it took."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import Any, Final, NamedTuple

import psutil

__all__ = ["Took", "run"]

_POLL_SECONDS: Final = 0.25  # a look at all processes takes some milliseconds, which the measured one would lack


class Took(NamedTuple):
    """What a process and its children took, and the JSON object on the last line of its output, if there is one.

    `peak_bytes` is the largest sum of resident memory seen over the tree: pages that processes share count in each.
    """

    wall_s: float
    cpu_s: float
    peak_bytes: int
    told: dict[str, Any]


def run(command: Sequence[str | Path], *, quiet: bool = True) -> Took:
    """Run a command to its end. RuntimeError, with what it said, where it fails."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=err if quiet else None)
        memory = _Memory(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = memory.stop()
        if process.returncode:
            err.seek(0)
            said = err.read().decode(errors="replace")[-2_000:]
            raise RuntimeError(f"{' '.join(map(str, command))} failed with {process.returncode}\n{said}")
        out.seek(0)
        return Took(wall_s, usage.ru_utime + usage.ru_stime, peak, _last_object(out.read()))


def _last_object(output: bytes) -> dict[str, Any]:
    lines = output.decode(errors="replace").strip().splitlines()
    return json.loads(lines[-1]) if lines and lines[-1].startswith("{") and lines[-1].endswith("}") else {}


class _Memory:
    """Watches the memory of a process and its children."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._peak = 0
        self._done = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._done.wait(_POLL_SECONDS):
            total = 0
            try:
                for process in (self._root, *self._root.children(recursive=True)):
                    total += process.memory_info().rss
            except psutil.Error:  # one of them has just ended
                continue
            self._peak = max(self._peak, total)

    def stop(self) -> int:
        self._done.set()
        self._thread.join()
        return self._peak
