"""The forms of what stands between two blanks: remembered, for those who look through the same words again and again.

Invariant: no token stands across a blank or a line feed, so the tokens of a text are those of its chunks, in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from sys import intern
from typing import Final

from searchnews.arabic.tokenizer import tokenize

__all__ = ["ChunkForms", "chunks_of"]

_MAX_KNOWN_CHUNKS: Final = 1_000_000
_MAX_CHUNK_CHARS: Final = 64  # longer ones hardly come again
_PLAIN_WORD: Final = re.compile(r"[\u0621-\u063a\u0641-\u064a]{1,64}")


def chunks_of(text: str) -> list[str]:
    """Part `text` at each blank and each line feed: a chunk begins one code point behind the end of the last.

    >>> chunks_of("قال الوزير،  نعم")
    ['قال', 'الوزير،', '', 'نعم']
    """
    return text.replace("\n", " ").split(" ")


class ChunkForms(dict[str, tuple[str, ...]]):
    """One form of each token of a chunk, in order; each distinct chunk is analysed once.

    `form` gives the form of a token's text. With `per_place`, there is one form for each place: a hashtag is left
    out, its parts stand at its places.
    """

    def __init__(self, form: Callable[[str], str], *, per_place: bool = False) -> None:
        super().__init__()
        self._form, self._per_place = form, per_place
        self._shared: dict[
            tuple[str, ...], tuple[str, ...]
        ] = {}  # frequent ones are found in the cache: a tenth faster

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        if _PLAIN_WORD.fullmatch(chunk):  # most are: one token
            forms: tuple[str, ...] = (intern(self._form(chunk)),)
        else:
            kept = (token for token in tokenize(chunk) if not (self._per_place and token.kind == "hashtag"))
            forms = tuple(intern(self._form(token.text)) for token in kept)
        if len(chunk) <= _MAX_CHUNK_CHARS:
            if len(self) >= _MAX_KNOWN_CHUNKS:
                self.clear()
                self._shared.clear()
            self[chunk] = forms = self._shared.setdefault(forms, forms)
        return forms
