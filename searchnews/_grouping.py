"""Finding, while articles are loaded, which of them are reprints: a step between analysis and writing.

They come with their signatures (`_signing`). Invariant: what an article is grouped with are articles before it, in the
load or in the index, so the same articles in the same order get the same groups, however many at once are looked at.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np

from searchnews._documents import GROUP, HASH, SIGNATURE, group_of
from searchnews.duplicates import DAYS, UNDATED, Array, Texts, Window, unpacked
from searchnews.engines.base import ALL, Searcher
from searchnews.engines.documents import DocumentBatch

__all__ = ["Grouping"]

_SOUND: Final = re.compile(r"[A-Za-z0-9+/]{64}")


class _Facts(NamedTuple):
    """What is known of a text besides its words: its day, the numbers of its source and of its group, and its own."""

    day: int
    source: int
    group: int
    own: int


class Grouping:
    """Gives documents their groups; `before` is the index as it was."""

    def __init__(self, before: Searcher) -> None:
        self._before, self._window = before, Window()
        self._known: set[int] = set()  # stretches of days of which the articles that were there are in the window

    def grouped(self, batches: Iterable[DocumentBatch]) -> Iterator[DocumentBatch]:
        """Give documents on, in their order, with what was found out."""
        for batch in batches:
            yield self._placed(batch)

    def _placed(self, batch: DocumentBatch) -> DocumentBatch:
        places = [at for at, signature in enumerate(batch.columns[SIGNATURE]) if _SOUND.fullmatch(signature)]
        if not places:
            return batch
        facts = zip(batch.columns["date"], batch.columns["source"], batch.columns[HASH], strict=True)
        known = [
            _Facts(_day(date), _number(source), own, own)
            for date, source, own in ((date, source, int(group_of(hash), 16)) for date, source, hash in facts)
        ]
        rows = unpacked([batch.columns[SIGNATURE][at] for at in places])
        texts = _texts(rows, [known[at] for at in places])
        self._recall(texts.days)
        joined = self._window.place(texts)
        groups = [""] * len(batch.ids)
        for at, group, own in zip(places, joined.tolist(), texts.groups.tolist(), strict=True):
            if group != own:
                groups[at] = f"{group:016x}"
        return batch._replace(columns={**batch.columns, GROUP: groups})

    def _recall(self, days: Array) -> None:
        """Have the articles in the window that were in the index before, of the days around these."""
        near = {stretch + step for stretch in np.unique(days // DAYS).tolist() for step in (-1, 0, 1)}
        for stretch in sorted(near - self._known):
            self._known.add(stretch)
            known = self._read_all(self._docs(stretch))
            known += self._read_all(self._firsts_beside([fact for _, fact in known]))
            if known:
                rows = unpacked([signature for signature, _ in known])
                self._window.remember(_texts(rows, [facts for _, facts in known]))

    def _docs(self, stretch: int) -> Iterator[int]:
        """Give the documents of a stretch of days."""
        from whoosh.query import Term, TermRange  # an index that is made does without

        if next(self._before.documents(), None) is None:
            return
        if stretch == UNDATED // DAYS:
            query = Term("date", "")
        elif dt.date.min.toordinal() <= stretch * DAYS <= dt.date.max.toordinal() - DAYS:
            first, last = (dt.date.fromordinal(stretch * DAYS + step).isoformat() for step in (0, DAYS))
            query = TermRange("date", first, last, endexcl=True)
        else:
            return
        yield from sorted(match.doc for match in self._before.search(query, limit=ALL).top)

    def _firsts_beside(self, known: Iterable[_Facts]) -> Iterator[int]:
        """Give the documents that are the first of the groups of these, and are not among them."""
        from whoosh.query import Prefix

        known = list(known)
        for group in sorted({fact.group for fact in known} - {fact.own for fact in known}):
            yield from (match.doc for match in self._before.search(Prefix(HASH, f"{group:016x}"), limit=1).top)

    def _read_all(self, docs: Iterable[int]) -> list[tuple[str, _Facts]]:
        return [found for doc in docs if (found := self._read(doc)) is not None]

    def _read(self, doc: int) -> tuple[str, _Facts] | None:
        """Read what is known of an article in the index; None where it has no signature."""
        signature, group, hash, date, source = (
            self._before.column(doc, name) for name in (SIGNATURE, GROUP, HASH, "date", "source")
        )
        if not _SOUND.fullmatch(signature):
            return None
        try:
            own = int(group_of(hash), 16)
            return signature, _Facts(_day(date), _number(source), int(group, 16) if group else own, own)
        except ValueError:  # not of our making
            return None


def _texts(rows: Array, facts: Sequence[_Facts]) -> Texts:
    days, *numbers = zip(*facts, strict=True)
    return Texts(rows, np.array(days), *(np.array(values, np.uint64) for values in numbers))


@lru_cache(maxsize=4096)
def _day(date: str) -> int:
    try:
        return dt.date.fromisoformat(date[:10]).toordinal()
    except ValueError:
        return UNDATED


@lru_cache(maxsize=4096)
def _number(source: str) -> int:
    return crc32(source.encode("utf-8", "surrogatepass"))
