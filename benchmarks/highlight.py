"""What highlighting costs: microseconds an article, in process and warm, of the hits of real searches.

    python -m benchmarks.highlight [--articles 3000] [--searches 120] [--rounds 7]

Articles are the first of a collection in SEARCHNEWS_DATA, else grown from `corpus/`. Questions are headlines cut to 2
to 8 words, and pairs and fives of words of an article. The time of a search is its best of all rounds (CPU time of
this process): marking the titles of its ten hits and choosing two snippets each, by one `Highlighter`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import Final, NamedTuple

from benchmarks.articles import COLLECTIONS, FALLBACK, find, take
from benchmarks.questions import draw
from searchnews import Article, create_index, read_articles
from searchnews.arabic import analyzer
from searchnews.highlight import Highlighter
from searchnews.model import Wanted
from searchnews.query import parse

_KINDS: Final = frozenset({"headline", "2 words", "5 words", "phrase"})
_MIN_WORDS, _MAX_WORDS = 2, 8
_TYPICAL_CHARS: Final = range(1_800, 3_001)


class _Search(NamedTuple):
    """What a query wants, and its hits."""

    wanted: Wanted
    hits: Sequence[Article]


class _Everything:
    """Stands in for an index that knows each word: what a query wants does not depend on it."""

    def document_frequency(self, field: str, term: str) -> int:
        return 1

    def terms_with_prefix(self, field: str, prefix: str, *, limit: int) -> list[str]:
        return []


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    options.add_argument("--articles", type=int, default=3_000)
    options.add_argument("--searches", type=int, default=120)
    options.add_argument("--rounds", type=int, default=7)
    given = options.parse_args()
    present = [name for name in COLLECTIONS if find(name)] or [FALLBACK]
    for name in present:
        with tempfile.TemporaryDirectory() as work:
            searches = list(_searches(name, given.articles, given.searches, Path(work)))
        typical = [
            _Search(wanted, kept)
            for wanted, hits in searches
            if (kept := [hit for hit in hits if len(hit.text) in _TYPICAL_CHARS])
        ]
        _report(f"{name}, all hits", searches, given.rounds)
        _report(f"{name}, hits of 1,800 to 3,000 letters", typical, given.rounds)


def _searches(name: str, articles: int, count: int, work: Path) -> Iterator[_Search]:
    collection = take(name, articles, work)
    questions = (q for q in draw(collection.path, count * 3, seed=1) if q.kind in _KINDS)
    with create_index(work / "index") as index:
        index.add_many(read_articles(collection.path))
        for question in questions:
            words = question.text.split()[:_MAX_WORDS]
            text = f'"{" ".join(words)}"' if question.kind == "phrase" else " ".join(words)
            hits = [hit.article for hit in index.search(text, snippets=0)]
            if len(words) >= _MIN_WORDS and hits and count:
                count -= 1
                yield _Search(parse(text, analyzer(), _Everything()).wanted, hits)


def _highlight(search: _Search) -> None:
    highlighter = Highlighter(search.wanted, analyzer())
    for article in search.hits:
        highlighter.spans(article.title)
        highlighter.snippets(article.text, title=article.title)


def _report(name: str, searches: Sequence[_Search], rounds: int) -> None:
    hits = sum(len(search.hits) for search in searches)
    if not hits:
        print(f"{name}: none")
        return
    chars = sum(len(article.text) for search in searches for article in search.hits) / hits
    spent = sum(_best(_highlight, search, rounds) for search in searches)
    print(
        f"{name}: {spent / hits * 1e6:.0f} µs an article ({hits} hits of {len(searches)} searches, {chars:.0f} letters)"
    )


def _best(function: Callable[[_Search], None], search: _Search, rounds: int) -> float:
    times = []
    for _ in range(rounds + 1):  # the first warms up
        began = process_time()
        function(search)
        times.append(process_time() - began)
    return min(times[1:])


if __name__ == "__main__":
    main()
