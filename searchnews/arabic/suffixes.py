"""What is written behind a word: pronouns, plurals and duals, the accusative, teh marbuta and the ي of relation.

Each step takes a word and a list of rules, gives the word without one kind of suffix, mended to what is written where
the suffix is not (حكومتها حكومة), and adds the name of what it took off to the rules.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

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
    by_last_letter,
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

Steps = tuple[tuple[Callable[[str, list[str]], str], set[str]], ...]

_PRONOUNS: Final = by_last_letter(PRONOUNS)


class Suffixes:
    """Takes suffixes off single words, one kind a step."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon, self._likely = lexicon, Likelihood(lexicon)
        bases: dict[Affix, Callable[[str, Affix], str | None]] = {  # in the order in which they are tried
            PLURAL_AT: self._singular_of_at,
            **dict.fromkeys(DUAL_TEH, self._feminine_of),
            **dict.fromkeys(PLURAL_UN, self._plural_base),
            DUAL: self._dual_base,
            CONSTRUCT_UN: self._construct_base,
            VERB_WA: self._verb_base,
        }
        tables = by_last_letter(bases).items()
        self._inflections = {last: tuple((affix, bases[affix]) for affix in affixes) for last, affixes in tables}
        later = (self.pronoun, {*_PRONOUNS, HEH}), (self.inflection, set(self._inflections))
        self.steps: Steps = ((self.accusative, {ALEF}), *later)
        """What comes off before the endings: the steps in their order, each with the last letters it looks for."""
        self.steps_if_marked: Steps = ((self.marked_accusative, {ALEF}), *later)
        """The same where a tanwin tells that a last alef is that of an accusative."""

    def accusative(self, word: str, rules: list[str]) -> str:
        """Take off the alef of an accusative."""
        if not word.endswith(ALEF) or len(word) <= SPARE_LETTERS or self._is_suffix_in_alef(word):
            return word
        return self.marked_accusative(word, rules) if self._likely.is_by_chance(word, word[:-1], ACCUSATIVE) else word

    def marked_accusative(self, word: str, rules: list[str]) -> str:
        """Take off the alef that a tanwin tells to be that of an accusative."""
        if not word.endswith(ALEF) or len(word) <= SPARE_LETTERS:
            return word
        rules.append("+ا")
        return word[:-1]

    def _is_suffix_in_alef(self, word: str) -> bool:
        """Tell whether a final ا is of a pronoun or a verb (حكومتنا, خسروا) and no accusative (مليونا, عضوا)."""
        if not word.endswith((OUR, VERB_WA.text)):
            return word.endswith(PRONOUNS_IN_ALEF)
        return min(map(self._likely.rarity, unjoined(word[:-2]))) <= self._likely.rarity(word[:-1])

    def pronoun(self, word: str, rules: list[str]) -> str:
        """Take off a pronoun."""
        for affix in _PRONOUNS.get(word[-1:], ()):
            rest = word[: -len(affix.text)]
            if not word.endswith(affix.text) or len(rest) < affix.min_rest:
                continue
            bare = self._likely.bare(rest)  # what it was joined to, as written without it: حكومتها حكومة, وزرائهم وزراء
            if self._likely.is_by_chance(word, bare, affix):
                rules.append(f"+{affix.text}")
                return bare
        return self._final_heh(word, rules) if word.endswith(HEH) else word

    def _final_heh(self, word: str, rules: list[str]) -> str:
        """Read a final ه as the word's own (وجه), as a teh marbuta without its dots (مدرسه), or as his (كتابه)."""
        rest, feminine = word[:-1], word[:-1] + TEH_MARBUTA
        if len(rest) < MIN_STEM:
            return word
        own = self._likely.rarity(word)
        bare = self._likely.bare(rest)
        as_feminine, as_his = self._likely.rarity(feminine) + 100, self._likely.rarity(bare) + OWN_HEH.rarity
        if own < UNKNOWN and min(as_feminine, as_his) - own > OWN_HEH.slack:
            return word
        if as_his < as_feminine and len(rest) >= SPARE_LETTERS and self._lexicon.knows(bare):
            rules.append("+ه")
            return bare
        return feminine

    def inflection(self, word: str, rules: list[str]) -> str:
        """Take off the ending of a plural, a dual or a verb, and give the singular as it is written."""
        for affix, base_of in self._inflections.get(word[-1:], ()):
            if word.endswith(affix.text) and (rest := base_of(word, affix)) is not None:
                rules.append(f"+{affix.text}")
                return rest
        return word

    def _singular_of_at(self, word: str, affix: Affix) -> str | None:
        rest = word[:-2]
        if len(rest) < MIN_STEM:
            return None
        forms = [rest + TEH_MARBUTA, rest]
        if rest.endswith((YEH, WAW)) and not any(map(self._lexicon.knows, forms)):
            # مباريات مباراة, مستشفيات مستشفى, قنوات قناة
            forms += [rest[:-1] + ALEF + TEH_MARBUTA, rest[:-1] + ALEF_MAKSURA]
        singular = min(forms, key=self._likely.rarity)
        if self._likely.is_by_chance(word, singular, affix):
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

    def _dual_base(self, word: str, affix: Affix) -> str | None:
        rest = word[: -len(affix.text)]
        if len(rest) > SPARE_LETTERS and self._likely.rarity(word) == UNKNOWN:
            return rest if self._likely.rarity(rest) < UNKNOWN else None
        return rest if self._lexicon.knows(rest + "ين") and self._likely.is_by_chance(word, rest, affix) else None

    def _construct_base(self, word: str, affix: Affix) -> str | None:
        """Take off the و that is left of ون before another noun: لاعبو الفريق."""
        rest = word[:-1]
        plural = self._lexicon.knows(rest + "ون") or self._lexicon.knows(ARTICLE + rest + "ون")
        return rest if plural and self._likely.is_by_chance(word, rest, affix) else None

    def _verb_base(self, word: str, affix: Affix) -> str | None:
        rest = word[: -len(affix.text)]
        return rest if len(word) > 4 and self._likely.is_by_chance(word, rest, affix) else None

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
