"""The plain data that moves between the rooms: articles in, results out.

Nothing here analyses, reads files or prints. Offsets are code points, half-open, everywhere.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Literal, NamedTuple

__all__ = [
    "AddReport",
    "Article",
    "Correction",
    "Explanation",
    "Hit",
    "IndexStats",
    "Problem",
    "Results",
    "Snippet",
    "Sort",
    "Span",
    "Wanted",
    "content_hash",
    "identified",
]


Sort = Literal["relevance", "newest", "oldest"]
"""What comes first in the results."""


class Span(NamedTuple):
    """A stretch of text: code points, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article, as an archive holds it.

    `date` is ISO 8601 (`2018-03-05` or `2018-03-05T14:20:00+03:00`) where it is known; `date` and
    `datetime` objects are accepted and turned into that. An empty `id` is filled in by the index from
    `url`, `path` or the content (see `identified`). `extra` holds whatever else came with the record:
    JSON values, kept and given back, not searched.

        >>> Article(title="محادثات السلام", text="بدأت المحادثات أمس.", date=dt.date(2018, 3, 5)).date
        '2018-03-05'
    """

    id: str = ""
    title: str = ""
    text: str = ""
    date: str | None = None
    source: str | None = None
    author: str | None = None
    category: str | None = None
    url: str | None = None
    path: str | None = None
    place: str | None = None
    agency: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given: object = self.date
        if isinstance(given, dt.date):  # datetime is a date too
            object.__setattr__(self, "date", given.isoformat())

    def to_dict(self) -> dict[str, Any]:
        """Give all fields as JSON-ready values."""
        values = {name: getattr(self, name) for name in _ARTICLE_FIELDS}
        values["extra"] = dict(self.extra)
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Article:
        """Build an article from `to_dict`'s output; keys it does not know go into `extra`."""
        named = {k: v for k, v in values.items() if k in _ARTICLE_FIELDS and k != "extra"}
        rest = {k: v for k, v in values.items() if k not in _ARTICLE_FIELDS}
        return cls(**named, extra={**(values.get("extra") or {}), **rest})


_ARTICLE_FIELDS: Final = tuple(f.name for f in fields(Article))
_FINGERPRINTED: Final = tuple(name for name in _ARTICLE_FIELDS if name not in ("path", "extra"))
_IN_ORDER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str)


def content_hash(article: Article) -> str:
    """Fingerprint of everything a reader would notice: all fields but the path.

    32 hex digits of BLAKE2b. Two articles with the same fingerprint need no second indexing.
    """
    values = [str(getattr(article, name) or "") for name in _FINGERPRINTED]
    if article.extra:
        values.append(_IN_ORDER.encode(dict(article.extra)))
    # With their lengths, so that nothing can move from one field to the next unseen.
    return _digest("".join([f"{len(value)}:{value}" for value in values]), 16)


def identified(article: Article) -> Article:
    """Give `article` an id, if it has none: from its url, else its path, else its content (16 hex digits)."""
    if article.id:
        return article
    seed = article.url or article.path or content_hash(article)
    return replace(article, id=_digest(seed, 8))


def _digest(text: str, size: int) -> str:
    import hashlib  # a program that only asks does without

    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that was skipped or repaired while reading: where, what, and why.

    `kind` is `skipped` or `repaired`; `line` is 1-based, None where the format has no lines;
    `count` says how often the same repair was made in that record.
    """

    kind: str
    path: str
    line: int | None
    reason: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class AddReport:
    """What a load did to the index: every record given is in exactly one of the first four counts.

    `removed` counts articles pruned; `seconds` is wall time.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    removed: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query looks for, in the terms of the analysis: what a highlighter has to find again in a text.

    A token is wanted if its stem is in `stems`, if its surface or stem begins with one of `prefixes`, or if it is
    part of a run of tokens that fits one of `phrases`, each a sequence of sets of surfaces.
    """

    stems: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[tuple[frozenset[str], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of an article and the spans in it that match: whole words, sorted, not overlapping."""

    text: str
    highlights: tuple[Span, ...] = ()

    def marked(self, before: str = "**", after: str = "**") -> str:
        """Give the text with each highlight between `before` and `after` (nothing is escaped)."""
        out, at = [], 0
        for start, end in self.highlights:
            out += [self.text[at:start], before, self.text[start:end], after]
            at = end
        return "".join([*out, self.text[at:]])


class Correction(NamedTuple):
    """A word of a query that no article has, and what was looked for instead."""

    word: str
    instead: str


class Explanation(NamedTuple):
    """The share of a hit's score that one piece of evidence brought: query word, form, term and score."""

    word: str
    form: str
    term: str
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: the article's fields, its score, and where it matches."""

    rank: int
    score: float
    article: Article
    snippets: tuple[Snippet, ...] = ()
    title_highlights: tuple[Span, ...] = ()

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
    query that was asked where `query` itself had no match, and empty otherwise. Iterating and `len` go over the hits at
    hand.
    """

    query: str
    total: int
    took_ms: float
    hits: tuple[Hit, ...] = ()
    offset: int = 0
    explanations: Mapping[str, tuple[Explanation, ...]] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    asked: str = ""

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def __getitem__(self, place: int) -> Hit:
        return self.hits[place]

    def explain(self, hit: Hit) -> tuple[Explanation, ...]:
        """Say what each query word brought to `hit`; empty unless the search was made with `explain=True`."""
        return self.explanations.get(hit.id, ())


@dataclass(frozen=True, slots=True)
class IndexStats:
    """Figures about an index: counts, size on disk in bytes, and what made it."""

    documents: int
    terms: int
    tokens: int
    bytes: int
    segments: int
    analyzer: str
    engine: str
    versions: Mapping[str, str] = field(default_factory=dict)
