"""Loading articles into an index: one transaction, whatever their number.

All or nothing: an error in the source, or Ctrl-C, leaves the index as it was. A load cut short and run
again costs only the analysis of what is new, and half an archive that looks like a whole one would be
worse.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from searchnews._documents import HASH, PATH
from searchnews._grouping import Grouping
from searchnews.engines.base import Searcher, Writer
from searchnews.engines.documents import DocumentBatch
from searchnews.ingest.dates import parse_date
from searchnews.model import Article, content_hash, identified
from searchnews.model.article import TEXTS
from searchnews.model.loads import AddReport, Problem

__all__ = ["Load", "is_under"]

_ISO_DATE: Final = re.compile(r"\d{4}-\d\d(-\d\d([T ]\d\d:\d\d.*)?)?")
_MAX_QUOTED_CHARS: Final = 80


class Load:
    """One load: `writer` is its transaction, `before` the index as it was."""

    def __init__(
        self,
        writer: Writer,
        before: Searcher,
        build: Callable[[Iterable[tuple[Article, str]]], Iterator[DocumentBatch]],
        on_problem: Callable[[Problem], None] | None,
    ) -> None:
        self._writer, self._before, self._build = writer, before, build
        self._tell = on_problem or (lambda problem: None)
        self._seen = bytearray()  # by document number of `before`: a byte an article, not an id
        self._ahead: dict[str, str] = {}  # fingerprints of articles that are being analysed, by id
        self.added = self.updated = self.unchanged = self.skipped = self.removed = 0

    def take(self, articles: Iterable[Article], on_progress: Callable[[int], None] | None) -> None:
        """Put all articles that are new or changed; tell the number taken so far after each."""
        for batch in Grouping(self._before).grouped(self._build(self._wanted(articles, on_progress))):
            self._writer.put_many(batch)
            for id, fingerprint in zip(batch.ids, batch.columns[HASH], strict=True):
                if self._ahead.get(id) == fingerprint:
                    del self._ahead[id]

    def _wanted(
        self, articles: Iterable[Article], on_progress: Callable[[int], None] | None
    ) -> Iterator[tuple[Article, str]]:
        """Give the articles that have to be indexed, each with its fingerprint."""
        for number, article in enumerate(articles, 1):
            if reason := _why_not(article):
                self.skipped += 1
                self._tell(Problem("skipped", _place(article), None, reason))
            elif (job := self._job(identified(_with_iso_date(article)))) is not None:
                self._ahead[job[0].id] = job[1]
                yield job
            if on_progress is not None:
                on_progress(number)

    def prune(self, roots: Sequence[str]) -> None:
        """Delete the articles whose path is one of `roots` or under one, and that were not in this load."""
        if not roots:
            return
        for doc in self._before.documents():
            path = self._before.column(doc, PATH)
            if path and not self._is_seen(doc) and is_under(path, roots):
                self.removed += self._writer.delete(self._before.id_of(doc))

    def report(self, seconds: float) -> AddReport:
        """Give the counts."""
        return AddReport(self.added, self.updated, self.unchanged, self.skipped, self.removed, seconds)

    def _job(self, article: Article) -> tuple[Article, str] | None:
        fingerprint = content_hash(article)
        known = self._ahead.get(article.id) or self._writer.pending(article.id, HASH)
        repeated = known is not None
        earlier = ""
        moved = False
        if not repeated and (doc := self._before.find(article.id)) is not None:
            known = self._before.column(doc, HASH)
            repeated = self._is_seen(doc)
            # The path is no part of the fingerprint, but pruning goes by it.
            earlier = self._before.column(doc, PATH)
            moved = not repeated and earlier != (article.path or "")
            self._mark_seen(doc)
        if known == fingerprint and not moved:
            self.unchanged += 1
            return None
        self.added += known is None
        self.updated += known is not None
        if repeated:
            reason = f"same id as an earlier record, {_shortened(article.id)!r}; the later one is kept"
            self._tell(Problem("repaired", _place(article), None, reason))
        elif moved and earlier and known != fingerprint:  # two papers may number their articles alike
            reason = f"same id, {_shortened(article.id)!r}, as another article, of {earlier}, whose place it takes"
            self._tell(Problem("doubtful", _place(article), None, reason))
        return article, fingerprint

    def _is_seen(self, doc: int) -> bool:
        return doc < len(self._seen) and bool(self._seen[doc])

    def _mark_seen(self, doc: int) -> None:
        if doc >= len(self._seen):
            self._seen.extend(bytes(doc + 1 + len(self._seen)))
        self._seen[doc] = 1


def is_under(path: str, roots: Iterable[str]) -> bool:
    """Tell whether a path is one of some or lies under one: in a folder, or in an archive (a.zip!inside/x.txt)."""
    return (path + os.sep).startswith(tuple(root.rstrip(os.sep) + sign for root in roots for sign in (os.sep, "!")))


def _place(article: Article) -> str:
    return str(article.path or article.id or article.url or "")


def _shortened(id: str) -> str:
    return id if len(id) <= _MAX_QUOTED_CHARS else f"{id[:_MAX_QUOTED_CHARS]}…"


def _why_not(article: Article) -> str:
    """Say why an article cannot be taken; empty where it can."""
    for name in TEXTS:
        value = getattr(article, name)
        if not isinstance(value, str) and (value is not None or name in ("id", "title", "text")):
            return f"its {name} is no text but {type(value).__name__}"
    return "" if article.title.strip() or article.text.strip() else "it has neither a title nor a text"


def _with_iso_date(article: Article) -> Article:
    if not article.date or _ISO_DATE.fullmatch(article.date):
        return article
    date = parse_date(article.date)
    return article if date is None else replace(article, date=date)
