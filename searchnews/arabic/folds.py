"""Folding: the steps that make two ways of writing one word the same string.

Two explicit lists. *Lossless* folds change how a word is encoded or decorated, never which word it is; *lossy*
folds join spellings that usually, not always, are one word. Each fold has a name and can be switched off; the
stemmer works between the two lists, because hamza and teh marbuta tell it much.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import methodcaller
from typing import Final, NamedTuple

from searchnews.arabic.letters import (
    ALEF,
    ALEF_HAMZA_ABOVE,
    ALEF_HAMZA_BELOW,
    ALEF_MADDA,
    ALEF_MAKSURA,
    ALEF_WASLA,
    ARABIC_MARKS,
    BEH,
    EUROPEAN_DIGITS,
    FEH,
    FORMAT_MARKS,
    HAMZA,
    HAMZA_ABOVE,
    HAMZA_BELOW,
    HEH,
    KAF,
    MADDA_ABOVE,
    NOON,
    PRESENTATION_FORMS,
    REH,
    TATWEEL,
    TEH_MARBUTA,
    WAW,
    WAW_HAMZA,
    YEH,
    YEH_HAMZA,
)

__all__ = ["LOSSLESS", "LOSSY", "NOT_ARABIC", "Fold", "folder"]


class Fold(NamedTuple):
    """One folding step: a stable name, what it does, and how: letter by letter by a table, or by a function.

    `letters` are those without which a function leaves a word as it is, `pattern` what it otherwise has to hold; both
    are empty where that cannot be told so.
    """

    name: str
    does: str
    step: Mapping[int, str] | Callable[[str], str]
    letters: str = ""
    pattern: str = ""


def _table(pairs: Iterable[tuple[str, str]]) -> Mapping[int, str]:
    return {ord(old): new for old, new in pairs}


def _class(ranges: str) -> list[str]:
    """Spell out the inside of a regular expression's brackets."""
    points = [ord(c) for c in re.sub("(.)-(.)", lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), ranges)]
    return [chr(p) for p in points]


def _drop(letters: Iterable[str]) -> Mapping[int, str]:
    return _table((letter, "") for letter in letters)


_DECOMPOSED: Final = {
    ALEF + MADDA_ABOVE: ALEF_MADDA,
    ALEF + HAMZA_ABOVE: ALEF_HAMZA_ABOVE,
    ALEF + HAMZA_BELOW: ALEF_HAMZA_BELOW,
    WAW + HAMZA_ABOVE: WAW_HAMZA,
    YEH + HAMZA_ABOVE: YEH_HAMZA,
    ALEF_MAKSURA + HAMZA_ABOVE: YEH_HAMZA,
}
# The vowels that Unicode's order of marks puts between a letter and its hamza.
_HAMZA_MARK = re.compile(
    f"([{ALEF}{WAW}{YEH}{ALEF_MAKSURA}])([\u064b-\u0652\u0670]*)([{MADDA_ABOVE}{HAMZA_ABOVE}{HAMZA_BELOW}])"
)


def _compose_hamza(word: str) -> str:
    # Only where a hamza or madda was written as a combining mark; NFC would also reorder other marks.
    return _HAMZA_MARK.sub(lambda m: _DECOMPOSED.get(m[1] + m[3], m[1]) + m[2], word)


_ON_YEH: Final = YEH + ALEF_MAKSURA + HAMZA + YEH_HAMZA + WAW_HAMZA


def _final_hamza(word: str) -> str:
    if not word.endswith((HAMZA, YEH_HAMZA, WAW_HAMZA)):
        return word
    rest = word[:-1].rstrip(YEH + ALEF_MAKSURA)
    # No word has a hamza before that ي; one that is typed so is drawn in as well, so that nothing is left to fold.
    return rest.rstrip(_ON_YEH) + YEH_HAMZA if len(rest) < len(word) - 1 else word


