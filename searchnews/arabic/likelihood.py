"""Is this an affix, or part of the word? Weighed by how common words are.

Owns the arithmetic: a whole that is far commoner than its rest with that affix would be by chance is a word of
its own. All figures are rarities as `lexicon` gives them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from searchnews.arabic.affixes import (
    DUAL,
    OWN_HEH,
    PLURAL_AT,
    PLURAL_UN,
    PRONOUNS,
    SPARE_LETTERS,
    Affix,
    by_last_letter,
)
from searchnews.arabic.letters import (
    ALEF,
    ALEF_MAKSURA,
    ARTICLE,
    BEH,
    HAMZA,
    KAF,
    TEH,
    TEH_MARBUTA,
    WAW,
    WAW_HAMZA,
    YEH_HAMZA,
)
from searchnews.arabic.lexicon import UNKNOWN, Lexicon

__all__ = ["Likelihood", "unjoined"]

_INFLECTED: Final = 100
_NO_WORD: Final = 2000
_TOO_RARE: Final = 800
_LONG: Final = 6
_DEFINED: Final = re.compile(f"[{BEH}{KAF}]?{ARTICLE}...")
_ENDINGS: Final = by_last_letter((*PRONOUNS, OWN_HEH, PLURAL_AT, *PLURAL_UN, DUAL))
_ALONE: Final = {TEH: TEH_MARBUTA, YEH_HAMZA: HAMZA, WAW_HAMZA: HAMZA, ALEF: ALEF_MAKSURA}
"""What a word ends in alone, by what stands for that before a pronoun."""


class Likelihood:
    """Weighs the readings of a word by the rarities of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.rarity: Callable[[str], int] = lexicon.nearest
        """Give the rarity of a word in whatever spelling: see `Lexicon.nearest`."""

    def comes_off(self, word: str, rest: str, affix: Affix) -> bool:
        """Tell whether a one-letter clitic is off `word`: chance has to explain how common the whole is."""
        if len(rest) < affix.min_rest:
            return False
        whole, apart = self.rarity(word), self.rarity(rest)
        unsure = 0
        if apart == UNKNOWN:
            apart, unsure = self._inflected(rest), _INFLECTED
        if whole < UNKNOWN:
            return apart + affix.rarity + unsure - whole <= affix.slack
        if affix.text == KAF and rest.startswith(ARTICLE) and apart < _NO_WORD and len(rest) > _LONG:
            return True  # كاللاعبات; a shorter one may be a name, as كالفن is
        if apart < _NO_WORD:
            return apart + affix.rarity < _TOO_RARE and apart + affix.rarity - self._inflected(word) <= affix.slack
        # Neither is known: a name or a rare word. و is on one word in twelve, the others are too rare to
        # guess; before ال any of them is safe.
        defined = affix.text != KAF and _DEFINED.match(rest)
        guessed = defined or (affix.text == WAW and len(rest) > SPARE_LETTERS)
        return bool(guessed) and self._inflected(word) == _NO_WORD

    def is_by_chance(self, word: str, rest: str, affix: Affix) -> bool:
        """Tell whether `word` is no commoner than `rest` with `affix` would be by chance, give or take its slack."""
        if len(rest) < affix.min_rest:
            return False
        apart = self.rarity(rest)
        return apart < UNKNOWN and apart + affix.rarity - self.rarity(word) <= affix.slack

    def _inflected(self, word: str) -> int:
        """Give the rarity of the listed word that `word`, which is not listed, inflects; `_NO_WORD` for none."""
        worth = _NO_WORD
        for affix in _ENDINGS.get(word[-1:], ()):
            rest = word[: -len(affix.text)]
            if word.endswith(affix.text) and len(rest) >= affix.min_rest:
                bare = min(map(self.rarity, (rest + TEH_MARBUTA, *unjoined(rest))))
                worth = min(worth, bare + affix.rarity) if bare < UNKNOWN else worth
        return worth

    def bare(self, rest: str) -> str:
        """Give the likeliest of the words that would be written `rest` before a pronoun."""
        forms = unjoined(rest)
        return min(forms, key=self.rarity) if len(forms) > 1 else rest


def unjoined(rest: str) -> tuple[str, ...]:
    """Give the words that would be written `rest` before a pronoun: حكومت for حكومة, وزرائ for وزراء."""
    own = _ALONE.get(rest[-1:])
    return (rest,) if own is None else (rest, rest[:-1] + own)
