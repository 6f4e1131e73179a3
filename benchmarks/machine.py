"""Where and with what a measurement was made."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psutil

from benchmarks.contenders import Contender

__all__ = ["machine", "revision", "versions"]

_ROOT = Path(__file__).resolve().parent.parent


def machine() -> dict[str, Any]:
    """Describe the machine, with how busy it was when the run began: above 0.3 a core, figures are noisy."""
    return {
        "cpu": _cpu_model(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_bytes": psutil.virtual_memory().total,
        "system": f"{platform.system()} {platform.release()}",
        "load_average": round(os.getloadavg()[0], 2),
    }


def _cpu_model() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def versions(contenders: Iterable[Contender]) -> dict[str, str]:
    """Name all software that was measured, with its version."""
    found = {"python": platform.python_version()}
    for contender in contenders:
        found |= contender.versions()
    return found


def revision() -> str:
    """Give the revision of this project; with a plus where files of it were changed and not committed."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--exclude=*"], cwd=_ROOT, capture_output=True, text=True
    )
    return told.stdout.strip() or "unknown"
