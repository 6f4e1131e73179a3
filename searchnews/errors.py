"""Every error this library raises on purpose.

    SearchNewsError
    ├── ArticleError            a record that cannot become an article
    │   └── EmptyArticleError   neither title nor text
    ├── ArticleNotFoundError    the index holds no article of this id (`id`)
    ├── SourceError             a file or folder that cannot be read
    │   └── UnsupportedFormatError
    ├── FetchError              something on the web that cannot be had (`url`)
    ├── EvaluationFileError     queries, judgments or a run that cannot be read (`path`, `line`)
    ├── VariantsFileError       a list of variants that cannot be read (`path`, `line`)
    ├── QueryError              a query that cannot be understood (`offset` points at the place)
    ├── QueryTimeoutError       a query that took longer than it was allowed to
    ├── SavedSearchError        a saved search that is not there, or cannot be kept
    ├── IndexFolderError        anything about an index folder (`path`)
    │   ├── IndexNotFoundError
    │   ├── IndexExistsError
    │   ├── IndexLockedError    another writer is at work
    │   ├── IncompatibleIndexError   made by another analyzer, engine or format version
    │   └── CorruptIndexError   a file of the index is damaged
    └── MissingExtraError       an optional dependency is not installed

Errors carry data, say what happened and where, and name the next step. Errors of third-party libraries
are translated with `raise ... from`.
"""

from __future__ import annotations

from os import PathLike, fspath

__all__ = [
    "ArticleError",
    "ArticleNotFoundError",
    "CorruptIndexError",
    "EmptyArticleError",
    "EvaluationFileError",
    "FetchError",
    "IncompatibleIndexError",
    "IndexExistsError",
    "IndexFolderError",
    "IndexLockedError",
    "IndexNotFoundError",
    "MissingExtraError",
    "QueryError",
    "QueryTimeoutError",
    "SavedSearchError",
    "SearchNewsError",
    "SourceError",
    "UnsupportedFormatError",
    "VariantsFileError",
]

StrPath = str | PathLike[str]


class SearchNewsError(Exception):
    """Root of all errors of this library; `str(error)` is one clear line."""


class ArticleError(SearchNewsError):
    """A record that cannot become an article.

    `path` and `line` (1-based) say where it came from, where that is known.
    """

    def __init__(self, reason: str, *, path: str | None = None, line: int | None = None) -> None:
        self.reason, self.path, self.line = reason, path, line
        where = "" if path is None else path if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {reason}" if where else reason)


class EmptyArticleError(ArticleError):
    """A record with neither a title nor a text."""


class ArticleNotFoundError(SearchNewsError):
    """The index holds no article with the id `id`."""

    def __init__(self, id: str) -> None:
        self.id = id
        super().__init__(f"no article with the id {id!r}; `searchnews query` shows the id of each hit")


class SourceError(SearchNewsError):
    """A file or folder that cannot be read."""

    def __init__(self, reason: str, *, path: StrPath) -> None:
        self.reason, self.path = reason, fspath(path)
        super().__init__(f"{self.path}: {reason}")


class UnsupportedFormatError(SourceError):
    """A file whose format no reader claims."""


class FetchError(SearchNewsError):
    """Something on the web that cannot be had, named by `url`."""

    def __init__(self, reason: str, *, url: str) -> None:
        self.reason, self.url = reason, url
        super().__init__(f"{url}: {reason}")


class EvaluationFileError(SearchNewsError):
    """A file of queries, of judgments or of a run that cannot be understood; `line` is 1-based, where it is known."""

    def __init__(self, reason: str, *, path: StrPath, line: int | None = None) -> None:
        self.reason, self.path, self.line = reason, fspath(path), line
        super().__init__(f"{self.path}{'' if line is None else f':{line}'}: {reason}")


class VariantsFileError(SearchNewsError):
    """A list of variants that cannot be read; `line` is 1-based, where it is known."""

    def __init__(self, reason: str, *, path: StrPath, line: int | None = None) -> None:
        self.reason, self.path, self.line = reason, fspath(path), line
        super().__init__(f"{self.path}{'' if line is None else f':{line}'}: {reason}")


class QueryError(SearchNewsError):
    """A query that cannot be understood.

    `offset` is the code point of `query` at which the mistake was seen.
    """

    def __init__(self, reason: str, *, query: str = "", offset: int = 0) -> None:
        self.reason, self.query, self.offset = reason, query, offset
        super().__init__(f"{reason} (at character {offset + 1} of the query)")


class QueryTimeoutError(SearchNewsError):
    """A query that took longer than it was allowed to."""


class SavedSearchError(SearchNewsError):
    """A saved search that is not there, that cannot be kept, or whose file is damaged."""


class IndexFolderError(SearchNewsError):
    """Anything wrong with an index folder, named by `path`."""

    def __init__(self, reason: str, *, path: StrPath) -> None:
        self.reason, self.path = reason, fspath(path)
        super().__init__(f"{self.path}: {reason}")


class IndexNotFoundError(IndexFolderError):
    """The folder holds no index."""


class IndexExistsError(IndexFolderError):
    """`create_index` found an index, or files of something else, where it was to make one."""


class IndexLockedError(IndexFolderError):
    """Another writer is at work on this index."""


class IncompatibleIndexError(IndexFolderError):
    """The index was made by another analyzer, engine or format version."""


class CorruptIndexError(IndexFolderError):
    """A file of the index is damaged."""


class MissingExtraError(SearchNewsError):
    """An optional dependency is not installed."""

    def __init__(self, feature: str, *, extra: str) -> None:
        self.feature, self.extra = feature, extra
        super().__init__(f"{feature} needs an optional part: pip install 'searchnews[{extra}]'")
