"""Finding a query's words again in the text of a hit, and choosing the passages to quote.

(text, what is wanted, analyzer) in; plain data out, no markup. Invariants: highlights are whole words as written,
sorted and apart; a snippet is cut between words only, and quotes the text letter for letter, apart from … where it
breaks a sentence off. The text is tokenized once, and all else is linear in its length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import starmap
from typing import Final

from searchnews._choosing import Chooser, compiled_choosing
from searchnews._matches import Finder, Match
from searchnews._passages import ELLIPSIS, SEMICOLON, Passage
from searchnews.arabic import Analyzer
from searchnews.model import Snippet, Span, Wanted

__all__ = ["MAX_SNIPPET_CHARS", "Highlighter", "snippets", "spans"]

MAX_SNIPPET_CHARS: Final = 220


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

    def _chosen(self, text: str, matches: list[Match], limit: int, max_chars: int, title: str) -> tuple[Snippet, ...]:
        if (choosing := compiled_choosing()) is not None:
            found = choosing.snippets(text, matches, limit=limit, max_chars=max_chars, title=title)
            if found is not None:
                return found
        return self.chosen(text, matches, limit, max_chars, title)

    def chosen(
        self, text: str, matches: Sequence[Match], limit: int, max_chars: int, title: str
    ) -> tuple[Snippet, ...]:
        """Give what `snippets` gives, by Python alone."""
        chooser = Chooser(text, matches, self._tokenize, max_chars=max_chars, title=title)
        return tuple(starmap(partial(_snippet, text), chooser.chosen(limit)))


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


def _snippet(text: str, passage: Passage, inside: Sequence[Match]) -> Snippet:
    start, end = passage.start, passage.end
    broken = not passage.closes
    if text[end - 1] == SEMICOLON and end - 1 > start:
        end, broken = end - 1, True
    before, after = "" if passage.opens else ELLIPSIS, ELLIPSIS if broken else ""
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
