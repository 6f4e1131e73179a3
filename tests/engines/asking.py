"""Everything that can be asked of a small index, as plain values: two indexes that hold the same give the same."""

from __future__ import annotations

from whoosh.query import And, Every, Not, Or, Phrase, Prefix, Term

from searchnews.engines.base import Engine, Searcher

QUERIES = (
    Term("body", "سلام"),
    Or([Term("body", "سلام", boost=0.5), Term("title", "w3"), Term("body", "w7")]),
    And([Term("body", "وزير"), Not(Term("body", "w3"))]),
    Phrase("body", ["سلام", "وزير"]),
    Prefix("body", "w"),
    Every(),
)


def answers(engine: Engine) -> dict[str, object]:
    """Ask for everything, with scores rounded to what must not change."""
    with engine.searcher() as searcher:
        return {
            "queries": [_matches(searcher, query) for query in QUERIES],
            "documents": documents(searcher),
            "terms": {field: _terms(searcher, field) for field in ("body", "title")},
        }


def documents(searcher: Searcher) -> dict[str, tuple[str, str, bytes]]:
    """Give the values and the stored bytes of every document, by its id."""
    found = {}
    for doc in searcher.documents():
        id = searcher.id_of(doc)
        assert searcher.find(id) == doc
        found[id] = (searcher.column(doc, "hash"), searcher.column(doc, "source"), searcher.stored(doc))
    return found


def _matches(searcher: Searcher, query: object) -> tuple[int, dict[str, float]]:
    found = searcher.search(query, limit=10_000)
    return found.total, {searcher.id_of(match.doc): round(match.score, 9) for match in found.top}


def _terms(searcher: Searcher, field: str) -> dict[str, int]:
    terms = searcher.terms_with_prefix(field, "", limit=10_000)
    return {term: searcher.document_frequency(field, term) for term in terms}
