"""The ways a word is written with particles before it: what a phrase may begin with.

«محادثات السلام» is a phrase of لمحادثات السلام and of والمحادثات السلام is not.
"""

from __future__ import annotations

from typing import Final

from searchnews.arabic.letters import ARTICLE, BEH, FEH, KAF, LAM, WAW

__all__ = ["with_proclitics"]

_BEFORE_ANY: Final = tuple(c + p for c in ("", WAW, FEH) for p in ("", BEH, LAM, KAF))


def with_proclitics(surface: str) -> tuple[str, ...]:
    """Give a folded word as it stands, then with و ف ب ك ل before it; ل and ال are written لل.

    >>> with_proclitics("السلام")[:4]
    ('السلام', 'بالسلام', 'كالسلام', 'للسلام')
    """
    if not surface.startswith(ARTICLE):
        return tuple(before + surface for before in _BEFORE_ANY)
    joined = LAM + surface[1:]
    out = []
    for conjunction in ("", WAW, FEH):
        out += [conjunction + before + surface for before in ("", BEH, KAF)] + [conjunction + joined]
    return tuple(out)
