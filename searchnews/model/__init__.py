"""The plain data that moves between the rooms: articles in, results out.

Nothing here analyses, reads files or prints. Offsets are code points, half-open, everywhere. Articles, queries and
results are had from here; `counts`, `comparison`, `diagnosis`, `loads` and `words` are modules of their own,
since a plain query needs none of them.
"""

from __future__ import annotations

from searchnews.model.article import Article, content_hash, identified
from searchnews.model.passages import Snippet, Span, Wanted
from searchnews.model.queries import Filter, Query
from searchnews.model.results import (
    Correction,
    Explanation,
    Grouping,
    Hit,
    IndexStats,
    Results,
    Similar,
    Sort,
    UnknownValue,
)

__all__ = [
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
    "Wanted",
    "content_hash",
    "identified",
]
