"""The contenders: how each is told to index and to ask, in a process of its own.

`all_contenders` is the one list. A contender whose software is not on this machine says what is missing and is left
out. All are given the same files; Lucene analyses for itself, the others are given our light stems.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

__all__ = ["Contender", "Passes", "PythonContender", "all_contenders"]


@dataclass(frozen=True, slots=True)
class Passes:
    """How often the questions are asked: unmeasured, measured, and the seconds after which to stop."""

    warm: int = 2
    measured: int = 3
    budget_s: float = 60.0

    def arguments(self) -> list[str]:
        """Give them as a command takes them."""
        return [str(self.warm), str(self.measured), str(self.budget_s)]


class Contender(Protocol):
    """What the suites ask of a contender."""

    @property
    def name(self) -> str:
        """What it is called in the results."""
        ...

    @property
    def modes(self) -> tuple[str, ...]:
        """The ways in which it can be asked: `stems`, `full`; none where it only indexes."""
        ...

    @property
    def slow(self) -> bool:
        """Whether it is given fewer articles, and one turn only."""
        ...

    def missing(self) -> str:
        """Say what it needs and this machine has not; empty where nothing is."""
        ...

    def versions(self) -> dict[str, str]:
        """Name its software with the versions."""
        ...

    def index_command(self, articles: Path, folder: Path) -> list[str]:
        """Give the command that indexes a file into an empty folder."""
        ...

    def query_command(self, folder: Path, questions: Path, mode: str, passes: Passes, out: Path) -> list[str]:
        """Give the command that asks questions of an index and writes the times into `out`."""
        ...


@dataclass(frozen=True, slots=True)
class PythonContender:
    """A contender that is a module of this package, run by `benchmarks.worker`."""

    name: str
    module: str
    packages: tuple[str, ...]
    modes: tuple[str, ...] = ("stems",)
    slow: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)

    def missing(self) -> str:
        """Say which package is not installed."""
        gone = [name for name in self.packages if not _version(name)]
        return f"{', '.join(gone)} not installed (pip install '.[bench]')" if gone else ""

    def versions(self) -> dict[str, str]:
        """Name its packages with the versions."""
        if self.module == "sqlite_fts5":
            import sqlite3

            return {"sqlite": sqlite3.sqlite_version}
        found = {name: _version(name) for name in self.packages}
        if self.module == "ours":
            from searchnews.compiled import compiled

            found["machine code"] = "yes" if compiled("adding") else "no"
        return found

    def index_command(self, articles: Path, folder: Path) -> list[str]:
        """Give the command that indexes a file into an empty folder."""
        return [*self._worker("index"), str(articles), str(folder), json.dumps(dict(self.options))]

    def query_command(self, folder: Path, questions: Path, mode: str, passes: Passes, out: Path) -> list[str]:
        """Give the command that asks questions of an index and writes the times into `out`."""
        return [*self._worker("query"), str(folder), str(questions), mode, *passes.arguments(), str(out)]

    def _worker(self, step: str) -> list[str]:
        return [sys.executable, "-m", "benchmarks.worker", step, self.module]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def all_contenders(engine: str) -> list[Contender]:
    """Give every contender, ours first; `engine` is the engine of ours."""
    from benchmarks.contenders.lucene import LuceneContender

    ours = ("searchnews", "numpy", "whoosh3")
    usual = {"engine": engine, "cleaning": True, "workers": 0}
    alone = {**usual, "workers": 1}
    return [
        PythonContender("searchnews", "ours", ours, ("stems", "full"), options=usual),
        PythonContender("searchnews (pure Python)", "ours_pure", ours, ("stems", "full"), options=usual),
        PythonContender("searchnews (1 process)", "ours", ours, (), options=alone),
        PythonContender("searchnews (no cleaning)", "ours", ours, (), options={**usual, "cleaning": False}),
        LuceneContender("lucene", threads=1, modes=("stems", "full")),
        LuceneContender("lucene (2 threads)", threads=2, modes=()),
        PythonContender("tantivy", "tantivy_terms", ("tantivy",)),
        PythonContender("sqlite fts5", "sqlite_fts5", ()),
        PythonContender("stock whoosh", "stock_whoosh", ("whoosh3",), slow=True),
        PythonContender("our analysis alone", "analysis", (), modes=()),
    ]
