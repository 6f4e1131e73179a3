"""Files of queries, judgments and runs, line by line, with errors that name the line.

Gzip and encodings are the ingest's business, as they are for articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from searchnews.errors import ArticleError, EvaluationFileError, SourceError, StrPath
from searchnews.ingest.report import Report
from searchnews.ingest.streams import UNDECODABLE, Line, Source, read_lines
from searchnews.model.loads import Problem

__all__ = ["fail", "lines_of", "whole_number", "writable_id"]


def lines_of(path: StrPath) -> Iterator[Line]:
    """Yield the lines of a file, plain or gzipped, that are not blank, without a byte order mark.

    `EvaluationFileError` where it cannot be read, or has bytes that no encoding explains: an article may be mended,
    but a mended query is another query.
    """

    def refuse(problem: Problem) -> None:
        if problem.reason == UNDECODABLE:
            fail(problem.reason, path, problem.line)

    file = Path(path)
    try:
        for line in read_lines(Source(file, str(file)), Report(refuse, strict=True)):
            if (text := line.text.strip("\ufeff").rstrip("\r")) and not text.isspace():
                yield Line(line.number, text)
    except SourceError as error:
        raise EvaluationFileError(error.reason, path=path) from error
    except ArticleError as error:  # a line without end
        raise EvaluationFileError(error.reason, path=path, line=error.line) from error


def fail(reason: str, path: StrPath, line: int | None) -> NoReturn:
    """Raise an error that names the file and its line."""
    raise EvaluationFileError(reason, path=path, line=line)


def whole_number(text: str, what: str, path: StrPath, line: int) -> int:
    """Read a whole number; `what` says in the error what it should have been."""
    try:
        return int(text)
    except ValueError:
        fail(f"the {what} should be a whole number, not {text!r}", path, line)


def writable_id(id: str, path: StrPath) -> str:
    """Give `id` back, if it can stand in a file whose columns are parted by blanks."""
    if not id or id.split() != [id]:
        fail(f"the id {id!r} is empty or holds a blank, which a TREC file cannot hold; give other ids", path, None)
    return id
