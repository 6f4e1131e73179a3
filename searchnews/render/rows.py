"""Hits and articles one a line, as other programs read them: JSON lines, CSV, a TREC run, or ids.

Invariant: one at a time, in logical order, so that any number of them takes no more memory than one.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from searchnews.model import Article, Hit
from searchnews.render import json

if TYPE_CHECKING:
    from searchnews.model.counts import Timeline

__all__ = ["ARTICLES", "HITS", "timeline_csv"]

_HIT_COLUMNS: Final = ("rank", "score", "id", "date", "source", "category", "author", "title", "url")
_ARTICLE_COLUMNS: Final = (
    "id", "title", "text", "date", "source", "author", "category", "url", "path", "place", "agency", "extra",
)  # fmt: skip


def _hits_jsonl(hits: Iterable[Hit]) -> Iterator[str]:
    for hit in hits:
        yield json.dumps({"rank": hit.rank, **json.hit(hit)}) + "\n"


def _hits_csv(hits: Iterable[Hit]) -> Iterator[str]:
    rows = ([getattr(hit, name) or None for name in _HIT_COLUMNS] for hit in hits)
    return _csv(_HIT_COLUMNS, rows)


def _hits_trec(hits: Iterable[Hit]) -> Iterator[str]:
    for hit in hits:
        yield f"1 Q0 {_unspaced(hit.id)} {hit.rank} {hit.score:.6f} searchnews\n"


def _hits_ids(hits: Iterable[Hit]) -> Iterator[str]:
    for hit in hits:
        yield hit.id + "\n"


def _articles_jsonl(articles: Iterable[Article]) -> Iterator[str]:
    for article in articles:
        kept = {name: value for name, value in article.to_dict().items() if value}
        yield json.dumps({**kept.pop("extra", {}), **kept}) + "\n"


def _articles_csv(articles: Iterable[Article]) -> Iterator[str]:
    rows = (
        [json.dumps(value) if name == "extra" and value else value for name, value in _in_order(article.to_dict())]
        for article in articles
    )
    return _csv(_ARTICLE_COLUMNS, rows)


def _in_order(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, values[name] or "") for name in _ARTICLE_COLUMNS)


def timeline_csv(found: Timeline) -> str:
    """Give a timeline with a heading: period, matches, all articles, and the share of these."""
    rows = ([bar.start, bar.matches, bar.articles, f"{bar.share:.6f}"] for bar in found.bars)
    return "".join(_csv((found.period, "matches", "articles", "share"), rows))


def _csv(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    rest = iter(rows)
    first = list(islice(rest, 1))  # what cannot be told at all fails before there is a heading
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in chain((heading,), first, rest):
        writer.writerow(row)
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _unspaced(id: str) -> str:
    return "_".join(id.split())


HITS: Final[Mapping[str, Callable[[Iterable[Hit]], Iterator[str]]]] = {
    "jsonl": _hits_jsonl,
    "csv": _hits_csv,
    "trec": _hits_trec,
    "ids": _hits_ids,
}
"""The forms of hits by name: JSON lines, CSV with a heading, the lines of a TREC run, one id a line."""

ARTICLES: Final[Mapping[str, Callable[[Iterable[Article]], Iterator[str]]]] = {
    "jsonl": _articles_jsonl,
    "csv": _articles_csv,
}
"""The forms of whole articles by name; `searchnews index` reads both back."""
