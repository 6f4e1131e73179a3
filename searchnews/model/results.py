"""What a search gives: hits in order, and what is known of all matches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from searchnews.model.article import Article
from searchnews.model.passages import Snippet, Span

if TYPE_CHECKING:
    from searchnews.model.counts import Facet

__all__ = [
    "Correction",
    "Explanation",
    "Grouping",
    "Hit",
    "IndexStats",
    "Results",
    "Similar",
    "Sort",
    "UnknownValue",
]

Sort = Literal["relevance", "newest", "oldest"]
"""What comes first in the results."""

Grouping = Literal["best", "first", "last"]
"""Which of the articles that are reprints of one text is shown: the best match, the earliest or the latest."""


class Correction(NamedTuple):
    """A word of a query that no article has, and what was looked for instead.

    That is a word or two, or where `by_root` all words of a root, as it is written in the index.
    """

    word: str
    instead: str
    by_root: bool = False


class UnknownValue(NamedTuple):
    """A value of a filter that no article has, and values of that field that there are: those most like it."""

    field: str
    value: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """How many other articles of the index are reprints of a hit, and from how many sources."""

    count: int
    sources: int


class Explanation(NamedTuple):
    """The share of a hit's score that one piece of evidence brought: query word, form, term and score."""

    word: str
    form: str
    term: str
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: the article's fields, its score, and where it matches.

    The score is 0.0 where nothing ranks: a query of filters alone lists the newest first.
    """

    rank: int
    score: float
    article: Article
    snippets: tuple[Snippet, ...] = ()
    title_highlights: tuple[Span, ...] = ()
    similar: Similar | None = None

    @property
    def id(self) -> str:
        """The article's id."""
        return self.article.id

    @property
    def title(self) -> str:
        """The article's title, possibly empty."""
        return self.article.title

    @property
    def date(self) -> str | None:
        """The article's date, ISO 8601."""
        return self.article.date

    @property
    def source(self) -> str | None:
        """The article's source."""
        return self.article.source

    @property
    def author(self) -> str | None:
        """The article's author."""
        return self.article.author

    @property
    def category(self) -> str | None:
        """The article's category."""
        return self.article.category

    @property
    def url(self) -> str | None:
        """The article's address."""
        return self.article.url


@dataclass(frozen=True, slots=True)
class Results:
    """The hits asked for, in order, and what is known of all matches.

    `total` counts every match; `took_ms` is wall time in milliseconds; `offset` is the rank of the first
    hit, minus one. `corrections` say what was looked for instead of words that no article has. `asked` is the plainer
    query that was asked where `query` itself had no match, and empty otherwise. `unknown` are values of filters that no
    article has, `facets` counts over all matches. `cursor` is what the next page is asked for with (`after`), and empty
    on the last one. Where reprints are shown as one, `total` counts all of them, the offset and ranks count what is
    shown, and `groups` is how many there are to show, None where that is not known. Iterating and `len` go over the
    hits at hand.
    """

    query: str
    total: int
    took_ms: float
    hits: tuple[Hit, ...] = ()
    offset: int = 0
    explanations: Mapping[str, tuple[Explanation, ...]] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    asked: str = ""
    unknown: tuple[UnknownValue, ...] = ()
    facets: tuple[Facet, ...] = ()
    cursor: str = ""
    groups: int | None = None

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def __getitem__(self, place: int) -> Hit:
        return self.hits[place]

    def explain(self, hit: Hit) -> tuple[Explanation, ...]:
        """Say what each query word brought to `hit`; empty unless the search was made with `explain=True`."""
        return self.explanations.get(hit.id, ())


class IndexStats(NamedTuple):
    """Figures about an index: counts, size on disk in bytes, and what made it."""

    documents: int
    terms: int
    tokens: int
    bytes: int
    segments: int
    analyzer: str
    engine: str
    versions: Mapping[str, str] = MappingProxyType({})
