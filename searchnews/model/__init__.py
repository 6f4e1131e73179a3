"""The plain data that moves between the rooms: articles in, results out.

Nothing here analyses, reads files or prints. Offsets are code points, half-open, everywhere.
"""

from __future__ import annotations

from searchnews.model.article import AddReport, Article, Problem, content_hash, identified
from searchnews.model.comparison import Comparison
from searchnews.model.counts import Bar, Count, Facet, FacetName, Period, Timeline
from searchnews.model.diagnosis import Diagnosis, Findings
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
from searchnews.model.words import Suggestion, TellingWord, TellingWords

__all__ = [
    "AddReport",
    "Article",
    "Bar",
    "Comparison",
    "Correction",
    "Count",
    "Diagnosis",
    "Explanation",
    "Facet",
    "FacetName",
    "Filter",
    "Findings",
    "Grouping",
    "Hit",
    "IndexStats",
    "Period",
    "Problem",
    "Query",
    "Results",
    "Similar",
    "Snippet",
    "Sort",
    "Span",
    "Suggestion",
    "TellingWord",
    "TellingWords",
    "Timeline",
    "UnknownValue",
    "Wanted",
    "content_hash",
    "identified",
]
