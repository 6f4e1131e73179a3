"""SQLite's FTS5, given our terms: an index without content, and the text in a table beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Final

from benchmarks.articles import read_raw
from benchmarks.contenders.terms import index_terms, query_terms
from benchmarks.questions import Question
from benchmarks.worker import Asker

__all__ = ["index", "open_asker"]

_FILE: Final = "articles.sqlite"
_SCHEMA: Final = """
create table article (number integer primary key, id text unique, title text, body text);
create virtual table terms using fts5 (title, body, content='', tokenize='ascii');
"""
# bm25() is 0 at best and falls with the rank; its weights are those of the columns.
_BEST: Final = "select rowid from terms where terms match ? order by bm25(terms, 2.0, 1.0) limit 10"


def index(articles: Path, folder: Path) -> dict[str, Any]:
    """Index articles as they are, in one transaction."""
    folder.mkdir(parents=True, exist_ok=True)
    store = sqlite3.connect(folder / _FILE)
    store.executescript(_SCHEMA)
    number = 0
    with store:
        for number, (id, title, body) in enumerate(read_raw(articles), 1):
            texts = [part.encode("utf-8", "replace").decode() for part in (title, body)]
            store.execute("insert or replace into article values (?, ?, ?, ?)", (number, id, *texts))
            terms = [" ".join(index_terms(part)) for part in texts]
            store.execute("insert into terms (rowid, title, body) values (?, ?, ?)", (number, *terms))
        store.execute("insert into terms (terms) values ('optimize')")
    store.close()
    return {"documents": number, "segments": 1}


def open_asker(folder: Path, mode: str) -> Asker:
    """Open an index for asking."""
    return _Stems(folder)


class _Stems:
    def __init__(self, folder: Path) -> None:
        self._store = sqlite3.connect(folder / _FILE)

    def ask(self, question: Question) -> list[int]:
        phrase = question.kind == "phrase"
        stems = [stem.replace('"', '""') for stem in query_terms(question.text, phrase=phrase)]
        text = '"' + " ".join(stems) + '"' if phrase else " OR ".join(f'"{stem}"' for stem in stems)
        return [row for (row,) in self._store.execute(_BEST, (text,))]

    def ids(self, answer: list[int]) -> list[str]:
        found = (self._store.execute("select id from article where number = ?", (row,)).fetchone() for row in answer)
        return [row[0] for row in found if row]

    def close(self) -> None:
        self._store.close()
