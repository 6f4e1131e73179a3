"""Clauses joined: what has to match, what is better for it, and what must not."""

from __future__ import annotations

from whoosh import query as wq

from searchnews.query.lowering import Clause
from searchnews.query.units import any_of

__all__ = ["combined"]


def combined(required: list[Clause], wished: list[Clause], unwanted: list[Clause]) -> Clause | None:
    """Join clauses: all of `required`, any of `wished` (or, beside required ones, just better with), no `unwanted`."""
    if not required and not wished:
        return None
    if len(required) + len(wished) == 1 and not unwanted:
        return (required + wished)[0]
    matches = [clause.match for clause in required]
    match = any_of([c.match for c in wished]) if not matches else matches[0] if len(matches) == 1 else wq.And(matches)
    clause = Clause.joined(match, required + wished)
    if required and wished:
        match = wq.AndMaybe(match, any_of([c.match for c in wished]))
    if unwanted:
        match = wq.AndNot(match, any_of([c.match for c in unwanted]))
    return clause.matching(match)