_THOUSANDS = re.compile(r"(?<=\d)[,\u066c](?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"(?<=\d)[,\u066b](?=\d)")
_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_NO_ACCENTS: Final = dict.fromkeys(range(0x300, 0x370))
_ACRONYM = re.compile(r"(?:[a-z]\.)+[a-z]")


# Old wires wrote 51.83 as 83ر51: the part that is read last stands first, since the line runs to the left.
_WIRE = re.compile(rf"(\d+){REH}(\d+)")
# Not ل, which stands thrice in a word behind ل and ال (لللجنة, as some write للجنة).
_STRETCHED = re.compile("([\u0621-\u0643\u0645-\u064a])\\1{2,}")


def _stretched(word: str) -> str:
    # Letters that are folded to one are one in a run: آآأ. Laughter is nothing but its letter, and keeps two.
    alike = word.translate(_ALIKE)
    kept, at = [], 0
    for run in _STRETCHED.finditer(alike):
        kept.append(word[at : run.start() + (2 if run[0] == alike else 1)])
        at = run.end()
    return "".join((*kept, word[at:])) if kept else word


def _separators(word: str) -> str:
    if wire := _WIRE.fullmatch(word):
        return f"{wire[2]}.{wire[1]}"
    return _DECIMAL.sub(".", _THOUSANDS.sub("", word)) if word[:1].isdigit() else word


def _acronym(word: str) -> str:
    return word.replace(".", "") if _ACRONYM.fullmatch(word) else word


def _accents(word: str) -> str:
    if not _ACCENTED.search(word):
        return word
    bare = unicodedata.normalize("NFD", word).translate(_NO_ACCENTS)
    return unicodedata.normalize("NFC", bare)  # what was taken apart beside the accents


_EMOJI_LOOKS: Final = {0xFE0F: None, **dict.fromkeys(range(0x1F3FB, 0x1F400))}


def _emoji_looks(word: str) -> str:
    return word.translate(_EMOJI_LOOKS)


LOSSLESS: Final[tuple[Fold, ...]] = (
    Fold(
        "presentation-forms",
        "letters encoded by their joined shape, and their ligatures, to plain letters (NFKC, one by one)",
        _table((c, unicodedata.normalize("NFKC", c)) for c in _class(PRESENTATION_FORMS)),
    ),
    Fold("format-marks", "joiners, bidi controls and soft hyphens dropped", _drop(_class(FORMAT_MARKS))),
    Fold("tatweel", "the stretching mark dropped", _drop(TATWEEL)),
    Fold(
        "persian-letters",
        "Persian and Urdu encodings of letters that Arabic has: ی ک ے ہ ھ ە ۀ ۂ ڪ ں ۃ ۓ",
        _table(
            zip(
                "\u06cc\u06a9\u06d2\u06c1\u06be\u06d5\u06c0\u06c2\u06aa\u06ba\u06c3\u06d3",
                [YEH, KAF, YEH, HEH, HEH, HEH, HEH, HEH, KAF, NOON, TEH_MARBUTA, YEH_HAMZA],
                strict=True,
            )
        ),
    ),
    Fold(
        "composed-hamza",
        "a hamza or madda written as a combining mark joined with its letter",
        _compose_hamza,
        MADDA_ABOVE + HAMZA_ABOVE + HAMZA_BELOW,
    ),
    Fold(
        "tashkeel",
        "vowel marks, Quranic signs and other marks dropped, ٱ to ا",
        {**_drop(_class(ARABIC_MARKS)), ord(ALEF_WASLA): ALEF},
    ),
    Fold(
        "full-width",
        "letters, digits and signs of East Asian width to plain ones",
        _table((c, unicodedata.normalize("NFKC", c)) for c in _class("\uff01-\uff5e")),
    ),
    Fold(
        "digits",
        "Arabic-Indic and Persian digits to European ones",
        EUROPEAN_DIGITS,
    ),
)

LOSSY: Final[tuple[Fold, ...]] = (
    Fold(
        "emphasis",
        "a letter three times and more to one: جمييييل to جميل, and ههههه to هه",
        _stretched,
        pattern=r"([\u0621-\u0643\u0645-\u064a])\1\1",
    ),
    # مبادئ is also written مباديء and مبادىء, and مليء also مليئ.
    Fold(
        "final-hamza",
        "a hamza after a final ي or ى drawn onto it",
        _final_hamza,
        HAMZA + YEH_HAMZA + WAW_HAMZA,
    ),
    Fold(
        "alef",
        "أ إ آ to ا",
        _table((a, ALEF) for a in (ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA, "\u0672", "\u0673")),
    ),
    # مسؤول and مسئول, شؤون and شئون: the seat of the hamza differs by country, the hamza does not.
    Fold("hamza-seat", "ؤ ئ to ء", _table([(WAW_HAMZA, HAMZA), (YEH_HAMZA, HAMZA)])),
    Fold("alef-maksura", "ى to ي", _table([(ALEF_MAKSURA, YEH)])),
    Fold("teh-marbuta", "ة to ه", _table([(TEH_MARBUTA, HEH)])),
    Fold(
        "foreign-letters",
        "letters for foreign sounds to the nearest Arabic one: گ چ پ ژ ڤ, and ڨ ڭ ڥ of the Maghreb",
        _table(
            zip(
                "\u06af\u0686\u067e\u0698\u06a4\u06a8\u06ad\u06a5",
                [KAF, "\u062c", BEH, "\u0632", FEH, "\u0642", KAF, FEH],
                strict=True,
            )
        ),
    ),
    Fold("latin-case", "capital letters to small ones", str.casefold),
    Fold("latin-accents", "accents dropped from Latin letters", _accents),
    Fold("acronym-dots", "u.s. to us", _acronym),
    Fold("emoji-looks", "tones of skin, and how it is to be drawn, dropped from an emoji", _emoji_looks),
    Fold("number-separators", "1,234.5 and ١٬٢٣٤٫٥ to 1234.5, 83ر51 to 51.83", _separators),
)

_ALIKE: Final = {old: new for fold in LOSSY if isinstance(fold.step, Mapping) for old, new in fold.step.items()}
"""Letters, and what they are folded to."""

_FEW_LETTERS: Final = 100
"""A class of more letters, as of all presentation forms, is compiled for longer than a query runs."""

NOT_ARABIC: Final = frozenset({"latin-case", "acronym-dots", "latin-accents", "number-separators", "emoji-looks"})
"""The lossy folds that leave Arabic words as they are."""


def folder(folds: Iterable[Fold], *, without: Collection[str] = ()) -> Callable[[str], str]:
    """Make one function of several folds, in their order, leaving out those named in `without`.

    Raises ValueError where `without` names no fold.

        >>> folder(LOSSLESS + LOSSY)("الأُمَّـــة")
        'الامه'
    """
    folds = tuple(folds)
    if unknown := set(without) - {fold.name for fold in folds}:
        raise ValueError(f"no such fold: {', '.join(sorted(unknown))}; there are {', '.join(f.name for f in folds)}")
    kept = [fold for fold in folds if fold.name not in without]
    steps: list[Callable[[str], str]] = []
    table: dict[int, str] = {}
    for fold in kept:
        if callable(fold.step):
            steps += [_translator(table), fold.step] if table else [fold.step]
            table = {}
        else:  # one pass over the word does for all tables in a row
            letters = dict(fold.step)
            if not letters.keys().isdisjoint(map(ord, "".join(table.values()))):
                table = {old: new.translate(letters) for old, new in table.items()}
            table |= {old: new for old, new in letters.items() if old not in table}
    if table:
        steps.append(_translator(table))
    return _where_needed(_chain(steps), kept)


def _translator(table: dict[int, str]) -> Callable[[str], str]:
    return methodcaller("translate", table)


def _chain(steps: Sequence[Callable[[str], str]]) -> Callable[[str], str]:
    def fold(word: str) -> str:
        for step in steps:
            word = step(word)
        return word

    return fold


def _where_needed(fold_all: Callable[[str], str], folds: Iterable[Fold]) -> Callable[[str], str]:
    """Look first whether a word has any letter that the folds change: of Arabic words two in three have none."""
    folds = tuple(folds)
    letters = ["".join(map(chr, fold.step)) if isinstance(fold.step, Mapping) else fold.letters for fold in folds]
    patterns = [fold.pattern for fold in folds]
    wanted = "".join(letters)
    if not wanted or not all(map(max, letters, patterns)) or len(wanted) > _FEW_LETTERS:
        return fold_all
    needed = re.compile("|".join([f"[{re.escape(wanted)}]", *filter(None, patterns)])).search
    return lambda word: fold_all(word) if needed(word) else word
