"""What an index of articles is asked, beneath the query language and the analysis, which may change."""

from __future__ import annotations

import hashlib
from typing import Any

from whoosh.query import And, Every, Not, Or, Phrase, Prefix, Term

from searchnews.engines import open_engine
from searchnews.engines.base import Searcher

COLUMNS = ("id", "hash", "date", "source", "category", "author")


def ask(path: str) -> dict[str, Any]:
    """Ask for everything, as values that JSON keeps."""
    engine = open_engine("whoosh", path)
    with engine.searcher() as searcher:
        words = {field: searcher.terms_with_prefix(field, "", limit=10**6) for field in ("stem", "surface")}
        common = sorted(words["stem"], key=lambda term: -searcher.document_frequency("stem", term))[:3]
        neighbours = [word for word in words["surface"] if searcher.document_frequency("surface", word) > 2][-2:]
        queries = {
            "every": Every(),
            "or": Or([Term("stem", term, boost=0.5) for term in common]),
            "and not": And([Term("stem", common[0]), Not(Term("stem", common[2]))]),
            "prefix": Prefix("surface", neighbours[0][:2]),
            "phrases": Or([Phrase("surface", [a, b], slop=20) for a in neighbours for b in neighbours]),
        }
        return {
            "stats": engine.stats("surface")[:3],
            "documents": [_document(searcher, doc) for doc in searcher.documents()],
            "queries": {name: _matches(searcher, query) for name, query in queries.items()},
            "terms": {
                field: [len(terms), sum(searcher.document_frequency(field, term) for term in terms), _digest(terms)]
                for field, terms in words.items()
            },
        }


def _document(searcher: Searcher, doc: int) -> dict[str, str]:
    values = {name: searcher.column(doc, name) for name in COLUMNS}
    return {**values, "stored": hashlib.sha256(searcher.stored(doc)).hexdigest()}


def _matches(searcher: Searcher, query: object) -> dict[str, float]:
    found = searcher.search(query, limit=1000).top
    return {searcher.id_of(match.doc): round(match.score, 9) for match in found}


def _digest(terms: list[str]) -> str:
    return hashlib.sha256("\0".join(terms).encode()).hexdigest()
