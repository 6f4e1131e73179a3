"""Finding a query's words again in the text of a hit, and choosing the passages to quote.

(text, what is wanted, analyzer) in; plain data out, no markup. Invariants: highlights are whole words as written,
sorted and apart; a snippet is cut between words only, and quotes the text letter for letter, apart from … where it
breaks a sentence off. The text is tokenized once, and all else is linear in its length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Final, NamedTuple

from searchnews._passages import Passage, grown, passages_of
from searchnews.arabic import Analyzer, Token
from searchnews.model import Snippet, Span, Wanted

__all__ = ["MAX_SNIPPET_CHARS", "snippets", "spans"]

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


class _Match(NamedTuple):
    """A token that is wanted: where it stands, which wanted thing it is, and its place among the tokens."""

    start: int
    end: int
    what: object
    place: int


def spans(text: str, wanted: Wanted, analyzer: Analyzer) -> tuple[Span, ...]:
    """Give the spans of `text` that `wanted` asks for.

    >>> from searchnews.arabic import analyzer
    >>> spans("والمُحادَثاتُ مستمرة", Wanted(stems=frozenset({"محادث"})), analyzer())
    (Span(start=0, end=13),)
    """
    return _merged(_find(analyzer.tokenize(text), wanted, analyzer))


def snippets(
    text: str,
    wanted: Wanted,
    analyzer: Analyzer,
    *,
    limit: int = 2,
    max_chars: int = MAX_SNIPPET_CHARS,
    title: str = "",
) -> tuple[Snippet, ...]:
    """Choose up to `limit` passages of `text`, of about `max_chars` code points, in the order of the text.

    The passages that hold the most of what is wanted: sentences where they fit, or parts of them, cut at commas
    where there are some. None that only repeats another, or `title`, which stands above them. Where nothing
    matches, the beginning of the text is quoted bare.
    """
    if limit < 1:
        return ()
    tokens = analyzer.tokenize(text)
    matches = _find(tokens, wanted, analyzer)
    glued = {b.start for a, b in pairwise(matches) if b.place == a.place + 1}
    passages = list(passages_of(text, tokens, glued, max_chars))
    if hits := {n for n, passage in enumerate(passages) if _inside(matches, passage)}:
        candidates = list(grown(passages, hits, max_chars))
        inside = [_inside(matches, passage) for passage in candidates]
        bonus = [_LEAD * (p.start == passages[0].start) + _BROKEN * _is_broken(p, max_chars) for p in candidates]
        if chosen := _choose(text, candidates, inside, bonus, limit=limit, title=title):
            return tuple(_snippet(text, candidates[n], inside[n]) for n in sorted(chosen))
    lead = _lead(text, passages, title, max_chars)
    return tuple(_snippet(text, passage, _inside(matches, passage)) for passage in lead)


class _WantedWords(dict[str, object]):
    """Which wanted thing a word is, if any; each distinct word is judged once."""

    def __init__(self, wanted: Wanted, analyzer: Analyzer) -> None:
        super().__init__()
        self._wanted, self._forms = wanted, analyzer.forms

    def __missing__(self, word: str) -> object:
        forms = self._forms(word)
        what: str | None = None
        if forms.stem in self._wanted.stems:
            what = forms.stem
        elif (prefixes := self._wanted.prefixes) and (
            forms.surface.startswith(prefixes) or forms.stem.startswith(prefixes)
        ):
            what = next(p for p in prefixes if forms.surface.startswith(p) or forms.stem.startswith(p))
        self[word] = what
        return what


def _find(tokens: Sequence[Token], wanted: Wanted, analyzer: Analyzer) -> list[_Match]:
    words = _WantedWords(wanted, analyzer)
    found = [_Match(t.start, t.end, what, t.position) for t in tokens if (what := words[t.text]) is not None]
    if wanted.phrases:
        plain = [token for token in tokens if token.kind != "hashtag"]  # its parts stand at its places
        surfaces = [analyzer.forms(token.text).surface for token in plain]
        for number, places in enumerate(_phrase_places(surfaces, wanted.phrases)):
            found += [_Match(plain[n].start, plain[n].end, number, plain[n].position) for n in places]
        found.sort(key=lambda match: (match.start, -match.end))
    return found


def _phrase_places(surfaces: Sequence[str], phrases: Iterable[tuple[frozenset[str], ...]]) -> Iterator[Iterator[int]]:
    """Give, for each phrase, the places of all words of its runs, ascending.

    Where a word stands is a bit set in a number, so that a run is an `and` of shifted numbers, however long the
    phrase and however often its words stand in the text.
    """
    bits: dict[frozenset[str], int] = {}
    for phrase in phrases:
        starts = -1 if surfaces else 0
        for step, fitting in enumerate(phrase):
            if starts and fitting not in bits:
                bits[fitting] = int("".join(["1" if word in fitting else "0" for word in reversed(surfaces)]), 2)
            starts = starts and starts & (bits[fitting] >> step)
        yield _covered(starts, len(phrase))


def _covered(starts: int, length: int) -> Iterator[int]:
    places = f"{starts:b}"[::-1]
    start, done = places.find("1"), 0
    while start >= 0:
        yield from range(max(start, done), start + length)
        done = start + length
        start = places.find("1", start + 1)


def _inside(matches: Sequence[_Match], passage: Passage) -> Sequence[_Match]:
    low = bisect_left(matches, passage.start, key=lambda match: match.start)
    high = bisect_left(matches, passage.end, low, key=lambda match: match.start)
    return matches[low:high]


def _choose(
    text: str,
    passages: Sequence[Passage],
    inside: Sequence[Sequence[_Match]],
    bonus: Sequence[float],
    *,
    limit: int,
    title: str,
) -> list[int]:
    """Take the worthiest passage, then the one that adds most to it, and so on; none that repeats the others."""
    shows = [_shown(matches) for matches in inside]
    seen: set[object] = set()

    def worth(n: int) -> float:
        kinds, pairs = shows[n]
        new = len(kinds - seen)
        repeats = min(len(inside[n]) - new, _MAX_REPEATS)
        return new + _PAIR * len(pairs - seen) + _REPEAT * repeats + bonus[n]

    # What a passage adds only shrinks while others are taken, so the old worths are bounds of the new ones.
    queue = [(-worth(n), n) for n in range(len(passages))]
    heapify(queue)
    chosen: list[int] = []
    read = set(title.split())
    while queue and len(chosen) < limit:
        bound, n = heappop(queue)
        now = worth(n)
        if chosen and now < _ENOUGH:
            continue
        if now < -bound:
            heappush(queue, (-now, n))
            continue
        if not _is_stale(text, passages[n], read):
            chosen.append(n)
            read.update(text[passages[n].start : passages[n].end].split())
            seen = seen.union(*shows[n])
    return chosen


def _shown(matches: Sequence[_Match]) -> tuple[set[object], set[object]]:
    """Give the wanted things that a passage shows, and the pairs of them side by side."""
    pairs = {(a.what, b.what) for a, b in pairwise(matches) if b.place == a.place + 1 and a.what != b.what}
    return {match.what for match in matches}, {*pairs}


def _lead(text: str, passages: Sequence[Passage], title: str, max_chars: int) -> Iterator[Passage]:
    """Give the first passage that is neither a stump (a byline) nor the title again; where all are, the first."""
    read = set(title.split())
    leads = (n for n, p in enumerate(passages) if p.chars >= max_chars // 5 and not (read and _is_stale(text, p, read)))
    return grown(passages, {next(leads, 0)} if passages else (), max_chars)


def _is_stale(text: str, passage: Passage, read: set[str]) -> bool:
    words = set(text[passage.start : passage.end].split())
    return len(words & read) >= _STALE * len(words)


def _is_broken(passage: Passage, max_chars: int) -> bool:
    return not (passage.opens and passage.closes) or passage.chars < max_chars // 5


def _snippet(text: str, passage: Passage, inside: Sequence[_Match]) -> Snippet:
    start, end = passage.start, passage.end
    broken = not passage.closes
    if text[end - 1] == _SEMICOLON:
        end, broken = end - 1, True
    before, after = "" if passage.opens else _ELLIPSIS, _ELLIPSIS if broken else ""
    marked = _merged(match for match in inside if match.end <= end)
    highlights = tuple(Span(at + len(before) - start, to + len(before) - start) for at, to in marked)
    return Snippet(f"{before}{text[start:end]}{after}", highlights)


def _merged(matches: Iterable[_Match]) -> tuple[Span, ...]:
    """Keep the widest of those that overlap (a #هاشتاغ and its parts, a word of two phrases)."""
    out: list[Span] = []
    for match in matches:
        if not out or match.start >= out[-1].end:
            out.append(Span(match.start, match.end))
    return tuple(out)
