"""The fields of the index: which form of which part of an article stands where.

One place, because three rooms must agree on it: the index writes these fields, the query language asks them,
and the weights of the evidence are weights of these.
"""

from __future__ import annotations

from typing import Final

STEM: Final = "stem"
"""Light stems of the title, TITLE_REPEATS times, then of the text: the field that decides what matches."""

ROOT: Final = "root"
"""Roots, laid out like STEM: weaker evidence that ties broken plurals and derived words together."""

SURFACE: Final = "surface"
"""Folded words of title and text as written, with positions: phrases, and evidence of the exact form."""

TITLE_STEM: Final = "title_stem"
"""Light stems of the title alone: words asked of the title only."""

TITLE_ROOT: Final = "title_root"
"""Roots of the title alone: a headline match counts once more, in whatever form the headline has the word."""

TITLE_SURFACE: Final = "title_surface"
"""Folded words of the title with positions: phrases asked of the title only."""

TITLE_REPEATS: Final = 2
"""How often the title is counted in STEM and ROOT: BM25F with a title weight of 2, pooled before saturation."""

POSITION_GAP: Final = 100
"""Places left free between title and text in SURFACE, so that no phrase spans both."""
