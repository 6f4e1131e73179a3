"""Numbers in words and in digits: 30 is ثلاثون and ثلاثين.

Owns the words of the cardinal numbers from 3 to 99, of the hundreds, and of the thousands to 10,000 but for 1,000 and
2,000. One and two are seldom written as words (the noun says them), and are more often something else: someone,
Monday. A thousand is mostly a part of a larger number, and 2,000 a year; years stay digits.

Source: any grammar of Arabic. The ways of writing مئة and مائة, and the cases of ون and ين, are in use side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

__all__ = ["number_words"]

_ONES: Final = (
    ("ثلاثة", "ثلاث"),
    ("أربعة", "أربع"),
    ("خمسة", "خمس"),
    ("ستة", "ست"),
    ("سبعة", "سبع"),
    ("ثمانية", "ثماني", "ثمان"),
    ("تسعة", "تسع"),
)
"""3 to 9."""

_ONES_BEFORE_TEN: Final = (("أحد", "إحدى"), ("اثنا", "اثني", "اثنتا", "اثنتي"), *_ONES)
_ONES_BEFORE_TENS: Final = (("واحد", "واحدة", "إحدى"), ("اثنان", "اثنين", "اثنتان", "اثنتين"), *_ONES)
"""1 to 9."""

_TENS: Final = ("عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")
_BEFORE_HUNDRED: Final = (("ثلاث",), ("أربع",), ("خمس",), ("ست",), ("سبع",), ("ثمان", "ثماني"), ("تسع",))
_HUNDRED: Final = ("مئة", "مائة", " مئة", " مائة")


def number_words() -> Iterator[tuple[str, ...]]:
    """Give numbers, each as digits and then in all its ways of writing with words.

    >>> next(words for words in number_words() if words[0] == "30")
    ('30', 'ثلاثون', 'ثلاثين')
    """
    for one, words in enumerate(_ONES, 3):
        yield (str(one), *words)
        yield (str(one * 1000), *(f"{word} آلاف" for word in words), f"{one} آلاف")
    yield "10", "عشرة", "عشر"
    yield "10000", "عشرة آلاف", "10 آلاف"
    for one, words in enumerate(_ONES_BEFORE_TEN, 1):
        yield (str(10 + one), *(f"{word} {ten}" for word, ten in product(words, ("عشر", "عشرة"))))
    for tens, stem in enumerate(_TENS, 2):
        cases = (f"{stem}ون", f"{stem}ين")
        yield (str(10 * tens), *cases)
        for one, words in enumerate(_ONES_BEFORE_TENS, 1):
            yield (str(10 * tens + one), *(f"{word} و{ten}" for word, ten in product(words, cases)))
    yield "100", "مئة", "مائة"
    yield "200", "مئتان", "مئتين", "مائتان", "مائتين"
    for one, words in enumerate(_BEFORE_HUNDRED, 3):
        yield (str(100 * one), *map("".join, product(words, _HUNDRED)))
