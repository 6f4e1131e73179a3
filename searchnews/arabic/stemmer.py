"""A light stemmer: takes off what is written together with a word, and nothing that belongs to it.

After Larkey, Ballesteros and Connell's light10 ("Light Stemming for Arabic Information Retrieval", 2007), whose
affixes it shares, with two changes. Every affix is taken off only where the words of the language say that it is
one: the rest has to be a known word, and the whole must not be far more common than chance would have it if it
were that affix and that rest. So وزير keeps its و (زير is rare, وزير is not) and والوزير does not. And the
decision is made before alef and hamza are folded, since ألمانيا has no article and الماني might.

Owns the order of the rules and their thresholds; the affixes themselves are tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from searchnews.arabic.affixes import (
    ACCUSATIVE,
    CONJUNCTIONS,
    CONSTRUCT_UN,
    DUAL,
    DUAL_TEH,
    FUTURE,
    IMPERFECT,
    MIN_STEM,
    OUR,
    OWN_HEH,
    PLURAL_AT,
    PLURAL_UN,
    PREPOSITIONS,
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
    HAMZAS_ON_ALEF,
    HEH,
    LAM,
    SEEN,
    TEH,
    TEH_MARBUTA,
    WAW,
    YEH,
)
from searchnews.arabic.lexicon import UNKNOWN, Lexicon
from searchnews.arabic.likelihood import Likelihood, unjoined

__all__ = ["Stem", "Stemmer"]


_MAX_BASES: Final = 500_000


class Stem(NamedTuple):
    """The stem of a word, hamza and all, and the names of the rules that made it, in order."""

    text: str
    rules: tuple[str, ...]


class Stemmer:
    """Stems single words.

    `exceptions` maps a word, written as `fold` leaves it, to its stem; it is asked first, and again whenever an
    affix is off.

        >>> from searchnews.arabic import analyzer
        >>> [analyzer().forms(word).stem for word in ("وزير", "وبالوزير", "فلسطين", "الفلسطينيون")]
        ['وزير', 'وزير', 'فلسطين', 'فلسطين']
    """

    def __init__(self, lexicon: Lexicon, exceptions: Mapping[str, Stem], fold: Callable[[str], str]) -> None:
        self._lexicon, self._likely = lexicon, Likelihood(lexicon)
        self._exceptions, self._fold = exceptions, fold
        self._bases: dict[tuple[str, bool], Stem] = {}

    def stem(self, word: str, *, accusative: bool = False) -> Stem:
        """Stem `word`, given without marks but with its hamzas; `accusative` where a tanwin stood on its last alef."""
        if (stem := self._exceptions.get(self._fold(word))) is not None:
            return stem
        before: list[str] = []
        base = self._clitics(word, before)
        key = (base, accusative)
        after = self._bases.get(key)
        if after is None:  # many words are one base with other clitics before it
            if len(self._bases) >= _MAX_BASES:
                self._bases.clear()
            after = self._bases[key] = self._without_suffixes(base, accusative=accusative)
        return Stem(after.text, (*before, *after.rules)) if before else after

    def _without_suffixes(self, word: str, *, accusative: bool) -> Stem:
        rules: list[str] = []
        exception = self._exceptions.get(self._fold(word))
        for step in (self._accusative(accusative), self._pronoun, self._inflection):
            if exception is not None:
                break
            before, word = word, step(word, rules)
            exception = exception if word == before else self._exceptions.get(self._fold(word))
        if exception is not None:
            return Stem(exception.text, (*rules, *exception.rules))
        word = self._ending(word, rules)
        return Stem(word, tuple(rules))

    def hints(self, stem: str) -> tuple[str, ...]:
        """Give strings one of which every word of this stem, folded, has in it.

        A stem begins as its words do behind their clitics; only its last two letters may be mended (قوات قوة). What
        the exceptions lead to it is told by their words.
        """
        excepted = [word for word, found in self._exceptions.items() if found.text == stem]
        behind_lam = [LAM + word[1:] for word in excepted if word.startswith(ARTICLE)]
        return (stem[: max(len(stem) - 2, 1)], *excepted, *behind_lam)

    # Before the word

    def _clitics(self, word: str, rules: list[str]) -> str:
        for affixes in (CONJUNCTIONS, PREPOSITIONS):
            word = self._article_after_lam(word, rules)
            for affix in affixes:
                rest = word[1:]
                if word.startswith(affix.text) and self._comes_off(word, rest, affix):
                    rules.append(f"{affix.text}+")
                    word = rest
                    break
            if self._fold(word) in self._exceptions:
                return word
        if word.startswith(SEEN) and word[1:2] in IMPERFECT and self._likely.comes_off(word, word[1:], FUTURE):
            rules.append("س+")
            return word[1:]
        if self._has_article(word):
            rules.append("ال+")
            return word[2:]
        return word

    def _comes_off(self, word: str, rest: str, affix: Affix) -> bool:
        """Ask the likelihood, but not against the exceptions: the ب of بطاقتها is that of بطاقة."""
        if not self._likely.comes_off(word, rest, affix):
            return False
        if rest.startswith(HAMZAS_ON_ALEF):  # وأحدهم is not of واحد
            return True
        ends = [end.text for end in (*PRONOUNS, OWN_HEH) if word.endswith(end.text)]
        return not any(self._fold(bare) in self._exceptions for end in ends for bare in unjoined(word[: -len(end)]))

    def _article_after_lam(self, word: str, rules: list[str]) -> str:
        """Read لل as ل and ال (للوزير), unless ل and a word in ل is the likelier reading (للبنان)."""
        rest = word[2:]
        if not word.startswith(LAM + LAM) or len(rest) < MIN_STEM:
            return word
        defined, other = self._likely.rarity(ARTICLE + rest), self._likely.rarity(word[1:])
        if defined == other == UNKNOWN and len(rest) < SPARE_LETTERS:
            return word
        if other < defined and not self._likely.comes_off(word[1:], rest, PREPOSITIONS[1]):
            return word
        rules.append("لل+")
        return ARTICLE + rest if self._fold(ARTICLE + rest) in self._exceptions else rest

    def _has_article(self, word: str) -> bool:
        rest = word[2:]
        if not word.startswith(ARTICLE) or len(rest) < MIN_STEM:
            return False
        if len(rest) == MIN_STEM and not self._lexicon.knows(rest):
            return False
        # القاء and الغام were typed without the hamza of إلقاء and ألغام.
        if min(self._lexicon.rarity(hamza + word[1:]) for hamza in HAMZAS_ON_ALEF) < self._lexicon.rarity(rest):
            return False
        # الالتزام is listed, so the ال of التزام is its own.
        return not self._lexicon.knows(ARTICLE + word)

    # After the word

    def _accusative(self, marked: bool) -> Callable[[str, list[str]], str]:
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

    def _pronoun(self, word: str, rules: list[str]) -> str:
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

    def _inflection(self, word: str, rules: list[str]) -> str:
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

    def _ending(self, word: str, rules: list[str]) -> str:
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
