"""Finding a query's words again in the text of a hit, and choosing the passages to quote.

(text, what is wanted, analyzer) in; plain data out, no markup. Invariants: highlights are whole words as written,
sorted and apart; a snippet is cut between words only, and quotes the text letter for letter, apart from … where it
breaks a sentence off. The text is tokenized once, and all else is linear in its length.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from heapq import heapify, heappop, heappush
from itertools import pairwise, starmap
from typing import Final, NamedTuple

from searchnews._matches import Finder, Match
from searchnews._passages import Passage, grown, paragraphs_at, passages_of
from searchnews.arabic import Analyzer
from searchnews.model import Snippet, Span, Wanted

__all__ = ["MAX_SNIPPET_CHARS", "Highlighter", "snippets", "spans"]

MAX_SNIPPET_CHARS: Final = 220

_ELLIPSIS: Final = "…"
_SEMICOLON: Final = "؛"

# Worths of what a passage shows; a word of the query that no passage chosen before shows is worth 1.
_PAIR: Final = 0.6  # two words of the query side by side: more likely a name, so more than any repeats
_REPEAT: Final = 0.1  # a word once more; _MAX_REPEATS of these count
_MAX_REPEATS: Final = 5
_LEAD: Final = 0.05  # the article's first passage
_BROKEN: Final = -0.1  # a part of a sentence, or a stump of less than a fifth of the length asked for
_ENOUGH: Final = 0.2  # what a second passage must at least be worth
_STALE: Final = 0.8  # the share of its words that stood in other passages at which one repeats them


class Highlighter:
    """Marks and quotes what one query wants, in the texts of all its hits: words that they share are judged once.

    >>> from searchnews.arabic import analyzer
    >>> Highlighter(Wanted(stems=frozenset({"محادث"})), analyzer()).spans("والمُحادَثاتُ مستمرة")
    (Span(start=0, end=13),)
    """

    def __init__(self, wanted: Wanted, analyzer: Analyzer) -> None:
        self._finder = Finder(wanted, analyzer)
        self._tokenize = lru_cache(maxsize=1)(analyzer.tokenize)

    def marked(
        self, articles: Sequence[tuple[str, str]], *, limit: int = 2, max_chars: int = MAX_SNIPPET_CHARS
    ) -> Iterator[tuple[tuple[Span, ...], tuple[Snippet, ...]]]:
        """Give the `spans` of the title and the `snippets` of the text of each of some articles.

        They are looked through together, which takes two thirds of the time.
        """
        texts = [text for article in articles for text in (article if limit > 0 else article[:1])]
        found = iter(self._finder.find_all(texts))
        for title, text in articles:
            spans = _merged(next(found))
            yield spans, self._chosen(text, next(found), limit, max_chars, title) if limit > 0 else ()

    def spans(self, text: str) -> tuple[Span, ...]:
        """Give the spans of `text` that are wanted."""
        return _merged(self._finder.find(text))

    def snippets(
        self, text: str, *, limit: int = 2, max_chars: int = MAX_SNIPPET_CHARS, title: str = ""
    ) -> tuple[Snippet, ...]:
        """Choose up to `limit` passages of `text`, of about `max_chars` code points, in the order of the text.

        The passages that hold the most of what is wanted: sentences where they fit, or parts of them, cut at commas
        where there are some. None that only repeats another, or `title`, which stands above them. Where nothing
        matches, the beginning of the text is quoted bare.
        """
        return self._chosen(text, self._finder.find(text), limit, max_chars, title) if limit > 0 else ()

    def _chosen(
        self, text: str, matches: Sequence[Match], limit: int, max_chars: int, title: str
    ) -> tuple[Snippet, ...]:
        starts = [match.start for match in matches]
        glued = {b.start for a, b in pairwise(matches) if b.place == a.place + 1}
        parted = partial(passages_of, text, self._tokenize, glued, max_chars)
        # Where the first passage begins: most texts begin with it.
        lead = 0 if text[:1].isalnum() else next((passage.start for passage in parted(wanted=())), -1)

        def passages_in(paragraph: Passage) -> Iterator[_Piece]:
            near = list(parted(paragraph.start, paragraph.end, starts))
            begins = [passage.start for passage in near]
            around = {bisect_right(begins, start) - 1 for start in starts[_inside(starts, paragraph)]}
            hits = {n for n in around if n >= 0 and starts[_inside(starts, near[n])]}
            for passage in grown(near, hits, max_chars):
                bonus = _LEAD * (passage.start == lead) + _BROKEN * _is_broken(passage, max_chars)
                yield _Piece.of(passage, matches[_inside(starts, passage)], bonus)

        paragraphs = [
            _Piece.of(paragraph, matches[_inside(starts, paragraph)], _LEAD * (paragraph.start <= lead < paragraph.end))
            for paragraph in starmap(Passage, paragraphs_at(text, starts))
        ]
        chosen = _choose(text, paragraphs, passages_in, limit=limit, title=title)
        passages = chosen or _lead(text, list(parted()), title, max_chars)
        return tuple(_snippet(text, passage, matches[_inside(starts, passage)]) for passage in passages)


class _Piece(NamedTuple):
    """A passage, or a paragraph, with what it shows of the query.

    `shown` counts the matches, `pairs` are those of their `kinds`, the wanted things, that stand side by side. A
    paragraph's `bonus` is no less than that of any passage in it, so it is worth no less either.
    """

    passage: Passage
    shown: int
    kinds: set[object]
    pairs: set[object]
    bonus: float

    @classmethod
    def of(cls, passage: Passage, inside: Sequence[Match], bonus: float) -> _Piece:
        pairs: set[object] = set()
        pairs.update((a.what, b.what) for a, b in pairwise(inside) if b.place == a.place + 1 and a.what != b.what)
        return cls(passage, len(inside), {match.what for match in inside}, pairs, bonus)

    def worth(self, seen: set[object]) -> float:
        """Tell what it adds to what was seen of the query."""
        new = len(self.kinds - seen)
        repeats = min(self.shown - new, _MAX_REPEATS)
        return new + _PAIR * len(self.pairs - seen) + _REPEAT * repeats + self.bonus


def spans(text: str, wanted: Wanted, analyzer: Analyzer) -> tuple[Span, ...]:
    """Give the spans of one text; for several, a `Highlighter` is faster."""
    return Highlighter(wanted, analyzer).spans(text)


def snippets(
    text: str,
    wanted: Wanted,
    analyzer: Analyzer,
    *,
    limit: int = 2,
    max_chars: int = MAX_SNIPPET_CHARS,
    title: str = "",
) -> tuple[Snippet, ...]:
    """Choose the passages of one text; for several, a `Highlighter` is faster."""
    return Highlighter(wanted, analyzer).snippets(text, limit=limit, max_chars=max_chars, title=title)


def _inside(starts: Sequence[int], passage: Passage) -> slice:
    """Give which of the matches, that begin at `starts`, stand in a passage."""
    low = bisect_left(starts, passage.start)
    return slice(low, bisect_left(starts, passage.end, low))


def _choose(
    text: str,
    paragraphs: Iterable[_Piece],
    passages_in: Callable[[Passage], Iterable[_Piece]],
    *,
    limit: int,
    title: str,
) -> list[Passage]:
    """Take the worthiest passage, then the one that adds most to it, and so on; none that repeats the others.

    A paragraph is parted only when no other can have a worthier passage.
    """
    seen: set[object] = set()
    # What a piece adds only shrinks while others are taken, so the old worths are bounds of the new ones.
    queue = [(-piece.worth(seen), False, piece.passage.start, piece) for piece in paragraphs]
    heapify(queue)
    chosen: list[Passage] = []
    read = set(title.split())
    while queue and len(chosen) < limit:
        bound, is_parted, start, piece = heappop(queue)
        now = piece.worth(seen)
        if chosen and now < _ENOUGH:
            continue
        if now < -bound:
            heappush(queue, (-now, is_parted, start, piece))
        elif not is_parted:
            for each in passages_in(piece.passage):
                heappush(queue, (-each.worth(seen), True, each.passage.start, each))
        elif not _are_stale(words := _words_of(text, piece.passage), read):
            chosen.append(piece.passage)
            read |= words
            seen = seen.union(piece.kinds, piece.pairs)
    return sorted(chosen)


def _lead(text: str, passages: Sequence[Passage], title: str, max_chars: int) -> Iterator[Passage]:
    """Give the first passage that is neither a stump (a byline) nor the title again; where all are, the first."""
    read = set(title.split())
    leads = (
        number
        for number, passage in enumerate(passages)
        if passage.chars >= max_chars // 5 and not (read and _are_stale(_words_of(text, passage), read))
    )
    return grown(passages, {next(leads, 0)} if passages else (), max_chars)


def _words_of(text: str, passage: Passage) -> set[str]:
    return set(text[passage.start : passage.end].split())


def _are_stale(words: set[str], read: set[str]) -> bool:
    return len(words & read) >= _STALE * len(words)


def _is_broken(passage: Passage, max_chars: int) -> bool:
    return not (passage.opens and passage.closes) or passage.chars < max_chars // 5


def _snippet(text: str, passage: Passage, inside: Sequence[Match]) -> Snippet:
    start, end = passage.start, passage.end
    broken = not passage.closes
    if text[end - 1] == _SEMICOLON and end - 1 > start:
        end, broken = end - 1, True
    before, after = "" if passage.opens else _ELLIPSIS, _ELLIPSIS if broken else ""
    marked = _merged(match for match in inside if match.end <= end)
    highlights = tuple(Span(at + len(before) - start, to + len(before) - start) for at, to in marked)
    return Snippet(f"{before}{text[start:end]}{after}", highlights)


def _merged(matches: Iterable[Match]) -> tuple[Span, ...]:
    """Keep the widest of those that overlap (a #هاشتاغ and its parts, a word of two phrases)."""
    out: list[Span] = []
    for match in matches:
        if not out or match.start >= out[-1].end:
            out.append(Span(match.start, match.end))
    return tuple(out)
