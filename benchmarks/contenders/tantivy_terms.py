"""tantivy, given our terms: analysed before, cut at blanks; places kept, the text itself stored beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import tantivy

from benchmarks.articles import read_raw
from benchmarks.contenders.terms import index_terms, query_terms
from benchmarks.questions import Question
from benchmarks.worker import Asker

__all__ = ["index", "open_asker"]

_HITS: Final = 10
_TITLE_WEIGHT: Final = 2.0
_MEMORY_BYTES: Final = 256 << 20


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="position")
    builder.add_bytes_field("stored_title", stored=True)
    builder.add_bytes_field("stored_body", stored=True)
    return builder.build()


def index(articles: Path, folder: Path) -> dict[str, Any]:
    """Index articles as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    made = tantivy.Index(_schema(), path=str(folder))
    writer = made.writer(heap_size=_MEMORY_BYTES, num_threads=1)
    for id, title, body in read_raw(articles):
        document = tantivy.Document(id=id, title=" ".join(index_terms(title)), body=" ".join(index_terms(body)))
        document.add_bytes("stored_title", title.encode("utf-8", "replace"))
        document.add_bytes("stored_body", body.encode("utf-8", "replace"))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    made.reload()
    searcher = made.searcher()
    return {"documents": searcher.num_docs, "segments": searcher.num_segments}


def open_asker(folder: Path, mode: str) -> Asker:
    """Open an index for asking."""
    return _Stems(folder)


class _Stems:
    def __init__(self, folder: Path) -> None:
        opened = tantivy.Index.open(str(folder))
        self._schema, self._searcher = opened.schema, opened.searcher()

    def ask(self, question: Question) -> tantivy.SearchResult:
        # Without the count of all matches, tantivy may skip those that cannot be among the best, as Lucene does.
        return self._searcher.search(self._tree(question), limit=_HITS, count=False)

    def ids(self, answer: tantivy.SearchResult) -> list[str]:
        return [self._searcher.doc(address)["id"][0] for _, address in answer.hits]

    def close(self) -> None:
        del self._searcher

    def _tree(self, question: Question) -> tantivy.Query:
        phrase = question.kind == "phrase"
        stems = query_terms(question.text, phrase=phrase)
        if phrase and len(stems) > 1:
            title = tantivy.Query.boost_query(self._phrase("title", stems), _TITLE_WEIGHT)
            return _any([title, self._phrase("body", stems)])
        titles = (tantivy.Query.term_query(self._schema, "title", stem) for stem in stems)
        bodies = (tantivy.Query.term_query(self._schema, "body", stem) for stem in stems)
        return _any([*(tantivy.Query.boost_query(title, _TITLE_WEIGHT) for title in titles), *bodies])

    def _phrase(self, field: str, stems: list[str]) -> tantivy.Query:
        return tantivy.Query.phrase_query(self._schema, field, [*stems])


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
