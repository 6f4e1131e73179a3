"""The index: what apps import and the command line calls.

Wires the rooms together and owns no knowledge of its own. This is the side that writes; the side that reads is
`_asking` and `_desk`, over `_reader`. Every writing call is one transaction, lasting when it returns; searches see the
newest commit, of whatever process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from searchnews._asking import Asking
from searchnews._desk import Desk
from searchnews._documents import COLUMNS
from searchnews._metadata import check_metadata, metadata_of
from searchnews._saved_file import check_saved
from searchnews._version import __version__
from searchnews.arabic import PRESETS, Analyzer
from searchnews.engines.base import Engine
from searchnews.errors import SearchNewsError
from searchnews.model import Article, IndexStats
from searchnews.ranking.fields import SURFACE

if TYPE_CHECKING:
    from searchnews._building import DocumentBuilder
    from searchnews._workers import ParallelBuilder
    from searchnews.arabic.variants import Group
    from searchnews.model.loads import AddReport, Problem

__all__ = ["Index"]

_WORKER_LOST = (
    "a worker process ended before its work; a script asks for workers under `if __name__ == '__main__':` "
    "only, and where memory is short fewer workers may do"
)


class Index(Asking, Desk):
    """An index of articles: made by `create_index` or `open_index`, closed by `close` or a `with`.

    Any number of threads may search it. One writing call at a time, over all processes: another raises
    `IndexLockedError`.
    """

    def __init__(
        self, engine: Engine, analyzer: Analyzer, *, path: str | None, variants: tuple[Group, ...] = ()
    ) -> None:
        super().__init__(engine, analyzer, path=path, variants=variants)
        self._builder: DocumentBuilder | None = None

    def add(self, article: Article, *, on_problem: Callable[[Problem], None] | None = None) -> AddReport:
        """Add or replace one article. For many, `add_many` is faster by far."""
        return self.add_many([article], on_problem=on_problem)

    def add_many(
        self,
        articles: Iterable[Article],
        *,
        on_progress: Callable[[int], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
        prune_under: Sequence[str] = (),
        memory_mb: int | None = None,
        workers: int = 1,
    ) -> AddReport:
        """Add articles, replacing those of the same id; memory does not grow with their number.

        `memory_mb` is about how much memory the engine may fill before it writes; its own choice (512) where None.
        With more than one of `workers`, processes of their own analyse the articles of a large load; a script that
        asks for them has to do so under `if __name__ == "__main__":`.

        All or nothing: an exception from `articles` or a callback, or Ctrl-C, leaves the index as it was,
        and goes on to the caller. Articles that the index holds already, word for word, are skipped.
        Records without title and text, and later ones of the same id with other content, are told to
        `on_problem`. `on_progress` is told the number of articles taken so far. Articles whose path is one
        of `prune_under` (absolute paths) or under one are removed if they were not in this load.
        `IndexLockedError`; TypeError for what is no `Article`.
        """
        from concurrent.futures import BrokenExecutor  # what only asks does without

        from searchnews._load import Load

        began = perf_counter()
        self._check_open()
        builder = self._new_builder(workers)
        memory = None if memory_mb is None else memory_mb << 20
        with self._engine.writer(memory=memory, columns=COLUMNS) as writer, self._open_searcher() as before:
            load = Load(writer, before, builder.build, on_problem)
            try:
                load.take(_checked(articles), on_progress)
            except BrokenExecutor as error:
                raise SearchNewsError(_WORKER_LOST) from error
            finally:
                builder.close()
            load.prune(prune_under)
        return load.report(perf_counter() - began)

    def _new_builder(self, workers: int) -> DocumentBuilder | ParallelBuilder:
        if workers > 1 and self.analyzer.name in PRESETS:
            from searchnews._workers import ParallelBuilder

            return ParallelBuilder(self.analyzer, workers)
        if self._builder is None:
            from searchnews._building import DocumentBuilder

            self._builder = DocumentBuilder(self.analyzer)
        return self._builder

    def delete(self, ids: str | Iterable[str]) -> int:
        """Delete articles by id; give the number deleted. Ids that are not there are no error."""
        self._check_open()
        with self._engine.writer() as writer:
            return sum(writer.delete(id) for id in ([ids] if isinstance(ids, str) else ids))

    def stats(self) -> IndexStats:
        """Count what the index holds. Reads the whole vocabulary: about a second for a million words."""
        self._check_open()
        counts = self._engine.stats(SURFACE)
        versions = {"searchnews": __version__, **self._engine.versions()}
        return IndexStats(*counts, self.analyzer.name, self._engine.name, versions)

    def check(self) -> list[str]:
        """Verify every checksum and invariant of the index and its saved searches; say what is wrong, or give nothing.

        Reads every file. `IndexNotFoundError`, `IncompatibleIndexError`, `IndexFolderError`.
        """
        self._check_open()
        problems = []
        if self.path is not None:
            problems = check_metadata(self.path, metadata_of(self._engine.name, self.analyzer.name))
            problems += check_saved(self.path)
        return problems + self._engine.check()

    def optimize(self) -> None:
        """Merge the index into one segment, without what was deleted; searches are a little faster then.

        Takes the time of writing the whole index, and its size on the disk once more. `IndexLockedError`.
        """
        self._check_open()
        self._engine.optimize()


def _checked(articles: Iterable[object]) -> Iterator[Article]:
    """Give the articles on; TypeError for what is none, such as a record that is still a dictionary."""
    for article in articles:
        if not isinstance(article, Article):
            kind = type(article).__name__
            raise TypeError(f"not an article but {kind}; make one with searchnews.Article(title=..., text=...)")
        yield article
