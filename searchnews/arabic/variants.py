"""Lists of other ways of writing names: reading them, and finding what of them stands in a row of words.

Owns the form of `data/variants.tsv`, and of lists of a user's own. A way is found by the stems of its words, so that
وغوغل is found as غوغل is; where the stem has lost a part of the name, the word has to end as the name does: what has
the stem of البصرة may be بصري. Nothing is stemmed before it is asked for: a question needs a few lines of hundreds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from searchnews.arabic.letters import ARTICLE
from searchnews.arabic.sieve import UNSURE
from searchnews.errors import VariantsFileError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from searchnews.arabic.analyzer import Analyzer
    from searchnews.arabic.token import Forms

__all__ = ["Group", "Variants", "Way", "read_variants", "row_of", "rows_of"]

_LOOSE: Final = "~"
_OR: Final = "|"
_KEY_CHARS: Final = 3
_START_CHARS: Final = len(ARTICLE) + 1 + _KEY_CHARS
"""As much of a way as a key may stand in."""


class Way(NamedTuple):
    """A way of writing something: a word or several. A `loose` one is found for the others only, and counts half."""

    text: str
    loose: bool = False


Group = tuple[Way, ...]
"""Ways of writing one thing."""


def read_variants(lines: Iterable[str], *, path: str) -> Iterator[Group]:
    r"""Read a list: ways with | between them, a tab, and where they are from; `#` begins a comment.

    A line of one way says that it has no other. `VariantsFileError`, with the line, for a line of another form.

    >>> list(read_variants(["أستانا|أستانة\tby ear", "الأمم المتحدة|~الأمم\tpress"], path="mine.tsv"))[1]
    (Way(text='الأمم المتحدة', loose=False), Way(text='الأمم', loose=True))
    """
    for number, line in enumerate(lines, 1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        ways, tab, source = entry.partition("\t")
        if not tab or not source.strip():
            reason = "expected ways of writing with | between them, a tab, and where they are from"
            raise VariantsFileError(f"{reason}, not {entry!r}", path=path, line=number)
        group = _group_of(ways)
        if not all(way.text for way in group) or all(way.loose for way in group):
            raise VariantsFileError(f"a way is empty, or none is sure, in {ways!r}", path=path, line=number)
        yield group


def rows_of(text: str) -> list[str]:
    """Give the ways of each line of a list that is known to be sound, unread: a query needs a few of hundreds."""
    return [line.partition("\t")[0] for line in text.splitlines() if line and not line.startswith("#")]


def row_of(group: Group) -> str:
    """Write a group as it stands in a list."""
    return _OR.join(f"{_LOOSE * way.loose}{way.text}" for way in group)


def _group_of(row: str) -> Group:
    return tuple(_way(text.strip()) for text in row.split(_OR))


def _way(text: str) -> Way:
    return Way(text.removeprefix(_LOOSE).strip(), loose=text.startswith(_LOOSE))


class _Word(NamedTuple):
    """A word of a way: its stem, and how a word has to end that is meant by it."""

    stem: str
    end: str


class Variants:
    """Groups of ways, each a row with | between them; `analyzer` tells their words and stems."""

    def __init__(self, rows: Iterable[str], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._known: dict[str, list[tuple[tuple[_Word, ...], Group]]] = {}  # by the first stem
        self._ways = [(way, row) for row in rows for way in row.split(_OR) if not way.startswith(_LOOSE)]
        self._waiting = set(range(len(self._ways)))
        self._starts = self._letters(_OR.join([text for text, _ in self._ways]), _START_CHARS)
        self._article = self._letters(ARTICLE, len(ARTICLE))[0]
        self._seen: set[str] = set()
        self._keys_of = lru_cache(maxsize=1 << 12)(_keys)

    def find(self, row: Sequence[Forms], at: int) -> tuple[int, Group] | None:
        """Give the longest way that begins at a place in a row of words, as its number of words, and its group."""
        stem = row[at].stem
        for key in self._keys_of(stem) - self._seen:
            self._seen.add(key)
            self._learn(key)
        found = [
            (len(words), group)
            for words, group in self._known.get(stem, ())
            if len(words) <= len(row) - at and all(map(_fits, words, row[at:]))
        ]
        return max(found, key=lambda pair: pair[0], default=None)

    def _learn(self, key: str) -> None:
        """Stem the ways that begin with a key, with a letter and the key, or with an article before either."""
        width = len(key)
        wanted = self._letters(key, width)[0]
        begin_so, behind_letter, behind_article, behind_both = (
            ((there == wanted) | (there == UNSURE[0])).all(axis=1)
            for there in (self._starts[:, place : place + width] for place in (0, 1, len(ARTICLE), len(ARTICLE) + 1))
        )
        has_article = (self._starts[:, : len(ARTICLE)] == self._article).all(axis=1)
        begin_so |= behind_letter | (has_article & (behind_article | behind_both))
        for number in np.flatnonzero(begin_so).tolist():
            if number not in self._waiting:
                continue
            self._waiting.remove(number)
            text, row = self._ways[number]
            words = tuple(_word(*self._analyzer.stem(token.text)) for token in self._analyzer.tokenize(text))
            if words:
                self._known.setdefault(words[0].stem, []).append((words, _group_of(row)))

    def _letters(self, text: str, width: int) -> NDArray[np.uint8]:
        """Give the first letters of each text of several, folded, a byte each; 0 behind the last of a short one."""
        folded, _ = self._analyzer.byte_fold.folded(text)
        return np.array(folded.split(_OR.encode()), f"S{width}").view(np.uint8).reshape(-1, width)


def _word(surface: str, stem: str) -> _Word:
    bare = surface.removeprefix(ARTICLE)
    return _Word(stem, "" if stem in (bare, surface) else bare)


def _fits(word: _Word, forms: Forms) -> bool:
    return forms.stem == word.stem and forms.surface.endswith(word.end)


def _keys(stem: str) -> frozenset[str]:
    """Give what words of a stem have at their beginning, behind an article or a letter that the stem may lack."""
    bare = stem.removeprefix(ARTICLE)
    return frozenset(start[: _key_chars(len(start))] for start in (stem, bare) if start)


def _key_chars(stem_chars: int) -> int:
    """Give how many letters of a stem its words have: all but the last two, which may be mended, or the last of few."""
    return max(1, min(stem_chars - 1, 2), min(stem_chars - 2, _KEY_CHARS))
