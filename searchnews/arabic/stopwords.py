"""Stop words: too common to tell articles apart.

They are indexed like all words, so that phrases can hold them; only queries drop them. Owns
`data/stopwords.txt`, written for this project.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

from searchnews.arabic.letters import FEH, WAW

__all__ = ["StopWords", "shipped_stop_words"]


class StopWords:
    """A set of stop words, all folded; a word with a conjunction before it (وفي, فإن) is one too.

    >>> "وفي" in shipped_stop_words(lambda word: word)
    True
    """

    def __init__(self, folded: frozenset[str]) -> None:
        self._folded = folded

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str):
            return False
        return word in self._folded or (word[:1] in (WAW, FEH) and word[1:] in self._folded)


def shipped_stop_words(fold: Callable[[str], str]) -> StopWords:
    """Read the list that comes with the library, folded like the words it is compared with."""
    text = files("searchnews.arabic").joinpath("data/stopwords.txt").read_text(encoding="utf-8")
    words = " ".join(line for line in text.splitlines() if not line.startswith("#")).split()
    return StopWords(frozenset(map(fold, words)))
