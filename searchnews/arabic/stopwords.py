"""Stop words: too common to tell articles apart.

They are indexed like all words, so that phrases can hold them; only queries drop them. Owns
`data/stopwords.txt`, written for this project.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from searchnews.arabic.letters import FEH, WAW
from searchnews.arabic.lexicon import DATA

__all__ = ["StopWords", "shipped_stop_words"]


class StopWords:
    """A set of stop words, all folded; a word with a conjunction before it (وفي, فإن) is one too.

    `spared` are words that would be taken for one of them when folded (علي for على) or cut (ولي for و and لي); they
    are known by their spelling, dots and hamza and all.

    >>> words = shipped_stop_words(list)
    >>> words.has("وفي", "وفي"), words.has("ولي", "ولي")
    (True, False)
    """

    def __init__(self, folded: frozenset[str], spared: frozenset[str]) -> None:
        joined = {conjunction + word for word in folded if len(word) > 1 for conjunction in (WAW, FEH)}
        self._folded, self._spared = folded | joined, spared

    def has(self, folded: str, spelling: str) -> bool:
        """Tell whether a word is a stop word, given folded and as it was spelt, without marks."""
        return folded in self._folded and spelling not in self._spared


def shipped_stop_words(fold_all: Callable[[Iterable[str]], Iterable[str]]) -> StopWords:
    """Read the list that comes with the library, folded, all at once, like the words it is compared with."""
    text = (DATA / "stopwords.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    spared = " ".join(line[1:] for line in lines if line.startswith("!")).split()
    words = " ".join(line for line in lines if not line.startswith("!")).split()
    return StopWords(frozenset(fold_all(words)), frozenset(spared))
