"""Near-duplicates: which articles are one text, reprinted.

Knows arrays of numbers and days, nothing of articles or an index: `signatures` makes a short signature of a text's
words, `Window` finds the group that a text belongs to among those of the days around it.
"""

from __future__ import annotations

from searchnews.duplicates.signatures import Array, packed, signatures, unpacked
from searchnews.duplicates.window import DAYS, UNDATED, Texts, Window

__all__ = ["DAYS", "UNDATED", "Array", "Texts", "Window", "packed", "signatures", "unpacked"]
