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
        ArticleNotFoundError,
        CorruptIndexError,
        EmptyArticleError,
        EvaluationFileError,
        FetchError,
        IncompatibleIndexError,
        IndexExistsError,
        IndexFolderError,
        IndexLockedError,
        IndexNotFoundError,
        MissingExtraError,
        QueryError,
        QueryTimeoutError,
        SavedSearchError,
        SearchNewsError,
        SourceError,
        UnsupportedFormatError,
        VariantsFileError,
    )
    from searchnews.index import Index
    from searchnews.ingest import parse_date, read_articles
    from searchnews.ingest.feeds import read_feeds
    from searchnews.model import (
        Article,
        Correction,
        Explanation,
        Filter,
        Grouping,
        Hit,
        IndexStats,
        Query,
        Results,
        Similar,
        Snippet,
        Sort,
        Span,
        UnknownValue,
    )
    from searchnews.model.comparison import Comparison
    from searchnews.model.counts import Bar, Count, Facet, FacetName, Period, Timeline
    from searchnews.model.diagnosis import Diagnosis, Findings
    from searchnews.model.loads import AddReport, Problem
    from searchnews.model.words import Suggestion, TellingWord, TellingWords
    from searchnews.saved import Alert, SavedSearch, SavedSearches

__all__ = [
    "AddReport",
    "Alert",
    "Article",
    "ArticleError",
    "ArticleNotFoundError",
    "Bar",
    "Comparison",
    "Correction",
    "CorruptIndexError",
    "Count",
    "Diagnosis",
    "EmptyArticleError",
    "EvaluationFileError",
    "Explanation",
    "Facet",
    "FacetName",
    "FetchError",
    "Filter",
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
    "Period",
    "Problem",
    "Query",
    "QueryError",
    "QueryTimeoutError",
    "Results",
    "SavedSearch",
    "SavedSearchError",
    "SavedSearches",
    "SearchNewsError",
    "Similar",
    "Snippet",
    "Sort",
    "SourceError",
    "Span",
    "Suggestion",
    "TellingWord",
    "TellingWords",
    "Timeline",
    "UnknownValue",
    "UnsupportedFormatError",
    "VariantsFileError",
    "__version__",
    "create_index",
    "diagnose",
    "index_exists",
    "open_index",
    "parse_date",
    "read_articles",
    "read_feeds",
]

_HOMES = {
    "searchnews._diagnosing": ("diagnose",),
    "searchnews._opening": ("create_index", "index_exists", "open_index"),
    "searchnews.index": ("Index",),
    "searchnews.ingest": ("parse_date", "read_articles"),
    "searchnews.ingest.feeds": ("read_feeds",),
    "searchnews.model": (
        "Article",
        "Correction",
        "Explanation",
        "Filter",
        "Grouping",
        "Hit",
        "IndexStats",
        "Query",
        "Results",
        "Similar",
        "Snippet",
        "Sort",
        "Span",
        "UnknownValue",
    ),
    "searchnews.model.comparison": ("Comparison",),
    "searchnews.model.counts": ("Bar", "Count", "Facet", "FacetName", "Period", "Timeline"),
    "searchnews.model.diagnosis": ("Diagnosis", "Findings"),
    "searchnews.model.loads": ("AddReport", "Problem"),
    "searchnews.model.words": ("Suggestion", "TellingWord", "TellingWords"),
    "searchnews.saved": ("Alert", "SavedSearch", "SavedSearches"),
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
