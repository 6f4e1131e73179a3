"""Engines: where analysed articles are kept and query trees are answered.

`open_engine` and `create_engine` are the only way in; engines are imported when asked for, so that a
program that uses one does not load the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from searchnews.engines.base import Engine, EngineFactory, FieldKind

__all__ = ["ENGINES", "create_engine", "open_engine"]

ENGINES: Final = ("whoosh",)
"""Engines that keep an index in a folder. (`searchnews.engines.memory` keeps none: it is for tests.)"""


def _factory(name: str) -> EngineFactory:
    if name == "whoosh":
        from searchnews.engines.whoosh import WhooshFactory

        return WhooshFactory()
    raise ValueError(f"no engine is called {name!r}; there is {', '.join(ENGINES)}")


def create_engine(name: str, path: str, fields: Iterable[FieldKind], columns: Iterable[str]) -> Engine:
    """Make an empty index in an existing folder; one of the same engine that is there is emptied.

    ValueError for an engine that does not exist.
    """
    return _factory(name).create(path, fields, columns)


def open_engine(name: str, path: str) -> Engine:
    """Open the index in a folder.

    `IndexNotFoundError`, `CorruptIndexError`; ValueError for an engine that does not exist.
    """
    return _factory(name).open(path)
