from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from searchnews.ingest import read_articles
from searchnews.model import Article
from searchnews.model.loads import Problem


class Load(NamedTuple):
    articles: list[Article]
    problems: list[Problem]

    @property
    def skipped(self) -> list[Problem]:
        return [p for p in self.problems if p.kind == "skipped"]

    @property
    def repairs(self) -> dict[str, int]:
        return {p.reason: p.count for p in self.problems if p.kind == "repaired"}


@pytest.fixture
def load() -> Callable[..., Load]:
    """Read paths to the end, keeping the problems."""

    def loaded(*paths: Path | str, **options: object) -> Load:
        problems: list[Problem] = []
        articles = list(read_articles(*paths, on_problem=problems.append, **options))  # type: ignore[arg-type]
        return Load(articles, problems)

    return loaded


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """Write a file under the test's own folder."""

    def written(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written
