"""Is this an affix, or part of the word? Weighed by how common words are.

Owns the arithmetic: a whole that is far commoner than its rest with that affix would be by chance is a word of
its own. All figures are rarities as `lexicon` gives them.
"""

from __future__ import annotations

import re
from typing import Final

from searchnews.arabic.affixes import DUAL, OWN_HEH, PLURAL_AT, PLURAL_UN, PRONOUNS, SPARE_LETTERS, Affix
from searchnews.arabic.letters import ALEF, ALEF_MAKSURA, ARTICLE, BEH, KAF, TEH, TEH_MARBUTA, WAW, YEH
from searchnews.arabic.lexicon import UNKNOWN, Lexicon

__all__ = ["Likelihood", "unjoined"]

_ARTICLE_RARITY: Final = 30
_INFLECTED: Final = 100
_NO_WORD: Final = 2000
_TOO_RARE: Final = 800
_DEFINED: Final = re.compile(f"[{BEH}{KAF}]?{ARTICLE}...")


class Likelihood:
    """Weighs the readings of a word by the rarities of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def comes_off(self, word: str, rest: str, affix: Affix) -> bool:
        """Tell whether a one-letter clitic is off `word`: chance has to explain how common the whole is."""
        if len(rest) < affix.min_rest:
            return False
        whole, apart = self.rarity(word), self.worth(rest)
        if whole < UNKNOWN:
            unsure = 0 if self.rarity(rest) < UNKNOWN else _INFLECTED
            return apart + affix.rarity + unsure - whole <= affix.slack
        if apart < _NO_WORD:
            return apart + affix.rarity < _TOO_RARE and apart + affix.rarity - self.worth(word) <= affix.slack
        # Neither is known: a name or a rare word. و is on one word in twelve, the others are too rare to
        # guess; before ال any of them is safe.
        defined = affix.text != KAF and _DEFINED.match(rest)
        return self.worth(word) == _NO_WORD and bool(defined or (affix.text == WAW and len(rest) > SPARE_LETTERS))

    def is_by_chance(self, word: str, rest: str, affix: Affix) -> bool:
        """Tell whether `word` is no commoner than `rest` with `affix` would be by chance, give or take its slack."""
        if len(rest) < affix.min_rest:
            return False
        apart = self.rarity(rest)
        return apart < UNKNOWN and apart + affix.rarity - self.rarity(word) <= affix.slack

    def worth(self, word: str) -> int:
        """Give the rarity of `word` or, where it is not listed, of the listed word that it inflects; `_NO_WORD`."""
        rarity = self.rarity(word)
        if rarity < UNKNOWN:
            return rarity
        worth = _NO_WORD
        for affix in (*PRONOUNS, OWN_HEH, PLURAL_AT, *PLURAL_UN, DUAL):
            rest = word[: -len(affix.text)]
            if word.endswith(affix.text) and len(rest) >= affix.min_rest:
                bare = min(map(self.rarity, (rest + TEH_MARBUTA, *unjoined(rest))))
                worth = min(worth, bare + affix.rarity) if bare < UNKNOWN else worth
        return worth

    def rarity(self, word: str) -> int:
        """Give the rarity of `word` in either spelling of a final ي; if it is not listed, with or without ال."""
        rarity = self._lexicon.rarity(word)
        if word.endswith((YEH, ALEF_MAKSURA)):
            rarity = min(rarity, self._lexicon.rarity(word[:-1] + (YEH if word[-1] == ALEF_MAKSURA else ALEF_MAKSURA)))
        if rarity == UNKNOWN:
            other = word[2:] if word.startswith(ARTICLE) and len(word) > 4 else ARTICLE + word
            rarity = min(self._lexicon.rarity(other) + _ARTICLE_RARITY, UNKNOWN)
        return rarity


def unjoined(rest: str) -> list[str]:
    """Give the words that would be written `rest` before a pronoun: حكومت for حكومة, وزرائ for وزراء."""
    forms = [rest]
    if rest.endswith(TEH):
        forms.append(rest[:-1] + TEH_MARBUTA)
    elif rest.endswith(("ئ", "ؤ")):
        forms.append(rest[:-1] + "ء")
    elif rest.endswith(ALEF):
        forms.append(rest[:-1] + ALEF_MAKSURA)
    return forms
