"""Indexes for tests that hold for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from searchnews import Article, Index, create_index

__all__ = ["ENGINES", "index_in"]

ENGINES = ("whoosh", "memory")


@contextmanager
def index_in(folder: Path, engine: str, articles: Iterable[Article] = ()) -> Iterator[Index]:
    """Make an index of some articles: in a folder of its own in `folder`, or in memory."""
    with create_index(folder / "index" if engine == "whoosh" else None, engine=engine) as made:
        made.add_many(articles)
        yield made
