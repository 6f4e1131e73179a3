"""The plain data that moves between the rooms: articles in, results out.

Nothing here analyses, reads files or prints. Offsets are code points, half-open, everywhere.
"""

from __future__ import annotations

from searchnews.model.article import AddReport, Article, Problem, content_hash, identified
from searchnews.model.diagnosis import Diagnosis, Findings
from searchnews.model.passages import Snippet, Span, Wanted
from searchnews.model.results import Correction, Explanation, Grouping, Hit, IndexStats, Results, Similar, Sort

__all__ = [
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
    "Wanted",
    "content_hash",
    "identified",
]
