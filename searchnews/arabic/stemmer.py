"""A light stemmer: takes off what is written together with a word, and nothing that belongs to it.

After Larkey, Ballesteros and Connell's light10 ("Light Stemming for Arabic Information Retrieval", 2007), whose
affixes it shares, with two changes. Every affix is taken off only where the words of the language say that it is
one: the rest has to be a known word, and the whole must not be far more common than chance would have it if it
were that affix and that rest. So وزير keeps its و (زير is rare, وزير is not) and والوزير does not. And the
decision is made before alef and hamza are folded, since ألمانيا has no article and الماني might.

Owns the exceptions and the order of the steps; `prefixes` and `suffixes` take them, `affixes` has the tables.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from searchnews.arabic.exceptions import Exceptions, Stem
from searchnews.arabic.letters import ALEF, ARTICLE, HAMZA, HEH, LAM, YEH
from searchnews.arabic.lexicon import Lexicon
from searchnews.arabic.prefixes import Prefixes
from searchnews.arabic.stopwords import StopWords
from searchnews.arabic.suffixes import Suffixes

__all__ = ["Stemmer", "lone"]

_MAX_BASES: Final = 500_000
_MENDED: Final = (ALEF, HEH, YEH, HAMZA)
"""What a word, folded, may end in where another letter stands before a suffix: جامعة جامعات, مستشفى مستشفاه."""
_MENDED_TWO: Final = ALEF + HEH  # مباراة مباريات
_LAST: Final = chr(0x10FFFF)


class Stemmer:
    """Stems single words.

    Stop words are stems of their own. `exceptions` are asked next, and again whenever an affix is off.

        >>> from searchnews.arabic import analyzer
        >>> [analyzer().forms(word).stem for word in ("وزير", "وبالوزير", "فلسطين", "الفلسطينيون")]
        ['وزير', 'وزير', 'فلسطين', 'فلسطين']
    """

    def __init__(self, lexicon: Lexicon, exceptions: Exceptions, stop_words: StopWords) -> None:
        self._prefixes, self._suffixes = Prefixes(lexicon, exceptions), Suffixes(lexicon)
        self._exceptions, self._stop_words = exceptions, stop_words
        self._bases: tuple[dict[str, Stem], ...] = ({}, {})

    def stem(self, word: str, folded: str, *, accusative: bool = False) -> Stem:
        """Stem `word`, given without marks but with its hamzas, and `folded` too.

        `accusative` where a tanwin stood on its last alef.
        """
        before: list[str] = []
        after = self.behind_prefixes(word, folded, before, accusative=accusative)
        return Stem(after.text, (*before, *after.rules)) if before else after

    def behind_prefixes(self, word: str, folded: str, before: list[str], *, accusative: bool) -> Stem:
        """Stem `word`; the rules are those for what is behind its prefixes, and `before` is given those of these."""
        if (stem := self._stop_words.find(folded, word)) is not None:
            return stem
        if (stem := self._exceptions.stems.get(folded)) is not None:
            return stem
        base = self._prefixes.take_off(word, before)
        bases = self._bases[accusative]
        after = bases.get(base)
        if after is None:  # many words are one base with other clitics before it
            if len(bases) >= _MAX_BASES:
                bases.clear()
            exception = None if base is word else self._exceptions.find(base)
            after = bases[base] = exception or self._without_suffixes(base, accusative=accusative)
        return after

    def _without_suffixes(self, word: str, *, accusative: bool) -> Stem:
        rules: list[str] = []
        for step, last_letters in self._suffixes.steps_if_marked if accusative else self._suffixes.steps:
            if word[-1:] in last_letters:
                before, word = word, step(word, rules)
                exception = None if word is before else self._exceptions.find(word)
                if exception is not None:
                    return Stem(exception.text, (*rules, *exception.rules))
        word = self._suffixes.ending(word, rules)
        return Stem(word, tuple(rules))

    @cached_property
    def _excepted(self) -> list[tuple[str, str]]:
        """The stems of exceptions, sorted, each with one of its words."""
        return sorted((found.text, word) for word, found in self._exceptions.stems.items())

    def hints(self, stem: str) -> tuple[str, ...]:
        """Give strings one of which every word of this stem, folded, has in it; one between blanks stands alone there.

        A stem begins as its words do behind their clitics, but for what may be mended at its end. What the exceptions
        lead to it is told by their words, which end as stems do. Nothing comes off and leaves a single letter; only a
        hamza may be all that is left of some ي and itself.
        """
        return (lone(stem) or _unmended(stem), *self._hints_of_exceptions(stem, stem))

    def hints_of_beginning(self, start: str) -> tuple[str, ...]:
        """Give strings one of which every word has in it, folded, whose stem begins so, or that does itself."""
        return (_unmended(start), *self._hints_of_exceptions(start, start + _LAST))

    def _hints_of_exceptions(self, first: str, last: str) -> Iterator[str]:
        """Give what tells the exceptions whose stems are from `first` to `last`, with any clitics and suffixes."""
        words = self._excepted
        for _, word in words[bisect_left(words, (first, "")) : bisect_right(words, (last, _LAST))]:
            yield _unmended(word)
            if word.startswith(ARTICLE):
                yield _unmended(LAM + word[1:])


def lone(word: str) -> str:
    """Give a letter between blanks, as it stands wherever it is a word; nothing for a hamza, or for more letters."""
    return f" {word} " if len(word) == 1 and word != HAMZA else ""


def _unmended(word: str) -> str:
    """Give what stays of a word, folded, before any suffix; a letter at least."""
    mended = 2 if word.endswith(_MENDED_TWO) else 1 if word.endswith(_MENDED) else 0
    return word[: max(len(word) - mended, 1)]
