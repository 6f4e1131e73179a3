"""Reading feeds, from the web or from files: an article for each entry.

A feed that cannot be had is reported and no reason to stop: the others are read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from searchnews.errors import FetchError, MissingExtraError, SourceError
from searchnews.ingest.fetching import fetch, is_address
from searchnews.ingest.reading import read_articles
from searchnews.model import Article
from searchnews.model.loads import Problem

__all__ = ["read_feeds"]


def read_feeds(
    *places: str, allow_private: bool = False, on_problem: Callable[[Problem], None] | None = None
) -> Iterator[Article]:
    """Read the entries of feeds, given as addresses (http, https) or files.

    What is skipped or repaired, and each feed that cannot be had, goes to `on_problem`. `allow_private` lets addresses
    be those of this machine or network. `MissingExtraError` where feedparser is not installed.
    """
    try:
        import feedparser  # noqa: F401 - whether it is there is the question
    except ImportError as error:
        raise MissingExtraError("Reading feeds", extra="feeds") from error
    return _read(places, on_problem or (lambda problem: None), allow_private=allow_private)


def _read(places: tuple[str, ...], tell: Callable[[Problem], None], *, allow_private: bool) -> Iterator[Article]:
    for place in places:

        def told(problem: Problem, place: str = place) -> None:
            tell(replace(problem, path=place))

        try:
            if is_address(place):
                yield from _from_web(place, told, allow_private=allow_private)
            else:
                yield from read_articles(place, on_problem=told)
        except (FetchError, SourceError) as error:
            told(Problem("skipped", place, None, error.reason))


def _from_web(url: str, tell: Callable[[Problem], None], *, allow_private: bool) -> Iterator[Article]:
    """Read a feed of the web as the file that it is, which is nowhere afterwards."""
    got = fetch(url, allow_private=allow_private)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "feed.rss")
        file.write_bytes(got.body)
        for article in read_articles(file, on_problem=tell):
            # An entry without an id or an address has one made of the file's name, which is another each time.
            known = article.url or article.id.encode("utf-8", "replace") in got.body
            yield replace(article, path=None, id=article.id if known else "")
