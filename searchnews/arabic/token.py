"""The plain data of the analysis: where a token stands, and the forms of a word."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Forms", "Token"]


class Token(NamedTuple):
    """A stretch of text that is searched as one unit.

    `text[start:end]` of the analysed text is the token as written, marks and all (code points, half-open).
    `position` counts places for phrases: the parts of a #هاشتاغ_مركب share the places of the whole.
    `kind` is one of `word`, `number`, `latin`, `hashtag`, `mention`, `url`, `email`, `emoji`.
    """

    text: str
    start: int
    end: int
    position: int
    kind: str

    @property
    def is_word(self) -> bool:
        """Whether it is a word of some language, and no number, tag or address."""
        return self.kind in ("word", "latin")


class Forms(NamedTuple):
    """The forms under which one word is indexed and asked for.

    `surface` is the folded word, `stem` its light stem, `root` a deeper form (the stem again where none is
    known); `stop` marks a stop word; `rules` names the steps that led from surface to stem and root.
    """

    surface: str
    stem: str
    root: str
    stop: bool
    rules: tuple[str, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether the word can tell articles apart: no stop word and no single letter."""
        return not self.stop and len(self.stem) > 1
