"""What is written behind a word: pronouns, plurals and duals, the accusative, teh marbuta and the ي of relation.

Each step takes a word and a list of rules, gives the word without one kind of suffix, mended to what is written where
the suffix is not (حكومتها حكومة), and adds the name of what it took off to the rules.
"""

from __future__ import annotations

from collections.abc import Callable

from searchnews.arabic.affixes import (
    ACCUSATIVE,
    CONSTRUCT_UN,
    DUAL,
    DUAL_TEH,
    MIN_STEM,
    OUR,
    OWN_HEH,
    PLURAL_AT,
    PLURAL_UN,
    PRONOUNS,
    PRONOUNS_IN_ALEF,
    SPARE_LETTERS,
    VERB_WA,
    Affix,
)
from searchnews.arabic.letters import (
    ALEF,
    ALEF_MAKSURA,
    ARTICLE,
    HEH,
    TEH,
    TEH_MARBUTA,
    WAW,
    YEH,
)
from searchnews.arabic.lexicon import UNKNOWN, Lexicon
from searchnews.arabic.likelihood import Likelihood, unjoined

__all__ = ["Suffixes"]


class Suffixes:
    """Takes suffixes off single words, one kind a step."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon, self._likely = lexicon, Likelihood(lexicon)

    def accusative(self, marked: bool) -> Callable[[str, list[str]], str]:
        """Give the step that takes off the alef of an accusative; `marked` where a tanwin says that it is one."""

        def step(word: str, rules: list[str]) -> str:
            rest = word[:-1]
            if not word.endswith(ALEF) or len(rest) < SPARE_LETTERS:
                return word
            if marked or (not self._is_suffix_in_alef(word) and self._likely.is_by_chance(word, rest, ACCUSATIVE)):
                rules.append("+ا")
                return rest
            return word

        return step

    def _is_suffix_in_alef(self, word: str) -> bool:
        """Tell whether a final ا is of a pronoun or a verb (حكومتنا, خسروا) and no accusative (مليونا, عضوا)."""
        if not word.endswith((OUR, VERB_WA.text)):
            return word.endswith(PRONOUNS_IN_ALEF)
        return min(map(self._likely.rarity, unjoined(word[:-2]))) <= self._likely.rarity(word[:-1])

    def pronoun(self, word: str, rules: list[str]) -> str:
        """Take off a pronoun."""
        for affix in PRONOUNS:
            rest = word[: -len(affix.text)]
            if not word.endswith(affix.text) or len(rest) < affix.min_rest:
                continue
            if (bare := self._bare(word, rest, affix)) is not None:
                rules.append(f"+{affix.text}")
                return bare
        return self._final_heh(word, rules) if word.endswith(HEH) else word

    def _bare(self, word: str, rest: str, affix: Affix) -> str | None:
        """Give the word that a pronoun was joined to, as written without it: حكومتها حكومة, وزرائهم وزراء."""
        bare = min(unjoined(rest), key=self._likely.rarity)
        return bare if self._likely.is_by_chance(word, bare, affix) else None

    def _final_heh(self, word: str, rules: list[str]) -> str:
        """Read a final ه as the word's own (وجه), as a teh marbuta without its dots (مدرسه), or as his (كتابه)."""
        rest, feminine = word[:-1], word[:-1] + TEH_MARBUTA
        if len(rest) < MIN_STEM:
            return word
        own = self._likely.rarity(word)
        bare = min(unjoined(rest), key=self._likely.rarity)
        as_feminine, as_his = self._likely.rarity(feminine) + 100, self._likely.rarity(bare) + OWN_HEH.rarity
        if own < UNKNOWN and min(as_feminine, as_his) - own > OWN_HEH.slack:
            return word
        if as_his < as_feminine and len(rest) >= SPARE_LETTERS and self._lexicon.knows(bare):
            rules.append("+ه")
            return bare
        return feminine

    def inflection(self, word: str, rules: list[str]) -> str:
        """Take off the ending of a plural, a dual or a verb, and give the singular as it is written."""
        for affix, rest in self._inflections(word):
            if rest is not None:
                rules.append(f"+{affix.text}")
                return rest
        return word

    def _inflections(self, word: str) -> list[tuple[Affix, str | None]]:
        tried: list[tuple[Affix, str | None]] = []
        if word.endswith(PLURAL_AT.text):
            tried.append((PLURAL_AT, self._singular_of_at(word)))
        tried += [(dual, self._feminine_of(word, dual)) for dual in DUAL_TEH if word.endswith(dual.text)]
        tried += [(affix, self._plural_base(word, affix)) for affix in PLURAL_UN if word.endswith(affix.text)]
        if word.endswith(DUAL.text):
            tried.append((DUAL, self._dual_base(word)))
        if word.endswith(CONSTRUCT_UN.text):
            tried.append((CONSTRUCT_UN, self._construct_base(word)))
        if word.endswith(VERB_WA.text) and len(word) > 4:
            tried.append((VERB_WA, word[:-2] if self._likely.is_by_chance(word, word[:-2], VERB_WA) else None))
        return tried

    def _singular_of_at(self, word: str) -> str | None:
        rest = word[:-2]
        if len(rest) < MIN_STEM:
            return None
        forms = [rest + TEH_MARBUTA, rest]
        if rest.endswith((YEH, WAW)) and not any(map(self._lexicon.knows, forms)):
            # مباريات مباراة, مستشفيات مستشفى, قنوات قناة
            forms += [rest[:-1] + ALEF + TEH_MARBUTA, rest[:-1] + ALEF_MAKSURA]
        singular = min(forms, key=self._likely.rarity)
        if self._likely.is_by_chance(word, singular, PLURAL_AT):
            return singular
        unlisted = self._likely.rarity(word) == UNKNOWN == self._likely.rarity(singular)
        return rest if unlisted and len(rest) >= SPARE_LETTERS else None

    def _feminine_of(self, word: str, dual: Affix) -> str | None:
        singular = word[: -len(dual.text)] + TEH_MARBUTA
        return singular if self._likely.is_by_chance(word, singular, dual) else None

    def _plural_base(self, word: str, affix: Affix) -> str | None:
        """Take off ون or ين where the rest is met alone, with its article or in the other case: not of فلسطين."""
        rest = word[: -len(affix.text)]
        if len(rest) < SPARE_LETTERS:
            return None
        if self._likely.rarity(word) == UNKNOWN == self._likely.rarity(rest):
            return rest if len(rest) > SPARE_LETTERS else None
        relatives = (ARTICLE + rest, rest + ("ين" if affix.text == "ون" else "ون"))
        verb = affix.text == "ون" and rest.startswith((YEH, TEH))
        related = verb or (rest.endswith(YEH) and len(rest) > 4) or any(map(self._lexicon.knows, relatives))
        return rest if related and self._likely.is_by_chance(word, rest, affix) else None

    def _dual_base(self, word: str) -> str | None:
        rest = word[: -len(DUAL.text)]
        if len(rest) > SPARE_LETTERS and self._likely.rarity(word) == UNKNOWN:
            return rest if self._likely.rarity(rest) < UNKNOWN else None
        return rest if self._lexicon.knows(rest + "ين") and self._likely.is_by_chance(word, rest, DUAL) else None

    def _construct_base(self, word: str) -> str | None:
        """Take off the و that is left of ون before another noun: لاعبو الفريق."""
        rest = word[:-1]
        plural = self._lexicon.knows(rest + "ون") or self._lexicon.knows(ARTICLE + rest + "ون")
        return rest if plural and self._likely.is_by_chance(word, rest, CONSTRUCT_UN) else None

    def ending(self, word: str, rules: list[str]) -> str:
        """Take off a teh marbuta and the ي of relation."""
        feminine = word.endswith(TEH_MARBUTA) and len(word) > SPARE_LETTERS
        if feminine:
            rules.append("+ة")
            word = word[:-1]
        related = word.endswith((YEH, ALEF_MAKSURA)) and word[-2:-1] != ALEF  # not of ولاية, حماية
        if related and len(word) > SPARE_LETTERS and not self._ends_in_alef(word, feminine=feminine):
            rules.append("+ي")
            word = word[:-1]
        return word

    def _ends_in_alef(self, word: str, *, feminine: bool) -> bool:
        """Tell whether a final ى or ي is an alef (مستشفى), whichever way it was typed; Egypt writes ى for both.

        Before a teh marbuta it is the ي of relation where the rest is the commoner word: مرضية is of مرض, تربية
        not of ترب.
        """
        others = (word[:-1] + YEH, word[:-1]) if feminine else (word[:-1] + YEH,)
        return self._lexicon.rarity(word[:-1] + ALEF_MAKSURA) < min(map(self._lexicon.rarity, others))
