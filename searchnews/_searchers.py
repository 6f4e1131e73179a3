"""The open searcher of an index: shared by all threads, and always of the newest commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from searchnews.engines.base import Searcher

__all__ = ["CurrentSearcher"]


class _Shared:
    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.users = 0
        self.retired = False


class CurrentSearcher:
    """Keeps one searcher open, and opens the next when a commit, of whatever process, has come after it.

    A searcher that was overtaken is closed when the last thread that uses it is done.
    """

    def __init__(self, open_searcher: Callable[[], Searcher]) -> None:
        self._open = open_searcher
        self._lock = Lock()
        self._current: _Shared | None = None

    @contextmanager
    def lease(self) -> Iterator[Searcher]:
        """Give a searcher that stays open, and on one commit, until the context ends."""
        with self._lock:
            if self._current is None or not self._current.searcher.is_newest():
                fresh = _Shared(self._open())
                self._retire()
                self._current = fresh
            shared = self._current
            shared.users += 1
        try:
            yield shared.searcher
        finally:
            with self._lock:
                shared.users -= 1
                if shared.retired and not shared.users:
                    shared.searcher.close()

    def close(self) -> None:
        """Close the searcher, at the latest when its last user is done."""
        with self._lock:
            self._retire()

    def _retire(self) -> None:
        old, self._current = self._current, None
        if old is not None:
            old.retired = True
            if not old.users:
                old.searcher.close()
