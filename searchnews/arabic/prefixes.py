"""What is written before a word: و ف, ب ل ك س, and ال. One owner for the order in which they come off.

A clitic comes off where the likelihood says so; an exception, met on the way, is a word and ends the taking off.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from searchnews.arabic.affixes import (
    CONJUNCTIONS,
    FUTURE,
    IMPERFECT,
    MIN_STEM,
    OWN_HEH,
    PREPOSITIONS,
    PRONOUNS,
    SPARE_LETTERS,
    Affix,
)
from searchnews.arabic.letters import (
    ALEF,
    ARTICLE,
    HAMZAS_ON_ALEF,
    LAM,
    SEEN,
)
from searchnews.arabic.lexicon import UNKNOWN, Lexicon
from searchnews.arabic.likelihood import Likelihood, unjoined

__all__ = ["Prefixes"]

_STEPS: Final = tuple({affix.text: affix for affix in affixes} for affixes in (CONJUNCTIONS, PREPOSITIONS))
_FIRST_LETTERS: Final = frozenset((*_STEPS[0], *_STEPS[1], SEEN, ARTICLE[0]))
_LAM_LAM: Final = LAM + LAM
_ENDS: Final = tuple(end.text for end in (*PRONOUNS, OWN_HEH))


class Prefixes:
    """Takes clitics off single words; `exceptions` are words that are left whole."""

    def __init__(self, lexicon: Lexicon, exceptions: Container[str]) -> None:
        self._lexicon, self._likely, self._exceptions = lexicon, Likelihood(lexicon), exceptions
        hamzas = [lexicon.beginning_with(hamza + LAM) for hamza in HAMZAS_ON_ALEF]
        self._with_hamza: dict[str, int] = {}
        for word, rarity in (item for words in hamzas for item in words.items()):
            typed = ALEF + word[1:]
            self._with_hamza[typed] = min(rarity, self._with_hamza.get(typed, UNKNOWN))
        self._own_article = {word[2:] for word in lexicon.beginning_with(ARTICLE + ARTICLE)}

    def take_off(self, word: str, rules: list[str]) -> str:
        """Give `word`, which is no exception, without its clitics, and add the name of each to `rules`."""
        if word[:1] not in _FIRST_LETTERS:
            return word
        for affixes in _STEPS:
            before = word
            if word.startswith(_LAM_LAM):
                word = self._article_after_lam(word, rules)
            affix = affixes.get(word[:1])
            if affix is not None and self._comes_off(word, word[1:], affix):
                rules.append(f"{affix.text}+")
                word = word[1:]
            if word is not before and word in self._exceptions:
                return word
        if word.startswith(SEEN) and word[1:2] in IMPERFECT and self._likely.comes_off(word, word[1:], FUTURE):
            rules.append("س+")
            return word[1:]
        if word.startswith(ARTICLE) and self._is_article(word):
            rules.append("ال+")
            return word[2:]
        return word

    def _comes_off(self, word: str, rest: str, affix: Affix) -> bool:
        """Ask the likelihood, but not against the exceptions: the ب of بطاقتها is that of بطاقة."""
        if not self._likely.comes_off(word, rest, affix):
            return False
        if rest.startswith(HAMZAS_ON_ALEF) or not word.endswith(_ENDS):  # وأحدهم is not of واحد
            return True
        ends = [end for end in _ENDS if word.endswith(end)]
        return not any(bare in self._exceptions for end in ends for bare in unjoined(word[: -len(end)]))

    def _article_after_lam(self, word: str, rules: list[str]) -> str:
        """Read لل as ل and ال (للوزير), unless ل and a word in ل is the likelier reading (للبنان)."""
        rest = word[2:]
        if len(rest) < MIN_STEM:
            return word
        defined, other = self._likely.rarity(ARTICLE + rest), self._likely.rarity(word[1:])
        if defined == other == UNKNOWN and len(rest) < SPARE_LETTERS:
            return word
        if other < defined and not self._likely.comes_off(word[1:], rest, PREPOSITIONS[1]):
            return word
        rules.append("لل+")
        return ARTICLE + rest if ARTICLE + rest in self._exceptions else rest

    def _is_article(self, word: str) -> bool:
        rest = word[2:]
        if len(rest) <= MIN_STEM and (len(rest) < MIN_STEM or not self._lexicon.knows(rest)):
            return False
        # القاء and الغام were typed without the hamza of إلقاء and ألغام; and التزام has an ال of its own.
        if self._with_hamza.get(word, UNKNOWN) < self._lexicon.rarity(rest):
            return False
        return word not in self._own_article
