"""UTF-8 that was once read in an encoding of one byte a letter: Ø§Ù„Ø®Ø¨Ø± or ط§ظ„ط®ط¨ط± for الخبر.

Owns when that is certain, and the way back. Each letter of Arabic is two bytes in UTF-8, D8 to DB and one of 80 to BF;
read as Latin-1 or windows-1252, or as windows-1256, they come out as pairs that no language has in a row. A text is
mended only if all of it that is not ASCII fits and comes out as letters in use; else it is left, and told.

    >>> unscrambled("ط§ظ„ط®ط¨ط±")
    ('الخبر', 'mojibake')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["LEFT", "MENDED", "looks_scrambled", "unscrambled"]

MENDED: Final = "mojibake"
LEFT: Final = "mojibake that cannot be mended"
_LEAST: Final = 3  # letters of Arabic; three pairs in a row are no accident
# Of the letters beyond ASCII, so many have to belong to sequences of UTF-8: some text around may be right.
_COMMON: Final = "الي"  # hardly a word, and no sentence, does without all three
_SHARE: Final = 0.9
_USUAL: Final = re.compile("[ء-غـ-ْٰٱپچژکگی،؛؟٠-٩٪-٬۰-۹]")


class _Reading:
    """One way of reading bytes wrongly: which character stands for which byte, and how sequences look."""

    def __init__(self, codec: str) -> None:
        self.byte_of = {character: byte for byte in range(0x80, 0x100) for character in _characters(byte, codec)}
        of = {byte: "".join(_characters(byte, codec)) for byte in range(0x80, 0x100)}

        def some(first: int, last: int) -> str:
            return "[" + re.escape("".join(of[byte] for byte in range(first, last + 1))) + "]"

        tail = some(0x80, 0xBF)
        sequence = f"{some(0xC2, 0xDF)}{tail}|{some(0xE0, 0xEF)}{tail}{{2}}|{some(0xF0, 0xF4)}{tail}{{3}}"
        once = some(0xD8, 0xDB) + tail
        twice = some(0xC3, 0xC3) + some(0x98, 0x9B) + f"(?:{sequence})"
        self.sign = re.compile(f"(?:{once}){{{_LEAST}}}|(?:{twice}){{{_LEAST}}}")
        self.common = [pair for letter in _COMMON for pair in _pairs(letter.encode(), of)]
        self.common += _pairs(b"\xc3\x98", of) + _pairs(b"\xc3\x99", of)
        self.marks = sorted({_mark_of(pair) for pair in self.common})
        self.sequence = re.compile(sequence)

    def is_seen_in(self, text: str) -> bool:
        """Say whether a text has some such letters in a row; most texts are through at a look for rare characters."""
        rare = any(map(text.__contains__, self.marks))
        return rare and any(map(text.__contains__, self.common)) and self.sign.search(text) is not None

    def back(self, found: re.Match[str]) -> str:
        """Read a sequence as it was written; one that is no UTF-8 after all stays."""
        try:
            return bytes(self.byte_of[character] for character in found[0]).decode("utf-8")
        except UnicodeDecodeError:
            return found[0]


def _pairs(letter: bytes, of: dict[int, str]) -> list[str]:
    return [first + second for first in of[letter[0]] for second in of[letter[1]]]


def _mark_of(pair: str) -> str:
    """Give the character of a pair that Arabic texts hardly have; both where there is none."""
    return next((character for character in pair if not _USUAL.match(character)), pair)


def _characters(byte: int, codec: str) -> Iterator[str]:
    """Give what a byte was read as: by the codec, or as in Latin-1 where that has nothing or was given up."""
    read = bytes([byte]).decode(codec, "replace")
    if read != "\ufffd":
        yield read
    if (read == "\ufffd" or codec == "cp1252") and read != chr(byte):
        yield chr(byte)


_READINGS: Final = (_Reading("cp1252"), _Reading("cp1256"))
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")


def looks_scrambled(text: str) -> bool:
    """Say whether a text has anything in it that `unscrambled` would mend or tell of."""
    return not text.isascii() and any(reading.is_seen_in(text) for reading in _READINGS)


def unscrambled(text: str) -> tuple[str, str]:
    """Mend a text that is certainly UTF-8 read wrongly, once or twice.

    Gives the text and what was found: `MENDED`, `LEFT`, or nothing.
    """
    if not looks_scrambled(text):
        return text, ""
    mended = text
    for _ in range(2):
        reading = next((reading for reading in _READINGS if reading.is_seen_in(mended)), None)
        if reading is None:
            break
        if not _fits(mended, reading):
            return text, LEFT
        mended = reading.sequence.sub(reading.back, mended)
    if mended == text:
        return text, ""
    return (mended, MENDED) if _is_arabic(mended) else (text, LEFT)


def _fits(text: str, reading: _Reading) -> bool:
    """Say whether nearly all of a text beyond ASCII is sequences of UTF-8 read so."""
    fitting = sum(map(len, reading.sequence.findall(text)))
    return fitting >= _SHARE * len(_BEYOND_ASCII.findall(text))


def _is_arabic(text: str) -> bool:
    """Say whether what came out is Arabic as it is written."""
    return len(_USUAL.findall(text)) >= 0.5 * len(_BEYOND_ASCII.findall(text))
