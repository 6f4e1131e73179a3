"""Stop words: too common to tell articles apart.

They are indexed like all words, so that phrases can hold them; only queries drop them. Each is a stem of its own,
so that what has a meaning is not drowned by what has none: علي is not على, nor do وفيات stand where وفي does.
Owns `data/stopwords.txt`, written for this project.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Final

from searchnews.arabic.exceptions import Stem
from searchnews.arabic.letters import FEH, TATWEEL, WAW
from searchnews.arabic.lexicon import DATA

__all__ = ["STOP", "StopWords", "shipped_stop_words"]

STOP: Final = TATWEEL
"""Stands behind the stem of a stop word, and in no other term: it is folded away wherever it was written."""


class StopWords:
    """A set of stop words, all folded; a word with a conjunction before it (وفي, فإن) is one too.

    `spared` are words that would be taken for one of them when folded (علي for على) or
    cut (ولي for و and لي), also with a conjunction; they are known by their spelling, dots and hamza and all.

    >>> words = shipped_stop_words(list)
    >>> words.has("وفي", "وفي"), words.has("ولي", "ولي"), words.find("وفي", "وفي") == words.find("في", "في")
    (True, False, True)
    """

    def __init__(self, folded: frozenset[str], spared: frozenset[str]) -> None:
        own = {word: Stem(word + STOP, ("stop word",)) for word in folded}
        joined = {conjunction + word: stem for word, stem in own.items() if len(word) > 1 for conjunction in (WAW, FEH)}
        self._stems = joined | own
        self._spared = spared.union(conjunction + word for word in spared for conjunction in (WAW, FEH))

    def find(self, folded: str, spelling: str) -> Stem | None:
        """Give the stem of a word, given folded and as it was spelt, without marks, if it is a stop word."""
        return None if spelling in self._spared else self._stems.get(folded)

    def has(self, folded: str, spelling: str) -> bool:
        """Tell whether a word is a stop word."""
        return self.find(folded, spelling) is not None


def shipped_stop_words(fold_all: Callable[[Iterable[str]], Iterable[str]], *, but: Collection[str] = ()) -> StopWords:
    """Read the list that comes with the library, folded, all at once, like the words it is compared with.

    The words of `but`, which are folded, are left out.
    """
    text = (DATA / "stopwords.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    spared = " ".join(line[1:] for line in lines if line.startswith("!")).split()
    words = " ".join(line for line in lines if not line.startswith("!")).split()
    return StopWords(frozenset(fold_all(words)).difference(but), frozenset(spared))
