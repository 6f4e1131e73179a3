"""Other stemmers in the place of ours: tokens, folds, stop words and roots stay, only the light stem changes.

Light10's affixes and their bounds are those of Larkey, Ballesteros and Connell ("Light Stemming for Arabic Information
Retrieval", 2007), in the order in which Lucene's Arabic analyzer takes them off; the rules are written out here anew.
Snowball's stemmer is of `snowballstemmer` (BSD-3), ISRI's (Taghva, Elkhoury and Coombs, 2005) of NLTK (Apache-2.0):
both of the extra `bench`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Final

from searchnews.arabic import Analyzer, Forms
from searchnews.arabic.folds import LOSSLESS, folder

__all__ = ["STEMMERS", "Restemmed", "light10"]

Stem = Callable[[str], str]

_ARABIC: Final = re.compile("[\u0621-\u064a]+")
_PREFIXES: Final = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
_SUFFIXES: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_NORMAL: Final = str.maketrans("أإآىة", "ااايه")
_REST: Final = 2
_REST_AFTER_WAW: Final = 3
"""Letters that have to be left."""


class Restemmed(Analyzer):
    """Our analyzer with the stem of another stemmer, which is given words without marks, hamza and all."""

    def __init__(self, name: str, stem: Stem) -> None:
        super().__init__(name)
        self._stem, self._spelt = stem, folder(LOSSLESS)

    def analyse(self, word: str) -> Forms:
        """Give the forms of one token's text, with the other stem folded as ours are."""
        forms = super().analyse(word)
        if not _ARABIC.fullmatch(forms.surface):
            return forms
        return forms._replace(stem=self.fold(self._stem(self._spelt(word))) or forms.surface)

    def analyse_all(self, words: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
        """Give the surfaces, stems and roots of words, as `analyse` does: what is indexed goes by it too."""
        surfaces, stems, roots, *_ = zip(*map(self.analyse, words), strict=True) if words else ((), (), ())
        return list(surfaces), list(stems), list(roots)

    def stem(self, word: str) -> tuple[str, str]:
        """Give the surface and the stem of one token's text."""
        return self.analyse(word)[:2]


def light10(word: str) -> str:
    """Take off one prefix, then every suffix that is there when its turn comes.

    >>> light10("والمحادثات"), light10("وزير"), light10("فلسطين")
    ('محادث', 'زير', 'فلسط')
    """
    word = word.translate(_NORMAL)
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= (_REST_AFTER_WAW if prefix == "و" else _REST):
            word = word[len(prefix) :]
            break
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _REST:
            word = word[: -len(suffix)]
    return word


def _unstemmed() -> Stem:
    return lambda word: word


@cache
def _snowball() -> Stem:
    import snowballstemmer

    stem: Stem = snowballstemmer.stemmer("arabic").stemWord
    return stem


@cache
def _isri() -> Stem:
    from nltk.stem.isri import ISRIStemmer

    stem: Stem = ISRIStemmer().stem
    return stem


_ALL: Final[Mapping[str, tuple[str, Callable[[], Stem]]]] = {
    "no stemmer": ("", _unstemmed),
    "light10, Lucene's rules": ("", lambda: light10),
    "Snowball": ("snowballstemmer", _snowball),
    "ISRI": ("nltk", _isri),
}

STEMMERS: Final = {name: make for name, (module, make) in _ALL.items() if not module or find_spec(module)}
"""How to make each stemmer whose package is installed."""
