"""The query language: from what a person types to a tree of terms, with errors that point at the place."""

from __future__ import annotations

from searchnews.query.lowering import Clause, Evidence, IndexTerms
from searchnews.query.parser import MAX_QUERY_CHARS, Plan, parse
from searchnews.query.relaxing import plainer
from searchnews.query.signs import MAX_DEPTH, MAX_WORDS

__all__ = ["MAX_DEPTH", "MAX_QUERY_CHARS", "MAX_WORDS", "Clause", "Evidence", "IndexTerms", "Plan", "parse", "plainer"]
