"""Exceptions from the rules of stemming: words whose stems are listed, and a quick look whether a word is one.

Owns the form of `data/exceptions.tsv`, and of lists of a user's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from searchnews.arabic.letters import HAMZA, YEH

__all__ = ["Exceptions", "Stem", "read_exceptions"]

_BEGINNING: Final = 4
_LETTERS: Final = "".join(map(chr, range(0x621, 0x6D6)))


class Stem(NamedTuple):
    """The stem of a word, hamza and all, and the names of the rules that made it, in order."""

    text: str
    rules: tuple[str, ...]


class Exceptions:
    """Stems by words, which are written as `fold` leaves them.

    One word in three hundred is among them, and to fold each so as to see takes as long as the rules do: so the first
    letters of a word, however they are spelt, are looked for before it is folded.
    """

    def __init__(self, stems: Mapping[str, Stem], fold: Callable[[str], str]) -> None:
        self.stems = stems
        self._fold = fold
        self._may_begin = _Beginnings(stems, fold)

    def find(self, word: str) -> Stem | None:
        """Give the stem of a word, written with its hamzas, if it is listed."""
        return self.stems.get(self._fold(word)) if self._may_begin[word[:_BEGINNING]] else None

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.find(word) is not None


class _Beginnings(dict[str, bool]):
    """Whether any listed word begins so, by the first letters of a word as it is spelt; told once for each."""

    def __init__(self, words: Iterable[str], fold: Callable[[str], str]) -> None:
        super().__init__()
        # A ي before a final hamza is folded away: شيء to شء.
        spelt = (form for word in words for form in (word, word.removesuffix(HAMZA) + YEH + HAMZA))
        self._folded = {form[:_BEGINNING] for form in spelt}
        self._letters = dict(zip(map(ord, _LETTERS), fold("\n".join(_LETTERS)).split("\n"), strict=True))

    def __missing__(self, spelt: str) -> bool:
        found = self[spelt] = spelt.translate(self._letters) in self._folded
        return found


def read_exceptions(lines: Iterable[str], fold: Callable[[str], str]) -> dict[str, Stem]:
    """Read stemming exceptions: a stem, a tab, and the words that have it; `#` begins a comment.

    A `*` before the stem marks a name.

    Raises ValueError, naming the line, where one has no tab.
    """
    stems: dict[str, Stem] = {}
    for number, line in enumerate(lines, 1):
        entry = line.split("#")[0].strip()
        if not entry:
            continue
        stem, tab, words = entry.partition("\t")
        if not tab:
            raise ValueError(f"line {number} of the exceptions: expected a stem, a tab and its words, not {entry!r}")
        found = Stem(fold(stem.strip().lstrip("*")), ("exception", "name") if stem.startswith("*") else ("exception",))
        stems |= dict.fromkeys(map(fold, words.split()), found)
    return stems
