"""How much each kind of evidence weighs in a hit's score.

A word of a query is looked for in several forms; the light stem decides what matches and the others add to the
score. Weights multiply BM25 scores.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from searchnews.ranking.fields import ROOT, STEM, SURFACE, TITLE_STEM

__all__ = ["OPTIONAL_EVIDENCE", "STEM_WEIGHT", "FormWeight"]


class FormWeight(NamedTuple):
    """A form of a word: what a person calls it, the field it stands in, and its weight."""

    form: str
    field: str
    weight: float


STEM_WEIGHT: Final = FormWeight("stem", STEM, 1.0)

# nDCG@10 of the default query, 2026-11-22, on xquad-ar, arcd, tydiqa-ar-dev, ct21-claims and ant-news:
#   title 0.4, exact word 0.3, root 0.3   0.957 0.865 0.946 0.909 0.859
#   title 0.9, exact word 0.3, root 0.7   0.957 0.866 0.949 0.906 0.886
#   title 0.8, exact word 0.3, no root    0.957 0.861 0.945 0.897 0.875
# Around these the curves are flat; only headline-like queries (ant-news) want the title much heavier.
OPTIONAL_EVIDENCE: Final = (
    FormWeight("title", TITLE_STEM, 0.9),
    FormWeight("exact word", SURFACE, 0.3),
    FormWeight("root", ROOT, 0.7),
)
