"""Lucene's ArabicAnalyzer with BM25, by a small Java program of ours (`benchmarks/lucene/`).

Needs a JDK 17, and Lucene 8's and Jackson's jars: Debian's packages liblucene8-java and libjackson2-databind-java, or
any folder that LUCENE_JARS names.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from benchmarks.contenders import Passes

__all__ = ["LuceneContender"]

_SOURCE: Final = Path(__file__).resolve().parent.parent / "lucene" / "LuceneContender.java"
_JARS: Final = (
    *(f"lucene-{part}" for part in ("core", "analyzers-common", "highlighter", "queries", "memory")),
    *(f"jackson-{part}" for part in ("core", "databind", "annotations")),
)
_HINT: Final = "apt-get install default-jdk-headless liblucene8-java libjackson2-databind-java"
# A heap with room to spare: the peak that is measured is what Java takes when it is not pressed.
_JVM: Final = ("-Xms256m", "-Xmx2g")


@cache
def _jars() -> dict[str, Path]:
    """Give the newest jar of each library that is there."""
    folder = Path(os.environ.get("LUCENE_JARS", "/usr/share/java"))
    found = {name: sorted(folder.glob(f"{name}-[0-9]*.jar")) for name in _JARS}
    return {name: jars[-1] for name, jars in found.items() if jars}


@cache
def _classes() -> str:
    """Compile the program, once a run; give the class path."""
    folder = tempfile.mkdtemp(prefix="searchnews-lucene-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = os.pathsep.join(map(str, _jars().values()))
    subprocess.run(["javac", "-cp", path, "-d", folder, str(_SOURCE)], check=True)
    return f"{path}{os.pathsep}{folder}"


@dataclass(frozen=True, slots=True)
class LuceneContender:
    """Lucene, indexing with so many threads and merging to one segment."""

    name: str
    threads: int
    modes: tuple[str, ...]
    slow: bool = False

    def missing(self) -> str:
        """Say what is not installed."""
        gone = [tool for tool in ("java", "javac") if not shutil.which(tool)]
        gone += [f"{name}.jar" for name in _JARS if name not in _jars()]
        return f"{', '.join(gone)} not found ({_HINT})" if gone else ""

    def versions(self) -> dict[str, str]:
        """Name Lucene and Java with the versions."""
        told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr
        java = re.search(r'"([^"]+)"', told)
        lucene = _jars()["lucene-core"].stem.removeprefix("lucene-core-")
        return {"lucene": lucene, "java": java[1] if java else told.splitlines()[0]}

    def index_command(self, articles: Path, folder: Path) -> list[str]:
        """Give the command that indexes a file into an empty folder."""
        return [*self._java(), "index", str(articles), str(folder), str(self.threads)]

    def query_command(self, folder: Path, questions: Path, mode: str, passes: Passes, out: Path) -> list[str]:
        """Give the command that asks questions of an index and writes the times into `out`."""
        return [*self._java(), "query", str(folder), str(questions), mode, *passes.arguments(), str(out)]

    def _java(self) -> list[str]:
        return ["java", *_JVM, "-cp", _classes(), "LuceneContender"]
