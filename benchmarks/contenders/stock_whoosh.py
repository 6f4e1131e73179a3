"""Whoosh as it comes: its own writer, codec and searcher, with an analyzer made of our tokenizer and stemmer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from whoosh.analysis import Analyzer, Token
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query import Or, Phrase, Query, Term
from whoosh.searching import Results

from benchmarks.articles import read_raw
from benchmarks.contenders.terms import index_terms, query_terms
from benchmarks.questions import Question
from benchmarks.worker import Asker

__all__ = ["index", "open_asker"]

_HITS: Final = 10
_TITLE_WEIGHT: Final = 2.0
_MEMORY_MB: Final = 256


class OurStems(Analyzer):
    """Our stems as Whoosh's tokens."""

    def __call__(self, value: str, positions: bool = False, **given: Any) -> Iterator[Token]:
        """Yield one token, used over and over, as Whoosh has it."""
        token = Token(positions, **{k: v for k, v in given.items() if k in ("chars", "removestops", "mode")})
        for place, stem in enumerate(index_terms(value)):
            token.original = token.text = stem
            token.boost, token.stopped = 1.0, False
            if positions:
                token.pos = place
            yield token


def index(articles: Path, folder: Path) -> dict[str, Any]:
    """Index articles as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    text = TEXT(analyzer=OurStems(), phrase=True, stored=True)
    made = create_in(folder, Schema(id=ID(stored=True, unique=True), title=text, body=text))
    writer = made.writer(limitmb=_MEMORY_MB)
    for id, title, body in read_raw(articles):
        writer.add_document(id=id, title=title, body=body)
    writer.commit()
    return {"documents": made.doc_count(), "segments": len(made._segments())}


def open_asker(folder: Path, mode: str) -> Asker:
    """Open an index for asking."""
    return _Stems(folder)


class _Stems:
    def __init__(self, folder: Path) -> None:
        self._searcher = open_dir(folder).searcher()

    def ask(self, question: Question) -> Results:
        return self._searcher.search(_tree(question), limit=_HITS)

    def ids(self, answer: Results) -> list[str]:
        return [hit["id"] for hit in answer]

    def close(self) -> None:
        self._searcher.close()


def _tree(question: Question) -> Query:
    phrase = question.kind == "phrase"
    stems = query_terms(question.text, phrase=phrase)
    if phrase and len(stems) > 1:
        return Or([Phrase("title", stems, boost=_TITLE_WEIGHT), Phrase("body", stems)])
    return Or([*(Term("title", s, boost=_TITLE_WEIGHT) for s in stems), *(Term("body", s) for s in stems)])
