"""No contender: reading and our analysis alone, what those that are given our terms spend before their own work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.articles import read_raw
from benchmarks.contenders.terms import index_terms

__all__ = ["index"]


def index(articles: Path, folder: Path) -> dict[str, Any]:
    """Analyse articles and keep nothing."""
    documents = 0
    for _, title, body in read_raw(articles):
        documents += 1
        index_terms(title)
        index_terms(body)
    return {"documents": documents}
