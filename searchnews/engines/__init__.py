"""Engines: where analysed articles are kept and query trees are answered.

`create_engine` and `open_engine` are the only way in. An engine is imported when it is asked for, so that a program
that uses one does not load the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from searchnews.engines.base import Engine, EngineFactory, FieldKind

__all__ = ["ENGINES", "create_engine", "is_engine_file", "open_engine"]

ENGINES: Final = ("whoosh",)
"""Engines that keep an index in a folder. There is `memory` besides, which keeps nothing."""


def _factory(name: str) -> EngineFactory:
    if name == "whoosh":
        from searchnews.engines.whoosh import WhooshFactory

        return WhooshFactory()
    raise ValueError(f"no engine is called {name!r}; there is {', '.join(ENGINES)}")


def create_engine(name: str, path: str | None, fields: Iterable[FieldKind], columns: Iterable[str]) -> Engine:
    """Make an empty index in a folder, made where it is missing; an index that is there is emptied.

    ValueError for an engine that does not exist, and where a path is missing or, for `memory`, given.
    """
    if (path is None) != (name == "memory"):
        raise ValueError(f"the engine {name!r} {'needs a' if path is None else 'takes no'} path")
    if path is None:
        from searchnews.engines.memory import MemoryEngine

        return MemoryEngine(fields, columns)
    factory = _factory(name)
    Path(path).mkdir(parents=True, exist_ok=True)
    return factory.create(path, fields, columns)


def open_engine(name: str, path: str) -> Engine:
    """Open the index in a folder.

    `IndexNotFoundError`, `CorruptIndexError`; ValueError for an engine that does not exist.
    """
    return _factory(name).open(path)


def is_engine_file(file_name: str) -> bool:
    """Say whether a file in a folder is part of an index, of whatever engine."""
    return any(_factory(name).owns(file_name) for name in ENGINES)
