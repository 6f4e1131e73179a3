"""What happened to the records that did not come through whole.

Owns the two ways of telling: a `Problem` handed to the caller, or in strict mode an error. Invariant: a
record is skipped or becomes an article, never both and never neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from searchnews.errors import ArticleError, SourceError
from searchnews.model.loads import Problem

__all__ = ["STDIN_NAME", "Heard", "Report"]

STDIN_NAME: Final = "<stdin>"


@dataclass(frozen=True, slots=True)
class Report:
    """Where a reader says what it left out or mended; `strict` turns what is left out into errors."""

    on_problem: Callable[[Problem], None] | None = None
    strict: bool = False

    def skip_record(self, path: str, line: int | None, reason: str) -> None:
        """Say that one record was left out; raises ArticleError in strict mode."""
        if self.strict:
            raise ArticleError(reason, path=path, line=line)
        self._tell(Problem("skipped", path, line, reason))

    def skip_source(self, path: str, reason: str, *, line: int | None = None) -> None:
        """Say that a file, or the rest of it from `line` on, was left out; raises SourceError in strict mode."""
        if self.strict:
            raise SourceError(reason, path=path)
        self._tell(Problem("skipped", path, line, reason))

    def left_out(self, path: str, reason: str, count: int) -> None:
        """Say that `count` things in a file are no articles, such as a crawl's pictures; no error in strict mode."""
        self._tell(Problem("skipped", path, None, reason, count))

    def repaired(self, path: str, line: int | None, reason: str, count: int = 1) -> None:
        """Say that a record or a file was mended, `count` times in this way."""
        self._tell(Problem("repaired", path, line, reason, count))

    def doubted(self, path: str, line: int | None, reason: str) -> None:
        """Say that something about a record is doubtful, which was taken as it is."""
        self._tell(Problem("doubtful", path, line, reason))

    def _tell(self, problem: Problem) -> None:
        if self.on_problem is not None:
            self.on_problem(problem)


class Heard:
    """Hears whether a reader told anything: `report` passes all on, `anything` says that something came."""

    def __init__(self, report: Report) -> None:
        self.anything = False
        self._report = report
        self.report = Report(self._hear, report.strict)

    def _hear(self, problem: Problem) -> None:
        self.anything = True
        if self._report.on_problem is not None:
            self._report.on_problem(problem)
