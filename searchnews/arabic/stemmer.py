"""A light stemmer: takes off what is written together with a word, and nothing that belongs to it.

After Larkey, Ballesteros and Connell's light10 ("Light Stemming for Arabic Information Retrieval", 2007), whose
affixes it shares, with two changes. Every affix is taken off only where the words of the language say that it is
one: the rest has to be a known word, and the whole must not be far more common than chance would have it if it
were that affix and that rest. So وزير keeps its و (زير is rare, وزير is not) and والوزير does not. And the
decision is made before alef and hamza are folded, since ألمانيا has no article and الماني might.

Owns the exceptions and the order of the steps; `prefixes` and `suffixes` take them, `affixes` has the tables.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import islice, takewhile
from typing import Final

from searchnews.arabic.exceptions import Exceptions, Stem
from searchnews.arabic.letters import ALEF, ARTICLE, HEH, LAM
from searchnews.arabic.lexicon import Lexicon
from searchnews.arabic.prefixes import Prefixes
from searchnews.arabic.suffixes import Suffixes

__all__ = ["Stemmer"]

_MAX_BASES: Final = 500_000
_MENDED: Final = ALEF + HEH


class Stemmer:
    """Stems single words.

    `exceptions` are asked first, and again whenever an affix is off.

        >>> from searchnews.arabic import analyzer
        >>> [analyzer().forms(word).stem for word in ("وزير", "وبالوزير", "فلسطين", "الفلسطينيون")]
        ['وزير', 'وزير', 'فلسطين', 'فلسطين']
    """

    def __init__(self, lexicon: Lexicon, exceptions: Exceptions) -> None:
        self._prefixes, self._suffixes = Prefixes(lexicon, exceptions), Suffixes(lexicon)
        self._exceptions = exceptions
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
        """Give strings one of which every word of this stem, folded, has in it, and of any that begins so.

        A stem begins as its words do behind their clitics; only its last letter may be mended (قوات قوة), or its last
        two (مباريات مباراة). What the exceptions lead to it is told by their words.
        """
        words = self._excepted
        first = bisect_left(words, (stem, ""))
        excepted = [
            word for found, word in takewhile(lambda pair: pair[0].startswith(stem), islice(words, first, None))
        ]
        behind_lam = [LAM + word[1:] for word in excepted if word.startswith(ARTICLE)]
        return (stem[: max(len(stem) - (2 if stem.endswith(_MENDED) else 1), 1)], *excepted, *behind_lam)
