"""Full-text search for Arabic articles: a library, and a command line on top of it.

    import searchnews

    with searchnews.create_index("my-index") as index:
        index.add_many(searchnews.read_articles("archive/"))
        for hit in index.search("محادثات السلام"):
            print(hit.rank, hit.title, hit.date)

Names are loaded when they are first used, so that `import searchnews` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from searchnews._version import __version__

if TYPE_CHECKING:
    from searchnews._diagnosing import diagnose
    from searchnews._opening import create_index, index_exists, open_index
    from searchnews.errors import (
        ArticleError,
        CorruptIndexError,
        EmptyArticleError,
        EvaluationFileError,
        IncompatibleIndexError,
        IndexExistsError,
        IndexFolderError,
        IndexLockedError,
        IndexNotFoundError,
        MissingExtraError,
        QueryError,
        QueryTimeoutError,
        SearchNewsError,
        SourceError,
        UnsupportedFormatError,
    )
    from searchnews.index import Index
    from searchnews.ingest import parse_date, read_articles
    from searchnews.model import (
        AddReport,
        Article,
        Correction,
        Diagnosis,
        Explanation,
        Findings,
        Grouping,
        Hit,
        IndexStats,
        Problem,
        Results,
        Similar,
        Snippet,
        Sort,
        Span,
    )

__all__ = [
    "AddReport",
    "Article",
    "ArticleError",
    "Correction",
    "CorruptIndexError",
    "Diagnosis",
    "EmptyArticleError",
    "EvaluationFileError",
    "Explanation",
    "Findings",
    "Grouping",
    "Hit",
    "IncompatibleIndexError",
    "Index",
    "IndexExistsError",
    "IndexFolderError",
    "IndexLockedError",
    "IndexNotFoundError",
    "IndexStats",
    "MissingExtraError",
    "Problem",
    "QueryError",
    "QueryTimeoutError",
    "Results",
    "SearchNewsError",
    "Similar",
    "Snippet",
    "Sort",
    "SourceError",
    "Span",
    "UnsupportedFormatError",
    "__version__",
    "create_index",
    "diagnose",
    "index_exists",
    "open_index",
    "parse_date",
    "read_articles",
]

_HOMES = {
    "searchnews._diagnosing": ("diagnose",),
    "searchnews._opening": ("create_index", "index_exists", "open_index"),
    "searchnews.index": ("Index",),
    "searchnews.ingest": ("parse_date", "read_articles"),
    "searchnews.model": (
        "AddReport",
        "Article",
        "Correction",
        "Diagnosis",
        "Explanation",
        "Findings",
        "Grouping",
        "Hit",
        "IndexStats",
        "Problem",
        "Results",
        "Similar",
        "Snippet",
        "Sort",
        "Span",
    ),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME.get(name, "searchnews.errors")), name)
    globals()[name] = value  # the next look-up does not come here
    return value


def __dir__() -> list[str]:
    return __all__
