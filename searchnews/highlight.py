"""Finding a query's words again in the text of a hit, and choosing the passage to quote.

(text, what is wanted, analyzer) in; plain data out, no markup. Invariants: highlights are whole words as written,
sorted and apart; a snippet is cut between words only, and quotes the text letter for letter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from searchnews.arabic import Analyzer, Token
from searchnews.model import Snippet, Span, Wanted

__all__ = ["MAX_SNIPPET_CHARS", "snippets", "spans"]

MAX_SNIPPET_CHARS: Final = 220

_SENTENCE: Final = re.compile(r"[^\n]*?(?:[.!?؟؛…]+[»”\")\]]*(?=\s|$)|(?=\n)|$)", re.M)
_ELLIPSIS: Final = "…"
_REPEAT_WORTH: Final = 0.1
_LEAD_WORTH: Final = 0.05
"""What a second match of a word adds, and what standing first in the article does; a new word adds 1."""


class _Found(NamedTuple):
    """One match: where it stands, and which wanted thing it is."""

    span: Span
    what: object


def spans(text: str, wanted: Wanted, analyzer: Analyzer) -> tuple[Span, ...]:
    """Give the spans of `text` that `wanted` asks for.

    >>> from searchnews.arabic import analyzer
    >>> spans("والمُحادَثاتُ مستمرة", Wanted(stems=frozenset({"محادث"})), analyzer())
    (Span(start=0, end=13),)
    """
    return _merged(found.span for found in _find(text, wanted, analyzer))


def snippets(
    text: str, wanted: Wanted, analyzer: Analyzer, *, limit: int = 2, max_chars: int = MAX_SNIPPET_CHARS
) -> tuple[Snippet, ...]:
    """Choose up to `limit` passages of `text`, of about `max_chars` code points, in the order of the text.

    The passages that hold the most of what is wanted, sentences where they fit. Where nothing matches, the first
    passage of the text is quoted bare.
    """
    found = _find(text, wanted, analyzer)
    passages = _passages(text, max_chars)
    chosen: list[tuple[int, Span]] = []
    seen: set[object] = set()
    for _ in range(limit):
        scored = [
            (_worth(inside, seen) + (_LEAD_WORTH if n == 0 else 0.0), -n)
            for n, passage in enumerate(passages)
            if (inside := _inside(found, passage)) and all(n != taken for taken, _ in chosen)
        ]
        best, place = max(scored, default=(0.0, 0))
        if not scored or (chosen and best < 2 * _REPEAT_WORTH):
            break
        chosen.append((-place, passages[-place]))
        seen.update(match.what for match in _inside(found, passages[-place]))
    if not chosen:
        return tuple(Snippet(_cut(text, p)[0]) for p in passages[:1])
    return tuple(_snippet(text, passage, found) for _, passage in sorted(chosen))


def _find(text: str, wanted: Wanted, analyzer: Analyzer) -> list[_Found]:
    tokens = analyzer.tokenize(text)
    found: list[_Found] = []
    for token in tokens:
        surface, stem, _, _, _ = analyzer.forms(token.text)
        if stem in wanted.stems:
            found.append(_Found(Span(token.start, token.end), stem))
        elif wanted.prefixes:
            for prefix in wanted.prefixes:
                if surface.startswith(prefix) or stem.startswith(prefix):
                    found.append(_Found(Span(token.start, token.end), prefix))
                    break
    for phrase in wanted.phrases:
        found += _runs(tokens, phrase, analyzer)
    return sorted(found, key=lambda match: match.span)


def _runs(tokens: Sequence[Token], phrase: tuple[frozenset[str], ...], analyzer: Analyzer) -> list[_Found]:
    """Find the runs of tokens at places one after the other whose surfaces fit `phrase`."""
    at: dict[int, list[Token]] = {}
    for token in tokens:
        at.setdefault(token.position, []).append(token)
    found = []
    for start in at:
        run: list[Token] = []
        for step, surfaces in enumerate(phrase):
            fitting = [t for t in at.get(start + step, ()) if analyzer.forms(t.text).surface in surfaces]
            if not fitting:
                break
            run.append(fitting[-1])
        else:
            found += [_Found(Span(token.start, token.end), phrase) for token in run]
    return found


def _passages(text: str, max_chars: int) -> list[Span]:
    """Part the text into sentences, joining short neighbours of one paragraph and parting long ones at spaces."""
    out: list[Span] = []
    open_end = False  # whether the last passage may still take its neighbour in
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        if start == end:
            open_end = open_end and "\n" not in text[out[-1].end : end + 1] if out else False
            continue
        if open_end and end - out[-1].start <= max_chars and "\n" not in text[out[-1].end : start]:
            out[-1] = Span(out[-1].start, end)
        else:
            out += _pieces(text, start, end, max_chars)
        open_end = out[-1].end - out[-1].start < max_chars // 2
    return out


def _pieces(text: str, start: int, end: int, max_chars: int) -> list[Span]:
    pieces = []
    while end - start > max_chars:
        # Half of a sentence that just does not fit reads better than a long piece and a stump.
        reach = max_chars if end - start > 2 * max_chars else (end - start) // 2 + 1
        cut = max(text.rfind(" ", start + reach // 2, start + reach + 20), 0) or text.find(" ", start + reach, end)
        if cut <= start:
            break
        pieces.append(Span(start, cut))
        start = cut + 1
    return [*pieces, Span(start, end)]


def _inside(found: Sequence[_Found], passage: Span) -> Sequence[_Found]:
    low = bisect_left(found, passage.start, key=lambda match: match.span.start)
    high = bisect_left(found, passage.end, key=lambda match: match.span.start)
    return found[low:high]


def _worth(inside: Sequence[_Found], seen: set[object]) -> float:
    kinds = {match.what for match in inside}
    return len(kinds - seen) + _REPEAT_WORTH * (len(inside) - len(kinds - seen))


def _cut(text: str, passage: Span) -> tuple[str, int]:
    """Quote a passage, with … where it does not begin or end a sentence; also how far its offsets moved."""
    start, end = passage
    before = _ELLIPSIS if start > 0 and text[start - 1] == " " and text[:start].rstrip()[-1:] not in ".!?؟؛…\n" else ""
    after = _ELLIPSIS if text[end : end + 1] == " " and text[end - 1] not in '.!?؟؛…»”")]' else ""
    return f"{before}{text[start:end]}{after}", len(before) - start


def _snippet(text: str, passage: Span, found: Sequence[_Found]) -> Snippet:
    quoted, moved = _cut(text, passage)
    inside = _merged(match.span for match in _inside(found, passage) if match.span.end <= passage.end)
    return Snippet(quoted, tuple(Span(start + moved, end + moved) for start, end in inside))


def _merged(marked: Iterable[Span]) -> tuple[Span, ...]:
    """Sort spans and keep the widest of those that overlap (a #هاشتاغ and its parts)."""
    out: list[Span] = []
    for span in sorted(marked, key=lambda s: (s.start, -s.end)):
        if not out or span.start >= out[-1].end:
            out.append(span)
    return tuple(out)
