"""The plain data that moves between the rooms: articles in, results out.

Nothing here analyses, reads files or prints. Offsets are code points, half-open, everywhere.
"""

from __future__ import annotations

from searchnews.model.article import AddReport, Article, Problem, content_hash, identified
from searchnews.model.passages import Snippet, Span, Wanted
from searchnews.model.results import Correction, Explanation, Hit, IndexStats, Results, Sort
from searchnews.model.words import Suggestion, TellingWord, TellingWords

__all__ = [
    "AddReport",
    "Article",
    "Correction",
    "Explanation",
    "Hit",
    "IndexStats",
    "Problem",
    "Results",
    "Snippet",
    "Sort",
    "Span",
    "Suggestion",
    "TellingWord",
    "TellingWords",
    "Wanted",
    "content_hash",
    "identified",
]
