"""The letters and marks of Arabic script by name, and the classes the tokenizer and the folds are built from.

The names come from PyArabic (GPL-3); `searchnews.arabic` is the only place that imports it. Ranges follow the
Unicode 15 blocks Arabic, Arabic Supplement, Arabic Extended-A/B and the two blocks of presentation forms.
"""

from __future__ import annotations

from typing import Final

from pyarabic import araby

ALEF: Final[str] = araby.ALEF
ALEF_HAMZA_ABOVE: Final[str] = araby.ALEF_HAMZA_ABOVE
ALEF_HAMZA_BELOW: Final[str] = araby.ALEF_HAMZA_BELOW
ALEF_MADDA: Final[str] = araby.ALEF_MADDA
ALEF_MAKSURA: Final[str] = araby.ALEF_MAKSURA
ALEF_WASLA: Final[str] = araby.ALEF_WASLA
BEH: Final[str] = araby.BEH
FEH: Final[str] = araby.FEH
HAMZA: Final[str] = araby.HAMZA
HAMZA_ABOVE: Final[str] = araby.HAMZA_ABOVE
HAMZA_BELOW: Final[str] = araby.HAMZA_BELOW
HEH: Final[str] = araby.HEH
KAF: Final[str] = araby.KAF
LAM: Final[str] = araby.LAM
MADDA_ABOVE: Final[str] = araby.MADDA_ABOVE
MEEM: Final[str] = araby.MEEM
NOON: Final[str] = araby.NOON
REH: Final[str] = araby.REH
SEEN: Final[str] = araby.SEEN
TATWEEL: Final[str] = araby.TATWEEL
TEH: Final[str] = araby.TEH
TEH_MARBUTA: Final[str] = araby.TEH_MARBUTA
WAW: Final[str] = araby.WAW
WAW_HAMZA: Final[str] = araby.WAW_HAMZA
YEH: Final[str] = araby.YEH
YEH_HAMZA: Final[str] = araby.YEH_HAMZA

ARTICLE: Final = ALEF + LAM
"""The definite article ال."""

HAMZAS_ON_ALEF: Final = (ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA)

# Each class is the inside of a regular expression's brackets.

ARABIC_LETTERS: Final = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"
    # Presentation forms, but neither the word ligatures that unfold to whole phrases (ﷺ ﷻ ﷽) nor the
    # isolated marks at FC5E-FC63, FCF2-FCF4 and FE70-FE7F, which unfold to a space or tatweel and a mark.
    "\ufb50-\ufbb1\ufbd3-\ufc5d\ufc64-\ufcf1\ufcf5-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdf9\ufe80-\ufefc"
)
"""Letters of words. Tatweel is not one: it only stretches the letter before it."""

PRESENTATION_FORMS: Final = (
    "\ufb50-\ufbb1\ufbd3-\ufc5d\ufc64-\ufcf1\ufcf5-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdf9\ufe80-\ufefc"
)

ARABIC_MARKS: Final = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe7f\u0300-\u036f\ufe00-\ufe0f"
)
"""Marks written on letters: tashkeel, Quranic signs, combining accents, variation selectors."""

FORMAT_MARKS: Final = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Invisible marks: joiners, bidi controls, soft hyphens, stray byte order marks."""

PLAIN_LETTERS: Final = "\u0621-\u063a\u0641-\u064a"
"""Letters of the Arabic block that are words by themselves: neither Persian ones nor the stretching mark."""

EUROPEAN_DIGITS: Final = {base + digit: str(digit) for base in (0x660, 0x6F0) for digit in range(10)}
"""Arabic-Indic and Persian digits, for `str.translate`."""

DIGITS: Final = "0-9\u0660-\u0669\u06f0-\u06f9"
"""European, Arabic-Indic and Persian digits."""

EMOJI: Final = (
    "\u2600-\u2604\u260e\u2614\u2615\u2620-\u2623\u262a\u262e\u262f\u2638-\u263a\u2648-\u2653\u2660\u2663\u2665\u2666"
    "\u267b\u2692-\u2697\u26a0-\u26ff\u2705\u270a-\u270d\u2728\u2764\u2b50"
    "\U0001f300-\U0001f3fa\U0001f400-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001faff"
)
"""Pictures that are written like words. Not the stars, hands, arrows and ticks that lists are set with.

Source: emoji-data.txt of Unicode 15, Emoji=Yes.
"""

EMOJI_TONES: Final = "\U0001f3fb-\U0001f3ff"
FLAG_LETTERS: Final = "\U0001f1e6-\U0001f1ff"
"""Two of them are a flag."""
