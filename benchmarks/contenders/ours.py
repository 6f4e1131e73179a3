"""searchnews itself, through its façade.

Mode `full` is `Index.search` as an app calls it. Mode `stems` hands the engine a tree built by hand, so that it weighs
the same evidence as the others do: light stems in title and body (two lists of postings a word).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from whoosh.query import Or, Phrase, Query, Term

import searchnews
from benchmarks.articles import read_raw
from benchmarks.contenders.terms import forms, query_terms
from benchmarks.questions import Question
from benchmarks.worker import Asker
from searchnews.engines.base import Matches
from searchnews.ranking.fields import STEM, SURFACE, TITLE_STEM

__all__ = ["index", "open_asker"]

_HITS: Final = 10
_TITLE_WEIGHT: Final = 0.4


def index(articles: Path, folder: Path, *, engine: str, cleaning: bool, workers: int) -> dict[str, Any]:
    """Index articles; with `cleaning`, through `read_articles`, as the command line does; 0 `workers`: one a core."""
    read = searchnews.read_articles(articles) if cleaning else _as_they_are(articles)
    with searchnews.create_index(folder, engine=engine) as made:
        report = made.add_many(read, workers=workers or os.cpu_count() or 1)
        stats = made.stats()
    return {"documents": stats.documents, "segments": stats.segments, "committed_s": report.seconds}


def _as_they_are(articles: Path) -> Iterator[searchnews.Article]:
    for id, title, text in read_raw(articles):
        yield searchnews.Article(id=id, title=title, text=text)


def open_asker(folder: Path, mode: str) -> Asker:
    """Open an index for asking."""
    opened = searchnews.open_index(folder)
    return _Full(opened) if mode == "full" else _Stems(opened)


class _Full:
    def __init__(self, opened: searchnews.Index) -> None:
        self._index = opened

    def ask(self, question: Question) -> searchnews.Results:
        text = f'"{question.text}"' if question.kind == "phrase" else question.text
        return self._index.search(text, limit=_HITS)

    def ids(self, answer: searchnews.Results) -> list[str]:
        return [hit.id for hit in answer]

    def close(self) -> None:
        self._index.close()


class _Stems:
    def __init__(self, opened: searchnews.Index) -> None:
        self._index = opened
        self._open = ExitStack()
        self._searcher = self._open.enter_context(opened._lease())  # there is no public way to an engine's searcher

    def ask(self, question: Question) -> Matches:
        return self._searcher.search(_tree(question), limit=_HITS)

    def ids(self, answer: Matches) -> list[str]:
        return [self._searcher.id_of(match.doc) for match in answer.top]

    def close(self) -> None:
        self._open.close()
        self._index.close()


def _tree(question: Question) -> Query:
    if question.kind == "phrase":
        # Places are kept of the folded words only, so a phrase is one of those.
        words = [form.surface for form in forms(question.text)]
        return Phrase(SURFACE, words) if len(words) > 1 else Term(SURFACE, words[0])
    stems = query_terms(question.text, phrase=False)
    return Or([*(Term(STEM, s) for s in stems), *(Term(TITLE_STEM, s, boost=_TITLE_WEIGHT) for s in stems)])
