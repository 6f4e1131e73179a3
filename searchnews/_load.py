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
from typing import Final, NamedTuple

from searchnews._documents import HASH, PATH
from searchnews._grouping import Grouping
from searchnews.engines.base import Searcher, Writer
from searchnews.engines.documents import DocumentBatch
from searchnews.ingest.dates import parse_date
from searchnews.model import Article, content_hash, identified
from searchnews.model.article import fault_of
from searchnews.model.loads import AddReport, Problem

__all__ = ["Load", "under"]

_ISO_DATE: Final = re.compile(r"\d{4}-\d\d(-\d\d([T ]\d\d:\d\d.*)?)?")
_MAX_QUOTED_CHARS: Final = 80


class _Kept(NamedTuple):
    """What tells an article from another of its id: the fingerprint of its content, and where it came from."""

    fingerprint: str
    path: str

    @classmethod
    def of(cls, article: Article) -> _Kept:
        return cls(content_hash(article), article.path or "")


class Load:
    """One load: `writer` is its transaction, `before` the index as it was."""

    def __init__(
        self,
        writer: Writer,
        before: Searcher,
        build: Callable[[Iterable[Article]], Iterator[DocumentBatch]],
        on_problem: Callable[[Problem], None] | None,
    ) -> None:
        self._writer, self._before, self._build = writer, before, build
        self._tell = on_problem or (lambda problem: None)
        self._seen = bytearray()  # by document number of `before`: a byte an article, not an id
        self._ahead: dict[str, tuple[int, Article]] = {}  # of those being analysed the last of each id, and its number
        self._given = self._put = 0
        self.added = self.updated = self.unchanged = self.skipped = self.removed = 0

    def take(self, articles: Iterable[Article], on_progress: Callable[[int], None] | None) -> None:
        """Put all articles that are new or changed; tell the number taken so far after each."""
        for batch in Grouping(self._before).grouped(self._build(self._wanted(articles, on_progress))):
            self._writer.put_many(batch)
            for number, id in enumerate(batch.ids, self._put):
                if (ahead := self._ahead.get(id)) is not None and ahead[0] == number:
                    del self._ahead[id]
            self._put += len(batch.ids)

    def _wanted(self, articles: Iterable[Article], on_progress: Callable[[int], None] | None) -> Iterator[Article]:
        """Give the articles that have to be indexed."""
        for number, article in enumerate(articles, 1):
            if reason := _why_not(article):
                self.skipped += 1
                self._tell(Problem("skipped", _place(article), None, reason))
            elif self._is_wanted(wanted := identified(_with_iso_date(article))):
                self._ahead[wanted.id] = self._given, wanted
                self._given += 1
                yield wanted
            if on_progress is not None:
                on_progress(number)

    def prune(self, roots: Sequence[str]) -> None:
        """Delete the articles whose path is one of `roots` or under one, and that were not in this load."""
        if not roots:
            return
        is_under = under(roots)
        for doc in self._before.documents():
            path = self._before.column(doc, PATH)
            if path and not self._is_seen(doc) and is_under(path):
                self.removed += self._writer.delete(self._before.id_of(doc))

    def report(self, seconds: float) -> AddReport:
        """Give the counts."""
        return AddReport(self.added, self.updated, self.unchanged, self.skipped, self.removed, seconds)

    def _is_wanted(self, article: Article) -> bool:
        known, repeated = self._known(article.id)
        if known is None:
            self.added += 1
            return True
        now = _Kept.of(article)
        # The path is no part of the fingerprint, but pruning goes by it.
        if known == now or (repeated and known.fingerprint == now.fingerprint):
            self.unchanged += 1
            return False
        self.updated += 1
        if known.fingerprint != now.fingerprint:
            self._tell_of(article, known, repeated=repeated)
        return True

    def _known(self, id: str) -> tuple[_Kept | None, bool]:
        """Give what is kept under an id, and whether that came in this load."""
        if (ahead := self._ahead.get(id)) is not None:
            return _Kept.of(ahead[1]), True
        if (fingerprint := self._writer.pending(id, HASH)) is not None:
            return _Kept(fingerprint, self._writer.pending(id, PATH) or ""), True
        doc = self._before.find(id)
        if doc is None:
            return None, False
        repeated = self._is_seen(doc)
        self._mark_seen(doc)
        return _Kept(self._before.column(doc, HASH), self._before.column(doc, PATH)), repeated

    def _tell_of(self, article: Article, known: _Kept, *, repeated: bool) -> None:
        """Tell of an article that takes the place of one that may be another."""
        id = _shortened(article.id)
        if known.path and known.path != (article.path or ""):  # two papers may number their articles alike
            reason = f"same id, {id!r}, as another article, of {known.path}, whose place it takes"
            self._tell(Problem("doubtful", _place(article), None, reason))
        elif repeated:
            reason = f"same id as an earlier record, {id!r}; the later one is kept"
            self._tell(Problem("repaired", _place(article), None, reason))

    def _is_seen(self, doc: int) -> bool:
        return doc < len(self._seen) and bool(self._seen[doc])

    def _mark_seen(self, doc: int) -> None:
        if doc >= len(self._seen):
            self._seen.extend(bytes(doc + 1 + len(self._seen)))
        self._seen[doc] = 1


def under(roots: Iterable[str]) -> Callable[[str], bool]:
    """Give what tells whether a path is one of some or lies under one, in a folder or an archive (a.zip!in/x.txt)."""
    within = tuple(root.rstrip(os.sep) + sign for root in roots for sign in (os.sep, "!"))
    return lambda path: (path + os.sep).startswith(within)


def _place(article: Article) -> str:
    return str(article.path or article.id or article.url or "")


def _shortened(id: str) -> str:
    return id if len(id) <= _MAX_QUOTED_CHARS else f"{id[:_MAX_QUOTED_CHARS]}…"


def _why_not(article: Article) -> str:
    """Say why an article cannot be taken; empty where it can."""
    if fault := fault_of(article):
        return fault
    return "" if article.title.strip() or article.text.strip() else "it has neither a title nor a text"


def _with_iso_date(article: Article) -> Article:
    if not article.date or _ISO_DATE.fullmatch(article.date):
        return article
    date = parse_date(article.date)
    return article if date is None else replace(article, date=date)
